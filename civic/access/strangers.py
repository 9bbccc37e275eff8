"""Whom the estate trusts, and who is a stranger to it: told as plain data, so that each cloud's part can compare.

A stranger is whoever the estate neither owns (accounts, Azure subscriptions, organisation, identities that plans make) nor names in its records
(directories, groups, issuers and subjects of pipelines, what was adopted). Looked for over all stacks together alone: in a part of them an account
that nothing makes may be what another stack makes.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from civic.access.places import PLATFORM
from civic.plan import Resource, stack_of
from civic.plan.wire import SIGNATURE, UNKNOWNS

NOBODY: frozenset[str] = frozenset()
_ARN = re.compile(r"arn:aws[a-z-]*:[a-z0-9-]+:[a-z0-9-]*:(\d{12}):")
_ACCOUNT = re.compile(r"\d{12}")
_ACCOUNT_KEYS = re.compile(r"account|principal|target|owner", re.IGNORECASE)
_SUBSCRIPTION = re.compile(r"/subscriptions/([0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12})", re.IGNORECASE)
_GUID = re.compile(r"[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}", re.IGNORECASE)
_GUID_KEYS = re.compile(r"tenant(?:id)?$|principalids?$|objectids?$|subscriptionids?$|subscriptions$", re.IGNORECASE)
_SPOKEN = frozenset({"description", "tags", "tagsAll", "defaultTags", "displayName", "comment"})
"""Properties that people read and no cloud acts on."""


@dataclass(frozen=True, slots=True)
class Named:
    """An account, Azure subscription, directory or principal that a property of a resource names."""

    id: str
    """Twelve digits, or a GUID in small letters."""
    kind: str
    """``account``, ``Azure subscription``, ``directory or principal``."""
    urn: str
    place: str
    """The property, with dots."""
    source: str


@dataclass(frozen=True)
class Signer:
    """Who shows a token of a pipeline."""

    owner: str
    """``platform`` for its own pipelines, else the key of the body whose own it is."""
    clients: frozenset[str] = NOBODY
    """What its runs sign in as (ARN of a role, client id); empty for a body's own pipeline, which may enter what its body's stacks make."""


@dataclass(frozen=True)
class Known:
    """What records say of whom the estate trusts."""

    owners: Mapping[str, str]
    """Stack -> owner key, or ``platform``."""
    named: Mapping[str, frozenset[str]]
    """Owner -> every text in its record, in small letters: accounts, directories, groups, issuers."""
    signers: Mapping[tuple[str, str, str], Signer] = field(default_factory=dict)
    """(cloud, issuer, subject) -> whose token it is."""

    def owner(self, urn: str) -> str:
        return self.owners.get(stack_of(urn), PLATFORM)

    def names(self, urn: str, text: str) -> bool:
        """Whether the platform's record, or that of the body whose stack makes a resource, names somebody."""
        lowered = text.lower()
        return any(lowered in self.named.get(owner, NOBODY) for owner in (PLATFORM, self.owner(urn)))

    def wrong_signer(self, cloud: str, issuer: str, subject: str, urn: str, client: str) -> str:
        """What is wrong with letting a token into an identity (ARN, client id); empty where it is right, or cannot be known."""
        signer = self.signers.get((cloud, issuer, subject))
        if signer is None:
            return f"lets in {subject} of {issuer}, which no record names as a pipeline's"
        if signer.clients and client and client not in signer.clients:
            return f"lets in {subject}, whose runs sign in as {', '.join(sorted(signer.clients))}"
        if not signer.clients and signer.owner != self.owner(urn):
            return f"lets in {subject}, the pipeline of {signer.owner}"
        return ""


@dataclass(frozen=True)
class Stranger:
    """One trust, right or delivery that reaches beyond the estate."""

    urn: str
    """Of the resource that writes it."""
    place: str
    problem: str
    source: str = ""


def named_in(resource: Resource) -> Iterator[Named]:
    """Accounts, Azure subscriptions, directories and principals that a resource's properties name, policy documents left out."""
    if resource.type.startswith("aws:"):
        find = _on_aws
    elif resource.type.startswith("azure-native:"):
        find = _on_azure
    else:
        return
    for place, key, text in _texts(resource.inputs, ""):
        for kind, found in find(key, text):
            yield Named(found, kind, resource.urn, place, resource.source)


def _on_aws(key: str, text: str) -> Iterator[tuple[str, str]]:
    if text.startswith("{") or "\n" in text:
        return
    yield from (("account", found) for found in _ARN.findall(text))
    if _ACCOUNT.fullmatch(text) and _ACCOUNT_KEYS.search(key):
        yield "account", text


def _on_azure(key: str, text: str) -> Iterator[tuple[str, str]]:
    yield from (("Azure subscription", found.lower()) for found in _SUBSCRIPTION.findall(text))
    if _GUID_KEYS.search(key) and _GUID.fullmatch(text) and text not in UNKNOWNS:
        yield ("Azure subscription" if "subscription" in key.lower() else "directory or principal"), text.lower()


def _texts(value: object, place: str, key: str = "") -> Iterator[tuple[str, str, str]]:
    """(place, key, text) of every text in a value; an entry of a list has the list's key."""
    if isinstance(value, str):
        yield place, key, value
    elif isinstance(value, Mapping):
        if SIGNATURE in value:
            yield from _texts(value.get("value"), place, key)
            return
        for name, inner in value.items():
            if name not in _SPOKEN and not name.startswith("__"):
                yield from _texts(inner, f"{place}.{name}" if place else name, name)
    elif isinstance(value, list):
        for number, inner in enumerate(value):
            yield from _texts(inner, f"{place}[{number}]", key)
