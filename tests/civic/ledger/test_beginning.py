"""The month in which a tenancy begins: the ledger's, given once and moved later only while nothing is deployed."""

import shutil
from pathlib import Path

import pytest

from civic.commands.tenancies import begin_command
from civic.errors import InputError
from civic.estate.card_files import card_path
from civic.estate.loading import load_estate
from civic.records.ledger import Entry, Ledger, TenancyEntry
from tests.planning import ESTATE

RANGE = Entry(given="10.64.0.0/20", cloud="azure", region="uksouth", on="2026-11-24")


def began(folder: Path, owner: str) -> dict[str, str]:
    estate = load_estate(folder)
    return {cloud: estate.ledgers[owner].begins(cloud) for cloud in estate.owners[owner].clouds_taken}


@pytest.fixture
def estate(tmp_path: Path) -> Path:
    return Path(shutil.copytree(ESTATE, tmp_path / "estate"))


def test_it_begins_in_the_month_of_the_first_range():
    assert Ledger(entries=(RANGE,)).begins("azure") == "2026-11-01"
    assert Ledger(entries=(RANGE,)).begins("aws") == ""
    later = RANGE.model_copy(update={"on": "2027-02-03", "given": "10.65.0.0/20"})
    assert Ledger(entries=(RANGE, later)).begins("azure") == "2026-11-01", "another range is not another beginning"


def test_it_may_begin_later_and_never_earlier():
    january = TenancyEntry(cloud="azure", begins="2027-01-01", on="2027-01-20")
    assert Ledger(entries=(RANGE,), tenancies=(january,)).begins("azure") == "2027-01-01"
    with pytest.raises(ValueError, match="a month after 2027-01"):
        Ledger(tenancies=(january, january))
    with pytest.raises(ValueError, match="first day of a month"):
        TenancyEntry(cloud="azure", begins="2027-01-20", on="2027-01-20")


def test_the_command_writes_the_month_once(estate: Path, capsys: pytest.CaptureFixture[str]):
    assert began(estate, "harbours") == {"aws": "2026-11-01", "azure": "2026-11-01"}
    assert begin_command(estate, "harbours", "2027-01-20") == 0
    assert began(estate, "harbours") == {"aws": "2027-01-01", "azure": "2027-01-01"}
    capsys.readouterr()
    assert begin_command(estate, "harbours", "2027-01-25") == 0
    assert "nothing to do" in capsys.readouterr().out
    assert len(load_estate(estate).ledgers["harbours"].tenancies) == 2


def test_what_is_deployed_keeps_its_month(estate: Path, monkeypatch: pytest.MonkeyPatch):
    card = card_path(estate, "harbours-azure-landing-zone")
    card.parent.mkdir(exist_ok=True)
    card.write_text("{}", encoding="utf-8")
    assert begin_command(estate, "harbours", "2027-01-20") == 0
    assert began(estate, "harbours") == {"aws": "2027-01-01", "azure": "2026-11-01"}


def test_a_stranger_is_refused(estate: Path):
    with pytest.raises(InputError, match="nobody"):
        begin_command(estate, "nobody", "2027-01-20")
