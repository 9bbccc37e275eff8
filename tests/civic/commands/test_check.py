"""``civic check`` over plans and states: what a person reads, what a machine reads, and the exit code."""

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from civic.cli import cli
from tests.planning import example_estate
from tests.policies.undo import UNDO
from tests.policies.undoing import undone

BROKEN = ("backup-vault-locked", "iam-trust-is-narrow")
FOUND = {*BROKEN, "access-trusts-known"}
"""A trust that is no longer narrow lets strangers in too."""


@pytest.fixture(scope="module")
def plans(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The estate's plans, with two protections of one stack taken back."""
    folder = tmp_path_factory.mktemp("plans")
    texts = {name: run.plan for name, run in example_estate().items()}
    for rule in BROKEN:
        case = undone(rule, UNDO[rule][0], texts)
        texts[case.stack] = json.dumps(case.plan)
    for name, text in texts.items():
        (folder / f"{name}.json").write_text(text)
    return folder


def ran(*words: str | Path) -> tuple[int, str]:
    result = CliRunner().invoke(cli, ["check", *map(str, words)], standalone_mode=False)
    if result.exception:
        raise result.exception
    return result.return_value, result.stdout


def test_a_person_reads_what_is_wrong_where_why_and_what_to_do(plans: Path):
    code, text = ran("--plans", plans)
    assert code == 1
    paragraphs = text.strip().split("\n\n")
    assert [paragraph.split()[0] for paragraph in paragraphs[:3]] == ["access-trusts-known", "iam-trust-is-narrow", "backup-vault-locked"]
    assert "(critical, mandatory)" in paragraphs[0], "gravest first"
    labels = [line[:12].strip() for line in paragraphs[2].splitlines()[1:]]
    assert labels == ["why", "cure", "controls", "found", "", "mends"]
    assert "NCSC Cyber Assessment Framework 3.2: B5.c" in paragraphs[2]
    assert "components/aws/" in paragraphs[2]
    assert text.strip().endswith("3 mandatory findings (they stop a deployment) and 0 advisory.")


def test_one_rule_broken_in_many_places_is_told_once(plans: Path, tmp_path: Path):
    many = [path for path in plans.glob("*-aws-landing-zone.json")]
    for path in many:
        texts = {path.stem: path.read_text()}
        (tmp_path / path.name).write_text(json.dumps(undone("kms-key-rotated", UNDO["kms-key-rotated"][0], texts).plan))
    code, text = ran("--plans", tmp_path)
    assert code == 1
    assert len(many) > 1
    assert text.count("kms-key-rotated") == 1
    assert text.count("the key is not rotated") == len(many)


def test_a_machine_reads_everything(plans: Path):
    code, text = ran("--plans", plans, "--format", "json")
    found: dict[str, Any] = json.loads(text)
    assert code == 1
    assert found["errors"] == []
    assert found["checked"]["stacks"] == len(list(plans.glob("*.json")))
    assert {finding["rule"] for finding in found["findings"]} == FOUND
    for finding in found["findings"]:
        assert all(
            finding[key] for key in ("kind", "level", "severity", "title", "why", "message", "stack", "urn", "source", "remediation", "controls")
        )


def test_a_state_gives_the_findings_of_its_plan(plans: Path):
    (broken,) = {one["stack"] for one in json.loads(ran("--plans", plans, "--format", "json")[1])["findings"] if one["rule"] == BROKEN[0]}
    _, of_plan = ran("--plans", plans, broken, "--format", "json")
    code, of_state = ran("--state", plans / f"{broken}.json", "--format", "json")
    assert code == 1
    findings = json.loads(of_state)["findings"]
    assert all(finding.pop("state")["id"] for finding in findings), "a state says what is there, a plan does not"
    assert [{**finding, "state": None} for finding in findings] == json.loads(of_plan)["findings"] != []


def test_what_waits_to_be_deleted_is_no_finding(plans: Path, tmp_path: Path):
    stack = "eastvale-aws-landing-zone"
    plan = json.loads(example_estate()[stack].plan)
    resources = plan["deployment"]["resources"]
    (key,) = [entry for entry in resources if entry["type"] == "aws:kms/key:Key"]
    resources.append({**key, "id": "old", "delete": True, "inputs": {}, "outputs": {}})
    path = tmp_path / f"{stack}.json"
    path.write_text(json.dumps(plan))
    code, text = ran("--state", path)
    assert (code, "No findings." in text) == (0, True)
