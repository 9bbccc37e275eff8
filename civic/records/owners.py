"""Keys for life: a body's slug, and the owner key of each environment it has.

The slug given at joining is in file names, stack names, logical and physical names, ledgers and tags.
What people see (name, short name, host label, domains) may change; the slug never does.
"""

from typing import Literal

from civic.records.values import SLUG

PLATFORM = "platform"
LIVE = "live"
TEST = "test"
Environment = Literal["live", "test"]
ENVIRONMENTS: tuple[Environment, ...] = ("live", "test")

# Physical names turn the dot of a test owner's key into a hyphen, and the platform's own stacks begin with its name.
SLUG_ALLOWED = f"{SLUG.allowed}; not '{PLATFORM}', nor anything that begins with '{PLATFORM}-' or ends in '-{TEST}'"


def is_slug(text: str) -> bool:
    """Whether a body may be called so for life. See ``SLUG_ALLOWED``."""
    reserved = text == PLATFORM or text.startswith(f"{PLATFORM}-") or text.endswith(f"-{TEST}")
    return bool(SLUG.pattern.fullmatch(text)) and not reserved


def owner_key(body: str, environment: Environment) -> str:
    """``northshire`` for live, ``northshire.test`` for test."""
    return body if environment == LIVE else f"{body}.{environment}"


def body_of(owner: str) -> str:
    """The slug in an owner key; ``platform`` for the platform's own."""
    return owner.partition(".")[0]


def environment_of(owner: str) -> Environment:
    """The environment in an owner key. The platform itself is live."""
    return TEST if owner.endswith(f".{TEST}") else LIVE


def is_owner_key(text: str) -> bool:
    """Whether ``text`` is the owner key of some body, on this estate or another."""
    body, dot, environment = text.partition(".")
    return is_slug(body) and (not dot or environment == TEST)
