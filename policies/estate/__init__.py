"""Rules over all plans together."""

from collections.abc import Mapping, Sequence

from civic.plan import Resource
from policies.checks import Finding
from policies.estate import halves, neighbours, overlaps

ESTATE_TYPES = (*overlaps.NETWORK_TYPES, *halves.TYPES, *neighbours.TYPES)
"""Types of the resources that these rules look at."""


def estate_findings(made: Mapping[str, Sequence[Resource]]) -> list[Finding]:
    """Findings over the resources of all stacks in a run, by stack. Resources of other types than ``ESTATE_TYPES`` do no harm."""
    return [*overlaps.overlap_findings(made), *halves.halves_findings(made), *neighbours.neighbour_findings(made)]


__all__ = ["ESTATE_TYPES", "estate_findings"]
