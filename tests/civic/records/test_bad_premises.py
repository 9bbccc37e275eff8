"""Every kind of bad premises gets one message, and nothing is written."""

from pathlib import Path

import pytest

from civic.estate.loading import load_estate
from tests.civic.records.estates import LEDGER, RECORD
from tests.civic.records.test_bad_records import FILE, refused, written

PREMISES = RECORD.replace(
    "    - api.os.uk\n",
    """\
    - api.os.uk
  premises:
    - name: hall
      ranges: ["10.200.0.0/20"]
      owner: network@northshire.example
      purpose: County Hall and the depots
      vpn:
        peer: "203.0.113.10"
        number: 65010
    - name: oldnet
      ranges: ["10.210.0.0/20"]
      owner: network@northshire.example
      purpose: The old machine room
      circuit:
        owner: Wessex Fibre Carriers
        line: dxvif-0a1b2c3d
      bridge:
        to: the old county network
        until: "2027-06-30"
""",
)
AT = "connection.premises[0]"
OLD = "connection.premises[1]"
AZURE = (
    PREMISES.replace("clouds: [aws]", "clouds: [azure]")
    .replace("dxvif-0a1b2c3d", "lines/hall")
    .replace("number: 65010", 'number: 65010\n        speaks_from: "10.200.0.4"')
)
PRIVATE = "10.0.0.0/8, 172.16.0.0/12, 192.168.0.0/16"

CASES = {
    "no owner": ("      owner: network@northshire.example\n      purpose: County", "      purpose: County", f"{AT}.owner: found nothing"),
    "no purpose": ("      purpose: County Hall and the depots\n", "", f"{AT}.purpose: found nothing"),
    "a circuit without owner": ("        owner: Wessex Fibre Carriers\n", "", f"{OLD}.circuit.owner: found nothing"),
    "a bridge without end date": ('        until: "2027-06-30"\n', "", f"{OLD}.bridge.until: found nothing"),
    "a peer address that is private": ("203.0.113.10", "10.9.9.9", f"{AT}.vpn.peer: found '10.9.9.9'; allowed: a public address"),
    "a peer address of nobody's": ("203.0.113.10", "100.64.0.9", f"{AT}.vpn.peer: found '100.64.0.9'; allowed: a public address"),
    "no way": (
        '      vpn:\n        peer: "203.0.113.10"\n        number: 65010\n',
        "",
        f"{AT}.vpn: found nothing; allowed: 'vpn', 'circuit', or both",
    ),
    "two ways with one preference": (
        "        number: 65010\n",
        "        number: 65010\n        preference: 1\n      circuit: {owner: A carrier, line: dxvif-11111111, preference: 1}\n",
        f"{AT}.vpn.preference: found 1; allowed: two different numbers for 'vpn' and 'circuit'",
    ),
    "two ways without preference": (
        "        number: 65010\n",
        "        number: 65010\n      circuit: {owner: A carrier, line: dxvif-11111111}\n",
        f"{AT}.vpn.preference: found nothing; allowed: two different numbers",
    ),
    "a preference where there is one way": (
        "        number: 65010\n",
        "        number: 65010\n        preference: 2\n",
        f"{AT}.vpn.preference: found 2; allowed: nothing: there is no other way",
    ),
    "a number of the provider's": ("number: 65010", "number: 64512", f"{AT}.vpn.number: found 64512; allowed: a number of the body's own"),
    "a key in the record": (
        "        number: 65010\n",
        "        number: 65010\n        key: hunter2hunter2\n",
        f"{AT}.vpn.key: found unknown key 'key'",
    ),
    "ranges that overlap": (
        '["10.200.0.0/20"]',
        '["10.200.0.0/20", "10.200.8.0/24"]',
        f"{AT}.ranges[1]: found '10.200.8.0/24'; allowed: ranges that are apart: this one overlaps 10.200.0.0/20",
    ),
    "everything": ('["10.200.0.0/20"]', '["0.0.0.0/0"]', f"{AT}.ranges[0]: found '0.0.0.0/0'; allowed: a range from /8 to /29"),
    "link-local addresses": ('["10.200.0.0/20"]', '["169.254.8.0/24"]', f"{AT}.ranges[0]: found '169.254.8.0/24'; allowed: a range in which hosts"),
    "a range with host bits": ("10.200.0.0/20", "10.200.0.1/20", "did you mean '10.200.0.0/20'?"),
    "no ranges": ('["10.200.0.0/20"]', "[]", f"{AT}.ranges: found an empty list; allowed: at least 1"),
    "a name twice": ("name: oldnet", "name: hall", f"{OLD}.name: found 'hall'; allowed: each once"),
    "a name with a dash": ("name: oldnet", "name: old-net", f"{OLD}.name: found 'old-net'"),
    "a cloud that the body has not": (
        "    - name: hall\n",
        "    - name: hall\n      cloud: azure\n",
        f"{AT}.cloud: found 'azure'; allowed: a cloud that the body has",
    ),
    "a line of another cloud's": ("dxvif-0a1b2c3d", "lines/hall", f"{OLD}.circuit.line: found 'lines/hall'; allowed: a transit virtual interface"),
}
CASES_ON_AZURE = {
    "a line of another cloud's": ("lines/hall", "dxvif-0a1b2c3d", f"{OLD}.circuit.line: found 'dxvif-0a1b2c3d'; allowed: an ExpressRoute circuit"),
    "no address that speaks BGP": ('\n        speaks_from: "10.200.0.4"', "", f"{AT}.vpn.speaks_from: found nothing"),
    "an address that speaks BGP elsewhere": (
        "10.200.0.4",
        "10.99.0.4",
        f"{AT}.vpn.speaks_from: found '10.99.0.4'; allowed: an address in 10.200.0.0/20",
    ),
    "a range that the hub does not lead past its firewall": (
        "10.210.0.0/20",
        "100.64.8.0/24",
        f"{OLD}.ranges[0]: found '100.64.8.0/24'; allowed: a range inside {PRIVATE}",
    ),
    "a VPN before a circuit": (
        '        speaks_from: "10.200.0.4"\n',
        '        speaks_from: "10.200.0.4"\n        preference: 1\n      circuit: {owner: A carrier, line: lines/more, preference: 2}\n',
        f"{AT}.circuit.preference: found 2; allowed: a smaller number than the VPN's",
    ),
}

WHOLE = {"aws": PREMISES, "azure": AZURE}
BAD = {"aws": CASES, "azure": CASES_ON_AZURE}


def test_the_records_themselves_are_good(tmp_path: Path):
    ways = [
        load_estate(written(tmp_path / name, text.encode(), LEDGER)).organisations["northshire"].connection.premises for name, text in WHOLE.items()
    ]
    assert [[place.ways for place in found] for found in ways] == [[("vpn",), ("circuit",)]] * 2


@pytest.mark.parametrize(("cloud", "case"), [(cloud, case) for cloud, cases in BAD.items() for case in cases])
def test_bad_premises_are_one_message(tmp_path: Path, cloud: str, case: str):
    good, bad, message = BAD[cloud][case]
    assert WHOLE[cloud].count(good) == 1, good
    told = refused(written(tmp_path, WHOLE[cloud].replace(good, bad).encode())).splitlines()
    assert len(told) == 1, told
    assert told[0].startswith(f"{FILE}:")
    assert message in told[0]
