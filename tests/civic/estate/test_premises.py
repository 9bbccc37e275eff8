"""Premises beside each other, the ledger and the platform record: one message each; a bridge alone leads to what is reserved."""

from ipaddress import IPv4Network
from pathlib import Path

import pytest

from civic.estate.checks import problems
from civic.estate.loading import load_estate
from civic.records.premises import Premises
from tests.civic.records.estates import empty, joined


def place(name: str, block: str, **more: object) -> str:
    vpn = {"peer": '"203.0.113.10"', "number": 65010, **more}
    ways = ", ".join(f"{key}: {value}" for key, value in vpn.items() if key != "bridge")
    bridge = f"      bridge: {more['bridge']}\n" if "bridge" in more else ""
    return f'    - name: {name}\n      ranges: ["{block}"]\n      owner: network@{name}.example\n      purpose: An office\n      vpn: {{{ways}}}\n{bridge}'


def with_premises(root: Path, slug: str, *places: str) -> None:
    record = root / "organisations" / f"{slug}.yaml"
    record.write_text(record.read_text(encoding="utf-8") + "connection:\n  premises:\n" + "".join(places), encoding="utf-8")


def told(root: Path) -> list[str]:
    return [str(problem) for problem in problems(load_estate(root))]


def estate(folder: Path) -> Path:
    root = empty(folder)
    joined(root, "alder", "birch")
    return root


def test_good_premises_are_no_problem_and_nobody_is_given_their_addresses(tmp_path: Path):
    root = empty(tmp_path, bodies="10.64.0.0/20")
    joined(root, "alder")
    held = load_estate(root).ledgers["alder"].range("aws", "eu-west-2")
    free = [block for block in IPv4Network("10.64.0.0/20").subnets(new_prefix=22) if held and not block.overlaps(held)]
    with_premises(root, "alder", *(place(f"hall{at}", str(block), peer=f'"203.0.113.{at}"') for at, block in enumerate(free[:-1], 1)))
    assert told(root) == []
    joined(root, "birch")
    assert load_estate(root).ledgers["birch"].range("aws", "eu-west-2") == free[-1]


@pytest.mark.parametrize(
    ("block", "of"),
    [
        ("10.0.64.0/20", "10.0.0.0/16 of the reserved network 'legacy county networks'"),
        ("10.32.8.0/24", "10.32.0.0/20 of the hub of aws in eu-west-2"),
        ("10.33.0.0/24", "10.33.0.0/22 of the hosting cell a on aws"),
    ],
)
def test_addresses_of_the_platforms_are_nobodys_premises(tmp_path: Path, block: str, of: str):
    root = estate(tmp_path)
    with_premises(root, "alder", place("hall", block))
    (only,) = told(root)
    assert f"connection.premises[0].ranges[0]: found '{block}', which overlaps {of}; allowed: a range that nobody else has" in only
    assert only.startswith("estate/organisations/alder.yaml:")


def test_addresses_that_a_ledger_gives_are_nobodys_premises(tmp_path: Path):
    root = estate(tmp_path)
    held = load_estate(root).ledgers["birch"].range("aws", "eu-west-2")
    with_premises(root, "alder", place("hall", str(held)))
    (only,) = told(root)
    assert f"found '{held}', which overlaps {held} of birch in the ledger" in only


def test_two_bodies_have_no_address_and_no_device_in_common(tmp_path: Path):
    root = estate(tmp_path)
    with_premises(root, "alder", place("hall", "10.200.0.0/20"))
    with_premises(root, "birch", place("depot", "10.200.8.0/24"))
    device, addresses = told(root)
    assert "connection.premises[0].vpn.peer: found '203.0.113.10', which the premises 'hall' of alder has" in device
    assert "found '10.200.8.0/24', which overlaps 10.200.0.0/20 of the premises 'hall' of alder" in addresses


def test_a_bridge_leads_to_what_is_reserved_and_to_nothing_else_of_others(tmp_path: Path):
    root = estate(tmp_path)
    bridge = '{to: the old network, until: "2027-06-30"}'
    with_premises(root, "alder", place("old", "10.0.64.0/20", bridge=bridge))
    assert told(root) == []
    with_premises(root, "birch", place("older", "10.33.0.0/24", bridge=bridge, peer='"203.0.113.11"'))
    (only,) = told(root)
    assert "which overlaps 10.33.0.0/22 of the hosting cell a on aws" in only


def test_a_reserved_range_lies_in_no_supernet(tmp_path: Path):
    root = estate(tmp_path)
    platform = root / "platform.yaml"
    platform.write_text(platform.read_text(encoding="utf-8").replace('range: "10.0.0.0/16"', 'range: "10.100.0.0/16"'), encoding="utf-8")
    (only,) = [each for each in told(root) if "reserved" in each]
    assert "reserved[0].range: found '10.100.0.0/16' (legacy county networks), which lies in aws.regions.eu-west-2.bodies.0, 10.64.0.0/10" in only
    assert "divide the supernet around it" in only


def test_of_two_ways_the_smaller_number_is_taken():
    vpn, circuit = {"peer": "203.0.113.10", "number": 65010}, {"owner": "A carrier", "line": "dxvif-0a1b2c3d"}
    base = {"name": "hall", "ranges": ("10.200.0.0/20",), "owner": "network@hall.example", "purpose": "An office"}
    both = [Premises.model_validate({**base, "vpn": {**vpn, "preference": one}, "circuit": {**circuit, "preference": 3 - one}}) for one in (1, 2)]
    assert [each.ways for each in both] == [("vpn", "circuit"), ("circuit", "vpn")]
