"""While a domain on AWS is not delegated, what answers under it waits; everything else is planned, and it is said who must do what."""

from datetime import date
from pathlib import Path

import pytest

from civic.estate.checks import problems
from civic.estate.loading import load_estate
from civic.estate.pending_actions import pending_actions
from tests.planning import ESTATE, own_estate

TODAY = date(2026, 11, 24)
SHARED, DEDICATED = "eastvale", "northshire"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return own_estate(tmp_path)


def write(root: Path, file: str, before: str, after: str) -> None:
    path = root / file
    text = path.read_text(encoding="utf-8")
    assert text.count(before) == 1, before
    path.write_text(text.replace(before, after), encoding="utf-8")


def test_the_example_waits_for_nothing():
    assert not [line for line in pending_actions(load_estate(ESTATE), TODAY) if "NS records" in line]


def test_applications_in_a_cell_wait_for_its_domain(root: Path):
    write(root, "platform.yaml", "      domain: apps.commons.example", "      domain: apps.commons.example\n      delegated: false")
    estate = load_estate(root)
    assert problems(estate) == []
    assert load_estate(ESTATE).owners[SHARED].applications_on("aws")
    assert estate.owners[SHARED].applications_on("aws") == ()
    assert estate.owners[DEDICATED].applications == load_estate(ESTATE).owners[DEDICATED].applications
    (told,) = [line for line in pending_actions(estate, TODAY) if "NS records" in line]
    assert "the platform: it must have 'commons.example' lead to 'apps.commons.example'" in told
    assert "platform-aws-hosting-a prints" in told


def test_applications_of_dedicated_hosting_wait_for_their_own(root: Path):
    record = f"organisations/{DEDICATED}.yaml"
    write(root, record, "  domain: apps.northshire.example", "  domain: apps.northshire.example\n  delegated: false")
    estate = load_estate(root)
    assert problems(estate) == []
    assert estate.owners[DEDICATED].applications_on("aws") == ()
    assert estate.owners[DEDICATED].applications_on("azure") == load_estate(ESTATE).owners[DEDICATED].applications_on("azure")
    assert estate.owners[f"{DEDICATED}.test"].applications, "the test tenancy has a domain of its own"
    (told,) = [line for line in pending_actions(estate, TODAY) if "NS records" in line]
    assert f"needs a decision from {DEDICATED}: " in told
    assert "take out 'hosting.delegated'" in told
    assert not [line for line in pending_actions(estate, TODAY, [SHARED]) if "NS records" in line]
