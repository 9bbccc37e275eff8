"""999 and 112, which no trunk of the platform carries."""

from collections.abc import Iterator

from policies.dates import YEAR, days_left
from policies.rule import Subject


def emergency_calls(subject: Subject) -> Iterator[str]:
    """What is wrong with the trunk that carries emergency calls, as the outputs of a ``VoiceConnection`` describe it."""
    if not subject.output("emergency", "through"):
        yield "nothing carries 999 and 112"
        return
    days = -days_left(subject.output("emergency", "tested"))
    if days < 0:
        yield f"the test of the trunk of emergency calls lies {-days} days ahead, so it has not been made"
    elif days > YEAR:
        yield f"the trunk of emergency calls was last tested {days} days ago"
