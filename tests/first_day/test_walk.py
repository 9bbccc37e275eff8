"""The page of the first day from its top to the first body with the real Pulumi command, as it says to try it with no cloud.

In the suite the first body of one cloud; ``make first-day`` walks the whole page on both clouds, from both starts.
"""

import os
from pathlib import Path

import pytest

from civic.estate.card_writing import put_planned_card
from civic.estate.layers import implied
from civic.estate.loading import load_estate
from tests.first_day.page import LEFT_OUT, PAGE, body_commands, commands
from tests.first_day.walk import Walk, begun
from tests.looping import each
from tests.planning import plans_of
from tests.rehearsing import needs_pulumi

WHOLE = os.environ.get("CIVIC_FIRST_DAY") == "all"
AWS, AZURE = "millbrook", "larkmere"
"""Bodies that the example has not."""

needs_time = pytest.mark.skipif(not WHOLE, reason="SKIPPED: takes many minutes; 'make first-day' runs it")


def test_no_line_of_the_page_is_left_out_that_it_does_not_have():
    text = PAGE.read_text(encoding="utf-8").replace("\\\n", "")
    for line in each(LEFT_OUT):
        assert line in text, f"{line}: the page has it no more"
    assert any(line.startswith("civic join") for _, line in commands())


def body_is_up(walk: Walk, body: str, cloud: str) -> None:
    """All that its record implies, and nothing half made."""
    estate = load_estate(walk.project / "estate")
    wanted = {str(name) for name in implied(estate) if (name.body, name.cloud) == (body, cloud)}
    assert {f"{body}-{cloud}-{layer}" for layer in ("identity", "tenancy", "landing-zone")} <= wanted
    assert {stack for stack in walk.stacks() if stack.startswith(f"{body}-{cloud}-")} == wanted
    for stack in each(wanted):
        assert not walk.state(stack).get("pending_operations")


@needs_pulumi
def test_the_first_body_on_aws(tmp_path: Path) -> None:
    """All of step 6, with a hub that is not up yet; what it reads of bootstrap and foundation is planned."""
    above = ("platform-aws-bootstrap", "platform-aws-foundation")
    with begun(tmp_path) as walk:
        for stack, run in each(plans_of(walk.project / "estate", *above).items()):
            put_planned_card(walk.cards, stack, run.plan, run.outputs or {})
        for line in each(body_commands("aws", AWS, "7")):
            if not line.startswith("civic plan"):
                walk.run(line)
        body_is_up(walk, AWS, "aws")
        assert "platform-aws-network" in walk.stacks()


@needs_pulumi
@needs_time
@pytest.mark.parametrize("much_exists", [False, True], ids=["nothing exists", "much exists"])
def test_the_whole_page_on_both_clouds(tmp_path: Path, much_exists: bool) -> None:
    """Where nothing exists the rules are asked as well, and nothing is kept loaded."""
    with begun(tmp_path, much_exists=much_exists, quick=much_exists) as walk:
        for heading, line in each(commands()):
            if heading[0] in "012345":
                walk.run(line)
        for cloud, body, digit in (("aws", AWS, "7"), ("azure", AZURE, "8")):
            for line in each(body_commands(cloud, body, digit)):
                walk.run(line)
            body_is_up(walk, body, cloud)
        for stack, urns in each(walk.planned(*sorted(walk.stacks())).items()):
            assert {entry["urn"] for entry in walk.state(stack)["resources"]} == urns, stack
