"""The edge: what the internet calls, and what it reaches behind it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Generic, Protocol

from pulumi import Output

from components.contracts.errors import ContractError
from components.contracts.handles import ArchiveT, CellT, TenancyT
from components.contracts.owner import Owner


@dataclass(frozen=True, kw_only=True)
class Published:
    """One application that the internet reaches."""

    application: str
    host: str
    """Name under which it is called: ``forms.northshire.example``."""
    inside: str
    """Name under which it answers at its cell's entry: ``forms.apps.northshire.example``."""
    countries: tuple[str, ...] = ()
    """Whence it may be called (ISO 3166-1, two letters); empty: from everywhere."""
    security_txt: str
    """Where ``/.well-known/security.txt`` leads (RFC 9116)."""
    proved: bool = True
    """Whether the zone above has the record that proves ``host``. Until it does, the certificate is asked for and nothing is published."""
    maintenance: bool = False
    """Whether the edge answers for it with a page that says so, and passes nothing on."""

    def __post_init__(self) -> None:
        if self.host == self.inside:
            raise ContractError(f"{self.application}: 'host' and 'inside' are both {self.host}; what is called inside leads to a private address")


@dataclass(frozen=True, kw_only=True)
class EdgeArgs(Generic[ArchiveT, CellT, TenancyT]):
    """What one body publishes of one cell. Each publication is called, proved and taken back by itself."""

    owner: Owner
    region: str
    cell: CellT
    """Where the applications run; made with ``HostingCellArgs.published``."""
    tenancy: TenancyT
    """The body's own, in which the edge lies."""
    archive: ArchiveT
    """Where each call is logged."""
    published: tuple[Published, ...]
    retention_days: int = 365
    """Days for which what the firewall refused is kept at hand; the archive keeps calls longer."""

    def __post_init__(self) -> None:
        if self.owner.is_platform or self.owner.environment != "live":
            raise ContractError(f"owner: {self.owner.key} publishes nothing; live bodies do")
        hosts = [each.host for each in self.published]
        if not hosts or len(set(hosts)) != len(hosts):
            raise ContractError(f"published: each application under a host of its own, got {', '.join(hosts) or 'none'}")


class EdgeOutputs(Protocol):
    @property
    def records(self) -> Mapping[str, Output[str]]:
        """By application: the records that the zone above its host must have, as ``<name> <type> <value>``, joined by ``"; "``."""
        ...
