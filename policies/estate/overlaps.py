"""No two networks of the estate share an address."""

from collections.abc import Iterator, Mapping, Sequence
from ipaddress import IPv4Network

from civic.plan import Resource
from policies.checks import Finding

NETWORK_TYPES = ("aws:ec2/vpc:Vpc", "azure-native:network:VirtualNetwork", "azure-native:network:VirtualHub")

RULE = "estate-no-overlap"
CONTROLS = {"ncsc-csp": ("3",), "ncsc-caf-v3.2": ("B4.a",)}
REMEDIATION = "Give one of the two another range: 'civic addresses mend BODY' does it for a body that is not deployed yet."


def overlap_findings(networks: Mapping[str, Sequence[Resource]]) -> list[Finding]:
    """Findings of every network whose range another network has, by stack. One sweep over sorted ranges."""
    spans = sorted(
        (
            (block, stack, resource)
            for stack, made in networks.items()
            for resource in made
            if resource.type in NETWORK_TYPES
            for block in _blocks(resource)
        ),
        key=lambda span: (int(span[0].network_address), span[0].prefixlen, span[2].urn),
    )
    found: list[Finding] = []
    widest: tuple[IPv4Network, str, Resource] | None = None
    for span in spans:
        if widest and widest[0].overlaps(span[0]) and span[2].urn != widest[2].urn:
            found.append(_finding(span, widest))
        if widest is None or int(span[0].broadcast_address) > int(widest[0].broadcast_address):
            widest = span
    return found


def _blocks(resource: Resource) -> Iterator[IPv4Network]:
    space = resource.inputs.get("addressSpace") or {}
    for text in (resource.inputs.get("cidrBlock"), resource.inputs.get("addressPrefix"), *(space.get("addressPrefixes") or ())):
        if isinstance(text, str) and "/" in text:
            yield IPv4Network(text)


def _finding(span: tuple[IPv4Network, str, Resource], other: tuple[IPv4Network, str, Resource]) -> Finding:
    block, stack, resource = span
    return Finding(
        rule=RULE,
        kind="broken",
        level="mandatory",
        severity="critical",
        title="No two networks of the estate share an address",
        why="Where two networks claim one address, traffic for one body may reach the other, or nobody.",
        message=f"{block} overlaps {other[0]} of {other[2].name} in {other[1]}, so neither can be reached reliably",
        stack=stack,
        urn=resource.urn,
        name=resource.name,
        type=resource.type,
        source=resource.source,
        remediation=REMEDIATION,
        controls=CONTROLS,
    )
