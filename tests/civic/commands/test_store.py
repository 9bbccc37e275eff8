"""``civic store`` through the front door: what is said, and which exit code."""

from functools import partial
from pathlib import Path

import pytest

from tests.civic.estate.store_estates import bodies, platform
from tests.civic.records.estates import ON, content
from tests.front_door import Told, told
from tests.looping import each
from tests.planning import ESTATE


@pytest.fixture
def civic() -> Told:
    """Run ``civic store`` with these words: exit code, what it said, what it said went wrong."""
    return partial(told, "store")


@pytest.mark.parametrize("words", [(), ("list",)])
def test_the_list(civic: Told, words: tuple[str, ...]) -> None:
    code, out, _ = civic(*words, "--estate", ESTATE)
    names = [line.split()[0] for line in out.splitlines() if line[:1].strip()]
    assert (code, names) == (0, ["name", "flowable", "gotenberg", "metabase", "odoo", "vikunja"])


def test_an_empty_store_says_so(civic: Told, tmp_path: Path) -> None:
    root = platform(tmp_path)
    for path in (root / "applications").rglob("*.yaml"):
        path.unlink()
    code, out, _ = civic("--estate", root)
    assert (code, out) == (0, "The store is empty: no manifest in estate/applications.\n")


def test_an_application_in_words(civic: Told) -> None:
    code, out, _ = civic("show", "vikunja@2.3.0", "--estate", ESTATE)
    assert (code, out.splitlines()[0]) == (0, "Vikunja 2.3.0")
    headings = [line for line in out.splitlines() if line and not line.startswith(" ")]
    assert headings[1:] == [
        "Who makes it",
        "What it holds",
        "What it needs",
        "Where it can run",
        "Who helps",
        "Who runs it here",
        "What was read in its documentation",
        "What was not checked",
        "How to take it",
    ]
    # What one copies stands on one line.
    assert "docker.io/vikunja/vikunja@sha256:f6b80393c1998cd5cd0dc38d24762c59ab4c10000a6f1032ef5b554e262cab93" in out
    assert civic("show", "vikunja", "--estate", ESTATE)[1].startswith("Vikunja 2.5.0\n")


def test_every_application_can_be_shown(civic: Told) -> None:
    for path in each(sorted((ESTATE / "applications").rglob("*.yaml"))):
        code, out, _ = civic("show", f"{path.parent.name}@{path.stem}", "--estate", ESTATE)
        assert code == 0
        assert "What was not checked\n  " in out


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("show", "vikunya"), "civic: estate/applications: found no application 'vikunya' in the store; allowed: flowable,"),
        (("show", "vikunja@2.5"), "civic: estate/applications: found no version '2.5' of vikunja; allowed: 2.3.0, 2.5.0; did you mean '2.5.0'?"),
        (("show", "../organisations@eastvale"), "civic: estate/applications: found no application '../organisations' in the store"),
        (
            ("add", "eastvale", "odoo"),
            "civic: estate/organisations/eastvale.yaml: applications: found odoo in shared hosting; allowed: placements dedicated",
        ),
        (("add", "nobody", "vikunja"), "civic: 'nobody' is no organisation of this estate"),
        (("add", "eastvale"), "Missing argument 'NAME[@VERSION]'"),
        (("site",), "Missing option '--out'"),
        (("shwo",), "No such command 'shwo'"),
    ],
)
def test_wrong_input_is_one_message_and_exit_code_2(civic: Told, words: tuple[str, ...], told: str) -> None:
    before = content(ESTATE)
    place = () if words == ("shwo",) else ("--estate", ESTATE)
    code, out, err = civic(*words, *place)
    assert (code, out) == (2, "")
    assert told in err
    assert content(ESTATE) == before


def test_taking_an_application(civic: Told, tmp_path: Path) -> None:
    root = platform(tmp_path, "a")
    bodies(root, "alder")
    code, out, _ = civic("add", "alder", "vikunja", "--version", "2.3.0", "--on", ON, "--estate", root)
    assert code == 0
    assert out.splitlines()[:2] == ["estate/organisations/alder.yaml: vikunja 2.3.0 added", "estate/ledger/alder.yaml: cell a on aws"]
    assert civic("show", "vikunja", "--estate", root)[1].count("alder Council: version 2.3.0 on AWS; 2.5.0 is there") == 1


def test_pages(civic: Told, tmp_path: Path) -> None:
    code, out, _ = civic("site", "--out", tmp_path / "pages", "--estate", ESTATE)
    assert (code, out) == (0, f"{tmp_path / 'pages' / 'index.html'} and 5 more pages\n")
