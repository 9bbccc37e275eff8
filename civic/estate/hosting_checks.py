"""What is wrong between records, ledgers and the store where hosting is concerned."""

from collections.abc import Iterator
from dataclasses import dataclass

from civic.estate.capacity import capacity
from civic.estate.estate import Estate
from civic.estate.name_claims import problem_at, record_of
from civic.estate.store import load_manifest, load_store, versions
from civic.records.errors import Problem, RecordError, nearest
from civic.records.manifest import Manifest
from civic.records.organisation import OrganisationRecord
from civic.records.owners import LIVE, body_of
from civic.records.reading import read
from civic.records.services import ApplicationChoice


def hosting_problems(estate: Estate) -> Iterator[Problem]:
    """Manifests that are wrong, applications that cannot run where the record puts them, places and labels given twice, cells too full."""
    try:
        load_store(estate.root)
    except RecordError as error:
        yield from error.problems
    known = versions(estate.root)
    for owner, record in estate.owners.items():
        for cloud in record.clouds_taken:
            for choice in record.applications_on(cloud):
                yield from _application_problems(_ChosenApplication(estate, owner, record, cloud, choice), known)
    yield from _doubled_labels(estate)
    yield from _doubled_domains(estate)
    yield from _doubled_places(estate)
    yield from _crowded_cells(estate)


@dataclass(frozen=True)
class _ChosenApplication:
    """One application that one owner's record chooses on one cloud."""

    estate: Estate
    owner: str
    record: OrganisationRecord
    cloud: str
    choice: ApplicationChoice

    def problem(self, key: str, found: str, allowed: str, hint: str = "") -> Problem:
        """In the body's record, at the application."""
        text = read(self.estate.root / "organisations" / f"{self.record.slug}.yaml", self.estate.record_file(self.owner))
        return text.problem(("applications", self.record.applications.index(self.choice), key), found, allowed, hint)

    def in_ledger(self, key: str, found: str, allowed: str, hint: str = "") -> Problem:
        return Problem(self.estate.ledger_file(self.owner), 0, key, found, allowed, hint)


def _application_problems(chosen: _ChosenApplication, known: dict[str, tuple[str, ...]]) -> Iterator[Problem]:
    record, choice = chosen.record, chosen.choice
    if choice.name not in known:
        yield chosen.problem(
            "name", f"'{choice.name}'", ", ".join(known) or "an application of the store, which is empty", nearest(choice.name, known)
        )
        return
    if choice.version not in known[choice.name]:
        given = known[choice.name]
        yield chosen.problem("version", f"'{choice.version}'", ", ".join(given), nearest(choice.version, given))
        return
    try:
        manifest = load_manifest(chosen.estate.root, choice.name, choice.version)
    except RecordError:
        return  # told once, at the manifest
    for found, allowed in misfits(record, chosen.cloud, manifest):
        yield chosen.problem("name", found, allowed)
    for number, published in enumerate(record.publish):
        if published.application == choice.name and manifest.data.personal and published.assured is None:
            allowed = f"'by', 'on' and 'reason': {choice.name} holds personal data ({manifest.data.what})"
            yield problem_at(chosen.estate, record_of(record.slug), ("publish", number, "assured"), "nothing", allowed)
    if manifest.database and not chosen.estate.platform.postgres_image:
        yield missing_client(chosen.estate, choice.name)
    if record.hosting and record.hosting.placement == "shared":
        yield from _place_problems(chosen)


def misfits(record: OrganisationRecord, cloud: str, manifest: Manifest) -> Iterator[tuple[str, str]]:
    """Why the application cannot run where the record would put it: what was found, and what is allowed."""
    placement = record.hosting.placement if record.hosting else ""
    if placement not in manifest.placements:
        yield f"{manifest.name} in {placement} hosting", f"placements {', '.join(manifest.placements)}"
    if cloud not in manifest.clouds:
        yield f"{manifest.name} on {cloud}", f"clouds {', '.join(manifest.clouds)}"
    if (record.classification, manifest.data.classification) == ("official-sensitive", "official"):
        yield f"{manifest.name}, meant for data up to official", "an application meant for official-sensitive"


def missing_client(estate: Estate, application: str) -> Problem:
    """The platform record lacks what makes an application's database."""
    allowed = f"the image of a PostgreSQL client, by digest, since {application} has a database"
    return Problem(f"{estate.root.name}/platform.yaml", 0, "postgres_image", "nothing", allowed)


def _place_problems(chosen: _ChosenApplication) -> Iterator[Problem]:
    ledger, section, cloud = chosen.estate.ledgers[chosen.owner], chosen.estate.platform.cloud(chosen.cloud), chosen.cloud
    cells = section.cells if section else {}
    cell, region = ledger.cell(cloud), chosen.estate.region_of(chosen.owner, cloud)
    mend = f"'civic store add {chosen.record.slug} {chosen.choice.name}' gives it"
    if not cell:
        yield chosen.in_ledger("cells", f"no cell on {cloud}", "one, since hosting is shared", mend)
    elif cell not in cells:
        known = sorted(cells)
        yield chosen.in_ledger("cells", f"the cell '{cell}' on {cloud}", ", ".join(known) or "a cell of the platform record", nearest(cell, known))
    elif cells[cell].region != region:
        yield chosen.in_ledger("cells", f"the cell '{cell}' in {cells[cell].region}", f"a cell in {region}, where the body is on {cloud}")
    elif ledger.priority(cloud, chosen.choice.name) is None:
        yield chosen.in_ledger("listeners", f"no place for {chosen.choice.name} in the cell {cell} on {cloud}", "one", mend)


def _doubled_labels(estate: Estate) -> Iterator[Problem]:
    """In a shared cell the label tells bodies apart. A body's key is its own for life, so another may not take it as a label either."""
    keys = {owner.replace(".", "-"): owner for owner in estate.owners}
    holders: dict[str, str] = dict(keys)
    for owner, record in estate.owners.items():
        if record.hosting is None or record.hosting.host_label is None:
            continue
        holder = holders.setdefault(record.host_label, owner)
        if body_of(holder) != record.slug:
            found = f"'{record.hosting.host_label}', which {holder} answers under"
            yield Problem(estate.record_file(owner), 0, "hosting.host_label", found, "a label of its own")


def _doubled_domains(estate: Estate) -> Iterator[Problem]:
    """A domain of dedicated hosting is one owner's: two would answer for each other's names."""
    holders: dict[str, str] = {}
    for owner, record in sorted(estate.owners.items()):
        if not record.hosting or not record.hosting.domain:
            continue
        holder = holders.setdefault(record.hosting.domain, owner)
        if holder != owner:
            found = f"'{record.hosting.domain}', which {holder} answers under"
            text = read(estate.root / "organisations" / f"{record.slug}.yaml", estate.record_file(owner))
            key = ("hosting", "domain") if record.environment == LIVE else ("test", "domain")
            yield text.problem(key, found, "a domain of its own")


def _doubled_places(estate: Estate) -> Iterator[Problem]:
    """A place is one application's for ever: the earlier entry keeps it."""
    given = [(owner, entry) for owner, ledger in sorted(estate.ledgers.items()) for entry in ledger.listeners]
    taken: dict[tuple[str, str, int], str] = {}
    for owner, entry in sorted(given, key=lambda pair: pair[1].on):
        file, key, home = estate.ledger_file(owner), (entry.cloud, entry.cell, entry.priority), estate.ledgers[owner].cell(entry.cloud)
        if entry.cell != home:
            yield Problem(file, 0, "listeners", f"{entry.application} in the cell {entry.cell}", f"the body's cell, '{home}'")
        if key in taken:
            found = f"priority {entry.priority} for {entry.application} in the cell {entry.cell} on {entry.cloud}, which {taken[key]} has"
            hint = "delete the entry, which nothing can have been deployed with, and 'civic store add' gives another"
            yield Problem(file, 0, "listeners", found, "a priority of its own", hint)
        taken.setdefault(key, f"{entry.application} of {owner}")


def places_given(estate: Estate, cloud: str, cell: str) -> int:
    """How many places of a cell are given, whoever has left since."""
    return sum((entry.cloud, entry.cell) == (cloud, cell) for ledger in estate.ledgers.values() for entry in ledger.listeners)


def _crowded_cells(estate: Estate) -> Iterator[Problem]:
    for cloud, cell in sorted({(entry.cloud, entry.cell) for ledger in estate.ledgers.values() for entry in ledger.listeners}):
        number = places_given(estate, cloud, cell)
        if number > capacity(cloud):
            file, allowed = f"{estate.root.name}/platform.yaml", f"{capacity(cloud)} in one cell"
            yield Problem(file, 0, f"{cloud}.cells.{cell}", f"{number} applications", allowed, "add a cell; nobody moves")
