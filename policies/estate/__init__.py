"""Rules over all plans together."""

from policies.estate.overlaps import NETWORK_TYPES, estate_findings

__all__ = ["NETWORK_TYPES", "estate_findings"]
