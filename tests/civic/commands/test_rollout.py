"""What ``civic rollout`` prints follows from the records alone: right before the first card, and nothing of a real cloud where there is none."""

import json
import os
import re
import shutil
import signal
import subprocess
from pathlib import Path

import pytest

from civic.estate.card_writing import has_card
from civic.estate.layers import StackName, implied
from civic.estate.loading import load_estate
from components.state_store import secrets_provider, state_store
from tests.front_door import civic_in, interruptible
from tests.looping import each
from tests.planning import ESTATE, ROOT, plans_of

STACK = "eastvale-aws-tenancy"


def rollout(*words: str, project: Path = ROOT, **variables: str) -> subprocess.CompletedProcess[str]:
    return civic_in(project, "rollout", *words, **{"CIVIC_ESTATE": str(ESTATE), **variables})


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """A project with Pulumi's own files, to be written to."""
    shutil.copytree(ROOT, tmp_path / "copy", ignore=shutil.ignore_patterns(".git", ".venv", "__pycache__", "tests", "docs", "benchmarks", "out"))
    shutil.rmtree(tmp_path / "copy" / "estate")
    shutil.copytree(ESTATE, tmp_path / "copy" / "estate", ignore=shutil.ignore_patterns("config", "published"))
    (tmp_path / "copy" / "estate" / "config").mkdir()
    return tmp_path / "copy"


def commands(ran: subprocess.CompletedProcess[str], stack: str = STACK) -> list[str]:
    assert ran.returncode == 0, ran.stderr
    return next(wave["stacks"][stack] for wave in json.loads(ran.stdout)["waves"] if stack in wave["stacks"])


def order(*words: str) -> list[str]:
    """Stacks that a rollout begins, in order."""
    ran = rollout(*words)
    assert ran.returncode == 0, ran.stderr
    return begun(ran.stdout)


def begun(script: str) -> list[str]:
    return re.findall(r"^begin (\S+)", script, re.MULTILINE)


def test_every_stack_logs_in_to_its_clouds_store_and_has_its_own_secrets_provider():
    waves = json.loads(rollout("--format", "json").stdout)["waves"]
    printed = {stack: lines for wave in waves for stack, lines in wave["stacks"].items()}
    estate = load_estate(ESTATE)
    for name in each(implied(estate)):
        section = estate.platform.cloud(name.cloud)
        assert section
        login, select, own_key, up, *card = printed[str(name)]
        provider = secrets_provider(name.cloud, estate.platform.code, section.home, name.layer, str(name))
        assert login == f"pulumi login '{state_store(name.cloud, estate.platform.code, section.home).login}'"
        assert select.replace("'", "") == f"pulumi stack select --create {name} --secrets-provider {provider}"
        assert f"pulumi stack change-secrets-provider --stack {name} {provider}" in own_key.replace("'", "")
        assert f" pulumi up --stack {name} --yes --policy-pack policies/{name.cloud}" in up
        assert card == ([f"civic card put {name}", f"civic publish {name}"] if has_card(name) else [])
    providers = [lines[1].rpartition(" ")[2] for stack, lines in printed.items() if StackName.parse(stack).cloud == "aws"]
    assert len(providers) == len(set(providers))


def test_nothing_of_the_platforms_is_printed_for_another_store(tmp_path: Path):
    ran = rollout(STACK, CIVIC_CARDS=tmp_path.as_uri())
    (step,) = re.findall(rf"^begin {STACK} [^\n]*\n(.*?)^\) \|\| failed {STACK}; }}$", ran.stdout, re.DOTALL | re.MULTILINE)
    assert step.splitlines() == [
        f"pulumi stack select --create {STACK} &&",
        f"pulumi up --stack {STACK} --yes --policy-pack policies/aws &&",
        f"civic card put {STACK}",
    ]
    # Whoever runs it elsewhere puts cards where the states go.
    assert f"export CIVIC_CARDS={tmp_path.as_uri()}" in ran.stdout.splitlines()


@pytest.mark.parametrize(
    ("settings", "told"),
    [
        ("encryptionsalt: v1:x\n", True),
        ("secretsprovider: awskms:///arn:aws:kms:eu-west-2:111122223333:key/1\nencryptedkey: x\n", True),
        ("secretsprovider: PROVIDER\nencryptedkey: x\n", False),
        ("config:\n  civic-cloud:cards: store\n", False),
        ("", False),
        (None, False),
    ],
)
def test_a_stack_with_another_secrets_provider_is_given_the_platforms_when_the_script_runs(copy: Path, settings: str | None, told: bool):
    script = rollout(STACK, project=copy, CIVIC_ESTATE=str(copy / "estate")).stdout
    provider = secrets_provider("aws", load_estate(ESTATE).platform.code, "eu-west-2", "tenancy", STACK)
    file = copy / "estate" / "config" / f"Pulumi.{STACK}.yaml"
    if settings is not None:
        _ = file.write_text(settings.replace("PROVIDER", provider), encoding="utf-8")
    ran = run(script, copy)
    changes = [line for line in ran.stdout.splitlines() if "change-secrets-provider" in line]
    assert changes == ([f"pulumi stack change-secrets-provider --stack {STACK} {provider}"] if told else [])
    assert ran.returncode == 0, ran.stderr


def test_the_first_day_concerns_bootstraps_alone():
    first, usual = (commands(rollout("platform", "--format", "json", *words), "platform-aws-bootstrap") for words in (["--first-day"], []))
    assert any(line.startswith("pulumi stack import") for line in first)
    assert not any(line.startswith("pulumi stack import") for line in usual)
    network = [commands(rollout("platform", "--format", "json", *words), "platform-aws-network") for words in (["--first-day"], [])]
    assert network[0] == network[1]


def test_the_script_is_one_that_a_shell_takes():
    script = rollout("platform", "--first-day").stdout
    assert "platform-azure-bootstrap" in script
    assert subprocess.run(["sh", "-n"], input=script, text=True, check=False).returncode == 0


def run(script: str, project: Path, failing: str = "", **variables: str) -> subprocess.CompletedProcess[str]:
    """Run a script with commands that say what they are called with, and fail where ``failing`` (a pattern of the shell's) is said."""
    bin_ = project.parent / "bin"
    bin_.mkdir(exist_ok=True)
    for name in ("pulumi", "civic"):
        _ = (bin_ / name).write_text(f'#!/bin/sh\necho {name} "$@"\ncase "$*" in {failing or "nothing"}) exit 1 ;; esac\n', encoding="utf-8")
        (bin_ / name).chmod(0o755)
    environment = {"PATH": f"{bin_}:/usr/bin:/bin", **variables}
    return subprocess.run(["sh"], input=script, cwd=project, env=environment, capture_output=True, text=True, check=False)


def test_a_body_comes_with_what_its_record_reaches_into():
    """The hub's rules, its place in a cell, and whoever gives it a service: each in the place of its layer."""
    assert order("eastvale") == [
        "platform-aws-network", "platform-aws-hosting-a", "eastvale-aws-identity", "eastvale-aws-tenancy", "eastvale-aws-landing-zone",
        "northshire-aws-landing-zone", "eastvale-aws-applications",
    ]  # fmt: skip
    assert order(STACK) == [STACK], "a stack that is named comes alone"
    provider = order("northshire")
    assert provider.index("eastvale-aws-applications") > provider.index("northshire-aws-landing-zone") > provider.index("platform-aws-network")
    assert not any(name.startswith("platform") for name in order("harbours") if not name.endswith("network"))


def test_what_a_body_reaches_into_is_what_its_joining_changes(tmp_path: Path):
    """Nothing else of the platform's is another with its record than without; ``civic`` would leave out what has to be brought up."""
    platform = [str(name) for name in implied(load_estate(ESTATE)) if name.owner == "platform" and name.cloud == "aws"]
    without = Path(shutil.copytree(ESTATE, tmp_path / "estate"))
    for file in ("organisations/eastvale.yaml", "ledger/eastvale.yaml"):
        (without / file).unlink()
    before, after = plans_of(without, *platform), plans_of(ESTATE, *platform)
    changed = [stack for stack in platform if before[stack].plan != after[stack].plan]
    assert changed == [stack for stack in order("eastvale") if stack in platform]


def test_a_stack_that_fails_stops_those_alone_that_read_it(copy: Path):
    script = rollout("eastvale", "westholm", project=copy).stdout
    ran = run(script, copy, failing="up*eastvale-aws-tenancy*")
    assert ran.returncode == 1
    assert "failed: eastvale-aws-tenancy" in ran.stderr
    left = ["eastvale-aws-landing-zone", "northshire-aws-landing-zone", "eastvale-aws-applications"]
    for stack in left:
        assert f"left out: {stack}, which reads " in ran.stderr
    up = re.findall(r"^pulumi up --stack (\S+)", ran.stdout, re.MULTILINE)
    assert up == [stack for stack in begun(script) if stack not in left]
    assert "civic card put eastvale-aws-identity" in ran.stdout
    assert "civic card put eastvale-aws-tenancy" not in ran.stdout
    again = ran.stderr.splitlines()[-1].removeprefix("when that is mended: civic ").split()
    assert begun(rollout(*again[1:], project=copy).stdout) == ["eastvale-aws-tenancy", *left]


def test_it_begins_again_where_it_stopped():
    whole = order("eastvale")
    assert order("eastvale", "--from", "eastvale-aws-tenancy") == whole[whole.index("eastvale-aws-tenancy") :]
    ran = rollout("eastvale", "--from", "eastvale-aws-tenanci")
    assert (ran.returncode, ran.stdout) == (2, "")
    assert "did you mean 'eastvale-aws-tenancy'?" in ran.stderr


def test_what_was_printed_for_the_platforms_store_is_not_run_where_cards_go_elsewhere(copy: Path):
    ran = run(rollout(STACK, project=copy).stdout, copy, CIVIC_CARDS=copy.as_uri())
    assert (ran.returncode, ran.stdout) == (2, "")
    assert "CIVIC_CARDS names another store" in ran.stderr


def test_programs_are_told_where_the_records_are_and_what_waits_for_what():
    told = json.loads(rollout("eastvale", "--format", "json").stdout)
    assert told["environment"] == {"CIVIC_ESTATE": str(ESTATE)}
    reads = {stack: above for wave in told["waves"] for stack, above in wave["reads"].items()}
    assert reads["eastvale-aws-tenancy"] == ["platform-aws-foundation", "eastvale-aws-identity"]
    images = {stack: command for wave in told["waves"] for stack, command in wave["images"].items()}
    assert images == {"eastvale-aws-applications": "civic images eastvale --run"}


def test_who_runs_images_is_told_to_copy_them_first(copy: Path):
    """Westholm runs nothing; what northshire's test tenancy runs comes into a registry of its own."""
    lines = rollout("northshire.test", "westholm", project=copy).stdout.splitlines()
    told = [number for number, line in enumerate(lines) if "civic images" in line]
    assert len(told) == 1
    assert "unless they are in the registry: civic images northshire.test --run" in lines[told[0]]
    assert lines[told[0] + 1].startswith("begin northshire.test-aws-applications")


def test_it_runs_what_it_prints(copy: Path):
    script = rollout(STACK, project=copy, CIVIC_CARDS=copy.as_uri()).stdout
    printed = run(script, copy, CIVIC_CARDS=copy.as_uri()).stdout
    bin_ = f"{copy.parent / 'bin'}:/usr/bin:/bin"
    ran = rollout(STACK, "--run", project=copy, CIVIC_CARDS=copy.as_uri(), PATH=bin_)
    assert [line for line in ran.stdout.splitlines() if line.startswith("pulumi")] == [
        line for line in printed.splitlines() if line.startswith("pulumi")
    ]


def test_interrupted_it_says_how_to_go_on(copy: Path):
    script = rollout("westholm", project=copy).stdout
    _ = run("true", copy)
    # It listens before it speaks, so that whoever hears it may interrupt it.
    slow = (
        '#!/bin/sh\ncase "$*" in up*tenancy*) trap "echo ended in order; exit 1" INT ;; esac\necho pulumi "$@"\n'
        'case "$*" in up*tenancy*) while :; do sleep 0.05; done ;; esac\n'
    )
    _ = (copy.parent / "bin" / "pulumi").write_text(slow, encoding="utf-8")
    environment = {"PATH": f"{copy.parent / 'bin'}:/usr/bin:/bin"}
    process = subprocess.Popen(
        ["sh", "-c", script],
        cwd=copy,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
        preexec_fn=interruptible,
    )
    assert process.stdout is not None
    while "up --stack westholm-aws-tenancy" not in process.stdout.readline():
        assert process.poll() is None
    os.killpg(process.pid, signal.SIGINT)
    said, told = process.communicate(timeout=30)
    assert process.returncode == 130
    assert "ended in order" in said
    assert "to go on: civic rollout westholm --from westholm-aws-tenancy" in told
    assert "landing-zone" not in said
