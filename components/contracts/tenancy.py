"""A body's holding on one cloud, who may enter it, and what it may cost."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, Protocol

from pulumi import Input, Output, ProviderResource

from components.contracts.words import Classification


@dataclass(frozen=True, kw_only=True)
class TenancyArgs:
    """One body's holding on one cloud."""

    platform: str
    organisation: str
    organisation_name: str
    mailbox: str
    """AWS: root mailbox of the account. Azure: unused."""
    unit: Input[str]
    """Where in the tree the tenancy belongs."""
    home: str
    pipelines: Mapping[str, Input[str]]
    """Pipeline identities by layer: ``landing-zone`` may assume the deploy role, ``applications`` the application role."""
    existing: str = ""
    """Id of a tenancy moved in beforehand (``transferred``). Empty: a new one is vended."""
    billing: str = ""
    organisation_arn: Input[str] = ""
    vending: Input[str] = ""
    """AWS: role that makes accounts and enters a new one. Unused on Azure."""
    pipeline_issuer: str = ""
    """OIDC issuer of the body's own pipeline; empty where only the platform deploys."""
    pipeline_subject: str = ""
    """Exact OIDC subject of the body's own pipeline. Wildcards are refused."""
    classification: Classification = "official"

    def __post_init__(self) -> None:
        if "*" in self.pipeline_subject:
            raise ValueError(f"pipeline_subject: {self.pipeline_subject} has a wildcard; name one repository and one environment")
        if bool(self.pipeline_issuer) != bool(self.pipeline_subject):
            raise ValueError("pipeline_issuer and pipeline_subject go together: give both or neither")


class TenancyOutputs(Protocol):
    tenancy: Output[str]
    deploy: Output[str]
    """AWS: ARN of the deploy role. Azure: client id is the landing-zone pipeline's; this is its role definition id."""
    application: Output[str]
    inside: ProviderResource
    """The provider that acts inside the tenancy, for what layer 4 makes there besides."""


class TenancyHandle(Protocol):
    """What ``provider_for`` needs to act in a tenancy: the tenancy stack's card has this shape."""

    @property
    def tenancy(self) -> Input[str]: ...
    @property
    def deploy(self) -> Input[str]: ...


@dataclass(frozen=True, kw_only=True)
class BudgetArgs:
    """What one tenancy may cost in a month. A budget stops nothing: it tells the body's contacts in time."""

    platform: str
    organisation: str
    tenancy: Input[str]
    monthly: int
    """Whole units of the currency that the tenancy is billed in."""
    contacts: tuple[str, ...]
    """Role mailboxes that are told."""
    forecast_percent: tuple[int, ...] = (100,)
    """Told when the month is forecast to pass this share."""
    actual_percent: tuple[int, ...] = (80, 100)
    """Told when the month has passed this share."""
    begins: str = "2026-04-01"
    """First day of a month (``YYYY-MM-01``) from which the budget counts. Azure cannot do without one."""

    def __post_init__(self) -> None:
        if self.monthly < 1:
            raise ValueError(f"monthly: a budget of at least 1, got {self.monthly}")
        if not self.contacts:
            raise ValueError("contacts: a budget that tells nobody is none; give one mailbox or more")
        if not self.forecast_percent:
            raise ValueError("forecast_percent: without a forecast the body hears only once the money is gone; give one or more")


class BudgetOutputs(Protocol):
    budget: Output[str]
    """Resource id."""


@dataclass(frozen=True, kw_only=True)
class AccessGrant:
    """A group of the directory that may enter a tenancy."""

    role: Literal["reader", "operator", "auditor", "break-glass"]
    group: str
    """Object id of the group. Who is in it, and how they sign in, is settled in the directory."""
    until: str
    """Last day, ``YYYY-MM-DD``."""


@dataclass(frozen=True, kw_only=True)
class AccessArgs:
    """Who may enter one tenancy, as what, until when."""

    platform: str
    organisation: str
    tenancy: Input[str]
    directory: Input[str]
    roles: Mapping[str, Input[str]]
    """By role: see ``FoundationOutputs.access``."""
    grants: tuple[AccessGrant, ...]

    def __post_init__(self) -> None:
        keys = [(grant.role, grant.group) for grant in self.grants]
        for key in keys:
            if keys.count(key) > 1:
                raise ValueError(f"grants: group {key[1]} is given '{key[0]}' twice; once, with one end")


class AccessOutputs(Protocol):
    ends: Mapping[str, str]
    """Last day by ``<role>-<group>``, ``YYYY-MM-DD``: what rules look at."""
