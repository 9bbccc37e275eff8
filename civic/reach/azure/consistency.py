"""What lies within something that no plan makes: on Azure a part's id begins with that of its whole.

Source: Microsoft Learn, "Resource providers and resource types" (ids of child resources).
"""

from civic.reach.resources import Resources

WHOLE = 3
"""Parts of an id behind ``/providers/`` that name a resource by itself: namespace, type, name."""


def check(resources: Resources) -> None:
    """Say whose whole is missing."""
    held = {each.id.lower() for each in resources.every}
    for resource in resources.every:
        parts = resource.id.rpartition("/providers/")[2].split("/")
        whole = resource.id.rsplit("/", 2)[0]
        if "/providers/" in resource.id and len(parts) == WHOLE + 2 and whole.lower() not in held:
            resources.wrong(resource, f"it is a part of {whole.rpartition('/')[2]}, which no plan makes")
