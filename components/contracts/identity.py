"""Identities of runs: as whom the stacks of one body on one cloud are deployed."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Generic, Protocol

from pulumi import Input, Output

from components.contracts.bootstrap import StateKeys, check_subjects
from components.contracts.errors import ContractError
from components.contracts.handles import ArchiveT, CellT, HubT, OrganisationT, TenancyT
from components.contracts.owner import Owner
from components.contracts.words import RUN_LAYERS


@dataclass(frozen=True, kw_only=True)
class RunIdentitiesArgs(Generic[OrganisationT, ArchiveT, HubT, CellT, TenancyT]):
    """One identity for each of a body's stacks that runs deploy (``RUN_LAYERS``). None of them can act for another body."""

    owner: Owner
    home: str
    """Region of the state store."""
    management: Input[str]
    """AWS: the management account's id. Azure: the management Azure subscription's."""
    issuer: str
    """OIDC issuer of the pipelines, an HTTPS address."""
    subjects: Mapping[str, str]
    """Exact OIDC subject by layer: that of this body's stack alone. Wildcards are refused."""
    addresses: tuple[str, ...] = ()
    """AWS: where runs call from, as ranges; empty: from anywhere."""
    state: Mapping[str, StateKeys]
    """By layer."""
    key_ids: Mapping[str, Input[str]]
    """See ``BootstrapOutputs``."""
    organisation: OrganisationT
    archive: ArchiveT
    hub: HubT
    """Of the region that the body's network lies in."""
    network: TenancyT
    """The platform's tenancy in which the hub lies."""
    cell: CellT | None = None
    """The shared cell in which the body has a place, once it runs something there."""
    hosting: TenancyT | None = None
    """The platform's tenancy in which that cell lies."""

    def __post_init__(self) -> None:
        if self.owner.is_platform:
            raise ContractError("owner: the platform's own pipelines have their identities from the bootstrap; give a body")
        for field, given in (("subjects", self.subjects), ("state", self.state)):
            if missing := set(RUN_LAYERS) - set(given):
                raise ContractError(f"{field}: nothing for {', '.join(sorted(missing))}; each of a body's stacks needs its own")
        check_subjects(self.subjects)
        if len(set(self.subjects.values())) < len(self.subjects):
            raise ContractError("subjects: two layers have the same; a run of one would be taken for a run of the other")
        if (self.cell is None) != (self.hosting is None):
            raise ContractError("cell and hosting go together: give both or neither")


class RunIdentitiesOutputs(Protocol):
    """As whom a body's stacks are deployed."""

    @property
    def runs(self) -> Mapping[str, Output[str]]:
        """By layer, whom others trust: AWS: role ARN. Azure: principal (object) id of a managed identity."""
        ...

    @property
    def clients(self) -> Mapping[str, Output[str]]:
        """By layer, whom a run signs in as: AWS: role ARN. Azure: client id of the same identity."""
        ...
