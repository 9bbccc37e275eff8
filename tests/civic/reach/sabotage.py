"""Single changes to good plans, made by operators that know nothing of what a property means: drop, flip, widen, narrow, point elsewhere, add."""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from ipaddress import IPv4Network
from typing import Any

from civic.plan import Resource
from civic.reach.asked import StackReach

Path = tuple[str | int, ...]
OPPOSITES = {"Allow": "Deny", "Deny": "Allow", "pass": "drop", "enable": "disable", "Enabled": "Disabled", "Disabled": "Enabled", "BLOCK": "ALLOW"}
OPPOSITES |= {
    "Block": "Allow",
    "Inbound": "Outbound",
    "Outbound": "Inbound",
    "TCP": "UDP",
    "Tcp": "Udp",
    "tcp": "udp",
    "STRICT_ORDER": "DEFAULT_ACTION_ORDER",
}
PRIORITIES = {"NetworkSecurityGroup": (100, 4096), "listenerRule": (1, 50000), "ApplicationGateway": (1, 20000), "Policy:": (1, 65535)}
"""What a provider allows for priorities: nothing is to be learnt from one that it refuses."""
CIDR = re.compile(r"\d+\.\d+\.\d+\.\d+/\d+")
DULL = frozenset({"tags", "description", "location", "resourceGroupName", "region", "comment", "name", "msg", "healthCheck", "tracing", "ttl"})


@dataclass(frozen=True)
class Sabotage:
    """One change to one resource."""

    operator: str
    resource: Resource
    path: Path = ()
    value: Any = None
    whole: Mapping[str, Any] | None = None
    """Inputs to have instead, of a change that was thought of and not made by an operator."""

    @property
    def label(self) -> str:
        """``drop hub-x``, ``widen hub-x ruleCollections.0...``: by which it is labelled by hand."""
        return " ".join(part for part in (self.operator, self.resource.name, ".".join(map(str, self.path))) if part)

    def on(self, networks: Sequence[StackReach]) -> list[StackReach]:
        """The networks with the change made."""
        instead = self._instead()
        return [
            replace(stack, resources=tuple(each for own in stack.resources for each in (instead if own is self.resource else (own,))))
            for stack in networks
        ]

    def _instead(self) -> tuple[Resource, ...]:
        if self.operator == "drop":
            return ()
        inputs = json.loads(json.dumps(self.whole or self.resource.inputs))
        if self.whole is None:
            _put(inputs, self.path, self.value)
        made = replace(self.resource, inputs=inputs)
        if self.operator == "add":
            return (self.resource, replace(made, urn=f"{made.urn}-more", id=f"{made.id}-more"))
        return (made,)


def sabotages(networks: Sequence[StackReach], cloud: str) -> Iterator[Sabotage]:
    """Every change that the operators can make on a cloud's resources."""
    every = [each for stack in networks if f"-{cloud}-" in stack.stack for each in stack.resources]
    ids: dict[str, list[str]] = {}
    kinds = {each.id: each.type for each in every}
    for each in every:
        ids.setdefault(each.type, []).append(each.id)
    for resource in every:
        yield Sabotage("drop", resource)
        for path, value in _leaves(resource.inputs):
            yield from _of_value(resource, path, value, kinds, ids)


def _of_value(resource: Resource, path: Path, value: Any, kinds: dict[str, str], ids: dict[str, list[str]]) -> Iterator[Sabotage]:
    if isinstance(value, bool):
        yield Sabotage("flip", resource, path, not value)
    elif isinstance(value, str) and value in OPPOSITES:
        yield Sabotage("flip", resource, path, OPPOSITES[value])
    elif isinstance(value, str) and value in kinds:
        others = [each for each in ids[kinds[value]] if each != value]
        if others:
            yield Sabotage("point", resource, path, others[len(value) % len(others)])
            yield Sabotage("add", resource, path, others[len(value) % len(others)])
    elif isinstance(value, str) and CIDR.fullmatch(value):
        yield from _of_range(resource, path, IPv4Network(value))
    elif isinstance(value, str) and "(" in value and CIDR.search(value):
        yield from _of_rules(resource, path, value)
    elif _is_port(path, value):
        yield Sabotage("shift", resource, path, str(int(float(value)) + 1) if isinstance(value, str) else value + 1)
    elif path and path[-1] == "priority" and isinstance(value, int | float):
        low, high = next((bounds for token, bounds in PRIORITIES.items() if token in resource.type), (100, 65000))
        yield Sabotage("reorder", resource, path, low + high - value)


def _of_range(resource: Resource, path: Path, value: IPv4Network) -> Iterator[Sabotage]:
    if value.prefixlen:
        yield Sabotage("widen", resource, path, str(value.supernet(new_prefix=max(0, value.prefixlen - 12))))
        yield Sabotage("widen all", resource, path, "0.0.0.0/0")
        yield Sabotage("add", resource, path, "0.0.0.0/0")
    if value.prefixlen < 31:
        yield Sabotage("narrow", resource, path, str(next(value.subnets(prefixlen_diff=2 if value.prefixlen < 30 else 1))))


def _of_rules(resource: Resource, path: Path, text: str) -> Iterator[Sabotage]:
    """Lines of rules: without the first, in the opposite order, passing instead of dropping, wider."""
    lines = text.split("\n")
    yield Sabotage("cut", resource, path, "\n".join(lines[1:]))
    yield Sabotage("swap", resource, path, text.replace("drop ", "pass ", 1) if text.startswith("drop") else text.replace("pass ", "drop ", 1))
    yield Sabotage("widen source", resource, path, re.sub(r"\[[^\]]*\] any ->", "any any ->", text, count=1))
    yield Sabotage("widen port", resource, path, re.sub(r"\] (\d+) \(", "] any (", text, count=1))
    yield Sabotage("both ways", resource, path, text.replace("flow:to_server; ", "", 1))


def _is_port(path: Path, value: Any) -> bool:
    named = str(next((part for part in reversed(path) if isinstance(part, str)), "")).lower()
    return "port" in named and "range" not in named and str(value).replace(".0", "").isdigit() and 0 < float(value) < 65000


def _leaves(value: Any, path: Path = ()) -> Iterator[tuple[Path, Any]]:
    if isinstance(value, dict):
        for key, inner in value.items():
            if key not in DULL:
                yield from _leaves(inner, (*path, key))
    elif isinstance(value, list):
        for number, inner in enumerate(value):
            yield from _leaves(inner, (*path, number))
    else:
        yield path, value


def _put(values: Any, path: Path, value: Any) -> None:
    for part in path[:-1]:
        values = values[part]
    values[path[-1]] = value
