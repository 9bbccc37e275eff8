"""What every rule protects in an estate, undone in its plan: exactly that one finding."""

import pytest

from civic.commands.planning import summarise
from civic.plan import Deployment
from policies import rules_for
from tests.policies.plans import protected
from tests.policies.undo import UNDO
from tests.policies.undoing import undone

ALL_RULES = [rule.id for cloud in ("aws", "azure") for rule in rules_for(cloud)]


@pytest.mark.parametrize("rule_id", ALL_RULES)
def test_undoing_what_a_rule_protects_gives_that_finding_and_no_other(rule_id: str):
    assert UNDO.get(rule_id), f"{rule_id} has no undo: nothing shows that it protects this estate"
    for undo in UNDO[rule_id]:
        case = undone(rule_id, undo, protected())
        findings = summarise(case.stack, Deployment.from_json(case.plan), checked=True).findings
        assert [(f.rule, f.urn, f.kind, f.level) for f in findings] == [(rule_id, case.urn, "broken", "mandatory")]


def test_no_undo_is_left_of_a_rule_that_is_gone():
    assert set(UNDO) == set(ALL_RULES)
