"""An organisation that is there before the platform: no resource stands for it, and who may do what is proven all the same."""

import json
from pathlib import Path

import pytest

from civic.access.asked import asked_by
from civic.access.aws import World
from civic.plan import Deployment
from civic.records.edits import with_existing_organisation
from tests.civic.records.estates import example
from tests.front_door import civic

STACK = "platform-aws-network"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("existing")
    record = example(folder) / "platform.yaml"
    record.write_text(with_existing_organisation(record.read_text(encoding="utf-8"), "estate/platform.yaml"), encoding="utf-8")
    return folder


def test_its_plans_have_no_findings(folder: Path) -> None:
    """Without its id and its guardrails every share with it is one with strangers, and what they forbid is a way up."""
    ran = civic("plan", STACK, "--estate", folder / "estate", "--out", folder / "plans")
    assert ran.returncode == 0, ran.stdout
    assert "No findings" in ran.stdout


def test_its_tree_and_guardrails_are_read(folder: Path) -> None:
    ran = civic("plan", "platform-aws-foundation", "--estate", folder / "estate", "--out", folder / "foundation")
    assert ran.returncode == 0, ran.stdout
    plan = Deployment.from_json(json.loads((folder / "foundation" / "platform-aws-foundation.json").read_text(encoding="utf-8")))
    organisation = World.of(asked_by("platform-aws-foundation", plan).carriers).organisation
    assert organisation is not None
    assert (organisation.id[:2], organisation.management, organisation.root[:2]) == ("o-", "111122223333", "r-")
    assert organisation.service_control
    assert organisation.resource_control
