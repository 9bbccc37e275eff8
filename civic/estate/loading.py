"""From the files on disk to an estate."""

import os
from collections.abc import Collection
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from typing import Any

from civic.estate.estate import Estate
from civic.records.errors import Problem, RecordError, nearest
from civic.records.ledger import Ledger
from civic.records.loader import load
from civic.records.organisation import OrganisationRecord
from civic.records.owners import SLUG_ALLOWED, TEST, body_of, is_owner_key, is_slug
from civic.records.platform import PlatformRecord
from civic.records.reading import read


def load_estate(root: Path, only: Collection[str] | None = None) -> Estate:
    """Load the platform record and all bodies, or those of ``only`` (slugs or owner keys). Raises ``RecordError`` with every problem found."""
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
    for slug in _stems(root, "organisations") if only is None else sorted({body_of(owner) for owner in only}):
        try:
            organisations[slug] = _organisation(root, slug, platform)
        except RecordError as error:
            found += error.problems
    estate = Estate(root, platform, organisations)
    for owner in {*estate.owners, *(_stems(root, "ledger") if only is None else ())}:
        try:
            ledgers[owner] = _ledger(root, owner)
        except RecordError as error:
            found += error.problems
    if found:
        raise RecordError(sorted(found, key=lambda problem: (problem.file, problem.line)))
    return replace(estate, ledgers=dict(sorted(ledgers.items())))


def load_with_partners(root: Path, owner: str) -> Estate:
    """The estate as one owner's stacks need it: its record, and those of the bodies it may share with. Raises ``RecordError``."""
    slug = body_of(owner)
    alone = load_estate(root, only=[slug])
    if owner not in alone.owners:
        file = alone.record_file(owner)
        raise RecordError(
            [read(root / "organisations" / f"{slug}.yaml", file).problem(("environments",), "no test", f"[live, {TEST}], before a stack of {owner}")]
        )
    record = alone.owners[owner]
    if record.offers:
        return load_estate(root)
    partners = [choice.provider for choice in record.subscriptions if (root / "organisations" / f"{choice.provider}.yaml").is_file()]
    return load_estate(root, only={slug, *partners}) if partners else alone


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


def _stems(root: Path, folder: str) -> list[str]:
    return sorted(path.stem for path in (root / folder).glob("*.yaml"))


def _ledger(root: Path, owner: str) -> Ledger:
    path, shown = root / "ledger" / f"{owner}.yaml", f"{root.name}/ledger/{owner}.yaml"
    if not is_owner_key(owner):
        raise RecordError([Problem(shown, 0, "", f"the name '{owner}'", f"{SLUG_ALLOWED}; '.{TEST}' after it for the ledger of a test tenancy")])
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
