"""How a protection is taken back in a plan.

An ``Undo`` names the type of the resource whose protection is taken away; its ``change`` edits the plan document
and gives the URN that the one finding must name.
"""

import copy
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

Entry = dict[str, Any]
Change = Callable[[list[Entry], Entry], str]


@dataclass(frozen=True)
class Undo:
    """A protection, taken back."""

    token: str
    """Type of the resource, below the type of the component that made it where that matters."""
    change: Change
    having: str = ""
    """Property that marks what the rule is about, where it lets others of the type be."""


@dataclass(frozen=True)
class Undone:
    """A plan without one protection, and the only finding there may be."""

    stack: str
    plan: Any
    rule: str
    urn: str


def undone(rule_id: str, undo: Undo, plans: Mapping[str, str]) -> Undone:
    """``undo`` done to the first stack that has a resource of its type. Raises ``LookupError`` when none has."""
    for stack in plans:
        plan = json.loads(plans[stack])
        resources = plan["deployment"]["resources"]
        for entry in resources:
            if _is_of(entry, undo.token) and (not undo.having or entry["inputs"].get(undo.having)):
                return Undone(stack, plan, rule_id, undo.change(resources, entry))
    raise LookupError(f"no stack of the estate has a {undo.token}, so {rule_id} protects nothing here")


def has(text: str, token: str) -> bool:
    """Whether a plan has a resource of this type."""
    return any(_is_of(entry, token) for entry in json.loads(text)["deployment"]["resources"])


def _is_of(entry: Entry, token: str) -> bool:
    return f"${entry['urn'].split('::')[2]}".endswith(f"${token}")


def put(*path: str | int, to: Any) -> Change:
    """Set the value at ``path``; ``None`` takes it away."""

    def change(_resources: list[Entry], entry: Entry) -> str:
        # An engine shows inputs to rules about one resource and outputs to rules about the stack; a component has outputs alone.
        places = [_place(entry.get(side) or {}, path[:-1]) for side in ("inputs", "outputs")]
        assert any(places), f"{entry['urn']} has nothing at {path}"
        for place in filter(None, places):
            if to is None:
                place.pop(path[-1], None)
            else:
                place[path[-1]] = copy.deepcopy(to)
        return entry["urn"]

    return change


def _place(place: Any, path: tuple[str | int, ...]) -> Any:
    for step in path:
        place = place[step] if isinstance(step, int) else place.get(step)
        if not place:
            return None
    return place


def put_in_json(key: str, *path: str | int, to: Any) -> Change:
    """Set the value at ``path`` of the JSON text that ``key`` holds."""

    def change(resources: list[Entry], entry: Entry) -> str:
        found = json.loads(entry["inputs"][key])
        _place(found, path[:-1])[path[-1]] = to
        return put(key, to=json.dumps(found))(resources, entry)

    return change


def both(*changes: Change) -> Change:
    """One change after the other; the last says where the finding is."""

    def change(resources: list[Entry], entry: Entry) -> str:
        return [one(resources, entry) for one in changes][-1]

    return change


def of_its(token: str, key: str, change: Change) -> Change:
    """Change the resource of type ``token`` whose ``key`` means this one; the finding is this one's."""

    def changed(resources: list[Entry], entry: Entry) -> str:
        change(resources, _referrer(resources, entry, token, key))
        return entry["urn"]

    return changed


def of_what_it_means(token: str, key: str, change: Change) -> Change:
    """Change the resources of type ``token`` that this one's ``key`` means; the finding is this one's."""

    def changed(resources: list[Entry], entry: Entry) -> str:
        meant = entry["propertyDependencies"][key]
        for other in [other for other in resources if other["type"] == token and other["urn"] in meant]:
            change(resources, other)
        return entry["urn"]

    return changed


def of_one(token: str, key: str, wanted: str, change: Change) -> Change:
    """Change the resources of type ``token`` whose ``key`` is ``wanted``; the finding is this one's."""

    def changed(resources: list[Entry], entry: Entry) -> str:
        (found,) = [other for other in resources if other["type"] == token and other["inputs"].get(key) == wanted]
        change(resources, found)
        return entry["urn"]

    return changed


def without_its(token: str, key: str) -> Change:
    """Take away the resource of type ``token`` whose ``key`` means this one."""
    return of_its(token, key, _gone)


def without_any(token: str) -> Change:
    """Take away every resource of type ``token``."""

    def changed(resources: list[Entry], entry: Entry) -> str:
        for other in [other for other in resources if other["type"] == token]:
            _gone(resources, other)
        return entry["urn"]

    return changed


def with_another(token: str, name: str, inputs: Callable[[Entry], Entry]) -> Change:
    """Add a resource beside this one; the finding is the new one's."""

    def changed(resources: list[Entry], entry: Entry) -> str:
        urn = f"{entry['urn'].rsplit('$', 1)[0]}${token}::{name}"
        given = inputs(entry)
        kept = {key: entry[key] for key in ("custom", "parent", "provider")}
        resources.append({**kept, "urn": urn, "type": token, "id": name, "inputs": given, "outputs": given})
        return urn

    return changed


def told_at_itself(change: Change) -> Change:
    """What ``change`` does; the finding is the changed resource's own."""

    def changed(resources: list[Entry], entry: Entry) -> str:
        change(resources, entry)
        return entry["urn"]

    return changed


def _referrer(resources: list[Entry], entry: Entry, token: str, key: str) -> Entry:
    (found,) = [other for other in resources if other["type"] == token and entry["urn"] in (other.get("propertyDependencies") or {}).get(key, ())]
    return found


def _gone(resources: list[Entry], entry: Entry) -> str:
    resources.remove(entry)
    # The CLI refuses a state that depends on what is not in it.
    for other in resources:
        other["dependencies"] = [urn for urn in other.get("dependencies") or () if urn != entry["urn"]]
        deps = other.get("propertyDependencies") or {}
        other["propertyDependencies"] = {key: [urn for urn in urns or () if urn != entry["urn"]] for key, urns in deps.items()}
    return entry["urn"]
