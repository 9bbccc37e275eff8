"""People on AWS."""

import re
from collections.abc import Iterator

from policies.dates import over
from policies.rule import Fault, Subject, every, must, rule

ACCESS = "civic-aws:index:Access"
ASSIGNMENT = "aws:ssoadmin/accountAssignment:AccountAssignment"
PERMISSION_SET = "aws:ssoadmin/permissionSet:PermissionSet"
LONGEST_HOURS = 4
GUID = 36
"""Signs of a group's id, with which the name of a grant ends."""


@rule(
    "ssoadmin-access-ends",
    title="Who may enter an account is a group, until a day within a year, for hours at a time",
    why="Rights outlive the task they were given for, and the person who had it.",
    severity="high",
    types=(ACCESS, ASSIGNMENT, PERMISSION_SET),
    remediation=f"Take the grant away or give it another day in the body's record; bound session_duration to {LONGEST_HOURS} hours.",
    scope="stack",
)
def access_ends(subject: Subject) -> Iterator[str | Fault]:
    if subject.type == PERMISSION_SET:
        if not 0 < minutes(subject.value("sessionDuration") or "PT1H") <= LONGEST_HOURS * 60:
            yield f"a session lasts longer than {LONGEST_HOURS} hours"
    elif subject.type == ASSIGNMENT:
        yield from every(
            must(lambda: subject.value("principalType") == "GROUP", "a person is named, whom no directory takes out again"),
            must(lambda: subject.is_inside(ACCESS), "the assignment has no last day"),
        )
    else:
        ends = subject.output("ends") or {}
        assigned = [other for other in subject.stack.of_type(ASSIGNMENT) if other.parent == subject.urn]
        if len(assigned) > len(ends):
            yield "a grant has no last day"
        for grant, until in ends.items():
            yield from over(f"the grant {grant}", until, ("access", grant[-GUID:], "until"))


def minutes(text: str) -> int:
    """Minutes of an ISO 8601 duration of days, hours, minutes and seconds, rounded up. Raises ``ValueError``."""
    parts = re.fullmatch(r"P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?", text)
    if not parts:
        raise ValueError(f"'{text}' is no duration of days, hours, minutes and seconds")
    days, hours, whole, seconds = (int(part or 0) for part in parts.groups())
    return 1440 * days + 60 * hours + whole + -(-seconds // 60)
