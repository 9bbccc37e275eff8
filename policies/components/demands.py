"""What can be demanded of a value: that it is equal to another, or one of ``DEMANDS``."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from civic.plan import wire
from policies.values import is_set, value


def _contains(found: Any, wanted: Any) -> bool:
    return found is not None and all(one in found for one in (wanted if isinstance(wanted, list) else [wanted]))


DEMANDS: Mapping[str, Callable[[Any, Any], bool]] = {
    "set": lambda found, wanted: is_set(found) is wanted,
    "at_least": lambda found, wanted: isinstance(found, int | float) and found >= wanted,
    "at_most": lambda found, wanted: isinstance(found, int | float) and found <= wanted,
    "one_of": lambda found, wanted: found in wanted,
    "contains": _contains,
    "not": lambda found, wanted: found not in (wanted if isinstance(wanted, list) else [wanted]),
}
"""Name -> whether what was found meets what is wanted."""


def met(demand: Any, found: Any) -> bool:
    """Whether ``found`` meets ``demand``. Raises ``Undecidable`` where it is not known yet."""
    if demand == {"set": True}:
        # What is not known yet is there.
        return is_set(found)
    known = value(found)
    if not isinstance(demand, Mapping):
        return type(known) is type(demand) and known == demand
    return all(DEMANDS[name](known, wanted) for name, wanted in demand.items())


def said(demand: Any) -> str:
    """The demand as people read it."""
    if not isinstance(demand, Mapping):
        return str(demand).lower() if isinstance(demand, bool) else str(demand)
    return " and ".join("set" if name == "set" and wanted else f"{name.replace('_', ' ')} {wanted}" for name, wanted in demand.items())


def found_at(raw: Any, path: str) -> Iterator[Any]:
    """What stands at a dotted path: keys, places in lists, and ``*`` for each entry of a list; ``None`` where there is nothing."""
    step, _, rest = path.partition(".")
    bare = wire.opened(raw)
    if step == "*":
        inner = bare if isinstance(bare, list) and bare else [None]
    elif isinstance(bare, list):
        inner = [bare[int(step)] if step.isdigit() and int(step) < len(bare) else None]
    elif isinstance(bare, Mapping):
        inner = [bare.get(step)]
    else:
        inner = [bare if isinstance(bare, str) and bare in (*wire.UNKNOWNS, wire.HIDDEN) else None]
    for one in inner:
        yield from found_at(one, rest) if rest else (one,)
