"""``civic plan --against`` and ``--state``: what changes of what is deployed, and which edit did it."""

import json
import re
import subprocess
from pathlib import Path
from typing import Any

import pytest

from tests.civic.records.estates import example
from tests.front_door import civic

STACK = "platform-aws-bootstrap"


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Plans that were kept, with their records, of an estate that lies beside them."""
    folder = tmp_path_factory.mktemp("kept")
    ran = civic("plan", STACK, "--estate", example(folder), "--out", folder / "plans")
    assert ran.returncode == 0, ran.stderr
    return folder


def edited(kept: Path, folder: Path, before: str, after: str) -> Path:
    """A copy of the estate with one edit of the platform record."""
    estate = example(folder)
    path = estate / "platform.yaml"
    text = path.read_text(encoding="utf-8")
    assert before in text
    path.write_text(text.replace(before, after, 1), encoding="utf-8")
    return estate


def state(kept: Path) -> dict[str, Any]:
    return json.loads((kept / "plans" / f"{STACK}.json").read_text(encoding="utf-8"))


def test_nothing_changes_of_what_was_just_planned(kept: Path) -> None:
    ran = civic("plan", STACK, "--estate", kept / "estate", "--against", kept / "plans")
    assert ran.returncode == 0, ran.stderr
    assert ran.stdout.splitlines()[-1] == "nothing changes.  Nothing is lost."


def test_what_is_lost_is_told_with_the_edit_that_did_it(kept: Path, tmp_path: Path) -> None:
    estate = edited(kept, tmp_path, "\ncode: ccp\n", "\ncode: ccq\n")
    ran = civic("plan", STACK, "--estate", estate, "--against", kept / "plans")
    assert ran.returncode == 1
    assert re.search(r"^platform +\d+ +\d+ *$", ran.stdout, re.MULTILINE)
    assert f"\n{STACK}\n  edit      estate/platform.yaml:3: code: ccp -> ccq\n" in ran.stdout
    assert re.search(
        r"replaced  aws:s3/bucket:Bucket bootstrap-state-bucket  components/aws/\S+:\d+\n +for bucket: \S*ccp\S* -> \S*ccq\S*\n +protected: 'pulumi up' stops there\n",
        ran.stdout,
    )
    assert "replaced  aws:iam/role:Role" not in ran.stdout  # nothing is lost with a role


def test_one_export_of_one_stack_is_compared_alone_and_told_to_programs(kept: Path, tmp_path: Path) -> None:
    export = state(kept)
    (bucket,) = [one for one in export["deployment"]["resources"] if one["urn"].endswith("::bootstrap-state-bucket")]
    gone = {**bucket, "urn": bucket["urn"].replace("bootstrap-state-bucket", "bootstrap-old-bucket"), "protect": False}
    export["deployment"]["resources"].append(gone)
    path = tmp_path / "export.json"
    path.write_text(json.dumps(export), encoding="utf-8")
    ran = civic("plan", "--estate", kept / "estate", "--state", path, "--format", "json")
    assert ran.returncode == 1, ran.stderr
    document = json.loads(ran.stdout)
    assert [stack["stack"] for stack in document["stacks"]] == [STACK]
    (change,) = document["changes"]["changes"]
    assert (change["kind"], change["name"], change["finding"], change["protect"]) == ("deleted", "bootstrap-old-bucket", True, False)
    assert document["changes"]["bodies"]["platform"]["deleted"] == 1


def test_a_stack_that_no_record_implies_is_orphaned(kept: Path, tmp_path: Path) -> None:
    text = (kept / "plans" / f"{STACK}.json").read_text(encoding="utf-8")
    (tmp_path / "export.json").write_text(text.replace(STACK, "millbrook-aws-landing-zone"), encoding="utf-8")
    ran = civic("plan", "--estate", kept / "estate", "--state", tmp_path / "export.json")
    assert ran.returncode == 1, ran.stderr
    assert "\nmillbrook-aws-landing-zone\n" in ran.stdout
    assert "deployed, and no record implies its stack" in ran.stdout
    again = civic("plan", "millbrook", "--estate", kept / "estate", "--against", tmp_path)
    assert (again.returncode, "orphaned  aws:s3/bucket:Bucket" in again.stdout) == (1, True)


def test_the_card_tells_of_which_commit_the_records_were(kept: Path, tmp_path: Path) -> None:
    """Without records beside the documents, the commit in the published card leads to those of then."""
    estate = edited(kept, tmp_path, "\ncode: ccp\n", "\ncode: ccp\n# as it was\n")
    git = ["git", "-C", str(tmp_path), "-c", "user.name=n", "-c", "user.email=n@n.example"]
    for words in (["init", "-q"], ["add", "."], ["commit", "-qm", "as it was"]):
        subprocess.run([*git, *words], check=True)
    commit = subprocess.run([*git, "rev-parse", "HEAD"], capture_output=True, text=True, check=True).stdout.strip()
    card = {"schema": 1, "stack": STACK, "commit": commit, "plan": "0" * 64, "written": "2026-11-24", "values": {}}
    (estate / "published").mkdir()
    (estate / "published" / f"{STACK}.json").write_text(json.dumps(card), encoding="utf-8")
    record = estate / "platform.yaml"
    record.write_text(record.read_text(encoding="utf-8").replace("\ncode: ccp\n", "\ncode: ccq\n"), encoding="utf-8")
    ran = civic("plan", "--estate", estate, "--state", kept / "plans" / f"{STACK}.json")
    assert ran.returncode == 1, ran.stderr
    assert "  edit      estate/platform.yaml:3: code: ccp -> ccq\n" in ran.stdout


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--against", "nowhere"), "nowhere: found no such file or folder"),
        (("--against", "docs"), "docs: no states or plans here"),
        (("--state", "Pulumi.yaml"), "Pulumi.yaml"),
        (("--state", "x", "--against", "y"), "give --against or --state, not both"),
    ],
)
def test_what_is_no_state_is_refused(words: tuple[str, ...], said: str) -> None:
    ran = civic("plan", STACK, *words)
    assert (ran.returncode, ran.stdout) == (2, "")
    assert ran.stderr.startswith(f"civic: {said}")


def test_stacks_of_other_projects_are_left_out_by_name(kept: Path, tmp_path: Path) -> None:
    text = (kept / "plans" / f"{STACK}.json").read_text(encoding="utf-8")
    (tmp_path / "ours.json").write_text(text, encoding="utf-8")
    (tmp_path / "theirs.json").write_text(text.replace("::civic-cloud::", "::website::"), encoding="utf-8")
    ran = civic("plan", STACK, "--estate", kept / "estate", "--against", tmp_path)
    assert ran.returncode == 0, ran.stderr
    assert f"{tmp_path / 'theirs.json'}: no stack of civic-cloud" in ran.stderr.replace("\n", "")
    alone = civic("plan", "--estate", kept / "estate", "--state", tmp_path / "theirs.json")
    assert (alone.returncode, alone.stdout) == (2, "")
