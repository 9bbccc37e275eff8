"""Every case is evaluated as the document that it names says, through the front door: resources of a plan in, a verdict out."""

from collections import Counter

import pytest

from civic.access.azure import World, evaluate, follow_ups, judge, later
from civic.access.errors import AccessError
from civic.access.verdict import Decision
from tests.civic.access.azure.case import KEYS, Case, cases, creators, guid, request, resources, scope, world

CASES = cases()
ASKED = [case for case in CASES if case.get("expect")]
FAULTY = [case for case in CASES if case.get("fault")]
LINKED = [case for case in CASES if "needs" in case.data]
DEPLOYED = [case for case in CASES if "later" in case.data]
KINDS = {
    "role-definitions",
    "assignments",
    "conditions",
    "eligibility",
    "deny-assignments",
    "locks",
    "linked-scopes",
    "creators",
    "registration",
    "policy-rules",
    "policy-deny",
    "policy-deny-action",
    "policy-modify",
    "policy-deploy",
    "policy-exemptions",
    "bad-input",
}


def ids(case: Case) -> str:
    return case.id


@pytest.mark.parametrize("case", ASKED, ids=ids)
def test_the_verdict_is_what_the_document_says(case: Case):
    judged = judge(world(case), request(case)) if case.get("judged") else None
    verdict = judged.verdict if judged else evaluate(world(case), request(case))
    decision, _, reason = case.get("expect").partition(" ")
    assert verdict.decision is Decision(decision), judged or verdict
    if reason:
        assert verdict.reason.name == reason, verdict
    if judged and case.get("decided_by"):
        action, _, at = case.get("decided_by").partition(" on ")
        assert (judged.request.action.lower(), judged.request.scope.lower()) == (action.lower(), scope(at).lower())
    assert bool(verdict.unknown) is (verdict.decision is Decision.UNKNOWN), verdict


@pytest.mark.parametrize("case", LINKED, ids=ids)
def test_a_write_needs_elsewhere_what_the_document_says_and_nothing_more(case: Case):
    found = {f"{each.request.action} on {each.request.scope}".lower() for each in follow_ups(world(case), request(case))}
    wanted = {f"{needed.partition(' on ')[0]} on {scope(needed.partition(' on ')[2])}".lower() for needed in case.get("needs")}
    assert found == wanted


@pytest.mark.parametrize("case", DEPLOYED, ids=ids)
def test_a_policy_deploys_what_the_document_says(case: Case):
    found = later(world(case), request(case))
    wanted = case.get("later")
    assert [each.type for each in found] == ([wanted["type"]] if wanted else [])
    for each in found:
        assert each.suffices is wanted.get("suffices", True), each.verdicts
        assert set(each.missing_roles) == {guid(role) for role in wanted.get("missing", ())}
        assert each.exists is wanted.get("exists", False)


@pytest.mark.parametrize("case", FAULTY, ids=ids)
def test_bad_input_is_told_with_the_resource_and_its_line(case: Case):
    with pytest.raises(AccessError, match=case.get("fault")) as caught:
        World.of(list(resources(case)), creators=creators(case))
    assert caught.value.urn.endswith(f"::{case.get('in')}")
    assert caught.value.source == f"program.py:{len(case.get('in'))}"
    assert str(caught.value).startswith(f"{caught.value.source}: {caught.value.urn}")


def test_each_kind_has_its_cases_and_each_case_its_page():
    counted = Counter(case.kind for case in CASES)
    assert set(counted) == KINDS
    assert min(counted.values()) >= 8
    assert all(case.get("says") for case in CASES)
    assert all(case.get("expect") or case.get("fault") or "needs" in case.data or "later" in case.data for case in CASES)
    assert len({case.id for case in CASES}) == len(CASES)
    assert set().union(*(case.data for case in CASES)) <= KEYS


def test_cases_that_others_met_name_where():
    met = [case for case in CASES if case.get("found")]
    assert len(met) >= 20
    assert all("/" in case.get("found") for case in met)
