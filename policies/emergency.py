"""999 and 112, which no trunk of the platform carries."""

from collections.abc import Iterator

from policies.days import YEAR, days_left
from policies.rule import Subject


def emergency(subject: Subject) -> Iterator[str]:
    """What is wrong with the way that emergency calls take, as a ``VoiceConnection`` tells it."""
    if not subject.told("emergency", "through"):
        yield "nothing carries 999 and 112"
        return
    days = -days_left(subject.told("emergency", "tested"))
    if days < 0:
        yield f"the test of the way of emergency calls lies {-days} days ahead, so it has not been made"
    elif days > YEAR:
        yield f"the way of emergency calls was last tested {days} days ago"
