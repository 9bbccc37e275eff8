"""The platform record: what the platform team decides for all."""

from ipaddress import IPv4Network
from itertools import combinations
from typing import Annotated, Literal

from pydantic import AfterValidator, Field, field_validator, model_validator

from civic.records.access import WRITE_DIRECTORY, PlatformGrant, check_asked
from civic.records.clouds import CLOUD_IDS, CloudId
from civic.records.directory import Directory
from civic.records.errors import FieldError
from civic.records.existing import AwsExisting, AzureExisting
from civic.records.loader import Model
from civic.records.owners import is_owner_key
from civic.records.premises import CONTAINERS_KEEP, PRIVATE
from civic.records.second_regions import AWS_SECOND, AZURE_PAIRS, NONE
from civic.records.services import check_certificate
from civic.records.values import (
    Account,
    Date,
    Domain,
    Email,
    Guid,
    Host,
    Https,
    Image,
    Key,
    Name,
    Range,
    Region,
    SubjectTemplate,
    check_mailbox,
    matching,
)

PURPOSES = ("log-archive", "security", "network", "hosting")
PLATFORM_PIPELINES = ("foundation", "network", "hosting")
RUN_LAYERS = ("tenancy", "landing-zone", "applications")
PIPELINE_LAYERS = (*PLATFORM_PIPELINES, *RUN_LAYERS)
OWNER = "{owner}"
"""Stands in a run's subject for the key of the body whose stack is deployed."""


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


ROUTED = PRIVATE
"""What routing intent of an Azure hub leads to its firewall as private (Microsoft Learn, "How to configure Virtual WAN Hub routing intent")."""


def _on_azure(value: str) -> str:
    block = IPv4Network(value)
    if not any(block.subnet_of(private) for private in ROUTED):
        raise ValueError(f"a range inside {', '.join(map(str, ROUTED))}: Azure's hub leads no other past its firewall")
    if block.overlaps(CONTAINERS_KEEP):
        raise ValueError(f"a range outside {CONTAINERS_KEEP}, which Azure Container Apps keeps for itself")
    return value


AzureRange = Annotated[Range, AfterValidator(_on_azure)]


class AzurePlace(Place):
    """A region of Azure."""

    bodies: tuple[AzureRange, ...] = Field(min_length=1)
    """Supernets from which bodies are given ranges."""

    public_addresses: int = Field(default=2, ge=1, le=80)
    """Addresses under which everybody's calls leave the hub. Each has 2,496 ports an instance of the firewall for calls to one place outside; an
    alarm tells before they run out."""
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
    delegated: bool = True
    """AWS: whether the domain above leads to the zone of ``domain`` yet. Write 'false' before the first deployment: then zone and certificate are
    made, the name servers to hand over are printed, and what needs the certificate waits until this is taken out."""

    @model_validator(mode="after")
    def _fits(self) -> "Cell":
        if IPv4Network(self.range).prefixlen > 22:
            raise FieldError(("range",), "a /22 or larger")
        return self


class AzureCell(Cell):
    """One shared hosting cell on Azure."""

    range: AzureRange
    """Range of the cell's own network, /22 or larger."""


class Pipeline(Model):
    """Who may deploy: the OIDC issuer of the platform's pipelines, and the exact subject of each.

    Layers that stand once on a cloud have one subject. The others have one for each body: ``{owner}`` stands for its key."""

    issuer: Https
    addresses: tuple[Range, ...] = ()
    """Where the pipelines call from. The vault that keeps the state's keys answers nobody else."""
    subjects: Annotated[dict[str, SubjectTemplate], _complete(PIPELINE_LAYERS, "a subject")]

    @model_validator(mode="after")
    def _told_apart(self) -> "Pipeline":
        for layer, template in self.subjects.items():
            if template.count(OWNER) != (layer in RUN_LAYERS):
                raise FieldError(("subjects", layer), _SUBJECT_ALLOWED[layer in RUN_LAYERS])
        for layer, other in combinations(self.subjects, 2):
            if _may_be_one(self.subjects[layer], self.subjects[other]):
                raise FieldError(
                    ("subjects", other), f"a subject that is never that of {layer} ('{self.subjects[layer]}'), whatever a body is called"
                )
        return self

    def subject(self, layer: str, owner: str = "") -> str:
        """The exact subject of the layer's pipeline, or of its runs for the body with this key."""
        return self.subjects[layer].replace(OWNER, owner)


_SUBJECT_ALLOWED = {
    False: f"one exact subject without {OWNER}: the layer stands once on a cloud",
    True: f"a subject with {OWNER} in it exactly once, where the body's key stands, such as 'repo:commons/platform:environment:{OWNER}-tenancy'",
}


def _may_be_one(first: str, second: str) -> bool:
    """Whether two subjects, each with ``{owner}`` in it or not, could ever be the same text."""
    before, within, after = first.partition(OWNER)
    before_other, within_other, after_other = second.partition(OWNER)
    if not within and not within_other:
        return first == second
    if not within or not within_other:
        exact, head, tail = (first, before_other, after_other) if not within else (second, before, after)
        key = exact.removeprefix(head).removesuffix(tail)
        return exact == f"{head}{key}{tail}" and is_owner_key(key)
    heads, tails = sorted((before, before_other), key=len), sorted((after, after_other), key=len)
    return heads[1].startswith(heads[0]) and tails[1].endswith(tails[0])


class AwsPlatform(Model):
    """The platform on AWS."""

    management_account: Account
    home: Region
    regions: dict[Region, Place] = Field(min_length=1)
    mailboxes: Annotated[dict[str, Email], _complete(PURPOSES, "a mailbox")]
    mailbox_template: str
    """Root mailbox of a vended account; ``{slug}`` stands for the body."""
    pipeline: Pipeline
    existing: AwsExisting = AwsExisting()
    cells: dict[Key, Cell] = Field(default_factory=dict)
    """Shared hosting cells by key. A key is in names for ever."""
    second_region: Region | Literal["none"] | None = None
    """Where copies of state, cards and log archive stand, and nothing else: the guardrails open it for these alone. Left out, it is another region
    of the European Union for a home there, and 'none' elsewhere: what leaves a country leaves by a decision."""

    @model_validator(mode="after")
    def _elsewhere(self) -> "AwsPlatform":
        if self.second_region == self.home:
            raise FieldError(("second_region",), f"another region than {self.home}, which the originals are in, or '{NONE}'")
        return self

    @property
    def copies_in(self) -> str:
        """The second region; empty where there is none."""
        named = self.second_region or AWS_SECOND.get(self.home, NONE)
        return "" if named == NONE else named

    @field_validator("mailbox_template")
    @classmethod
    def _has_slug(cls, value: str) -> str:
        if "{slug}" not in value.partition("@")[0]:
            raise ValueError("an address with {slug} before its '@', such as 'aws+{slug}@commons.example'")
        _ = check_mailbox(value.replace("{slug}", "body"))
        return value

    @property
    def archive_locked(self) -> bool:
        return True

    def public_addresses(self, region: str) -> int:
        """Each zone's NAT gateway has its own."""
        return len(self.regions[region].zones)

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


BILLING = matching(
    r"/providers/Microsoft\.Billing/billingAccounts/[A-Za-z0-9:_-]+"
    r"/(enrollmentAccounts/[A-Za-z0-9-]+|customers/[A-Za-z0-9-]+|billingProfiles/[A-Za-z0-9-]+/invoiceSections/[A-Za-z0-9-]+)",
    "a billing scope, such as '/providers/Microsoft.Billing/billingAccounts/1234567/enrollmentAccounts/7654321', or one that ends in "
    "'/billingProfiles/.../invoiceSections/...' or '/customers/...'",
)
"""Forms that a subscription's alias takes (Microsoft Learn, "Programmatically create Azure subscriptions")."""


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
    existing: AzureExisting = AzureExisting()
    cells: dict[Key, AzureCell] = Field(default_factory=dict)
    """Shared hosting cells by key. A key is in names for ever."""
    archive_locked_on: Date | None = None
    """The day from which nobody can shorten what the archive keeps, nor ever undo that. Azure makes its stores unlocked: the first run of the
    foundation goes without this day, a second one with it."""
    second_region: Region | Literal["none"] | None = None
    """Where copies of state, cards and log archive stand: the region that Azure pairs with the home, which is taken where this is left out, or 'none'."""

    @model_validator(mode="after")
    def _paired(self) -> "AzurePlatform":
        pair = AZURE_PAIRS.get(self.home)
        if self.second_region not in (None, NONE, pair):
            allowed = f"'{pair}', which Azure pairs with {self.home}, or '{NONE}'" if pair else f"'{NONE}': Azure pairs no region with {self.home}"
            raise FieldError(("second_region",), allowed)
        return self

    @property
    def copies_in(self) -> str:
        """The second region; empty where there is none."""
        named = self.second_region or AZURE_PAIRS.get(self.home, NONE)
        return "" if named == NONE else named

    @model_validator(mode="after")
    def _certified(self) -> "AzurePlatform":
        for key, cell in self.cells.items():
            check_certificate(cell.certificate, ("cells", key, "certificate"))
        return self

    @property
    def archive_locked(self) -> bool:
        return self.archive_locked_on is not None

    def public_addresses(self, region: str) -> int:
        return self.regions[region].public_addresses

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
    """Role mailbox of the platform's team. What is the platform's lies at or under its domain, or one of ``domains``."""
    domains: tuple[Host, ...] = ()
    """Domains that the platform holds besides."""
    as_of: Date | None = None
    """The day as of which this estate is looked at, for examples and exercises, which must not expire. A real estate leaves it out."""
    retention_days: int = Field(default=400, ge=365, le=3650)
    reserved: tuple[Reserved, ...] = ()
    blocked_domains: tuple[Domain, ...] = ()
    postgres_image: Image | Literal[""] = ""
    """Image by digest of the PostgreSQL client that makes databases and logins. Needed as soon as an application has a database."""
    aws: AwsPlatform | None = None
    azure: AzurePlatform | None = None
    directory: Directory | None = None
    """Where the platform's own people sign in on AWS. On Azure it is ``azure.directory``, and the two are one where both are there."""
    access: tuple[PlatformGrant, ...] = ()
    """Who may enter the platform's own tenancies."""

    @model_validator(mode="after")
    def _people_known(self) -> "PlatformRecord":
        if self.directory and self.azure and self.directory.tenant != self.azure.directory:
            raise FieldError(("directory",), f"'{{tenant: {self.azure.directory}}}', which 'azure.directory' names")
        seen: set[tuple[str, str, str]] = set()
        for number, grant in enumerate(self.access):
            if grant.cloud not in self.clouds:
                raise FieldError(("access", number, "cloud"), f"a cloud that the platform has: {', '.join(self.clouds)}")
            if grant.cloud == "aws" and self.directory is None:
                raise FieldError(("access", number, "group"), f"a group of a directory that is known: write {WRITE_DIRECTORY}, above 'access'")
            check_asked(("access", number), grant.cloud, grant)
            if (grant.role, grant.group, grant.cloud) in seen:
                raise FieldError(("access", number), "each once")
            seen.add((grant.role, grant.group, grant.cloud))
        return self

    @property
    def held_domains(self) -> tuple[str, ...]:
        """Domains under which names are the platform's own."""
        return tuple(dict.fromkeys((self.contact.rpartition("@")[2].lower(), *self.domains)))

    def access_on(self, cloud: str) -> tuple[PlatformGrant, ...]:
        return tuple(grant for grant in self.access if grant.cloud == cloud)

    def cloud(self, name: str) -> AwsPlatform | AzurePlatform | None:
        return {"aws": self.aws, "azure": self.azure}[name]

    @property
    def clouds(self) -> tuple[CloudId, ...]:
        return tuple(name for name in CLOUD_IDS if self.cloud(name) is not None)
