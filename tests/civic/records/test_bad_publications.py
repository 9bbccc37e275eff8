"""Every kind of bad publication gets one message, and nothing is written."""

from pathlib import Path

import pytest

from civic.estate.checks import problems
from civic.estate.loading import load_estate
from tests.civic.records.estates import RECORD, example
from tests.civic.records.test_bad_records import FILE, refused, written

PUBLISHED = (
    RECORD
    + """\
domains: [{name: northshire.example, shown: "2026-11-24"}]
hosting: {placement: dedicated, domain: apps.northshire.example}
applications:
  - {name: forms, version: "1.2.0"}
  - {name: rates, version: "1.2.0"}
offers:
  - name: payroll
    version: "2.1"
    description: Pay of staff, for bodies that share a service
    clouds: [aws]
    address: "10.200.1.10"
    host: payroll.northshire.example
    open_to: [eastvale]
    notice_days: 180
publish:
  - application: forms
    host: forms.northshire.example
    to: everybody
    security_txt: https://www.northshire.example/.well-known/security.txt
"""
)
SECOND = """\
  - application: rates
    host: rates.northshire.example
    to: [GB]
    security_txt: https://www.northshire.example/.well-known/security.txt
"""
LEADS = "allowed: a name neither under nor over 'apps.northshire.example', whose names lead to private addresses"
CASES = {
    "an application that it has not": (
        "application: forms",
        "application: form",
        "application: found 'form'; allowed: one of the body's own 'applications': forms, rates; did you mean 'forms'?",
    ),
    "a host in its hosting's domain": ("host: forms.", "host: forms.apps.", f"host: found 'forms.apps.northshire.example'; {LEADS}"),
    "a host over its hosting's domain": ("host: forms.northshire", "host: northshire", f"host: found 'northshire.example'; {LEADS}"),
    "a host of an offer's": (
        "host: forms.",
        "host: payroll.",
        "host: found 'payroll.northshire.example'; allowed: a name of its own: an offer or the voice controller answers under payroll.northshire.example",
    ),
    "a wildcard": ("host: forms.", 'host: "*.', "host: found "),
    "to nobody": ("to: everybody", "to: []", "to: found an empty list; allowed: 'everybody', or one country or more of GB and IE"),
    "no word of whom": ("    to: everybody\n", "", "to: found nothing"),
    "no security.txt": ("    security_txt: https://www.northshire.example/.well-known/security.txt\n", "", "security_txt: found nothing"),
    "a security.txt that leads in a circle": ("https://www.", "https://forms.", "security_txt: found "),
    "a decision without a reason": ("to: everybody", "to: everybody\n    assured: {by: Owner, on: '2026-11-20'}", "assured.reason: found nothing"),
}


@pytest.mark.parametrize("case", CASES)
def test_a_bad_publication_is_refused(tmp_path: Path, case: str) -> None:
    old, new, told = CASES[case]
    bad = PUBLISHED.replace(old, new)
    bad = bad.replace('"*.northshire.example', '"*.northshire.example"') if case == "a wildcard" else bad
    message = refused(written(tmp_path, bad.encode()))
    assert message.startswith(FILE)
    assert f"publish[0].{told}" in message
    assert "\n" not in message.strip()


def test_two_applications_have_two_names(tmp_path: Path) -> None:
    record = PUBLISHED + SECOND.replace("rates.northshire", "forms.northshire")
    told = "publish[1].host: found 'forms.northshire.example'; allowed: a name of its own: another application answers under forms.northshire.example"
    assert told in refused(written(tmp_path, record.encode()))
    record = PUBLISHED + SECOND.replace("application: rates", "application: forms")
    assert "publish[1].application: found 'forms'; allowed: an application that is not published yet" in refused(
        written(tmp_path / "b", record.encode())
    )


def test_a_shared_cell_publishes_nothing(tmp_path: Path) -> None:
    record = PUBLISHED.replace("{placement: dedicated, domain: apps.northshire.example}", "{placement: shared}")
    assert "publish[0].application: found 'forms'; allowed: nothing: what is published runs in dedicated hosting" in refused(
        written(tmp_path, record.encode())
    )


def test_a_sensitive_body_publishes_nothing_without_a_decision(tmp_path: Path) -> None:
    record = PUBLISHED.replace("kind: county-council\n", "kind: county-council\nclassification: official-sensitive\n")
    assert "publish[0].assured: found nothing; allowed: 'by', 'on' and 'reason'" in refused(written(tmp_path, record.encode()))


def _example(tmp_path: Path, change: tuple[str, str]) -> Path:
    root = example(tmp_path)
    path = root / "organisations" / "northshire.yaml"
    text = path.read_text(encoding="utf-8")
    assert change[0] in text
    path.write_text(text.replace(*change), encoding="utf-8")
    return root


def wrong(root: Path) -> str:
    """What is wrong between files."""
    return "\n".join(str(each) for each in problems(load_estate(root)))


ASSURED = """\
    assured:
      by: Senior Information Risk Owner
      on: "2026-11-20"
      reason: Staff without a desk see their payslips and leave; signing in asks for a second factor
"""


def test_personal_data_is_published_by_a_decision_alone(tmp_path: Path) -> None:
    assert load_estate(example(tmp_path / "whole")).organisations["northshire"].publish[0].assured
    told = "publish[0].assured: found nothing; allowed: 'by', 'on' and 'reason': odoo holds personal data"
    assert told in wrong(_example(tmp_path, (ASSURED, "")))


def test_a_name_is_under_a_domain_that_the_body_holds_and_showed(tmp_path: Path) -> None:
    told = wrong(_example(tmp_path, ("host: people.northshire.example", "host: people.eastvale.example")))
    assert "publish[0].host: found 'people.eastvale.example', which lies under 'eastvale.example' of eastvale" in told
    told = wrong(_example(tmp_path / "b", ("host: people.northshire.example", "host: people.northshire-county.example")))
    assert "publish[0].host: found 'people.northshire-county.example'; allowed: a name at or under one of the body's 'domains'" in told


def test_a_decision_is_not_of_a_day_to_come(tmp_path: Path) -> None:
    told = wrong(_example(tmp_path, ('on: "2026-11-20"\n      reason', 'on: "2031-11-20"\n      reason')))
    assert "publish[0].assured.on: found '2031-11-20'; allowed: a day that has come" in told


def test_a_test_tenancy_publishes_nothing(tmp_path: Path) -> None:
    estate = load_estate(example(tmp_path))
    assert estate.owners["northshire"].publish
    assert not estate.owners["northshire.test"].publish
