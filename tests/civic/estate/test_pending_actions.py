"""What waits for somebody is told in sentences that name the body and who must do what, and is told no longer once it is done."""

from datetime import date
from pathlib import Path

import pytest

from civic.estate.loading import load_estate
from civic.estate.pending_actions import pending_actions
from tests.civic.records.estates import empty, joined
from tests.stacks.sharing import change, sharing_estate

TODAY = date(2026, 11, 24)
GROUP = "0b5f8a1e-3c7d-4e2a-9f60-1d2c3b4a5e6f"
DIRECTORY = {"tenant": "5a0d3c1e-8b47-4f2a-b6c9-1e7f0a9d2c34"}
OWNER = "needs a decision from alder: cloud@alder.example must "
LINE = {"line": "+441632960100", "serves": "lift alarm, County Hall"}
VOICE = {"controller": "sbc.alder.example", "addresses": ["192.0.2.0/29"]}


def told(folder: Path, today: date = TODAY, **values: object) -> list[str]:
    root = empty(folder)
    joined(root, "alder")
    change(root, "alder", review_by=None)
    change(root, "alder", directory=DIRECTORY, **values)
    return pending_actions(load_estate(root), today)


def voice(tested: str) -> dict[str, object]:
    return {**VOICE, "emergency": {"through": "carrier trunk of Example Telecom", "tested": tested}}


def test_a_body_in_good_order_needs_no_decision(tmp_path: Path) -> None:
    access = [{"role": "reader", "group": GROUP, "until": "2027-06-30"}]
    lines = [{**LINE, "move_by": "2026-12-15", "to": "mobile alarm"}]
    assert told(tmp_path, review_by="2026-11-24", access=access, voice=voice("2025-11-24"), analogue_lines=lines) == []


CASES = {
    "review": (
        {"review_by": "2026-11-23"},
        f"{OWNER}read its record again and set a new 'review_by': it was due on 2026-11-23.",
    ),
    "access past its end": (
        {"access": [{"role": "operator", "group": GROUP, "until": "2026-11-23"}]},
        f"{OWNER}take out the operator access of the group {GROUP}, or renew it: it ended on 2026-11-23.",
    ),
    "access that ends today": (
        {"access": [{"role": "operator", "group": GROUP, "until": "2026-11-24"}]},
        f"{OWNER}renew the operator access of the group {GROUP} or let it end: it ends on 2026-11-24.",
    ),
    "access that ends in 60 days": (
        {"access": [{"role": "operator", "group": GROUP, "until": "2027-01-23"}]},
        f"{OWNER}renew the operator access of the group {GROUP} or let it end: it ends on 2027-01-23.",
    ),
    "emergency calls": (
        {"voice": voice("2025-11-23")},
        f"{OWNER}test 999 and 112 with its carrier (carrier trunk of Example Telecom): the last test was on 2025-11-23, more than a year ago.",
    ),
    "a line past its day": (
        {"analogue_lines": [{**LINE, "move_by": "2026-11-23", "to": "mobile alarm"}]},
        f"{OWNER}move the analogue line +441632960100 (lift alarm, County Hall): it was to move by 2026-11-23, "
        "and it goes silent at the switch-off on 2027-01-31.",
    ),
    "a line undecided": (
        {"analogue_lines": [{**LINE, "move_by": "2026-12-15"}]},
        f"{OWNER}decide what takes the place of the analogue line +441632960100 (lift alarm, County Hall): "
        "it must move by 2026-12-15, before the switch-off on 2027-01-31.",
    ),
    "a line too late": (
        {"analogue_lines": [{**LINE, "move_by": "2027-02-01", "to": "mobile alarm"}]},
        f"{OWNER}move the analogue line +441632960100 (lift alarm, County Hall) earlier than 2027-02-01: the switch-off is on 2027-01-31.",
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_what_waits_is_told_in_one_sentence(tmp_path: Path, case: str) -> None:
    values, sentence = CASES[case]
    assert told(tmp_path, **values) == [sentence]


def test_a_day_earlier_nothing_waits(tmp_path: Path) -> None:
    assert told(tmp_path / "a", access=[{"role": "reader", "group": GROUP, "until": "2027-01-24"}]) == []
    assert told(tmp_path / "b", voice=voice("2025-11-24")) == []


def test_after_the_switch_off_a_line_has_gone(tmp_path: Path) -> None:
    (line,) = told(tmp_path, date(2027, 2, 1), analogue_lines=[{**LINE, "move_by": "2027-01-15", "to": "mobile alarm"}])
    assert "it went silent at the switch-off" in line


def test_a_request_names_who_must_decide(tmp_path: Path) -> None:
    root = sharing_estate(tmp_path)
    for slug in ("alder", "birch", "cedar", "dogwood", "elm", "fir"):
        change(root, slug, review_by=None)
    change(root, "fir", subscriptions=[{"provider": "alder", "offer": "payroll"}])
    assert pending_actions(load_estate(root), TODAY) == [
        "needs a decision from alder: fir asks for alder/payroll, but alder must name fir in 'open_to' of its offer payroll.",
        "needs a decision from cedar or elm: elm asks for cedar/payroll, but cedar offers payroll on azure and elm is on aws: "
        "elm must join azure, or cedar must join aws and offer it there.",
    ]


def test_where_copies_stand_is_asked_until_somebody_says(tmp_path: Path) -> None:
    root = empty(tmp_path)
    platform = root / "platform.yaml"
    text = platform.read_text(encoding="utf-8")

    def asked(line: str) -> list[str]:
        platform.write_text(text.replace("  second_region: eu-west-1\n", line), encoding="utf-8")
        return [action for action in pending_actions(load_estate(root), TODAY) if "second_region" in action]

    assert text.count("  second_region: eu-west-1\n") == 1
    (told,) = asked("")
    assert told.startswith("needs a decision from the platform: state and log archive on AWS stand in eu-west-2 alone.")
    assert asked("  second_region: none\n") == []
    assert asked("  second_region: eu-west-1\n") == []
