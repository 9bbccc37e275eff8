"""The tags that every taggable Azure resource carries. Azure has no default tags, so each resource is given them."""

from components.contracts import Classification


def standard_tags(*, platform: str, organisation: str = "platform", classification: Classification | str = "official") -> dict[str, str]:
    """Tags by key. Pure: the same words give the same tags for ever.

    Source: Microsoft Learn, "Define your tagging strategy"; keys follow the Ministry of Justice tagging standard.
    """
    return {
        "application": "civic-cloud",
        "business-unit": organisation,
        "data-classification": classification,
        "is-production": "true",
        "managed-by": "pulumi",
        "owner": f"{organisation}: civic-cloud",
        "platform": platform,
    }
