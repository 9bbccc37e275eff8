"""An organisation that no resource makes is known by what is made in it, and binds as one that is made."""

import pytest

from civic.access.aws import World, evaluate
from tests.civic.access.aws.case import LEVELS, MANAGEMENT, Case, cases, request, resources, world

ORGANISATION = "aws:organizations/organization:Organization"
TREE = [
    case
    for case in cases()
    if not case.get("no_organisation") and (case.kind == "organisation" or {f"{level}_scp" for level in LEVELS} & set(case.data))
]


@pytest.mark.parametrize("case", TREE, ids=lambda case: case.id)
def test_the_verdict_is_that_of_an_organisation_that_is_made(case: Case):
    lacking = frozenset(LEVELS[level] for level in case.get("without_full_access", ()))
    used = World.of([each for each in resources(case) if each.type != ORGANISATION], without_full_access=lacking)
    assert used.organisation is not None
    assert (used.organisation.id, used.organisation.management, used.organisation.root) == ("o-home", MANAGEMENT, "r-root")
    of_made, of_used = (evaluate(one, request(case)) for one in (world(case), used))
    assert (of_used.decision, of_used.reason) == (of_made.decision, of_made.reason)


def test_guardrails_are_among_them():
    assert any("denied SERVICE_CONTROL_POLICY" in case.get("expect") or "EXPLICIT_DENY" in case.get("expect") for case in TREE)
