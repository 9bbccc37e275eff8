"""Tags that every resource carries."""

from collections.abc import Mapping

MANAGED_BY = "civic-cloud"


def standard_tags(*, platform: str, organisation: str, classification: str) -> Mapping[str, str]:
    """The standard tags. Providers add them to everything they make (``default_tags``)."""
    return {"managed-by": MANAGED_BY, "platform": platform, "organisation": organisation, "data-classification": classification}
