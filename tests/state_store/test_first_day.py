"""The page of the first day, followed to the letter: its blocks are run with the real Pulumi command, by an administrator, on simulated clouds
and a store that moto keeps. Once where nothing exists, once where the account trusts the pipelines' issuer already.
"""

import json
import os
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from civic.estate.loading import load_estate
from civic.plan import Deployment
from civic.simulator import World
from civic.simulator.serve import served as clouds_served
from tests.civic.simulator.grpc_clouds import clouds_over_grpc
from tests.planning import ESTATE, ROOT, environment_of_copy, plans_of
from tests.rehearsing import needs_pulumi
from tests.state_store.aws import served

pytestmark = needs_pulumi

PAGE = ROOT / "docs" / "how-to" / "first-day.md"
MUCH = "<!-- where much exists -->"
BOOTSTRAP, FOUNDATION = "platform-aws-bootstrap", "platform-aws-foundation"
ISSUER = "aws:iam/openIdConnectProvider:OpenIdConnectProvider"


def blocks() -> tuple[list[str], str]:
    """The page's commands in order, and those of them that are for where much exists."""
    found = re.findall(rf"({MUCH}\n)?```sh\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)
    (much,) = [text for mark, text in found if mark]
    return [text for mark, text in found if not mark], much


class Administrator:
    """Somebody with the project's folder, an administrator's session and the page."""

    def __init__(self, folder: Path, credentials: Mapping[str, str], world: Path) -> None:
        self.project, self.world = folder / "project", world
        for name in ("civic", "components", "policies", "stacks"):
            shutil.copytree(ROOT / name, self.project / name, ignore=shutil.ignore_patterns("__pycache__"))
        shutil.copy(ROOT / "Pulumi.yaml", self.project)
        shutil.copytree(ESTATE, self.project / "estate", ignore=shutil.ignore_patterns("config", "published"))
        (self.project / ".venv").symlink_to(sys.prefix)
        bin_ = folder / "bin"
        bin_.mkdir()
        (bin_ / "civic").write_text(f'#!/bin/sh\nexec {shlex.quote(sys.executable)} -m civic.cli "$@"\n', encoding="utf-8")
        (bin_ / "civic").chmod(0o755)
        kept = {name: value for name, value in environment_of_copy().items() if not name.startswith(("AWS_", "PULUMI_", "CIVIC_CARDS"))}
        path = os.pathsep.join([str(bin_), kept["PATH"]])
        self.environment = {**kept, **credentials, "PATH": path, "PULUMI_HOME": str(folder / "home"), "PULUMI_SKIP_UPDATE_CHECK": "true"}

    def attempt(self, block: str) -> subprocess.CompletedProcess[str]:
        """Paste one block, on the clouds as they are."""
        with clouds_served(World(self.world)) as providers:
            return subprocess.run(
                ["sh", "-e", "-c", block],
                cwd=self.project,
                env={**self.environment, "PULUMI_DEBUG_PROVIDERS": providers},
                capture_output=True,
                text=True,
                check=False,
            )

    def follow(self, *pasted: str) -> None:
        for block in pasted:
            ran = self.attempt(block)
            assert ran.returncode == 0, f"{block}\n{ran.stdout}{ran.stderr}"

    def resources(self, stack: str) -> set[str]:
        ran = self.attempt(f"pulumi stack export --stack {stack}")
        return {entry["urn"] for entry in json.loads(ran.stdout)["deployment"]["resources"]}


@contextmanager
def administrator(folder: Path) -> Iterator[Administrator]:
    section = load_estate(ESTATE).platform.aws
    assert section is not None
    plan = plans_of(None, BOOTSTRAP)[BOOTSTRAP].plan
    with served(section.management, section.home, list(Deployment.from_json(json.loads(plan)))) as cloud:
        yield Administrator(folder, cloud.administrator(), folder / "world.jsonl")


def planned(stack: str) -> set[str]:
    return {entry["urn"] for entry in json.loads(plans_of(None, stack)[stack].plan)["deployment"]["resources"]}


def test_where_nothing_exists(tmp_path: Path) -> None:
    pasted, _ = blocks()
    assert [FOUNDATION in block for block in pasted][-1], "the foundation is the last"
    with administrator(tmp_path) as person:
        person.follow(*pasted)
        assert person.resources(FOUNDATION) == planned(FOUNDATION)
        assert not (person.project / "out" / "first-day").exists()
        assert sorted(path.name for path in (person.project / "estate" / "published").glob("platform-*")) == [
            f"{BOOTSTRAP}.json",
            f"{FOUNDATION}.json",
        ]


def test_where_the_account_trusts_the_pipelines_issuer_already(tmp_path: Path) -> None:
    (first, moved, *_), adopt = blocks()
    with clouds_over_grpc(World(tmp_path / "world.jsonl")) as clouds:
        theirs, _ = clouds.aws().create(ISSUER, {"url": "https://pipelines.commons.example", "clientIdLists": ["sts.amazonaws.com"]}, "theirs")
    with administrator(tmp_path) as person:
        refused = person.attempt(first)
        assert refused.returncode == 1
        assert "an account trusts an issuer once" in refused.stdout + refused.stderr
        assert f"not up: {BOOTSTRAP}" in refused.stderr
        person.follow(adopt, moved)
        assert person.resources(BOOTSTRAP) == planned(BOOTSTRAP)
        assert [thing.id for thing in World(person.world).things.values() if thing.type == ISSUER] == [theirs], "it is not made a second time"
