"""The offline engine says what Pulumi's engine says. Needs the pulumi command; skipped aloud without it."""

import json

import pytest

from civic.rehearsal import compare
from tests.rehearsing import REHEARSED, needs_pulumi, rehearsed


@needs_pulumi
@pytest.mark.parametrize("wanted", REHEARSED)
def test_the_real_engine_agrees(wanted: tuple[str, ...]):
    plans, result = rehearsed(wanted)
    mismatches = [str(m) for name, state in result.states.items() for m in compare(json.loads(plans[name]), state)]
    assert mismatches == []
    assert result.passed


def test_a_difference_is_seen():
    entry = {"urn": "urn:pulumi:s::p::t::n", "type": "t", "custom": True, "inputs": {"a": 1}, "protect": True}
    plan = {"deployment": {"resources": [entry]}}
    state = {"deployment": {"resources": [{**entry, "inputs": {"a": 2}, "protect": False}]}}
    assert {m.field for m in compare(plan, state)} == {"inputs", "protect"}
    assert [m.field for m in compare(plan, {"deployment": {"resources": []}})] == ["presence"]
