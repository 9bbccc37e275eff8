"""What is published on Azure: routes of Front Door before an environment that has no public address."""

import base64
from dataclasses import replace

import pytest

from civic.plan import Deployment
from components import azure
from tests.components.azure.hosting_subjects import EDGE, PUBLISHED
from tests.components.azure.subjects import inventory, plan_of
from tests.looping import each

SECOND = replace(PUBLISHED, application="rates", host="rates.northshire.example", inside="rates.apps.northshire.example", countries=())
SHARED = {
    ("Edge", "town-edge"),
    ("ResourceGroup", "town-edge-group"),
    ("Profile", "town-edge-profile"),
    ("AFDEndpoint", "town-edge-endpoint"),
    ("DiagnosticSetting", "town-edge-logs"),
}
APPROVED = {("pulumi-python", "town-edge-plane"), ("EndpointApproval", "town-edge-approved")}


def of(application: str) -> set[tuple[str, str]]:
    stem = f"town-edge-{application}"
    return {
        ("AFDCustomDomain", f"{stem}-domain"),
        ("AFDOriginGroup", f"{stem}-origins"),
        ("AFDOrigin", f"{stem}-origin"),
        ("Route", f"{stem}-route"),
        ("Policy", f"{stem}-firewall"),
        ("SecurityPolicy", f"{stem}-guarded"),
        ("RuleSet", f"{stem}-rules"),
        ("Rule", f"{stem}-headers"),
        ("Rule", f"{stem}-untold"),
        ("Rule", f"{stem}-security-txt"),
    }


@pytest.fixture(scope="module")
def edge() -> Deployment:
    return plan_of(azure.Edge, "town-edge", EDGE, published=(PUBLISHED, SECOND))


def test_an_edge_is_exactly_these_resources(edge: Deployment) -> None:
    assert inventory(edge) == SHARED | APPROVED | of("forms") | of("rates")


def test_another_publication_changes_nothing_of_the_first(edge: Deployment) -> None:
    alone = plan_of(azure.Edge, "town-edge", EDGE)
    before = {one.urn: one.inputs for one in alone if one.custom}
    after = {one.urn: one.inputs for one in edge if one.custom}
    for urn, inputs in each(before.items()):
        assert after[urn] == inputs


def test_before_the_name_is_proved_there_is_a_domain_and_nothing_is_published() -> None:
    waiting = plan_of(azure.Edge, "town-edge", EDGE, published=(replace(PUBLISHED, proved=False),))
    assert inventory(waiting) == SHARED | {("AFDCustomDomain", "town-edge-forms-domain")}


def test_nothing_is_led_on_before_the_firewall_stands_and_the_link_is_approved(edge: Deployment) -> None:
    (route,) = [one for one in edge if one.name == "town-edge-forms-route"]
    waits = {urn.rpartition("::")[2] for urn in route.dependencies}
    assert {"town-edge-approved", "town-edge-forms-guarded", "town-edge-forms-security-txt"} <= waits


def test_maintenance_is_told_to_whoever_calls() -> None:
    mended = plan_of(azure.Edge, "town-edge", EDGE, published=(replace(PUBLISHED, maintenance=True),))
    (firewall,) = [one for one in mended if one.name == "town-edge-forms-firewall"]
    assert "unavailable" in base64.b64decode(firewall.inputs["policySettings"]["customBlockResponseBody"]).decode()
    assert firewall.inputs["customRules"]["rules"][0]["name"] == "maintenance"
