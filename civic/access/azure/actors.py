"""Who asks in the graph of paths on Azure, and how operations are asked for."""

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from civic.access.azure.evaluation import evaluate, permitted
from civic.access.azure.linked import judge
from civic.access.azure.patterns import text_pattern
from civic.access.azure.request import BLOB_PATH, NOTHING, Principal, Request
from civic.access.azure.roles import Permission, RoleDefinition
from civic.access.azure.scopes import ROOT, type_of
from civic.access.azure.values import JsonValue
from civic.access.azure.world import World
from civic.access.graph import Call, Node

EVERYTHING = RoleDefinition("", "every right", (Permission(("*",), (), ("*",), ()),))
"""What somebody has who may give himself any role."""
NO_PATH = "\N{REPLACEMENT CHARACTER}"
"""A path of a blob that no condition names."""
_TEXT = re.compile(r"'((?:[^'\\]|\\.)*)'")
_WILD = re.compile(r"[*?\\]")


@dataclass(frozen=True)
class Actor:
    """An identity as it acts at a node: its roles may be more than the plans give it."""

    node: Node
    world: World
    principal: Principal
    activated: bool = False
    """It activates what it is eligible for."""

    def scopes(self, action: str, *, data: bool = False) -> list[str]:
        """Scopes of its assignments whose role holds an action, or may."""
        found: dict[str, None] = {}
        for key in self.principal.ids:
            for scope, assignments in self.world.granting(key, action.lower(), data).items():
                if self.activated or not all(one.eligible for one in assignments):
                    found[scope] = None
        return list(found)

    def conditions(self, action: str, *, data: bool = False) -> list[str]:
        """Texts of the conditions on those assignments; an empty one where there is none."""
        held = (one for key in self.principal.ids for found in self.world.granting(key, action.lower(), data).values() for one in found)
        return list(dict.fromkeys(one.condition.text for one in held))

    def call(self, action: str, scope: str, properties: Mapping[str, JsonValue] | None = None, *, linked: bool = False) -> Call:
        """An operation with everything that stands against it; ``linked``: with what it needs elsewhere."""
        request = Request(self.principal, action, scope, properties=properties, activated=self.activated)
        if not linked:
            return Call(action, scope, evaluate(self.world, request))
        judged = judge(self.world, request)
        return Call(judged.request.action, judged.request.scope, judged.verdict)

    def right(self, action: str, scope: str, *, data: bool = False, path: str = "") -> Call:
        """What role assignments say of an operation, whatever policies do. ``path``: of a blob."""
        attributes = {BLOB_PATH: (path,)} if path else NOTHING
        request = Request(self.principal, action, scope, data=data, attributes=attributes, activated=self.activated)
        return Call(action, f"{scope}/{path}" if path else scope, permitted(self.world, request))


@lru_cache(maxsize=4096)
def literals(condition: str) -> tuple[str, ...]:
    """Every text that a condition compares with."""
    return tuple(dict.fromkeys(_TEXT.findall(condition)))


class TextIndex:
    """Texts to be found by the patterns that conditions compare with."""

    def __init__(self, texts: Iterable[str]) -> None:
        self.all = tuple(sorted(texts))
        self._lowered = sorted((text.lower(), text) for text in self.all)

    def like(self, patterns: Iterable[str]) -> Iterator[str]:
        """Texts that are like one of the patterns, in any case, or begin so. Each once."""
        seen: set[str] = set()
        for pattern in patterns:
            begin = _WILD.split(pattern.lower(), maxsplit=1)[0]
            shape = text_pattern(pattern, ignore_case=True)
            for place in range(bisect_left(self._lowered, (begin, "")), len(self._lowered)):
                lowered, text = self._lowered[place]
                if not lowered.startswith(begin):
                    break
                if text not in seen and (shape.fullmatch(text) or (begin and begin == pattern.lower())):
                    seen.add(text)
                    yield text


class ScopeIndex:
    """Resources by type and by where they lie."""

    def __init__(self, world: World) -> None:
        self._world = world
        found: dict[str, list[str]] = {}
        for scope in world.resources:
            found.setdefault(type_of(scope), []).append(scope)
        self.by_type = {kind: sorted(scopes) for kind, scopes in found.items()}

    def within(self, scope: str, kind: str) -> Iterator[str]:
        """Resources of a type (lower case) at or below a scope (normal)."""
        scopes = self.by_type.get(kind, [])
        if scope == ROOT or "/managementgroups/" in scope:
            yield from (each for each in scopes if self._world.tree.within(each, scope))
            return
        for place in range(bisect_left(scopes, scope), len(scopes)):
            if not scopes[place].startswith(scope):
                return
            if scopes[place] == scope or scopes[place][len(scope)] == "/":
                yield scopes[place]

    def all_within(self, scopes: Iterable[str], kind: str) -> list[str]:
        """The same for several scopes, each once; and what a scope itself lies in, where it is of the type."""
        return list(dict.fromkeys(found for scope in scopes for found in self.within(scope, kind)))
