"""The platform record: what the platform team decides for all."""

from ipaddress import IPv4Network
from typing import Annotated, Literal

from pydantic import AfterValidator, Field, field_validator, model_validator

from civic.records.clouds import CLOUD_IDS, CloudId
from civic.records.errors import FieldError
from civic.records.loader import Model
from civic.records.services import check_certificate
from civic.records.values import Account, Date, Domain, Email, Guid, Host, Https, Image, Key, Name, Range, Region, Subject, matching

PURPOSES = ("log-archive", "security", "network", "hosting")
PIPELINE_LAYERS = ("foundation", "network", "hosting", "tenancy", "landing-zone", "applications")


def _complete(keys: tuple[str, ...], what: str):
    def check(value: dict[str, str]) -> dict[str, str]:
        if set(value) != set(keys):
            raise ValueError(f"{what} for exactly {', '.join(keys)}")
        return value

    return AfterValidator(check)


class Reserved(Model):
    """A range of a network that exists already and must never be given out."""

    range: Range
    why: str


class Place(Model):
    """A region where bodies can be connected."""

    zones: tuple[str, ...] = Field(min_length=2, max_length=3)
    hub: Range
    """Range of the hub itself, /20 or larger."""
    bodies: tuple[Range, ...] = Field(min_length=1)
    """Supernets from which bodies are given ranges."""

    @field_validator("hub")
    @classmethod
    def _large_enough(cls, value: str) -> str:
        if IPv4Network(value).prefixlen > 20:
            raise ValueError("a /20 or larger")
        return value


class AzurePlace(Place):
    """A region of Azure."""

    doors: Literal["direct", "forwarders"] = "forwarders"
    """How the door of an application that a body offers leads to it: 'direct' by Private Link Service Direct Connect, where Microsoft
    lists the region for it, otherwise through machines that pass packets on. What is on premises has forwarders anywhere."""


class Cell(Model):
    """One shared hosting cell."""

    region: Region
    range: Range
    """Range of the cell's own network, /22 or larger."""
    domain: Host
    """Domain under which its applications answer."""
    certificate: str = ""
    """Azure: the Key Vault secret that holds the certificate of ``*.domain``. On AWS one is issued."""

    @model_validator(mode="after")
    def _fits(self) -> "Cell":
        if IPv4Network(self.range).prefixlen > 22:
            raise FieldError(("range",), "a /22 or larger")
        return self


class Pipeline(Model):
    """Who may deploy: the OIDC issuer of the platform's pipelines and the exact subject of each layer."""

    issuer: Https
    addresses: tuple[Range, ...] = ()
    """Where the pipelines call from. The vault that keeps the state's keys answers nobody else."""
    subjects: Annotated[dict[str, Subject], _complete(PIPELINE_LAYERS, "a subject")]


class AwsPlatform(Model):
    """The platform on AWS."""

    management_account: Account
    home: Region
    regions: dict[Region, Place] = Field(min_length=1)
    mailboxes: Annotated[dict[str, Email], _complete(PURPOSES, "a mailbox")]
    mailbox_template: str
    """Root mailbox of a vended account; ``{slug}`` stands for the body."""
    pipeline: Pipeline
    cells: dict[Key, Cell] = Field(default_factory=dict)
    """Shared hosting cells by key. A key is in names for ever."""

    @field_validator("mailbox_template")
    @classmethod
    def _has_slug(cls, value: str) -> str:
        if "{slug}" not in value or "@" not in value:
            raise ValueError("an address with {slug} in it, such as 'aws+{slug}@commons.example'")
        return value

    @property
    def management(self) -> str:
        return self.management_account

    @property
    def root(self) -> str:
        return self.management_account

    @property
    def billing(self) -> str:
        return ""

    @property
    def directory(self) -> str:
        return ""

    def mailbox(self, slug: str) -> str:
        return self.mailbox_template.replace("{slug}", slug)


BILLING = matching(r"/providers/Microsoft\.Billing/.+", "a billing scope, such as '/providers/Microsoft.Billing/billingAccounts/...'")


class AzurePlatform(Model):
    """The platform on Azure."""

    directory: Guid
    root_group: Annotated[str, matching(r"[A-Za-z0-9._()-]{1,90}", "the name of a management group, without its path")]
    """Name of the tenant root management group."""
    management_subscription: Guid
    billing: Annotated[str, BILLING]
    home: Region
    regions: dict[Region, AzurePlace] = Field(min_length=1)
    mailboxes: Annotated[dict[str, Email], _complete(PURPOSES, "a mailbox")]
    pipeline: Pipeline
    cells: dict[Key, Cell] = Field(default_factory=dict)
    """Shared hosting cells by key. A key is in names for ever."""

    @model_validator(mode="after")
    def _certified(self) -> "AzurePlatform":
        for key, cell in self.cells.items():
            check_certificate(cell.certificate, ("cells", key, "certificate"))
        return self

    @property
    def management(self) -> str:
        return self.management_subscription

    @property
    def root(self) -> str:
        return f"/providers/Microsoft.Management/managementGroups/{self.root_group}"

    def mailbox(self, slug: str) -> str:
        return ""


PlatformCode = Annotated[str, matching(r"[a-z]{2,8}", "2 to 8 lower-case letters")]


class PlatformRecord(Model):
    """``estate/platform.yaml``."""

    name: Name
    code: PlatformCode
    """Short code, part of every physical name. It never changes."""
    contact: Email
    as_of: Date | None = None
    """The day as of which this estate is looked at, for examples and exercises, which must not expire. A real estate leaves it out."""
    retention_days: int = Field(default=400, ge=365, le=3650)
    reserved: tuple[Reserved, ...] = ()
    blocked_domains: tuple[Domain, ...] = ()
    postgres_image: Image | Literal[""] = ""
    """Image by digest of the PostgreSQL client that makes databases and logins. Needed as soon as an application has a database."""
    aws: AwsPlatform | None = None
    azure: AzurePlatform | None = None

    def cloud(self, name: str) -> AwsPlatform | AzurePlatform | None:
        return {"aws": self.aws, "azure": self.azure}[name]

    @property
    def clouds(self) -> tuple[CloudId, ...]:
        return tuple(name for name in CLOUD_IDS if self.cloud(name) is not None)
