"""999 and 112, which no trunk of the platform carries."""

from collections.abc import Iterator

from policies.dates import YEAR, days_left, today
from policies.rule import Fault, Subject

RECORD = ("voice", "emergency")


def emergency_calls(subject: Subject) -> Iterator[Fault]:
    """What is wrong with the trunk that carries emergency calls, as the outputs of a ``VoiceConnection`` describe it."""
    if not subject.output("emergency", "through"):
        yield Fault("nothing carries 999 and 112", (*RECORD, "through"), "through: the carrier trunk or gateway that carries 999 and 112")
        return
    days = -days_left(subject.output("emergency", "tested"))
    write = f'tested: the day of a test call agreed with the carrier, such as "{today()}"'
    if days < 0:
        yield Fault(f"the test of the trunk of emergency calls lies {-days} days ahead, so it has not been made", (*RECORD, "tested"), write)
    elif days > YEAR:
        yield Fault(f"the trunk of emergency calls was last tested {days} days ago", (*RECORD, "tested"), write)
