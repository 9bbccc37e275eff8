"""Rights over plans and states that were read from files: asked, or said why not."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from tests.civic.commands.test_check import ran
from tests.planning import ESTATE, example_estate

OF_NORTHSHIRE = ("platform-aws-bootstrap", "platform-aws-foundation", "platform-aws-network", "northshire-aws-identity", "northshire-aws-tenancy")
ROLE_POLICY = "aws:iam/rolePolicy:RolePolicy"


def written(folder: Path, *stacks: str, change: Mapping[str, Any] | None = None) -> Path:
    for stack in stacks:
        plan = json.loads(example_estate()[stack].plan)
        for resource in plan["deployment"]["resources"]:
            if change and resource["urn"].endswith(f"::{change['name']}"):
                resource["inputs"].update(change["inputs"])
                resource["outputs"].update(change["inputs"])
        (folder / f"{stack}.json").write_text(json.dumps(plan))
    return folder


def found(*words: str | Path) -> tuple[int, dict[str, Any], dict[str, str]]:
    code, text = ran(*words, "--estate", ESTATE, "--format", "json")
    document = json.loads(text)
    return code, document, {stack["stack"]: stack["rights_not_asked"] for stack in document["stacks"]}


@pytest.mark.parametrize("what", ["--plans", "--state"])
def test_a_right_that_is_missing_in_files_is_a_finding(tmp_path: Path, what: str):
    nothing = json.dumps({"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "sts:GetCallerIdentity", "Resource": "*"}]})
    folder = written(tmp_path, *OF_NORTHSHIRE, change={"name": "northshire-runs-tenancy-rights", "inputs": {"policy": nothing}})
    code, document, unasked = found(what, folder)
    assert code == 1
    lacking = [one for one in document["findings"] if one["rule"] == "access-sufficient"]
    assert {one["stack"] for one in lacking} == {"northshire-aws-tenancy"}
    assert unasked["northshire-aws-tenancy"] == ""
    assert "by hand" in unasked["platform-aws-bootstrap"]


def test_what_nobody_can_be_asked_is_said_with_what_is_missing(tmp_path: Path):
    folder = written(tmp_path, "northshire-aws-tenancy", "platform-aws-bootstrap")
    code, _, unasked = found("--plans", folder)
    assert code == 0
    assert "platform-aws-foundation" in unasked["northshire-aws-tenancy"]
    assert "northshire-aws-identity" in unasked["northshire-aws-tenancy"]
    _, text = ran("--plans", folder, "--estate", ESTATE)
    assert "Rights not asked of northshire-aws-tenancy: what decides them is not all among the files" in " ".join(text.split())


def test_a_stack_that_is_chosen_is_asked_with_all_that_lies_beside_it(tmp_path: Path):
    folder = written(tmp_path, *OF_NORTHSHIRE)
    _, _, unasked = found("--plans", folder, "northshire-aws-tenancy")
    assert unasked == {"northshire-aws-tenancy": ""}


def test_a_stack_of_nobodys_record_is_said_to_be_none(tmp_path: Path):
    path = written(tmp_path, "northshire-aws-tenancy") / "northshire-aws-tenancy.json"
    (tmp_path / "theirs.json").write_text(path.read_text().replace("northshire-aws-tenancy", "stranger-aws-tenancy"))
    path.unlink()
    _, _, unasked = found("--state", tmp_path)
    assert "implies it" in unasked["stranger-aws-tenancy"]
