"""Stacks of the estate, told by their names ``<owner>-<cloud>-<layer>``."""

import re
from dataclasses import dataclass

_NAME = re.compile(
    r"(?P<owner>.+)-(?P<cloud>[a-z]+)-(?P<layer>bootstrap|foundation|network|hosting-[a-z0-9-]+|identity|tenancy|landing-zone|applications)"
)


@dataclass(frozen=True)
class StackParts:
    """What the name of one of the estate's stacks says."""

    owner: str
    cloud: str
    layer: str


def parts_of(stack: str) -> StackParts | None:
    """The parts of a stack's name; ``None`` for a stack that is not of an estate."""
    match = _NAME.fullmatch(stack)
    return StackParts(match["owner"], match["cloud"], match["layer"]) if match else None
