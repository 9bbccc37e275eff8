"""A body's own fork, made as the page says: every command speaks of its own stacks, and what was not published is told in words."""

import json
import re
import shutil
import subprocess
from pathlib import Path

import pulumi
import pytest
import yaml

from civic.commands.publish import publish_command
from civic.engine.project import Project
from civic.engine.run import run_stack
from civic.estate.published import AGREEMENTS
from tests.civic.records.estates import content
from tests.front_door import civic_in as civic
from tests.planning import ESTATE, ROOT, example_estate

LEFT_OUT = shutil.ignore_patterns(".git", ".venv", "out", "__pycache__", "published", "config", "tests", "benchmarks")
PAGE = ROOT / "docs" / "how-to" / "fork.md"
TEMPLATE = ROOT / "docs" / "examples" / "fork" / "Pulumi.yaml"
OWN = [f"{owner}-aws-{layer}" for layer in ("identity", "tenancy", "landing-zone") for owner in ("northshire", "northshire.test")]
APPLICATIONS = ["northshire-aws-applications", "northshire.test-aws-applications"]


def made(folder: Path, slug: str) -> Path:
    """A fork of this body, by the page's own commands. Nothing is published to it."""
    (commands,) = re.findall(r"```sh\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)
    assert "northshire" in commands
    shutil.copytree(ROOT, folder, ignore=LEFT_OUT)
    shutil.rmtree(folder / "estate")
    shutil.copytree(ESTATE, folder / "estate", ignore=LEFT_OUT)
    subprocess.run(["sh", "-e", "-c", commands.replace("northshire", slug)], cwd=folder, check=True)
    return folder


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What the platform publishes of the example estate."""
    folder = tmp_path_factory.mktemp("platform")
    plans = folder / "plans"
    plans.mkdir()
    for name, run in example_estate().items():
        (plans / f"{name}.json").write_text(run.plan, encoding="utf-8")
    estate = Path(shutil.copytree(ESTATE, folder / "estate", ignore=shutil.ignore_patterns("published", "config")))
    publish_command(estate, [], plans, "2026-11-24")
    return estate / "published"


@pytest.fixture(scope="module")
def fork(tmp_path_factory: pytest.TempPathFactory, published: Path) -> Path:
    """The fork of a provider with a test tenancy and a pipeline of its own."""
    folder = made(tmp_path_factory.mktemp("fork") / "northshire", "northshire")
    shutil.copytree(published, folder / "estate" / "published")
    return folder


@pytest.fixture(scope="module")
def consumer(tmp_path_factory: pytest.TempPathFactory, published: Path) -> Path:
    """The fork of a body that takes a service, to which cards were published and no agreements."""
    folder = made(tmp_path_factory.mktemp("fork") / "kingsmere", "kingsmere")
    shutil.copytree(published, folder / "estate" / "published", ignore=shutil.ignore_patterns(AGREEMENTS))
    return folder


def test_the_template_differs_in_where_cards_come_from_alone() -> None:
    template, own = (yaml.safe_load(path.read_text(encoding="utf-8")) for path in (TEMPLATE, ROOT / "Pulumi.yaml"))
    assert (template["config"]["cards"].pop("default"), own["config"]["cards"].pop("default")) == ("published", "store")
    assert template == own


def test_it_lists_plans_and_checks_its_own_stacks(fork: Path) -> None:
    listed = civic(fork, "stacks")
    assert listed.returncode == 0, listed.stderr
    assert sorted(line.split()[2] for line in listed.stdout.splitlines()[1:] if re.match(r"\d ", line)) == sorted([*OWN, *APPLICATIONS])
    planned = civic(fork, "plan", "--out", "plans")
    assert planned.returncode == 0, planned.stdout + planned.stderr
    assert sorted(path.stem for path in (fork / "plans").glob("*.json")) == sorted([*OWN, *APPLICATIONS])
    assert "gives hr-payroll to eastvale" in planned.stdout
    assert "not known here" not in planned.stdout + planned.stderr
    assert f"Rights were not asked of {len(OWN + APPLICATIONS)} stacks" in planned.stdout
    checked = civic(fork, "check")
    assert (checked.returncode, "8 stacks" in checked.stdout) == (0, True), checked.stdout + checked.stderr


def test_it_rolls_out_its_applications_and_leaves_the_rest_to_the_platform(fork: Path) -> None:
    ran = civic(fork, "rollout")
    assert ran.returncode == 0, ran.stderr
    assert re.findall(r"^# deployed by the platform's pipelines: (\S+)", ran.stdout, re.MULTILINE)[: len(OWN)] == OWN
    assert re.findall(r"^pulumi up --stack (\S+)", ran.stdout, re.MULTILINE) == [name for name in APPLICATIONS if name.startswith("northshire-")]
    assert "platform-" not in ran.stdout


@pytest.mark.parametrize(("command", "word"), [("plan", "platform"), ("check", "platform-aws-network"), ("rollout", "platform-aws-hosting-a")])
def test_the_platforms_stacks_are_the_platforms(fork: Path, command: str, word: str) -> None:
    ran = civic(fork, command, word)
    assert (ran.returncode, ran.stdout) == (2, "")
    assert ran.stderr.startswith(f"civic: '{word}' is the platform's, and this fork reads its cards alone")
    assert "allowed here: stacks of northshire, northshire.test" in ran.stderr


@pytest.mark.parametrize(
    ("words", "what"), [(["publish"], "publishing cards and agreements"), (["card", "put", "northshire-aws-tenancy"], "putting cards into the store")]
)
def test_publishing_is_the_platforms(fork: Path, words: list[str], what: str) -> None:
    ran = civic(fork, *words)
    assert ran.returncode == 2
    assert f"{what} is the platform's to do" in ran.stderr


def test_it_shows_what_was_published(fork: Path) -> None:
    ran = civic(fork, "card", "show", "platform-aws-network")
    assert (ran.returncode, ran.stdout) == (0, (fork / "estate" / "published" / "platform-aws-network.json").read_text(encoding="utf-8"))


def test_a_rollout_prints_nothing_that_only_the_platform_can_do(fork: Path) -> None:
    printed = [line for line in civic(fork, "rollout").stdout.splitlines() if not line.startswith("#")]
    commands = [line for line in printed if line.startswith(("pulumi", "civic", "PULUMI"))]
    assert {line.split(" northshire")[0] for line in commands} == {"pulumi stack select --create", "pulumi up --stack"}
    assert "secrets-provider" not in "".join(printed)


@pytest.mark.parametrize("text", [None, "{", '{"schema": 1}'])
def test_a_missing_or_spoilt_card_is_the_platforms_to_publish(fork: Path, text: str | None) -> None:
    card = fork / "estate" / "published" / "platform-aws-network.json"
    whole = card.read_text(encoding="utf-8")
    try:
        card.write_text(text, encoding="utf-8") if text else card.unlink()
        ran = civic(fork, "plan", "northshire-aws-landing-zone")
    finally:
        card.write_text(whole, encoding="utf-8")
    assert ran.returncode == 1
    assert "estate/published/platform-aws-network.json" in ran.stderr
    if text is None:
        assert "found no card of platform-aws-network" in ran.stderr
        assert "ask the platform to run 'civic publish platform-aws-network'" in ran.stderr
    assert "pulumi up" not in ran.stdout + ran.stderr


UNKNOWN = "kingsmere asks for tidewatch/case-management, but whether it is agreed is not known here, and the platform must publish it"


@pytest.mark.parametrize("words", [("plan",), ("plan", "--quiet"), ("plan", "--format", "json"), ("check",), ("agreements",)])
def test_a_subscription_that_is_not_known_to_be_agreed_is_told(consumer: Path, words: tuple[str, ...]) -> None:
    ran = civic(consumer, *words)
    assert ran.returncode == 0, ran.stdout + ran.stderr
    told = (ran.stdout + ran.stderr).replace("kingsmere asks for tidewatch/case-management: ", "kingsmere asks for tidewatch/case-management, but ")
    assert told.count(UNKNOWN) == 1
    assert "estate/published/agreements.json is not here" in told


def test_nothing_is_rolled_out_of_which_it_is_not_known_what_was_agreed(consumer: Path) -> None:
    """Brought up, it would take away what stands by that agreement."""
    ran = civic(consumer, "rollout")
    assert ran.returncode == 1
    assert UNKNOWN in ran.stderr
    assert "# left out: kingsmere-azure-applications, of which it is not known here what was agreed" in ran.stdout
    assert "# nothing is rolled out" in ran.stdout
    assert "pulumi up" not in ran.stdout


def test_whoever_gives_a_service_is_told_too(fork: Path) -> None:
    agreements = fork / "estate" / "published" / AGREEMENTS
    kept = agreements.rename(fork / AGREEMENTS)
    try:
        ran = civic(fork, "plan", "northshire-aws-landing-zone")
    finally:
        kept.rename(agreements)
    assert ran.returncode == 0, ran.stdout + ran.stderr
    assert ran.stdout.count("northshire offers hr-payroll, but who takes it is not known here, and the platform must publish it") == 1


@pytest.mark.parametrize(
    "words",
    [
        ("join", "alder", "--name", "Alder", "--kind", "unitary", "--cloud", "aws", "--owner", "a@alder.example", "--phone", "+441632960001"),
        ("addresses", "mend", "northshire"),
        ("numbers", "give", "northshire", "+441632960800", "--holder", "Northline Telecom"),
        ("numbers", "withdraw", "northshire", "+441632960800", "--because", "moved"),
    ],
)
def test_what_all_share_is_given_by_the_platform_alone(fork: Path, words: tuple[str, ...]) -> None:
    before = content(fork / "estate")
    ran = civic(fork, *words)
    assert (ran.returncode, ran.stdout) == (2, "")
    assert ran.stderr.startswith("civic: estate/ledger: what bodies are given from what all share is the platform's to write")
    assert content(fork / "estate") == before


def test_the_doctor_says_what_was_not_published(fork: Path, consumer: Path) -> None:
    (well,) = [each for each in json.loads(civic(fork, "doctor", "--format", "json").stdout) if each["subject"] == "published"]
    assert well["state"] == "well"
    ran = civic(consumer, "doctor", "--format", "json")
    assert ran.returncode == 1
    (wrong,) = [each for each in json.loads(ran.stdout) if each["subject"] == "published"]
    assert (wrong["state"], wrong["found"]) == ("wrong", f"not in estate/published: {AGREEMENTS}")


def test_pulumi_warns_of_agreements_that_are_not_known(consumer: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[str] = []
    monkeypatch.setattr(pulumi, "warn", told.append)
    monkeypatch.setenv("CIVIC_ESTATE", str(consumer / "estate"))
    run = run_stack(Project.read(consumer), "kingsmere-azure-tenancy")
    assert run.error == ""
    assert len(told) == 1
    assert UNKNOWN in told[0]
    assert told[0].endswith("This plan is without it.")
    told.clear()
    monkeypatch.setenv("CIVIC_ESTATE", str(ESTATE))
    assert run_stack(Project.read(ROOT), "platform-azure-bootstrap").error == ""
    assert told == []
