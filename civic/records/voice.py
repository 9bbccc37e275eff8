"""What a body asks for its telephones."""

from collections.abc import Mapping
from ipaddress import IPv4Network
from typing import Any, Literal, TypeAlias

from pydantic import Field, model_validator

from civic.records.clouds import CloudId
from civic.records.errors import FieldError
from civic.records.loader import Model
from civic.records.values import Date, Host, NumberRange, Range, Sentence

Path: TypeAlias = tuple[str, ...]
EXAMPLES = tuple(IPv4Network(block) for block in ("192.0.2.0/24", "198.51.100.0/24", "203.0.113.0/24"))
"""Ranges that RFC 5737 keeps for examples."""


class Emergency(Model):
    """How 999 and 112 leave the body. They do not pass through the platform's trunks."""

    through: Sentence
    """The carrier trunk or gateway that carries them."""
    tested: Date
    """Date of the last test call, agreed with the carrier."""


class Controller(Model):
    """A session border controller beside the first, for the day on which that one does not answer."""

    controller: Host
    """Its name, on its certificate."""
    port: int = Field(default=5061, ge=1024, le=65535)
    """Where it answers SIP over TLS."""
    addresses: tuple[Range, ...] = Field(min_length=1, max_length=10)
    """Where it calls from: public ranges of /27 or smaller."""

    @property
    def networks(self) -> tuple[IPv4Network, ...]:
        return tuple(IPv4Network(block) for block in self.addresses)


class VoiceChoice(Model):
    """The body's SIP trunk to the platform."""

    clouds: tuple[CloudId, ...] = ()
    """Where its trunks are; empty for every cloud the body has."""
    controller: Host
    """Name of the body's session border controller, on its certificate. Azure: of a domain verified in the body's resource."""
    port: int = Field(default=5061, ge=1024, le=65535)
    """Where the controller answers SIP over TLS."""
    addresses: tuple[Range, ...] = Field(min_length=1, max_length=10)
    """Where the controller calls from: public ranges of /27 or smaller."""
    standby: Controller | None = None
    """A second controller. Calls to the body try it where the first does not answer, and it may call as the first does."""
    calls: int = Field(default=30, ge=1, le=2000)
    """Calls at once, at most; above this new calls are refused."""
    calling_regions: tuple[Literal["GB", "IE"], ...] = ("GB",)
    """Countries that may be called. Every other is refused, which is what toll fraud dials."""
    emergency: Emergency

    @model_validator(mode="before")
    @classmethod
    def _emergency_calls_go_somewhere(cls, data: Any) -> Any:
        if isinstance(data, dict) and not data.get("emergency"):
            allowed = "'through', the carrier trunk or gateway that carries 999 and 112, and 'tested', when it last did; this trunk carries neither"
            raise FieldError(("emergency",), allowed)
        return data

    @property
    def networks(self) -> tuple[IPv4Network, ...]:
        return tuple(IPv4Network(block) for block in self.addresses)

    @property
    def controllers(self) -> Mapping[str, tuple[Path, tuple[IPv4Network, ...]]]:
        """Each controller by its name: where it stands in the choice, and where it calls from."""
        held: dict[str, tuple[Path, tuple[IPv4Network, ...]]] = {self.controller: ((), self.networks)}
        return {**held, self.standby.controller: (("standby",), self.standby.networks)} if self.standby else held

    @model_validator(mode="after")
    def _narrow(self) -> "VoiceChoice":
        if self.standby and self.standby.controller == self.controller:
            raise FieldError(("standby", "controller"), "another controller than the first, or none")
        for path, networks in self.controllers.values():
            for number, network in enumerate(networks):
                if network.prefixlen < 27 or (network.is_private and not any(network.subnet_of(kept) for kept in EXAMPLES)):
                    raise FieldError((*path, "addresses", number), "a public range of /27 or smaller, in which only the controller lives")
                if path and any(network.overlaps(own) for own in self.networks):
                    raise FieldError((*path, "addresses", number), "addresses from which the second controller alone calls")
        return self


class AnalogueLine(Model):
    """One line that still ends with the public switched telephone network, in January 2027."""

    line: NumberRange
    serves: Sentence
    """What hangs on it, such as 'lift alarm, County Hall'."""
    move_by: Date
    to: Sentence | None = None
    """What takes its place, once that is decided."""
