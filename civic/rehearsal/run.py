"""What a rehearsal does with every stack, and what it reports."""

import json
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from civic.rehearsal import destruction
from civic.rehearsal.conformance import Mismatch, compare
from civic.rehearsal.destruction import Remaining
from civic.rehearsal.offline import plans_of, reads_of
from civic.rehearsal.pulumi import CommandFailed, Pulumi, prepared
from civic.simulator.serve import serving

Say = Callable[[str], object]


@dataclass
class StackRehearsal:
    """What came of one stack."""

    stack: str
    error: str = ""
    """Why it failed; empty when it did not."""
    resources: int = 0
    seconds: float = 0.0
    mismatches: Sequence[Mismatch] = ()
    """Where the engine's state differs from the offline plan."""
    refused: Sequence[str] = ()
    """Protected resources for whose sake a plain destroy was refused."""
    remaining: Sequence[Remaining] = ()
    """What a destroy leaves in the stack, and why."""
    left: Sequence[str] = ()
    """What a destroy forgets but leaves in the cloud (retain on delete)."""

    @property
    def passed(self) -> bool:
        return not self.error and not self.mismatches


@dataclass
class Rehearsal:
    """What came of all stacks, in the order they were deployed."""

    stacks: list[StackRehearsal] = field(default_factory=list)

    @property
    def passed(self) -> bool:
        return bool(self.stacks) and all(stack.passed for stack in self.stacks)


def rehearse(
    root: Path,
    stacks: Sequence[str],
    *,
    estate: Path | None = None,
    plans: Path | None = None,
    say: Say = lambda line: None,
    reads: Callable[[str], Sequence[str]] = reads_of,
) -> Rehearsal:
    """Deploy ``stacks`` in the order given, deploy them again, compare with the plans, destroy them in reverse.

    ``plans`` holds ``<stack>.json`` from the offline engine; without it the plans are made here.
    Works on a copy of the project at ``root`` in a temporary store. Raises ``NoCli``.
    """
    environment = {"CIVIC_ESTATE": str(estate)} if estate else {}
    result = Rehearsal()
    with tempfile.TemporaryDirectory(prefix="civic-rehearsal-") as folder, serving() as providers:
        cli = prepared(root.resolve(), Path(folder), providers, environment)
        planned = plans_of(root.resolve(), stacks, plans, environment)
        for stack in stacks:
            result.stacks.append(_deployed(cli, stack, planned, result, reads, say))
        for done in reversed(result.stacks):
            _destroyed(cli, done, say)
    say(_summary(result))
    return result


def _deployed(
    cli: Pulumi, stack: str, planned: Mapping[str, Any], result: Rehearsal, reads: Callable[[str], Sequence[str]], say: Say
) -> StackRehearsal:
    done, started = StackRehearsal(stack), time.monotonic()
    failed = sorted({before.stack for before in result.stacks if before.error} & set(reads(stack)))
    if failed:
        done.error = f"not rehearsed, because it reads {', '.join(failed)}, which failed"
        say(f"{stack}: {done.error}")
        return done
    try:
        _up(cli, stack)
        state = cli.state(stack)
        done.resources = len(state["deployment"].get("resources") or ())
        done.mismatches = compare(planned[stack], state) if planned.get(stack) else ()
        done.error = "" if planned.get(stack) else "the offline engine made no plan to compare with"
    except CommandFailed as error:
        done.error = str(error)
    done.seconds = time.monotonic() - started
    say(_told(done))
    return done


def _up(cli: Pulumi, stack: str) -> None:
    cli.run("stack", "init", stack)
    cli.run("preview", "-s", stack)
    cli.run("up", "-s", stack, "--yes", "--skip-preview")
    again = cli.ask("up", "-s", stack, "--yes", "--skip-preview", "--expect-no-changes", "--diff")
    if not again.ok:
        raise CommandFailed(("up", "-s", stack, "(a second time, nothing changed)"), again.output)


def _told(done: StackRehearsal) -> str:
    if done.error:
        return f"{done.stack}: FAILED: {done.error}"
    verdict = "as planned" if not done.mismatches else f"{len(done.mismatches)} differences from the plan"
    lines = [f"{done.stack}: {done.resources} resources in {done.seconds:.0f} s, none changed by a second up, {verdict}"]
    return "\n".join([*lines, *(f"  {mismatch}" for mismatch in done.mismatches)])


def _destroyed(cli: Pulumi, done: StackRehearsal, say: Say) -> None:
    if not done.resources:
        return
    try:
        outcome = destruction.destroy(cli, done.stack)
    except CommandFailed as error:
        done.error = done.error or str(error)
        say(f"{done.stack}: FAILED: {error}")
        return
    done.refused, done.remaining, done.left = outcome.refused, outcome.remaining, outcome.left
    if not outcome.remaining:
        say(f"{done.stack}: destroyed" + (f"; left in the cloud: {', '.join(done.left)}" if done.left else ""))
        return
    say(f"{done.stack}: destroy was refused for {len(done.refused)} protected resources; {len(done.remaining)} resources remain")
    for kept in done.remaining:
        say(f"  {kept}")


def _summary(result: Rehearsal) -> str:
    bad = [stack.stack for stack in result.stacks if not stack.passed]
    resources = sum(stack.resources for stack in result.stacks)
    verdict = "all as planned" if result.passed else f"NOT as planned: {', '.join(bad) or 'there was no stack'}"
    return f"rehearsed {len(result.stacks)} stacks with {resources} resources: {verdict}. The clouds are simulated: this proves nothing of the providers."


def written(result: Rehearsal) -> str:
    """The result as JSON, for tools."""
    entries = [
        {
            "stack": stack.stack,
            "passed": stack.passed,
            "error": stack.error,
            "resources": stack.resources,
            "mismatches": [str(mismatch) for mismatch in stack.mismatches],
            "remaining": [str(kept) for kept in stack.remaining],
        }
        for stack in result.stacks
    ]
    return json.dumps({"passed": result.passed, "stacks": entries}, indent=2)
