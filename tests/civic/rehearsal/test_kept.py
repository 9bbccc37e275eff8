"""A rehearsal that was broken off: what a half had begun is taken back, and what came to its end stands."""

import json
from pathlib import Path

import pytest

from civic.errors import InputError
from civic.rehearsal import KeptRun, Mismatch, Rehearsed, Remaining, rehearse
from civic.rehearsal.engine import WORLD_FILE
from civic.rehearsal.remains import otherwise_in_the_clouds
from civic.simulator.world import Thing
from tests.planning import ESTATE, ROOT, plans_of
from tests.rehearsing import needs_pulumi

STACK = "platform-azure-bootstrap"


def stored(folder: Path, stack: str, text: str | None = None) -> Path:
    file = folder / "state" / ".pulumi" / "stacks" / "civic-cloud" / f"{stack}.json"
    file.parent.mkdir(parents=True, exist_ok=True)
    if text is not None:
        _ = file.write_text(text)
    return file


def begun(folder: Path) -> KeptRun:
    kept = KeptRun(folder, "program")
    kept.take_back()
    return kept


def test_what_was_begun_is_taken_back_and_what_was_done_is_known(tmp_path: Path):
    world = tmp_path / WORLD_FILE
    kept = begun(tmp_path)
    _ = world.write_text("one\n")
    _ = stored(tmp_path, "a", "a is up")
    done = Rehearsed("a", faults=["f"], mismatches=[Mismatch("u", "inputs", 1, 2)], remaining=[Remaining("u", "t", "why")], state={"deployment": {}})
    kept.add(done, "up")
    _ = world.write_text("one\nhalf of b")
    _ = stored(tmp_path, "b", "b is half up")
    _ = stored(tmp_path, "a", "a is half destroyed")
    with (tmp_path / "results.jsonl").open("a") as lines:
        _ = lines.write('{"stack": "b", "ha')
    again = begun(tmp_path)
    assert again.before() == {"a": done}
    assert again.had("a", "up")
    assert not again.had("a", "destroy")
    assert not again.had("b", "up")
    assert world.read_text() == "one\n"
    assert stored(tmp_path, "a").read_text() == "a is up"
    assert not stored(tmp_path, "b").exists()
    again.add(Rehearsed("b"), "up")
    assert set(begun(tmp_path).before()) == {"a", "b"}, "the line that was broken off spoils no other"


def test_another_program_does_not_go_on_there(tmp_path: Path):
    begun(tmp_path).add(Rehearsed("a"), "up")
    with pytest.raises(InputError, match=r"a was rehearsed there by another program or with other records.*Remove the folder"):
        _ = KeptRun(tmp_path, "another")


def thing(name: str, ident: str) -> Thing:
    return Thing("t", "p", ident, f"urn:pulumi:s::p::t::{name}", "", {}, {})


def test_what_the_clouds_still_have_and_what_only_the_state_has_is_told():
    left = [
        {"urn": "urn:pulumi:s::p::t::kept", "type": "t", "custom": True, "id": "1"},
        {"urn": "urn:pulumi:s::p::t::gone", "type": "t", "custom": True, "id": "2"},
    ]
    there = [thing("kept", "1"), thing("retained", "3"), thing("forgotten", "4")]
    assert list(otherwise_in_the_clouds(left, ["retained"], there)) == [
        "urn:pulumi:s::p::t::gone remains, and the clouds no longer have it (2)",
        "urn:pulumi:s::p::t::forgotten is destroyed, and the clouds still have it (4)",
    ]


@needs_pulumi
def test_it_goes_on_where_it_was(tmp_path: Path):
    """Its first half is broken off by whoever is told of it; the second run brings nothing up and destroys what there is."""
    plans = {STACK: json.loads(plans_of(None, STACK)[STACK].plan)}
    told: list[str] = []

    def broken_off(done: Rehearsed, half: str) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        _ = rehearse(ROOT, {STACK: ()}, plans, estate=ESTATE, say=broken_off, kept=KeptRun(tmp_path, "program"))
    (done,) = rehearse(ROOT, {STACK: ()}, plans, estate=ESTATE, say=lambda _, half: told.append(half), kept=KeptRun(tmp_path, "program"))
    assert told == ["destroy"]
    assert done.passed, done.faults
    assert done.seconds.keys() == {"preview", "up", "again", "destroy"}
    assert (tmp_path / "state").is_dir()
