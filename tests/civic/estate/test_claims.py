"""What only one may have anywhere is claimed once: mailboxes, tenancies and names of the internet."""

from collections.abc import Callable
from pathlib import Path

import pytest
from ruamel.yaml.scalarstring import DoubleQuotedScalarString as Quoted

from civic.estate.checks import problems
from civic.estate.loading import load_estate
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
    change(estate, "birch", hosting=hosted("birchalder.example"))
    assert problems(load_estate(estate)) == []
