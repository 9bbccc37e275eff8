"""The whole estate: every record, every ledger, and what bodies have agreed."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path

from civic.errors import InputError
from civic.estate.agreements import Agreement, agreements
from civic.estate.card_files import PUBLISHED, card_path
from civic.estate.delegation import AWS, waits
from civic.estate.published import AGREEMENTS, are_published, published_agreements
from civic.estate.regions import region_of
from civic.records.certificates import FOLDER, read_certificates
from civic.records.errors import Problem, RecordError, nearest
from civic.records.ledger import Ledger
from civic.records.organisation import OrganisationRecord
from civic.records.owners import body_of
from civic.records.platform import PlatformRecord


@dataclass(frozen=True)
class Estate:
    """What is on disk, validated file by file. A ledger outlives its record: what was given stays given."""

    root: Path
    platform: PlatformRecord
    organisations: Mapping[str, OrganisationRecord] = field(default_factory=dict)
    """The bodies' live records by slug."""
    ledgers: Mapping[str, Ledger] = field(default_factory=dict)
    """By owner key: a test tenancy has a ledger of its own."""
    unreadable: Mapping[str, tuple[Problem, ...]] = field(default_factory=dict)
    """By slug: what is wrong with bodies whose record or ledger cannot be read. They are here, and not absent: see ``civic.estate.unreadable``."""
    unreadable_ledgers: Collection[str] = ()
    """Slugs among them with a ledger that cannot be read."""
    published: bool = False
    """Whether these are records of a fork, which knows others' cards and agreements from ``published/`` alone."""

    @cached_property
    def owners(self) -> Mapping[str, OrganisationRecord]:
        """By owner key (``northshire``, ``northshire.test``): the record as the tenancy of each environment has it.

        Without applications that wait for a domain to be delegated (``civic.estate.delegation``).
        """
        records = [record.for_environment(each) for record in self.organisations.values() for each in record.environments]
        known = [record.without_applications_on(AWS) if waits(self, record) else record for record in records]
        return {record.owner: record for record in sorted(known, key=lambda record: record.owner)}

    @cached_property
    def agreements(self) -> list[Agreement]:
        """Offers, requests and agreements; those with a body that only another repository knows come from ``published/agreements.json``."""
        published = published_agreements(self.root)
        away = [each for each in published if self._is_away(each) and self._is_still_wanted(each)]
        known = {each.key for each in away} | {(each.provider, each.offer, "") for each in away}
        ours = [each for each in agreements(self.organisations, self.platform, self.unreadable) if each.key not in known]
        return sorted([*away, *(self._as_known_here(each, published) for each in ours)])

    @property
    def agreements_unknown(self) -> bool:
        """Whether nothing was published of agreements with bodies whose records are elsewhere, so that none can be told from none agreed."""
        return self.published and not are_published(self.root)

    def _as_known_here(self, agreement: Agreement, published: Collection[Agreement]) -> Agreement:
        """An agreement of which nothing was published; what can be known of it in this repository."""
        if self.agreements_unknown and (agreement.state == "offered" or self._is_away(agreement)):
            what = "whether it is agreed" if agreement.consumer else "who takes it"
            missing = f"{self.root.name}/{PUBLISHED}/{AGREEMENTS} is not here"
            return replace(agreement, todo=f"{what} is not known here, and the platform must publish it ('civic publish'): {missing}")
        return _unpublished(agreement) if (published or self.published) and self._is_away(agreement) else agreement

    def _is_away(self, agreement: Agreement) -> bool:
        # A body that has left keeps its ledger, so what was published of it before does not bring it back.
        parties = [party for party in (agreement.provider, agreement.consumer) if party]
        return any(not (self.root / "ledger" / f"{party}.yaml").is_file() for party in parties)

    def _is_still_wanted(self, agreement: Agreement) -> bool:
        """Whether the half whose record is here still says so: withdrawing needs nobody else."""
        consumer, provider = self.organisations.get(agreement.consumer), self.organisations.get(agreement.provider)
        requested = consumer is None or any((one.provider, one.offer) == (agreement.provider, agreement.offer) for one in consumer.subscriptions)
        offers = [one for one in provider.offers if one.name == agreement.offer] if provider else []
        return requested and (provider is None or any(not agreement.consumer or one.is_open_to(agreement.consumer) for one in offers))

    def organisation(self, owner: str) -> OrganisationRecord:
        """The record of a body, or of one of its environments by owner key. Raises ``InputError`` that names the nearest where there is none."""
        if body_of(owner) in self.unreadable:
            raise RecordError(self.unreadable[body_of(owner)])
        if owner not in self.owners:
            hint = nearest(owner, self.owners) or "'civic stacks' lists them"
            raise InputError(f"'{owner}' is no organisation of this estate; {hint}")
        return self.owners[owner]

    def region_of(self, owner: str, cloud: str) -> str:
        """The region of the owner's tenancy on this cloud; empty where it has none there."""
        record = self.owners.get(owner)
        return region_of(self.platform, record, cloud) if record else ""

    def deployed(self, owner: str, cloud: str) -> bool:
        """Whether the owner's landing zone on this cloud has been rolled out and published."""
        return card_path(self.root, f"{owner}-{cloud}-landing-zone").exists()

    def certificates(self, owner: str) -> tuple[str, ...]:
        """What the directory of the owner's body (or the platform's) signs with: base64 of each certificate. Raises ``RecordError``."""
        name = f"{FOLDER}/{body_of(owner)}.pem"
        return read_certificates(self.root / name, f"{self.root.name}/{name}")

    def ledger_file(self, owner: str) -> str:
        """The owner's ledger as messages show it."""
        return f"{self.root.name}/ledger/{owner}.yaml"

    def record_file(self, owner: str) -> str:
        """The record of the owner's body as messages show it."""
        return f"{self.root.name}/organisations/{body_of(owner)}.yaml"


def _unpublished(agreement: Agreement) -> Agreement:
    todo = f"the platform must publish it ('civic publish') once both have asked: {agreement.provider}'s record is not in this repository"
    return replace(agreement, todo=todo) if agreement.state == "requested" else agreement
