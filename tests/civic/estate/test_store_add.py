"""``civic store add``: two lines in a record, a place in the ledger, and every other line as it was."""

import os
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from civic.errors import InputError
from civic.estate.checks import problems
from civic.estate.loading import load_estate
from civic.ledger import writing
from civic.ledger.applications import add_application
from civic.records.edits import CannotEdit, with_application, with_version
from civic.records.reading import parse
from tests.civic.estate.store_estates import DEDICATED, SHARED, bodies, platform
from tests.civic.records.estates import ON, content

RECORD = "organisations/alder.yaml"
LEDGER = "ledger/alder.yaml"
OWN = """\
hosting:            # where they run
  placement: shared

# what residents use
applications:
    -   name: gotenberg      # letters
        version: '8.37.0'
    # the newest is looked at in March
    -   name: vikunja
        version: "2.3.0"  # kept until then

# from here on: who may deploy
review_by: "2027-11-30"
"""


def added(root: Path, slug: str, name: str, version: str = "", cloud: str = "") -> list[str]:
    return add_application(load_estate(root), slug, name, version, cloud, ON)


def refused(root: Path, *wanted: str) -> str:
    """The message with which an addition is refused; nothing is written."""
    before = content(root)
    with pytest.raises(InputError) as raised:
        added(root, *wanted)
    assert content(root) == before
    return str(raised.value)


def test_two_files_and_only_new_lines(tmp_path: Path) -> None:
    root = platform(tmp_path, "a")
    bodies(root, "alder", "birch")
    before = content(root)
    told = added(root, "alder", "vikunja", "2.3.0")
    after = content(root)
    assert {name for name in after if after[name] != before[name]} == {RECORD, LEDGER}
    assert after[RECORD] == before[RECORD] + b'applications:\n  - name: vikunja\n    version: "2.3.0"\n'
    assert after[LEDGER].startswith(before[LEDGER])
    estate = load_estate(root)
    assert problems(estate) == []
    ledger = estate.ledgers["alder"]
    place = ledger.priority("aws", "vikunja")
    assert (ledger.cell("aws"), told) == (
        "a",
        [
            "estate/organisations/alder.yaml: vikunja 2.3.0 added",
            "estate/ledger/alder.yaml: cell a on aws",
            f"estate/ledger/alder.yaml: place {place} in the cell a",
        ],
    )


def test_the_newest_unless_another_is_asked_for(tmp_path: Path) -> None:
    root = platform(tmp_path, "a")
    bodies(root, "alder")
    added(root, "alder", "vikunja")
    assert load_estate(root).organisations["alder"].applications[0].version == "2.5.0"


def test_another_version_changes_one_line(tmp_path: Path) -> None:
    root = platform(tmp_path, "a")
    bodies(root, "alder")
    added(root, "alder", "gotenberg")
    added(root, "alder", "vikunja", "2.3.0")
    before = content(root)
    assert added(root, "alder", "vikunja") == ["estate/organisations/alder.yaml: vikunja from 2.3.0 to 2.5.0"]
    after = content(root)
    assert after == {**before, RECORD: before[RECORD].replace(b'"2.3.0"', b'"2.5.0"')}
    assert added(root, "alder", "vikunja") == ["alder has vikunja 2.5.0 already; nothing to do"]
    assert content(root) == after


def test_going_back_is_done_and_warned_of(tmp_path: Path) -> None:
    root = platform(tmp_path, "a")
    bodies(root, "alder")
    added(root, "alder", "vikunja")
    assert added(root, "alder", "vikunja", "2.3.0") == [
        "estate/organisations/alder.yaml: vikunja from 2.5.0 to 2.3.0",
        "2.3.0 is older: it may not know what 2.5.0 has made of the tables; restore a backup from before the upgrade instead",
    ]


def test_comments_indents_and_order_stay(tmp_path: Path) -> None:
    root = platform(tmp_path, "a")
    bodies(root, "alder", hosting=OWN)
    path = root / RECORD
    before = path.read_text(encoding="utf-8")
    added(root, "alder", "metabase")
    mark = '        version: "2.3.0"  # kept until then\n'
    grown = before.replace(mark, mark + '    - name: metabase\n      version: "0.63.18"\n')
    assert path.read_text(encoding="utf-8") == grown
    added(root, "alder", "gotenberg", "8.37.0")
    added(root, "alder", "vikunja")
    assert path.read_text(encoding="utf-8") == grown.replace('"2.3.0"', '"2.5.0"')
    assert problems(load_estate(root)) == []


def test_a_ledger_that_lacks_a_place_gets_it(tmp_path: Path) -> None:
    root = platform(tmp_path, "a")
    bodies(root, "alder", hosting=OWN)
    wanted = ["estate/ledger/alder.yaml: cells: found no cell on aws; allowed: one, since hosting is shared; 'civic store add alder {}' gives it"]
    found = [str(problem) for problem in problems(load_estate(root))]
    assert found == [wanted[0].format("gotenberg"), wanted[0].format("vikunja")]
    before = (root / RECORD).read_bytes()
    added(root, "alder", "gotenberg")
    added(root, "alder", "vikunja", "2.3.0")
    assert (root / RECORD).read_bytes() == before
    assert problems(load_estate(root)) == []


def test_dedicated_hosting_has_no_place_in_a_cell(tmp_path: Path) -> None:
    root = platform(tmp_path)
    bodies(root, "alder", hosting=DEDICATED)
    before = content(root)
    added(root, "alder", "odoo")
    assert content(root)[LEDGER] == before[LEDGER]
    assert problems(load_estate(root)) == []


def test_a_body_on_both_clouds_says_which(tmp_path: Path) -> None:
    root = platform(tmp_path, "a", azure=("k",))
    bodies(root, "alder", cloud="both")
    assert refused(root, "alder", "vikunja") == "--cloud: found nothing; allowed: one of aws, azure, since the body has both"
    added(root, "alder", "vikunja", "2.3.0", "azure")
    assert b"    cloud: azure\n" in (root / RECORD).read_bytes()
    assert load_estate(root).ledgers["alder"].cell("azure") == "k"
    added(root, "alder", "vikunja")
    assert refused(root, "alder", "vikunja", "", "aws").startswith("--cloud: found 'aws'; allowed: azure, where vikunja runs already")
    assert problems(load_estate(root)) == []


def test_a_domain_is_one_bodys_alone(tmp_path: Path) -> None:
    root = platform(tmp_path)
    bodies(root, "alder", "birch", hosting=DEDICATED)
    (problem,) = [each for each in problems(load_estate(root)) if each.path == "hosting.domain"]
    assert problem.file == "estate/organisations/birch.yaml"
    assert problem.line > 1
    assert (problem.found.partition(",")[2], problem.allowed) == (" which alder answers under", "a domain of its own")


def test_an_empty_ledger_is_not_joined_anew(tmp_path: Path) -> None:
    root = platform(tmp_path, "a")
    bodies(root, "alder")
    (root / "ledger" / "alder.yaml").write_text("", encoding="utf-8")
    with pytest.raises(InputError, match="history; where it held nothing, delete it, and 'civic addresses mend alder' writes another"):
        load_estate(root)


BODY = "estate/organisations/alder.yaml"
REFUSED = {
    "a test tenancy": (
        f"environments: [live, test]\n{SHARED}",
        ("alder.test", "vikunja"),
        "'alder.test': a test tenancy runs what its body's record names; give the application to 'alder', which has it live too",
    ),
    "no such body": (SHARED, ("aldr", "vikunja"), "'aldr' is no organisation of this estate; did you mean 'alder'?"),
    "no hosting": (
        "",
        ("alder", "vikunja"),
        f"{BODY}: hosting: found nothing; allowed: where applications run, such as 'hosting: {{placement: shared}}'",
    ),
    "no such application": (
        SHARED,
        ("alder", "vikunia"),
        "estate/applications: found no application 'vikunia' in the store; allowed: flowable, gotenberg, metabase, odoo, vikunja; "
        "did you mean 'vikunja'?",
    ),
    "no such version": (
        SHARED,
        ("alder", "vikunja", "2.5.1"),
        "estate/applications: found no version '2.5.1' of vikunja; allowed: 2.3.0, 2.5.0; did you mean '2.5.0'?",
    ),
    "a cloud it has not": (SHARED, ("alder", "vikunja", "", "azure"), f"--cloud: found 'azure'; allowed: aws, which {BODY} has"),
    "not for shared hosting": (SHARED, ("alder", "odoo"), f"{BODY}: applications: found odoo in shared hosting; allowed: placements dedicated"),
    "not for such data": (
        f"classification: official-sensitive\n{SHARED}",
        ("alder", "vikunja"),
        f"{BODY}: applications: found vikunja, meant for data up to official; allowed: an application meant for official-sensitive",
    ),
}


@pytest.mark.parametrize("case", REFUSED)
def test_one_clear_message_and_nothing_written(tmp_path: Path, case: str) -> None:
    hosting, wanted, message = REFUSED[case]
    root = platform(tmp_path, "a")
    bodies(root, "alder", hosting=hosting)
    assert refused(root, *wanted) == message


def test_not_on_that_cloud(tmp_path: Path) -> None:
    root = platform(tmp_path, azure=("k",))
    bodies(root, "alder", cloud="azure")
    assert refused(root, "alder", "metabase").endswith("applications: found metabase on azure; allowed: clouds aws")


def test_a_full_cell_says_add_a_cell(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("civic.ledger.placement.capacity", lambda cloud: 1)
    root = platform(tmp_path, "a")
    bodies(root, "alder", "birch")
    added(root, "birch", "vikunja")
    assert refused(root, "alder", "vikunja") == (
        "no shared cell on aws in eu-west-2 has room: a is full (1 places each); add a cell under 'aws.cells' in estate/platform.yaml"
    )


def test_a_database_needs_the_client_s_image(tmp_path: Path) -> None:
    root = platform(tmp_path, "a")
    bodies(root, "alder")
    path = root / "platform.yaml"
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    path.write_text("".join(line for line in lines if not line.startswith("postgres_image")), encoding="utf-8")
    assert refused(root, "alder", "vikunja").startswith(
        "estate/platform.yaml: postgres_image: found nothing; allowed: the image of a PostgreSQL client"
    )
    added(root, "alder", "gotenberg")


@pytest.mark.parametrize("on", ["2026-13-01", "tomorrow", ""])
def test_dates_are_real(tmp_path: Path, on: str) -> None:
    root = platform(tmp_path, "a")
    bodies(root, "alder")
    before = content(root)
    with pytest.raises(Exception, match="a real date"):
        add_application(load_estate(root), "alder", "vikunja", "", "", on)
    assert content(root) == before


def test_a_record_that_cannot_be_written_leaves_the_ledger_as_it_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    root = platform(tmp_path, "a")
    bodies(root, "alder")
    before = content(root)
    real = writing.write

    def full_disk(path: Path, text: str) -> None:
        if path.parent.name == "organisations":
            raise OSError(28, os.strerror(28))
        real(path, text)

    monkeypatch.setattr(writing, "write", full_disk)
    with pytest.raises(OSError, match="No space left"):
        added(root, "alder", "vikunja")
    assert content(root) == before


def test_a_list_between_brackets_is_left_alone(tmp_path: Path) -> None:
    root = platform(tmp_path, "a")
    bodies(root, "alder", hosting=SHARED + 'applications: [{name: gotenberg, version: "8.37.0"}]\n')
    assert "is written between brackets; write it with dashes" in refused(root, "alder", "vikunja")


def test_an_empty_list_is_filled() -> None:
    text = "hosting: {placement: shared}\napplications: []  # none\nreview_by: x\n"
    made = with_application(text, "x", "vikunja", "2.5.0")
    assert made == 'hosting: {placement: shared}\napplications:\n  - name: vikunja\n    version: "2.5.0"\nreview_by: x\n'


def test_a_last_line_without_an_end_is_ended() -> None:
    made = with_application("hosting:\n  placement: shared", "x", "vikunja", "2.5.0")
    assert made == 'hosting:\n  placement: shared\napplications:\n  - name: vikunja\n    version: "2.5.0"\n'


COMMENTS = some.sampled_from(["", "# a comment\n", "\n", "# one\n\n# two\n"])
CHOICES = some.lists(some.sampled_from(["forms", "maps", "tasks"]), unique=True, max_size=3)


@given(COMMENTS, COMMENTS, COMMENTS, CHOICES, some.integers(0, 4), some.booleans())
@settings(deadline=None)
def test_whatever_the_layout_only_lines_are_added(first: str, second: str, third: str, names: list[str], indent: int, before: bool) -> None:
    space = " " * indent
    items = "".join(f'{second}{space}- version: "1.0"   # x\n{space}  name: {name}\n' for name in names)
    listed = f"applications:\n{items}" if names else ""
    hosting = f"{first}hosting:\n  placement: shared\n"
    text = f"name: Alder\n{(listed + hosting) if before else (hosting + listed)}{third}review_by: soon\n"
    made = with_application(text, "x", "bins", "3.1.0")
    lines = made.splitlines()
    place = lines.index(f"{space if names else '  '}- name: bins")
    new = lines[place : place + 2] if names else lines[place - 1 : place + 2]
    kept = [*lines[: place - (not names)], *lines[place + 2 :]]
    assert kept == text.splitlines()
    assert len(new) == (2 if names else 3)
    assert parse(made, "x").data["applications"] == [*({"version": "1.0", "name": name} for name in names), {"name": "bins", "version": "3.1.0"}]
    for number, name in enumerate(names):
        other = with_version(text, "x", number, "1.1")
        assert [a for a, b in zip(text.splitlines(), other.splitlines(), strict=True) if a != b] == [f'{space}- version: "1.0"   # x']
        assert parse(other, "x").data["applications"][number] == {"version": "1.1", "name": name}


def test_an_edit_that_would_say_something_else_is_not_made() -> None:
    with pytest.raises(CannotEdit, match="write it with dashes"):
        with_application("hosting: {placement: shared}\napplications:\n  - {name: a1, version: x}\n", "x", "bins", "1.0")
