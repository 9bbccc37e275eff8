"""``civic plan --against`` and ``--state``: what is deployed, beside what is planned."""

import shutil
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from civic.changes import Comparison, compare
from civic.commands.commits import taken_out, top_of
from civic.errors import InputError
from civic.estate.card_files import card_path, parse_card
from civic.estate.edits import causes, estate_edits, record_files
from civic.estate.estate import Estate
from civic.estate.layers import StackName
from civic.estate.targets import own_stacks
from civic.input_files import printable
from civic.plan import Deployment
from civic.records.differences import Edit
from civic.records.errors import RecordError
from civic.records.owners import PLATFORM
from civic.records.platform_template import PLATFORM_FILE
from civic.reports.changes import ToldChange, tell
from civic.reports.results import Outcome

RECORDS = "records"
"""Folder beside plans with the records that they were made from."""


@dataclass(frozen=True)
class Deployed:
    """Documents of stacks: states, or plans that were kept."""

    shown: str
    stacks: Mapping[str, Deployment]
    records: Path | None = None
    """The records that they were made from, where those were kept with them."""
    left_out: Sequence[str] = ()
    """Files that are of no stack of this project, a line each."""

    def of(self, wanted: Collection[str]) -> "Deployed":
        """Those of some owners or stacks alone; all where nothing is wanted."""
        chosen = {name: one for name, one in self.stacks.items() if not wanted or {name, StackName.parse(name).owner} & set(wanted)}
        return Deployed(self.shown, chosen, self.records, self.left_out)


def read_deployed(path: Path, project: str) -> Deployed:
    """One export, or a folder of them. Raises ``InputError`` where there are none, two are of one stack, or the one is of another project."""
    if not path.exists():
        raise InputError(
            f"{path}: found no such file or folder; allowed: what 'pulumi stack export' or 'civic plan --out' wrote, or a folder of such"
        )
    files = sorted(path.glob("*.json")) if path.is_dir() else [path]
    if not files:
        raise InputError(f"{path}: no states or plans here; 'pulumi stack export --file {path}/STACK.json' writes one")
    stacks: dict[str, Deployment] = {}
    first: dict[str, Path] = {}
    left_out: list[str] = []
    for file in files:
        deployment = Deployment.read(file)
        name = _stack_of(deployment, project)
        if name is None:
            left_out.append(f"{file}: no stack of {project}, so it is left out")
        elif name in first:
            raise InputError(f"{file}: found the stack {name}, which {first[name]} is of too; allowed: one file for each stack")
        else:
            first[name], stacks[name] = file, deployment
    if not stacks:
        raise InputError(f"{path}: found no stack of the project {printable(project)}; allowed: states or plans of its stacks")
    records = path / RECORDS if path.is_dir() and (path / RECORDS / PLATFORM_FILE).is_file() else None
    return Deployed(str(path), stacks, records, left_out)


def _stack_of(deployment: Deployment, project: str) -> str | None:
    names = {(resource.project, resource.stack) for resource in deployment}
    if len(names) != 1:
        return None
    ((found, stack),) = names
    try:
        return str(StackName.parse(stack)) if found == project else None
    except InputError:
        return None


def keep_records(out: Path, estate: Estate, stacks: Sequence[StackName]) -> None:
    """Keep beside the plans of ``stacks`` what they were made from, so that a later comparison can name the edit that did it."""
    names, whole = {name.owner for name in stacks}, {str(name) for name in stacks} >= {str(name) for name in own_stacks(estate)}
    if whole:
        shutil.rmtree(out / RECORDS, ignore_errors=True)
    for file in record_files(estate.root):
        owner = Path(file).name.removesuffix(".yaml")
        if whole or PLATFORM in names or owner in names or "organisations" not in file:
            kept = out / RECORDS / file
            kept.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(estate.root / file, kept)


def compared(deployed: Deployed, plans: Path, estate: Estate, outcome: Outcome) -> tuple[Comparison, list[ToldChange]]:
    """What the plans of ``outcome``, which lie in a folder, change of what is deployed."""
    failed = {result.stack: "it could not be planned" for result in outcome.failed}
    failed |= {stack: f"the files of {StackName.parse(stack).body} cannot be read" for stack in deployed.stacks if _is_unreadable(estate, stack)}
    planned = [result.stack for result in outcome.stacks if result.stack not in failed]
    after = {stack: Deployment.read(plans / f"{stack}.json") for stack in planned}
    comparison = compare(deployed.stacks, after, {str(name) for name in own_stacks(estate)}, failed)
    edits = _Edits(deployed, estate)
    return comparison, tell(comparison, lambda change: causes(change, edits.since(change.stack)))


def _is_unreadable(estate: Estate, stack: str) -> bool:
    return StackName.parse(stack).body in estate.unreadable


class _Edits:
    """Edits of the records since a stack was deployed, as far as its records of then are known."""

    def __init__(self, deployed: Deployed, estate: Estate) -> None:
        self._deployed, self._estate = deployed, estate
        self._found: dict[str, Sequence[Edit]] = {}

    def since(self, stack: str) -> Sequence[Edit]:
        if self._deployed.records is not None:
            return self._of("", self._deployed.records)
        commit = self._commit(stack)
        if not commit:
            return ()
        with _records_at(commit, self._estate.root) as records:
            return self._of(commit, records) if records else ()

    def _of(self, key: str, records: Path) -> Sequence[Edit]:
        if key not in self._found:
            try:
                self._found[key] = estate_edits(records, self._estate.root)
            except RecordError:
                self._found[key] = ()
        return self._found[key]

    def _commit(self, stack: str) -> str:
        """The commit that the stack's published card names, or that of its owner's landing zone where it has no card."""
        name = StackName.parse(stack)
        for each in (stack, f"{name.owner}-{name.cloud}-landing-zone"):
            path = card_path(self._estate.root, each)
            try:
                return parse_card(path.read_text(encoding="utf-8"), path.name, each, "").commit
            except (OSError, ValueError, InputError):
                continue
        return ""


@contextmanager
def _records_at(commit: str, root: Path) -> Iterator[Path | None]:
    """The estate at a commit; nothing where that cannot be had."""
    top = top_of(root) if root.is_dir() else None
    if top is None or not root.resolve().is_relative_to(top.resolve()):
        yield None
        return
    part = str(root.resolve().relative_to(top.resolve()))
    try:
        with taken_out(commit, root, [part]) as folder:
            yield folder / part
    except InputError:
        yield None
