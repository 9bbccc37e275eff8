"""One organisation, cold: what somebody waits for who has changed one record."""

from benchmarks.measuring import civic, quickest
from benchmarks.result import Result, Row, Settings

BODY = "eastvale"
LIMIT = 3.0


def measure(settings: Settings) -> Result:
    """Time ``civic plan eastvale`` from the start of Python to its exit."""
    ran = quickest(settings.repeats, lambda: civic("plan", BODY), key=lambda ran: ran.seconds)
    return Result(
        what=ROW.what,
        measured=f"{ran.seconds:.2f} s",
        aim=ROW.aim,
        met=ran.seconds < LIMIT,
        included=f"Start of Python, the platform's stacks that {BODY} reads, planning, checking, printing. Files are in the disk cache.",
        numbers={"seconds": ran.seconds, "cpu": ran.cpu, "peak_bytes": ran.peak},
    )


ROW = Row("organisation", "`civic plan` of one organisation, whole process, cold", f"under {LIMIT:g} s", measure)
