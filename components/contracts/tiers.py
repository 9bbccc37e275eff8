"""Where each subnet lies in a body's range: pure arithmetic, and the one table of tiers.

To add a tier, give it a free slot in ``TIERS``. A slot is for ever: a subnet that changes its
range is a subnet destroyed with people on it.
"""

from collections.abc import Iterable, Mapping
from ipaddress import IPv4Network
from types import MappingProxyType

TIERS: Mapping[str, tuple[int, int]] = MappingProxyType(
    {
        "application": (1, 0),
        "data": (2, 2),
        "endpoint": (3, 6),
        "attachment": (3, 7),
    }
)
"""Tier -> (how many bits below the zone's quarter, which slot of that size). Slots never overlap."""

REGIONAL_TIERS: Mapping[str, tuple[int, int]] = MappingProxyType({"entry": (1, 0), "environment": (1, 1)})
"""Tiers with one subnet for all zones (Azure's subnets span them), in the fourth quarter: tier -> (bits below the quarter, slot)."""

REGION_KEY = "region"
"""Stands for a zone's key in the name of a regional subnet: ``entry-region``."""

ZONE_KEYS = ("a", "b", "c")
"""First to third zone. The key alone decides the quarter; the fourth quarter holds the regional tiers."""


def ranges(block: IPv4Network, zones: Iterable[str], tiers: Iterable[str]) -> dict[str, IPv4Network]:
    """Subnet ranges by name, such as ``application-a`` or ``endpoint-b``.

    ``zones`` are keys of ``ZONE_KEYS``, ``tiers`` keys of ``TIERS`` or ``REGIONAL_TIERS``. Neither the order nor the
    company of a zone or tier matters: adding one moves nothing. Raises ``KeyError`` or
    ``ValueError`` for an unknown tier or zone.
    """
    quarters = list(block.subnets(prefixlen_diff=2))
    wanted = tuple(tiers)
    plan: dict[str, IPv4Network] = {}
    for tier in (tier for tier in wanted if tier in REGIONAL_TIERS):
        bits, slot = REGIONAL_TIERS[tier]
        plan[f"{tier}-{REGION_KEY}"] = list(quarters[3].subnets(prefixlen_diff=bits))[slot]
    for zone in zones:
        quarter = quarters[ZONE_KEYS.index(zone)]
        for tier in (tier for tier in wanted if tier not in REGIONAL_TIERS):
            bits, slot = TIERS[tier]
            plan[f"{tier}-{zone}"] = list(quarter.subnets(prefixlen_diff=bits))[slot]
    return plan
