"""Bootstrap: what everything else is deployed with, and by whom."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

from pulumi import Input, Output

from components.contracts.errors import ContractError
from components.contracts.owner import Owner
from components.contracts.words import PIPELINES


@dataclass(frozen=True, kw_only=True)
class StateKeys:
    """Which objects of the state store one pipeline may touch: key patterns, with ``*`` for any text."""

    written: tuple[str, ...]
    """Its own stacks' state, history, backups and locks."""
    read: tuple[str, ...]
    """What it reads besides."""


@dataclass(frozen=True, kw_only=True)
class BootstrapArgs:
    """One state store for all stacks of this cloud, one secrets key and one identity for each layer's pipeline."""

    owner: Owner
    home: str
    """Region where store and keys lie."""
    tenancy: Input[str]
    """AWS: the management account's id. Azure: the management Azure subscription's."""
    directory: str = ""
    """Azure: the directory tenant's id."""
    issuer: str
    """OIDC issuer of the pipelines, an HTTPS address."""
    subjects: Mapping[str, str]
    """Exact OIDC subject of each layer's pipeline. Wildcards are refused."""
    addresses: tuple[str, ...] = ()
    """Where the pipelines call from, as ranges. The vault that keeps the keys answers nobody else, nor does the store on Azure."""
    state: Mapping[str, StateKeys]
    """By layer."""

    def __post_init__(self) -> None:
        for field, given in (("subjects", self.subjects), ("state", self.state)):
            if missing := set(PIPELINES) - set(given):
                raise ContractError(f"{field}: nothing for {', '.join(sorted(missing))}; each layer's pipeline needs its own")
        if wild := sorted(layer for layer, subject in self.subjects.items() if "*" in subject):
            raise ContractError(f"subjects: {', '.join(wild)} has a wildcard; name one repository and one environment")


class BootstrapOutputs(Protocol):
    """What every other layer is deployed with."""

    @property
    def pipelines(self) -> Mapping[str, Output[str]]:
        """By layer, whom others trust: AWS: role ARN. Azure: principal (object) id of a managed identity."""
        ...

    @property
    def clients(self) -> Mapping[str, Output[str]]:
        """By layer, whom a pipeline signs in as: AWS: role ARN. Azure: client id of the same identity."""
        ...

    @property
    def state(self) -> Output[str]:
        """Where ``pulumi login`` goes."""
        ...

    @property
    def keys(self) -> Mapping[str, Output[str]]:
        """By layer, the stack's secrets provider."""
        ...
