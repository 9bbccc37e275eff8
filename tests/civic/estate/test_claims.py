"""What only one may have anywhere is claimed once: mailboxes, tenancies and names of the internet."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from ruamel.yaml.scalarstring import DoubleQuotedScalarString as Quoted

from civic.estate.checks import problems
from civic.estate.loading import load_estate
from civic.estate.pending_actions import pending_actions
from civic.records.held_domains import txt_record
from tests.civic.records.estates import empty, joined
from tests.stacks.sharing import change

DEDICATED = {"placement": "dedicated"}


def hosted(domain: str) -> dict[str, object]:
    return {**DEDICATED, "domain": domain}


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
    change(estate, "birch", hosting=hosted("birchalder.example"), domains=[{"name": "birchalder.example", "shown": Quoted("2026-11-24")}])
    assert problems(load_estate(estate)) == []


def test_a_name_is_used_by_whoever_showed_that_it_holds_it(estate: Path):
    change(estate, "alder", offers=offer("pay.ministry.gov.uk"))
    told = refused(estate)
    assert "offers[0].host: found 'pay.ministry.gov.uk'; allowed: a name at or under one of the body's 'domains'" in told
    assert "'domains: [{name: ministry.gov.uk}]'" in told

    change(estate, "alder", domains=[{"name": "ministry.gov.uk"}])
    told = refused(estate)
    assert "domains[0]: found 'ministry.gov.uk' without 'shown'; allowed: 'shown', the day on which the platform's team saw the TXT record" in told
    name, text = txt_record("ccp", "alder", "ministry.gov.uk")
    assert f'{name} with the text "{text}"' in told

    change(estate, "alder", domains=[{"name": "ministry.gov.uk", "shown": Quoted("2026-11-24")}])
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


@pytest.mark.parametrize("mailbox", ["aws+{slug}@alder.onmicrosoft.com", "aws+{slug}@gov.uk"])
def test_a_mailbox_lies_under_a_domain_that_somebody_can_have(estate: Path, mailbox: str):
    path = estate / "platform.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("aws+{slug}@commons.example", mailbox), encoding="utf-8")
    assert "aws.mailbox_template" in refused(estate)
