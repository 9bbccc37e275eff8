"""Every case is evaluated as the document that it names says, through the front door: resources of a plan in, a verdict out."""

from collections import Counter

import pytest

from civic.access.aws import evaluate
from civic.access.verdict import Decision
from tests.civic.access.aws.case import Case, cases, request, world

CASES = cases()


@pytest.mark.parametrize("case", CASES, ids=[case.id for case in CASES])
def test_the_verdict_is_what_the_document_says(case: Case):
    place = world(case)
    assert not place.faults
    verdict = evaluate(place, request(case))
    decision, _, reason = case.get("expect").partition(" ")
    assert verdict.decision is Decision(decision), verdict
    if reason:
        assert verdict.reason.name == reason, verdict
    if verdict.decision is Decision.UNKNOWN:
        assert verdict.unknown
        assert verdict.unknown <= {key.lower() for key in case.get("unknown_because", verdict.unknown)}


@pytest.mark.parametrize("case", [case for case in CASES if case.get("either")], ids=lambda case: case.id)
def test_what_is_unknown_could_turn_out_either_way(case: Case):
    place = world(case)
    answers = [evaluate(place, request(case, settled)).decision for settled in case.get("either")]
    assert {Decision.ALLOWED, Decision.DENIED} == set(answers)


def test_each_kind_has_its_cases_and_each_case_its_page():
    assert min(Counter(case.kind for case in CASES).values()) >= 8
    assert all(case.get("says") for case in CASES)
    assert len({case.id for case in CASES}) == len(CASES)


def test_every_case_that_cannot_be_known_shows_both_ways():
    unknown = [case for case in CASES if case.get("expect") == "unknown" and not case.get("nobody") and not case.get("hidden")]
    assert unknown
    assert all(case.get("either") for case in unknown)
