"""A body's holding on one cloud, who may enter it, and what it may cost."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Generic, Literal, Protocol, TypeVar

from pulumi import Input, Output, ProviderResource

from components.contracts.errors import ContractError
from components.contracts.handles import Handle, OrganisationT, TenancyT
from components.contracts.owner import Owner


@dataclass(frozen=True, kw_only=True)
class TenancyArgs(Generic[OrganisationT]):
    """One body's holding on one cloud."""

    owner: Owner
    mailbox: str
    """Root mailbox of the account."""
    organisation: OrganisationT
    """Where in the tree the tenancy belongs, and who may make it."""
    home: str
    runs: Mapping[str, Input[str]]
    """Identities of the body's own runs, by layer: ``landing-zone`` may assume the deploy role, ``applications`` the application role."""
    existing: str = ""
    """Id of a tenancy moved in beforehand (``transferred``). Empty: a new one is vended."""
    billing: str = ""
    """Azure: the billing scope under which a new Azure subscription is made."""
    pipeline_issuer: str = ""
    """OIDC issuer of the body's own pipeline; empty where only the platform deploys."""
    pipeline_subject: str = ""
    """Exact OIDC subject of the body's own pipeline. Wildcards are refused."""

    def __post_init__(self) -> None:
        if "*" in self.pipeline_subject:
            raise ContractError(f"pipeline_subject: {self.pipeline_subject} has a wildcard; name one repository and one environment")
        if bool(self.pipeline_issuer) != bool(self.pipeline_subject):
            raise ContractError("pipeline_issuer and pipeline_subject go together: give both or neither")


TenancyOut = TypeVar("TenancyOut", bound=Handle, covariant=True)


class TenancyOutputs(Protocol[TenancyOut]):
    @property
    def tenancy(self) -> TenancyOut: ...
    @property
    def provider(self) -> ProviderResource:
        """The provider that acts inside the tenancy, for what layer 4 makes there besides."""
        ...


@dataclass(frozen=True, kw_only=True)
class BudgetArgs(Generic[TenancyT]):
    """What one tenancy may cost in a month. A budget stops nothing: it tells the body's contacts in time."""

    owner: Owner
    tenancy: TenancyT
    monthly: int
    """Whole units of the currency that the tenancy is billed in."""
    contacts: tuple[str, ...]
    """Role mailboxes that are told."""
    begins: str
    """First day of a month (``YYYY-MM-01``) from which the budget counts: the ledger's. It is given once, since Azure never lets it be another."""
    forecast_percent: tuple[int, ...] = (100,)
    """Told when the month is forecast to pass this share."""
    actual_percent: tuple[int, ...] = (80, 100)
    """Told when the month has passed this share."""

    def __post_init__(self) -> None:
        if not re.fullmatch(r"20\d\d-(0[1-9]|1[0-2])-01", self.begins):
            raise ContractError(f"begins: the first day of a month such as 2026-12-01, got {self.begins!r}")
        if self.monthly < 1:
            raise ContractError(f"monthly: a budget of at least 1, got {self.monthly}")
        if not self.contacts:
            raise ContractError("contacts: a budget that tells nobody is none; give one mailbox or more")
        if not self.forecast_percent:
            raise ContractError("forecast_percent: without a forecast the body hears only once the money is gone; give one or more")


class BudgetOutputs(Protocol):
    @property
    def budget(self) -> Output[str]:
        """Id of the budget."""
        ...


@dataclass(frozen=True, kw_only=True)
class DirectoryIssuer:
    """The directory where people sign in, as what its SAML assertions are told by."""

    issuer: str
    """Its entity id."""
    sign_in: str
    """Address of its single sign-on service."""
    certificates: tuple[str, ...]
    """What it signs with: base64 of each certificate's DER."""

    def __post_init__(self) -> None:
        if not self.certificates:
            raise ContractError("certificates: a directory without any is one that anybody could speak for; give the one it signs with")


@dataclass(frozen=True, kw_only=True)
class AccessGrant:
    """A group of the directory that may enter a tenancy."""

    role: Literal["reader", "soc-reader", "operator", "auditor", "break-glass"]
    group: str
    """Object id of the group. Who is in it, and how they sign in, is settled in the directory."""
    since: str = ""
    """First day, ``YYYY-MM-DD``; empty: from when it is rolled out. Break-glass has one."""
    until: str
    """Last day, ``YYYY-MM-DD``, in UTC."""
    approvers: str = ""
    """Azure: object id of the group of which somebody must say yes whenever the role is activated; empty: nobody is asked."""

    def __post_init__(self) -> None:
        if self.role == "break-glass" and not self.since:
            raise ContractError(f"since: break-glass of group {self.group} has no first day; it is open for days, and never standing")


@dataclass(frozen=True, kw_only=True)
class AccessArgs(Generic[OrganisationT, TenancyT]):
    """Who may enter one tenancy, as what, until when."""

    owner: Owner
    organisation: OrganisationT
    """Where the roles are that the foundation made for every tenancy."""
    tenancy: TenancyT
    grants: tuple[AccessGrant, ...]
    home: str
    """Region whose sign-in people may come by besides the global one."""
    directory: DirectoryIssuer | None = None
    """AWS: whose sign-ins are believed. Azure knows the groups of the platform's directory alone."""

    def __post_init__(self) -> None:
        keys = [(grant.role, grant.group) for grant in self.grants]
        for key in keys:
            if keys.count(key) > 1:
                raise ContractError(f"grants: group {key[1]} is given '{key[0]}' twice; once, with one end")


class AccessOutputs(Protocol):
    @property
    def ends(self) -> Mapping[str, str]:
        """Last day by ``<role>-<group>``, ``YYYY-MM-DD``: what rules look at."""
        ...
