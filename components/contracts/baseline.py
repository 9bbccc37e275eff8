"""The security baseline of a tenancy."""

from dataclasses import dataclass
from typing import Protocol

from pulumi import Input, Output

from components.contracts.words import Classification, Owner


@dataclass(frozen=True, kw_only=True)
class SecurityBaselineArgs:
    """What every tenancy gets whether or not anybody asks."""

    platform: str
    organisation: str
    region: str
    regions: tuple[str, ...]
    security_contact: str
    operations_contact: str
    billing_contact: str
    phone: str
    """The body's telephone number in E.164, such as ``+441632960000``."""
    archive: Input[str]
    archive_workspace: Input[str]
    tenancy: Input[str]
    organisation_id: Input[str]
    backup_days: int = 35
    classification: Classification = "official"

    def __post_init__(self) -> None:
        if self.backup_days < 7:
            raise ValueError(f"backup_days: keep at least 7 days of backups, got {self.backup_days}")


class SecurityBaselineOutputs(Protocol):
    key: Output[str]
    vault: Output[str]
    """AWS: backup vault ARN. Azure: Key Vault resource id, to which the network gives a private endpoint."""
    alarms: Output[str]
    """AWS: SNS topic ARN. Azure: action group resource id."""


@dataclass(frozen=True)
class Control:
    """One control of the security baseline and who makes it."""

    id: str
    title: str
    owner: Owner
