"""Something that must not be reachable and is."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Wrong:
    """One fault, at the resource that opens the path."""

    invariant: str
    text: str
    urn: str
    unknown: bool = False
    """It cannot be decided: something is planned that is not read."""
