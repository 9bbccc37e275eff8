"""People on Azure."""

from collections.abc import Iterator

from policies.dates import over
from policies.rule import Fault, Subject, every, must, rule

ELIGIBLE = "azure-native:authorization:PimRoleEligibilitySchedule"
EXPIRES = ("scheduleInfo", "expiration")


@rule(
    "authorization-access-ends",
    title="People are eligible for a role until a day within a year, and hold none all day",
    why="Rights outlive the task they were given for, and the person who had it.",
    severity="high",
    types=(ELIGIBLE, "azure-native:authorization:RoleAssignment"),
    remediation="Take the grant away or give it another day in the body's record; let people be eligible for a role in place of holding it.",
)
def access_ends(subject: Subject) -> Iterator[str | Fault]:
    if subject.type != ELIGIBLE:
        yield from must(lambda: subject.settled("principalType") == "ServicePrincipal", "people hold the role all day, without an end")
        return
    yield from every(
        must(lambda: subject.value(*EXPIRES, "type") == "AfterDateTime", "the grant has no last day"),
        _over(subject),
    )


def _over(subject: Subject) -> Iterator[str | Fault]:
    until = subject.value(*EXPIRES, "endDateTime")
    if until is not None:
        yield from over("the grant", until, ("access", str(subject.value("principalId")), "until"))
