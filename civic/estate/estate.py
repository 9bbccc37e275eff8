"""The whole estate: every record, every ledger, and what is wrong between them."""

import os
import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property, lru_cache
from ipaddress import IPv4Network
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from civic.estate.agreements import Agreement, agreements
from civic.estate.placing import placing_problems
from civic.records.errors import Problem, RecordError, nearest
from civic.records.ledger import Entry, Ledger
from civic.records.loader import load
from civic.records.organisation import OrganisationRecord
from civic.records.platform import PlatformRecord
from civic.records.reading import read

AGREEMENTS = "agreements.yaml"
SLUG = r"[a-z][a-z0-9-]{0,38}[a-z0-9]"
SLUG_ALLOWED = "2 to 40 of a-z, 0-9 and '-', beginning with a letter; not 'platform', nor anything that begins with 'platform-'"


def is_slug(text: str) -> bool:
    """Whether a body may be called so. The platform's own stacks and their state keys begin with ``platform-``."""
    return bool(re.fullmatch(SLUG, text)) and text != "platform" and not text.startswith("platform-")


@dataclass(frozen=True)
class Estate:
    """What is on disk, validated file by file. A ledger outlives its record: what was given stays given."""

    root: Path
    platform: PlatformRecord
    organisations: Mapping[str, OrganisationRecord] = field(default_factory=dict)
    ledgers: Mapping[str, Ledger] = field(default_factory=dict)

    @cached_property
    def agreements(self) -> list[Agreement]:
        """Offers, requests and agreements; those with a body that only another repository knows come from ``published/agreements.yaml``."""
        published = published_agreements(self.root)
        away = [each for each in published if self._is_away(each) and self._is_still_wanted(each)]
        known = {each.key for each in away} | {(each.provider, each.offer, "") for each in away}
        ours = [each for each in agreements(self.organisations, self.platform) if each.key not in known]
        return sorted([*away, *(_unpublished(each) if published and self._is_away(each) else each for each in ours)])

    def _is_away(self, agreement: Agreement) -> bool:
        # A body that has left keeps its ledger, so what was published of it before does not bring it back.
        parties = [party for party in (agreement.provider, agreement.consumer) if party]
        return any(not (self.root / "ledger" / f"{party}.yaml").is_file() for party in parties)

    def _is_still_wanted(self, agreement: Agreement) -> bool:
        """Whether the half whose record is here still says so: withdrawing needs nobody else."""
        consumer, provider = self.organisations.get(agreement.consumer), self.organisations.get(agreement.provider)
        asked = consumer is None or any((one.provider, one.offer) == (agreement.provider, agreement.offer) for one in consumer.subscriptions)
        offers = [one for one in provider.offers if one.name == agreement.offer] if provider else []
        return asked and (provider is None or any(not agreement.consumer or one.is_open_to(agreement.consumer) for one in offers))

    def organisation(self, slug: str) -> OrganisationRecord:
        """The record of a body. Raises ``ValueError`` that names the nearest where there is none."""
        if slug not in self.organisations:
            hint = nearest(slug, self.organisations) or "'civic stacks' lists them"
            raise ValueError(f"'{slug}' is no organisation of this estate; {hint}")
        return self.organisations[slug]

    def deployed(self, slug: str, cloud: str) -> bool:
        """Whether the body's landing zone on this cloud has been rolled out and published."""
        return (self.root / "published" / f"{slug}-{cloud}-landing-zone.yaml").exists()


def load_estate(root: Path, only: Collection[str] | None = None) -> Estate:
    """Load the platform record and all bodies, or those of ``only``. Raises ``RecordError`` with every problem found."""
    if not root.is_dir():
        raise RecordError([Problem(str(root), 0, "", "no such folder", "the folder of the records", "give it with --estate")])
    for folder in ("organisations", "ledger"):
        if not (root / folder).resolve().is_relative_to(root.resolve()):
            raise RecordError([Problem(f"{root.name}/{folder}", 0, "", "a symbolic link out of the estate", "a folder of its own")])
    _refuse_strays(root)
    platform: PlatformRecord = _cached(root / "platform.yaml", f"{root.name}/platform.yaml", PlatformRecord)
    _check_regions(platform, root)
    organisations: dict[str, OrganisationRecord] = {}
    ledgers: dict[str, Ledger] = {}
    found: list[Problem] = []
    for slug in _slugs(root, "organisations") if only is None else sorted(only):
        try:
            organisations[slug] = _organisation(root, slug, platform)
        except RecordError as error:
            found += error.problems
    for slug in {*organisations, *(_slugs(root, "ledger") if only is None else ())}:
        try:
            ledgers[slug] = _ledger(root, slug)
        except RecordError as error:
            found += error.problems
    if found:
        raise RecordError(sorted(found, key=lambda problem: (problem.file, problem.line)))
    return Estate(root, platform, organisations, dict(sorted(ledgers.items())))


def load_with_partners(root: Path, slug: str) -> Estate:
    """The estate as one body's stacks need it: its record, and those of the bodies it may share with. Raises ``RecordError``."""
    alone = load_estate(root, only=[slug])
    record = alone.organisations[slug]
    if record.offers:
        return load_estate(root)
    partners = [choice.provider for choice in record.subscriptions if (root / "organisations" / f"{choice.provider}.yaml").is_file()]
    return load_estate(root, only={slug, *partners}) if partners else alone


def published_agreements(root: Path) -> list[Agreement]:
    """What ``civic publish`` wrote of agreements, for repositories that hold one body's record alone."""
    path = root / "published" / AGREEMENTS
    if not path.is_file():
        return []
    try:
        return [Agreement(**each) for each in YAML(typ="safe", pure=True).load(path.read_text(encoding="utf-8")) or ()]
    except (TypeError, YAMLError) as error:
        shown = f"{root.name}/published/{AGREEMENTS}"
        raise RecordError(
            [Problem(shown, 0, "", f"what 'civic publish' did not write ({error})", "its own text; run 'civic publish' again")]
        ) from error


def _unpublished(agreement: Agreement) -> Agreement:
    todo = f"the platform must publish it ('civic publish') once both have asked: {agreement.provider}'s record is not in this repository"
    return replace(agreement, todo=todo) if agreement.state == "requested" else agreement


def _refuse_strays(root: Path) -> None:
    """A body whose file has another ending would silently not be there."""
    # Names alone: every stack looks here, and a path object for each of hundreds of files would be most of what loading one record costs.
    strays = [
        root / folder / name
        for folder in ("organisations", "ledger")
        if (root / folder).is_dir()
        for name in sorted(os.listdir(root / folder))
        if name.endswith((".yml", ".YAML", ".YML"))
    ]
    if strays:
        raise RecordError([Problem(str(path.relative_to(root.parent)), 0, "", f"the ending '{path.suffix}'", "'.yaml'") for path in strays])


def _slugs(root: Path, folder: str) -> list[str]:
    return sorted(path.stem for path in (root / folder).glob("*.yaml"))


def _ledger(root: Path, slug: str) -> Ledger:
    path, shown = root / "ledger" / f"{slug}.yaml", f"{root.name}/ledger/{slug}.yaml"
    if not is_slug(slug):
        raise RecordError([Problem(shown, 0, "", f"the name '{slug}'", SLUG_ALLOWED)])
    return _cached(path, shown, Ledger) if path.exists() or path.is_symlink() else Ledger()


def _organisation(root: Path, slug: str, platform: PlatformRecord) -> OrganisationRecord:
    path, shown = root / "organisations" / f"{slug}.yaml", f"{root.name}/organisations/{slug}.yaml"
    if not is_slug(slug):
        raise RecordError([Problem(shown, 0, "", f"the name '{slug}'", SLUG_ALLOWED)])
    record: OrganisationRecord = _cached(path, shown, OrganisationRecord, slug)
    for cloud, choice in record.clouds.items():
        section = platform.cloud(cloud)
        if section is None:
            raise RecordError([read(path, shown).problem(("clouds", cloud), f"'{cloud}'", ", ".join(platform.clouds))])
        if choice.region and choice.region not in section.regions:
            allowed = sorted(section.regions)
            place = ("clouds", cloud, "region")
            raise RecordError([read(path, shown).problem(place, f"'{choice.region}'", ", ".join(allowed), nearest(choice.region, allowed))])
    return record


def _check_regions(platform: PlatformRecord, root: Path) -> None:
    for cloud in platform.clouds:
        section = platform.cloud(cloud)
        if section is None:
            continue
        named = {("home",): section.home, **{("cells", key, "region"): cell.region for key, cell in section.cells.items()}}
        for place, region in named.items():
            if region not in section.regions:
                allowed = sorted(section.regions)
                text = read(root / "platform.yaml", f"{root.name}/platform.yaml")
                raise RecordError([text.problem((cloud, *place), f"'{region}'", ", ".join(allowed), nearest(region, allowed))])


def _cached(path: Path, shown: str, model: Any, slug: str = "") -> Any:
    try:
        status = path.lstat()
    except FileNotFoundError:
        return load(path, model, shown)
    return _load(path, shown, model, slug, status.st_mtime_ns, status.st_size, status.st_ino)


@lru_cache(maxsize=2048)
def _load(path: Path, shown: str, model: Any, slug: str, _changed: int, _size: int, _inode: int) -> Any:
    # Several stacks read one record, and a worker serves many stacks: an unchanged file is parsed once.
    return load(path, model, shown, {"slug": slug} if slug else None)


def problems(estate: Estate) -> list[Problem]:
    """What is wrong between files: ranges that clash, lie outside or are missing, and names given twice."""
    return [*_doubled_names(estate), *_placed(estate), *_left(estate), *_clashes(estate), *placing_problems(estate)]


def _doubled_names(estate: Estate) -> Iterator[Problem]:
    seen: dict[str, str] = {}
    for slug, record in sorted(estate.organisations.items()):
        other = seen.setdefault(record.name.casefold(), slug)
        if other != slug:
            place = f"{estate.root.name}/organisations/{slug}.yaml"
            yield Problem(place, 0, "name", f"'{record.name}', which {other} has already", "a name of its own")


def left_behind(estate: Estate, slug: str) -> tuple[Entry, ...]:
    """What the ledger holds where the record no longer is: another region of a cloud, or a cloud given up before anything was deployed."""
    record = estate.organisations[slug]
    places = {cloud: choice.region or getattr(estate.platform.cloud(cloud), "home", "") for cloud, choice in record.clouds.items()}
    held = estate.ledgers[slug].held()
    return tuple(e for e in held if places.get(e.cloud) != e.region and (e.cloud in places or not estate.deployed(slug, e.cloud)))


def _left(estate: Estate) -> Iterator[Problem]:
    for slug, record in sorted(estate.organisations.items()):
        for entry in left_behind(estate, slug):
            allowed = "ranges where the body is alone"
            hint = f"'civic addresses mend {slug}' withdraws it"
            if entry.cloud in record.clouds and estate.deployed(slug, entry.cloud):
                allowed, hint = f"the region in which it is deployed, {entry.region}", f"put {entry.region} back into the record: no network moves"
            yield Problem(f"{estate.root.name}/ledger/{slug}.yaml", 0, "", f"{entry.given} on {entry.cloud} in {entry.region}", allowed, hint)


def _placed(estate: Estate) -> Iterator[Problem]:
    """A range on every cloud taken, inside the supernets and of the size asked for, and no more zones than the region has."""
    for slug, record in sorted(estate.organisations.items()):
        for cloud in record.clouds_taken:
            section, choice = estate.platform.cloud(cloud), record.cloud(cloud)
            if section is None or choice is None:
                continue
            region = choice.region or section.home
            place, held = section.regions[region], estate.ledgers[slug].range(cloud, region)
            file, here = f"{estate.root.name}/ledger/{slug}.yaml", f"on {cloud} in {region}"
            if held is None:
                yield Problem(file, 0, "", f"no range {here}", "one", f"'civic addresses mend {slug}' gives it")
            elif not any(held.subnet_of(IPv4Network(block)) for block in place.bodies):
                hint = f"'civic addresses mend {slug}' gives another range"
                yield Problem(file, 0, "", f"{held} {here}", f"a range inside {', '.join(place.bodies)}", hint)
            elif held.prefixlen != record.prefix:
                keep = f"'connection: {{prefix: {held.prefixlen}}}' in estate/organisations/{slug}.yaml keeps it"
                hint = keep if estate.deployed(slug, cloud) else f"'civic addresses mend {slug}' gives a /{record.prefix}, or {keep}"
                yield Problem(file, 0, "", f"{held} {here}", f"a /{record.prefix}, which the record asks for", hint)
            if record.zone_count > len(place.zones):
                file = f"{estate.root.name}/organisations/{slug}.yaml"
                yield Problem(file, 0, "connection.zones", f"{record.zone_count} zones {here}", f"at most {len(place.zones)}")


@dataclass(frozen=True)
class _Span:
    block: IPv4Network
    owner: str
    file: str
    kept: tuple[int, str, str]
    """Who keeps the range when two hold it: the smaller. The platform's own, then what is deployed, then what was given first."""


def _clashes(estate: Estate) -> Iterator[Problem]:
    """Sorted by first address, an overlap is always with the widest range before it, because ranges nest or are apart."""
    widest: _Span | None = None
    for span in sorted(_spans(estate), key=lambda span: (int(span.block.network_address), span.block.prefixlen, span.kept)):
        if widest is None or not widest.block.overlaps(span.block):
            widest = span
            continue
        keeper, loser = sorted((widest, span), key=lambda each: each.kept)
        if loser.kept[0] == 0 and "reserved" in keeper.owner and "reserved" in loser.owner:
            continue
        hint = f"'civic addresses mend {loser.owner}' gives another range" if loser.kept[0] == 2 else ""
        found = f"{loser.block}, which overlaps {keeper.block} of {keeper.owner}"
        yield Problem(loser.file, 0, "", found, "a range of its own", hint)


def _spans(estate: Estate) -> Iterator[_Span]:
    platform = f"{estate.root.name}/platform.yaml"
    for reserved in estate.platform.reserved:
        yield _Span(IPv4Network(reserved.range), f"the reserved network '{reserved.why}'", platform, (0, "", reserved.why))
    for cloud in estate.platform.clouds:
        section = estate.platform.cloud(cloud)
        for region, place in section.regions.items() if section else ():
            yield _Span(IPv4Network(place.hub), f"the hub of {cloud} in {region}", platform, (0, cloud, region))
        for key, cell in section.cells.items() if section else ():
            yield _Span(IPv4Network(cell.range), f"the hosting cell {key} on {cloud}", platform, (0, cloud, f"cell {key}"))
    for slug, ledger in estate.ledgers.items():
        for entry in ledger.held():
            if entry.given:
                kept = (1 if estate.deployed(slug, entry.cloud) else 2, entry.on, slug)
                yield _Span(IPv4Network(entry.given), slug, f"{estate.root.name}/ledger/{slug}.yaml", kept)
