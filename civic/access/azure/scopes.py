"""Scopes: resource ids, what they are nested in, and the tree of management groups above Azure subscriptions.

Source: Microsoft Learn, "Understand scope for Azure RBAC" and "What are Azure management groups?".
"""

import functools
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

ROOT = "/"
"""The tenant itself, above its root management group."""
GROUPS = "/providers/microsoft.management/managementgroups/"
_GUID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_SEGMENT = re.compile(r"[^/\s][^/]*")


def is_guid(text: str) -> bool:
    """Whether this is a GUID as Azure writes one, in any case."""
    return _GUID.fullmatch(text.lower()) is not None


@functools.lru_cache(maxsize=65_536)
def normal(scope: str) -> str:
    """A scope as one compares it: lower case, one slash in front and none behind."""
    return "/" + scope.strip("/").lower()


@functools.lru_cache(maxsize=65_536)
def is_scope(text: str) -> bool:
    """Whether this can be the id of a tenant, management group, Azure subscription, resource group or resource."""
    if text == ROOT:
        return True
    if not text.startswith("/") or text.endswith("/"):
        return False
    parts = text[1:].split("/")
    if not all(_SEGMENT.fullmatch(part) for part in parts):
        return False
    head = parts[0].lower()
    if head == "subscriptions":
        return len(parts) % 2 == 0 and is_guid(parts[1]) and _nested(parts[2:])
    return head == "providers" and len(parts) >= 4 and _providers(parts)


def _nested(parts: list[str]) -> bool:
    if len(parts) >= 2 and parts[0].lower() == "resourcegroups":
        parts = parts[2:]
    return not parts or _providers(parts)


def _providers(parts: list[str]) -> bool:
    return parts[0].lower() == "providers" and len(parts) >= 4 and "." in parts[1]


@functools.lru_cache(maxsize=65_536)
def type_of(scope: str) -> str:
    """Resource type of an id, lower case: ``microsoft.network/virtualnetworks/subnets``; empty for the tenant itself."""
    parts = normal(scope)[1:].split("/")
    last = len(parts) - 1 - parts[::-1].index("providers") if "providers" in parts else -1
    if last >= 0:
        return "/".join([parts[last + 1], *parts[last + 2 :: 2]])
    if len(parts) >= 4 and parts[2] == "resourcegroups":
        return "microsoft.resources/subscriptions/resourcegroups"
    return "microsoft.resources/subscriptions" if parts[0] == "subscriptions" else ""


@functools.lru_cache(maxsize=65_536)
def name_of(scope: str) -> str:
    """The last part of an id, in its own case."""
    return scope.rstrip("/").rpartition("/")[2]


@functools.lru_cache(maxsize=65_536)
def parent_of(scope: str) -> str:
    """What the id (normal) itself says that it lies in: of a resource its parent, or the group; of a group its Azure subscription."""
    parts = scope[1:].split("/")
    if len(parts) <= 2:
        return ROOT
    shorter = parts[:-2]
    # .../providers/Microsoft.X/type/name: the first pair of a provider is four parts long.
    if len(shorter) >= 2 and shorter[-2] == "providers":
        shorter = shorter[:-2]
    return "/" + "/".join(shorter) if shorter else ROOT


def subscription_of(scope: str) -> str:
    """The Azure subscription that an id (normal) lies in: ``/subscriptions/...``; empty where it lies in none."""
    parts = scope.split("/", 3)
    return f"/subscriptions/{parts[2]}" if len(parts) > 2 and parts[1] == "subscriptions" else ""


def group_of(scope: str) -> str:
    """The resource group that an id (normal) lies in; empty where it lies in none."""
    parts = scope.split("/", 5)
    return "/".join(parts[:5]) if len(parts) > 4 and parts[1] == "subscriptions" and parts[3] == "resourcegroups" else ""


@dataclass(frozen=True)
class Tree:
    """Management groups and what lies in them, by normal scopes.

    What no one placed hangs under the tenant's root management group, where Azure puts every new Azure subscription and management group
    (Microsoft Learn, "What are Azure management groups?", important facts about the root management group).
    """

    parents: Mapping[str, str] = field(default_factory=dict)
    """Of management groups and Azure subscriptions."""
    top: str = ROOT
    """The tenant's root management group, where one is named; else the tenant."""
    _chains: dict[str, tuple[str, ...]] = field(default_factory=dict, repr=False, compare=False)

    @classmethod
    def of(cls, parents: Mapping[str, str]) -> "Tree":
        """A tree from each one's parent. The root management group is known by its name, which is the directory's GUID."""
        roots = {parent for parent in parents.values() if parent not in parents and is_guid(name_of(parent))}
        return cls(dict(parents), next(iter(roots)) if len(roots) == 1 else ROOT)

    def chain(self, scope: str) -> tuple[str, ...]:
        """The scope (normal) and everything above it, up to the tenant. A circle ends where it closes."""
        known = self._chains.get(scope)
        if known is None:
            known = self._chains[scope] = self._above(scope)
        return known

    def _above(self, scope: str) -> tuple[str, ...]:
        found = [scope]
        while found[-1] != ROOT:
            here = found[-1]
            above = self.parents.get(here) or self._default(here)
            if above in found:
                return (*found, ROOT) if ROOT not in found else tuple(found)
            found.append(above)
        return tuple(found)

    def _default(self, scope: str) -> str:
        alone = scope.startswith("/subscriptions/") and scope.count("/") == 2
        group = scope.startswith(GROUPS) and scope.count("/") == 4
        return self.top if (alone or group) and scope != self.top else parent_of(scope)

    def within(self, scope: str, other: str) -> bool:
        """Whether ``scope`` is ``other`` or lies in it."""
        return other in self.chain(scope)


def merged(pairs: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Parents by child; the first one told wins."""
    found: dict[str, str] = {}
    for child, parent in pairs:
        found.setdefault(child, parent)
    return found
