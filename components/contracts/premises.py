"""Bodies' premises, and the ways from the hub of a region to them."""

from collections.abc import Mapping
from dataclasses import dataclass
from ipaddress import IPv4Network
from typing import Literal

from components.contracts.errors import ContractError

Way = Literal["circuit", "vpn"]


@dataclass(frozen=True, kw_only=True)
class VpnEnd:
    """A body's own VPN device."""

    peer: str
    """Its public address."""
    number: int
    """Its autonomous system number."""
    speaks_from: str = ""
    """Azure: its own address, from which it speaks BGP."""


@dataclass(frozen=True, kw_only=True)
class Premises:
    """One place of a body's, or a network that is being left."""

    owner: str
    """Key of the body."""
    name: str
    """Key of the place, one for each of the body's. It has no dash."""
    ranges: tuple[IPv4Network, ...]
    """Addresses there. No others get through."""
    told: tuple[IPv4Network, ...]
    """Ranges of the platform's side that are made known there: what it may call and what may call it, and nothing else."""
    vpn: VpnEnd | None = None
    circuit: str = ""
    """The carrier's end of a line; empty where there is none. AWS: id of a transit virtual interface. Azure: resource group and circuit, ``GROUP/NAME``."""
    first: Way = "circuit"
    """Which of two ways is taken."""
    bridge: str = ""
    """Name of the network that is being left; empty for premises that stay."""
    until: str = ""
    """Last day on which a bridge is needed."""

    def __post_init__(self) -> None:
        if not (self.vpn or self.circuit):
            raise ContractError(f"premises: {self.key} has no way; give it a VPN or a circuit")
        if not self.ranges:
            raise ContractError(f"premises: {self.key} has no ranges; nothing would lead there")
        if bool(self.bridge) != bool(self.until):
            raise ContractError(f"premises: {self.key} is a bridge, which has a name and a last day")

    @property
    def key(self) -> str:
        """Part of logical and physical names."""
        return f"{self.owner}-{self.name}"

    @property
    def taken(self) -> Way:
        """The way that packets to it take."""
        if self.vpn and self.circuit:
            return self.first
        return "vpn" if self.vpn else "circuit"

    @property
    def tags(self) -> Mapping[str, str]:
        """Of its own resources, besides the platform's."""
        dated = {"bridge": self.bridge, "until": self.until} if self.bridge else {}
        return {"premises": self.key, **dated}
