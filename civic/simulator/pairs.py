"""What is refused because two values of one resource are wrong together (``civic.catalogue.pairs``)."""

from collections.abc import Iterator, Mapping
from typing import Any

from civic.catalogue.pairs import PAIRS
from civic.plan.wire import known, opened
from civic.simulator.state import Failure


def mismatched(token: str, inputs: Mapping[str, Any]) -> Iterator[Failure]:
    """Every pair of a resource that its type does not take. What is not known yet is not refused."""
    pairs = PAIRS.get(token, ())
    plain = _plain(inputs) if pairs else {}
    for pair in pairs:
        for where, found in objects(plain, pair.at):
            if why := pair.refusal(found):
                yield Failure(f"{where}.{pair.path}".strip("."), f"{why} ({pair.source})")


def objects(inputs: Any, path: str, before: str = "") -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Each object at a path with dots, with the place it has."""
    key, _, rest = path.partition(".")
    if not path:
        if isinstance(inputs, Mapping):
            yield before, inputs
    elif key == "*":
        named = inputs.items() if isinstance(inputs, Mapping) else []
        for place, inner in [*enumerate(inputs if isinstance(inputs, list) else []), *named]:
            yield from objects(inner, rest, f"{before}[{place}]" if isinstance(place, int) else f"{before}.{place}".lstrip("."))
    elif isinstance(inputs, Mapping):
        yield from objects(inputs.get(key), rest, f"{before}.{key}".lstrip("."))


def _plain(value: Any) -> Any:
    """Without envelopes, and nothing where something is not known."""
    value = opened(value)
    if isinstance(value, Mapping):
        return {key: _plain(inner) for key, inner in value.items()}
    return [_plain(inner) for inner in value] if isinstance(value, list) else known(value)
