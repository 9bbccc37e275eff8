"""What the command's exit code says. One table: the command's help, the README and the tests read it."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    # The results know the project's policies, and where there is no project there are none.
    from civic.reports.results import Outcome

WELL = 0
FINDINGS = 1
BAD_INPUT = 2
PROGRAMMING_ERROR = 70
"""``EX_SOFTWARE`` of sysexits.h."""
STOPPED = 130
"""128 and the number of SIGINT, as shells have it."""

MEANING = {
    WELL: "all is well",
    FINDINGS: "findings, stacks that were refused, records that clash, or late lines",
    BAD_INPUT: "bad input: one message says what and where",
    PROGRAMMING_ERROR: "a programming error: its traceback is shown",
    STOPPED: "stopped by Ctrl-C",
}


def of(outcome: "Outcome") -> int:
    """A stack that crashed outweighs what was refused or found, because what was not run cannot have been found to be well."""
    if outcome.crashed:
        return PROGRAMMING_ERROR
    return WELL if outcome.well else FINDINGS
