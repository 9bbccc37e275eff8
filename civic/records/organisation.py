"""The record of one body: what it asks for. A small body writes ten lines."""

from typing import Any, Literal

from pydantic import Field, field_validator, model_validator

from civic.records.access import Grant
from civic.records.errors import Wrong
from civic.records.hosts import host
from civic.records.kinds import KINDS, Kind
from civic.records.loader import Model
from civic.records.services import ApplicationChoice, HostingChoice, Offer, Subscription
from civic.records.values import Date, Domain, Email, Https, Name, Phone, Subject, TenancyId
from civic.records.voice import AnalogueLine, VoiceChoice

Cloud = Literal["aws", "azure"]
Taken = Literal["connection", "hosting"]
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

    prefix: int | None = Field(default=None, ge=20, le=24)
    zones: int | None = Field(default=None, ge=2, le=3)
    egress: tuple[Domain, ...] = ()
    """Names that the body's applications may reach outside. Nothing else."""
    endpoints: tuple[Literal["kms", "logs", "secretsmanager", "ssm", "sts", "ecr.api", "ecr.dkr", "monitoring"], ...] | None = None


class BodyPipeline(Model):
    """The body's own pipeline, which may deploy its applications and nothing else."""

    issuer: Https
    subject: Subject


class OrganisationRecord(Model):
    """``estate/organisations/<slug>.yaml``."""

    slug: str
    name: Name
    kind: KindId  # pyright: ignore[reportInvalidTypeForm]
    classification: Literal["official", "official-sensitive"] = "official"
    clouds: dict[Cloud, TenancyChoice] = Field(min_length=1)
    takes: tuple[Taken, ...] = ("connection", "hosting")
    contacts: Contacts
    connection: ConnectionChoice = ConnectionChoice()
    hosting: HostingChoice | None = None
    applications: tuple[ApplicationChoice, ...] = ()
    offers: tuple[Offer, ...] = ()
    subscriptions: tuple[Subscription, ...] = ()
    voice: VoiceChoice | None = None
    analogue_lines: tuple[AnalogueLine, ...] = ()
    """Lines still to move before the switch-off of January 2027. Delete one when it has moved."""
    budget: int | None = Field(default=None, ge=1, le=100_000_000)
    """What each tenancy may cost in a month, in whole units of the currency it is billed in."""
    access: tuple[Grant, ...] = ()
    pipeline: BodyPipeline | None = None
    review_by: Date | None = None

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
                raise Wrong(("clouds", cloud, "existing"), "an AWS account id" if cloud == "aws" else "an Azure subscription id")
        if "connection" not in self.takes:
            raise Wrong(("takes",), "'connection' and what stands on it")
        return self

    @model_validator(mode="after")
    def _parts_fit(self) -> "OrganisationRecord":
        if self.hosting and "hosting" not in self.takes:
            raise Wrong(("hosting",), "nothing, since 'takes' does not name hosting")
        if self.applications and not self.hosting:
            raise Wrong(("applications",), "applications beside a 'hosting' that says where they run")
        for number, offer in enumerate(self.offers):
            self._offer_fits(number, offer)
        for where in ("applications", "subscriptions", "access"):
            for number, choice in enumerate(getattr(self, where)):
                self._cloud_fits((where, number, "cloud"), choice.cloud, needed=where != "subscriptions")
        if self.voice and not set(self.voice.clouds) <= set(self.clouds):
            raise Wrong(("voice", "clouds"), f"clouds that the body has: {', '.join(self.clouds_taken)}")
        for where, key in (("applications", "name"), ("offers", "name"), ("subscriptions", None), ("access", None), ("analogue_lines", "line")):
            self._each_once(where, key)
        return self

    def _offer_fits(self, number: int, offer: Offer) -> None:
        if not set(offer.clouds) <= set(self.clouds):
            raise Wrong(("offers", number, "clouds"), f"clouds that the body has: {', '.join(self.clouds_taken)}")
        if offer.application is None:
            return
        if self.hosting is None or self.hosting.placement != "dedicated":
            raise Wrong(("offers", number, "application"), "an application of dedicated hosting: a shared cell serves its own residents alone")
        choice = next((choice for choice in self.applications if choice.name == offer.application), None)
        if choice is None:
            raise Wrong(("offers", number, "application"), "one of the body's own 'applications'")
        where = choice.cloud or self.clouds_taken[0]
        if offer.clouds != (where,):
            raise Wrong(("offers", number, "clouds"), f"[{where}], where {offer.application} runs")
        if any(other.application == offer.application for other in self.offers[:number]):
            raise Wrong(("offers", number, "application"), f"an application that no other offer stands on: one door leads to {offer.application}")
        own = host(offer.application, self.hosting.domain or "")
        if offer.host not in (None, own):
            raise Wrong(
                ("offers", number, "host"), f"'{own}', or nothing: {offer.application} answers under no other name, and shows no other certificate"
            )

    def _cloud_fits(self, place: tuple[str | int, ...], cloud: str | None, *, needed: bool) -> None:
        if cloud is not None and cloud not in self.clouds:
            raise Wrong(place, f"a cloud that the body has: {', '.join(self.clouds_taken)}")
        if cloud is None and needed and len(self.clouds) > 1:
            raise Wrong(place, f"one of {', '.join(self.clouds_taken)}, since the body has both")

    def _each_once(self, where: str, key: str | None) -> None:
        seen: set[Any] = set()
        for number, choice in enumerate(getattr(self, where)):
            name = getattr(choice, key) if key else tuple(value for field, value in choice if field != "until")
            if name in seen:
                raise Wrong((where, number, *((key,) if key else ())), "each once")
            seen.add(name)

    @property
    def sizes(self) -> Kind:
        return KINDS[self.kind]

    @property
    def prefix(self) -> int:
        return self.connection.prefix or self.sizes.prefix

    @property
    def zone_count(self) -> int:
        return self.connection.zones or self.sizes.zones

    @property
    def tiers(self) -> tuple[str, ...]:
        workloads = ("application", "data") if "hosting" in self.takes else ()
        return (*workloads, "endpoint", "attachment")

    @property
    def egress(self) -> tuple[str, ...]:
        return self.connection.egress

    @property
    def endpoints(self) -> tuple[str, ...]:
        return self.connection.endpoints if self.connection.endpoints is not None else self.sizes.endpoints

    @property
    def backup_days(self) -> int:
        return self.sizes.backup_days

    @property
    def clouds_taken(self) -> tuple[str, ...]:
        return tuple(name for name in ("aws", "azure") if name in self.clouds)

    def cloud(self, name: str) -> TenancyChoice | None:
        return self.clouds.get(name)  # pyright: ignore[reportArgumentType]

    def contact(self, role: str) -> str:
        return getattr(self.contacts, role) or self.contacts.owner

    def on(self, cloud: str, choice: Any) -> bool:
        """Whether ``choice`` (an application, a grant) is for this cloud."""
        return (choice.cloud or self.clouds_taken[0]) == cloud

    def applications_on(self, cloud: str) -> tuple[ApplicationChoice, ...]:
        return tuple(choice for choice in self.applications if self.on(cloud, choice))

    def access_on(self, cloud: str) -> tuple[Grant, ...]:
        return tuple(grant for grant in self.access if self.on(cloud, grant))

    def voice_on(self, cloud: str) -> VoiceChoice | None:
        return self.voice if self.voice and cloud in (self.voice.clouds or self.clouds_taken) else None

    @property
    def monthly_budget(self) -> int:
        return self.budget or self.sizes.budget
