"""The door of an offer on Azure: the consumers see it and are let in; for everybody else it is not there."""

from dataclasses import replace

import pytest

from civic.plan import Deployment
from components.azure.services.offer import ServiceOffer
from components.contracts import ContractError
from tests.components.azure.hosting_subjects import ADDRESS, ALARMS, CELL_CARD, DOORS, ENDPOINTS, HOSTED_OFFER, NETWORK, OFFER
from tests.components.azure.subjects import SENSITIVE, inventory, plan_of
from tests.planning import PlanFailed

CONSUMERS = ["66666666-6666-4666-8666-666666666666", "55555555-5555-4555-8555-555555555555"]
DIRECT = replace(HOSTED_OFFER, direct=True)
DOOR = NETWORK.subnets[DOORS[0]]
ALWAYS = {("ServiceOffer", "door"), ("ResourceGroup", "door-group"), ("PrivateLinkService", "door-service"), ("MetricAlert", "door-full")}


@pytest.fixture(scope="module")
def plan() -> Deployment:
    return plan_of(ServiceOffer, "door", OFFER)


@pytest.fixture(scope="module")
def direct() -> Deployment:
    return plan_of(ServiceOffer, "door", DIRECT)


@pytest.fixture(scope="module", params=[OFFER, DIRECT], ids=["forwarders", "direct"])
def either(request: pytest.FixtureRequest) -> Deployment:
    return plan_of(ServiceOffer, "door", request.param)


def test_a_door_is_exactly_these_resources(plan: Deployment, direct: Deployment) -> None:
    assert inventory(direct) == ALWAYS
    assert inventory(plan) == ALWAYS | {
        ("LoadBalancer", "door-balancer"),
        ("NetworkSecurityGroup", "door-forwarder-rules"),
        ("SubscriptionSettings", "door-encryption"),
        ("pulumi-python", "door-plane"),
        ("UnknownKey", "door-nobody"),
        ("VirtualMachineScaleSet", "door-forwarders"),
        ("MetricAlert", "door-unreached"),
    }


def test_the_consumers_and_nobody_else_see_it_and_are_let_in(either: Deployment) -> None:
    service = either.named("door-service")
    assert service.inputs["visibility"] == service.inputs["autoApproval"] == {"subscriptions": CONSUMERS}
    assert either.named("door").outputs["service"] == service.id
    assert service.id.endswith("/privateLinkServices/ccp-northshire-offer-payroll")


def test_what_is_on_premises_can_be_told_through_whose_endpoint_a_connection_came(plan: Deployment) -> None:
    assert plan.named("door-service").inputs["enableProxyProtocol"] is False
    told = plan_of(ServiceOffer, "door", replace(OFFER, proxy_protocol=True))
    assert told.named("door-service").inputs["enableProxyProtocol"] is True
    with pytest.raises(ContractError, match="the entry of a cell reads no such header"):
        replace(HOSTED_OFFER, proxy_protocol=True)


def test_it_stands_before_the_balancer_of_its_forwarders(plan: Deployment) -> None:
    service, balancer = plan.named("door-service").inputs, plan.named("door-balancer")
    (front,) = balancer.inputs["frontendIPConfigurations"]
    assert service["loadBalancerFrontendIpConfigurations"] == [{"id": f"{balancer.id}/frontendIPConfigurations/{front['name']}"}]
    assert not service.get("destinationIPAddress")
    assert [entry["subnet"]["id"] for entry in service["ipConfigurations"]] == [DOOR]
    assert plan.named("door").outputs["target"] == ADDRESS


def test_where_microsoft_offers_it_a_door_leads_to_the_entry_itself(direct: Deployment) -> None:
    service = direct.named("door-service").inputs
    assert service["destinationIPAddress"] == direct.named("door").outputs["target"] == CELL_CARD.entry_address
    assert not service.get("loadBalancerFrontendIpConfigurations")
    addresses = [(entry["primary"], entry["subnet"]["id"]) for entry in service["ipConfigurations"]]
    assert addresses == [(True, DOOR), (False, DOOR)]


def test_the_body_hears_when_it_is_full_and_when_nothing_answers(plan: Deployment) -> None:
    for alert, scope in (("door-full", "door-service"), ("door-unreached", "door-balancer")):
        inputs = plan.named(alert).inputs
        assert inputs["scopes"] == [plan.named(scope).id]
        assert inputs["actions"] == [{"actionGroupId": ALARMS}]
    assert plan.named("door-full").inputs["ruleName"] != plan.named("door-unreached").inputs["ruleName"]


def test_without_alarms_it_makes_none() -> None:
    assert not plan_of(ServiceOffer, "door", OFFER, alarms="").of_type("azure-native:monitor:MetricAlert")


def test_a_door_can_close_again(either: Deployment) -> None:
    assert either.named("door-service")
    assert [resource.name for resource in either if resource.protect] == []


def test_everything_carries_the_providers_tags() -> None:
    plan = plan_of(ServiceOffer, "door", OFFER, owner=SENSITIVE)
    for name in ("door-group", "door-service", "door-balancer", "door-forwarder-rules", "door-forwarders", "door-full", "door-unreached"):
        assert plan.named(name).inputs["tags"] == dict(SENSITIVE.tags), name


def test_a_network_without_a_subnet_for_doors_is_told_so() -> None:
    with pytest.raises(PlanFailed, match="needs the subnet door-a"):
        plan_of(ServiceOffer, "door", OFFER, network=replace(NETWORK, subnets={ENDPOINTS: NETWORK.subnets[ENDPOINTS]}))
