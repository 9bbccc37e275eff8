"""A consumer's way to an offer on Azure: in its own network, under one name that leads nobody else anywhere."""

import pytest

from civic.plan import Deployment
from components import azure
from tests.components.azure.subjects import NETWORK, SHARED, SUBNETS, inventory, plan_of


@pytest.fixture(scope="module")
def plan() -> Deployment:
    return plan_of(azure.ServiceSubscription, "from", SHARED)


def test_a_subscription_is_exactly_these_resources(plan: Deployment):
    assert inventory(plan) == {
        ("ServiceSubscription", "from"),
        ("ResourceGroup", "from-group"),
        ("PrivateEndpoint", "from-endpoint"),
        ("PrivateZone", "from-zone"),
        ("VirtualNetworkLink", "from-zone-link"),
        ("PrivateRecordSet", "from-name"),
    }


def test_it_asks_the_provider_and_takes_nothing(plan: Deployment):
    endpoint = plan.named("from-endpoint").inputs
    (asked,) = endpoint["manualPrivateLinkServiceConnections"]
    assert asked["privateLinkServiceId"] == SHARED.service
    assert not endpoint.get("privateLinkServiceConnections")
    assert endpoint["subnet"]["id"] in (SUBNETS["door-a"], SUBNETS["door-b"])


def test_exactly_one_name_leads_there_and_in_this_network_alone(plan: Deployment):
    assert plan.named("from-zone").inputs["privateZoneName"] == SHARED.host
    links = plan.of_type("azure-native:privatedns:VirtualNetworkLink")
    assert [link.inputs["virtualNetwork"]["id"] for link in links] == [NETWORK]
    assert links[0].inputs["registrationEnabled"] is False
    record = plan.named("from-name").inputs
    assert (record["relativeRecordSetName"], record["recordType"]) == ("@", "A")
    assert record["aRecords"][0]["ipv4Address"].count(".") == 3
    assert plan.named("from").outputs["host"] == SHARED.host


def test_another_subscription_moves_none(plan: Deployment):
    again = plan_of(azure.ServiceSubscription, "from", SHARED, host="other.northshire.example")
    assert again.named("from-endpoint").inputs["subnet"] == plan.named("from-endpoint").inputs["subnet"]
