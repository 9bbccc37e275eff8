"""A body's premises, and the ways between them and the platform's network: by VPN, or by a circuit of a carrier's."""

from ipaddress import IPv4Address, IPv4Network
from typing import Annotated, Literal, get_args

from pydantic import AfterValidator, Field, model_validator

from civic.records.clouds import CloudId
from civic.records.errors import FieldError
from civic.records.loader import Model
from civic.records.values import Address, Date, Email, Key, Name, Range, Sentence, matching

Way = Literal["circuit", "vpn"]
WAYS: tuple[Way, ...] = get_args(Way)
EXAMPLES = tuple(map(IPv4Network, ("192.0.2.0/24", "198.51.100.0/24", "203.0.113.0/24")))
"""RFC 5737: public in examples, and nobody's."""
TAKEN_NUMBERS = frozenset((7224, 8074, 8075, 9059, 10124, 12076, 17943, 23456, 64512, 64513, 65515, *range(65517, 65521)))
"""Numbers that AWS and Azure keep for themselves, or that the platform's own gateways have (Site-to-Site VPN User Guide, "Customer gateway options";
Microsoft Learn, "About BGP with VPN Gateway")."""
LONGEST_PREFIX, SHORTEST_PREFIX = 29, 8
CIRCUITS = {
    "aws": matching(r"dxvif-[a-z0-9]{8,17}", "a transit virtual interface that the carrier offered to the platform's network account, 'dxvif-...'"),
    "azure": matching(
        r"[A-Za-z0-9._()-]{1,90}/[A-Za-z0-9][A-Za-z0-9._-]{0,79}",
        "an ExpressRoute circuit in the platform's network Azure subscription, as 'RESOURCE-GROUP/CIRCUIT'",
    ),
}
"""By cloud: what the far end of a circuit is called there."""


def _public(value: str) -> str:
    address = IPv4Address(value)
    if not address.is_global and not any(address in block for block in EXAMPLES):
        raise ValueError("a public address, which the provider's gateway can call: this one leads nowhere on the internet")
    return value


def _number(value: int) -> int:
    if value in TAKEN_NUMBERS:
        raise ValueError(f"a number of the body's own, such as 65010: {value} is the provider's or the platform's")
    return value


PublicAddress = Annotated[Address, AfterValidator(_public)]
SystemNumber = Annotated[int, Field(ge=1, le=4_294_967_294), AfterValidator(_number)]


class Vpn(Model):
    """IKEv2 over the internet, two tunnels, with strong proposals alone. No record has a key: the provider makes one and keeps it."""

    peer: PublicAddress
    """Public address of the body's own VPN device."""
    number: SystemNumber
    """Its autonomous system number, with which it speaks BGP."""
    speaks_from: Address | None = None
    """Azure: the device's own address, in one of ``ranges``, from which it speaks BGP. AWS chooses addresses within the tunnel."""
    preference: int | None = Field(default=None, ge=1, le=9)
    """Where there is a circuit too: which of the two is taken, the smaller number first."""


class Circuit(Model):
    """A private line of a carrier's."""

    owner: Name
    """Who has the contract for the line and is called when it is down."""
    line: str
    """What the carrier's end is called on the cloud."""
    preference: int | None = Field(default=None, ge=1, le=9)
    """As of ``vpn``."""


class Bridge(Model):
    """That these premises are another network, which is being left: PSN, HSCN, a county's old one."""

    to: Name
    """What that network is called."""
    until: Date
    """The last day on which it is needed. From the next day on it is a finding."""


class Premises(Model):
    """One place of the body's, or a network that is being left, which the platform's network leads to."""

    name: Key
    """Part of names for ever."""
    cloud: CloudId | None = None
    """On which cloud the way ends, where the body has both."""
    ranges: tuple[Range, ...] = Field(min_length=1, max_length=20)
    """Private addresses there, which the way leads to. No others are taken from its device."""
    owner: Email
    """Role mailbox of who answers for what stands there."""
    purpose: Sentence
    vpn: Vpn | None = None
    circuit: Circuit | None = None
    bridge: Bridge | None = None
    """Only where it is a network that is being left."""

    @model_validator(mode="after")
    def _has_ways(self) -> "Premises":
        if not self.ways:
            raise FieldError(("vpn",), "'vpn', 'circuit', or both")
        if self.vpn and self.circuit and (not self.vpn.preference or self.vpn.preference == self.circuit.preference):
            raise FieldError(("vpn", "preference"), "two different numbers for 'vpn' and 'circuit', the smaller for the one that is taken first")
        if self.vpn and self.circuit and not self.circuit.preference:
            raise FieldError(("circuit", "preference"), "two different numbers for 'vpn' and 'circuit', the smaller for the one that is taken first")
        for way in (self.vpn, self.circuit):
            if way and way.preference and len(self.ways) == 1:
                raise FieldError((self.ways[0], "preference"), "nothing: there is no other way to choose from")
        return self

    @model_validator(mode="after")
    def _ranges_fit(self) -> "Premises":
        seen: list[IPv4Network] = []
        for number, block in enumerate(self.networks):
            if not SHORTEST_PREFIX <= block.prefixlen <= LONGEST_PREFIX:
                raise FieldError(("ranges", number), f"a range from /{SHORTEST_PREFIX} to /{LONGEST_PREFIX}")
            if block.is_loopback or block.is_link_local or block.is_multicast or block.is_reserved or block.is_unspecified:
                raise FieldError(("ranges", number), "a range in which hosts can have addresses")
            if clash := [other for other in seen if other.overlaps(block)]:
                raise FieldError(("ranges", number), f"ranges that are apart: this one overlaps {clash[0]}")
            seen.append(block)
        speaks_from = self.vpn.speaks_from if self.vpn else None
        if speaks_from and not any(IPv4Address(speaks_from) in block for block in self.networks):
            raise FieldError(("vpn", "speaks_from"), f"an address in {', '.join(self.ranges)}")
        return self

    @property
    def networks(self) -> tuple[IPv4Network, ...]:
        return tuple(IPv4Network(block) for block in self.ranges)

    @property
    def ways(self) -> tuple[Way, ...]:
        """Ways that it has, the one that is taken first before the other."""
        held: list[Way] = [way for way in WAYS if getattr(self, way)]
        return tuple(sorted(held, key=lambda way: getattr(self, way).preference or 0))


PRIVATE = tuple(map(IPv4Network, ("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16")))
"""RFC 1918."""


def check_premises(place: Premises, cloud: str, path: tuple[str | int, ...]) -> None:
    """Raises ``FieldError`` at a place below ``path`` for what this cloud cannot do."""
    if place.circuit:
        try:
            CIRCUITS[cloud].check(place.circuit.line)
        except ValueError as error:
            raise FieldError((*path, "circuit", "line"), str(error)) from None
    if cloud != "azure":
        return
    for number, block in enumerate(place.networks):
        if not any(block.subnet_of(private) for private in PRIVATE):
            raise FieldError(
                (*path, "ranges", number), f"a range inside {', '.join(map(str, PRIVATE))}: Azure's hub leads no other past its firewall"
            )
    if place.ways[0] == "vpn" and place.circuit:
        raise FieldError((*path, "circuit", "preference"), "a smaller number than the VPN's: a hub on Azure takes a circuit before a VPN")
    if place.vpn and not place.vpn.speaks_from:
        raise FieldError((*path, "vpn", "speaks_from"), "the address of the device's own, in 'ranges', from which it speaks BGP with Azure's gateway")


CONTAINERS_KEEP = IPv4Network("172.30.0.0/15")
"""What Azure Container Apps keeps for itself ("Configuring virtual networks Azure Container Apps environments")."""
LARGEST_BROUGHT, SMALLEST_BROUGHT = 16, 23
"""Prefixes that a body's own range may have: a VPC is no larger than a /16 ("VPC CIDR blocks"), and smaller than a /23 its tiers have no room."""


def check_brought(value: str, cloud: str, path: tuple[str | int, ...]) -> None:
    """Raises ``FieldError`` at ``path`` for a range that no network on this cloud can have."""
    block = IPv4Network(value)
    if not LARGEST_BROUGHT <= block.prefixlen <= SMALLEST_BROUGHT:
        raise FieldError(path, f"a range from /{LARGEST_BROUGHT} to /{SMALLEST_BROUGHT}: in a smaller one its tiers have no room")
    if not any(block.subnet_of(private) for private in PRIVATE):
        raise FieldError(path, f"a range inside {', '.join(map(str, PRIVATE))}")
    if cloud == "azure" and block.overlaps(CONTAINERS_KEEP):
        raise FieldError(path, f"a range outside {CONTAINERS_KEEP}, which Azure Container Apps keeps for itself")
