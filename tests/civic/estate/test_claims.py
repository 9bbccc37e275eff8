"""What only one may have anywhere is claimed once: mailboxes, tenancies and names of the internet."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from ruamel.yaml.scalarstring import DoubleQuotedScalarString as Quoted

from civic.estate.checks import problems
from civic.estate.loading import load_estate
from civic.estate.name_rights import refuse_unshown
from civic.estate.pending_actions import pending_actions
from civic.ledger.numbers import give_numbers
from civic.records.errors import RecordError
from civic.records.held_domains import txt_record
from tests.civic.records.estates import empty, joined
from tests.looping import each
from tests.stacks.sharing import change

DEDICATED = {"placement": "dedicated"}


def hosted(domain: str) -> dict[str, object]:
    return {**DEDICATED, "domain": domain}


def shown(domain: str) -> dict[str, object]:
    return {"name": domain, "shown": Quoted("2026-11-24")}


STANDBY = {"controller": "sbc2.birch.example", "addresses": [Quoted("198.51.100.28/30")]}


def voice(controller: str = "sbc.birch.example", address: str = "198.51.100.16/30") -> dict[str, object]:
    emergency = {"through": "exchange lines", "tested": Quoted("2026-09-22")}
    return {"controller": controller, "addresses": [Quoted(address)], "emergency": emergency}


def contacts(**mailboxes: str) -> dict[str, object]:
    return {"owner": "cloud@birch.example", "phone": Quoted("+441632960000"), **mailboxes}


def both(root: Path, **values: object) -> None:
    for slug in each(("alder", "birch")):
        change(root, slug, **values)


def platform(root: Path, old: str, new: str) -> None:
    path = root / "platform.yaml"
    text = path.read_text(encoding="utf-8")
    assert old in text
    _ = path.write_text(text.replace(old, new), encoding="utf-8")


def offer(host: str) -> list[dict[str, object]]:
    return [
        {
            "name": "payroll",
            "version": Quoted("2"),
            "description": "Pay",
            "port": 8443,
            "clouds": ["aws"],
            "address": Quoted("10.200.1.10"),
            "host": host,
            "open_to": "everybody",
        }
    ]


@pytest.fixture
def estate(tmp_path: Path) -> Path:
    root = empty(tmp_path)
    joined(root, "alder", "birch")
    return root


def refused(root: Path) -> str:
    return "\n".join(map(str, problems(load_estate(root))))


def test_a_body_that_is_called_as_an_account_of_the_platform_gets_no_second_account_with_its_mailbox(estate: Path):
    assert problems(joined(estate, "networks")) == []
    (problem,) = problems(joined(estate, "network"))
    assert problem.path == "aws.mailbox_template"
    assert problem.found == "'aws+network@commons.example' for network, which the platform's account 'network' has"


@pytest.mark.parametrize(("taken", "holder"), [("111122223333", "the platform itself"), ("444455556666", "alder")])
def test_an_account_that_somebody_has_is_nobody_elses(estate: Path, taken: str, holder: str):
    change(estate, "alder", clouds={"aws": {"existing": Quoted("444455556666")}})
    assert problems(load_estate(estate)) == []
    change(estate, "birch", clouds={"aws": {"existing": Quoted(taken)}})
    told = refused(estate)
    assert f"clouds.aws.existing: found '{taken}', which {holder} has; allowed: a tenancy of its own" in told
    assert "organisations/birch.yaml" in told


CLAIMS: dict[str, tuple[Callable[[Path], None], str]] = {
    "a cell's domain": (lambda root: change(root, "birch", hosting=hosted("apps.commons.example")), "'apps.commons.example' of the platform"),
    "under a cell's domain": (
        lambda root: change(root, "birch", hosting=hosted("birch.apps.commons.example")),
        "'birch.apps.commons.example', which meets 'apps.commons.example' of the platform",
    ),
    "under another's domain": (
        lambda root: (change(root, "alder", hosting=hosted("alder.example")), change(root, "birch", hosting=hosted("a.alder.example")))[0],
        "'a.alder.example', which meets 'alder.example' of alder",
    ),
    "another's host of an offer": (
        lambda root: (change(root, "alder", offers=offer("pay.alder.example")), change(root, "birch", offers=offer("pay.alder.example")))[0],
        "offers[0].host: found 'pay.alder.example' of alder",
    ),
    "a cloud's own domain": (
        lambda root: change(root, "birch", offers=offer("birch.azurewebsites.net")),
        "which lies under the cloud's own azurewebsites.net",
    ),
}


@pytest.mark.parametrize("case", CLAIMS)
def test_a_name_that_is_anothers_or_nobodys_is_refused_where_it_is_claimed(estate: Path, case: str):
    claim, why = CLAIMS[case]
    claim(estate)
    assert why in refused(estate)


def test_names_of_ones_own_may_lie_under_one_another(estate: Path):
    change(estate, "alder", hosting=hosted("alder.example"), offers=offer("pay.alder.example"))
    change(estate, "birch", hosting=hosted("birchalder.example"), domains=[shown("birch.example"), shown("birchalder.example")])
    assert problems(load_estate(estate)) == []


def test_a_name_is_used_by_whoever_showed_that_it_holds_it(estate: Path):
    change(estate, "alder", offers=offer("pay.ministry.gov.uk"))
    told = refused(estate)
    assert "offers[0].host: found 'pay.ministry.gov.uk'; allowed: a name at or under one of the body's 'domains'" in told
    assert "'domains: [{name: ministry.gov.uk}]'" in told

    change(estate, "alder", domains=[shown("alder.example"), {"name": "ministry.gov.uk"}])
    told = refused(estate)
    assert "domains[1]: found 'ministry.gov.uk' without 'shown'; allowed: 'shown', the day on which the platform's team saw the TXT record" in told
    name, text = txt_record("ccp", "alder", "ministry.gov.uk")
    assert f'{name} with the text "{text}"' in told

    change(estate, "alder", domains=[shown("alder.example"), shown("ministry.gov.uk")])
    assert problems(load_estate(estate)) == []


def test_a_part_of_a_domain_is_its_own_holders(estate: Path):
    assert problems(load_estate(estate)) == []
    change(estate, "birch", domains=[{"name": "schools.alder.example", "shown": Quoted("2026-11-24")}])
    change(estate, "alder", offers=offer("pay.schools.alder.example"))
    assert "'pay.schools.alder.example', which lies under 'schools.alder.example' of birch" in refused(estate)


def test_a_domain_is_held_once(estate: Path):
    change(estate, "birch", domains=[{"name": "alder.example", "shown": Quoted("2026-11-24")}])
    assert "organisations/birch.yaml" in refused(estate)
    assert "domains[0].name: found 'alder.example', which alder holds; allowed: a domain of its own" in refused(estate)


def test_the_record_that_shows_a_domain_is_the_bodys_and_the_platforms_alone():
    asked = [("ccp", "alder", "a.example"), ("ccp", "birch", "a.example"), ("ccp", "alder", "b.example"), ("other", "alder", "a.example")]
    assert len({txt_record(*each)[1] for each in asked}) == len(asked)
    assert txt_record("ccp", "alder", "a.example") == ("_civic-cloud.a.example", "civic-cloud=9526310c7486ffb25c8be69d4f4e7f2e")


def test_what_is_held_and_not_shown_yet_is_told_with_its_record(estate: Path):
    change(estate, "alder", domains=[{"name": "alder.gov.uk"}])
    name, text = txt_record("ccp", "alder", "alder.gov.uk")
    (told,) = [line for line in pending_actions(load_estate(estate), date(2026, 11, 24), ["alder"]) if "alder.gov.uk" in line]
    assert told.startswith("needs a decision from alder: cloud@alder.example must show that it holds alder.gov.uk")
    assert name in told
    assert text in told


TO_SHOW = "allowed: 'shown', the day on which the platform's team saw the TXT record"
UNDER_ALDERS = "which lies under 'alder.example' of alder"
Edit = Callable[[Path], None]
WITHOUT_RIGHT: dict[str, tuple[Edit, str]] = {
    "mailbox of a stranger's": (
        lambda root: change(root, "birch", contacts=contacts(owner="birch@stranger.org")),
        "contacts.owner: found 'birch@stranger.org'; allowed: a mailbox at or under one of the body's 'domains', or of the platform's: commons.example",
    ),
    "mailbox of another body's": (lambda root: change(root, "birch", contacts=contacts(security="soc@alder.example")), UNDER_ALDERS),
    "mailbox under what is only said to be a part": (
        lambda root: change(
            root, "birch", contacts=contacts(security="soc@it.alder.example"), domains=[shown("birch.example"), {"name": "it.alder.example"}]
        ),
        f"domains[1]: found 'it.alder.example' without 'shown', {UNDER_ALDERS}; {TO_SHOW}",
    ),
    "mailbox of a cloud's": (
        lambda root: change(root, "birch", contacts=contacts(billing="pay@birch.onmicrosoft.com")),
        "contacts.billing: found 'pay@birch.onmicrosoft.com', which lies under the cloud's own onmicrosoft.com",
    ),
    "mailbox in a cell's zone": (
        lambda root: change(root, "birch", contacts=contacts(operations="a@apps.commons.example")),
        "contacts.operations: found 'a@apps.commons.example', which lies under 'apps.commons.example' of the platform",
    ),
    "controller of a stranger's": (
        lambda root: change(root, "birch", voice=voice("sbc.stranger.org")),
        "voice.controller: found 'sbc.stranger.org'; allowed: a name at or under one of the body's 'domains'; add the domain",
    ),
    "controller of another body's": (lambda root: change(root, "birch", voice=voice("sbc.alder.example")), f"'sbc.alder.example', {UNDER_ALDERS}"),
    "controller of a domain that was not shown": (
        lambda root: change(root, "birch", voice=voice(), domains=[{"name": "birch.example"}]),
        f"domains[0]: found 'birch.example' without 'shown'; {TO_SHOW}",
    ),
    "domain of a cloud's": (
        lambda root: change(root, "birch", domains=[shown("birch.example"), shown("birch.azurewebsites.net")]),
        "domains[1].name: found 'birch.azurewebsites.net', which lies under the cloud's own azurewebsites.net",
    ),
    "domain that is rented out": (
        lambda root: change(root, "birch", domains=[shown("birch.example"), shown("github.io")]),
        "domains[1].name: found 'github.io', and anybody may register under github.io",
    ),
    "domain shown on a day to come": (
        lambda root: change(root, "birch", domains=[{"name": "birch.example", "shown": Quoted("2036-11-24")}]),
        "domains[0].shown: found '2036-11-24'; allowed: a day that has come",
    ),
    "platform's mailbox under a body's domain": (
        lambda root: platform(root, "aws+security@commons.example", "soc@alder.example"),
        f"aws.mailboxes.security: found 'soc@alder.example', {UNDER_ALDERS}; allowed: a name at or under a domain of the platform's: commons.example",
    ),
    "platform's mailbox on Azure of a stranger's": (
        lambda root: platform(root, "azure+security@commons.example", "soc@stranger.org"),
        "azure.mailboxes.security: found 'soc@stranger.org'; allowed: a name at or under a domain of the platform's",
    ),
    "platform's template under a body's domain": (lambda root: platform(root, "{slug}@commons.example", "{slug}@alder.example"), UNDER_ALDERS),
    "cell's domain of a body's": (lambda root: platform(root, "domain: apps.commons.example", "domain: apps.alder.example"), UNDER_ALDERS),
    "two cells of one domain": (
        lambda root: platform(root, "domain: cloud.commons.example", "domain: apps.commons.example"),
        "azure.cells.a.domain: found 'apps.commons.example' of the platform",
    ),
    "template too long for AWS": (
        lambda root: platform(root, "aws+{slug}@", f"{'a' * 50}{{slug}}@"),
        "aws.mailbox_template: found 'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaalder@commons.example' for alder, of 71 characters",
    ),
}


@pytest.mark.parametrize("case", WITHOUT_RIGHT)
def test_what_is_named_without_a_right_to_it_is_refused(estate: Path, case: str):
    edit, why = WITHOUT_RIGHT[case]
    edit(estate)
    assert why in refused(estate)


CLAIMED_TWICE: dict[str, tuple[Edit, str]] = {
    "controller": (
        lambda root: (
            change(root, "alder", voice=voice("sbc.birch.example", "203.0.113.8/29")),
            change(root, "birch", voice=voice()),
        )[0],
        "voice.controller: found 'sbc.birch.example', which alder has; allowed: a controller of its own",
    ),
    "second controller": (
        lambda root: (
            change(root, "alder", voice={**voice("sbc.alder.example", "203.0.113.8/29"), "standby": STANDBY}),
            change(root, "birch", voice={**voice(), "standby": {**STANDBY, "addresses": [Quoted("198.51.100.24/30")]}}),
        )[0],
        "voice.standby.controller: found 'sbc2.birch.example', which alder has; allowed: a controller of its own",
    ),
    "second controller's addresses": (
        lambda root: (
            change(root, "alder", voice={**voice("sbc.alder.example", "198.51.100.24/29")}),
            change(root, "birch", voice={**voice(), "standby": STANDBY}),
        )[0],
        "voice.standby.addresses[0]: found '198.51.100.28/30', which overlaps '198.51.100.24/29' of alder",
    ),
    "controller's addresses": (
        lambda root: (
            change(root, "alder", voice=voice("sbc.alder.example", "198.51.100.16/29")),
            change(root, "birch", voice=voice()),
        )[0],
        "voice.addresses[0]: found '198.51.100.16/30', which overlaps '198.51.100.16/29' of alder",
    ),
    "pipeline": (
        lambda root: both(root, pipeline={"issuer": "https://pipelines.alder.example", "subject": "repo:alder/applications"}),
        "pipeline.subject: found 'repo:alder/applications', which alder has; allowed: a subject of the body's own",
    ),
    "platform's pipeline": (
        lambda root: change(
            root, "birch", pipeline={"issuer": "https://pipelines.commons.example/", "subject": "repo:commons/platform:environment:alder-tenancy"}
        ),
        "'repo:commons/platform:environment:alder-tenancy', which is the platform's own pipeline of the layer tenancy",
    ),
    "vault of a certificate": (
        lambda root: change(
            root,
            "birch",
            clouds=["aws", "azure"],
            hosting={**hosted("apps.birch.example"), "certificate": "https://ccp-cells-tls.vault.azure.net/secrets/other"},
        ),
        "hosting.certificate: found 'https://ccp-cells-tls.vault.azure.net/secrets/other', whose vault the platform's cell 'a' names too",
    ),
    "address of an offer": (
        lambda root: (change(root, "alder", offers=offer("pay.alder.example")), change(root, "birch", offers=offer("pay.birch.example")))[0],
        "offers[0].address: found '10.200.1.10', at which alder offers; allowed: an address on the body's own premises",
    ),
    "analogue line": (
        lambda root: both(root, analogue_lines=[{"line": Quoted("+441632960020"), "serves": "lift alarm", "move_by": Quoted("2026-12-18")}]),
        "analogue_lines[0].line: found +441632960020, which alder has as a line; allowed: numbers of the body's own",
    ),
}


@pytest.mark.parametrize("case", CLAIMED_TWICE)
def test_what_two_claim_is_refused_to_the_later(estate: Path, case: str):
    edit, why = CLAIMED_TWICE[case]
    edit(estate)
    assert why in refused(estate)


def test_a_body_names_no_number_that_another_holds(estate: Path):
    give_numbers(load_estate(estate), "alder", "+441632960100-+441632960109", "Northline Telecom", "2026-11-24")
    assert problems(load_estate(estate)) == []
    change(estate, "birch", contacts=contacts() | {"phone": Quoted("+441632960105")})
    assert "contacts.phone: found +441632960105, which alder holds; allowed: numbers of the body's own" in refused(estate)


def test_a_mailbox_may_be_the_platforms_or_wait_until_its_domain_is_shown(estate: Path):
    change(estate, "alder", contacts=contacts(owner="alder@commons.example"))
    change(estate, "birch", domains=[{"name": "birch.example"}])
    assert problems(load_estate(estate)) == []
    assert any("must show that it holds birch.example" in line for line in pending_actions(load_estate(estate), date(2026, 11, 24), ["birch"]))


def test_a_body_is_not_brought_up_before_it_has_shown_the_domain_of_its_mailboxes(estate: Path):
    change(estate, "birch", domains=[{"name": "birch.example"}])
    with pytest.raises(RecordError, match=r"birch\.yaml.*domains\[0\]: found 'birch.example' without 'shown'; allowed: 'shown', the day"):
        refuse_unshown(load_estate(estate), "birch")
    refuse_unshown(load_estate(estate), "alder")
    change(estate, "birch", domains=[shown("birch.example")])
    refuse_unshown(load_estate(estate), "birch")
    change(estate, "birch", contacts=contacts(owner="birch@commons.example"), domains=[{"name": "birch.example"}])
    refuse_unshown(load_estate(estate), "birch")


def test_a_domain_that_nobody_showed_takes_nothing_from_whoever_did(estate: Path):
    change(estate, "birch", domains=[shown("birch.example"), {"name": "schools.alder.example"}])
    change(estate, "alder", offers=offer("pay.schools.alder.example"))
    assert problems(load_estate(estate)) == []
    change(estate, "birch", domains=[shown("birch.example"), {"name": "alder.example"}])
    assert "organisations/birch.yaml" in refused(estate)
    assert "organisations/alder.yaml" not in refused(estate)


def test_a_body_may_run_the_platform(estate: Path):
    """Its domain is the platform's too, and another body's mailbox may lie there."""
    platform(estate, "commons.example", "alder.example")
    change(estate, "birch", contacts=contacts(owner="birch@alder.example"))
    assert problems(load_estate(estate)) == []


def test_what_the_platform_holds_besides_is_its_own(estate: Path):
    platform(estate, "domain: cloud.commons.example", "domain: cloud.commons-cells.example")
    assert "azure.cells.a.domain: found 'cloud.commons-cells.example'" in refused(estate)
    platform(estate, "retention_days: 400", "retention_days: 400\ndomains: [commons-cells.example]")
    assert problems(load_estate(estate)) == []


@pytest.mark.parametrize("mailbox", ["aws+{slug}@gov.uk", "aws {slug}@commons.example", "aws@{slug}.example", "aws+{slug}@commons.exampel"])
def test_a_mailbox_lies_under_a_domain_that_somebody_can_have(estate: Path, mailbox: str):
    platform(estate, "aws+{slug}@commons.example", mailbox)
    with pytest.raises(RecordError, match=r"aws\.mailbox_template: found "):
        _ = load_estate(estate)
