"""What of a planned stack is a part of the network. Made where the stack was planned, and small, so that it can be handed to whoever sees all."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from civic.catalogue import reach_of, row
from civic.plan import Deployment, Resource

_STANDS = re.compile(r'"subnet-[0-9a-f]{8,17}"|/virtualNetworks/[^/"]+/subnets/[^/"]+"')
"""Ids of subnets: what names one stands in a network, whatever it is."""
_OUTPUTS = frozenset({"arn", "dnsName", "address", "dnsEntries", "firewallStatuses", "serviceName", "ownerId", "propagationDefaultRouteTableId",
    "associationDefaultRouteTableId", "staticIp", "defaultDomain", "ipConfigurations", "customDnsConfigs", "fullyQualifiedDomainName", "loginServer",
    "properties", "frontendIPConfigurations", "transitGatewayAttachmentId", "domainName", "hostName"})  # fmt: skip
"""That a graph asks for."""


@dataclass(frozen=True, slots=True)
class StackReach:
    """One stack, as far as reach is concerned."""

    stack: str
    resources: tuple[Resource, ...]
    """What routes, filters, names or stands in a network."""
    unknown: tuple[str, ...] = ()
    """URNs of those of which nobody has written down what they are."""


def networked(stack: str, deployment: Deployment) -> StackReach:
    """The part of a plan that a proof of reach asks for."""
    found = [(resource, reach_of(resource.type).partition(":")[0]) for resource in deployment if resource.custom and not resource.external]
    kept = tuple(_slim(resource) for resource, reach in found if reach not in ("none", "unknown"))
    return StackReach(stack, kept, tuple(_unknown(found)))


def _unknown(found: list[tuple[Resource, str]]) -> Iterator[str]:
    for resource, reach in found:
        # What has no word about reach stands nowhere, unless the plan says where.
        if reach == "unknown" or (reach == "none" and _stands(resource) and not getattr(row(resource.type), "reach", "")):
            yield resource.urn


def _stands(resource: Resource) -> bool:
    return not resource.type.startswith("pulumi") and bool(_STANDS.search(json.dumps(dict(resource.inputs), default=str)))


def _slim(resource: Resource) -> Resource:
    outputs = {key: value for key, value in resource.outputs.items() if key in _OUTPUTS}
    inputs = {key: value for key, value in resource.inputs.items() if key not in ("tags", "tagsAll", "policy", "__defaults")}
    # Which endpoint an address is of is known by what it depends on alone, until it is made.
    followed = resource.property_dependencies if reach_of(resource.type).startswith("name") else {}
    return replace(resource, inputs=inputs, outputs=outputs, dependencies=(), property_dependencies=followed, aliases=(), ignore_changes=())
