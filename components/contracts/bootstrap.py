"""Bootstrap: what everything else is deployed with, and by whom."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

from pulumi import Input, Output

from components.contracts.errors import ContractError
from components.contracts.owner import Owner
from components.contracts.tenancy import AccessGrant, DirectoryIssuer
from components.contracts.words import PIPELINES


@dataclass(frozen=True, kw_only=True)
class StateKeys:
    """What of the state store one identity may touch. All are patterns, with ``*`` for any text."""

    stacks: tuple[str, ...]
    """Names of its own stacks. Their secrets are bound to them, where the cloud's keys can do that."""
    written: tuple[str, ...]
    """Keys of objects: its own stacks' state, history, backups, locks and cards."""
    read: tuple[str, ...]
    """Keys of what it reads besides: the cards of the layers above, and of no state."""


@dataclass(frozen=True, kw_only=True)
class BootstrapArgs:
    """One state store for all stacks of this cloud, one secrets key for each layer, one identity for each of the platform's own pipelines."""

    owner: Owner
    home: str
    """Region where store and keys lie."""
    second_region: str = ""
    """Region where a copy of the store stands that nobody can empty, with what opens its secrets. Empty for none."""
    tenancy: Input[str]
    """AWS: the management account's id. Azure: the management Azure subscription's."""
    directory: str = ""
    """Azure: the directory tenant's id."""
    issuer: str
    """OIDC issuer of the pipelines, an HTTPS address."""
    subjects: Mapping[str, str]
    """Exact OIDC subject by pipeline (``PIPELINES``). Wildcards are refused."""
    addresses: tuple[str, ...] = ()
    """Where the pipelines call from, as ranges. The vault that keeps the keys answers nobody else, nor does the store on Azure."""
    state: Mapping[str, StateKeys]
    """By pipeline."""
    runs: StateKeys
    """AWS: the most that the identity of any body's run may touch."""
    grants: tuple[AccessGrant, ...] = ()
    """Who of the platform's own people may enter the management account (AWS) or the management Azure subscription."""
    sign_ins: DirectoryIssuer | None = None
    """AWS: the directory that those groups are of."""

    def __post_init__(self) -> None:
        for field, given in (("subjects", self.subjects), ("state", self.state)):
            if missing := set(PIPELINES) - set(given):
                raise ContractError(f"{field}: nothing for {', '.join(sorted(missing))}; each of the platform's pipelines needs its own")
        check_subjects(self.subjects)


def check_subjects(subjects: Mapping[str, str]) -> None:
    """Raises ``ContractError`` for one that more than one pipeline could have."""
    if wild := sorted(layer for layer, subject in subjects.items() if "*" in subject):
        raise ContractError(f"subjects: {', '.join(wild)} has a wildcard; name one repository and one environment")


class BootstrapOutputs(Protocol):
    """What every other layer is deployed with."""

    @property
    def pipelines(self) -> Mapping[str, Output[str]]:
        """By pipeline, whom others trust: AWS: role ARN. Azure: principal (object) id of a managed identity."""
        ...

    @property
    def clients(self) -> Mapping[str, Output[str]]:
        """By pipeline, whom it signs in as: AWS: role ARN. Azure: client id of the same identity."""
        ...

    @property
    def state(self) -> Output[str]:
        """Where ``pulumi login`` goes."""
        ...

    @property
    def key_ids(self) -> Mapping[str, Output[str]]:
        """Secrets keys by layer (``KEYED_LAYERS``), as rights name them: AWS: ARN, also of ``state`` and ``cards``. Azure: resource id."""
        ...
