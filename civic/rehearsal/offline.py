"""The offline engine's side of a rehearsal: the plans to compare with."""

import json
import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from civic.engine.project import Project
from civic.engine.run import run_stack
from civic.records import layers
from civic.records.layers import StackName


def plans_of(root: Path, stacks: Sequence[str], plans: Path | None, environment: Mapping[str, str]) -> dict[str, Any]:
    """Plan documents by stack: read from ``plans`` where given, else made in this process. A stack without a plan is left out."""
    if plans is not None:
        paths = {stack: plans / f"{stack}.json" for stack in stacks}
        return {stack: json.loads(path.read_text(encoding="utf-8")) for stack, path in paths.items() if path.is_file()}
    project = Project.read(root)
    found: dict[str, Any] = {}
    outputs: dict[str, Any] = {}
    with _environment(environment):
        for stack in stacks:
            run = run_stack(project, stack, outputs.get)
            if not run.error:
                found[stack], outputs[stack] = json.loads(run.plan), run.outputs
    return found


def reads_of(stack: str) -> Sequence[str]:
    """The stacks that ``stack`` reads, where its name is one of this project's."""
    try:
        return [str(above) for above in layers.reads(StackName.parse(stack))]
    except ValueError:
        return ()


@contextmanager
def _environment(values: Mapping[str, str]) -> Iterator[None]:
    before = dict(os.environ)
    os.environ.update(values)
    try:
        yield
    finally:
        os.environ.clear()
        os.environ.update(before)
