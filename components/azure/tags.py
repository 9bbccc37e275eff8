"""Tags that every resource carries. Azure providers add none by themselves, so each taggable resource is given them."""

from collections.abc import Mapping

MANAGED_BY = "civic-cloud"


def standard_tags(*, platform: str, organisation: str, classification: str) -> Mapping[str, str]:
    """The standard tags."""
    return {"managed-by": MANAGED_BY, "platform": platform, "organisation": organisation, "data-classification": classification}
