"""In which order the workers take stacks, and that what a run leaves out is in no plan."""

import contextlib
from pathlib import Path

import pytest

from civic.engine import run
from civic.engine.project import Project
from civic.engine.run import StackRun
from civic.engine.workers import Job, Pool
from tests.planning import plans_of

PROGRAM = """
import pulumi
class Box(pulumi.ComponentResource):
    def __init__(self, name):
        super().__init__("test:index:Box", name)
Box("fine")
"""


@pytest.fixture
def project(tmp_path: Path) -> Project:
    (tmp_path / "Pulumi.yaml").write_text("name: small\nruntime: python\nmain: program\n")
    (tmp_path / "program").mkdir()
    (tmp_path / "program" / "__main__.py").write_text(PROGRAM)
    return Project.read(tmp_path)


def resources(made: StackRun) -> int:
    return made.resources


def finished(project: Project, jobs: list[Job], **settings: int) -> list[str]:
    return [done.run.stack for done in Pool(project, resources, **settings).run(jobs)]


def test_a_worker_keeps_to_a_kind_while_there_is_one_of_it_to_do(project: Project):
    jobs = [Job("a-1", kind="a"), Job("b-1", kind="b"), Job("a-2", kind="a"), Job("b-2", kind="b"), Job("a-3", ("a-2",), kind="a")]
    assert finished(project, jobs, processes=1) == ["a-1", "a-2", "a-3", "b-1", "b-2"]


def test_a_stack_waits_for_those_it_reads_whatever_their_order(project: Project):
    jobs = [Job("last", ("middle", "elsewhere")), Job("middle", ("first",)), Job("first")]
    assert finished(project, jobs) == ["first", "middle", "last"]
    assert finished(project, []) == []


def test_what_a_run_leaves_out_is_in_no_plan(monkeypatch: pytest.MonkeyPatch):
    spared = plans_of(None, "kingsmere", "eastvale")
    monkeypatch.setattr(run, "patched_sdk", contextlib.nullcontext)
    whole = plans_of(None, "kingsmere", "eastvale")
    assert {name: made.plan for name, made in spared.items()} == {name: made.plan for name, made in whole.items()}
    assert all(made.plan for made in whole.values())
