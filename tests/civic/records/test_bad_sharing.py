"""Every kind of bad offer and subscription gets one message, and nothing is written."""

from pathlib import Path

import pytest

from civic.estate.loading import load_estate
from tests.civic.records.estates import LEDGER, RECORD, empty
from tests.civic.records.test_bad_records import FILE, QUOTE, refused, written

SHARING = (
    RECORD.replace("clouds: [aws]", "clouds: [aws]")
    + """\
offers:
  - name: payroll
    version: "2.1"
    description: Pay of staff, for bodies that share a service
    port: 8443
    clouds: [aws]
    address: "10.200.1.10"
    host: payroll.northshire.example
    open_to: [eastvale]
    notice_days: 180
subscriptions:
  - provider: eastvale
    offer: pensions
"""
)
SLUG = "allowed: 2 to 40 of a-z, 0-9 and '-', beginning with a letter"
HOST = "allowed: a host name in lower case, such as 'sbc.northshire.example', without scheme, port or wildcard"
OFFER = "address, application, classification, clouds, description, host, name, notice_days, open_to, port, proxy_protocol, version"
PLACE = "either 'application' (of the body's dedicated hosting) or 'address' (on its premises)"
VERSION = 'allowed: a version, quoted, such as "2.14.0"'

CASES = {
    "unknown key of an offer": (
        "notice_days",
        "notice",
        f":22: offers[0].notice: found unknown key 'notice'; allowed: {OFFER}; did you mean 'notice_days'?",
    ),
    "name in capitals": ("name: payroll", "name: Payroll", f":14: offers[0].name: found 'Payroll'; {SLUG}"),
    "unquoted version": ('version: "2.1"', "version: 2.1", f':15: offers[0].version: found 2.1 without quotes; allowed: "2.1"; {QUOTE}'),
    "no version": ('version: "2.1"', 'version: "latest"', f":15: offers[0].version: found 'latest'; {VERSION}"),
    "port too high": ("port: 8443", "port: 70000", ":17: offers[0].port: found 70000; allowed: 65535 or less"),
    "port as text": ("port: 8443", 'port: "8443"', ":17: offers[0].port: found '8443'; allowed: a whole number"),
    "cloud that the body has not": (
        "    clouds: [aws]",
        "    clouds: [azure]",
        ":18: offers[0].clouds: found a list; allowed: clouds that the body has: aws",
    ),
    "no cloud": ("    clouds: [aws]", "    clouds: []", ":18: offers[0].clouds: found an empty list; allowed: at least 1"),
    "unquoted address": (
        '"10.200.1.10"',
        "10.200.1.10",
        f':19: offers[0].address: found 10.200.1.10 without quotes; allowed: "10.200.1.10"; {QUOTE}',
    ),
    "range for an address": (
        "10.200.1.10",
        "10.200.1.0/24",
        ":19: offers[0].address: found '10.200.1.0/24'; allowed: an IPv4 address such as '10.64.8.10'",
    ),
    "neither application nor address": ('    address: "10.200.1.10"\n', "", f":14: offers[0].address: found nothing; allowed: {PLACE}"),
    "both application and address": (
        "    address:",
        "    application: forms\n    address:",
        f":20: offers[0].address: found '10.200.1.10'; allowed: {PLACE}",
    ),
    "address without a host": (
        "    host: payroll.northshire.example\n",
        "",
        ":14: offers[0].host: found nothing; allowed: the name on the certificate that the service at 'address' shows",
    ),
    "host with a scheme": ("host: payroll", "host: https://payroll", f":20: offers[0].host: found 'https://payroll.northshire.example'; {HOST}"),
    "application on another port": (
        'address: "10.200.1.10"',
        "application: forms",
        ":17: offers[0].port: found 8443; allowed: 443, where every application answers; another port for an 'address' alone",
    ),
    "a header before an application": (
        'address: "10.200.1.10"',
        "application: forms\n    proxy_protocol: true",
        ":20: offers[0].proxy_protocol: found true; allowed: false for an 'application', whose entry reads no such header; true for an 'address' alone",
    ),
    "open to a word": (
        "open_to: [eastvale]",
        "open_to: all",
        ":21: offers[0].open_to: found 'all'; allowed: 'everybody', or a list of bodies such as [eastvale, westholm]",
    ),
    "open to a name in capitals": ("open_to: [eastvale]", "open_to: [eastvale, Alder]", f":21: offers[0].open_to[1]: found 'Alder'; {SLUG}"),
    "open to a mapping": (
        "open_to: [eastvale]",
        "open_to: {eastvale: yes}",
        ":21: offers[0].open_to: found a mapping; allowed: 'everybody', or a list of bodies such as [eastvale, westholm]",
    ),
    "too short a notice": ("notice_days: 180", "notice_days: 7", ":22: offers[0].notice_days: found 7; allowed: 30 or more"),
    "classification": (
        "notice_days: 180",
        "classification: secret",
        ":22: offers[0].classification: found 'secret'; allowed: official, official-sensitive",
    ),
    "unknown key of a subscription": (
        "offer: pensions",
        "offer: pensions\n    version: 2",
        ":26: subscriptions[0].version: found unknown key 'version'; allowed: cloud, offer, provider",
    ),
    "subscription on a cloud that the body has not": (
        "offer: pensions",
        "offer: pensions\n    cloud: azure",
        ":26: subscriptions[0].cloud: found 'azure'; allowed: a cloud that the body has: aws",
    ),
    "subscription twice": (
        "offer: pensions",
        "offer: pensions\n  - provider: eastvale\n    offer: pensions",
        ":26: subscriptions[1]: found a mapping; allowed: each once",
    ),
    "offered to itself": (
        "open_to: [eastvale]",
        "open_to: [northshire, eastvale]",
        ":21: offers[0].open_to[0]: found 'northshire'; allowed: another body: what is the body's own is not offered to it",
    ),
    "markup in a description": (
        "Pay of staff,",
        "<b>Pay</b> of staff,",
        ":16: offers[0].description: found '<b>Pay</b> of staff, for bodies that share a service'; "
        "allowed: 3 to 300 characters of plain text on one line, without '<' and '>'",
    ),
}


def test_the_record_itself_is_good(tmp_path: Path) -> None:
    record = load_estate(written(tmp_path, SHARING.encode(), LEDGER)).organisations["northshire"]
    assert (record.offers[0].port, record.subscriptions[0].provider) == (8443, "eastvale")


@pytest.mark.parametrize("case", CASES)
def test_one_clear_message(tmp_path: Path, case: str) -> None:
    good, bad, message = CASES[case]
    assert SHARING.count(good) == 1
    told = refused(written(tmp_path, SHARING.replace(good, bad).encode())).splitlines()
    assert told == [FILE + message]


@pytest.mark.parametrize(
    ("hosting", "allowed"),
    [
        ("", "an application of dedicated hosting: a shared cell serves its own tenants alone"),
        ("hosting: {placement: shared}\n", "an application of dedicated hosting: a shared cell serves its own tenants alone"),
        ("hosting: {placement: dedicated, domain: apps.northshire.example}\n", "one of the body's own 'applications': none yet"),
        (
            "hosting: {placement: dedicated, domain: apps.northshire.example}\napplications:\n  - {name: form, version: '1.2.0'}\n",
            "one of the body's own 'applications': form; did you mean 'form'?",
        ),
    ],
)
def test_an_offer_stands_on_an_application_of_the_bodys_own(tmp_path: Path, hosting: str, allowed: str) -> None:
    record = SHARING.replace('address: "10.200.1.10"', "application: forms").replace("port: 8443", "port: 443") + hosting
    assert refused(written(tmp_path, record.encode())).endswith(f": offers[0].application: found 'forms'; allowed: {allowed}")


HOSTED = (
    "hosting: {placement: dedicated, domain: apps.northshire.example}\n"
    'applications:\n  - name: forms\n    version: "1.2.0"\n'
)  # fmt: skip


def test_an_application_is_offered_where_it_runs(tmp_path: Path) -> None:
    record = SHARING.replace('address: "10.200.1.10"', "application: forms").replace("port: 8443", "port: 443") + HOSTED
    both = record.replace("    host: payroll.northshire.example\n", "").replace("clouds: [aws]", "clouds: [aws, azure]") + "    cloud: azure\n"
    assert refused(written(tmp_path, both.encode())) == f"{FILE}:18: offers[0].clouds: found a list; allowed: [azure], where forms runs"


def test_one_offer_stands_on_one_application(tmp_path: Path) -> None:
    record = SHARING.replace('address: "10.200.1.10"', "application: forms").replace("port: 8443", "port: 443") + HOSTED
    first = record.replace("    host: payroll.northshire.example\n", "")
    start, end = first.index("  - name: payroll"), first.index("subscriptions:")
    twice = first[:end] + first[start:end].replace("payroll", "pensions") + first[end:]
    assert refused(written(tmp_path, twice.encode())) == (
        f"{FILE}:27: offers[1].application: found 'forms'; allowed: an application that no other offer stands on: one door leads to forms"
    )


@pytest.mark.parametrize("name", ["payroll.northshire.example", "pay.apps.northshire.example"])
def test_an_application_is_offered_under_its_own_name_alone(tmp_path: Path, name: str) -> None:
    record = SHARING.replace('address: "10.200.1.10"', "application: forms").replace("port: 8443", "port: 443") + HOSTED
    own = record.replace("payroll.northshire.example", "forms.apps.northshire.example")
    assert load_estate(written(tmp_path / "own", own.encode())).organisations["northshire"].offers[0].host == "forms.apps.northshire.example"
    assert refused(written(tmp_path / "other", record.replace("payroll.northshire.example", name).encode())) == (
        f"{FILE}:20: offers[0].host: found '{name}'; allowed: 'forms.apps.northshire.example', or nothing: "
        "forms answers under no other name, and shows no other certificate"
    )


def test_how_a_door_leads_on_is_one_of_two_ways(tmp_path: Path) -> None:
    root = empty(tmp_path)
    path = root / "platform.yaml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace('bodies: ["10.128.0.0/10"]', 'bodies: ["10.128.0.0/10"]\n      doors: tunnel'), encoding="utf-8")
    assert refused(root).endswith("azure.regions.uksouth.doors: found 'tunnel'; allowed: direct, forwarders")
    path.write_text(text.replace('bodies: ["10.64.0.0/10"]', 'bodies: ["10.64.0.0/10"]\n      doors: direct'), encoding="utf-8")
    assert "aws.regions.eu-west-2.doors: found unknown key 'doors'" in refused(root)
