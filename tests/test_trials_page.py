"""The page of trials counts what its file says, which is what ``--results`` wrote: the last outcome of each trial, and nothing that was skipped."""

import json
from pathlib import Path

from civic.commands.rehearse_trials import one_of_each
from civic.estate.loading import load_estate
from civic.rehearsal.changes import REFUSED
from civic.rehearsal.trials import Trials, Tried
from docs.generator.trials import COLUMNS, Line, merged, read, trials_page
from tests.looping import each
from tests.planning import ESTATE

STACK = "platform-aws-network"


def results(file: Path, *tried: Tried) -> list[dict[str, object]]:
    for one in tried:
        Trials(file, "program").add(one)
    return [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]


def lines(tmp_path: Path) -> list[Line]:
    return merged(
        [],
        results(
            tmp_path / "results.jsonl",
            Tried(f"{STACK}: create: error at create 3", STACK, seconds=20.0),
            Tried(f"{STACK}: delete: error at delete 2", STACK, wrong=["it is there twice"], seconds=16.0),
            Tried(f"{STACK}: drift: changed", STACK),
            Tried(f"{STACK}: edit: platform.yaml: contact = x", STACK, done=["1 update"]),
            Tried(f"{STACK}: edit: platform.yaml: code = y", STACK, done=[f"{REFUSED}: it is protected"]),
            Tried(f"{STACK}: edit: platform.yaml: name = z", STACK, skipped="this stack does not see it"),
        ),
        "2026-11-28",
    )


def test_each_trial_is_counted_in_its_column(tmp_path: Path):
    page = trials_page(lines(tmp_path))
    assert f"| `{STACK}` | 1 |  |  |  | 1 | 1 | 1 |  |" in page
    assert "**1 faults, 1 drifts and 2 edits survived**" in page
    assert f"1 failed: `{STACK}: delete: error at delete 2`" in page
    assert "name = z" not in page


def test_the_last_outcome_counts(tmp_path: Path):
    again = results(tmp_path / "again.jsonl", Tried(f"{STACK}: delete: error at delete 2", STACK))
    page = trials_page(merged(lines(tmp_path), again, "2026-11-29"))
    assert "None failed." in page
    assert "from 2026-11-28 to 2026-11-29" in page


def test_the_page_names_what_was_not_tried(tmp_path: Path):
    """One stack of each layer and cloud is tried by default; a page that is silent about one would be taken for all."""
    tried = {line["stack"] for line in each(lines(tmp_path))}
    page = trials_page(lines(tmp_path))
    for name in each([str(name) for name in one_of_each(load_estate(ESTATE))]):
        assert (f"`{name}`" in page.partition("Not tried yet: ")[2].partition("\n")[0]) == (name not in tried)


def test_every_line_of_the_file_is_a_trial_of_a_known_kind():
    for line in each(read()):
        assert line["kind"] in (*COLUMNS, "edits by number"), line
        assert line["result"] in ("survived", "failed"), line
        assert line["trial"].startswith(f"{line['stack']}: "), line
