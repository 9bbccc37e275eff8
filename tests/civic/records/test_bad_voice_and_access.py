"""Bad records of telephones, people and money: one message with place, what was found, what is allowed, and why it matters."""

from pathlib import Path

import pytest

from civic.estate.loading import load_estate
from civic.records.errors import RecordError
from tests.civic.records.estates import LEDGER, RECORD, empty

FILE = "estate/organisations/northshire.yaml"
GROUP = "9d3b4c5e-1f2a-4b3c-8d4e-5f6a7b8c9d0e"
SINCE = len(RECORD.splitlines())
VOICE = """\
voice:
  controller: sbc.northshire.example
  addresses: ["203.0.113.0/29"]
  calls: 60
  calling_regions: [GB]
  emergency:
    through: carrier trunk of the exchange at County Hall
    tested: "2026-09-01"
"""
STANDBY = """\
  standby:
    controller: sbc2.northshire.example
    addresses: ["203.0.113.8/30"]
"""
LINES = """\
analogue_lines:
  - line: "+441632960010"
    serves: lift alarm, County Hall
    move_by: "2026-12-15"
"""
ACCESS = f"""\
access:
  - role: reader
    group: {GROUP}
    until: "2027-03-31"
"""
HOST = "allowed: a host name in lower case, such as 'sbc.northshire.example', without scheme, port or wildcard"
NARROW = "allowed: a public range of /27 or smaller, in which only the controller lives"
DATE = 'allowed: a real date as "YYYY-MM-DD"'
SENTENCE = "allowed: 3 to 300 characters of plain text on one line, without '<' and '>'"
NUMBERS = 'allowed: one number or a range in E.164, quoted, such as "+441632960100-+441632960199": both ends of one length, the smaller first'

CASES = {
    "no emergency route": (
        VOICE,
        VOICE.split("  emergency")[0],
        1,
        "voice.emergency: found nothing; allowed: 'through', the carrier trunk or gateway that carries 999 and 112, and 'tested', when it last did; "
        "this trunk carries neither",
    ),
    "emergency never tested": (
        VOICE,
        VOICE.replace('    tested: "2026-09-01"\n', ""),
        6,
        "voice.emergency.tested: found nothing; allowed: the key 'tested' is needed",
    ),
    "emergency test on no day": (VOICE, VOICE.replace("2026-09-01", "2026-09-31"), 8, f"voice.emergency.tested: found '2026-09-31'; {DATE}"),
    "emergency in markup": (
        VOICE,
        VOICE.replace("carrier trunk of", "<b>"),
        7,
        f"voice.emergency.through: found '<b> the exchange at County Hall'; {SENTENCE}",
    ),
    "controller with a scheme": (VOICE, VOICE.replace("sbc.", "sips:sbc."), 2, f"voice.controller: found 'sips:sbc.northshire.example'; {HOST}"),
    "controller anywhere": (VOICE, VOICE.replace("203.0.113.0/29", "0.0.0.0/0"), 3, f"voice.addresses[0]: found '0.0.0.0/0'; {NARROW}"),
    "controller inside": (VOICE, VOICE.replace("203.0.113.0/29", "10.1.2.0/29"), 3, f"voice.addresses[0]: found '10.1.2.0/29'; {NARROW}"),
    "no address": (VOICE, VOICE.replace('["203.0.113.0/29"]', "[]"), 3, "voice.addresses: found an empty list; allowed: at least 1"),
    "too many calls": (VOICE, VOICE.replace("60", "20000"), 4, "voice.calls: found 20000; allowed: 2000 or less"),
    "a standby that is the first": (
        VOICE,
        VOICE + STANDBY.replace("sbc2", "sbc"),
        10,
        "voice.standby.controller: found 'sbc.northshire.example'; allowed: another controller than the first, or none",
    ),
    "a standby that calls from the first's addresses": (
        VOICE,
        VOICE + STANDBY.replace("203.0.113.8/30", "203.0.113.4/30"),
        11,
        "voice.standby.addresses[0]: found '203.0.113.4/30'; allowed: addresses from which the second controller alone calls",
    ),
    "a standby inside": (
        VOICE,
        VOICE + STANDBY.replace("203.0.113.8/30", "10.1.2.0/30"),
        11,
        f"voice.standby.addresses[0]: found '10.1.2.0/30'; {NARROW}",
    ),
    "a country that is not ours": (VOICE, VOICE.replace("[GB]", "[US]"), 5, "voice.calling_regions[0]: found 'US'; allowed: GB, IE"),
    "a cloud it has not": (VOICE, VOICE + "  clouds: [azure]\n", 9, "voice.clouds: found a list; allowed: clouds that the body has: aws"),
    "a line without country": (LINES, LINES.replace("+44", "0"), 2, f"analogue_lines[0].line: found '01632960010'; {NUMBERS}"),
    "a line twice": (LINES, LINES + LINES.split("\n", 1)[1], 5, "analogue_lines[1].line: found '+441632960010'; allowed: each once"),
    "a line that serves nothing": (
        LINES,
        LINES.replace("    serves: lift alarm, County Hall\n", ""),
        2,
        "analogue_lines[0].serves: found nothing; allowed: the key 'serves' is needed",
    ),
    "an unquoted day": (
        LINES,
        LINES.replace('"2026-12-15"', "2026-12-15"),
        4,
        'analogue_lines[0].move_by: found 2026-12-15 without quotes; allowed: "2026-12-15"; other YAML readers change it unless it is quoted',
    ),
    "no budget": ("budget: 4000\n", "budget: 0\n", 1, "budget: found 0; allowed: 1 or more"),
    "a budget as text": ("budget: 4000\n", 'budget: "4000"\n', 1, "budget: found '4000'; allowed: a whole number"),
    "an unknown role": (
        ACCESS,
        ACCESS.replace("reader", "raeder"),
        2,
        "access[0].role: found 'raeder'; allowed: reader, operator, auditor, break-glass; did you mean 'reader'?",
    ),
    "a group by name": (
        ACCESS,
        ACCESS.replace(GROUP, "cloud-team"),
        3,
        "access[0].group: found 'cloud-team'; allowed: a GUID in lower case, such as '0b5f8a1e-3c7d-4e2a-9f60-1d2c3b4a5e6f'",
    ),
    "access without an end": (
        ACCESS,
        ACCESS.replace('    until: "2027-03-31"\n', ""),
        2,
        "access[0].until: found nothing; allowed: the key 'until' is needed",
    ),
    "the same access twice": (ACCESS, ACCESS + ACCESS.split("\n", 1)[1], 5, "access[1]: found a mapping; allowed: each once"),
    "access on a cloud it has not": (
        ACCESS,
        ACCESS + "    cloud: azure\n",
        5,
        "access[0].cloud: found 'azure'; allowed: a cloud that the body has: aws",
    ),
}

BAD_NUMBERS = {
    "the larger first": ('given: "+441632960199-+441632960100"', f"found '+441632960199-+441632960100'; {NUMBERS}"),
    "two lengths": ('given: "+441632960100-+4416329601999"', f"found '+441632960100-+4416329601999'; {NUMBERS}"),
    "withdrawn before given": (
        'withdrawn: "+441632960100"\n  because: moved',
        "found '+441632960100'; allowed: numbers given by entries above and not yet withdrawn",
    ),
}


def refused(root: Path) -> str:
    with pytest.raises(RecordError) as raised:
        load_estate(root)
    return str(raised.value)


def written(tmp_path: Path, record: str, ledger: str = LEDGER) -> Path:
    root = empty(tmp_path)
    for folder, text in (("organisations", record), ("ledger", ledger)):
        (root / folder).mkdir()
        (root / folder / "northshire.yaml").write_text(text, encoding="utf-8")
    return root


@pytest.mark.parametrize("case", CASES)
def test_one_clear_message(tmp_path: Path, case: str) -> None:
    good, bad, line, message = CASES[case]
    assert load_estate(written(tmp_path / "good", RECORD + good))
    assert refused(written(tmp_path / "bad", RECORD + bad)) == f"{FILE}:{SINCE + line}: {message}"


@pytest.mark.parametrize("case", BAD_NUMBERS)
def test_one_clear_message_for_numbers(tmp_path: Path, case: str) -> None:
    entry, message = BAD_NUMBERS[case]
    found = refused(written(tmp_path, RECORD, f'{LEDGER}numbers:\n- {entry}\n  holder: Northline Telecom\n  on: "2026-11-24"\n'))
    assert found.startswith("estate/ledger/northshire.yaml:7: numbers[0].")
    assert found.endswith(message)


def test_a_body_on_both_clouds_says_whose_directory_a_group_is_of(tmp_path: Path) -> None:
    record = RECORD.replace("[aws]", "[aws, azure]") + ACCESS
    assert refused(written(tmp_path, record)).endswith("access[0].cloud: found nothing; allowed: one of aws, azure, since the body has both")
