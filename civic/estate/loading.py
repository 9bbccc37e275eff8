"""From the files on disk to an estate."""

import os
from collections.abc import Collection
from dataclasses import dataclass, field
from functools import lru_cache, partial
from pathlib import Path
from typing import Any

from civic.clock import look_as_of
from civic.estate.card_files import PUBLISHED
from civic.estate.estate import Estate
from civic.estate.fixed_cards import other_tenancies, refuse_another_platform
from civic.estate.fixed_checks import contradictions
from civic.estate.layers import StackName
from civic.estate.published import published_agreements
from civic.estate.sharing_checks import misspelt_subscriptions
from civic.estate.unreadable import refuse_unreadable
from civic.records.certificates import FOLDER
from civic.records.errors import Problem, RecordError, nearest
from civic.records.folders import names_in
from civic.records.ledger import Ledger
from civic.records.loader import validate
from civic.records.organisation import OrganisationRecord
from civic.records.owners import PLATFORM, SLUG_ALLOWED, TEST, body_of, is_owner_key, is_slug
from civic.records.platform import PlatformRecord
from civic.records.reading import Text, read

CARDS_ALONE = "CIVIC_CARDS_ALONE"
"""Variable with stacks of the platform that the offline engine runs without the bodies whose records cannot be read, for the sake of their
cards alone: no plan of theirs is shown or written. Under Pulumi the card of their last rollout stands there."""


def load_estate(root: Path, only: Collection[str] | None = None, *, tolerant: bool = False) -> Estate:
    """Load the platform record and all bodies, or those of ``only`` (slugs or owner keys).

    ``tolerant``: what is wrong with a body's files is kept in ``Estate.unreadable`` instead of refusing everybody; whoever asks for it
    also asks ``civic.estate.unreadable`` before using a stack. Raises ``RecordError`` with every problem found otherwise, and always for
    the platform's own.
    """
    if not root.is_dir():
        raise RecordError([Problem(str(root), 0, "", "no such folder", "the folder of the records", "give it with --estate")])
    for folder in ("organisations", "ledger", FOLDER, PUBLISHED):
        if not (root / folder).resolve().is_relative_to(root.resolve()):
            raise RecordError([Problem(f"{root.name}/{folder}", 0, "", "a symbolic link out of the estate", "a folder of its own")])
    platform: PlatformRecord = _cached(root / "platform.yaml", f"{root.name}/platform.yaml", PlatformRecord)
    _check_regions(platform, root)
    refuse_another_platform(platform, root, _text(root / "platform.yaml", f"{root.name}/platform.yaml"))
    look_as_of(platform.as_of)
    loading = _Loading(root, platform)
    loading.load(only)
    if loading.problems and not tolerant:
        raise RecordError(sorted((each for problems in loading.problems.values() for each in problems), key=lambda each: (each.file, each.line)))
    return loading.estate()


@dataclass
class _Loading:
    """The bodies read so far, and what is wrong with each."""

    root: Path
    platform: PlatformRecord
    organisations: dict[str, OrganisationRecord] = field(default_factory=dict)
    ledgers: dict[str, Ledger] = field(default_factory=dict)
    problems: dict[str, list[Problem]] = field(default_factory=dict)
    """By slug."""
    broken_ledgers: set[str] = field(default_factory=set)
    """Slugs of bodies with a ledger that cannot be read."""

    def load(self, only: Collection[str] | None) -> None:
        self._refuse_other_endings(only)
        slugs = set(self._stems("organisations"))
        for slug in sorted(slugs if only is None else {body_of(owner) for owner in only}):
            try:
                self.organisations[slug] = _organisation(self.root, slug, self.platform)
            except RecordError as error:
                self._add(slug, error)
        owners = set(Estate(self.root, self.platform, self.organisations).owners)
        if only is None:
            owners.update(self._stems("ledger"))
        for owner in sorted(owners):
            try:
                self.ledgers[owner] = _ledger(self.root, owner)
            except RecordError as error:
                self._add(body_of(owner), error)
                self.broken_ledgers.add(body_of(owner))
        self._refuse_contradictions()
        self._refuse_misspelt(slugs)

    def _refuse_contradictions(self) -> None:
        """What a body was deployed with stands in its ledger, its tenancy in a card, and no edit of its record changes it."""
        for owner, record in Estate(self.root, self.platform, self.organisations).owners.items():
            text = partial(_text, self.root / "organisations" / f"{record.slug}.yaml", f"{self.root.name}/organisations/{record.slug}.yaml")
            ledger = self.ledgers.get(owner)
            problems = contradictions(record, ledger, text()) if ledger is not None and ledger.deployed else []
            if problems := problems or (other_tenancies(record, self.root, text()) if any(c.existing for c in record.clouds.values()) else []):
                self._add(record.slug, RecordError(problems))

    def estate(self) -> Estate:
        whole = {slug: record for slug, record in self.organisations.items() if slug not in self.problems}
        unreadable = {slug: tuple(problems) for slug, problems in sorted(self.problems.items())}
        return Estate(self.root, self.platform, whole, dict(sorted(self.ledgers.items())), unreadable, frozenset(self.broken_ledgers))

    def _add(self, slug: str, error: RecordError) -> None:
        self.problems.setdefault(slug, []).extend(error.problems)

    def _stems(self, folder: str) -> list[str]:
        return [name.removesuffix(".yaml") for name in names_in(self.root / folder, f"{self.root.name}/{folder}") if name.endswith(".yaml")]

    def _refuse_other_endings(self, only: Collection[str] | None) -> None:
        """A body whose file has another ending would silently not be there."""
        # Names alone: every stack looks here, and a path object for each of hundreds of files would be most of what loading one record costs.
        for folder in ("organisations", "ledger"):
            for name in names_in(self.root / folder, f"{self.root.name}/{folder}"):
                stem, ending = os.path.splitext(name)
                if ending.lower() in (".yml", ".yaml") and ending != ".yaml" and (only is None or body_of(stem) in map(body_of, only)):
                    self._add(body_of(stem), RecordError([Problem(f"{self.root.name}/{folder}/{name}", 0, "", f"the ending '{ending}'", "'.yaml'")]))

    def _refuse_misspelt(self, slugs: Collection[str]) -> None:
        asking = [record for record in self.organisations.values() if record.subscriptions]
        published = published_agreements(self.root) if asking else []
        for record in asking:
            if problems := misspelt_subscriptions(self.root, record, self.organisations, slugs, published):
                self._add(record.slug, RecordError(problems))


def load_for_stack(root: Path, stack: StackName) -> Estate:
    """The estate as one stack needs it: all bodies for hubs and cells, none for the platform's other stacks, a body and those it shares with.

    Raises ``RecordError`` where a record that the stack reads cannot be read, unless ``CARDS_ALONE`` names the stack.
    """
    if stack.owner == PLATFORM:
        estate = load_estate(root, only=None if stack.layer in ("network", "hosting") else [], tolerant=True)
    else:
        estate = _load_with_partners(root, stack.owner)
    if str(stack) not in os.environ.get(CARDS_ALONE, "").split():
        refuse_unreadable(estate, [stack])
    _check_certificates(estate, stack)
    return estate


def _load_with_partners(root: Path, owner: str) -> Estate:
    slug = body_of(owner)
    alone = load_estate(root, only=[slug])
    if owner not in alone.owners:
        text = read(root / "organisations" / f"{slug}.yaml", alone.record_file(owner))
        raise RecordError([text.problem(("environments",), "no test", f"[live, {TEST}], before a stack of {owner}")])
    record = alone.owners[owner]
    if record.offers:
        return load_estate(root, tolerant=True)
    partners = [choice.provider for choice in record.subscriptions if (root / "organisations" / f"{choice.provider}.yaml").is_file()]
    return load_estate(root, only={slug, *partners}, tolerant=True) if partners else alone


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
    if platform.azure:
        _check_guests(record, platform.azure.directory, _text(path, shown) if record.access else None)
    return record


LETTING_IN = ("bootstrap", "foundation", "tenancy")
"""Layers that let people in."""


def _check_certificates(estate: Estate, stack: StackName) -> None:
    """People enter AWS by what their directory signs. Raises ``RecordError`` where the stack lets some in and nothing says what that is."""
    if stack.cloud != "aws" or stack.layer not in LETTING_IN:
        return
    who = estate.platform if stack.owner == PLATFORM else estate.owners.get(stack.owner)
    if who and who.access_on("aws") and not estate.certificates(stack.owner):
        record = f"{estate.root.name}/platform.yaml" if stack.owner == PLATFORM else estate.record_file(stack.owner)
        shown = f"{estate.root.name}/{FOLDER}/{body_of(stack.owner)}.pem"
        needed = f"the certificate that the directory signs SAML assertions with, in PEM, since 'access' in {record} lets people enter AWS"
        raise RecordError(
            [Problem(shown, 0, "", "no such file", needed, "take it from the directory: on Entra, 'Certificate (Base64)' of the application")]
        )


def _check_guests(record: OrganisationRecord, directory: str, text: Text | None) -> None:
    """Azure knows the groups of one directory, the platform's, in which others' people are guests. Raises ``RecordError``."""
    for number, grant in enumerate(record.access):
        if text is None or not record.on("azure", grant) or record.directory is None:
            continue
        foreign = record.directory.tenant != directory
        if foreign and not grant.guests:
            allowed = f"'guests', the group of the platform's directory ({directory}) in which the members of {grant.group} are guests"
            raise RecordError([text.problem(("access", number), "no 'guests'", allowed)])
        if not foreign and grant.guests:
            raise RecordError(
                [text.problem(("access", number, "guests"), f"'{grant.guests}'", "nothing: the body's directory is the platform's own")]
            )


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
    return _validated(_text(path, shown), model, slug)


def _text(path: Path, shown: str) -> Text:
    """What ``read`` gives. Several stacks read one record, and a worker serves many stacks: an unchanged file is parsed once."""
    try:
        status = path.lstat()
    except FileNotFoundError:
        return read(path, shown)
    return _read(path, shown, status.st_mtime_ns, status.st_size, status.st_ino)


@lru_cache(maxsize=2048)
def _read(path: Path, shown: str, _changed: int, _size: int, _inode: int) -> Text:
    return read(path, shown)


@lru_cache(maxsize=2048)
def _validated(text: Text, model: Any, slug: str) -> Any:
    return validate(text, model, {"slug": slug} if slug else None)
