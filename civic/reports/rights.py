"""Identities with their rights, as a table, as lines and as plain data."""

from collections.abc import Iterator, Sequence
from typing import Any

from rich.markup import escape
from rich.table import Table

from civic.access.excess import Granted, IdentityRights
from civic.access.explaining import Told
from civic.reports.console import plain_table
from policies import Finding


def identity_table(identities: Sequence[IdentityRights]) -> Table:
    """A row for each identity."""
    table = plain_table("identity", "deploys", "needs", "granted", "unused here", "in excess", whole=("identity",))
    for each in identities:
        table.add_row(
            escape(short(each.identity)),
            escape(_few(each.stacks)),
            f"{len(each.needed):,}",
            f"{len(each.granted):,}",
            f"{len(each.unused):,}",
            f"{len(each.excess):,}",
        )
    return table


def identity_lines(identities: Sequence[IdentityRights]) -> Iterator[str]:
    """What each may do and what nothing asks for, identity by identity."""
    for each in identities:
        yield f"\n[bold]{escape(each.identity)}[/]  deploys {escape(', '.join(each.stacks))}"
        yield f"  needs      {escape(', '.join(sorted(each.needed)) or 'nothing')}"
        yield f"  granted    {escape(', '.join(dict.fromkeys(one.pattern for one in each.granted)) or 'nothing')}"
        if each.excess:
            yield f"  in excess  {escape(', '.join(dict.fromkeys(f'{one.pattern} ({_place(one)})' for one in each.excess)))}"


def rights_document(identities: Sequence[IdentityRights], refused: Sequence[Told], wrong: Sequence[Finding]) -> dict[str, Any]:
    """The same for programs."""
    return {
        "identities": [
            {
                "identity": each.identity,
                "cloud": each.cloud,
                "stacks": each.stacks,
                "needed": {action: sorted(stacks) for action, stacks in sorted(each.needed.items())},
                "granted": [
                    {"actions": one.pattern, "by": one.place, "needed": one.needed, "excess": not (one.needed or one.known)} for one in each.granted
                ],
            }
            for each in identities
        ],
        "refused": [
            {
                "stack": one.first.stack,
                "identity": one.first.identity,
                "action": one.first.action,
                "resource": one.first.resource,
                "decision": one.first.verdict.decision.value,
                "reason": one.first.verdict.reason.value,
                "message": one.message,
                "cure": one.cure,
            }
            for one in refused
        ],
        "paths": [{"rule": one.rule, "stack": one.stack, "urn": one.urn, "source": one.source, "message": one.message} for one in wrong],
    }


def short(identity: str) -> str:
    """An identity as a table shows it: a role by account and path."""
    parts = identity.split(":", 5)
    return f"{parts[4]} {parts[5].removeprefix('role')}" if len(parts) == 6 and parts[2] == "iam" else identity


def _place(granted: Granted) -> str:
    return granted.place.rpartition("::")[2] or granted.place


def _few(stacks: Sequence[str]) -> str:
    return ", ".join(stacks[:2]) + (f" and {len(stacks) - 2:,} more" if len(stacks) > 2 else "")
