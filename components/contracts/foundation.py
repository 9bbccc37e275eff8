"""Foundation: what the platform decides once for every tenancy on a cloud."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

from pulumi import Input, Output

from components.contracts.words import PLATFORM_TENANCIES


@dataclass(frozen=True, kw_only=True)
class FoundationArgs:
    """What the platform decides once for every tenancy on this cloud."""

    platform: str
    """Short code of the platform, 2 to 8 lower-case letters; part of every global name."""
    home: str
    """Region where the archive and the organisation-wide services live."""
    regions: tuple[str, ...]
    """Every region that any tenancy may use. Anything else is denied."""
    mailboxes: Mapping[str, str]
    """Address of each platform tenancy's root mailbox, by purpose (keys of ``PLATFORM_TENANCIES``)."""
    pipelines: Mapping[str, Input[str]]
    """Identity of each layer's pipeline, by layer."""
    retention_days: int
    """Days for which nobody can delete what the archive holds. At least 365."""
    management: Input[str]
    """AWS: the management account id. Azure: the tenant root management group's resource id."""
    billing: str = ""
    """Azure: the billing scope under which Azure subscriptions are made. Unused on AWS."""

    def __post_init__(self) -> None:
        if self.home not in self.regions:
            raise ValueError(f"home: {self.home} is not among the allowed regions {', '.join(self.regions)}")
        if missing := set(PLATFORM_TENANCIES) - set(self.mailboxes):
            raise ValueError(f"mailboxes: no address for {', '.join(sorted(missing))}; each platform tenancy needs its own")
        if self.retention_days < 365:
            raise ValueError(f"retention_days: need at least 365 days of logs, got {self.retention_days}")


class FoundationOutputs(Protocol):
    """What lower layers may know of the foundation."""

    organisation: Output[str]
    """AWS: organisation id (o-...). Azure: directory tenant id."""
    organisation_arn: Output[str]
    """AWS: organisation ARN, for sharing. Azure: resource id of the platform's root management group."""
    bodies: Output[str]
    """Unit under which bodies' tenancies are placed."""
    tenancies: Mapping[str, Output[str]]
    """Tenancy id by purpose."""
    archive: Output[str]
    archive_workspace: Output[str]
    """Azure: Log Analytics workspace resource id. AWS: the archive's KMS key ARN."""
    vending: Output[str]
    """Identity that makes tenancies (AWS: role ARN; Azure: principal id of the tenancy pipeline)."""
    network: Output[str]
    """Identity that acts in the network tenancy (AWS: role ARN; Azure: principal id of the network pipeline)."""
    hosting: Output[str]
    """Identity that acts in the hosting tenancy (AWS: role ARN; Azure: principal id of the hosting pipeline)."""
    directory: Output[str]
    """AWS: ARN of the Identity Center instance. Azure: directory tenant id."""
    access: Mapping[str, Output[str]]
    """By role (keys of ``ROLES``). AWS: permission set ARN. Azure: role definition id, assignable under ``bodies``."""
