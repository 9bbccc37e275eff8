"""What ``civic rollout`` prints follows from the records alone: right before the first card, and nothing of a real cloud where there is none."""

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from civic.estate.card_writing import has_card
from civic.estate.layers import StackName, implied
from civic.estate.loading import load_estate
from components.state_store import secrets_provider, state_store
from tests.looping import each
from tests.planning import ESTATE, ROOT, environment_of_copy

STACK = "eastvale-aws-tenancy"


def rollout(*words: str, project: Path = ROOT, **variables: str) -> subprocess.CompletedProcess[str]:
    environment = {"CIVIC_ESTATE": str(ESTATE), **environment_of_copy(), **variables}
    return subprocess.run(
        [sys.executable, "-m", "civic.cli", "rollout", *words], cwd=project, env=environment, capture_output=True, text=True, check=False
    )


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
    return next(wave["stacks"][stack] for wave in json.loads(ran.stdout) if stack in wave["stacks"])


def test_every_stack_logs_in_to_its_clouds_store_and_has_its_own_secrets_provider():
    waves = json.loads(rollout("--format", "json").stdout)
    printed = {stack: lines for wave in waves for stack, lines in wave["stacks"].items()}
    estate = load_estate(ESTATE)
    for name in each(implied(estate)):
        section = estate.platform.cloud(name.cloud)
        assert section
        login, select, up, *card = printed[str(name)]
        provider = secrets_provider(name.cloud, estate.platform.code, section.home, name.layer, str(name))
        assert login == f"pulumi login '{state_store(name.cloud, estate.platform.code, section.home).login}'"
        assert select.replace("'", "") == f"pulumi stack select --create {name} --secrets-provider {provider}"
        assert f" pulumi up --stack {name} --yes --policy-pack policies/{name.cloud}" in up
        assert card == ([f"civic card put {name}", f"civic publish {name}"] if has_card(name) else [])
    providers = [lines[1].rpartition(" ")[2] for stack, lines in printed.items() if StackName.parse(stack).cloud == "aws"]
    assert len(providers) == len(set(providers))


def test_nothing_of_the_platforms_is_printed_for_another_store(tmp_path: Path):
    ran = rollout(STACK, CIVIC_CARDS=tmp_path.as_uri())
    lines = [line for line in ran.stdout.splitlines() if not line.startswith(("#", "set", "export CIVIC_ESTATE"))]
    assert lines == [
        f"pulumi stack select --create {STACK}",
        f"pulumi up --stack {STACK} --yes --policy-pack policies/aws",
        f"civic card put {STACK}",
    ]


@pytest.mark.parametrize(
    ("settings", "told"),
    [
        ("encryptionsalt: v1:x\n", True),
        ("secretsprovider: awskms:///arn:aws:kms:eu-west-2:111122223333:key/1\nencryptedkey: x\n", True),
        ("config:\n  civic-cloud:cards: store\n", False),
        ("", False),
    ],
)
def test_a_stack_with_another_secrets_provider_is_given_the_platforms(copy: Path, settings: str, told: bool):
    (copy / "estate" / "config" / f"Pulumi.{STACK}.yaml").write_text(settings, encoding="utf-8")
    lines = commands(rollout(STACK, "--format", "json", project=copy))
    changes = [line for line in lines if "change-secrets-provider" in line]
    assert changes == ([f"pulumi stack change-secrets-provider --stack {STACK} {lines[1].rpartition(' ')[2]}"] if told else [])


def test_a_stack_that_has_it_already_is_left_alone(copy: Path):
    provider = commands(rollout(STACK, "--format", "json", project=copy))[1].rpartition(" ")[2].strip("'")
    (copy / "estate" / "config" / f"Pulumi.{STACK}.yaml").write_text(f"secretsprovider: {provider}\nencryptedkey: x\n", encoding="utf-8")
    assert not [line for line in commands(rollout(STACK, "--format", "json", project=copy)) if "change-secrets-provider" in line]


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
