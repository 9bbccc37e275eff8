"""A change on the real engine: its preview shows what it does, drift is seen and mended, and what was deleted by hand is made again."""

import json
import re
import shutil
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from civic.access.runs import Refusal
from civic.access.verdict import Decision, Reason, Verdict
from civic.rehearsal.engine import Engine, opened
from civic.simulator.denials import Denials
from tests.planning import ESTATE, ROOT, plans_of
from tests.rehearsing import needs_pulumi

pytestmark = needs_pulumi

STACK = "platform-aws-bootstrap"
CHOSEN = ("--stack", STACK)


@pytest.fixture(scope="module")
def estate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return Path(shutil.copytree(ESTATE, tmp_path_factory.mktemp("changes") / "estate"))


@pytest.fixture(scope="module")
def engine(estate: Path) -> Iterator[Engine]:
    with opened(ROOT, estate) as engine:
        _ = engine.run("stack", "init", STACK)
        _ = engine.run("up", *CHOSEN, "--yes", "--skip-preview")
        yield engine


def counts(printed: str) -> Mapping[str, int]:
    """How many resources of each kind of change a command names in the end: ``{"update": 3}``."""
    summary = printed.partition("\nResources:\n")[2]
    return {kind: int(number) for number, kind in re.findall(r"[-+~]+ (\d+) (?:to )?(create|update|delete|replace)", summary)}


def test_a_preview_of_a_change_says_what_it_does(engine: Engine, estate: Path):
    record = estate / "platform.yaml"
    text = record.read_text(encoding="utf-8")
    assert "environment:hosting\n" in text
    _ = record.write_text(text.replace("environment:hosting\n", "environment:cells\n"), encoding="utf-8")
    before = counts(engine.run("preview", *CHOSEN))
    after = counts(engine.run("up", *CHOSEN, "--yes", "--skip-preview"))
    assert before == after
    assert set(before) == {"update"}
    _ = engine.run("up", *CHOSEN, "--yes", "--skip-preview", "--expect-no-changes")


def test_what_was_changed_or_deleted_by_hand_is_seen_and_mended(engine: Engine):
    state = engine.state(STACK)["deployment"]["resources"]
    bucket = next(entry for entry in state if entry["type"] == "aws:s3/bucketVersioning:BucketVersioning")
    alias = next(entry for entry in state if entry["type"] == "aws:kms/alias:Alias")
    lose(engine, bucket["id"], bucket["type"])
    assert counts(engine.run("preview", *CHOSEN, "--refresh")) == {"create": 1}
    lose(engine, alias["id"], alias["type"])
    assert counts(engine.run("up", *CHOSEN, "--yes", "--skip-preview", "--refresh")) == {"create": 2}
    _ = engine.run("up", *CHOSEN, "--yes", "--skip-preview", "--refresh", "--expect-no-changes")


def lose(engine: Engine, ident: str, token: str) -> None:
    """Delete something by hand."""
    (address,) = [address for address in engine.world.things if address[0] == token and address[2] == ident]
    engine.world.remove(address)


def test_what_whoever_deploys_may_not_is_refused_at_the_call():
    (urn,) = [entry["urn"] for entry in planned() if entry["type"] == "aws:kms/key:Key"][:1]
    no = Refusal(STACK, "arn:aws:iam::111122223333:role/run", "kms:CreateKey", "*", Verdict(Decision.DENIED, Reason.NO_ALLOW), urn, "create")
    with opened(ROOT, ESTATE, Denials.of([no])) as engine:
        _ = engine.run("stack", "init", STACK)
        _ = engine.run("preview", *CHOSEN)
        ran = engine.attempt("up", *CHOSEN, "--yes", "--skip-preview")
    assert ran.returncode
    assert "AccessDenied: arn:aws:iam::111122223333:role/run may not do kms:CreateKey" in ran.stdout + ran.stderr


def test_a_stack_that_no_record_implies_is_not_brought_up_and_can_be_destroyed(engine: Engine):
    unasked = "eastvale-azure-tenancy"
    _ = engine.run("stack", "init", unasked)
    for command in (("preview",), ("up", "--yes", "--skip-preview")):
        ran = engine.attempt(*command, "--stack", unasked)
        assert ran.returncode
        assert f"no record implies the stack '{unasked}'" in ran.stdout + ran.stderr
    _ = engine.run("destroy", "--stack", unasked, "--yes")


def planned() -> list[Mapping[str, str]]:
    return json.loads(plans_of(None, STACK)[STACK].plan)["deployment"]["resources"]
