"""``civic rehearse``, ``civic simulate`` and what ``civic rollout`` prints, run as a person runs them."""

import itertools
import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from civic.estate.card_store import card_store, read_card
from civic.rehearsal import opened, rehearse
from civic.rehearsal.engine import complaint
from tests.front_door import interruptible
from tests.planning import ESTATE, ROOT, environment_of_copy, example_estate, own_estate, plans_of
from tests.rehearsing import needs_pulumi

CIVIC = [sys.executable, "-m", "civic.cli"]
LEFT_OUT = shutil.ignore_patterns(".git", ".venv", "out", "__pycache__", "published", "config")


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """The repository, to be spoilt or written to."""
    made = tmp_path / "copy"
    shutil.copytree(ROOT, made, ignore=LEFT_OUT)
    own_estate(made)
    (made / ".venv").symlink_to(sys.prefix)
    return made


@pytest.fixture
def simulated(copy: Path) -> Iterator[dict[str, str]]:
    """The environment that ``civic simulate`` prints, while it serves."""
    serving = subprocess.Popen([*CIVIC, "simulate"], cwd=copy, env=environment_of_copy(), stdout=subprocess.PIPE, text=True)
    assert serving.stdout is not None
    printed = list(itertools.takewhile(lambda line: not line.startswith("# then"), iter(serving.stdout.readline, "")))
    told = [line.removeprefix("export ").strip().split("=", 1) for line in printed if line.startswith("export ")]
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    yield {**environment_of_copy(), **dict(told), "PATH": path, "PULUMI_HOME": str(copy.parent / "home"), "PULUMI_SKIP_UPDATE_CHECK": "true"}
    serving.terminate()
    assert serving.wait(20) == 0


def test_without_the_cli_it_says_so():
    ran = subprocess.run([*CIVIC, "rehearse"], cwd=ROOT, env={**os.environ, "PATH": ""}, capture_output=True, text=True, check=False)
    assert ran.returncode == 2
    assert ran.stderr.startswith("civic: the 'pulumi' command is not on the PATH.")
    assert ran.stdout == ""


@needs_pulumi
def test_a_failure_stops_only_what_reads_it(copy: Path):
    spoilt = copy / "components" / "aws" / "bootstrap.py"
    spoilt.write_text(spoilt.read_text() + "\n\nraise ValueError('spoilt on purpose')\n")
    plans = {name: json.loads(run.plan) for name, run in plans_of(None, "platform-aws-foundation", "platform-azure-bootstrap").items()}
    reads = {"platform-aws-bootstrap": (), "platform-azure-bootstrap": (), "platform-aws-foundation": ("platform-aws-bootstrap",)}
    aws, azure, below = rehearse(copy, reads, plans, estate=ESTATE, workers=2)
    assert not aws.passed
    assert len(aws.faults) == 1
    assert "'pulumi preview --stack platform-aws-bootstrap" in aws.faults[0]
    assert "spoilt on purpose" in aws.faults[0]
    assert azure.passed
    assert below.not_run == "reads platform-aws-bootstrap, which did not come up"


@needs_pulumi
def test_what_pulumi_wrote_about_stacks_in_another_store_does_not_reach_a_rehearsal(copy: Path):
    """Its salt or key would be asked to open what the rehearsal's own passphrase encrypts."""
    settings = copy / "estate" / "config" / "Pulumi.platform-azure-bootstrap.yaml"
    settings.parent.mkdir(exist_ok=True)
    _ = settings.write_text("encryptionsalt: v1:AAAA:v1:BBBB:CCCC\nconfig:\n  civic-cloud:cards: store\n", encoding="utf-8")
    with opened(copy, ESTATE) as engine:
        _ = engine.run("stack", "init", "platform-azure-bootstrap")
        assert engine.run("config", "get", "cards", "--stack", "platform-azure-bootstrap").strip() == "store"
    assert "encryptionsalt: v1:AAAA" in settings.read_text(encoding="utf-8"), "the project's own is as it was"


@needs_pulumi
def test_a_state_that_is_not_as_planned_fails():
    plan = json.loads(plans_of(None, "platform-azure-bootstrap")["platform-azure-bootstrap"].plan)
    gone = plan["deployment"]["resources"].pop()
    (done,) = rehearse(ROOT, {"platform-azure-bootstrap": ()}, {"platform-azure-bootstrap": plan}, estate=ESTATE)
    assert not done.passed
    assert [(mismatch.urn, mismatch.field) for mismatch in done.mismatches] == [(gone["urn"], "presence")]
    assert done.faults == []


@needs_pulumi
@pytest.mark.skipif(not Path("/proc").is_dir(), reason="SKIPPED: looks for processes in /proc")
@pytest.mark.parametrize("sent", [signal.SIGINT, signal.SIGTERM])
def test_nothing_is_left_when_it_is_interrupted(tmp_path: Path, sent: signal.Signals):
    place = tmp_path / "temporary"
    place.mkdir()
    running = subprocess.Popen(
        [*CIVIC, "rehearse", "platform-aws-bootstrap"],
        cwd=ROOT,
        env={**os.environ, "TMPDIR": str(place)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        preexec_fn=interruptible,
    )
    _until(lambda: any("pulumi-language-python-exec" in command for command in _processes(place)))
    running.send_signal(sent)
    _, told = running.communicate(timeout=60)
    assert running.returncode == 130
    assert told.decode().strip().endswith("stopped")
    _until(lambda: not _processes(place))
    assert list(place.iterdir()) == []


def _until(done: Callable[[], bool]) -> None:
    end = time.monotonic() + 60
    while not done():
        assert time.monotonic() < end
        time.sleep(0.2)


def _processes(place: Path) -> list[str]:
    """Command lines of the processes that were started with ``place`` for temporary files."""
    found: list[str] = []
    for process in Path("/proc").glob("[0-9]*"):
        try:
            if str(place).encode() in (process / "environ").read_bytes():
                found.append((process / "cmdline").read_bytes().decode())
        except OSError:
            continue
    return found


@needs_pulumi
def test_the_commands_of_a_rollout_deploy_it_and_leave_nothing_that_a_later_command_takes_for_real(copy: Path, simulated: dict[str, str]):
    before = sorted(copy.joinpath("estate").rglob("*"))
    folder = copy / "out" / "simulated" / "project"
    script = subprocess.run(
        [*CIVIC, "rollout", "platform-aws-bootstrap"], cwd=folder, env=simulated, capture_output=True, text=True, check=True
    ).stdout
    ran = subprocess.run(["sh"], input=script, cwd=folder, env=simulated, capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stdout + ran.stderr
    planned = json.loads(example_estate()["platform-aws-bootstrap"].plan)["deployment"]["resources"]
    assert f"{len(planned)} created" in ran.stdout
    card = read_card(card_store(simulated["CIVIC_CARDS"]), "platform-aws-bootstrap", "")
    assert card.values == example_estate()["platform-aws-bootstrap"].outputs
    publish = subprocess.run([*CIVIC, "publish", "platform-aws-bootstrap"], cwd=copy, env=simulated, capture_output=True, text=True, check=False)
    assert publish.returncode == 2
    assert "CIVIC_CARDS is set, so what stacks hold is in another store than the platform's" in publish.stderr
    assert sorted(copy.joinpath("estate").rglob("*")) == before, "no salt of Pulumi's, no card"


def test_a_broken_rule_is_told_rather_than_where_the_program_was_ended():
    """The engine ends the program in the middle, and its traceback comes first among the diagnostics."""
    printed = (
        "Policies:\n    \u274c civic-aws@v1.0.0 (local: policies/aws)\n"
        "        - [mandatory] [severity: critical]  component-aws-foundation  (civic-aws:index:Foundation: foundation)\n"
        "          it has no organisation.\n"
        "        - [advisory] [severity: high]  iam-access-ends  (aws:iam:Role: one)\n          cannot be decided.\n\n"
        "Diagnostics:\n  pulumi:pulumi:Stack (s):\n    error: preview failed\n\n    KeyboardInterrupt\n\nOutputs:\n"
    )
    told = complaint(subprocess.CompletedProcess((), 255, printed, ""))
    assert " ".join(told.split()) == (
        "- [mandatory] [severity: critical] component-aws-foundation (civic-aws:index:Foundation: foundation) it has no organisation."
    )
