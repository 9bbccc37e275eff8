"""Runs stacks under the offline engine and under ``pulumi.runtime.set_mocks`` by turns; prints the quickest turn of each as JSON."""

import asyncio
import gc
import json
import os
import runpy
import sys
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path
from time import process_time
from typing import Any, cast

import pulumi
from pulumi.runtime import settings

from benchmarks.result import ROOT
from civic import simulator
from civic.commands.planning import CardWriter, preload
from civic.engine.project import Project
from civic.engine.run import run_stack
from civic.estate.layers import StackName
from civic.estate.loading import load_estate
from civic.estate.targets import targets, with_reads
from civic.plan.wire import SECRET, SIGNATURE

Answers = Mapping[tuple[str, str], Any]


class TableMocks(pulumi.runtime.Mocks):
    """Answers from tables made beforehand, so that mocking costs next to nothing but the SDK's own work."""

    def __init__(self, resources: Answers, invokes: Answers) -> None:
        self.resources, self.invokes, self.made = resources, invokes, 0

    def new_resource(self, args: pulumi.runtime.MockResourceArgs) -> tuple[str | None, dict[str, Any]]:
        if args.typ != "pulumi:pulumi:Stack":
            self.made += 1
        if args.typ.startswith("civic-"):
            # An engine answers a component's registration with nothing: its outputs are its own to say.
            return "", args.inputs
        return self.resources.get((args.typ, args.name)) or ("", args.inputs)

    def call(self, args: pulumi.runtime.MockCallArgs) -> Any:
        return self.invokes[(args.token, _said(args.args))]


def main(repeats: int, wanted: list[str]) -> None:
    """Take turns on each cloud; print JSON by cloud."""
    os.environ["CIVIC_ESTATE"] = str(ROOT / "estate")
    project, estate = Project.read(ROOT), load_estate(ROOT / "estate")
    stacks = [StackName.parse(stack) for stack in with_reads(targets(estate, wanted), estate)]
    clouds = sorted({name.cloud for name in stacks})
    preload(clouds)
    with tempfile.TemporaryDirectory() as cards:
        os.environ["CIVIC_CARDS"] = Path(cards).as_uri()
        turns = {cloud: _turns(project, CardWriter(Path(cards)), [str(name) for name in stacks if name.cloud == cloud], repeats) for cloud in clouds}
    print(json.dumps(turns))


def _turns(project: Project, put_card: CardWriter, stacks: list[str], repeats: int) -> dict[str, float]:
    """Record what the cloud answers, then measure; one round before the first warms both. The mocks' stacks read the cards that ours wrote."""
    tables = _recorded(project, put_card, stacks)
    _under_mocks(project, stacks, tables)
    ours: list[float] = []
    mocks: list[float] = []
    resources = 0
    for _ in range(repeats):
        seconds, resources = _timed(lambda: _under_ours(project, put_card, stacks))
        ours.append(seconds)
        seconds, mocked = _timed(lambda: _under_mocks(project, stacks, tables))
        mocks.append(seconds)
        assert mocked == resources, f"the mocks made {mocked} resources, the engine {resources}: this is not the same program"
    return {"ours": min(ours), "mocks": min(mocks), "resources": resources, "stacks": len(stacks)}


def _timed(work: Callable[[], int]) -> tuple[float, int]:
    gc.collect()
    started = process_time()
    done = work()
    return process_time() - started, done


def _under_ours(project: Project, put_card: CardWriter, stacks: list[str]) -> int:
    resources = 0
    for stack in stacks:
        run = run_stack(project, stack)
        assert not run.error, run.error
        put_card(run)
        resources += run.resources - 1  # Not counted: the root, which mocks do not count either.
    return resources


def _under_mocks(project: Project, stacks: list[str], tables: Mapping[str, tuple[Answers, Answers]]) -> int:
    made = 0
    for stack in stacks:
        mocks = TableMocks(*tables[stack])
        asyncio.set_event_loop(asyncio.new_event_loop())
        settings.set_root_resource(cast("pulumi.Resource", None))
        pulumi.runtime.set_mocks(mocks, project=project.name, stack=stack, organization="organization")
        pulumi.runtime.set_all_config(project.stack_config(stack), [])
        pulumi.runtime.test(lambda: runpy.run_path(str(project.main), run_name="__main__") and None)()
        made += mocks.made
    return made


def _recorded(project: Project, put_card: CardWriter, stacks: list[str]) -> Mapping[str, tuple[Answers, Answers]]:
    """For each stack, the outputs of its resources and the answers to its questions."""
    asked: dict[tuple[str, str], Any] = {}
    invoke = simulator.invoke

    def listening(token: str, args: Any, world: Any, provider: str) -> Any:
        asked[(token, _said(args))] = answer = invoke(token, args, world, provider)
        return answer

    tables: dict[str, tuple[Answers, Answers]] = {}
    simulator.invoke = listening
    try:
        for stack in stacks:
            asked.clear()
            run = run_stack(project, stack)
            assert not run.error, run.error
            put_card(run)
            entries = json.loads(run.plan, object_hook=_opened)["deployment"]["resources"]
            made = {(e["type"], e["urn"].rsplit("::", 1)[1]): (e.get("id", ""), e.get("outputs") or {}) for e in entries}
            tables[stack] = (made, dict(asked))
    finally:
        simulator.invoke = invoke
    return tables


def _opened(value: dict[str, Any]) -> dict[str, Any]:
    """A plan has secrets without their values, which the SDK cannot read; for the mocks each has one that says nothing."""
    return {SIGNATURE: SECRET, "value": ""} if value.get(SIGNATURE) == SECRET else value


def _said(args: Mapping[str, Any]) -> str:
    return json.dumps({key: value for key, value in args.items() if value is not None}, sort_keys=True)


if __name__ == "__main__":
    main(int(sys.argv[1]), sys.argv[2:])
