"""The whole estate: every record, every ledger, and what is wrong between them."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from ipaddress import IPv4Network
from pathlib import Path
from typing import Any

from civic.records.errors import Problem, RecordError, nearest
from civic.records.ledger import Ledger
from civic.records.loader import load
from civic.records.organisation import OrganisationRecord
from civic.records.platform import PlatformRecord

SLUG = r"[a-z][a-z0-9-]{0,38}[a-z0-9]"


@dataclass(frozen=True)
class Estate:
    """What is on disk, validated file by file."""

    root: Path
    platform: PlatformRecord
    organisations: Mapping[str, OrganisationRecord] = field(default_factory=dict)
    ledgers: Mapping[str, Ledger] = field(default_factory=dict)


def load_estate(root: Path, only: Collection[str] | None = None) -> Estate:
    """Load the platform record and all bodies, or those of ``only``. Raises ``RecordError`` with every problem found."""
    if not root.is_dir():
        raise RecordError([Problem(str(root), 0, "", "no such folder", "the folder of the records", "give it with --estate")])
    platform: PlatformRecord = _cached(root / "platform.yaml", f"{root.name}/platform.yaml", PlatformRecord)
    _check_regions(platform, root)
    found = sorted(path.stem for path in (root / "organisations").glob("*.yaml")) if only is None else sorted(only)
    organisations: dict[str, OrganisationRecord] = {}
    ledgers: dict[str, Ledger] = {}
    problems: list[Problem] = []
    for slug in found:
        try:
            organisations[slug] = _organisation(root, slug, platform)
            path = root / "ledger" / f"{slug}.yaml"
            ledgers[slug] = _cached(path, f"{root.name}/ledger/{slug}.yaml", Ledger) if path.is_file() else Ledger()
        except RecordError as error:
            problems += error.problems
    if problems:
        raise RecordError(problems)
    return Estate(root, platform, organisations, ledgers)


def _organisation(root: Path, slug: str, platform: PlatformRecord) -> OrganisationRecord:
    import re

    shown = f"{root.name}/organisations/{slug}.yaml"
    if not re.fullmatch(SLUG, slug) or slug == "platform":
        raise RecordError([Problem(shown, 0, "", f"the name '{slug}'", "2 to 40 of a-z, 0-9 and '-', beginning with a letter; not 'platform'")])
    record: OrganisationRecord = _cached(root / "organisations" / f"{slug}.yaml", shown, OrganisationRecord, slug)
    for cloud, choice in record.clouds.items():
        section = platform.cloud(cloud)
        if section is None:
            raise RecordError([Problem(shown, _line(root, slug, cloud), f"clouds.{cloud}", f"'{cloud}'", ", ".join(platform.clouds))])
        if choice.region and choice.region not in section.regions:
            allowed = sorted(section.regions)
            hint = nearest(choice.region, allowed)
            raise RecordError(
                [Problem(shown, _line(root, slug, "region"), f"clouds.{cloud}.region", f"'{choice.region}'", ", ".join(allowed), hint)]
            )
    return record


def _line(root: Path, slug: str, word: str) -> int:
    lines = (root / "organisations" / f"{slug}.yaml").read_text(encoding="utf-8").splitlines()
    return next((number for number, line in enumerate(lines, 1) if word in line), 1)


def _check_regions(platform: PlatformRecord, root: Path) -> None:
    for cloud in platform.clouds:
        section = platform.cloud(cloud)
        if section is not None and section.home not in section.regions:
            allowed = sorted(section.regions)
            place = f"{root.name}/platform.yaml"
            raise RecordError([Problem(place, 0, f"{cloud}.home", f"'{section.home}'", ", ".join(allowed), nearest(section.home, allowed))])


def _cached(path: Path, shown: str, model: Any, slug: str = "") -> Any:
    try:
        status = path.stat()
    except FileNotFoundError:
        return load(path, model, shown)
    return _load(path, shown, model, slug, status.st_mtime_ns, status.st_size)


@lru_cache(maxsize=2048)
def _load(path: Path, shown: str, model: Any, slug: str, _changed: int, _size: int) -> Any:
    # Several stacks read one record, and a worker serves many stacks: an unchanged file is parsed once.
    return load(path, model, shown, {"slug": slug} if slug else None)


def problems(estate: Estate) -> list[Problem]:
    """What is wrong between files: ranges that clash, lie outside or are missing, and names given twice."""
    return [*_doubled_names(estate), *_missing(estate), *_clashes(estate)]


def _doubled_names(estate: Estate) -> Iterator[Problem]:
    seen: dict[str, str] = {}
    for slug, record in sorted(estate.organisations.items()):
        other = seen.setdefault(record.name.casefold(), slug)
        if other != slug:
            yield Problem(f"estate/organisations/{slug}.yaml", 0, "name", f"'{record.name}', which {other} has already", "a name of its own")


def _missing(estate: Estate) -> Iterator[Problem]:
    for slug, record in sorted(estate.organisations.items()):
        for cloud in record.clouds_taken:
            section, choice = estate.platform.cloud(cloud), record.cloud(cloud)
            if section is None or choice is None:
                continue
            region = choice.region or section.home
            held = estate.ledgers[slug].range(cloud, region)
            place = f"estate/ledger/{slug}.yaml"
            if held is None:
                yield Problem(place, 0, "", f"no range on {cloud} in {region}", "one", f"'civic addresses mend {slug}' gives it")
            elif not any(held.subnet_of(IPv4Network(block)) for block in section.regions[region].bodies):
                supernets = ", ".join(section.regions[region].bodies)
                yield Problem(place, 0, "", f"{held} on {cloud} in {region}", f"a range inside {supernets}")


def _clashes(estate: Estate) -> Iterator[Problem]:
    """Sorted by first address, an overlap is always with the widest range before it."""
    spans = sorted(_spans(estate), key=lambda span: (int(span[0].network_address), span[0].prefixlen))
    widest: tuple[IPv4Network, str, str] | None = None
    for span in spans:
        block, owner, place = span
        if widest and widest[0].overlaps(block):
            loser, keeper = (span, widest) if place else (widest, span)
            slug = loser[1]
            hint = f"'civic addresses mend {slug}' gives another range" if loser[2] else ""
            found = f"{loser[0]}, which overlaps {keeper[0]} of {keeper[1]}"
            yield Problem(loser[2] or "estate/platform.yaml", 0, "", found, "a range of its own", hint)
        if widest is None or int(block.broadcast_address) > int(widest[0].broadcast_address):
            widest = span


def _spans(estate: Estate) -> Iterator[tuple[IPv4Network, str, str]]:
    for reserved in estate.platform.reserved:
        yield IPv4Network(reserved.range), f"the reserved network '{reserved.why}'", ""
    for cloud in estate.platform.clouds:
        section = estate.platform.cloud(cloud)
        for region, place in section.regions.items() if section else ():
            yield IPv4Network(place.hub), f"the hub of {cloud} in {region}", ""
    for slug, ledger in sorted(estate.ledgers.items()):
        for entry in ledger.held():
            if entry.given:
                yield IPv4Network(entry.given), slug, f"estate/ledger/{slug}.yaml"
