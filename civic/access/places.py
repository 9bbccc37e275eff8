"""Where an identity or a piece of data stands: whose it is, and which layer acts as it or makes it. Plain data that whoever asks brings along."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

PLATFORM = "platform"
ORDER: Mapping[str, int] = {
    "bootstrap": 0,
    "foundation": 1,
    "identity": 1,
    "network": 2,
    "hosting": 2,
    "tenancy": 3,
    "landing-zone": 4,
    "applications": 5,
}
"""Layer -> how far down it is. The foundation's pipeline deploys identities; network and hosting are beside each other."""


@dataclass(frozen=True, slots=True)
class Place:
    """Whose, and of which layer."""

    owner: str
    """``platform``, or the key of a body's environment."""
    layer: str
    below: bool = False
    """It was made by the layer and no run of it acts as it: services, workloads, people."""

    @property
    def rank(self) -> float:
        """The smaller, the more it may."""
        return ORDER[self.layer] + (0.5 if self.below else 0.0)

    def __str__(self) -> str:
        return f"{self.owner}, {'made by ' if self.below else ''}{self.layer}"


NOBODYS = Place(PLATFORM, "bootstrap")
"""Of what no stack makes: the administrator's, who made the rest by hand."""


def is_above(target: Place, start: Place) -> bool:
    """Whether a place is of a layer above another, its own body's or the platform's; or of the platform's layer beside it."""
    if target.owner not in (start.owner, PLATFORM):
        return False
    beside = ORDER[target.layer] == ORDER[start.layer] and {target.layer, start.layer} == {"network", "hosting"}
    return target.rank < start.rank or (beside and not target.below)


def is_of_another(target: Place, start: Place) -> bool:
    """Whether a place is another body's."""
    return PLATFORM not in (target.owner, start.owner) and target.owner != start.owner


def owned_within(name: str, tags: Mapping[str, object], owners: Collection[str]) -> str:
    """The body that a thing of the platform is set apart for, by its tag ``owner`` or a part of its name that is a body's key; or nobody."""
    tagged = tags.get("owner")
    if isinstance(tagged, str) and tagged in owners and tagged != PLATFORM:
        return tagged
    parts = name.replace(":", "/").split("/")
    return next((part for part in parts if part in owners and part != PLATFORM), "")
