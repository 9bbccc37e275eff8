"""The packs under the real Pulumi CLI give the verdicts that ``civic check`` gives: on plans, and on rehearsed states."""

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from civic.commands.planning import checked
from civic.estate.layers import StackName
from civic.plan import UNKNOWN, Deployment
from tests.planning import ROOT, example_estate
from tests.policies.asking import OF_COMPONENTS, rule_of
from tests.policies.plans import protected
from tests.policies.undo import UNDO
from tests.policies.undoing import put, undone
from tests.rehearsing import REHEARSED, needs_pulumi, rehearsed

pytestmark = needs_pulumi
Verdicts = set[tuple[str, str, str]]


@cache
def spoilt() -> Mapping[str, str]:
    """Plans of the estate in which the first undo of every rule was done, and only those that it changed."""
    plans = dict(protected())
    changed: set[str] = set()
    for rule, undos in UNDO.items():
        case = undone(rule, undos[0], plans)
        plans[case.stack] = json.dumps(case.plan)
        changed.add(case.stack)
    return {name: plans[name] for name in sorted(changed)}


def by_civic(stack: str, text: str) -> Verdicts:
    found = checked(stack, Deployment.from_json(json.loads(text))).findings
    return {(finding.rule, finding.urn, finding.level) for finding in found}


def of_every_undo(stack: str, text: str) -> Mapping[str, Verdicts]:
    """Verdicts over a document in which the first undo of a rule was done, for every rule that protects something in it."""
    document = json.loads(text)
    # An engine makes resources side by side, so a state has them in another order each time.
    document["deployment"]["resources"].sort(key=lambda entry: entry["urn"])
    found: dict[str, Verdicts] = {}
    for rule, undos in UNDO.items():
        try:
            case = undone(rule, undos[0], {stack: json.dumps(document)})
        except LookupError:
            continue
        found[rule] = by_civic(stack, json.dumps(case.plan))
        assert {one for one in found[rule] if one[0] not in OF_COMPONENTS} == {(rule, case.urn, rule_of(rule).level)}
    return found


@pytest.fixture(scope="module")
def packs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The packs as a clone has them once ``make plan`` has run there: beside an environment called .venv."""
    clone = tmp_path_factory.mktemp("clone")
    for name in ("plan", "policies"):
        (clone / name).symlink_to(ROOT / name)
    (clone / ".venv").symlink_to(sys.prefix)
    return clone / "policies"


def by_pulumi(packs: Path, folder: Path, stack: str, text: str) -> tuple[int, Verdicts]:
    path = folder / f"{stack}.json"
    path.write_text(text)
    command = ["pulumi", "policy", "analyze", "--json", "--policy-pack", str(packs / StackName.parse(stack).cloud), "--file", str(path)]
    environment = {"PULUMI_SKIP_UPDATE_CHECK": "true", "PULUMI_HOME": str(folder / "home")}
    ran = subprocess.run(command, cwd=folder, env={**_path(), **environment}, capture_output=True, text=True, timeout=120, check=False)
    events: list[Any] = [json.loads(line) for line in ran.stdout.splitlines()]
    assert "summaryEvent" in events[-1], ran.stderr
    told = [event["policyEvent"] for event in events if "policyEvent" in event]
    return ran.returncode, {(event["policyName"], event["resourceUrn"], event["enforcementLevel"]) for event in told}


def _path() -> dict[str, str]:
    return {name: os.environ[name] for name in ("PATH", "HOME", "CIVIC_TODAY") if name in os.environ}


def test_the_analyzer_finds_what_civic_finds_in_spoilt_plans(packs: Path, tmp_path: Path):
    found: Verdicts = set()
    for stack, text in spoilt().items():
        code, told = by_pulumi(packs, tmp_path, stack, text)
        assert told == by_civic(stack, text)
        assert (code != 0) == any(level == "mandatory" for _, _, level in told)
        found |= told
    assert {rule for rule, _, _ in found} - OF_COMPONENTS == UNDO.keys()


def test_the_analyzer_finds_nothing_in_the_plans_as_they_are(packs: Path, tmp_path: Path):
    for stack in ("eastvale-aws-landing-zone", "harbours-azure-landing-zone"):
        assert by_pulumi(packs, tmp_path, stack, example_estate()[stack].plan) == (0, set())


def test_what_the_analyzer_cannot_decide_in_a_plan_is_mandatory(packs: Path, tmp_path: Path):
    stack = "platform-azure-bootstrap"
    plan = json.loads(example_estate()[stack].plan)
    (store,) = [entry for entry in plan["deployment"]["resources"] if entry["type"] == "azure-native:storage:StorageAccount"]
    put("minimumTlsVersion", to=UNKNOWN)([], store)
    text = json.dumps(plan)
    code, told = by_pulumi(packs, tmp_path, stack, text)
    assert code != 0
    assert told == by_civic(stack, text)
    assert {one for one in told if one[0] not in OF_COMPONENTS} == {("storage-account-secure", store["urn"], "mandatory")}


@pytest.mark.parametrize("wanted", REHEARSED)
def test_verdicts_over_a_rehearsed_state_are_those_over_its_plan(packs: Path, tmp_path: Path, wanted: tuple[str, ...]):
    plans, rehearsal = rehearsed(wanted)
    assert {done.stack for done in rehearsal} == plans.keys()
    for done in rehearsal:
        stack, text = done.stack, json.dumps(done.state)
        assert by_civic(stack, text) == by_civic(stack, plans[stack]) == set()
        assert of_every_undo(stack, text) == of_every_undo(stack, plans[stack]) != {}
        assert by_pulumi(packs, tmp_path, stack, text) == (0, set())
