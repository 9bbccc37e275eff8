"""A shared service has both its sides: the provider's service and each consumer's endpoint."""

import re
from collections.abc import Iterator, Mapping

from civic.plan import Resource
from policies.estate.stacks import parts_of
from policies.rule import Plans, Subject, at, rule

SERVICES = {"aws": "aws:ec2/vpcEndpointService:VpcEndpointService", "azure": "azure-native:network:PrivateLinkService"}
ENDPOINTS = {"aws": "aws:ec2/vpcEndpoint:VpcEndpoint", "azure": "azure-native:network:PrivateEndpoint"}
TENANCY = ("account", "subscription")
"""Where a tenancy's card says whose it is, on each cloud."""
STACK = "pulumi:pulumi:Stack"
"""A tenancy's stack says by its outputs whose account or Azure subscription it is."""
_ACCOUNT = re.compile(r"arn:[a-z-]+:iam::([0-9]{12}):root")


@rule(
    "estate-service-pairs-complete",
    title="A shared service has both its sides, the provider's service and the consumer's endpoint",
    why="A service left open after an agreement ended lets a body in that should be out; an endpoint of no service is one that fails.",
    severity="high",
    types=(*SERVICES.values(), *ENDPOINTS.values()),
    remediation="Run 'civic agreements' and plan both bodies: each side follows from both records, so one alone was not made by them.",
    scope="estate",
    reads=(STACK,),
)
def service_pairs_complete(subject: Subject) -> Iterator[str]:
    """A side whose other side is not in the run is not looked at."""
    parts = parts_of(subject.stack_name)
    if parts is None:
        return
    if subject.type in SERVICES.values():
        yield from _unused(subject, parts.owner, parts.cloud)
    elif _leads_nowhere(subject, parts.owner, parts.cloud):
        yield f"{parts.owner} has an endpoint of a shared service that no provider has"


def _leads_nowhere(endpoint: Subject, owner: str, cloud: str) -> bool:
    service = target(endpoint.resource)
    # Logical names are a contract: "<consumer>-from-<provider>-<offer>-...".
    asked_of = endpoint.name.removeprefix(f"{owner}-from-")
    planned = any(asked_of.startswith(f"{provider}-") for provider in endpoint.plans.once(_providers).get(cloud, ()))
    return bool(service) and planned and service not in endpoint.plans.once(_service_names)


def _unused(service: Subject, owner: str, cloud: str) -> Iterator[str]:
    owners, targets = service.plans.once(_owners), service.plans.once(_targets)
    name = service_name(service.resource)
    consumers = {consumer for consumer, wanted in targets if wanted == name}
    for tenancy in _allowed(service):
        consumer = owners.get(tenancy, "")
        planned = any(f"{consumer}-{cloud}-{layer}" in service.plans.by_stack for layer in ("landing-zone", "applications"))
        if consumer and planned and consumer not in consumers:
            yield f"{owner} has a service for {consumer}, which has no endpoint of it"


def service_name(resource: Resource) -> str:
    """What endpoints call a service."""
    return str(resource.outputs.get("serviceName") if resource.type == SERVICES["aws"] else resource.id)


def target(resource: Resource) -> str:
    """The service that an endpoint leads to; empty where it is the cloud's own."""
    if resource.type == ENDPOINTS["aws"]:
        name = str(resource.inputs.get("serviceName") or "")
        return name if name.startswith("com.amazonaws.vpce.") else ""
    for key in ("manualPrivateLinkServiceConnections", "privateLinkServiceConnections"):
        service = str(at(resource.inputs, key, 0, "privateLinkServiceId") or "")
        if "/privateLinkServices/" in service:
            return service
    return ""


def _providers(plans: Plans) -> Mapping[str, set[str]]:
    """Cloud -> owners of the landing zones in the run."""
    providers: dict[str, set[str]] = {}
    for parts in map(parts_of, plans.by_stack):
        if parts and parts.layer == "landing-zone":
            providers.setdefault(parts.cloud, set()).add(parts.owner)
    return providers


def _service_names(plans: Plans) -> set[str]:
    return {service_name(one) for resources in plans.by_stack.values() for one in resources if one.type in SERVICES.values()}


def _targets(plans: Plans) -> set[tuple[str, str]]:
    """(owner, service) of every endpoint."""
    return {
        (parts.owner, target(one))
        for stack, resources in plans.by_stack.items()
        if (parts := parts_of(stack))
        for one in resources
        if one.type in ENDPOINTS.values()
    }


def _owners(plans: Plans) -> Mapping[str, str]:
    """Account or Azure subscription -> owner."""
    return {
        _tenancy(one): parts.owner
        for stack, resources in plans.by_stack.items()
        if (parts := parts_of(stack)) and parts.layer == "tenancy"
        for one in resources
        if one.type == STACK
    }


def _tenancy(stack: Resource) -> str:
    """The account or Azure subscription that a tenancy's stack hands on. Raises ``TypeError`` where it does not say."""
    found = next((one for key in TENANCY if (one := at(stack.outputs, "tenancy", key))), None)
    if not isinstance(found, str):
        raise TypeError(f"expected {' or '.join(TENANCY)} in the outputs of {stack.stack}, found {found!r}")
    return found


def _allowed(service: Subject) -> list[str]:
    """Accounts or Azure subscriptions that may connect. Raises ``Undecidable``."""
    if service.type == SERVICES["azure"]:
        return [str(one) for one in service.value("visibility", "subscriptions") or ()]
    principals = service.value("allowedPrincipals") or ()
    return [match[1] for match in map(_ACCOUNT.fullmatch, principals) if match]
