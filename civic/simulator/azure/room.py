"""Whether there is room in a subnet for what is put into it, and whether it may lie where it lies.

Looked at once a stack's whole graph is known. Only subnets of the same stack are known by size. Sources: Microsoft Learn, "Azure Virtual Network
frequently asked questions" (Azure keeps five addresses of each subnet), "Configuring virtual networks Azure Container Apps environments" (a /27 at
least, and ranges that the service keeps for itself), "Application Gateway infrastructure configuration" (an address for each instance and one for
the front), "Connect privately to an Azure container registry using Azure Private Link" (a dedicated data endpoint has an address of its own).
"""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from ipaddress import IPv4Network, ip_network
from typing import Any

from civic.plan.wire import opened
from civic.plan.writing import Entry
from civic.simulator.claims import as_range
from civic.simulator.paths import found_at

SUBNET, ENVIRONMENT = "azure-native:network:Subnet", "azure-native:app:ManagedEnvironment"
KEPT = 5
"""Addresses of a subnet that Azure keeps."""
ENVIRONMENT_SMALLEST = 27
ENVIRONMENT_KEPT = tuple(
    IPv4Network(block)
    for block in (
        "169.254.0.0/16", "172.30.0.0/16", "172.31.0.0/16", "192.0.2.0/24",
        "100.100.0.0/17", "100.100.128.0/19", "100.100.160.0/19", "100.100.192.0/19",
    )
)  # fmt: skip
"""Ranges that Container Apps keeps for itself."""

Places = Iterator[tuple[str, int]]
"""Ids of subnets, and how many addresses are taken there."""


def crowded(entries: Mapping[str, Entry]) -> list[str]:
    """Texts about subnets that are too small for what is put into them, or lie where it cannot be; nothing where all fits."""
    blocks = {entry.id.lower(): block for entry in entries.values() if entry.type == SUBNET if (block := as_range(entry.inputs.get("addressPrefix")))}
    wanted: dict[str, list[tuple[str, int]]] = defaultdict(list)
    for entry in entries.values():
        for ident, count in _TAKES[entry.type](entry.inputs) if entry.type in _TAKES else ():
            wanted[ident.lower()].append((entry.urn.rsplit("::", 1)[1], count))
    texts = [text for ident, takers in sorted(wanted.items()) if (block := blocks.get(ident)) for text in _too_small(ident, block, takers)]
    return [*texts, *(text for entry in entries.values() if entry.type == ENVIRONMENT for text in _misplaced(entry, blocks))]


def _too_small(ident: str, block: Any, takers: list[tuple[str, int]]) -> Iterator[str]:
    taken, room = sum(count for _, count in takers), block.num_addresses - KEPT
    if taken > room:
        names = ", ".join(sorted({name for name, _ in takers}))
        yield f"{ident.rsplit('/', 1)[1]} is {block} and has room for {room} addresses, of which {names} take {taken}: give the network a larger range"


def _misplaced(entry: Entry, blocks: Mapping[str, Any]) -> Iterator[str]:
    name = entry.urn.rsplit("::", 1)[1]
    for ident in found_at(entry.inputs, "vnetConfiguration.infrastructureSubnetId"):
        block = blocks.get(str(ident).lower())
        if block is None:
            continue
        if block.prefixlen > ENVIRONMENT_SMALLEST:
            yield f"{name}: {block} is smaller than a /{ENVIRONMENT_SMALLEST}, the least that Container Apps takes: give the network a larger range"
        for kept in ENVIRONMENT_KEPT:
            if block.version == 4 and block.overlaps(ip_network(kept)):
                yield f"{name}: {block} overlaps {kept}, which Container Apps keeps for itself: give the network another range"


def _endpoint(inputs: Mapping[str, Any]) -> Places:
    services = [
        str(ident) for kind in ("private", "manualPrivate") for ident in found_at(inputs, f"{kind}LinkServiceConnections.*.privateLinkServiceId")
    ]
    count = sum(2 if "Microsoft.ContainerRegistry/" in service else 1 for service in services) or 1
    yield from ((str(ident), count) for ident in found_at(inputs, "subnet.id"))


def _each(path: str) -> Callable[[Mapping[str, Any]], Places]:
    def places(inputs: Mapping[str, Any]) -> Places:
        yield from ((str(ident), 1) for ident in found_at(inputs, path))

    return places


def _machines(inputs: Mapping[str, Any]) -> Places:
    capacity = next(found_at(inputs, "sku.capacity"), 1)
    path = "virtualMachineProfile.networkProfile.networkInterfaceConfigurations.*.ipConfigurations.*.subnet.id"
    # One more stands beside them while they are renewed.
    yield from ((str(ident), int(capacity) + 1) for ident in found_at(inputs, path))


def _gateway(inputs: Mapping[str, Any]) -> Places:
    most = next(found_at(inputs, "autoscaleConfiguration.maxCapacity"), None) or next(found_at(inputs, "sku.capacity"), 1)
    fronts = len(list(found_at(inputs, "frontendIPConfigurations.*.subnet.id")))
    yield from ((str(ident), int(opened(most)) + fronts) for ident in found_at(inputs, "gatewayIPConfigurations.*.subnet.id"))


_TAKES: Mapping[str, Callable[[Mapping[str, Any]], Places]] = {
    "azure-native:compute:VirtualMachineScaleSet": _machines,
    "azure-native:network:ApplicationGateway": _gateway,
    "azure-native:network:LoadBalancer": _each("frontendIPConfigurations.*.subnet.id"),
    "azure-native:network:PrivateEndpoint": _endpoint,
    "azure-native:network:PrivateLinkService": _each("ipConfigurations.*.subnet.id"),
}
