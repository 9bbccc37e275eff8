"""What every rule protects in an estate, undone in its plan: exactly that one finding."""

import json

import pytest

from civic.commands.planning import checked
from civic.plan import Deployment
from policies import all_rules
from policies.estate import estate_findings
from policies.registry import ACCESS, COMPONENTS, ESTATE, REACH
from tests.looping import each
from tests.planning import example_estate
from tests.policies import undo_estate
from tests.policies.asking import OF_COMPONENTS, rule_of
from tests.policies.plans import protected
from tests.policies.undo import UNDO
from tests.policies.undoing import undone

# What rules about rights protect is undone in tests/civic/access: it takes the plans of all stacks to ask them.
IN_ONE_PLAN = [rule.id for pack, rule in all_rules() if pack not in (ESTATE, ACCESS, COMPONENTS, REACH)]
OVER_ALL = [rule.id for pack, rule in all_rules() if pack == ESTATE]


@pytest.mark.parametrize("rule_id", IN_ONE_PLAN)
def test_undoing_what_a_rule_protects_gives_that_finding_and_no_other(rule_id: str):
    for undo in each(UNDO[rule_id]):
        case = undone(rule_id, undo, protected())
        found = checked(case.stack, Deployment.from_json(case.plan)).findings
        findings = [finding for finding in found if finding.rule not in OF_COMPONENTS]
        assert [(f.rule, f.urn, f.kind, f.level) for f in findings] == [(rule_id, case.urn, "broken", rule_of(rule_id).level)]


@pytest.mark.parametrize("rule_id", OVER_ALL)
def test_undoing_what_a_rule_over_the_estate_protects_gives_that_finding_and_no_other(rule_id: str):
    plans = {name: list(Deployment.from_json(json.loads(run.plan))) for name, run in example_estate().items()}
    assert estate_findings(undo_estate.shared_part(plans)) == []
    for undo in each(undo_estate.UNDO[rule_id]):
        stacks = undo_estate.shared_part(plans)
        urn = undo(stacks)
        assert [(f.rule, f.urn, f.kind, f.level) for f in estate_findings(stacks)] == [(rule_id, urn, "broken", "mandatory")]


def test_every_rule_has_an_undo_and_no_undo_is_left_of_a_rule_that_is_gone():
    assert set(UNDO) == set(IN_ONE_PLAN)
    assert set(undo_estate.UNDO) == set(OVER_ALL)
