"""What one hosting cell can hold, from the providers' published quotas. Read on the dates given; look again once a year."""

from dataclasses import dataclass

AZURE_CORES = 2
"""Processors that an application takes at its busiest, as manifests have it unless they say otherwise: 4 instances of 0.5."""


@dataclass(frozen=True)
class Quota:
    """One limit of a cell."""

    what: str
    limit: int
    each: int
    """How much of it one application takes."""
    source: str
    read_on: str

    @property
    def applications(self) -> int:
        return self.limit // self.each


_GROUPS = "https://docs.aws.amazon.com/vpc/latest/userguide/amazon-vpc-limits.html"
_BALANCER = "https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-limits.html"
QUOTAS = {
    "aws": (
        Quota("rules of an Application Load Balancer, without defaults (can be raised)", 100, 1, _BALANCER, "2026-11-24"),
        # The entry's group has a rule out to each application, and the database's a rule in from each.
        Quota("rules of a security group, in or out (can be raised)", 60, 1, _GROUPS, "2026-11-24"),
        Quota("target groups of an Application Load Balancer (cannot be raised)", 100, 1, _BALANCER, "2026-11-24"),
    ),
    # Applications themselves are without limit there; processors run out first.
    "azure": (
        Quota(
            "processors of a Container Apps environment (can be raised, up to 5,000)",
            100,
            AZURE_CORES,
            "https://learn.microsoft.com/azure/container-apps/quotas",
            "2026-11-24",
        ),
    ),
}
KEPT_FREE = 10
"""Places kept for versions that run side by side while one replaces the other."""


def capacity(cloud: str) -> int:
    """Applications that one cell holds: the narrowest quota, less what is kept free."""
    return min(quota.applications for quota in QUOTAS[cloud]) - KEPT_FREE
