"""``civic images`` through the front door: what is copied where, and a copy that is not whole."""

import json
import os
import shutil
from functools import partial
from pathlib import Path

import pytest

from tests.front_door import Told, told
from tests.looping import each
from tests.planning import ESTATE

REGISTRY = "111122223333.dkr.ecr.eu-west-2.amazonaws.com"
CELL = "platform-aws-hosting-a"


@pytest.fixture
def civic() -> Told:
    """Run ``civic images`` with these words: exit code, what it said, what it said went wrong."""
    return partial(told, "images")


@pytest.fixture
def tools(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty PATH, for tools that do what a test says; each writes down what it was called with."""
    folder = tmp_path / "bin"
    folder.mkdir()
    monkeypatch.setenv("PATH", str(folder))
    return folder


def tool(folder: Path, name: str, body: str) -> None:
    path = folder / name
    path.write_text(f'#!/bin/sh\necho "{name} $*" >>"{folder}/calls"\n{body}\n', encoding="utf-8")
    path.chmod(0o755)


def calls(folder: Path) -> list[str]:
    path = folder / "calls"
    return path.read_text(encoding="utf-8").splitlines() if path.exists() else []


def test_each_image_is_copied_by_digest_and_read_back(civic: Told):
    code, out, _ = civic("eastvale", "--estate", ESTATE)
    copies = [line.split() for line in out.splitlines() if line.startswith("crane copy")]
    checks = [line.split()[-1] for line in out.splitlines() if line.startswith("crane validate")]
    assert code == 0
    for _, _, source, target in each(copies):
        path, _, digest = source.partition("@sha256:")
        assert len(digest) == 64
        assert target == f"$REGISTRY/cell-a/{path}:{digest}"
        assert f"$REGISTRY/cell-a/{path}@sha256:{digest}" in checks


@pytest.mark.parametrize(
    ("tool", "words"), [("crane", "--platform linux/arm64"), ("skopeo", "--override-arch arm64"), ("oras", "--platform linux/arm64")]
)
def test_an_image_that_runs_on_arm_is_read_back_for_it(civic: Told, tool: str, words: str):
    """A manifest that says so of an index without it stops here, and not when a task starts."""
    code, out, _ = civic("northshire", "--estate", ESTATE, "--tool", tool)
    assert code == 0
    checks = [
        line
        for line in out.splitlines()
        if "/odoo@sha256:" in line and "REGISTRY" in line and ("validate" in line or "inspect" in line or "fetch" in line)
    ]
    for check in each(checks):
        assert words in check


def test_what_nobody_runs_is_not_copied_and_its_manifest_stops_nobody(civic: Told, tmp_path: Path):
    estate = Path(shutil.copytree(ESTATE, tmp_path / "estate"))
    rows = json.loads(civic("--estate", estate, "--format", "json")[1])
    assert not [row for row in rows if "metabase" in row["image"]]
    (path,) = (estate / "applications" / "metabase").glob("*.yaml")
    path.write_text("name: metabase\nimage: nonsense\n", encoding="utf-8")
    code, out, _ = civic("--estate", estate, "--format", "json")
    assert (code, json.loads(out)) == (0, rows)


def test_a_wrong_manifest_leaves_out_its_own_image_alone(civic: Told, tmp_path: Path):
    estate = Path(shutil.copytree(ESTATE, tmp_path / "estate"))
    (estate / "applications" / "vikunja" / "2.5.0.yaml").write_text("name: vikunja\n", encoding="utf-8")
    code, out, err = civic("--estate", estate, "--format", "json")
    assert code == 1
    assert "applications/vikunja/2.5.0.yaml" in err
    assert {row["what"].split()[0] for row in json.loads(out)} >= {"gotenberg", "odoo"}
    assert not [row for row in json.loads(out) if "vikunja" in row["what"]]


def test_a_copy_that_lacks_a_layer_fails_and_the_others_go_on(civic: Told, tools: Path):
    # Nothing is there before it is copied, and of one image a layer is missing afterwards.
    tool(tools, "crane", 'case "$*" in *validate*gotenberg*) echo "blob unknown to registry" >&2; exit 1;; *) exit 0;; esac')
    code, out, err = civic("eastvale", "--estate", ESTATE, "--run", "--registry", f"{CELL}={REGISTRY}")
    assert code == 1
    assert "gotenberg 8.37.0  'crane validate" in err
    assert "blob unknown to registry" in err
    assert "1 of 3 images did not arrive" in err
    assert "vikunja 2.5.0  whole" in out
    assert [line for line in calls(tools) if line.startswith("crane copy docker.io/gotenberg")]


def test_what_is_there_is_not_copied_again(civic: Told, tools: Path):
    tool(tools, "crane", "exit 0")
    code, out, _ = civic("eastvale", "--estate", ESTATE, "--run", "--registry", f"{CELL}={REGISTRY}")
    assert (code, out.count("whole")) == (0, 3)
    assert [line.split()[1] for line in calls(tools)] == ["validate"] * 3


def test_a_signature_is_verified_before_anything_is_copied(civic: Told, tools: Path, tmp_path: Path):
    estate = Path(shutil.copytree(ESTATE, tmp_path / "estate"))
    path = estate / "applications" / "gotenberg" / "8.37.0.yaml"
    signed = "signature: {identity: https://github.com/gotenberg/release, issuer: https://token.actions.githubusercontent.com}\n"
    path.write_text(path.read_text(encoding="utf-8") + signed, encoding="utf-8")
    printed = civic("eastvale", "--estate", estate)[1]
    assert "cosign verify --certificate-identity https://github.com/gotenberg/release --certificate-oidc-issuer" in printed
    tool(tools, "crane", 'case "$1" in validate) exit 1;; *) exit 0;; esac')
    tool(tools, "cosign", 'echo "no matching signatures" >&2; exit 1')
    code, _, err = civic("eastvale", "--estate", estate, "--run", "--registry", f"{CELL}={REGISTRY}")
    assert code == 1
    assert "no matching signatures" in err
    assert not [line for line in calls(tools) if line.startswith("crane copy docker.io/gotenberg")]


def test_without_a_tool_it_says_which(civic: Told, tools: Path):
    assert os.environ["PATH"] == str(tools)
    code, _, err = civic("--estate", ESTATE, "--run", "--registry", f"{CELL}={REGISTRY}")
    assert code == 2
    assert "found none of crane, skopeo, oras on the PATH" in err


def test_a_stack_that_has_no_registry_yet_is_named(civic: Told, tools: Path):
    tool(tools, "crane", "exit 0")
    tool(tools, "pulumi", "echo '{}'")
    code, _, err = civic("eastvale", "--estate", ESTATE, "--run")
    assert code == 2
    assert f"{CELL} has no registry among its outputs: run 'pulumi up -s {CELL}' first" in err
    tool(tools, "pulumi", f'echo \'{{"cell": {{"registry": "{REGISTRY}/a"}}}}\'')
    assert civic("--registry-of", CELL)[:2] == (0, f"{REGISTRY}\n")


def test_on_azure_the_service_copies(civic: Told):
    out = civic("kingsmere", "--estate", ESTATE)[1]
    imports = [line for line in out.splitlines() if line.startswith("az acr import")]
    for line in each(imports):
        assert "--source docker.io/" in line
        assert "--image docker-io/" in line
