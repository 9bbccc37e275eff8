"""Faults, drift and edits on the real engine, a handful of each; ``make rehearse-all`` tries them all."""

import json
import shlex
import shutil
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path

import pytest

from civic.commands.rehearse_trials import one_of_each, rehearse_trials_command
from civic.estate.layers import StackName
from civic.estate.loading import load_estate
from civic.estate.targets import with_reads
from civic.rehearsal.changes import NOT_SEEN, Edit, edits_of, try_edit
from civic.rehearsal.deployed import DeployedStack
from civic.rehearsal.drift import Drift, Kind, try_drift
from civic.rehearsal.engine import opened
from civic.rehearsal.faults import Scenario, scenarios, try_fault
from civic.rehearsal.planner import planner
from civic.rehearsal.recovery import faults_left, orphans
from civic.rehearsal.trials import Trials, Tried, digest_of_program
from civic.simulator.faults import Fault
from civic.simulator.world import World
from tests.front_door import civic
from tests.looping import each
from tests.planning import ESTATE, ROOT, plans_of
from tests.rehearsing import needs_pulumi

AWS, BOOTSTRAP = "harbours-aws-identity", "platform-azure-bootstrap"
STACK = BOOTSTRAP
SUBJECTS = ("foundation", "network", "hosting")
EDITED = [
    *((BOOTSTRAP, f"azure.pipeline.subjects.{layer}") for layer in SUBJECTS),
    *((BOOTSTRAP, f"access.{number}.until") for number in (4, 5)),
    *(("harbours-aws-tenancy", path) for path in ("classification", "contacts.owner", "contacts.billing")),
    (BOOTSTRAP, "access.5.until=2027-05-15"),
    (BOOTSTRAP, "access.7.until=2026-12-05"),
    (BOOTSTRAP, "access.5.role"),
]
"""Edits of the example estate that these stacks see; where the next value is not allowed, with another."""


class Stacks:
    """Stacks that are brought up when they are first asked for, and stay until the last test."""

    def __init__(self) -> None:
        self._open, self._up = ExitStack(), dict[str, DeployedStack]()

    def __getitem__(self, stack: str) -> DeployedStack:
        if stack not in self._up:
            engine = self._open.enter_context(opened(ROOT, ESTATE))
            _ = self._open.enter_context(engine.warm())
            above = [read for read in with_reads([StackName.parse(stack)], load_estate(ESTATE)) if read != stack]
            plans = {name: json.loads(planned.plan) for name, planned in plans_of(None, *above).items()} if above else {}
            self._up[stack] = DeployedStack(engine, stack, plans, above)
        return self._up[stack]

    def close(self) -> None:
        self._open.close()


@pytest.fixture(scope="module")
def stacks() -> Iterator[Stacks]:
    deployed = Stacks()
    yield deployed
    deployed.close()


def tried(trial: object, stack: str = STACK) -> Tried:
    return Tried(str(trial), stack)


def of_each_cloud() -> list[Scenario]:
    """Every fault at every change, on the one cloud or the other. The smaller stack has six of a cloud's resources."""
    smaller = [scenario for scenario in scenarios(AWS, 6) if scenario.change != "replace"]
    return [*smaller, *(scenario for scenario in scenarios(BOOTSTRAP, 50) if scenario.change == "replace")]


@needs_pulumi
@pytest.mark.parametrize("scenario", of_each_cloud(), ids=str)
def test_the_runbook_recovers_it(stacks: Stacks, scenario: Scenario):
    outcome = tried(scenario, scenario.stack)
    try_fault(stacks[scenario.stack], scenario, outcome)
    assert (outcome.wrong, outcome.skipped) == ([], "")
    if scenario.fault.kind == "engine-killed" and scenario.change != "delete":
        assert "cancelled" in outcome.done


def test_twenty_faults_of_every_kind_are_tried():
    faults = {(scenario.change, scenario.fault.kind) for scenario in of_each_cloud()}
    assert faults == {(scenario.change, scenario.fault.kind) for scenario in scenarios(AWS, 6)}
    assert len(of_each_cloud()) >= 20
    assert len(EDITED) >= 10


@needs_pulumi
def test_what_a_lost_answer_left_is_found_and_taken_up_again(tmp_path: Path):
    """By ``civic orphans`` over an export and the clouds' inventory, and the line that it prints, given to the real command."""
    stack, up = "platform-aws-bootstrap", ("--yes", "--skip-preview")
    with opened(ROOT, ESTATE) as engine:
        made = DeployedStack(engine, stack, {}, [])
        made.restore("empty")
        with made.clouds(Fault("answer-lost", "create", 2)) as struck:
            engine.attempt("up", "--stack", stack, *up)
            assert struck()
        state, world = engine.state(stack), World(made.world_file)
        (lost,) = orphans(state, world)
        export = tmp_path / "export.json"
        export.write_text(json.dumps(state), encoding="utf-8")
        ran = civic("orphans", "--state", export, "--world", made.world_file, "--estate", ESTATE, "--format", "json")
        assert ran.returncode == 1, ran.stderr
        (found,) = json.loads(ran.stdout)
        assert found["id"] == lost.outputs["arn"]
        # Of several alike a person looks which; here the world says it.
        (line,) = [line for line in found["import"] if shlex.split(line)[-2] == lost.urn.rsplit("::", 1)[1]]
        with made.clouds():
            engine.run(*shlex.split(line)[1:])
            engine.run("up", "--stack", stack, *up)
            assert list(faults_left(engine, stack, World(made.world_file))) == []


@needs_pulumi
@pytest.mark.parametrize("kind", ["nothing", "changed"])
def test_what_is_done_by_hand_is_seen_and_mended(stacks: Stacks, kind: Kind):
    outcome = tried(drift := Drift(STACK, kind))
    try_drift(stacks[STACK], drift, outcome)
    assert (outcome.wrong, outcome.skipped) == ([], "")
    assert outcome.done or kind == "nothing"


@needs_pulumi
@pytest.mark.parametrize(("stack", "path"), EDITED)
def test_an_edit_does_what_its_preview_says(stacks: Stacks, stack: str, path: str):
    path, _, value = path.partition("=")
    (edit,) = [edit for edit in edits_of(load_estate(ESTATE), StackName.parse(stack)) if ".".join(map(str, edit.path)) == path]
    edit = replace(edit, value=value) if value else edit
    outcome = tried(edit, stack)
    try_edit(stacks[stack], edit, outcome)
    assert (outcome.wrong, outcome.skipped) == ([], "")
    assert any(kind in outcome.done[0] for kind in ("create", "update", "replace", "delete"))


@needs_pulumi
def test_an_edit_that_a_stack_does_not_see_is_told_from_its_plan(stacks: Stacks):
    deployed = stacks[AWS]
    (unseen,) = [edit for edit in edits_of(load_estate(ESTATE), StackName.parse(AWS)) if edit.path == ("name",)]
    with planner(deployed.engine.project, AWS, deployed.engine.estate, deployed.engine.store.parent / "cards") as asked:
        outcome = tried(unseen, AWS)
        try_edit(deployed, unseen, outcome, asked)
        assert outcome.skipped == NOT_SEEN
        assert asked.unedited
        seen = Edit(AWS, "platform.yaml", ("aws", "pipeline", "subjects", "tenancy"), "repo:commons/platform:environment:{owner}-tenancies")
        outcome = tried(seen, AWS)
        try_edit(deployed, seen, outcome, asked)
    assert (outcome.skipped, outcome.wrong) == ("", [])


@needs_pulumi
@pytest.mark.parametrize("path", [("azure", "management_subscription"), ("code",)])
def test_an_edit_that_would_leave_the_state_behind_is_refused_before_the_engine_runs(stacks: Stacks, path: tuple[str, ...]):
    (edit,) = [edit for edit in edits_of(load_estate(ESTATE), StackName.parse(BOOTSTRAP)) if edit.path == path]
    outcome = tried(edit, BOOTSTRAP)
    try_edit(stacks[BOOTSTRAP], edit, outcome)
    assert "with which platform-azure-bootstrap is deployed" in outcome.skipped
    assert not outcome.wrong


def one_named(stack: str) -> StackName:
    return next(name for name in one_of_each(load_estate(ESTATE)) if str(name) == stack)


@needs_pulumi
def test_the_command_goes_on_where_it_was(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    def rehearsed() -> dict[str, object]:
        code = rehearse_trials_command("drift", [STACK], ESTATE, ROOT, results=tmp_path / "drift.jsonl", at_once=1, first=1, form="json")
        (told,) = json.loads(capsys.readouterr().out)
        assert (code, told["trial"], told["result"]) == (0, f"{STACK}: drift: nothing", "survived")
        return told

    assert rehearsed() == rehearsed(), "to the second: it was not tried again"


def test_every_layer_of_each_cloud_has_its_faults_on_every_change():
    stacks = one_of_each(load_estate(ESTATE))
    assert {(name.layer, name.cloud) for name in stacks} == {(name.layer, cloud) for name in stacks for cloud in ("aws", "azure")}
    listed = [scenario for name in stacks for scenario in scenarios(str(name), 60)]
    assert len(set(map(str, listed))) == len(listed) >= 240
    assert {one.change for one in listed} == {"create", "update", "replace", "delete"}


def test_applications_are_tried_where_some_run():
    estate = load_estate(ESTATE)
    for name in each([name for name in one_of_each(estate) if name.layer == "applications"]):
        record = estate.owners[name.owner]
        assert any(record.on(name.cloud, application) for application in record.applications), name


def test_each_field_of_a_record_is_edited():
    name = next(name for name in one_of_each(load_estate(ESTATE)) if (name.layer, name.cloud) == ("applications", "aws"))
    edits = list(edits_of(load_estate(ESTATE), name))
    written = {edit.path[0] for edit in edits if edit.file.startswith("organisations")}
    assert {"name", "kind", "contacts"} <= written
    assert not any(edit.path[0] == "azure" for edit in edits)
    assert len(set(map(str, edits))) == len(edits)


def test_what_was_survived_is_not_tried_again_by_the_same_program(tmp_path: Path):
    file = tmp_path / "out" / "trials.jsonl"
    first = Trials(file, "one")
    first.add(Tried("a", STACK))
    first.add(Tried("b", STACK, wrong=["it is there twice"]))
    with file.open("a", encoding="utf-8") as lines:
        lines.write('{"program": "one", "tri')
    assert set(Trials(file, "one").before) == {"a"}
    assert not Trials(file, "another").before


def test_another_record_makes_another_program(tmp_path: Path):
    estate = Path(shutil.copytree(ESTATE, tmp_path / "estate"))
    before = digest_of_program(ROOT, estate)
    assert digest_of_program(ROOT, estate) == before
    record = estate / "organisations" / "eastvale.yaml"
    _ = record.write_text(record.read_text(encoding="utf-8") + "\n", encoding="utf-8")
    assert digest_of_program(ROOT, estate) != before
