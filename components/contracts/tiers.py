"""Where each subnet lies in a network's range: pure arithmetic, and the one table of tiers.

A network's range is cut into quarters: the first three are the zones', the fourth is the region's. A tier has a slot of its own in
each zone's quarter (zonal) or in the fourth (regional). To add a tier, give it a free slot in ``TIERS``; ``free_slots`` lists them. A
slot is for ever: a subnet that changes its range is a subnet destroyed with people on it.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from ipaddress import IPv4Network
from types import MappingProxyType
from typing import Literal, NamedTuple, TypeVar

from components.contracts.errors import ContractError
from components.contracts.words import CloudName

REGION = "region"
"""Stands for a zone's key in the key of a regional subnet."""
ZONES = ("a", "b", "c")
"""Keys of the first to third zone. The key alone decides the quarter."""
_BOTH: frozenset[CloudName] = frozenset({"aws", "azure"})


class SubnetKey(NamedTuple):
    """Which subnet of a network."""

    tier: str
    zone: str
    """A key of ``ZONES``; ``region`` for a regional tier."""

    @property
    def name(self) -> str:
        """As logical names have it: ``application-a``."""
        return f"{self.tier}-{self.zone}"


@dataclass(frozen=True, kw_only=True)
class Tier:
    """One tier of a network. Slots of one cloud never overlap."""

    name: str
    spread: Literal["zonal", "regional"]
    bits: int
    """How many bits its subnet is longer than the quarter."""
    slot: int
    """Which of the ``2 ** bits`` places of that size in the quarter, from 0."""
    leads_to_hub: bool
    """Whether its default way is the hub. Any other leads nowhere outside the network."""
    clouds: frozenset[CloudName] = _BOTH
    hosting: bool = False
    """Whether a network has it for hosting's sake, and not because a record names it."""


TIERS: Mapping[str, Tier] = MappingProxyType(
    {
        tier.name: tier
        for tier in (
            Tier(name="application", spread="zonal", bits=1, slot=0, leads_to_hub=True),
            Tier(name="data", spread="zonal", bits=3, slot=4, leads_to_hub=False),
            # Free: bits 3, slot 5.
            Tier(name="endpoint", spread="zonal", bits=3, slot=6, leads_to_hub=True),
            # A Transit Gateway attaches subnets of its own; a virtual hub attaches the whole network.
            Tier(name="attachment", spread="zonal", bits=3, slot=7, leads_to_hub=False, clouds=frozenset({"aws"})),
            # Private Link Services and their forwarders need a subnet whose policies are off.
            Tier(name="door", spread="zonal", bits=3, slot=7, leads_to_hub=True, clouds=frozenset({"azure"})),
            # An application gateway and a Container Apps environment each need a subnet of their own, which spans the zones.
            Tier(name="entry", spread="regional", bits=2, slot=0, leads_to_hub=True, clouds=frozenset({"azure"}), hosting=True),
            # Free: bits 2, slot 1.
            Tier(name="environment", spread="regional", bits=1, slot=1, leads_to_hub=True, clouds=frozenset({"azure"}), hosting=True),
        )
    }
)
NETWORK_TIERS = ("attachment", "door")
"""Tiers that every network has, whatever its record names."""

Value = TypeVar("Value")


def tier_named(name: str) -> Tier:
    """The tier of that name. Raises ``ContractError`` with the nearest one."""
    if name not in TIERS:
        near = get_close_matches(name, TIERS, n=1)
        hint = f"; did you mean '{near[0]}'?" if near else ""
        raise ContractError(f"tier: found '{name}'; allowed: {', '.join(TIERS)}{hint}")
    return TIERS[name]


def tiers_on(cloud: CloudName, names: Iterable[str], *, hosting: bool) -> tuple[str, ...]:
    """Tiers of a network on ``cloud``: those of ``names`` and, with ``hosting``, hosting's. Raises ``ContractError`` for an unknown tier.

    A tier that is on the other cloud alone is left out: no record can know which of its tenancies has it.
    """
    wanted = {tier_named(name).name for name in (*names, *NETWORK_TIERS)}
    return tuple(tier.name for tier in TIERS.values() if cloud in tier.clouds and (tier.name in wanted or (hosting and tier.hosting)))


def subnet_ranges(block: IPv4Network, zones: Iterable[str], tiers: Iterable[str]) -> dict[SubnetKey, IPv4Network]:
    """Range of each subnet. ``zones`` are keys of ``ZONES``.

    Neither the order nor the company of a zone or tier matters: adding one moves nothing. Raises ``ContractError`` for an unknown
    tier or zone, and for a block too small to be cut.
    """
    wanted = [tier_named(name) for name in dict.fromkeys(tiers)]
    if any(block.prefixlen + 2 + tier.bits > 32 for tier in wanted):
        raise ContractError(f"block: {block} is too small for the tiers {', '.join(tier.name for tier in wanted)}")
    quarters = list(block.subnets(prefixlen_diff=2))
    chosen = list(zones)
    if unknown := [zone for zone in chosen if zone not in ZONES]:
        raise ContractError(f"zone: found '{unknown[0]}'; allowed: {', '.join(ZONES)}")
    places = {
        SubnetKey(tier.name, zone): (quarters[3] if zone == REGION else quarters[ZONES.index(zone)], tier)
        for tier in wanted
        for zone in ((REGION,) if tier.spread == "regional" else chosen)
    }
    return {key: list(quarter.subnets(prefixlen_diff=tier.bits))[tier.slot] for key, (quarter, tier) in places.items()}


def of_tier(subnets: Mapping[SubnetKey, Value], tier: str) -> list[Value]:
    """What is kept for the subnets of one tier, in order of zone. Raises ``ContractError`` for an unknown tier."""
    wanted = tier_named(tier).name
    return [value for key, value in sorted(subnets.items()) if key.tier == wanted]


def free_slots(cloud: CloudName, spread: Literal["zonal", "regional"], bits: int) -> tuple[int, ...]:
    """Slots of that size which no tier of ``cloud`` lies in."""
    taken = [(tier.bits, tier.slot) for tier in TIERS.values() if cloud in tier.clouds and tier.spread == spread]
    longest = max([bits, *(size for size, _ in taken)])

    def places(size: int, slot: int) -> set[int]:
        width = 2 ** (longest - size)
        return set(range(slot * width, (slot + 1) * width))

    used = set[int]().union(*(places(size, slot) for size, slot in taken))
    return tuple(slot for slot in range(2**bits) if used.isdisjoint(places(bits, slot)))
