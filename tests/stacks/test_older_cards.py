"""A card that was put before its stack knew of somebody: what is missing is told with the stack to bring up, and never as a bare key."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from civic.commands.planning import CardWriter
from civic.engine.project import Project
from civic.engine.run import run_stack
from tests.planning import ESTATE, ROOT, plans_of

READER = "eastvale-aws-applications"


def without_the_body(estate: Path) -> None:
    for file in ("organisations/eastvale.yaml", "ledger/eastvale.yaml"):
        (estate / file).unlink()


def without_its_subscription(estate: Path) -> None:
    record = estate / "organisations" / "eastvale.yaml"
    text = record.read_text(encoding="utf-8")
    assert "subscriptions:\n  - provider: northshire\n    offer: hr-payroll\n" in text
    _ = record.write_text(text.replace("subscriptions:\n  - provider: northshire\n    offer: hr-payroll\n", ""), encoding="utf-8")


@pytest.mark.parametrize(
    ("older", "as_it_was", "told"),
    [
        (
            "northshire-aws-landing-zone",
            without_its_subscription,
            "doors: found nothing; needed: hr-payroll; northshire-aws-landing-zone was brought up",
        ),
        ("platform-aws-hosting-a", without_the_body, "cell: no place for 'eastvale'; its tenants are none; roll out the cell's stack first"),
    ],
)
def test_it_is_told_which_stack_to_bring_up(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, older: str, as_it_was: Callable[[Path], None], told: str
):
    before = Path(shutil.copytree(ESTATE, tmp_path / "estate"))
    as_it_was(before)
    put = CardWriter(tmp_path / "cards")
    for run in {**plans_of(ESTATE, READER), older: plans_of(before, older)[older]}.values():
        assert not run.error
        put(run)
    monkeypatch.setenv("CIVIC_CARDS", (tmp_path / "cards").as_uri())
    monkeypatch.setenv("CIVIC_ESTATE", str(ESTATE))
    run = run_stack(Project.read(ROOT), READER)
    assert told in run.error
    assert not run.crashed
