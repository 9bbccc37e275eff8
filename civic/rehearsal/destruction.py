"""Taking a stack down: what refuses, and what remains."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from civic.rehearsal.pulumi import CommandFailed, Pulumi

_STACK_TYPE = "pulumi:pulumi:Stack"


@dataclass(frozen=True)
class Remaining:
    """A resource that a destroy leaves in the stack."""

    urn: str
    why: str

    def __str__(self) -> str:
        return f"{'::'.join(self.urn.split('::')[2:])}: {self.why}"


@dataclass(frozen=True)
class Destruction:
    """What came of destroying a stack."""

    refused: Sequence[str] = ()
    remaining: Sequence[Remaining] = ()
    left: Sequence[str] = ()


def destroy(cli: Pulumi, stack: str) -> Destruction:
    """Destroy plainly, which protected resources must refuse; then all but those. Raises ``CommandFailed``."""
    before = _resources(cli, stack)
    guarded = [entry["urn"] for entry in before if entry.get("protect")]
    left = [entry["urn"] for entry in before if entry.get("retainOnDelete") and not entry.get("protect")]
    plain = ("destroy", "-s", stack, "--yes", "--skip-preview")
    if not guarded:
        cli.run(*plain)
        return Destruction(left=left)
    answer = cli.ask(*plain)
    if answer.ok:
        raise CommandFailed(plain, f"it should have been refused: {len(guarded)} resources are protected")
    named = [urn for urn in guarded if urn in answer.output]
    if not named:
        raise CommandFailed(plain, f"it was refused, but not for its protected resources:\n{answer.output}")
    cli.run(*plain, "--exclude-protected")
    after = _resources(cli, stack)
    return Destruction(named, remaining(after), [urn for urn in left if urn not in {entry["urn"] for entry in after}])


def remaining(resources: Iterable[Mapping[str, Any]]) -> list[Remaining]:
    """Why each resource of a destroyed stack is still there: protected itself, or needed by one that is."""
    entries = {entry["urn"]: entry for entry in resources if entry["type"] != _STACK_TYPE}
    guarded = sorted(urn for urn, entry in entries.items() if entry.get("protect"))
    why = dict.fromkeys(guarded, "protected")
    for urn in guarded:
        waiting = list(_needs(entries[urn]))
        while waiting:
            above = waiting.pop()
            if above in entries and above not in why:
                why[above] = f"needed by {urn.rsplit('::', 1)[1]}, which is protected"
                waiting += _needs(entries[above])
    return [Remaining(urn, why.get(urn, "for a reason the state does not tell")) for urn in entries]


def _needs(entry: Mapping[str, Any]) -> set[str]:
    provider = (entry.get("provider") or "").rpartition("::")[0]
    return {entry.get("parent") or "", provider, *(entry.get("dependencies") or ())} - {""}


def _resources(cli: Pulumi, stack: str) -> list[Mapping[str, Any]]:
    return cli.state(stack)["deployment"].get("resources") or []
