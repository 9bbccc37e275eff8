"""Plans the stacks that an estate implies, and checks each plan where it was made."""

import difflib
import importlib
import json
import os
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from civic.engine.project import Project
from civic.engine.run import StackRun
from civic.engine.workers import Job, Pool
from civic.errors import InputError
from civic.estate import layers
from civic.estate.estate import Estate
from civic.estate.layers import StackName
from civic.plan import Deployment, Resource
from civic.records.clouds import CLOUDS
from civic.records.files import write
from policies import Finding, check, rules_for
from policies.estate import ESTATE_TYPES

PUBLISHED = "published"


@dataclass(frozen=True)
class Planned:
    """What is known of one stack once its plan was made and checked."""

    stack: str
    resources: int = 0
    error: str = ""
    crashed: bool = False
    """Whether it failed by a programming error, whose frames ``error`` shows."""
    printed: str = ""
    findings: tuple[Finding, ...] = ()
    shared: tuple[Resource, ...] = ()
    """What the rules over the whole estate look at: its networks and its halves of shared services."""
    counts: Mapping[str, int] = field(default_factory=dict)
    """Resources by type."""
    outputs: Mapping[str, Any] = field(default_factory=dict)
    seconds: float = 0.0


class UnknownTarget(InputError):
    """What was asked for is neither an owner nor a stack of this estate. The message names the nearest."""


def uses_published_cards(project: Project) -> bool:
    """Whether this repository reads the platform's cards from ``estate/published`` instead of planning its stacks."""
    return project.defaults.get("cards") == PUBLISHED


def targets(estate: Estate, wanted: Collection[str], *, published: bool = False) -> list[StackName]:
    """The stacks that ``wanted`` (owners or stack names; none for all) stands for, in layer order. Raises ``UnknownTarget``."""
    built = [name for name in layers.implied(estate) if not (published and name.owner not in estate.owners)]
    if not wanted:
        return built
    owners = {name.owner for name in built}
    names = {str(name) for name in built}
    for word in wanted:
        if word not in owners | names:
            raise UnknownTarget(_nearest(word, owners, names))
    return [name for name in built if name.owner in wanted or str(name) in wanted]


def _nearest(word: str, owners: set[str], names: set[str]) -> str:
    near = difflib.get_close_matches(word, sorted(owners | names), n=1)
    hint = f"; did you mean '{near[0]}'?" if near else ";"
    return f"'{word}' is neither an organisation nor a stack of this estate{hint} 'civic stacks' lists them"


def with_reads(stacks: Sequence[StackName], estate: Estate, *, published: bool = False) -> list[Job]:
    """Jobs for ``stacks`` and every stack they read, each with what it reads."""
    found: dict[str, Job] = {}

    def add(name: StackName) -> None:
        if str(name) in found:
            return
        reads = [above for above in layers.reads(name, estate) if not (published and above.owner not in estate.owners)]
        for above in reads:
            add(above)
        found[str(name)] = Job(str(name), tuple(str(above) for above in reads), kind=name.cloud)

    for name in stacks:
        add(name)
    order = {layer.name: layer.number for layer in layers.LAYERS}
    return sorted(found.values(), key=lambda job: order[StackName.parse(job.stack).layer])


def plan_stacks(
    project: Project,
    estate: Estate,
    stacks: Sequence[StackName],
    *,
    out: Path | None = None,
    checked: bool = True,
    processes: int = 0,
    timeout: float = 120.0,
    progress: Callable[[int, int, str], None] = lambda done, total, stack: None,
) -> Iterator[Planned]:
    """Plan ``stacks`` (and what they read); write plans to ``out`` and check them where asked; yield each outcome of ``stacks``."""
    os.environ["CIVIC_ESTATE"] = str(estate.root.resolve())
    published = uses_published_cards(project)
    jobs = with_reads(stacks, estate, published=published)
    wanted = {str(name) for name in stacks}
    preload({name.cloud for name in stacks})
    pool = Pool(project, _After(out, checked, frozenset(wanted)), processes=processes, timeout=timeout)
    for count, done in enumerate(pool.run(jobs), 1):
        progress(count, len(jobs), done.run.stack)
        if done.run.stack in wanted or done.run.error:
            yield done.result or Planned(
                done.run.stack, error=done.run.error, crashed=done.run.crashed, printed=done.run.printed, seconds=done.seconds
            )


def preload(clouds: Collection[str]) -> None:
    """Import the SDKs before the workers are forked, so that they are loaded once."""
    for cloud in sorted(clouds):
        importlib.import_module(CLOUDS[cloud].sdk)
        rules_for(cloud)


@dataclass(frozen=True)
class _After:
    """What a worker does with a finished run before it forgets it."""

    out: Path | None
    checked: bool
    wanted: frozenset[str]

    def __call__(self, run: StackRun) -> Planned | None:
        if run.stack not in self.wanted:
            return None
        if self.out is not None:
            write(self.out / f"{run.stack}.json", run.plan)
        deployment = Deployment.from_json(json.loads(run.plan))
        return summarise(run.stack, deployment, checked=self.checked, printed=run.printed, outputs=run.outputs or {})


def summarise(stack: str, deployment: Deployment, *, checked: bool, printed: str = "", outputs: Mapping[str, Any] | None = None) -> Planned:
    """Check a plan and keep what later steps need of it."""
    cloud = StackName.parse(stack).cloud
    counts: dict[str, int] = {}
    for resource in deployment:
        counts[resource.type] = counts.get(resource.type, 0) + 1
    return Planned(
        stack,
        resources=len(deployment),
        printed=printed,
        findings=tuple(check(deployment, rules_for(cloud), stack_name=stack)) if checked else (),
        shared=tuple(resource for resource in deployment if resource.type in ESTATE_TYPES),
        counts=counts,
        outputs=outputs or {},
    )
