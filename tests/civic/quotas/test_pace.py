"""How fast bodies join is told by the ledgers, and with it when a quota binds."""

from datetime import date
from pathlib import Path

import pytest

from civic.catalogue import Quota
from civic.estate.joining import bodies_a_year, joined_on
from civic.estate.loading import load_estate
from civic.quotas.totals import Total
from civic.reports.quotas import Pace, quota_lines, quotas_document
from tests.looping import each
from tests.planning import ESTATE, own_estate

TODAY = date(2026, 11, 24)


def total(limit: int, used: int = 10, bodies: int = 5) -> Total:
    quota = Quota("accounts in the organisation", limit, "organisation", source="a page", adjustable=True)
    return Total("aws:organizations/account:Account", quota, "o-1", used, bodies, bodies)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """Three bodies of the example joined at the beginning of the year, the others on the estate's own day."""
    copy = own_estate(tmp_path)
    for slug in each(("harbours", "kingsmere", "westholm")):
        ledger = copy / "ledger" / f"{slug}.yaml"
        ledger.write_text(ledger.read_text().replace('on: "2026-11-24"', 'on: "2026-01-01"').replace('on: "2026-11-27"', 'on: "2026-01-01"'))
    return copy


def test_a_body_joined_with_its_first_entry(root: Path):
    days = joined_on(load_estate(root))
    assert days["harbours"] == date(2026, 1, 1)
    assert days["northshire"] == TODAY
    assert "northshire.test" not in days, "a test tenancy is no other body"


def test_the_pace_is_that_of_the_last_year_without_those_of_the_first_day(root: Path):
    estate = load_estate(root)
    joined = sum(day == TODAY for day in joined_on(estate).values())
    assert bodies_a_year(estate, TODAY) == pytest.approx(joined * 365 / (TODAY - date(2026, 1, 1)).days)
    assert bodies_a_year(estate, date(2028, 6, 1)) is None, "nobody joined in the year before"


def test_a_beginning_is_no_pace():
    assert bodies_a_year(load_estate(ESTATE), TODAY) is None


def test_what_binds_first_is_told_with_its_day():
    pace = Pace(TODAY, 10.0)
    lines = list(quota_lines([total(limit=15)], pace))
    assert "First to bind as bodies join: accounts in the organisation (o-1), after 5 more bodies, about May 2027." in lines
    assert any(line.startswith("ask for") or "a pace of 10 a year" in line for line in lines)
    entries = quotas_document([total(limit=15)], pace)["quotas"]
    assert isinstance(entries, list)
    assert [entry["binds_on"] for entry in each(entries)] == ["2027-05-25"]


def test_a_request_says_how_long_the_rest_lasts():
    (line,) = [line for line in quota_lines([total(limit=12)], Pace(TODAY, 12.0)) if line.startswith("ask for")]
    assert line.endswith("10 of 12 are used, and the rest lasts until about January 2027.")


def test_without_a_pace_no_day_is_made_up():
    lines = list(quota_lines([total(limit=15)], Pace(TODAY, None)))
    assert any("do not tell yet" in line for line in lines)
    assert any(line.endswith("after 5 more bodies.") for line in lines)
