"""One clock for everything: the variable, else the estate's own day, else today."""

from datetime import date
from pathlib import Path

import pytest

from civic import clock
from civic.errors import InputError
from civic.estate.loading import load_estate
from tests.planning import ESTATE


def test_the_variable_goes_before_the_estates_own_day(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "_AS_OF", [date(2026, 11, 24)])
    monkeypatch.setenv(clock.VARIABLE, "2027-04-01")
    assert clock.today() == date(2027, 4, 1)
    assert clock.as_of() == ""
    monkeypatch.delenv(clock.VARIABLE)
    assert clock.today() == date(2026, 11, 24)
    assert clock.as_of() == "2026-11-24"


def test_the_example_estate_has_its_day_so_that_it_does_not_expire(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "_AS_OF", [])
    monkeypatch.delenv(clock.VARIABLE)
    assert clock.today() == date.today()
    estate = load_estate(ESTATE)
    assert clock.today().isoformat() == estate.platform.as_of
    grants = [grant for record in estate.organisations.values() for grant in record.access]
    assert grants
    assert not [grant.until for grant in grants if date.fromisoformat(grant.until) < clock.today()]


def test_an_estate_without_a_day_is_looked_at_today(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "_AS_OF", [date(2020, 1, 1)])
    monkeypatch.delenv(clock.VARIABLE)
    lines = (ESTATE / "platform.yaml").read_text(encoding="utf-8").splitlines(keepends=True)
    (tmp_path / "platform.yaml").write_text("".join(line for line in lines if not line.startswith("as_of")), encoding="utf-8")
    load_estate(tmp_path)
    assert clock.today() == date.today()


def test_what_is_no_day_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(clock.VARIABLE, "garbage")
    with pytest.raises(InputError, match=r"CIVIC_TODAY: found .?garbage.?; allowed: a real day as YYYY-MM-DD"):
        clock.today()
