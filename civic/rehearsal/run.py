"""Preview and up under the rules, up again and destroy, layer after layer, on a local store; the repository is left as it is."""

import json
import re
import time
from collections.abc import Callable, Collection, Mapping
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from contextlib import nullcontext
from graphlib import TopologicalSorter
from pathlib import Path
from typing import Any

from civic.estate.card_writing import put_card
from civic.estate.layers import StackName
from civic.rehearsal.conformance import compare
from civic.rehearsal.engine import UNHANDLED, Engine, EngineFailed, opened
from civic.rehearsal.kept import KeptRun
from civic.rehearsal.rehearsed import Rehearsed
from civic.rehearsal.remains import explained, name, otherwise_in_the_clouds, reachable, retained
from civic.simulator.denials import Denials

STEPS = ("preview", "up", "again", "destroy")
_REFUSED = re.compile(r'resource "([^"]+)" cannot be deleted')


def rehearse(
    root: Path,
    reads: Mapping[str, Collection[str]],
    plans: Mapping[str, Mapping[str, Any]],
    *,
    estate: Path,
    say: Callable[[Rehearsed, str], None] = lambda done, step: None,
    workers: int = 1,
    denials: Denials | None = None,
    much_exists: bool = False,
    kept: KeptRun | None = None,
) -> list[Rehearsed]:
    """Rehearse every stack of ``reads`` (stack -> the stacks it reads, which are in it too) and compare each state with its plan.

    ``denials``: what the clouds refuse to whoever deploys a stack. ``much_exists``: they hold what those often have who have worked on them.
    A stack that fails does not stop those that do not read it. ``say`` is told after each of a
    stack's two halves, ``up`` and ``destroy``. ``kept``: where it goes on and what came of it is kept; one stack at a time then, with the
    program kept loaded. Raises ``InputError`` where there is no CLI.
    """
    results = {stack: Rehearsed(stack) for stack in reads}
    if kept is not None:
        kept.take_back()
        results |= {stack: done for stack, done in kept.before().items() if stack in reads}
    with (
        opened(root, estate, denials, much_exists=much_exists, folder=kept.folder if kept else None) as engine,
        engine.warm() if kept else nullcontext(),
    ):

        def up(stack: str) -> None:
            if kept and kept.had(stack, "up"):
                return
            done = results[stack]
            done.not_run = _hindrance(stack, reads[stack], results, plans)
            if not done.not_run:
                _up(engine, done, plans[stack])
            ended(done, "up")

        def destroy(stack: str) -> None:
            if results[stack].state and not (kept and kept.had(stack, "destroy")):
                _destroy(engine, results[stack])
                ended(results[stack], "destroy")

        def ended(done: Rehearsed, half: str) -> None:
            if kept:
                kept.add(done, half)
            say(done, half)

        _in_order(reads, up, engine, 1 if kept else workers)
        _in_order(_reversed(reads), destroy, engine, 1 if kept else workers)
    return list(results.values())


def _hindrance(stack: str, above: Collection[str], results: Mapping[str, Rehearsed], plans: Mapping[str, Any]) -> str:
    missing = sorted(read for read in above if not results[read].state)
    if missing:
        return f"reads {', '.join(missing)}, which did not come up"
    return "" if stack in plans else "has no plan to compare with"


def _up(engine: Engine, done: Rehearsed, plan: Mapping[str, Any]) -> None:
    chosen = ("--stack", done.stack)
    # As the pipelines do: what breaks a rule is not deployed.
    rules = ("--policy-pack", f"policies/{StackName.parse(done.stack).cloud}")
    try:
        engine.run("stack", "init", done.stack)
        with _timed(done, "preview"):
            engine.run("preview", *chosen, *rules)
        with _timed(done, "up"):
            engine.run("up", *chosen, "--yes", "--skip-preview", *rules)
        done.state = engine.state(done.stack)
        put_card(engine.cards, done.stack, json.dumps(done.state).encode())
        with _timed(done, "again"):
            engine.run("up", *chosen, "--yes", "--skip-preview", "--expect-no-changes")
    except EngineFailed as error:
        done.faults.append(str(error))
        done.crashed = UNHANDLED in str(error)
    if done.state:
        done.mismatches = compare(plan, done.state)


def _destroy(engine: Engine, done: Rehearsed) -> None:
    protected = {entry["urn"] for entry in done.resources if entry.get("protect")}
    done.protected = sorted(name(urn) for urn in protected)
    chosen = ("--stack", done.stack, "--yes")
    try:
        with _timed(done, "destroy"):
            if protected:
                _refused(engine, done, protected)
                engine.run("destroy", *chosen, "--skip-preview", "--exclude-protected")
            else:
                engine.run("destroy", *chosen)
        left = engine.state(done.stack)["deployment"].get("resources") or []
    except EngineFailed as error:
        done.faults.append(str(error))
        return
    done.remaining, done.retained = explained(left), retained(done.resources, left)
    done.faults += otherwise_in_the_clouds(
        left, done.retained, [thing for thing in list(engine.world.things.values()) if f":{done.stack}::" in thing.urn]
    )
    done.faults += [f"{gone} is protected and was destroyed" for gone in sorted(protected - {entry["urn"] for entry in left})]
    done.faults += [f"{entry.urn} remains and nothing that is protected needs it" for entry in done.remaining if not entry.why]


def _refused(engine: Engine, done: Rehearsed, protected: Collection[str]) -> None:
    """Plain ``destroy``, with the preview that a person would see, must be refused by name and change nothing.

    Without its preview the engine deletes what is unprotected before it comes to what is not. It
    does not get as far as what a refused resource needs, so those need not be named.
    """
    ran = engine.attempt("destroy", "--stack", done.stack, "--yes")
    resources = {entry["urn"]: entry for entry in done.resources}
    refused = set(_REFUSED.findall(ran.stdout + ran.stderr))
    if not ran.returncode:
        done.faults.append(f"plain destroy went through, in spite of {', '.join(done.protected)}")
    for urn in sorted(set(protected) - reachable(refused, resources)):
        done.faults.append(f"{urn} is protected, and the engine's refusal does not name it")
    after = {entry["urn"] for entry in engine.state(done.stack)["deployment"].get("resources") or []}
    for urn in sorted(resources.keys() - after):
        done.faults.append(f"{urn} was destroyed although destroy was refused")


def _in_order(graph: Mapping[str, Collection[str]], work: Callable[[str], None], engine: Engine, workers: int) -> None:
    """Do ``work`` on every stack after those it points to, several at a time; on an interruption end what is running."""
    sorter = TopologicalSorter(graph)
    sorter.prepare()
    running: dict[Future[None], str] = {}
    with ThreadPoolExecutor(max(1, workers)) as pool:
        try:
            while sorter.is_active():
                running |= {pool.submit(work, stack): stack for stack in sorter.get_ready()}
                for future in wait(running, return_when=FIRST_COMPLETED).done:
                    sorter.done(running.pop(future))
                    future.result()
        except BaseException:
            engine.stop()
            raise


def _reversed(graph: Mapping[str, Collection[str]]) -> dict[str, list[str]]:
    return {stack: [reader for reader, above in graph.items() if stack in above] for stack in graph}


class _timed:
    """Notes how long a step took, also when it failed."""

    def __init__(self, done: Rehearsed, step: str) -> None:
        self.done, self.step = done, step

    def __enter__(self) -> None:
        self.started = time.monotonic()

    def __exit__(self, *_: object) -> None:
        self.done.seconds[self.step] = time.monotonic() - self.started
