"""What the pages say is there is there: links, paths, commands, and the output that the README shows."""

import json
import re
import shlex
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import click
import pytest
from ruamel.yaml import YAML

from civic.cli import cli
from civic.estate.loading import load_estate
from civic.estate.pending_actions import pending_actions
from civic.plan import Deployment
from civic.records.loader import validate
from civic.records.organisation import OrganisationRecord
from civic.records.reading import parse
from civic.reports.console import wide_console
from civic.reports.results import StackResult
from civic.reports.summary import bodies_table
from tests.looping import each
from tests.own_estate import OWN_ESTATE, is_example, needs_the_example
from tests.planning import ROOT, example_estate

PAGES = sorted([ROOT / "README.md", *(ROOT / "docs").rglob("*.md")])
TOP = {path.name for path in ROOT.iterdir()}
MADE = ("estate/published", "estate/config/Pulumi", "estate/waivers.yaml")
"""Beginnings of paths that a deployment writes, and a clone has not."""


def _named(path: Path) -> str:
    return str(path.relative_to(ROOT))


def _is_record(path: Path) -> bool:
    """Whether a page means the project's own records, which are data: another estate need not have what the example has."""
    return OWN_ESTATE in (resolved := path.resolve(), *resolved.parents) and not is_example(OWN_ESTATE)


pages = pytest.mark.parametrize("page", PAGES, ids=_named)


def _paths(text: str) -> Iterator[str]:
    """Paths of this repository in backticks: the first part is a folder or file at its top, and no part stands for something."""
    for quoted in re.findall(r"`([^`\n]+)`", text):
        for word in quoted.split():
            if word.split("/")[0] in TOP and "/" in word and not set(word) & set("<>{}*…$=()") and not word.startswith(MADE):
                yield word


def _commands(text: str) -> Iterator[list[str]]:
    """``civic ...`` in backticks and after a prompt, word by word."""
    for line in [*re.findall(r"`(civic [^`\n]+)`", text), *re.findall(r"^\$ (?:\.venv/bin/)?(civic .+)$", text, re.MULTILINE)]:
        yield shlex.split(line.partition("#")[0].replace("\\|", " "))[1:]


@pages
def test_links_lead_to_files(page: Path) -> None:
    # A regular expression in backticks looks like one.
    text = re.sub(r"`[^`\n]*`", "", page.read_text(encoding="utf-8"))
    links = [link.partition("#")[0] for link in re.findall(r"\]\(([^)\s]+)\)", text)]
    assert [link for link in links if link and "://" not in link and not (page.parent / link).exists() and not _is_record(page.parent / link)] == []


@pages
def test_paths_in_backticks_exist(page: Path) -> None:
    assert [path for path in _paths(page.read_text(encoding="utf-8")) if not (ROOT / path).exists() and not _is_record(ROOT / path)] == []


def test_commands_and_their_options_exist() -> None:
    written = [(page, words) for page in PAGES for words in _commands(page.read_text(encoding="utf-8"))]
    for page, words in each(written):
        command: click.Command = cli
        for word in words:
            if isinstance(command, click.Group) and word in command.commands:
                command = command.commands[word]
        options = {name for option in command.params for name in option.opts}
        assert command is not cli, f"{_named(page)}: no command in: civic {' '.join(words)}"
        assert {word for word in words if word.startswith("--")} <= options, f"{_named(page)}: civic {' '.join(words)}"


def test_the_readme_names_every_command() -> None:
    told = {words[0] for words in _commands((ROOT / "README.md").read_text(encoding="utf-8"))}
    assert set(cli.commands) <= told


def test_every_page_is_in_an_index() -> None:
    folders = {page.parent for page in (ROOT / "docs").rglob("*.md")}
    assert ROOT / "docs" / "how-to" in folders
    for folder in folders:
        # A folder without an index of its own is listed in the one above it.
        place = next(above for above in (folder, *folder.parents) if (above / "README.md").is_file())
        index = (place / "README.md").read_text(encoding="utf-8")
        pages = [path.relative_to(place).as_posix() for path in folder.glob("*.md") if path.name != "README.md"]
        assert [page for page in pages if f"({page})" not in index] == []


def test_records_on_the_pages_are_records() -> None:
    text = (ROOT / "docs" / "joining.md").read_text(encoding="utf-8")
    whole, *parts = re.findall(r"```yaml\n(.*?)```", text, re.DOTALL)
    assert validate(parse(whole, "joining.md"), OrganisationRecord, {"slug": "eastvale"}).kind == "district-council"
    assert parts
    fields = YAML(typ="safe", pure=True)
    for part in parts:
        assert fields.load(part).keys() <= OrganisationRecord.model_fields.keys()
    voice = next(part for part in parts if part.startswith("voice:"))
    assert validate(parse(whole + voice, "joining.md"), OrganisationRecord, {"slug": "eastvale"}).voice


@needs_the_example
def test_the_readme_shows_what_the_command_prints_today() -> None:
    shown = re.search(r"```text\n(.*?)```", (ROOT / "README.md").read_text(encoding="utf-8"), re.DOTALL)
    assert shown
    plans = {name: Deployment.from_json(json.loads(run.plan)) for name, run in example_estate().items()}
    estate, console = load_estate(OWN_ESTATE), wide_console()
    with console.capture() as printed:
        console.print(bodies_table(estate, [StackResult(name, resources=len(plan)) for name, plan in sorted(plans.items())]))
    table = [line.rstrip() for line in printed.get().splitlines()]
    lines = shown[1].splitlines()
    assert lines[: len(table)] == table
    total = sum(len(plan) for plan in plans.values())
    assert f"\n{len(plans)} stacks, {total:,} resources, {len(estate.organisations)} bodies planned" in shown[1]
    day = date(2026, 11, 24)
    assert [line for line in lines if line.startswith("needs a decision")] == pending_actions(estate, day)
