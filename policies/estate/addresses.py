"""No two networks of the estate share an address."""

from collections.abc import Iterator, Mapping
from contextlib import suppress
from ipaddress import IPv4Network
from typing import Any

from civic.plan import Resource
from policies.estate.stacks import parts_of
from policies.rule import Plans, Subject, at, rule, value
from policies.values import known

NETWORK_TYPES = ("aws:ec2/vpc:Vpc", "azure-native:network:VirtualNetwork", "azure-native:network:VirtualHub")
RANGES = (("cidrBlock",), ("addressPrefix",), ("addressSpace", "addressPrefixes"))
"""Where the inputs of a network have its ranges. One given out by an address pool is in nobody's inputs."""
Span = tuple[IPv4Network, str, Resource]


@rule(
    "estate-networks-apart",
    title="No two networks of the estate share an address",
    why="Where two networks claim one address, traffic for one body may reach the other, or nobody.",
    severity="critical",
    types=NETWORK_TYPES,
    remediation="Give one of the two another range: 'civic addresses mend BODY' does it for a body that is not deployed yet.",
    scope="estate",
)
def networks_apart(subject: Subject) -> Iterator[str]:
    if parts_of(subject.stack_name):
        for path in RANGES:
            for text in _listed(subject.value(*path)):
                IPv4Network(text)
        yield from subject.plans.once(overlaps).get(subject.urn, ())


def overlaps(plans: Plans) -> Mapping[str, list[str]]:
    """URN -> what is wrong with its ranges. One sweep over sorted ranges; those that are no range are told one by one."""
    spans = sorted(_spans(plans), key=lambda span: (int(span[0].network_address), span[0].prefixlen, span[2].urn))
    wrong: dict[str, list[str]] = {}
    widest: Span | None = None
    for block, stack, resource in spans:
        if widest and widest[0].overlaps(block) and resource.urn != widest[2].urn:
            message = f"{block} overlaps {widest[0]} of {widest[2].name} in {widest[1]}, so neither can be reached reliably"
            wrong.setdefault(resource.urn, []).append(message)
        if widest is None or int(block.broadcast_address) > int(widest[0].broadcast_address):
            widest = (block, stack, resource)
    return wrong


def _spans(plans: Plans) -> Iterator[Span]:
    for stack, resources in plans.by_stack.items():
        for resource in resources if parts_of(stack) else ():
            if resource.type in NETWORK_TYPES:
                yield from ((block, stack, resource) for block in _blocks(resource))


def _blocks(resource: Resource) -> Iterator[IPv4Network]:
    for path in RANGES:
        raw = at(resource.inputs, *path)
        for text in _listed(value(raw)) if known(raw) else ():
            # What is no range is a finding of its own resource.
            with suppress(ValueError):
                yield IPv4Network(text)


def _listed(ranges: Any) -> list[str]:
    """The IPv4 ranges among them. IPv6 ranges are given by the cloud, unique by themselves."""
    return [text for text in (ranges if isinstance(ranges, list) else [ranges]) if text and ":" not in text]
