"""The catalogue: what one must know of a resource type, a row each, in ``civic/catalogue/<cloud>/<module of its token>.py``.

``row("aws:s3/bucket:Bucket")`` is found in ``aws/s3.py``; versioned and older tokens mean today's (``canonical``). Whoever needs a fact of
a type asks its row; no other table by type stands anywhere in ``civic``.

To add a column (what exists already, quota, reach, layers and companions, meter):

1. Give ``Row`` (``row.py``) a field with a docstring that says what it is, in which unit and from which source. A fact of its own shape is
   a frozen dataclass beside ``Name`` and ``Once``.
2. If every type should have it, add its name to ``EXPLAINED``: a row without it then needs an entry in ``lacks`` that says why, or is
   refused when it is read. Reasons that many rows share are constants in ``row.py``. Otherwise give it a default that means "nothing".
3. Fill it in the rows. ``tests/civic/catalogue`` says which planned type lacks which column, and why.

A leaf: it knows nothing but the standard library.
"""

import functools
import importlib
import pkgutil
import re
from collections.abc import Iterator, Mapping
from types import ModuleType

from civic.catalogue.actions import Actions, Need
from civic.catalogue.row import READ_UNPLANNED, Alone, DocumentKind, Keep, Name, Once, Quota, Row, Text, is_networking
from civic.catalogue.templates import names_in
from civic.catalogue.tokens import canonical

__all__ = [
    "Actions",
    "Alone",
    "DocumentKind",
    "Keep",
    "Name",
    "Need",
    "Once",
    "Quota",
    "Row",
    "Text",
    "canonical",
    "reach_of",
    "replaces",
    "replacing",
    "row",
    "rows",
    "unchangeable",
]

_CLOUDS = {"aws": "aws", "azure-native": "azure", "pulumi": "pulumi", "pulumi-python": "pulumi"}
"""Package of a token -> folder."""
_MODULE = re.compile(r"[a-z][a-z0-9]*")


@functools.lru_cache(maxsize=4096)
def row(token: str) -> Row | None:
    """What is known of a type, if anything. Older and versioned tokens are today's."""
    token = canonical(token)
    package, _, rest = token.partition(":")
    module = re.split("[/:]", rest, maxsplit=1)[0]
    return _rows(_CLOUDS.get(package, ""), module).get(token)


def reach_of(token: str) -> str:
    """What a type is in the graph of networks; ``unknown`` for one that may be a part of it and of which nothing is written down."""
    known = row(token)
    if known is not None:
        return known.reach or "none"
    return READ_UNPLANNED.get(canonical(token)) or ("unknown" if is_networking(canonical(token)) else "none")


def rows() -> Iterator[Row]:
    """All rows, by cloud and module."""
    for cloud in dict.fromkeys(_CLOUDS.values()):
        for module in pkgutil.iter_modules(_module(cloud).__path__):
            yield from _rows(cloud, module.name).values()


def replaces(token: str) -> frozenset[str]:
    """Properties of a type whose change forces a replacement, as far as is known; paths with dots for what lies in one."""
    known = row(token)
    cloud = _CLOUDS.get(token.partition(":")[0], "")
    everywhere: frozenset[str] = getattr(_module(cloud), "REPLACED_EVERYWHERE", frozenset()) if cloud else frozenset()
    if known is None:
        return everywhere
    named = {known.name.property} if known.name and not known.name.changes_in_place else set()
    identity = names_in(known.id) - {"subscription"} if cloud == "azure" and known.id else frozenset()
    return everywhere | (known.replaced_by or frozenset()) | named | identity


def replacing(token: str, old: Mapping[str, object], new: Mapping[str, object]) -> list[str]:
    """Inputs of a type that differ so that the provider makes another resource."""
    changed = [path for path in replaces(token) if _along(old, path) != _along(new, path)]
    return sorted({path.partition(".")[0] for path in changed})


def unchangeable(token: str, old: Mapping[str, object], new: Mapping[str, object]) -> list[str]:
    """Inputs, as paths, that differ although the cloud lets nobody change them and the provider does not replace the resource."""
    known = row(token)
    values = {path: (_along(old, path), _along(new, path)) for path in sorted(known.fixed if known else ())}
    return [path for path, (before, after) in values.items() if None not in (before, after) and before != after]


def _along(values: object, path: str) -> object:
    """What lies at a path with dots; of a list, what each of its elements has there. None where there is nothing."""
    first, _, rest = path.partition(".")
    if isinstance(values, list):
        return [_along(each, path) for each in values]
    value = values.get(first) if isinstance(values, Mapping) else None
    return _along(value, rest) if rest and value is not None else value


def _module(*path: str) -> ModuleType:
    return importlib.import_module(".".join((__name__, *path)))


@functools.cache
def _rows(cloud: str, module: str) -> Mapping[str, Row]:
    """The rows of one module by token; empty where there is no such module."""
    if not cloud or not _MODULE.fullmatch(module):
        return {}
    name = f"{__name__}.{cloud}.{module}"
    try:
        loaded = importlib.import_module(name)
    except ModuleNotFoundError as error:
        if error.name != name:
            raise
        return {}
    return {each.type: each for each in loaded.ROWS}
