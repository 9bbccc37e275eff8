"""``civic diff``: what two estates, or two commits, differ in: their records as people read them, and what that does to each body."""

import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

import click

from civic.changes import Comparison, compare
from civic.commands import exit_codes
from civic.commands.commits import taken_out, top_of
from civic.errors import InputError
from civic.estate.edits import causes, estate_edits
from civic.estate.layers import StackName, implied
from civic.estate.loading import load_estate
from civic.input_files import printable
from civic.plan import Deployment
from civic.records.differences import Edit
from civic.records.owners import body_of
from civic.records.platform_template import PLATFORM_FILE
from civic.reports.changes import tell
from civic.reports.console import print_json, wide_console
from civic.reports.diff import as_data, as_markdown, print_diff, sections
from civic.workspace import FILE

PATIENCE = 1800
"""Seconds for all plans of one side."""


@dataclass(frozen=True)
class Side:
    """One of the two."""

    shown: str
    records: Path
    project: Path


def diff_command(before: str, after: str, estate_root: Path, project_root: Path, form: str, *, only: Sequence[str], records_alone: bool) -> int:
    """Print the differences. Returns 1 where anything is lost, or a stack of either side cannot be planned."""
    with ExitStack() as held:
        old = held.enter_context(_side(before, estate_root, project_root))
        new = held.enter_context(_side(after or str(estate_root), estate_root, project_root))
        edits = [edit for edit in estate_edits(old.records, new.records) if _of(edit, only)]
        comparison = None if records_alone else _compared(old, new, only)
    told = tell(comparison, lambda change: causes(change, edits)) if comparison else []
    found = sections(edits, comparison, told)
    if form == "json":
        print_json(as_data(old.shown, new.shown, found, comparison, told))
    elif form == "markdown":
        click.echo(as_markdown(old.shown, new.shown, found, comparison), nl=False)
    else:
        print_diff(wide_console(), old.shown, new.shown, found, comparison)
    return exit_codes.FINDINGS if told or (comparison and comparison.not_compared) else exit_codes.WELL


@contextmanager
def _side(word: str, estate_root: Path, project_root: Path) -> Iterator[Side]:
    """A folder of records, planned by the project here; or a commit of the repository in which the records lie, by the project of then."""
    folder = Path(word)
    if folder.is_dir():
        if not (folder / PLATFORM_FILE).is_file():
            raise InputError(f"{folder}: found no {PLATFORM_FILE}; allowed: a folder of records, or a commit")
        yield Side(word, folder, project_root)
        return
    here = estate_root if estate_root.is_dir() else Path()
    with taken_out(word, here) as tree:
        part = estate_root.resolve().relative_to(top.resolve()) if (top := top_of(here)) and _is_in(estate_root, top) else Path(estate_root.name)
        if not (tree / part / PLATFORM_FILE).is_file():
            raise InputError(f"{printable(word)}: found no {part}/{PLATFORM_FILE} in that commit; allowed: a commit with the estate in it")
        yield Side(word, tree / part, tree if (tree / FILE).is_file() else project_root)


def _is_in(folder: Path, top: Path) -> bool:
    return folder.resolve().is_relative_to(top.resolve())


def _of(edit: Edit, only: Sequence[str]) -> bool:
    return not only or Path(edit.file).name.partition(".")[0] in {_body(word) for word in only}


def _body(word: str) -> str:
    """The body of an owner or a stack."""
    try:
        return StackName.parse(word).body
    except InputError:
        return body_of(word)


def _compared(old: Side, new: Side, only: Sequence[str]) -> Comparison:
    with tempfile.TemporaryDirectory(prefix="civic-diff-") as folder:
        before, lacking = _plans(old, Path(folder) / "before", only)
        after, failed = _plans(new, Path(folder) / "after", only)
    after = {stack: deployment for stack, deployment in after.items() if stack not in lacking}
    names = {str(name) for name in implied(load_estate(new.records, tolerant=True))}
    found = compare(before, after, names, {stack: f"{new.shown} gives no plan of it" for stack in failed if stack in before})
    told = {stack: f"{old.shown} gives no plan of it" for stack in lacking}
    return replace(found, not_compared={**found.not_compared, **told})


def _plans(side: Side, out: Path, only: Sequence[str]) -> tuple[dict[str, Deployment], set[str]]:
    """The side's plans, and the stacks that its records imply and that could not be planned. Raises ``InputError`` where nothing could."""
    names = implied(load_estate(side.records, tolerant=True))
    wanted = [word for word in only if any(word in (name.owner, str(name)) for name in names)]
    if only and not wanted:
        return {}, set()
    expected = {str(name) for name in names if not wanted or {name.owner, str(name)} & set(wanted)}
    command = [sys.executable, "-m", "civic.cli", "plan", *wanted, "--estate", str(side.records.resolve()), "--out", str(out), "--quiet"]
    # A commit is planned by its own program and its own command, which lie in the folder that Python looks into first.
    ran = subprocess.run(command, cwd=side.project, capture_output=True, text=True, timeout=PATIENCE, check=False)
    if ran.returncode not in (exit_codes.WELL, exit_codes.FINDINGS):
        raise InputError(f"{side.shown}: its plans cannot be made:\n{ran.stderr.strip()}")
    plans = {path.stem: Deployment.read(path) for path in sorted(out.glob("*.json"))}
    return plans, expected - plans.keys()
