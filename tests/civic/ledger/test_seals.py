"""Ledgers are only added to: what was rewritten or removed shows without git, and what two branches added is no fault."""

import subprocess
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from civic.estate.checks import problems
from civic.estate.ledger_checks import ledger_problems, seals_of
from civic.estate.loading import load_estate
from civic.ledger.numbers import give_numbers
from civic.records.seals import SEAL, broken, seal_of, sealed
from tests.civic.records.estates import ON, empty, example, joined
from tests.front_door import civic

ENTRIES = st.lists(st.fixed_dictionaries({"given": st.text(max_size=3), "cloud": st.sampled_from(["aws", "azure"])}), max_size=6)


def chained(entries: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [{**entry, SEAL: seal} for entry, seal in zip(entries, sealed("entries", entries), strict=True)]


def added(chain: list[dict[str, Any]], entry: dict[str, Any]) -> dict[str, Any]:
    return {**entry, SEAL: seal_of(chain[-1][SEAL] if chain else "", "entries", entry)}


@given(ENTRIES)
def test_what_was_only_added_to_is_whole(entries: list[dict[str, Any]]) -> None:
    chain = chained(entries)
    assert broken("entries", chain) == []
    assert list(sealed("entries", chain)) == [entry[SEAL] for entry in chain]


@given(ENTRIES.filter(bool), st.data())
def test_whatever_is_rewritten_is_told_where_it_stands(entries: list[dict[str, Any]], data: st.DataObject) -> None:
    chain = chained(entries)
    number = data.draw(st.integers(0, len(chain) - 1))
    chain[number] = {**chain[number], "given": chain[number]["given"] + "x"}
    assert [place for place, _ in broken("entries", chain)] == [number]


@given(ENTRIES.filter(lambda entries: len(entries) > 1), st.data())
def test_whatever_is_removed_is_told_at_the_next_line(entries: list[dict[str, Any]], data: st.DataObject) -> None:
    chain = chained(entries)
    number = data.draw(st.integers(0, len(chain) - 2))
    del chain[number]
    assert [place for place, _ in broken("entries", chain)] == [number]


@given(ENTRIES, ENTRIES, ENTRIES)
def test_what_two_branches_added_is_whole_in_either_order(base: list[Any], ours: list[Any], theirs: list[Any]) -> None:
    trunk = chained(base)

    def branch(entries: list[dict[str, Any]], mark: str) -> list[dict[str, Any]]:
        grown: list[dict[str, Any]] = list(trunk)
        for entry in entries:
            grown.append(added(grown, {**entry, "because": mark}))
        return grown[len(trunk) :]

    left, right = branch(ours, "ours"), branch(theirs, "theirs")
    assert broken("entries", trunk + left + right) == []
    assert broken("entries", trunk + right + left) == []


def rewritten(root: Path, slug: str, before: str, after: str) -> None:
    path = root / "ledger" / f"{slug}.yaml"
    text = path.read_text(encoding="utf-8")
    assert before in text
    path.write_text(text.replace(before, after, 1), encoding="utf-8")


def test_a_rewritten_line_of_the_example_is_a_finding_of_check(tmp_path: Path) -> None:
    root = example(tmp_path)
    assert civic("ledger", "check", "--estate", root).returncode == 0
    rewritten(root, "eastvale", "priority: 21874", "priority: 21875")
    ran = civic("ledger", "check", "--estate", root)
    assert (ran.returncode, ran.stdout.splitlines()) == (
        1,
        [
            "estate/ledger/eastvale.yaml: listeners[0]: found an entry that does not fit its seal: it was rewritten, or one above it was removed; "
            "allowed: what its seal was made of; bring it back from the repository's history; what was given is withdrawn by a line of its own"
        ],
    )
    assert ran.stdout.strip() in [str(problem) for problem in problems(load_estate(root))]


def test_commands_seal_what_they_add_and_a_line_by_hand_is_told_until_it_is_sealed(tmp_path: Path) -> None:
    estate = joined(empty(tmp_path), "northshire")
    give_numbers(estate, "northshire", "+441632960100", "Northline Telecom", ON)
    assert list(ledger_problems(load_estate(estate.root))) == []
    path = estate.root / "ledger" / "northshire.yaml"
    path.write_text(path.read_text() + '- given: "+441632960101"\n  holder: Northline Telecom\n  on: "2026-11-24"\n')
    assert [problem.path for problem in ledger_problems(load_estate(estate.root))] == ["numbers[1]"]
    ran = civic("ledger", "seal", "northshire", "--estate", estate.root)
    assert (ran.returncode, ran.stdout) == (0, "estate/ledger/northshire.yaml: 1 sealed\n")
    assert list(ledger_problems(load_estate(estate.root))) == []


@pytest.mark.parametrize("removed", ["last line", "whole chain made anew"])
def test_what_the_chain_cannot_see_the_published_card_shows(tmp_path: Path, removed: str) -> None:
    estate = joined(empty(tmp_path), "northshire")
    give_numbers(estate, "northshire", "+441632960100", "Northline Telecom", ON)
    ledger = load_estate(estate.root).ledgers["northshire"]
    from civic.estate.card_files import CardFile, card_path
    from civic.files import write

    stack = "northshire-aws-landing-zone"
    write(card_path(estate.root, stack), CardFile(stack, "", "0" * 64, ON, {}, seals_of(ledger)).serialise())
    path = estate.root / "ledger" / "northshire.yaml"
    text = path.read_text(encoding="utf-8").partition("numbers:")[0]
    path.write_text(text if removed == "last line" else "\n".join(line for line in text.splitlines() if "seal" not in line) + "\n", encoding="utf-8")
    found = [problem.found for problem in ledger_problems(load_estate(estate.root))]
    assert found
    assert all(f"stood here when {stack} was deployed" in each for each in found)


def test_two_who_join_two_bodies_in_two_branches_merge_without_a_conflict(tmp_path: Path) -> None:
    root = empty(tmp_path)

    def git(*words: str) -> None:
        name = ["-c", "user.name=n", "-c", "user.email=n@n.example"]
        subprocess.run(["git", "-C", str(root), *name, *words], check=True, capture_output=True)

    git("init", "-q", "-b", "main")
    git("add", ".")
    git("commit", "-qm", "a platform")
    for slug in ("northshire", "eastvale"):
        git("checkout", "-q", "-b", slug, "main")
        joined(root, slug)
        git("add", ".")
        git("commit", "-qm", slug)
    git("merge", "-q", "--no-edit", "northshire")
    estate = load_estate(root)
    assert {"northshire", "eastvale"} <= set(estate.organisations)
    assert list(ledger_problems(estate)) == []
