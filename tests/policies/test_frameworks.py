"""Frameworks are files: controls, and which rules are evidence for each. What does not exist is refused, and a new one is one new file."""

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from policies import all_rules
from policies.frameworks import FOLDER, FrameworkError, controls_of, framework, frameworks, read
from policies.registry import rule_ids
from tests.looping import each
from tests.planning import ROOT, environment_of_copy, example_estate, own_estate
from tests.policies.asking import RULES, findings_in
from tests.policies.examples import CASES
from tests.policies.undo import UNDO
from tests.policies.undoing import undone

GOOD = """\
name: Northshire Audit Handbook
version: "2"
source: https://northshire.example/audit
controls:
  "1.10":
    title: Keys are rotated
    rules: [kms-key-rotated]
  "1.20":
    title: People are trained
"""


def written(folder: Path, text: str) -> Path:
    path = folder / "northshire.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def test_every_file_is_read_and_every_rule_is_evidence_for_both_frameworks_of_the_ncsc():
    assert {one.key for one in frameworks()} == {path.stem for path in FOLDER.glob("*.yaml")}
    lacking = [rule.id for _, rule in all_rules() if not {"ncsc-csp", "ncsc-caf-v3.2"} <= controls_of(rule.id).keys()]
    assert lacking == []


def test_a_rule_is_evidence_for_the_benchmark_of_its_own_cloud_alone():
    cited = [(pack, key) for pack, rule in all_rules() for key in controls_of(rule.id) if key.startswith("cis-")]
    for pack, key in each(cited):
        assert key.startswith(f"cis-{pack}-")


def test_every_fault_of_a_control_is_what_one_of_its_rules_says_of_an_example():
    """A message that was reworded would else be a fault by no control any more."""
    said = {
        (rule_id, finding.message)
        for pack, rule_id in RULES
        for change in CASES[pack][rule_id].failing
        for finding in findings_in(pack, change)
        if finding.rule == rule_id
    }
    narrowed = [(control, fault) for one in frameworks() for control in one.controls.values() for fault in control.faults]
    for control, fault in each(narrowed):
        assert any(rule_id in control.rules and re.match(fault, message) for rule_id, message in said), (control.title, fault)


def test_a_fault_is_held_against_the_controls_that_it_concerns_alone():
    assert controls_of("rds-secure", "the database has a public address")["cis-aws-v7.0"] == ("3.2.3",)
    assert "cis-aws-v7.0" not in controls_of("rds-secure", "anybody who may change it may delete it")
    assert controls_of("ec2-no-public-administration", "::/0 may reach port 22")["cis-aws-v7.0"] == ("6.4",)
    assert controls_of("rds-secure")["cis-aws-v7.0"] == ("3.2.1", "3.2.2", "3.2.3", "3.2.4"), "of what cannot be decided, all"


def test_a_file_is_read_whole(tmp_path: Path):
    handbook = read(written(tmp_path, GOOD), rule_ids())
    assert (handbook.key, handbook.name, handbook.version) == ("northshire", "Northshire Audit Handbook", "2")
    assert {key: control.rules for key, control in handbook.controls.items()} == {"1.10": ("kms-key-rotated",), "1.20": ()}


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        (
            "kms-key-rotated",
            "kms-key-rotate",
            "controls.1.10.rules[0]: found 'kms-key-rotate', which is no rule; allowed: an id that 'civic rules' lists; did you mean 'kms-key-rotated'?",
        ),
        ("[kms-key-rotated]", "kms-key-rotated", "controls.1.10.rules: found 'kms-key-rotated'; allowed: a list of rule ids"),
        (
            "[kms-key-rotated]",
            "[kms-key-rotated, kms-key-rotated]",
            "controls.1.10.rules[1]: found 'kms-key-rotated' a second time; allowed: each rule once",
        ),
        ("    rules:", "    rulez:", "controls.1.10.rulez: found an unknown key; allowed: title, rules, faults; did you mean 'rules'?"),
        ("source:", "sauce:", "sauce: found an unknown key; allowed: name, version, source, controls; did you mean 'source'?"),
        ('"1.10"', "1.10", 'controls: found 1.1, a ScalarFloat; allowed: text, as "1.1" in quotes'),
        ('version: "2"', "version: 2", "version: found 2; allowed: text, in quotes where it looks like a number"),
        ("    title: People are trained", "    rules: []", "controls.1.20.title: found None; allowed: text"),
        ('  "1.20":\n    title: People are trained\n', '  "1.20": trained\n', "controls.1.20: found 'trained'; allowed: title and rules and faults"),
        ("[kms-key-rotated]", "[kms-key-rotated]\n    faults: the", "controls.1.10.faults: found 'the'; allowed: a list of regular expressions"),
        ("[kms-key-rotated]", "[kms-key-rotated]\n    faults: ['(']", "controls.1.10.faults[0]: found '('; allowed: a regular expression"),
        ("    title: People are trained", "    title: People\n    faults: [the]", "controls.1.20.faults: found faults without rules"),
        ('"1.20"', '"1.10"', 'found duplicate key "1.10"'),
    ],
)
def test_what_cannot_be_is_refused_with_file_place_and_nearest(tmp_path: Path, old: str, new: str, message: str):
    assert old in GOOD
    path = written(tmp_path, GOOD.replace(old, new))
    with pytest.raises(FrameworkError) as refused:
        read(path, rule_ids())
    assert str(refused.value).startswith(f"{path}: ")
    assert message in str(refused.value)


def test_a_framework_that_is_not_there_is_named_with_the_nearest():
    with pytest.raises(FrameworkError, match=r"no framework 'ncsc-cps'; there are .*; did you mean 'ncsc-csp'\?"):
        framework("ncsc-cps")


def test_a_framework_is_one_new_file(tmp_path: Path):
    """In a copy of the project: the new file alone, and its controls stand in the findings."""
    for name in ("policies", "components", "stacks"):
        shutil.copytree(ROOT / name, tmp_path / name, ignore=shutil.ignore_patterns("__pycache__"))
    own_estate(tmp_path)
    for name in ("civic", "Pulumi.yaml"):
        (tmp_path / name).symlink_to(ROOT / name)
    written(tmp_path / "policies" / "frameworks", GOOD)
    plan = undone("kms-key-rotated", UNDO["kms-key-rotated"][0], {name: run.plan for name, run in example_estate().items()})
    state = tmp_path / "state.json"
    state.write_text(json.dumps(plan.plan))
    command = [sys.executable, "-m", "civic.cli", "check", "--state", str(state), "--format", "json"]
    ran = subprocess.run(command, cwd=tmp_path, env=environment_of_copy(), capture_output=True, text=True, timeout=120, check=False)
    assert ran.returncode == 1, ran.stderr
    (finding,) = [one for one in json.loads(ran.stdout)["findings"] if one["rule"] == "kms-key-rotated"]
    assert finding["controls"]["northshire"] == ["1.10"]
