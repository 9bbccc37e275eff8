"""Domains that a body holds, and how it shows that it does: a TXT record that nobody else can put there."""

from civic.records.errors import FieldError
from civic.records.hashing import short_hash
from civic.records.loader import Model
from civic.records.values import Date, Host

LABEL, VALUE = "_civic-cloud", "civic-cloud="


class HeldDomain(Model):
    """A domain of the body's. What its hosting, an offer or its voice controller answers under lies at or under one that was shown."""

    name: Host
    """As it is registered for the body, or a part of it that the body has."""
    shown: Date | None = None
    """Day on which somebody of the platform saw the TXT record that ``civic plan`` names. It may be taken out of the zone afterwards."""


def txt_record(platform: str, body: str, domain: str) -> tuple[str, str]:
    """Name and text of the record by which ``body`` (its key) shows that it holds ``domain``: the same today and on every machine.

    ``platform`` is the platform's code: what was shown to one platform shows nothing to another.
    """
    return f"{LABEL}.{domain}", f"{VALUE}{short_hash(f'{platform}/{body}/{domain}', 32)}"


def check_held(domains: tuple[HeldDomain, ...]) -> None:
    """Raises ``FieldError`` where a domain stands there twice."""
    for number, held in enumerate(domains):
        if held.name in {other.name for other in domains[:number]}:
            raise FieldError(("domains", number, "name"), "each domain once")


def lies_under(name: str, domain: str) -> bool:
    """Whether a name is a domain or lies under it."""
    return name == domain or name.endswith(f".{domain}")
