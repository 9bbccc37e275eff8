"""``civic orphans`` over the simulated clouds' world: what was made and is in no state, and how it is taken up again."""

import json
import shlex
from pathlib import Path
from typing import Any

import pytest

from civic.plan import Deployment, Resource
from civic.simulator.world import Thing, World
from tests.front_door import civic
from tests.planning import ESTATE

STACK = "platform-aws-bootstrap"
LOST = ("bootstrap-state", "bootstrap-run-boundary")
"""A key, whose id the cloud chose, and a policy, whose name the program chose."""


def put(world: World, resource: Resource, ident: str = "") -> None:
    old, ident = resource.id, ident or resource.id
    outputs = json.loads(json.dumps(dict(resource.outputs)).replace(old, ident)) if old else {}
    world.put(Thing(resource.type, "", ident, resource.urn, resource.urn, dict(resource.inputs), outputs), new=True)


@pytest.fixture(scope="module")
def killed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the state of a stack that was killed before it noted two resources, and the world that has them."""
    folder = tmp_path_factory.mktemp("killed")
    assert civic("plan", STACK, "--estate", ESTATE, "--out", folder / "plans").returncode == 0
    path = folder / "plans" / f"{STACK}.json"
    world = World(folder / "world.jsonl")
    for resource in Deployment.read(path):
        if resource.type.startswith("aws:"):
            put(world, resource)
    document: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    entries = document["deployment"]["resources"]
    document["deployment"]["resources"] = [one for one in entries if one["urn"].rsplit("::", 1)[1] not in LOST]
    (folder / "state.json").write_text(json.dumps(document), encoding="utf-8")
    return folder


def test_what_was_lost_is_told_with_the_line_that_imports_it(killed: Path) -> None:
    ran = civic("orphans", "--state", killed / "state.json", "--world", killed / "world.jsonl", "--estate", ESTATE, "--format", "json")
    assert ran.returncode == 1, ran.stderr
    found = {one["resources"][0]["name"]: one for one in json.loads(ran.stdout)}
    assert set(found) >= {"bootstrap-run-boundary"}
    (line,) = found["bootstrap-run-boundary"]["import"]
    words = shlex.split(line)
    assert words[:4] == ["pulumi", "import", "--stack", STACK]
    assert words[-3:-1] == ["aws:iam/policy:Policy", "bootstrap-run-boundary"]
    assert words[-1] == found["bootstrap-run-boundary"]["id"]
    parent, provider = words[words.index("--parent") + 1], words[words.index("--provider") + 1]
    assert parent.startswith("bootstrap=urn:pulumi:")
    assert provider.startswith("platform-management=urn:pulumi:")
    keys = [
        name for one in found.values() for name in (each["name"] for each in one["resources"]) if one["resources"][0]["type"] == "aws:kms/key:Key"
    ]
    assert keys == ["bootstrap-state"]


def test_what_was_made_twice_is_told_as_that(killed: Path, tmp_path: Path) -> None:
    plan = Deployment.read(killed / "plans" / f"{STACK}.json")
    key = plan.named("bootstrap-cards", "aws:kms/key:Key")
    file = tmp_path / "world.jsonl"
    world = World(file)
    for resource in plan:
        if resource.type.startswith("aws:"):
            put(world, resource)
    put(world, key, "99999999-a1bb-4000-8000-343444a40091")
    ran = civic("orphans", "--state", killed / "plans" / f"{STACK}.json", "--world", file, "--estate", ESTATE)
    assert ran.returncode == 1, ran.stderr
    assert f"{STACK}  arn:aws:kms:eu-west-2:111122223333:key/99999999-a1bb-4000-8000-343444a40091\n  made twice: " in ran.stdout
    assert "delete this one in its cloud" in ran.stdout
    assert ran.stdout.rstrip().endswith("1 orphan.")


def test_where_nothing_was_lost_nothing_is_told(killed: Path) -> None:
    ran = civic("orphans", "--state", killed / "plans", "--world", killed / "world.jsonl", "--estate", ESTATE)
    assert ran.returncode == 0, ran.stderr
    assert ran.stdout.rstrip().endswith(" listed with the tags, 0 orphans.")
    assert not ran.stdout.startswith("0 resources")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ((), "give a stack or --state"),
        ((STACK, "--state", "x"), "give a stack or --state"),
        (("--state", "{folder}/state.json", "--world", "nowhere"), "nowhere: found no such file"),
        (("platform-aws-bootstrapp",), "'platform-aws-bootstrapp' is not a stack"),
    ],
)
def test_what_is_wrong_is_one_message(killed: Path, words: tuple[str, ...], said: str) -> None:
    ran = civic("orphans", *(word.format(folder=killed) for word in words), "--estate", ESTATE)
    assert (ran.returncode, ran.stdout) == (2, "")
    assert ran.stderr.startswith(f"civic: {said}")
