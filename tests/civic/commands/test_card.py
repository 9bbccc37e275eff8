"""``civic card put``: the last step of a rollout, into whatever store the variable or the records name."""

import hashlib
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from civic.estate.card_store import FolderStore, read_card
from civic.plan.wire import SECRET, SIGNATURE
from tests.planning import ESTATE, ROOT, example_estate

STACK = "platform-aws-bootstrap"


@pytest.fixture
def exports(tmp_path: Path) -> Path:
    (tmp_path / "exports").mkdir()
    (tmp_path / "exports" / f"{STACK}.json").write_text(example_estate()[STACK].plan, encoding="utf-8")
    return tmp_path / "exports"


def put(tmp_path: Path, *words: str, verb: str = "put", **variables: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "CIVIC_ESTATE": str(ESTATE), "CIVIC_CARDS": (tmp_path / "cards").as_uri(), **variables}
    return subprocess.run(
        [sys.executable, "-m", "civic.cli", "card", verb, *words], cwd=ROOT, env=environment, capture_output=True, text=True, check=False
    )


def test_a_card_says_what_the_export_says_and_where_it_came_from(tmp_path: Path, exports: Path):
    ran = put(tmp_path, STACK, "--from", str(exports), "--on", "2026-11-24")
    assert (ran.returncode, ran.stdout) == (0, f"{tmp_path}/cards/{STACK}.json\n")
    card = read_card(FolderStore(tmp_path / "cards"), STACK, "")
    assert card.values == example_estate()[STACK].outputs
    assert card.plan == hashlib.sha256((exports / f"{STACK}.json").read_bytes()).hexdigest()
    assert card.written == "2026-11-24"
    head = subprocess.run(["git", "-C", str(ESTATE), "rev-parse", "HEAD"], capture_output=True, text=True, check=False)
    assert card.commit == (head.stdout.strip() if head.returncode == 0 else "")


def with_outputs(exports: Path, outputs: dict[str, object]) -> None:
    path = exports / f"{STACK}.json"
    document = json.loads(path.read_text(encoding="utf-8"))
    (root,) = [entry for entry in document["deployment"]["resources"] if entry["type"] == "pulumi:pulumi:Stack"]
    root["outputs"] = outputs
    path.write_text(json.dumps(document), encoding="utf-8")


def refused(tmp_path: Path, *words: str, **variables: str) -> str:
    ran = put(tmp_path, *words, **variables)
    assert (ran.returncode, ran.stdout) == (2, "")
    assert not (tmp_path / "cards").exists()
    assert "Traceback" not in ran.stderr
    return ran.stderr


def test_a_secret_is_never_put(tmp_path: Path, exports: Path):
    with_outputs(exports, {"state": {"key": {SIGNATURE: SECRET, "ciphertext": "v1:hunter2"}}, "open": "x"})
    told = refused(tmp_path, STACK, "--from", str(exports))
    assert "values.state: found a secret (value not shown); allowed: outputs that others may read" in told
    assert "hunter2" not in told


def test_what_did_not_come_up_has_no_card(tmp_path: Path, exports: Path):
    with_outputs(exports, {})
    assert f"{STACK} has no outputs, which its card is made of: run 'pulumi up -s {STACK}' first" in refused(tmp_path, STACK, "--from", str(exports))


def test_another_stacks_export_is_not_taken_for_this_ones(tmp_path: Path, exports: Path):
    (exports / f"{STACK}.json").write_text(example_estate()["platform-aws-network"].plan, encoding="utf-8")
    told = refused(tmp_path, STACK, "--from", str(exports))
    assert told == f"civic: {STACK}: found the plan or export of 'platform-aws-network'; allowed: that of {STACK}\n"


def test_what_was_put_is_shown(tmp_path: Path, exports: Path):
    assert put(tmp_path, STACK, "--from", str(exports)).returncode == 0
    ran = put(tmp_path, STACK, verb="show")
    assert (ran.returncode, ran.stdout) == (0, (tmp_path / "cards" / f"{STACK}.json").read_text(encoding="utf-8"))
    missing = put(tmp_path, "platform-aws-network", verb="show")
    assert missing.returncode == 2
    assert "found no card of platform-aws-network; allowed: its card; 'civic card put platform-aws-network' writes it anew" in missing.stderr
    assert put(tmp_path, "northshire-aws-applications", verb="show").returncode == 2


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["platform-aws-bootstrapp"], "did you mean 'platform-aws-bootstrap'?"),
        (["northshire-aws-applications"], "northshire-aws-applications has no card, because no stack reads one of layer applications"),
        ([STACK, "--from", "nowhere"], f"nowhere/{STACK}.json: found no such file"),
        ([STACK, "--on", "today"], "found 'today'"),
    ],
)
def test_bad_input_is_told(tmp_path: Path, words: list[str], told: str):
    assert told in refused(tmp_path, *words)


def test_a_store_that_is_none_is_told(tmp_path: Path, exports: Path):
    assert "CIVIC_CARDS: found 'cards'; allowed: file:///FOLDER" in refused(tmp_path, STACK, "--from", str(exports), CIVIC_CARDS="cards")


def test_a_folder_that_cannot_be_written_is_told(tmp_path: Path, exports: Path):
    (tmp_path / "file").write_text("", encoding="utf-8")
    told = refused(tmp_path, STACK, "--from", str(exports), CIVIC_CARDS=(tmp_path / "file").as_uri())
    assert told == f"civic: {tmp_path}/file: this is a file, where a folder is meant\n"
