"""The record of one body: what it asks for. A small body writes ten lines."""

from ipaddress import IPv4Network
from typing import Any, Literal

from pydantic import Field, PrivateAttr, field_validator, model_validator

from civic.records.access import Grant, check_known
from civic.records.clouds import CLOUD_IDS, CloudId
from civic.records.directory import Directory
from civic.records.errors import FieldError, nearest
from civic.records.held_domains import HeldDomain, check_held
from civic.records.hosts import host
from civic.records.kinds import KINDS, Kind
from civic.records.loader import Model
from civic.records.owners import LIVE, TEST, Environment, owner_key
from civic.records.premises import Premises, check_brought, check_premises
from civic.records.publications import Publication, check_published
from civic.records.services import ApplicationChoice, HostingChoice, Offer, Subscription, check_certificate
from civic.records.values import Date, Email, Host, Https, Key, Name, OutsideDomain, Phone, Range, ShortName, Subject, TenancyId
from civic.records.voice import AnalogueLine, VoiceChoice

Component = Literal["connection", "hosting"]
KindId = Literal[tuple(KINDS)]  # pyright: ignore[reportInvalidTypeForm]


class TenancyChoice(Model):
    """How the body comes by its tenancy on one cloud."""

    region: str = ""
    """One of the platform's regions; empty for its home."""
    existing: TenancyId = ""
    """Account id or Azure subscription id of a tenancy transferred beforehand; empty: a new one is vended."""


class Contacts(Model):
    """Role mailboxes, never a person's own."""

    owner: Email
    phone: Phone
    security: Email | None = None
    operations: Email | None = None
    billing: Email | None = None


class ConnectionChoice(Model):
    """What the body wants of its network."""

    prefix: int | None = Field(default=None, ge=20, le=23)
    """Length of the range's prefix. The smallest subnets are 32 times smaller, and AWS has none below a /28 ("Subnet sizing for IPv4")."""
    range: dict[CloudId, Range] = Field(default_factory=dict)
    """By cloud: a range that the body brings, where nobody else has it. On other clouds the ledger gives one."""
    zones: int | None = Field(default=None, ge=2, le=3)
    tiers: tuple[Key, ...] = ()
    """Tiers besides those that the body's components need, by their names in ``components/contracts/tiers.py``."""
    egress: tuple[OutsideDomain, ...] = ()
    """Names that the body's applications may reach outside. Nothing else."""
    endpoints: tuple[Literal["kms", "logs", "secretsmanager", "ssm", "sts", "ecr.api", "ecr.dkr", "monitoring"], ...] | None = None
    premises: tuple[Premises, ...] = Field(default=(), max_length=20)
    """Places of the body's own that the platform's network leads to."""


class BackupChoice(Model):
    """What the body wants of its backups."""

    days: int | None = Field(default=None, ge=35, le=400)
    """Days for which they are kept; those of its kind unless it says otherwise. Once deployed, they become no fewer."""


class BodyPipeline(Model):
    """The body's own pipeline, which may deploy its applications and nothing else."""

    issuer: Https
    subject: Subject


class TestChoice(Model):
    """What the body's test tenancy has otherwise than its live one."""

    __test__ = False  # no test case, whatever pytest makes of the name

    domain: Host | None = None
    """Domain of its dedicated hosting; ``test.<domain>`` of the live one unless it says otherwise."""
    certificate: str = ""
    """Azure, dedicated: the Key Vault secret that holds the certificate of ``*.domain``; the live one's does not cover it."""
    delegated: bool = True
    """AWS, dedicated: as ``hosting.delegated``, for the test tenancy's own domain."""
    budget: int | None = Field(default=None, ge=1, le=100_000_000)
    """What each test tenancy may cost in a month; the same as a live one unless it says otherwise."""
    subject: Subject | None = None
    """The exact OIDC subject that may deploy its applications; without it the body's own pipeline has no way in."""


class OrganisationRecord(Model):
    """``estate/organisations/<slug>.yaml``."""

    slug: str
    """The body's key for life: given at joining, in names of files, stacks and resources, in ledgers and tags."""
    name: Name
    """What people read. It may change, and nothing is made anew; so may ``short_name``, host label and domains."""
    short_name: ShortName | None = None
    """What tables and narrow places show instead of ``name``."""
    kind: KindId  # pyright: ignore[reportInvalidTypeForm]
    classification: Literal["official", "official-sensitive"] = "official"
    environments: tuple[Environment, ...] = (LIVE,)
    """Tenancies that the body has on each of its clouds: a live one, and a test one where this says so."""
    test: TestChoice | None = None
    clouds: dict[CloudId, TenancyChoice] = Field(min_length=1)
    takes: tuple[Component, ...] = ("connection", "hosting")
    contacts: Contacts
    domains: tuple[HeldDomain, ...] = ()
    """Domains that the body holds. Its mailboxes, hosting, offers and voice controller lie at or under one of them (mailboxes may be the platform's)."""
    connection: ConnectionChoice = ConnectionChoice()
    hosting: HostingChoice | None = None
    applications: tuple[ApplicationChoice, ...] = ()
    publish: tuple[Publication, ...] = ()
    """Applications that residents call from the internet. Nothing else is reached from there."""
    offers: tuple[Offer, ...] = ()
    subscriptions: tuple[Subscription, ...] = ()
    voice: VoiceChoice | None = None
    analogue_lines: tuple[AnalogueLine, ...] = ()
    """Lines still to move before the switch-off of January 2027. Delete one when it has moved."""
    backups: BackupChoice = BackupChoice()
    budget: int | None = Field(default=None, ge=1, le=100_000_000)
    """What each tenancy may cost in a month, in whole units of the currency it is billed in."""
    directory: Directory | None = None
    """Where its people sign in. A body whose people enter no tenancy needs none."""
    access: tuple[Grant, ...] = ()
    pipeline: BodyPipeline | None = None
    review_by: Date | None = None
    _environment: Environment = PrivateAttr(default=LIVE)

    @field_validator("environments")
    @classmethod
    def _with_a_live_one(cls, value: tuple[Environment, ...]) -> tuple[Environment, ...]:
        if LIVE not in value or len(set(value)) != len(value):
            raise ValueError("[live], or [live, test]")
        return value

    @field_validator("clouds", mode="before")
    @classmethod
    def _short_form(cls, value: Any) -> Any:
        """``clouds: [aws]`` is short for ``clouds: {aws: {}}``."""
        if isinstance(value, dict):
            value = {name: choice if choice is not None else {} for name, choice in value.items()}
        elif isinstance(value, tuple) and all(isinstance(name, str) for name in value):
            if len(set(value)) != len(value):
                raise ValueError("each cloud once")
            value = {name: {} for name in value}
        if not isinstance(value, dict) or not value:
            raise ValueError("a list such as [aws], or a mapping of clouds to choices")
        return value

    @model_validator(mode="after")
    def _ids_fit(self) -> "OrganisationRecord":
        for cloud, choice in self.clouds.items():
            if choice.existing and ("-" in choice.existing) != (cloud == "azure"):
                raise FieldError(("clouds", cloud, "existing"), "an AWS account id" if cloud == "aws" else "an Azure subscription id")
        if "connection" not in self.takes:
            raise FieldError(("takes",), "'connection' and what stands on it")
        return self

    @model_validator(mode="after")
    def _parts_fit(self) -> "OrganisationRecord":
        if self.hosting and "hosting" not in self.takes:
            raise FieldError(("hosting",), "nothing, since 'takes' does not name hosting")
        if self.applications and not self.hosting:
            raise FieldError(("applications",), "applications beside a 'hosting' that says where they run")
        for number, offer in enumerate(self.offers):
            self._offer_fits(number, offer)
        for number, choice in enumerate(self.subscriptions):
            if choice.provider == self.slug:
                raise FieldError(("subscriptions", number, "provider"), "another body: what is the body's own needs no subscription")
        for cloud, block in self.connection.range.items():
            self._cloud_fits(("connection", "range", cloud), cloud, needed=False)
            check_brought(block, cloud, ("connection", "range", cloud))
        if self.connection.prefix and len(self.connection.range) == len(self.clouds):
            raise FieldError(("connection", "prefix"), "nothing: the ranges that the body brings have their lengths")
        for number, place in enumerate(self.connection.premises):
            at = ("connection", "premises", number)
            self._cloud_fits((*at, "cloud"), place.cloud, needed=True)
            check_premises(place, place.cloud or self.clouds_taken[0], at)
            if any(other.name == place.name for other in self.connection.premises[:number]):
                raise FieldError((*at, "name"), "each once")
        for where in ("applications", "subscriptions", "access"):
            for number, choice in enumerate(getattr(self, where)):
                self._cloud_fits((where, number, "cloud"), choice.cloud, needed=where != "subscriptions")
        if self.voice and not set(self.voice.clouds) <= set(self.clouds):
            raise FieldError(("voice", "clouds"), f"clouds that the body has: {', '.join(self.clouds_taken)}")
        check_held(self.domains)
        check_published(self)
        for where, key in (("applications", "name"), ("offers", "name"), ("subscriptions", None), ("access", None), ("analogue_lines", "line")):
            self._each_once(where, key)
        check_known(self.directory, [(number, grant.cloud or self.clouds_taken[0], grant) for number, grant in enumerate(self.access)])
        return self

    @model_validator(mode="after")
    def _environments_fit(self) -> "OrganisationRecord":
        hosting = self.hosting
        if hosting and hosting.host_label not in (None, self.slug) and "azure" in self.clouds:
            allowed = f"'{self.slug}', the body's key, or nothing: on Azure a container app's own name makes its host, and that name is for life"
            raise FieldError(("hosting", "host_label"), allowed)
        if hosting and hosting.placement == "dedicated" and "azure" in self.clouds:
            check_certificate(hosting.certificate, ("hosting", "certificate"))
        if self.test is None:
            needed = TEST in self.environments and hosting and hosting.placement == "dedicated" and "azure" in self.clouds
            if needed:
                raise FieldError(("test",), "'certificate', the Key Vault secret for the test tenancy's own domain on Azure")
            return self
        if TEST not in self.environments:
            raise FieldError(("test",), "nothing, since 'environments' does not name test")
        self._test_fits(self.test, hosting)
        return self

    def _test_fits(self, test: TestChoice, hosting: HostingChoice | None) -> None:
        dedicated = hosting is not None and hosting.placement == "dedicated"
        if not dedicated and (test.domain or test.certificate):
            raise FieldError(("test", "domain" if test.domain else "certificate"), "nothing: only dedicated hosting has a domain of its own")
        if hosting and test.domain and test.domain == hosting.domain:
            raise FieldError(("test", "domain"), f"a domain that is not the live one's, such as 'test.{hosting.domain}'")
        if test.certificate or (dedicated and "azure" in self.clouds):
            check_certificate(test.certificate, ("test", "certificate"))
        if test.subject and self.pipeline is None:
            raise FieldError(("test", "subject"), "nothing, since the body has no 'pipeline' of its own")
        if test.subject and self.pipeline and test.subject == self.pipeline.subject:
            raise FieldError(("test", "subject"), "a subject that is not the live one's: what deploys tests must not deploy live")

    def _offer_fits(self, number: int, offer: Offer) -> None:
        if not set(offer.clouds) <= set(self.clouds):
            raise FieldError(("offers", number, "clouds"), f"clouds that the body has: {', '.join(self.clouds_taken)}")
        if self.slug in offer.open_to and offer.open_to != "everybody":
            raise FieldError(
                ("offers", number, "open_to", offer.open_to.index(self.slug)), "another body: what is the body's own is not offered to it"
            )
        if offer.application is None:
            return
        if self.hosting is None or self.hosting.placement != "dedicated":
            raise FieldError(("offers", number, "application"), "an application of dedicated hosting: a shared cell serves its own tenants alone")
        choice = next((choice for choice in self.applications if choice.name == offer.application), None)
        if choice is None:
            names = [choice.name for choice in self.applications]
            hint = nearest(offer.application, names)
            allowed = f"one of the body's own 'applications': {', '.join(names) or 'none yet'}"
            raise FieldError(("offers", number, "application"), f"{allowed} | {hint}" if hint else allowed)
        where = choice.cloud or self.clouds_taken[0]
        if offer.clouds != (where,):
            raise FieldError(("offers", number, "clouds"), f"[{where}], where {offer.application} runs")
        if any(other.application == offer.application for other in self.offers[:number]):
            raise FieldError(
                ("offers", number, "application"), f"an application that no other offer stands on: one door leads to {offer.application}"
            )
        own = host(offer.application, self.hosting.domain or "")
        if offer.host not in (None, own):
            raise FieldError(
                ("offers", number, "host"), f"'{own}', or nothing: {offer.application} answers under no other name, and shows no other certificate"
            )

    def _cloud_fits(self, place: tuple[str | int, ...], cloud: str | None, *, needed: bool) -> None:
        if cloud is not None and cloud not in self.clouds:
            raise FieldError(place, f"a cloud that the body has: {', '.join(self.clouds_taken)}")
        if cloud is None and needed and len(self.clouds) > 1:
            raise FieldError(place, f"one of {', '.join(self.clouds_taken)}, since the body has both")

    def _each_once(self, where: str, key: str | None) -> None:
        seen: set[Any] = set()
        for number, choice in enumerate(getattr(self, where)):
            name = getattr(choice, key) if key else tuple(value for field, value in choice if field not in ("since", "until"))
            if name in seen:
                raise FieldError((where, number, *((key,) if key else ())), "each once")
            seen.add(name)

    @property
    def sizes(self) -> Kind:
        return KINDS[self.kind]

    @property
    def prefix(self) -> int:
        return self.connection.prefix or self.sizes.prefix

    def brought(self, cloud: str) -> IPv4Network | None:
        """The range that the body brings to a cloud."""
        return next((IPv4Network(block) for key, block in self.connection.range.items() if key == cloud), None)

    def prefix_on(self, cloud: str) -> int:
        """Length of the prefix of its range on a cloud."""
        brought = self.brought(cloud)
        return brought.prefixlen if brought else self.prefix

    @property
    def zone_count(self) -> int:
        return self.connection.zones or self.sizes.zones

    @property
    def tiers(self) -> tuple[str, ...]:
        workloads = ("application", "data") if "hosting" in self.takes else ()
        return (*workloads, "endpoint", *self.connection.tiers)

    @property
    def has_dedicated_hosting(self) -> bool:
        return self.hosting is not None and self.hosting.placement == "dedicated"

    @property
    def has_shared_hosting(self) -> bool:
        return self.hosting is not None and self.hosting.placement == "shared"

    @property
    def egress(self) -> tuple[str, ...]:
        return self.connection.egress

    @property
    def endpoints(self) -> tuple[str, ...]:
        return self.connection.endpoints if self.connection.endpoints is not None else self.sizes.endpoints

    @property
    def backup_days(self) -> int:
        return self.backups.days or self.sizes.backup_days

    @property
    def clouds_taken(self) -> tuple[str, ...]:
        return tuple(name for name in CLOUD_IDS if name in self.clouds)

    @property
    def environment(self) -> Environment:
        """Of which of the body's tenancies this is the record."""
        return self._environment

    @property
    def owner(self) -> str:
        """The owner key: ``<slug>`` for live, ``<slug>.test`` for test."""
        return owner_key(self.slug, self._environment)

    @property
    def shown(self) -> str:
        """What tables call the body: its short name, and which environment where it is not the live one."""
        name = self.short_name or self.name
        return name if self._environment == LIVE else f"{name} ({self._environment})"

    @property
    def host_label(self) -> str:
        """The body's part in host names of a shared cell."""
        label = (self.hosting.host_label if self.hosting else None) or self.slug
        return label if self._environment == LIVE else f"{label}-{self._environment}"

    def for_environment(self, environment: Environment) -> "OrganisationRecord":
        """The record as the tenancy of one environment has it.

        A test tenancy is vended, runs the same applications, and shares nothing: no offers, subscriptions, premises,
        voice or analogue lines, and publishes nothing. Its hosting answers under a domain of its own.
        """
        if environment == LIVE:
            return self
        test = self.test or TestChoice()
        hosting = self.hosting
        if hosting and hosting.placement == "dedicated":
            own = {"domain": test.domain or f"test.{hosting.domain}", "certificate": test.certificate, "delegated": test.delegated}
            hosting = hosting.model_copy(update=own)
        pipeline = self.pipeline.model_copy(update={"subject": test.subject}) if self.pipeline and test.subject else None
        record = self.model_copy(
            update={
                "connection": self.connection.model_copy(update={"premises": (), "range": {}}),
                "clouds": {cloud: choice.model_copy(update={"existing": ""}) for cloud, choice in self.clouds.items()},
                "hosting": hosting,
                "publish": (),
                "offers": (),
                "subscriptions": (),
                "voice": None,
                "analogue_lines": (),
                "budget": test.budget or self.budget,
                "pipeline": pipeline,
            }
        )
        record._environment = environment
        return record

    def cloud(self, name: str) -> TenancyChoice | None:
        return next((choice for cloud, choice in self.clouds.items() if cloud == name), None)

    def contact(self, role: str) -> str:
        return getattr(self.contacts, role) or self.contacts.owner

    def on(self, cloud: str, choice: Any) -> bool:
        """Whether ``choice`` (an application, a grant) is for this cloud."""
        return (choice.cloud or self.clouds_taken[0]) == cloud

    def without_applications_on(self, cloud: str) -> "OrganisationRecord":
        """The record without what it runs on one cloud."""
        record = self.model_copy(update={"applications": tuple(choice for choice in self.applications if not self.on(cloud, choice))})
        record._environment = self._environment
        return record

    def published_on(self, cloud: str) -> tuple[Publication, ...]:
        """What is published of the applications on one cloud."""
        there = {choice.name for choice in self.applications_on(cloud)}
        return tuple(each for each in self.publish if each.application in there)

    def applications_on(self, cloud: str) -> tuple[ApplicationChoice, ...]:
        return tuple(choice for choice in self.applications if self.on(cloud, choice))

    def access_on(self, cloud: str) -> tuple[Grant, ...]:
        return tuple(grant for grant in self.access if self.on(cloud, grant))

    def premises_on(self, cloud: str) -> tuple[Premises, ...]:
        return tuple(place for place in self.connection.premises if self.on(cloud, place))

    def voice_on(self, cloud: str) -> VoiceChoice | None:
        return self.voice if self.voice and cloud in (self.voice.clouds or self.clouds_taken) else None

    @property
    def monthly_budget(self) -> int:
        return self.budget or self.sizes.budget
