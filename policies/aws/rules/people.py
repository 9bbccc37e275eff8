"""People on AWS."""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from typing import Any

from policies.aws.rules.documents import allows, comparisons, exact_values, listed, statements
from policies.dates import over
from policies.rule import Fault, Subject, every, must, rule

ROLE = "aws:iam/role:Role"
LONGEST_SECONDS = 4 * 3600
SHORTEST_SECONDS = 3600
"""How long a session of a role lasts that says nothing (IAM API Reference, "CreateRole")."""
LONGEST_DAYS = 31
"""Days for which a role that may do everything is open at most."""
GROUP_KEY = "saml:edupersonentitlement"
NOW = "aws:currenttime"


@rule(
    "iam-access-ends",
    title="Whom a directory lets in is in a named group, until a day within a year, for hours at a time",
    why="Rights outlive the task they were given for, and the person who had it.",
    severity="high",
    types=(ROLE,),
    remediation="Take the grant away or give it another day in the record; bound max_session_duration to four hours.",
)
def access_ends(subject: Subject) -> Iterator[str | Fault]:
    try:
        trusting = [one for one in statements(subject.value("assumeRolePolicy")) if allows(one) and trusts_directory(one)]
    except (AttributeError, ValueError):
        return  # a document that does not parse is told by "iam-trust-is-narrow"
    if trusting:
        seconds = "maxSessionDuration"
        yield from every(
            must(
                lambda: SHORTEST_SECONDS <= int(subject.value(seconds) or SHORTEST_SECONDS) <= LONGEST_SECONDS, "a session lasts longer than 4 hours"
            ),
            *(_ends(statement) for statement in trusting),
        )


def trusts_directory(statement: Mapping[str, Any]) -> bool:
    """Whether it trusts what a SAML provider signs."""
    principal = statement.get("Principal")
    return any(":saml-provider/" in str(one) for one in listed(principal.get("Federated") if isinstance(principal, dict) else None))


def last_day(statement: Mapping[str, Any]) -> str:
    """Day after which the trust is over (``YYYY-MM-DD``); empty where it never is. Raises ``ValueError`` for a moment that is none."""
    bounds = [value for operator, key, values in comparisons(statement) if (operator, key) == ("datelessthan", NOW) for value in values]
    return str(max(date.fromisoformat(value[:10]) for value in bounds) - timedelta(days=1)) if bounds else ""


def first_day(statement: Mapping[str, Any]) -> str:
    """Day on which the trust begins (``YYYY-MM-DD``); empty where it always did."""
    return next((values[0][:10] for operator, key, values in comparisons(statement) if (operator, key) == ("dategreaterthanequals", NOW)), "")


def is_open_for_days(statement: Mapping[str, Any]) -> bool:
    """Whether the trust begins and ends, not longer than break-glass may be open. Raises ``ValueError`` for a moment that is none."""
    first, last = first_day(statement), last_day(statement)
    return bool(first and last) and (date.fromisoformat(last) - date.fromisoformat(first)).days < LONGEST_DAYS


def _ends(statement: Mapping[str, Any]) -> Iterator[str | Fault]:
    groups, until = exact_values(statement, GROUP_KEY), last_day(statement)
    if not groups:
        yield "whoever the directory lets in is let in, whatever group they are in"
    if not until:
        yield "the trust in a directory has no last day"
        return
    for group in groups:
        yield from over(f"the grant to {group}", until, ("access", group, "until"))
