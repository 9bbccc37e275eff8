"""The offline engine says what Pulumi's engine says. Needs the pulumi command; skipped aloud without it."""

import json
import os

import pytest

from civic.rehearsal import compare, find_pulumi, rehearse
from tests.planning import ROOT, plans_of

ALL = os.environ.get("CIVIC_CONFORMANCE") == "all"
"""Every stack takes about ten minutes; otherwise one body on each cloud, with all it reads."""

needs_pulumi = pytest.mark.skipif(find_pulumi() is None, reason="SKIPPED ALOUD: the pulumi CLI is not on the PATH, so conformance is not shown")


@needs_pulumi
@pytest.mark.parametrize("wanted", [()] if ALL else [("platform-aws-bootstrap",), ("platform-azure-bootstrap",)])
def test_the_real_engine_agrees(wanted: tuple[str, ...]):
    plans = {name: json.loads(run.plan) for name, run in plans_of(None, *wanted).items()}
    result = rehearse(ROOT, list(plans), estate=ROOT / "estate", say=lambda line: None)
    mismatches = [str(m) for name, state in result.states.items() for m in compare(plans[name], state)]
    assert mismatches == []
    assert result.passed


def test_a_difference_is_seen():
    entry = {"urn": "urn:pulumi:s::p::t::n", "type": "t", "custom": True, "inputs": {"a": 1}, "protect": True}
    plan = {"deployment": {"resources": [entry]}}
    state = {"deployment": {"resources": [{**entry, "inputs": {"a": 2}, "protect": False}]}}
    assert {m.field for m in compare(plan, state)} == {"inputs", "protect"}
    assert [m.field for m in compare(plan, {"deployment": {"resources": []}})] == ["presence"]
