"""What a cloud has before anybody makes it, and what it makes by itself because of something else.

The entries are data, one list a cloud (``civic/simulator/aws/existing.py``, ``civic/simulator/azure/existing.py``). Whoever makes such a thing
a second time is refused when the resource is made, by the offline engine and the real one alike, and told what to do instead.
"""

import re
from collections.abc import Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from civic.catalogue import canonical
from civic.plan.wire import UNKNOWN, opened
from civic.simulator.state import NO_ACCOUNT, CloudState, Failure
from civic.simulator.world import Key

Scope = Literal["organisation", "account", "region", "tenant", "subscription", "location", "resource"]
"""Where there is one: in the organisation or tenant; in an account; in a region of an account; in an Azure subscription; in a location of an
Azure subscription; wherever the key says (a resource inside another)."""


ACCOUNT, ALIAS = "aws:organizations/account:Account", "azure-native:subscription:Alias"
"""What makes an account, and an Azure subscription."""
ASSIGNMENT = "azure-native:authorization:PolicyAssignment"


@dataclass(frozen=True, kw_only=True)
class Brings:
    """A resource whose making brings the thing along."""

    type: str
    """Its type token."""
    place: str = ""
    """Template of the account or Azure subscription in which the thing comes, over the inputs and outputs of what brings it. Empty: where that is made."""
    key: str = ""
    """Template of the key that the thing has then."""
    when: str = ""
    """Input (path with dots) that must be set; ``!`` before it: must not be. Empty: always."""
    by_policy: str = ""
    """Regular expression of the id of the assignment of an Azure policy that makes it: minutes later, once the world is looked at again, and only where
    the assignment was there before what brings it. A plan has no minutes, and its policies lie in another stack: there it comes at once."""


@dataclass(frozen=True, kw_only=True)
class Existing:
    """One thing that is there without the program."""

    what: str
    """For people, after "there is already": "the default VPC of the region"."""
    types: tuple[str, ...]
    """Tokens of the resources that would make it a second time."""
    scope: Scope
    instead: str
    """What to do: one sentence without a full stop."""
    source: str
    """Page or provider's source that says so."""
    key: str = ""
    """Template over the inputs of what would make it again (paths with dots): which one of its scope it is. Empty: there is one alone."""
    like: Mapping[str, str] = field(default_factory=dict)
    """Input (path with dots) -> regular expression that its whole value matches. The thing is meant only where all match."""
    brought_by: tuple[Brings, ...] = ()
    """What it comes with. Empty: it was always there."""
    many: bool = False
    """Not everybody has it, but many who have worked on the cloud before: it is there only where much exists (``CloudState.much_exists``), and in
    no account or Azure subscription that was made in this world."""

    def __post_init__(self) -> None:
        if not (self.types and self.instead and self.source and self.what):
            raise ValueError(f"{self.what or self.types}: an entry says what there is, which types make it again, what to do instead, and its source")
        if self.scope == "resource" and not (self.key or self.like):
            raise ValueError(f"{self.what}: what lies inside another resource is told apart by a key")


def collisions(entries: Iterable[Existing], token: str, inputs: Mapping[str, Any], state: CloudState, ref: str) -> list[Failure]:
    """Why a resource cannot be made: what is there already, with what to do instead. What is not known yet is not refused."""
    token = canonical(token)
    return [_failure(each) for each in entries if token in each.types and _is_there(each, inputs, state, ref)]


def bring(entries: Iterable[Existing], token: str, outputs: Mapping[str, Any], state: CloudState, ref: str) -> None:
    """Remember what comes along with a resource that has just been made. ``outputs`` hold its inputs too, and its id."""
    for way, key in _brought(entries, token, outputs, state, ref):
        if not way.by_policy or state.today is None:
            state.world.bring(key)
        elif any(thing.type == ASSIGNMENT and re.fullmatch(way.by_policy, thing.id, re.IGNORECASE) for thing in list(state.world.things.values())):
            state.world.bring(key, later=True)


def brought_keys(entries: Iterable[Existing], token: str, outputs: Mapping[str, Any], state: CloudState, ref: str) -> list[Key]:
    """What comes along with a resource, by the keys under which ``met_keys`` finds it."""
    return [key for _, key in _brought(entries, token, outputs, state, ref)]


def _brought(entries: Iterable[Existing], token: str, outputs: Mapping[str, Any], state: CloudState, ref: str) -> Iterator[tuple[Brings, Key]]:
    token = canonical(token)
    for each in entries:
        for way in each.brought_by:
            if way.type == token and _set(way.when, outputs):
                place = (_words(way.place, outputs),) if way.place else None
                yield way, _key(each, _where(each.scope, outputs, state, ref, place), _words(way.key, outputs))


def met_keys(entries: Iterable[Existing], token: str, inputs: Mapping[str, Any], state: CloudState, ref: str) -> list[tuple[Key, str]]:
    """What must not have come along with anything before a resource is made, each with what is said where it has."""
    token = canonical(token)
    meant = [each for each in entries if each.brought_by and token in each.types and _alike(each.like, inputs)]
    return [(_key(each, _where(each.scope, inputs, state, ref), _words(each.key, inputs)), _failure(each).reason) for each in meant]


def _is_there(entry: Existing, inputs: Mapping[str, Any], state: CloudState, ref: str) -> bool:
    if (entry.many and (not state.much_exists or _is_new(entry.scope, state, ref))) or not _alike(entry.like, inputs):
        return False
    if not entry.brought_by:
        return True
    place = _where(entry.scope, inputs, state, ref)
    return _key(entry, place, _words(entry.key, inputs)) in state.world.brought


def _is_new(scope: Scope, state: CloudState, ref: str) -> bool:
    """Whether a provider acts in an account or Azure subscription that the world saw being made."""
    if scope in ("account", "region"):
        return any(thing.type == ACCOUNT and thing.id == state.account(ref) for thing in list(state.world.things.values()))
    if scope in ("subscription", "location"):
        made = (thing.outputs for thing in list(state.world.things.values()) if thing.type == ALIAS)
        return any(_at(outputs, "properties.subscriptionId") == state.subscription(ref) for outputs in made)
    return False


def _failure(entry: Existing) -> Failure:
    return Failure("", f"there is already {entry.what}: {entry.instead} ({entry.source})")


def _key(entry: Existing, place: tuple[Hashable, ...], key: str) -> Key:
    return (entry.what, entry.scope, *place, key.lower())


def _where(scope: Scope, values: Mapping[str, Any], state: CloudState, ref: str, elsewhere: tuple[str, ...] | None = None) -> tuple[Hashable, ...]:
    """The one place of its scope. ``elsewhere``: account or Azure subscription where it is not the provider's."""
    if scope in ("organisation", "tenant", "resource"):
        return ()
    if scope in ("account", "region"):
        account = elsewhere or (_own(state.account(ref), ref),)
        return (*account, str(values.get("region") or state.region(ref))) if scope == "region" else account
    subscription = elsewhere or (_own(state.subscription(ref), ref),)
    return (*subscription, _location(values)) if scope == "location" else subscription


def _own(account: str, ref: str) -> str:
    """An account, or the provider itself while its account is not known."""
    return ref if account in ("", NO_ACCOUNT, UNKNOWN) else account


def _location(values: Mapping[str, Any]) -> str:
    return str(opened(values.get("location")) or "").replace(" ", "").lower()


def _alike(like: Mapping[str, str], inputs: Mapping[str, Any]) -> bool:
    for path, pattern in like.items():
        value = _at(inputs, path)
        if value is None or UNKNOWN in str(value) or not re.fullmatch(pattern, str(value)):
            return False
    return True


def _words(template: str, values: Mapping[str, Any]) -> str:
    return re.sub(r"\{([^{}]+)\}", lambda word: str(_at(values, word[1])), template)


def _set(when: str, values: Mapping[str, Any]) -> bool:
    return not when or (_at(values, when.removeprefix("!")) in (None, "", False)) == when.startswith("!")


def _at(values: Mapping[str, Any], path: str) -> Any:
    """The value at a path with dots; None where there is none."""
    value: Any = values
    for part in path.split("."):
        value = opened(value)
        value = value.get(part) if isinstance(value, Mapping) else None
    return opened(value)
