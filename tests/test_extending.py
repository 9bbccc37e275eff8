"""The README's table of where to add what, followed word for word in a copy of the project."""

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.planning import ROOT, environment_of_copy, own_estate

FOLDERS = ("civic", "components", "policies", "stacks")


@pytest.fixture
def fork(tmp_path: Path) -> Path:
    """A copy of the project, as a fork has it."""
    for folder in FOLDERS:
        shutil.copytree(ROOT / folder, tmp_path / folder, ignore=shutil.ignore_patterns("__pycache__"))
    for file in ("Pulumi.yaml", "pyproject.toml"):
        shutil.copy(ROOT / file, tmp_path)
    own_estate(tmp_path)
    return tmp_path


def change(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert text.count(old) == 1, f"{path} has {text.count(old)} times {old!r}"
    path.write_text(text.replace(old, new), encoding="utf-8")


def civic(fork: Path, *words: str) -> "subprocess.CompletedProcess[str]":
    surroundings = environment_of_copy(PYTHONPATH=str(fork))
    return subprocess.run([sys.executable, "-m", "civic.cli", *words], cwd=fork, env=surroundings, capture_output=True, text=True, timeout=300)


def ranges(fork: Path, stack: str, token: str, key: str) -> list[str]:
    document = json.loads((fork / "out" / f"{stack}.json").read_text(encoding="utf-8"))
    return [str(made["inputs"][key]) for made in document["deployment"]["resources"] if made["type"] == token]


def test_a_tier_is_a_free_slot_and_a_word_in_a_record(fork: Path) -> None:
    """On both clouds the new tier has its subnets, and no other subnet moves."""
    bodies = ("northshire", "kingsmere")
    before = civic(fork, "plan", *bodies, "--out", "out")
    assert before.returncode in (0, 1), before.stderr
    tables = (
        ("northshire-aws-landing-zone", "aws:ec2/subnet:Subnet", "cidrBlock"),
        ("kingsmere-azure-landing-zone", "azure-native:network:Subnet", "addressPrefix"),
    )
    old = {stack: ranges(fork, stack, token, key) for stack, token, key in tables}
    change(
        fork / "components" / "contracts" / "tiers.py",
        "            # Free: bits 3, slot 5.\n",
        '            Tier(name="cache", spread="zonal", bits=3, slot=5, leads_to_hub=False),\n',
    )
    for body in bodies:
        record = fork / "estate" / "organisations" / f"{body}.yaml"
        text = record.read_text(encoding="utf-8")
        named = (
            text.replace("connection:\n", "connection:\n  tiers: [cache]\n", 1)
            if "connection:\n" in text
            else f"{text}connection: {{tiers: [cache]}}\n"
        )
        record.write_text(named, encoding="utf-8")
    after = civic(fork, "plan", *bodies, "--out", "out")
    assert after.returncode in (0, 1), after.stderr
    assert "could not be planned" not in after.stdout + after.stderr
    for stack, token, key in tables:
        new = ranges(fork, stack, token, key)
        assert set(old[stack]) < set(new), stack
        assert len(new) - len(old[stack]) >= 2, stack


def test_a_kind_is_one_line(fork: Path) -> None:
    change(
        fork / "civic" / "records" / "kinds.py",
        '        Kind("public-body",',
        '        Kind("harbour-board", "Harbour board", (), 22, 2, 35, SMALL, 1500),\n        Kind("public-body",',
    )
    contacts = ("--owner", "digital@gullwick.example", "--phone", "+441632960077")
    joined = civic(fork, "join", "gullwick", "--name", "Gullwick Harbour Board", "--kind", "harbour-board", "--cloud", "aws", *contacts)
    assert joined.returncode == 0, joined.stderr
    planned = civic(fork, "plan", "gullwick", "--out", "out")
    assert planned.returncode == 0, planned.stdout + planned.stderr
    assert (fork / "out" / "gullwick-aws-tenancy.json").is_file()


RULE = '''"""Rules about names of networks."""

from collections.abc import Iterator

from policies.rule import Subject, rule


@rule(
    "ec2-network-has-an-owner-in-its-name",
    title="A network's name says whose it is",
    why="Whoever looks at a console at night reads names first.",
    severity="low",
    types=("aws:ec2/vpc:Vpc",),
    remediation="Set the tag 'Name' to something with 'owned-by' in it.",
)
def network_named(subject: Subject) -> Iterator[str]:
    if "owned-by" not in str(subject.get("tags", "Name")):
        yield "its name does not say whose it is"
'''


def test_a_rule_is_a_module_that_its_pack_lists(fork: Path) -> None:
    rules = fork / "policies" / "aws" / "rules"
    (rules / "naming.py").write_text(RULE, encoding="utf-8")
    text = (rules / "__init__.py").read_text(encoding="utf-8")
    (rules / "__init__.py").write_text(
        text.replace("RULES", "from policies.aws.rules.naming import network_named\n\nRULES", 1).rstrip() + "\nRULES = (*RULES, network_named)\n",
        encoding="utf-8",
    )
    checked = civic(fork, "check", "northshire", "--format", "json")
    assert checked.returncode == 1, checked.stderr
    findings = json.loads(checked.stdout)["findings"]
    assert {finding["rule"] for finding in findings} == {"ec2-network-has-an-owner-in-its-name"}


FRAMEWORK = """name: Harbour standard
version: "1"
source: https://harbours.example/standard
controls:
  "H1":
    title: Nothing is open
    rules: [{rule}]
"""


def test_a_framework_is_one_new_file(fork: Path) -> None:
    file = fork / "policies" / "frameworks" / "harbour-standard.yaml"
    file.write_text(FRAMEWORK.format(rule="s3-secure"), encoding="utf-8")
    listed = civic(fork, "controls", "--framework", "harbour-standard", "--format", "json")
    assert listed.returncode == 0, listed.stderr
    assert "s3-secure" in listed.stdout


def test_a_framework_that_names_no_rule_is_refused_with_the_nearest(fork: Path) -> None:
    file = fork / "policies" / "frameworks" / "harbour-standard.yaml"
    file.write_text(FRAMEWORK.format(rule="s3-secur"), encoding="utf-8")
    refused = civic(fork, "check", "northshire")
    assert refused.returncode == 2, refused.stdout + refused.stderr
    assert "harbour-standard.yaml" in refused.stderr
    assert "did you mean 's3-secure'?" in refused.stderr
