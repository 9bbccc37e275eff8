"""What a published card shows to be deployed is changed by no edit of a record: account, home and code of the platform, and a body's tenancy."""

import shutil
from pathlib import Path

import pytest

from civic.estate.card_store import PublishedStore
from civic.estate.card_writing import put_card
from tests.front_door import told
from tests.looping import each
from tests.planning import ESTATE, plans_of

PUBLISHED = ("platform-aws-bootstrap", "platform-azure-bootstrap", "eastvale-aws-tenancy", "harbours-aws-tenancy")
ANOTHER_ID = "00000000-0000-4000-8000-000000000001"


@pytest.fixture
def estate(tmp_path: Path) -> Path:
    """Records whose first stacks are rolled out and published."""
    root = Path(shutil.copytree(ESTATE, tmp_path / "estate"))
    for stack, planned in each(plans_of(None, *PUBLISHED).items()):
        put_card(PublishedStore(root), stack, planned.plan.encode())
    return root


def edit(file: Path, old: str, new: str) -> None:
    text = file.read_text(encoding="utf-8")
    assert old in text
    _ = file.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_records_as_they_were_deployed_are_read(estate: Path):
    code, out, complaints = told("stacks", "--estate", estate)
    assert (code, complaints) == (0, "")
    assert "platform-aws-bootstrap" in out


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (
            'management_account: "111122223333"',
            'management_account: "111122223334"',
            "aws.management_account: found '111122223334'; allowed: '111122223333'",
        ),
        ("code: ccp", "code: ccq", "code: found 'ccq'; allowed: 'ccp', with which platform-aws-bootstrap is deployed (its published card)"),
        (
            "management_subscription: 2b9f0c57-6a1d-4f3e-9f0b-3c5d7e9a1b20",
            f"management_subscription: {ANOTHER_ID}",
            "azure.management_subscription: found",
        ),
    ],
)
def test_another_platform_is_refused_with_what_to_do(estate: Path, old: str, new: str, said: str):
    edit(estate / "platform.yaml", old, new)
    code, _, complaints = told("stacks", "--estate", estate)
    assert code == 2
    assert said in complaints
    assert "state and keys of every stack are in the one" in complaints


@pytest.mark.parametrize("stack", PUBLISHED[:2])
def test_a_card_that_nobody_can_read_refuses_nobody(estate: Path, stack: str):
    """'civic publish' must be able to write it anew, and whoever needs it says what is wrong."""
    _ = (estate / "published" / f"{stack}.json").write_text("{", encoding="utf-8")
    assert told("stacks", "--estate", estate)[0] == 0


@pytest.mark.parametrize(
    ("body", "old", "new"),
    [
        ("eastvale", "clouds: [aws]", 'clouds:\n  aws: {existing: "444455556666"}'),
        ("harbours", 'existing: "444455556666"', 'existing: "444455556667"'),
    ],
)
def test_another_tenancy_than_the_published_one_is_refused_before_there_is_a_landing_zone(estate: Path, body: str, old: str, new: str):
    edit(estate / "organisations" / f"{body}.yaml", old, new)
    code, _, complaints = told("plan", "--estate", estate, f"{body}-aws-tenancy")
    assert code == 2
    assert "existing: found" in complaints
    assert "with which" in complaints
