"""What one hosting cell can hold, from the providers' published quotas. Read on the dates given; look again once a year."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Quota:
    """One limit that cannot be passed by asking for more here."""

    what: str
    limit: int
    source: str
    read_on: str


QUOTAS = {
    "aws": (
        Quota(
            "rules of an Application Load Balancer, without defaults",
            100,
            "Elastic Load Balancing, Quotas for your Application Load Balancers",
            "2026-11-24",
        ),
        Quota(
            "target groups of an Application Load Balancer", 100, "Elastic Load Balancing, Quotas for your Application Load Balancers", "2026-11-24"
        ),
    ),
    "azure": (Quota("container apps of an environment", 100, "Azure Container Apps, Quotas", "2026-11-24"),),
}
KEPT_FREE = 10
"""Places kept for versions that run side by side while one replaces the other."""


def capacity(cloud: str) -> int:
    """Applications that one cell holds: the narrowest quota, less what is kept free."""
    return min(quota.limit for quota in QUOTAS[cloud]) - KEPT_FREE
