"""The offline engine says what Pulumi's engine says. Needs the pulumi command; skipped aloud without it."""

import json

import pytest

from civic.rehearsal import STEPS, compare
from tests.looping import each
from tests.rehearsing import REHEARSED, needs_pulumi, rehearsed


@needs_pulumi
@pytest.mark.parametrize("wanted", REHEARSED)
def test_the_real_engine_agrees(wanted: tuple[str, ...]):
    plans, results = rehearsed(wanted)
    assert {done.stack: [*done.faults, *map(str, done.mismatches), done.not_run] for done in results if not done.passed} == {}
    assert {done.stack: len(done.resources) for done in results} == {name: len(_resources(plan)) for name, plan in plans.items()}
    assert all(done.seconds.keys() == set(STEPS) for done in results)


@needs_pulumi
@pytest.mark.parametrize("wanted", REHEARSED)
def test_what_is_protected_remains_with_what_it_needs(wanted: tuple[str, ...]):
    plans, results = rehearsed(wanted)
    for done in each(results):
        protected = {entry["urn"] for entry in _resources(plans[done.stack]) if entry.get("protect")}
        assert protected == {entry.urn for entry in done.remaining if entry.why == "protected"}
        assert all(entry.why for entry in done.remaining)


def _resources(plan: str) -> list[dict[str, str]]:
    return json.loads(plan)["deployment"]["resources"]


def test_a_difference_is_seen():
    entry = {"urn": "urn:pulumi:s::p::t::n", "type": "t", "custom": True, "inputs": {"a": 1}, "protect": True}
    plan = {"deployment": {"resources": [entry]}}
    state = {"deployment": {"resources": [{**entry, "inputs": {"a": 2}, "protect": False}]}}
    assert {m.field for m in compare(plan, state)} == {"inputs", "protect"}
    assert [m.field for m in compare(plan, {"deployment": {"resources": []}})] == ["presence"]
