"""A consumer's way to an offer on Azure: in its own network, under one name that leads nobody else anywhere."""

from dataclasses import replace

import pytest

from civic.plan import Deployment
from components.azure.services.subscription import ServiceSubscription
from tests.components.azure.hosting_subjects import DOORS, EASTVALE, ENDPOINTS, NETWORK, TAKEN
from tests.components.azure.subjects import inventory, plan_of
from tests.planning import PlanFailed


@pytest.fixture(scope="module")
def plan() -> Deployment:
    return plan_of(ServiceSubscription, "from", TAKEN)


def test_a_subscription_is_exactly_these_resources(plan: Deployment) -> None:
    assert inventory(plan) == {
        ("ServiceSubscription", "from"),
        ("PrivateEndpoint", "from-endpoint"),
        ("PrivateZone", "from-zone"),
        ("VirtualNetworkLink", "from-zone-link"),
        ("PrivateRecordSet", "from-name"),
    }


def test_it_asks_the_provider_and_takes_nothing(plan: Deployment) -> None:
    endpoint = plan.named("from-endpoint").inputs
    (connection,) = endpoint["manualPrivateLinkServiceConnections"]
    assert connection["privateLinkServiceId"] == TAKEN.service
    assert not endpoint.get("privateLinkServiceConnections")
    assert endpoint["subnet"]["id"] in [NETWORK.subnets[key] for key in DOORS]


def test_exactly_one_name_leads_there_and_in_this_network_alone(plan: Deployment) -> None:
    assert plan.named("from-zone").inputs["privateZoneName"] == TAKEN.host
    links = plan.of_type("azure-native:privatedns:VirtualNetworkLink")
    assert [link.inputs["virtualNetwork"]["id"] for link in links] == [NETWORK.network]
    assert links[0].inputs["registrationEnabled"] is False
    record = plan.named("from-name").inputs
    assert (record["relativeRecordSetName"], record["recordType"]) == ("@", "A")
    assert record["aRecords"][0]["ipv4Address"].count(".") == 3
    assert plan.named("from").outputs["host"] == TAKEN.host


def test_another_subscription_moves_none(plan: Deployment) -> None:
    again = plan_of(ServiceSubscription, "from", TAKEN, host="other.northshire.example")
    assert again.named("from-endpoint").inputs["subnet"] == plan.named("from-endpoint").inputs["subnet"]


def test_the_provider_reads_who_takes_it_and_the_consumers_tags_are_on_everything(plan: Deployment) -> None:
    (connection,) = plan.named("from-endpoint").inputs["manualPrivateLinkServiceConnections"]
    assert connection["requestMessage"] == "eastvale takes payroll of northshire"
    for name in ("from-endpoint", "from-zone", "from-zone-link"):
        assert plan.named(name).inputs["tags"] == dict(EASTVALE.tags), name


def test_the_name_has_the_address_of_the_endpoints_own_interface(plan: Deployment) -> None:
    assert plan.named("from-endpoint").urn in plan.named("from-name").dependencies


def test_a_network_without_a_subnet_for_doors_is_told_so() -> None:
    with pytest.raises(PlanFailed, match="needs the subnet door-a"):
        plan_of(ServiceSubscription, "from", TAKEN, network=replace(NETWORK, subnets={ENDPOINTS: NETWORK.subnets[ENDPOINTS]}))
