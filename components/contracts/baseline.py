"""The security baseline of a tenancy."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic, Protocol

from pulumi import Output

from components.contracts.errors import ContractError
from components.contracts.handles import ArchiveT, OrganisationT, TenancyT
from components.contracts.network import PrivateEndpoint
from components.contracts.owner import Owner
from components.contracts.words import ControlOwner


@dataclass(frozen=True, kw_only=True)
class SecurityBaselineArgs(Generic[OrganisationT, ArchiveT, TenancyT]):
    """What every tenancy gets whether or not anybody asks."""

    owner: Owner
    region: str
    security_contact: str
    operations_contact: str
    billing_contact: str
    phone: str = ""
    """The body's telephone number in E.164, such as ``+441632960000``. Without one the provider calls nobody but the tenancy's owner."""
    organisation: OrganisationT
    archive: ArchiveT
    tenancy: TenancyT
    regions: tuple[str, ...] = ()
    """Every region that the tenancy may use: what its alarms look for is seen in all of them."""
    management: bool = False
    """The tenancy that keeps the organisation's tree, which no guardrail binds: changes to guardrails and to alarms are told as well."""
    findings: bool = False
    """The tenancy to which every other's findings come: new ones that are high or critical are told at once."""
    hosting: TenancyT | None = None
    """Tenancy of the shared hosting that the body's applications run in: alarms of these, and of no others there, tell its people too."""
    backup_days: int = 35

    def __post_init__(self) -> None:
        if self.backup_days < 7:
            raise ContractError(f"backup_days: keep at least 7 days of backups, got {self.backup_days}")


class SecurityBaselineOutputs(Protocol):
    """What stands on the baseline."""

    @property
    def key(self) -> Output[str]:
        """The body's own key, as services of the cloud are told of one."""
        ...

    @property
    def alarms(self) -> Output[str]:
        """Where an alarm goes so that the body's people hear it."""
        ...

    @property
    def private_services(self) -> Sequence[PrivateEndpoint]:
        """Services of the baseline that answer at a private endpoint alone, which the body's network therefore has."""
        ...


@dataclass(frozen=True)
class Control:
    """One control of the security baseline and who makes it."""

    id: str
    title: str
    owner: ControlOwner
