"""Loops that assert: over something, and never in silence over nothing."""

from collections.abc import Iterable, Sequence
from typing import TypeVar

T = TypeVar("T")


def each(items: Iterable[T], at_least: int = 1) -> Sequence[T]:
    """The items, to loop over where assertions stand only inside the loop. Fails where there are fewer than ``at_least``; says how many."""
    looped = list(items)
    print(f"looped over {len(looped)}")  # pytest shows it with a failure, and with -rP
    assert len(looped) >= at_least, f"looped over {len(looped)}, expected at least {at_least}: nothing was asserted of what is not there"
    return looped
