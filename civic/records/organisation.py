"""The record of one body: what it asks for. A small body writes ten lines."""

from typing import Any, Literal

from pydantic import Field, field_validator, model_validator

from civic.records.errors import Wrong
from civic.records.kinds import KINDS, Kind
from civic.records.loader import Model
from civic.records.values import Date, Domain, Email, Https, Name, Phone, Subject, TenancyId

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
