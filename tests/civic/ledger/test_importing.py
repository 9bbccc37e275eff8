"""Ranges that exist already come in by a table: all of them, or an overlap report and nothing; and the ledger as a table, JSON and a picture."""

import json
import xml.etree.ElementTree as ElementTree
from datetime import date
from ipaddress import IPv4Network
from pathlib import Path

import pytest

from civic.commands.addresses import import_command, show_command
from civic.errors import InputError
from civic.estate.address_overview import overview
from civic.estate.checks import problems
from civic.estate.loading import load_estate
from civic.reports.addresses import addresses_svg
from tests.civic.records.estates import content, empty, example, joined

GOOD = "range,why\n172.20.0.0/16,depots of the county\n192.168.8.0/24,printers\n"


def table(folder: Path, text: str) -> Path:
    path = folder / "existing.csv"
    path.write_text(text, encoding="utf-8")
    return path


def test_what_exists_is_reserved_and_the_record_keeps_its_comments(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    root = empty(tmp_path)
    before = (root / "platform.yaml").read_text(encoding="utf-8")
    assert import_command(root, table(tmp_path, GOOD)) == 0
    assert capsys.readouterr().out.splitlines() == ["172.20.0.0/16 is reserved: depots of the county", "192.168.8.0/24 is reserved: printers"]
    estate = load_estate(root)
    assert [one.range for one in estate.platform.reserved][-2:] == ["172.20.0.0/16", "192.168.8.0/24"]
    assert problems(estate) == []
    after = (root / "platform.yaml").read_text(encoding="utf-8").splitlines()
    assert [line for line in before.splitlines() if line not in after] == []
    assert import_command(root, table(tmp_path, GOOD)) == 0
    assert "nothing to do" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("row", "told"),
    [
        ("10.70.0.0/16,old", "line 4: 10.70.0.0/16 (old) overlaps 10.64.0.0/10, the supernet 10.64.0.0/10 of aws in eu-west-2"),
        ("10.33.0.0/24,old", "overlaps 10.33.0.0/22, cell: cell a on aws"),
        ("10.32.1.0/24,old", "overlaps 10.32.0.0/20, hub: hub of aws in eu-west-2"),
        ("10.0.8.0/24,old", "overlaps 10.0.0.0/16, legacy county networks"),
        ("172.20.9.0/24,old", "overlaps 172.20.0.0/16, line 2 (depots of the county)"),
    ],
)
def test_each_overlap_is_told_and_nothing_is_written(tmp_path: Path, capsys: pytest.CaptureFixture[str], row: str, told: str):
    root = empty(tmp_path)
    before = content(root)
    assert import_command(root, table(tmp_path, GOOD + row + "\n")) == 1
    out = capsys.readouterr().out
    assert told in out
    assert out.endswith("nothing was written\n")
    assert content(root) == before


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", ":1: found 'nothing'; allowed: the columns 'range,why'"),
        ("block,why\n", ":1: found 'block,why'; allowed: the columns 'range,why'"),
        ("range,why\n10.0.0.1/16,x\n", ":2: range: found '10.0.0.1/16'; allowed: an IPv4 range"),
        ("range,why\nfd00::/8,x\n", ":2: range: found 'fd00::/8'; allowed: an IPv4 range"),
        ("range,why\n172.20.0.0/16\n", ":2: found 1 columns; allowed: 2, 'range,why'"),
        ("range,why\n172.20.0.0/16,\n", ":2: why: found ''; allowed: what the network is"),
        ('range,why\n172.20.0.0/16,"open\n', ": is no table"),
    ],
)
def test_what_is_no_table_is_one_message_and_nothing_is_written(tmp_path: Path, text: str, told: str):
    root = empty(tmp_path)
    before = content(root)
    with pytest.raises(InputError) as refusal:
        import_command(root, table(tmp_path, text))
    assert told in str(refusal.value)
    assert len(str(refusal.value).splitlines()) == 1
    assert content(root) == before


@pytest.mark.parametrize("form", ["table", "json", "svg"])
def test_the_ledger_is_shown(tmp_path: Path, capsys: pytest.CaptureFixture[str], form: str):
    assert show_command(example(tmp_path), form) == 0
    out = capsys.readouterr().out
    assert "10.87.56.0/22" in out
    if form == "json":
        (supernet,) = [one for one in json.loads(out)["supernets"] if one["cloud"] == "aws"]
        assert supernet["addresses"] - supernet["free"] == sum(IPv4Network(one["range"]).num_addresses for one in supernet["held"])
        assert supernet["full_on"] > "2030"
    elif form == "svg":
        assert ElementTree.fromstring(out).tag.endswith("svg")


def test_a_name_in_the_picture_is_text(tmp_path: Path):
    root = example(tmp_path)
    platform = root / "platform.yaml"
    platform.write_text(platform.read_text(encoding="utf-8").replace("why: legacy county networks", "why: <b>&\"legacy'"), encoding="utf-8")
    picture = addresses_svg(overview(load_estate(root), date(2026, 12, 1)), "A <script>alert(1)</script> & Co")
    assert "<script" not in picture
    assert "A <script>alert(1)</script> & Co: addresses" in "".join(ElementTree.fromstring(picture).itertext())


def test_the_forecast_follows_the_speed_of_the_last_year(tmp_path: Path):
    root = empty(tmp_path, bodies="10.64.0.0/18")
    joined(root, "alder", "birch")
    held = [(slug, ledger.range("aws", "eu-west-2")) for slug, ledger in load_estate(root).ledgers.items()]
    taken = sum(block.num_addresses for _, block in held if block)
    (supernet,) = [one for one in overview(load_estate(root), date(2027, 5, 24)).supernets if one.cloud == "aws"]
    days = (date(2027, 5, 24) - date(2026, 11, 24)).days
    expected = date.fromordinal(date(2027, 5, 24).toordinal() + int((16_384 - taken) / (taken / days)))
    assert supernet.full_on == expected.isoformat()
    (later,) = [one for one in overview(load_estate(root), date(2028, 5, 24)).supernets if one.cloud == "aws"]
    assert later.full_on == "", "in a year in which nobody joined there is no speed"


def test_the_largest_that_is_free_is_found(tmp_path: Path):
    root = empty(tmp_path, bodies="10.64.0.0/21")
    joined(root, "alder")
    (supernet,) = [one for one in overview(load_estate(root), date(2026, 12, 1)).supernets if one.cloud == "aws"]
    assert (supernet.largest, supernet.free) == (22, 1024)
    joined(root, "birch")
    (full,) = [one for one in overview(load_estate(root), date(2026, 12, 1)).supernets if one.cloud == "aws"]
    assert (full.largest, full.free) == (None, 0)
