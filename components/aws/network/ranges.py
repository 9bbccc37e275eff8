"""What is inside: ranges that lead from one network behind the hub to another, and never to the internet."""

from collections.abc import Collection
from ipaddress import IPv4Network

from components.aws.handles import ArchiveHandle, HubHandle, OrganisationHandle, TenancyHandle
from components.contracts import NetworkHubArgs

PRIVATE = tuple(map(IPv4Network, ("10.0.0.0/8", "100.64.0.0/10", "172.16.0.0/12", "192.168.0.0/16")))
"""RFC 1918, and the shared space of RFC 6598. Nobody on the internet has an address in them, so whatever is called there is on premises."""


def inside(args: NetworkHubArgs[OrganisationHandle, ArchiveHandle, HubHandle, TenancyHandle]) -> tuple[IPv4Network, ...]:
    """Private ranges, and those of bodies, shared cells and agreements that are not: public bodies own public ranges that they use inside.

    A range in another one is left out: a route table holds 50 routes unless AWS is asked for more ("Amazon VPC quotas").
    """
    agreed = {block for rule in args.agreements for block in (*rule.sources, *rule.destinations)}
    return outermost({*PRIVATE, *args.bodies, *args.cells, *agreed})


def outermost(blocks: Collection[IPv4Network]) -> tuple[IPv4Network, ...]:
    """Those that lie in no other, each once, in order."""
    return tuple(sorted(block for block in set(blocks) if not any(block != other and block.subnet_of(other) for other in blocks)))
