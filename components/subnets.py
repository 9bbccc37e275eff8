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

ZONE_KEYS = ("a", "b", "c")
"""First to third zone. The key alone decides the quarter; the fourth quarter is kept free."""


def ranges(block: IPv4Network, zones: Iterable[str], tiers: Iterable[str]) -> dict[str, IPv4Network]:
    """Subnet ranges by name, such as ``application-a`` or ``endpoint-b``.

    ``zones`` are keys of ``ZONE_KEYS``, ``tiers`` keys of ``TIERS``. Neither the order nor the
    company of a zone or tier matters: adding one moves nothing. Raises ``KeyError`` or
    ``ValueError`` for an unknown tier or zone.
    """
    quarters = list(block.subnets(prefixlen_diff=2))
    wanted = tuple(tiers)
    plan: dict[str, IPv4Network] = {}
    for zone in zones:
        quarter = quarters[ZONE_KEYS.index(zone)]
        for tier in wanted:
            bits, slot = TIERS[tier]
            plan[f"{tier}-{zone}"] = list(quarter.subnets(prefixlen_diff=bits))[slot]
    return plan
