"""``civic diff``: two folders, two commits, as people read them, in a pull request and for programs."""

import json
import subprocess
from pathlib import Path

import pytest

from tests.civic.records.estates import example
from tests.front_door import civic

STACK = "platform-aws-bootstrap"


def git(folder: Path, *words: str) -> str:
    name = ["-c", "user.name=n", "-c", "user.email=n@n.example"]
    return subprocess.run(["git", "-C", str(folder), *name, *words], check=True, capture_output=True, text=True).stdout.strip()


def edited(path: Path, before: str, after: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert before in text
    path.write_text(text.replace(before, after, 1), encoding="utf-8")


@pytest.fixture
def two(tmp_path: Path) -> tuple[Path, Path]:
    """The example, and one in which a body has left, one has a third zone and an application another version."""
    old, new = example(tmp_path / "old"), example(tmp_path / "new")
    (new / "organisations" / "westholm.yaml").unlink()
    edited(new / "organisations" / "eastvale.yaml", 'egress: ["*.service.gov.uk"]', 'egress: ["*.service.gov.uk", "a|b`c.example"]\n  zones: 3')
    return old, new


def test_an_estate_differs_in_nothing_from_itself(tmp_path: Path) -> None:
    root = example(tmp_path)
    ran = civic("diff", root, root, "--records")
    assert (ran.returncode, ran.stdout) == (0, f"{root} -> {root}\nNothing differs.\n")


def test_records_as_people_read_them(two: tuple[Path, Path]) -> None:
    edited(two[1] / "organisations" / "eastvale.yaml", ', "a|b`c.example"', "")
    ran = civic("diff", *two, "--records")
    assert ran.returncode == 0, ran.stderr
    assert ran.stdout.splitlines()[1:] == [
        "",
        "eastvale",
        "  estate/organisations/eastvale.yaml:11: connection.zones: nothing -> 3",
        "",
        "westholm  leaves",
        "  estate/organisations/westholm.yaml: the file was taken away",
    ]


def test_in_a_pull_request_no_text_of_a_record_is_markup(two: tuple[Path, Path]) -> None:
    told = civic("diff", *two, "--records", "--format", "markdown").stdout
    assert "### westholm leaves\n\n* `estate/organisations/westholm.yaml: the file was taken away`\n" in told
    assert "* `` estate/organisations/eastvale.yaml:10: connection.egress: [*.service.gov.uk] -> [*.service.gov.uk, a|b`c.example] ``\n" in told


def test_plans_are_compared_and_what_is_lost_is_told_in_each_form(tmp_path: Path) -> None:
    old, new = example(tmp_path / "old"), example(tmp_path / "new")
    edited(new / "platform.yaml", "\ncode: ccp\n", "\ncode: ccq\n")
    ran = civic("diff", old, new, "--only", STACK, "--format", "json")
    assert ran.returncode == 1, ran.stderr
    document = json.loads(ran.stdout)
    found = {(finding["kind"], finding["name"], finding["edits"][0]["path"]) for finding in document["findings"]}
    assert ("replaced", "bootstrap-state-bucket", "code") in found
    assert {path for _, _, path in found} == {"code"}
    (section,) = document["sections"]
    assert (section["who"], section["resources"]["replaced"] > 0, document["not_compared"]) == ("platform", True, {})


def test_two_commits_and_what_is_here(tmp_path: Path) -> None:
    root = example(tmp_path)
    git(tmp_path, "init", "-q", "-b", "main")
    git(tmp_path, "add", ".")
    git(tmp_path, "commit", "-qm", "as it was")
    edited(root / "organisations" / "eastvale.yaml", "kind: district-council", "kind: unitary")
    line = "  estate/organisations/eastvale.yaml:3: kind: district-council -> unitary"
    assert line in civic("diff", "main", "--records", "--estate", root).stdout.splitlines()
    git(tmp_path, "commit", "-qam", "a unitary")
    assert line in civic("diff", "HEAD~1", "HEAD", "--records", "--estate", root).stdout.splitlines()
    assert git(tmp_path, "status", "--porcelain") == ""


@pytest.mark.parametrize("word", ["nonsense", "--output=x", "HEAD:estate", "..", ""])
def test_what_is_neither_folder_nor_commit_is_refused_in_one_line(tmp_path: Path, word: str) -> None:
    root = example(tmp_path)
    git(tmp_path, "init", "-q")
    git(tmp_path, "add", ".")
    git(tmp_path, "commit", "-qm", "as it was")
    ran = civic("diff", "--records", "--estate", root, "--", word, root)
    assert (ran.returncode, ran.stdout) == (2, "")
    assert ran.stderr.count("\n") == 1
    assert "allowed: a folder of records, or a commit" in ran.stderr


def test_where_there_is_no_repository_it_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    root = example(tmp_path)
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    ran = civic("diff", "HEAD", "--records", "--estate", root)
    assert (ran.returncode, ran.stdout) == (2, "")
    assert ran.stderr.startswith("civic: 'HEAD': found no folder and no commit")
