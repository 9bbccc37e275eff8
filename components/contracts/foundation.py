"""Foundation: what the platform decides once for every tenancy on a cloud."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol, TypeVar

from pulumi import Input

from components.contracts.errors import ContractError
from components.contracts.handles import Handle
from components.contracts.owner import Owner
from components.contracts.tenancy import AccessGrant, DirectoryIssuer
from components.contracts.words import PLATFORM_TENANCIES


@dataclass(frozen=True, kw_only=True)
class Existing:
    """What was there before the platform. It is used as it is: no plan makes, changes or deletes it."""

    organisation: bool = False
    """AWS: the organisation of the management account."""
    tenancies: Mapping[str, str] = field(default_factory=dict)
    """AWS: account ids. Azure: Azure subscription ids. By purpose (keys of ``PLATFORM_TENANCIES``)."""
    detection: tuple[str, ...] = ()
    """AWS: ``guardduty``, ``securityhub``, ``access-analyzer``, where the security account runs them for the organisation already."""

    def __post_init__(self) -> None:
        if unknown := set(self.tenancies) - set(PLATFORM_TENANCIES):
            raise ContractError(f"existing: the platform has no tenancy for {', '.join(sorted(unknown))}")
        if self.detection and "security" not in self.tenancies:
            raise ContractError("existing: detection runs from the security account, which is not among the tenancies that are there")

    def told(self) -> dict[str, list[str]]:
        """Input of the component, by which rules and reviewers see what it did not make: ``{"existing": ["organisation", "guardduty"]}``."""
        named = [*(["organisation"] if self.organisation else []), *(["tenancies"] if self.tenancies else []), *self.detection]
        return {"existing": named} if named else {}


@dataclass(frozen=True, kw_only=True)
class FoundationArgs:
    """What the platform decides once for every tenancy on this cloud."""

    owner: Owner
    home: str
    """Region where the archive and the organisation-wide services live."""
    regions: tuple[str, ...]
    """Every region that any tenancy may use. Anything else is denied."""
    second_region: str = ""
    """Region where a copy of the archive stands, which no tenancy may use for anything else. Empty for none."""
    mailboxes: Mapping[str, str]
    """Address of each platform tenancy's root mailbox, by purpose (keys of ``PLATFORM_TENANCIES``)."""
    pipelines: Mapping[str, Input[str]]
    """Identity of each of the platform's pipelines (``PIPELINES``)."""
    contact: str
    """Mailbox of the platform team, told what the alarms of the platform's own tenancies tell."""
    retention_days: int
    """Days for which nobody can delete what the archive holds. At least 365."""
    root: Input[str]
    """AWS: the management account id. Azure: the tenant root management group's resource id."""
    management: Input[str]
    """Id of the management account or Azure subscription, in which the bootstrap lies."""
    archive_locked: bool = False
    """Azure: the archive's stores are locked for good, which is done once and after they were made."""
    billing: str = ""
    """Azure: the billing scope under which Azure subscriptions are made."""
    grants: tuple[AccessGrant, ...] = ()
    """Who of the platform's own people may enter the tenancies that are made here."""
    sign_ins: DirectoryIssuer | None = None
    """AWS: the directory that those groups are of."""
    existing: Existing = Existing()

    def __post_init__(self) -> None:
        if self.home not in self.regions:
            raise ContractError(f"home: {self.home} is not among the allowed regions {', '.join(self.regions)}")
        if self.second_region == self.home:
            raise ContractError(f"second_region: {self.home} is where the originals are; name another region, or none")
        if missing := set(PLATFORM_TENANCIES) - set(self.mailboxes):
            raise ContractError(f"mailboxes: no address for {', '.join(sorted(missing))}; each platform tenancy needs its own")
        if self.retention_days < 365:
            raise ContractError(f"retention_days: need at least 365 days of logs, got {self.retention_days}")


OrganisationOut = TypeVar("OrganisationOut", bound=Handle, covariant=True)
ArchiveOut = TypeVar("ArchiveOut", bound=Handle, covariant=True)
TenancyOut = TypeVar("TenancyOut", bound=Handle, covariant=True)


class FoundationOutputs(Protocol[OrganisationOut, ArchiveOut, TenancyOut]):
    """What lower layers may know of the foundation."""

    @property
    def organisation(self) -> OrganisationOut: ...
    @property
    def archive(self) -> ArchiveOut: ...
    @property
    def tenancies(self) -> Mapping[str, TenancyOut]:
        """The platform's own, by purpose, each with the identity that its layer acts as in it."""
        ...
