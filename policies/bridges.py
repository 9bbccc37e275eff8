"""Bridges to networks that are being left: each has a last day."""

from collections.abc import Iterator, Mapping

from policies.dates import days_left
from policies.rule import Subject

UNTIL = "until"
TITLE = "No bridge to a network that is being left stands past its last day"
WHY = "A bridge that is forgotten keeps a network reachable that nobody looks after any more."
CURE = "Take the premises out of the body's record; or write another last day under 'bridge', where the network is still needed."


def ended(subject: Subject) -> Iterator[str]:
    """Bridges that are over, by the tags of what they are made of. Raises ``ValueError`` for a day that is none."""
    tags = subject.value("tags")
    for premises, until, bridge in _dated(tags if isinstance(tags, Mapping) else {}):
        if days_left(until) < 0:
            body, _, place = premises.rpartition("-")
            yield f"the bridge to {bridge} (the premises '{place}' of {body}) was needed until {until}, and still stands"


def _dated(tags: Mapping[str, str]) -> Iterator[tuple[str, str, str]]:
    """Premises, last day, what the bridge leads to."""
    if tags.get(UNTIL):
        yield tags.get("premises", ""), tags[UNTIL], tags.get("bridge", "another network")
    for key, until in tags.items():
        if key.startswith(f"{UNTIL}-"):
            yield key.removeprefix(f"{UNTIL}-"), until, "another network"
