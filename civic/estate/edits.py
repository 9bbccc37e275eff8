"""Edits of an estate: what differs between two folders of records, and whose stacks may follow from that."""

from collections.abc import Iterable, Sequence
from pathlib import Path

from civic.changes import Change, Shift
from civic.estate.layers import StackName
from civic.records.differences import Edit, edits
from civic.records.owners import PLATFORM
from civic.records.platform_template import PLATFORM_FILE
from civic.records.reading import Text, read

FOLDERS = ("organisations", "ledger", "applications", "changes")
"""Folders of an estate with what plans follow from."""


def record_files(root: Path) -> list[str]:
    """Records, ledgers and manifests of an estate, by their place in it."""
    found = [path for folder in FOLDERS for path in sorted((root / folder).rglob("*.yaml"))]
    return [str(path.relative_to(root)) for path in (root / PLATFORM_FILE, *found) if path.is_file()]


def estate_edits(before: Path, after: Path) -> list[Edit]:
    """Every field that differs, by file. Raises ``RecordError`` for a file that is no record."""
    files = sorted({*record_files(before), *record_files(after)})
    return [edit for file in files for edit in edits(_text(before, file, after.name), _text(after, file, after.name))]


def _text(root: Path, file: str, shown: str) -> Text | None:
    path = root / file
    return read(path, f"{shown}/{file}") if path.is_file() else None


def concerned(found: Iterable[Edit], stack: str) -> list[Edit]:
    """Edits of files that a stack reads: those of its own body and of the platform; all of them for hubs and cells."""
    name = StackName.parse(stack)
    if name.owner == PLATFORM:
        return list(found)
    own = {f"organisations/{name.body}.yaml", f"ledger/{name.owner}.yaml", PLATFORM_FILE}
    return [edit for edit in found if edit.file.split("/", 1)[-1] in own or "/applications/" in edit.file]


def causes(change: Change, found: Sequence[Edit]) -> list[Edit]:
    """The edits that did it, as far as that can be told: those whose values stand in what differs, else those of the body's own files, else all.

    Where nothing of its own was edited, it was another body: the other side of an agreement, which is withdrawn by either.
    """
    near = concerned(found, change.stack) or list(found)
    told = [edit for edit in near if _stands_in(edit, change.forces or change.refused or change.shifts)]
    body = StackName.parse(change.stack).body
    own = [edit for edit in near if edit.file.endswith(f"organisations/{body}.yaml")]
    return told or own or near


def _stands_in(edit: Edit, shifts: Sequence[Shift]) -> bool:
    pairs = [(shift.before, shift.after) for shift in shifts]
    values = (edit.before, edit.after)
    return all(values) and any(edit.before in old and edit.after in new for old, new in pairs)
