"""Edits of records as people read them: entries of lists by their names, lines of the file as it is now."""

from civic.records.differences import edits
from civic.records.reading import parse

BEFORE = """\
name: Eastvale District Council
kind: district-council
clouds: [aws]
applications:
  - name: vikunja
    version: "2.5.0"
  - name: gotenberg
    version: "8.37.0"
subscriptions:
  - provider: northshire
    offer: hr-payroll
"""


def told(after: str, before: str = BEFORE) -> list[str]:
    file = "estate/organisations/eastvale.yaml"
    return [str(edit) for edit in edits(parse(before, file), parse(after, file))]


def test_a_file_differs_in_nothing_from_itself() -> None:
    assert told(BEFORE) == []


def test_an_entry_of_a_list_is_known_by_its_name_wherever_it_stands() -> None:
    moved = BEFORE.replace('  - name: vikunja\n    version: "2.5.0"\n', "").replace(
        "subscriptions:", '  - name: vikunja\n    version: "2.6.0"\nsubscriptions:'
    )
    assert told(moved) == ["estate/organisations/eastvale.yaml:8: applications[vikunja].version: 2.5.0 -> 2.6.0"]


def test_what_came_and_what_went() -> None:
    after = BEFORE.replace("kind: district-council\n", "kind: unitary\nbudget: 1000\n").partition("subscriptions:")[0]
    assert told(after) == [
        "estate/organisations/eastvale.yaml:3: budget: nothing -> 1000",
        "estate/organisations/eastvale.yaml:2: kind: district-council -> unitary",
        "estate/organisations/eastvale.yaml:9: subscriptions: [{provider: northshire, offer: hr-payroll}] -> nothing",
    ]


def test_a_whole_file() -> None:
    text = parse(BEFORE, "estate/organisations/eastvale.yaml")
    assert [str(edit) for edit in edits(text, None)] == ["estate/organisations/eastvale.yaml: the file was taken away"]
    assert [str(edit) for edit in edits(None, text)] == ["estate/organisations/eastvale.yaml: a new file"]
