"""The door of an offer on Azure: the consumers see it and are let in; for everybody else it is not there."""

import pytest

from components import azure
from plan import Deployment
from tests.components.azure.subjects import OFFER, SUBNETS, inventory, plan_of
from tests.planning import PlanFailed

CONSUMERS = ["66666666-6666-4666-8666-666666666666", "55555555-5555-4555-8555-555555555555"]


@pytest.fixture(scope="module")
def plan() -> Deployment:
    return plan_of(azure.ServiceOffer, "door", OFFER)


def test_a_door_is_exactly_these_resources(plan: Deployment):
    assert inventory(plan) == {
        ("ServiceOffer", "door"),
        ("ResourceGroup", "door-group"),
        ("PrivateLinkService", "door-service"),
        ("MetricAlert", "door-full"),
    }


def test_the_consumers_and_nobody_else_see_it_and_are_let_in(plan: Deployment):
    service = plan.named("door-service")
    assert service.inputs["visibility"] == service.inputs["autoApproval"] == {"subscriptions": CONSUMERS}
    assert plan.named("door").outputs["service"] == service.id
    assert service.id.endswith("/privateLinkServices/ccp-northshire-offer-payroll")


def test_it_leads_to_one_fixed_address(plan: Deployment):
    service = plan.named("door-service").inputs
    assert service["destinationIPAddress"] == plan.named("door").outputs["target"] == OFFER.address
    assert not service.get("loadBalancerFrontendIpConfigurations")


def test_it_leads_to_the_entry_of_dedicated_hosting():
    plan = plan_of(azure.ServiceOffer, "door", OFFER, address="", entry="10.20.3.10", port=443)
    assert plan.named("door-service").inputs["destinationIPAddress"] == "10.20.3.10"


def test_it_has_two_addresses_in_the_subnet_for_doors(plan: Deployment):
    found = plan.named("door-service").inputs["ipConfigurations"]
    assert [(entry["primary"], entry["subnet"]["id"]) for entry in found] == [(True, SUBNETS["door-a"]), (False, SUBNETS["door-a"])]


def test_the_body_hears_when_it_is_full(plan: Deployment):
    alert = plan.named("door-full").inputs
    assert alert["scopes"] == [plan.named("door-service").id]
    assert alert["actions"] == [{"actionGroupId": OFFER.alarms}]


def test_a_door_can_close_again(plan: Deployment):
    assert not any(resource.protect for resource in plan)


def test_a_network_without_a_subnet_for_doors_is_told_so():
    with pytest.raises(PlanFailed, match="needs the subnet door-a"):
        plan_of(azure.ServiceOffer, "door", OFFER, subnets={"endpoint-a": SUBNETS["endpoint-a"]})
