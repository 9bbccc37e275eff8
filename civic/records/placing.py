"""What is wrong between records, ledgers and the store where hosting and telephone numbers are concerned."""

import itertools
from collections.abc import Iterator
from typing import TYPE_CHECKING

from civic.records.errors import Problem, RecordError, nearest
from civic.records.organisation import OrganisationRecord
from civic.records.quotas import capacity
from civic.records.reading import read
from civic.records.services import ApplicationChoice
from civic.records.store import load_manifest

if TYPE_CHECKING:
    from civic.records.estate import Estate


def placing_problems(estate: "Estate") -> Iterator[Problem]:
    """Applications that cannot run where the record puts them, places in cells given twice, cells too full, numbers given twice."""
    for slug, record in sorted(estate.organisations.items()):
        for cloud in record.clouds_taken:
            for choice in record.applications_on(cloud):
                yield from _application(estate, slug, record, cloud, choice)
    yield from _places(estate)
    yield from _numbers(estate)


def _application(estate: "Estate", slug: str, record: OrganisationRecord, cloud: str, choice: ApplicationChoice) -> Iterator[Problem]:
    placement = record.hosting.placement if record.hosting else ""
    try:
        manifest = load_manifest(estate.root, choice.name, choice.version)
    except RecordError as error:
        for problem in error.problems:
            yield _in_record(estate, slug, choice, problem.found, problem.allowed, problem.hint)
        return
    if placement not in manifest.placements:
        yield _in_record(estate, slug, choice, f"{choice.name} in {placement} hosting", f"placements {', '.join(manifest.placements)}")
    if cloud not in manifest.clouds:
        yield _in_record(estate, slug, choice, f"{choice.name} on {cloud}", f"clouds {', '.join(manifest.clouds)}")
    if (record.classification, manifest.data.classification) == ("official-sensitive", "official"):
        yield _in_record(estate, slug, choice, f"{choice.name}, meant for data up to official", "an application meant for official-sensitive")
    if placement == "shared":
        yield from _placed(estate, slug, cloud, choice)


def _placed(estate: "Estate", slug: str, cloud: str, choice: ApplicationChoice) -> Iterator[Problem]:
    file, ledger = f"{estate.root.name}/ledger/{slug}.yaml", estate.ledgers[slug]
    cell, section = ledger.cell(cloud), estate.platform.cloud(cloud)
    mend = f"'civic store add {slug} {choice.name}' gives it"
    if not cell:
        yield Problem(file, 0, "cells", f"no cell on {cloud}", "one, since hosting is shared", mend)
    elif section is None or cell not in section.cells:
        known = sorted(section.cells) if section else []
        yield Problem(file, 0, "cells", f"the cell '{cell}' on {cloud}", ", ".join(known) or "a cell of the platform record", nearest(cell, known))
    elif ledger.priority(cloud, choice.name) is None:
        yield Problem(file, 0, "listeners", f"no place for {choice.name} in the cell {cell} on {cloud}", "one", mend)


def _in_record(estate: "Estate", slug: str, choice: ApplicationChoice, found: str, allowed: str, hint: str = "") -> Problem:
    shown = f"{estate.root.name}/organisations/{slug}.yaml"
    number = estate.organisations[slug].applications.index(choice)
    return read(estate.root / "organisations" / f"{slug}.yaml", shown).problem(("applications", number), found, allowed, hint)


def _places(estate: "Estate") -> Iterator[Problem]:
    taken: dict[tuple[str, str, int], str] = {}
    count: dict[tuple[str, str], int] = {}
    for slug, ledger in sorted(estate.ledgers.items()):
        for entry in ledger.listeners:
            file, key = f"{estate.root.name}/ledger/{slug}.yaml", (entry.cloud, entry.cell, entry.priority)
            if entry.cell != ledger.cell(entry.cloud):
                yield Problem(file, 0, "listeners", f"{entry.application} in the cell {entry.cell}", f"the body's cell, '{ledger.cell(entry.cloud)}'")
            if key in taken:
                found = f"priority {entry.priority} in the cell {entry.cell} on {entry.cloud}, which {taken[key]} has"
                yield Problem(
                    file, 0, "listeners", found, "a priority of its own", f"the later of the two takes another: edit {entry.application}'s line"
                )
            taken.setdefault(key, slug)
            count[entry.cloud, entry.cell] = count.get((entry.cloud, entry.cell), 0) + 1
    for (cloud, cell), number in sorted(count.items()):
        if number > capacity(cloud):
            allowed = f"{capacity(cloud)} in one cell"
            yield Problem(
                f"{estate.root.name}/platform.yaml", 0, f"{cloud}.cells.{cell}", f"{number} applications", allowed, "add a cell; nobody moves"
            )


def _numbers(estate: "Estate") -> Iterator[Problem]:
    """Ranges of one length sort by their first number, and an overlap is with the range before."""
    spans = sorted(
        (len(first), int(first), int(last), slug) for slug, ledger in estate.ledgers.items() for first, last in _ends(ledger.numbers_held())
    )
    for (width, _, end, other), (length, start, _, slug) in itertools.pairwise(spans):
        if width == length and start <= end:
            yield Problem(f"{estate.root.name}/ledger/{slug}.yaml", 0, "numbers", f"+{start}, which {other} holds", "numbers of its own")


def _ends(held: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    for numbers in held:
        first, _, last = numbers.replace("+", "").partition("-")
        yield first, last or first
