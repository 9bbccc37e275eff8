"""What is wrong between records, ledgers and the store where hosting and telephone numbers are concerned."""

import itertools
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from civic.estate.capacity import capacity
from civic.estate.store import load_manifest, load_store, versions
from civic.records.errors import Problem, RecordError, nearest
from civic.records.manifest import Manifest
from civic.records.organisation import OrganisationRecord
from civic.records.reading import read
from civic.records.services import ApplicationChoice

if TYPE_CHECKING:
    from civic.estate.estate import Estate


def placing_problems(estate: "Estate") -> Iterator[Problem]:
    """Manifests that are wrong, applications that cannot run where the record puts them, places given twice, cells too full, numbers given twice."""
    try:
        load_store(estate.root)
    except RecordError as error:
        yield from error.problems
    known = versions(estate.root)
    for slug, record in sorted(estate.organisations.items()):
        for cloud in record.clouds_taken:
            for choice in record.applications_on(cloud):
                yield from _application(_Asked(estate, slug, record, cloud, choice), known)
    yield from _places(estate)
    yield from _full(estate)
    yield from _numbers(estate)


@dataclass(frozen=True)
class _Asked:
    """One application that one record asks for on one cloud."""

    estate: "Estate"
    slug: str
    record: OrganisationRecord
    cloud: str
    choice: ApplicationChoice

    def problem(self, key: str, found: str, allowed: str, hint: str = "") -> Problem:
        """In the body's record, at the application."""
        root = self.estate.root
        text = read(root / "organisations" / f"{self.slug}.yaml", f"{root.name}/organisations/{self.slug}.yaml")
        return text.problem(("applications", self.record.applications.index(self.choice), key), found, allowed, hint)

    def in_ledger(self, key: str, found: str, allowed: str, hint: str = "") -> Problem:
        return Problem(f"{self.estate.root.name}/ledger/{self.slug}.yaml", 0, key, found, allowed, hint)


def _application(asked: _Asked, known: dict[str, tuple[str, ...]]) -> Iterator[Problem]:
    record, choice = asked.record, asked.choice
    if choice.name not in known:
        yield asked.problem(
            "name", f"'{choice.name}'", ", ".join(known) or "an application of the store, which is empty", nearest(choice.name, known)
        )
        return
    if choice.version not in known[choice.name]:
        given = known[choice.name]
        yield asked.problem("version", f"'{choice.version}'", ", ".join(given), nearest(choice.version, given))
        return
    try:
        manifest = load_manifest(asked.estate.root, choice.name, choice.version)
    except RecordError:
        return  # told once, at the manifest
    for found, allowed in unfit(record, asked.cloud, manifest):
        yield asked.problem("name", found, allowed)
    if manifest.database and not asked.estate.platform.postgres_image:
        yield no_client(asked.estate, choice.name)
    if record.hosting and record.hosting.placement == "shared":
        yield from _placed(asked)


def unfit(record: OrganisationRecord, cloud: str, manifest: Manifest) -> Iterator[tuple[str, str]]:
    """Why the application cannot run where the record would put it: what was found, and what is allowed."""
    placement = record.hosting.placement if record.hosting else ""
    if placement not in manifest.placements:
        yield f"{manifest.name} in {placement} hosting", f"placements {', '.join(manifest.placements)}"
    if cloud not in manifest.clouds:
        yield f"{manifest.name} on {cloud}", f"clouds {', '.join(manifest.clouds)}"
    if (record.classification, manifest.data.classification) == ("official-sensitive", "official"):
        yield f"{manifest.name}, meant for data up to official", "an application meant for official-sensitive"


def no_client(estate: "Estate", application: str) -> Problem:
    """The platform record lacks what makes an application's database."""
    allowed = f"the image of a PostgreSQL client, by digest, since {application} has a database"
    return Problem(f"{estate.root.name}/platform.yaml", 0, "postgres_image", "nothing", allowed)


def region_of(estate: "Estate", record: OrganisationRecord, cloud: str) -> str:
    """Where the body is on this cloud: the region that its record names, or the platform's home."""
    section, choice = estate.platform.cloud(cloud), record.cloud(cloud)
    return (choice.region if choice else "") or (section.home if section else "")


def _placed(asked: _Asked) -> Iterator[Problem]:
    ledger, section, cloud = asked.estate.ledgers[asked.slug], asked.estate.platform.cloud(asked.cloud), asked.cloud
    cells = section.cells if section else {}
    cell, region = ledger.cell(cloud), region_of(asked.estate, asked.record, cloud)
    mend = f"'civic store add {asked.slug} {asked.choice.name}' gives it"
    if not cell:
        yield asked.in_ledger("cells", f"no cell on {cloud}", "one, since hosting is shared", mend)
    elif cell not in cells:
        known = sorted(cells)
        yield asked.in_ledger("cells", f"the cell '{cell}' on {cloud}", ", ".join(known) or "a cell of the platform record", nearest(cell, known))
    elif cells[cell].region != region:
        yield asked.in_ledger("cells", f"the cell '{cell}' in {cells[cell].region}", f"a cell in {region}, where the body is on {cloud}")
    elif ledger.priority(cloud, asked.choice.name) is None:
        yield asked.in_ledger("listeners", f"no place for {asked.choice.name} in the cell {cell} on {cloud}", "one", mend)


def _places(estate: "Estate") -> Iterator[Problem]:
    """A place is one application's for ever: the earlier entry keeps it."""
    given = [(slug, entry) for slug, ledger in sorted(estate.ledgers.items()) for entry in ledger.listeners]
    taken: dict[tuple[str, str, int], str] = {}
    for slug, entry in sorted(given, key=lambda pair: pair[1].on):
        file, key, home = f"{estate.root.name}/ledger/{slug}.yaml", (entry.cloud, entry.cell, entry.priority), estate.ledgers[slug].cell(entry.cloud)
        if entry.cell != home:
            yield Problem(file, 0, "listeners", f"{entry.application} in the cell {entry.cell}", f"the body's cell, '{home}'")
        if key in taken:
            found = f"priority {entry.priority} for {entry.application} in the cell {entry.cell} on {entry.cloud}, which {taken[key]} has"
            hint = "delete the entry, which nothing can have been deployed with, and 'civic store add' gives another"
            yield Problem(file, 0, "listeners", found, "a priority of its own", hint)
        taken.setdefault(key, f"{entry.application} of {slug}")


def residents(estate: "Estate", cloud: str, cell: str) -> int:
    """How many places of a cell are given, whoever has left since."""
    return sum((entry.cloud, entry.cell) == (cloud, cell) for ledger in estate.ledgers.values() for entry in ledger.listeners)


def _full(estate: "Estate") -> Iterator[Problem]:
    for cloud, cell in sorted({(entry.cloud, entry.cell) for ledger in estate.ledgers.values() for entry in ledger.listeners}):
        number = residents(estate, cloud, cell)
        if number > capacity(cloud):
            file, allowed = f"{estate.root.name}/platform.yaml", f"{capacity(cloud)} in one cell"
            yield Problem(file, 0, f"{cloud}.cells.{cell}", f"{number} applications", allowed, "add a cell; nobody moves")


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
