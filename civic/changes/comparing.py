"""Compares what is deployed with what is planned, as Pulumi's engine would: what differs, what must be made anew, and what follows from that."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from civic.catalogue import replacing, row, unchangeable
from civic.changes.anew import Anew
from civic.changes.change import Change, Kind, Shift, is_managed, statefulness
from civic.changes.matching import matched
from civic.changes.shortened import shortened
from civic.changes.values import Names, differences, settled, stripped
from civic.plan import Deployment, Resource
from civic.plan.wire import UNKNOWN


@dataclass(frozen=True)
class Comparison:
    """All that was compared."""

    changes: tuple[Change, ...]
    """By stack and URN."""
    not_compared: Mapping[str, str] = field(default_factory=dict)
    """Stack that is deployed and implied, and of which there is no plan -> why."""

    @property
    def findings(self) -> tuple[Change, ...]:
        return tuple(change for change in self.changes if change.is_finding)

    def count(self, stack: str, kind: Kind) -> int:
        """Resources that providers make, of one stack in one class."""
        return sum(change.managed for change in self.changes if (change.stack, change.kind) == (stack, kind))


@dataclass(frozen=True)
class _Pair:
    """One resource, as it is and as it is to be."""

    stack: str
    before: Resource
    after: Resource
    old: Mapping[str, Any]
    new: Mapping[str, Any]
    """Inputs, in the words of ``old``."""


def compare(
    before: Mapping[str, Deployment], after: Mapping[str, Deployment], implied: Collection[str], failed: Mapping[str, str] | None = None
) -> Comparison:
    """Compare what is deployed with what is planned, by stack. A stack of ``before`` that is not ``implied`` is orphaned.

    ``failed``: stacks without a plan, with the reason; nothing is said of what is in them.
    """
    failed = {stack: why for stack, why in (failed or {}).items() if stack in before}
    unplanned = {stack: "it was not planned" for stack in before if stack in implied and stack not in after and stack not in failed}
    both = {stack: matched(before[stack], after[stack]) for stack in sorted(before.keys() & after.keys())}
    pairs = _pairs(before, after, both)
    changes = list(_of_pairs(pairs))
    for stack, deployment in sorted(after.items()):
        changes += [_alone(stack, "new", resource) for resource in deployment if resource.urn not in both.get(stack, {})]
    for stack, deployment in sorted(before.items()):
        if stack in failed or stack in unplanned:
            continue
        kept = {resource.urn for resource in both.get(stack, {}).values()}
        gone: Kind = "deleted" if stack in after else "orphaned"
        changes += [_alone(stack, gone, resource) for resource in deployment if resource.urn not in kept]
    return Comparison(tuple(sorted(changes, key=lambda change: (change.stack, change.urn))), {**failed, **unplanned})


def _pairs(before: Mapping[str, Deployment], after: Mapping[str, Deployment], both: Mapping[str, Mapping[str, Resource]]) -> list[_Pair]:
    found = [(stack, old, after[stack].by_urn[urn]) for stack, olds in both.items() for urn, old in olds.items()]
    names = Names()
    for stack, old, new in found:
        # Two plans have the ids of one simulated cloud, so what differs between them does.
        if not (before[stack].planned and after[stack].planned):
            names.learn(old, new)
    return [_Pair(stack, old, new, *_inputs(old, new, names)) for stack, old, new in found]


def _inputs(before: Resource, after: Resource, names: Names) -> tuple[dict[str, Any], dict[str, Any]]:
    old, new = stripped(before.inputs, after.inputs), stripped(after.inputs, before.inputs)
    new = settled(old, new, names)
    for path in after.ignore_changes:
        _copy(old, new, path.split("."))
    return old, new


def _copy(old: Any, new: Any, path: list[str]) -> None:
    """Give ``new`` what ``old`` has at a path."""
    first, rest = path[0].partition("[")[0], path[1:]
    if not isinstance(new, dict) or not isinstance(old, Mapping):
        return
    if rest and "[" not in path[0] and isinstance(new.get(first), dict):
        return _copy(old.get(first), new[first], rest)
    if first in old:
        new[first] = old[first]
    else:
        new.pop(first, None)
    return None


def _of_pairs(pairs: list[_Pair]) -> Iterator[Change]:
    """Each pair's change. What one that is made anew has from its cloud is unknown to those that are given it, and may make them anew in turn."""
    found: dict[str, Change] = {}
    anew = Anew(pair.after for pair in pairs)
    elsewhere = {pair.after.urn: account for pair in pairs if (account := _other_account(pair))}
    waiting = pairs
    while waiting:
        for pair in waiting:
            found[pair.after.urn] = _changed(pair, anew, elsewhere)
        fresh = [pair.after for pair in waiting if found[pair.after.urn].kind == "replaced"]
        concerned = anew.add(fresh)
        waiting = [pair for pair in pairs if pair.after.urn in concerned and pair.after.urn not in anew.urns]
    yield from found.values()


def _changed(pair: _Pair, anew: Anew, elsewhere: Mapping[str, Shift]) -> Change:
    before, after = pair.before, pair.after
    new, follows = anew.with_unknowns(pair.after, pair.new)
    shifts = tuple(Shift.of(path, old, _word(value)) for path, old, value in differences(pair.old, new))
    forcing = replacing(after.type, pair.old, new) if after.custom else []
    if after.custom and ("*" in after.replace_on_changes and shifts):
        forcing = sorted({*forcing, *(shift.path.partition(".")[0] for shift in shifts)})
    forcing += [path for path in after.replace_on_changes if path not in forcing and pair.old.get(path) != new.get(path)]
    forces = tuple(shift for shift in shifts if shift.path.partition(".")[0] in forcing)
    moved, above = _other_provider(before, after, anew)
    moved = moved or elsewhere.get(after.provider.rsplit("::", 1)[0])
    if moved:
        forces, follows = (*forces, moved), (*follows, *above)
        shifts = (*shifts, moved)
    kind: Kind = "kept" if not shifts or after.external else "replaced" if forces else "changed"
    change = _alone(pair.stack, kind, before)
    fixed = unchangeable(after.type, pair.old, new) if kind == "changed" else ()
    return replace(
        change,
        urn=after.urn,
        type=after.type,
        name=after.name,
        managed=is_managed(after),
        shifts=shifts if kind != "kept" else (),
        forces=forces if kind == "replaced" else (),
        refused=tuple(shift for shift in shifts if any(shift.path == path or shift.path.startswith(f"{path}.") for path in fixed)),
        shortened=shortened(after.type, shifts) if kind == "changed" else (),
        follows=follows if kind != "kept" else (),
        deleted_first=kind == "replaced" and _name_stays(after.type, pair.old, new),
        was=before.urn if before.urn != after.urn else "",
        source=after.source,
    )


PLACES = ("allowedAccountIds", "subscriptionId")
"""What says in which account or Azure subscription a provider acts."""


def _other_account(pair: _Pair) -> Shift | None:
    """The provider acts in another account than before. No engine makes it anew for that: all that it made would be looked for there, and stay where it is."""
    if not pair.after.type.startswith("pulumi:providers:"):
        return None
    for key in PLACES:
        old, new = pair.old.get(key), pair.new.get(key)
        if old and new and old != new and UNKNOWN not in (old, new):
            return Shift.of(f"the account of its provider ({key})", old, new)
    return None


def _other_provider(before: Resource, after: Resource, anew: Anew) -> tuple[Shift | None, tuple[str, ...]]:
    """Another provider than before, or one that is made anew, makes everything anew that it made (``providerChanged`` of Pulumi's step generator)."""
    old, new = (each.provider.rsplit("::", 1)[0] for each in (before, after))
    if not after.custom or not old or not new:
        return None, ()
    if new in anew.urns:
        return Shift("provider", old.rsplit("::", 1)[-1], f"{new.rsplit('::', 1)[-1]}, made anew"), (new,)
    if old.rsplit("::", 1)[-1] == new.rsplit("::", 1)[-1]:
        return None, ()
    return Shift("provider", old.rsplit("::", 1)[-1], new.rsplit("::", 1)[-1]), ()


def _name_stays(token: str, old: Mapping[str, Any], new: Mapping[str, Any]) -> bool:
    """Two of one name cannot be side by side, so providers delete the old one first."""
    known = row(token)
    return bool(known and known.name and known.name.property in old and old[known.name.property] == new.get(known.name.property))


def _word(value: Any) -> Any:
    return "known once it is made" if value == UNKNOWN else value


def _alone(stack: str, kind: Kind, resource: Resource) -> Change:
    why = statefulness(resource) if resource.custom and not resource.external else ""
    return Change(
        stack,
        kind,
        resource.urn,
        resource.type,
        resource.name,
        is_managed(resource),
        stateful=bool(why),
        why_stateful=why,
        protect=resource.protect,
        retained=resource.retain_on_delete,
        source=resource.source,
    )
