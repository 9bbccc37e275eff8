"""The door of an offer on AWS: who may come is a list of accounts, and there is no way around it."""

from dataclasses import replace

import pytest

from civic.plan import Deployment
from components import aws
from components.contracts import ContractError, SubnetKey, of_tier
from tests.components.aws.hosting_subjects import DEDICATED_CELL, OFFER, cell_handle
from tests.components.aws.subjects import inventory, plan_of

ALWAYS = {
    ("ServiceOffer", "door"),
    ("LoadBalancer", "door-balancer"),
    ("SecurityGroup", "door-group"),
    ("SecurityGroupEgressRule", "door-group-out"),
    ("TargetGroup", "door-target"),
    ("Listener", "door-listener"),
    ("VpcEndpointService", "door-service"),
    ("VpcEndpointConnectionNotification", "door-connections"),
    ("MetricAlarm", "door-unwell"),
}
CELL = cell_handle(DEDICATED_CELL)


@pytest.fixture(scope="module")
def plan() -> Deployment:
    return plan_of(aws.ServiceOffer, "door", OFFER)


def test_a_door_to_premises_is_exactly_these_resources(plan: Deployment):
    assert inventory(plan) == ALWAYS | {("TargetGroupAttachment", "door-target-address")}
    target = plan.named("door-target-address").inputs
    assert (target["targetId"], target["port"], target["availabilityZone"]) == (OFFER.address, 8443, "all")
    assert plan.named("door-target").inputs["targetType"] == "ip"


def test_a_door_to_an_application_is_left_empty_for_layer_6():
    plan = plan_of(aws.ServiceOffer, "door", OFFER, address="", cell=CELL, port=443)
    assert inventory(plan) == ALWAYS
    target = plan.named("door-target")
    assert (target.inputs["targetType"], target.inputs["port"]) == ("alb", 443)
    assert plan.named("door").outputs["target"] == target.outputs["arn"]
    assert plan.named("door-group-out").inputs["cidrIpv4"] == str(OFFER.block)


def test_what_is_on_premises_can_be_told_through_whose_endpoint_a_connection_came(plan: Deployment):
    """By a header before the first byte; the health check is a connection without one."""
    assert plan.named("door-target").inputs["proxyProtocolV2"] is False
    told = plan_of(aws.ServiceOffer, "door", OFFER, proxy_protocol=True).named("door-target").inputs
    assert (told["proxyProtocolV2"], told["healthCheck"]["protocol"]) == (True, "TCP")
    with pytest.raises(ContractError, match="the entry of a cell reads no such header"):
        replace(OFFER, address="", cell=CELL, proxy_protocol=True)


def test_the_consumers_and_nobody_else_may_come(plan: Deployment):
    service = plan.named("door-service").inputs
    assert service["allowedPrincipals"] == ["arn:aws:iam::666666666666:root", "arn:aws:iam::555555555555:root"]
    assert service["acceptanceRequired"] is False
    assert service["networkLoadBalancerArns"] == [plan.named("door-balancer").outputs["arn"]]
    assert "supportedRegions" not in service
    assert plan.named("door").outputs["service"] == plan.named("door-service").outputs["serviceName"]


def test_consumers_elsewhere_add_their_regions_alone():
    plan = plan_of(aws.ServiceOffer, "door", OFFER, regions=("eu-west-1",))
    assert plan.named("door-service").inputs["supportedRegions"] == ["eu-west-1", "eu-west-2"]


def test_privatelink_is_the_only_way_in(plan: Deployment):
    balancer = plan.named("door-balancer").inputs
    assert balancer["internal"] is True
    assert balancer["enforceSecurityGroupInboundRulesOnPrivateLinkTraffic"] == "off"
    assert balancer["securityGroups"] == [plan.named("door-group").id]
    assert not plan.of_type("aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule")
    assert not plan.named("door-group").inputs.get("ingress")
    rule = plan.named("door-group-out").inputs
    assert (rule["cidrIpv4"], rule["fromPort"], rule["toPort"]) == (f"{OFFER.address}/32", 8443, 8443)


def test_every_zone_has_it_and_any_zone_can_be_lost(plan: Deployment):
    balancer = plan.named("door-balancer").inputs
    assert balancer["subnets"] == [OFFER.network.subnets[SubnetKey("application", zone)] for zone in "ab"]
    assert balancer["enableCrossZoneLoadBalancing"] is True


def test_a_body_without_hosting_has_its_door_in_the_endpoint_subnets():
    subnets = {key: subnet for key, subnet in OFFER.network.subnets.items() if key.tier not in ("application", "data")}
    plan = plan_of(aws.ServiceOffer, "door", OFFER, network=replace(OFFER.network, subnets=subnets))
    endpoint = of_tier(OFFER.network.subnets, "endpoint")
    assert len(endpoint) == 2
    assert plan.named("door-balancer").inputs["subnets"] == endpoint


def test_the_body_hears_of_connections_and_of_silence(plan: Deployment):
    assert plan.named("door-connections").inputs["connectionNotificationArn"] == OFFER.alarms
    assert set(plan.named("door-connections").inputs["connectionEvents"]) == {"Accept", "Connect", "Delete", "Reject"}
    alarm = plan.named("door-unwell").inputs
    assert (alarm["namespace"], alarm["metricName"], alarm["alarmActions"]) == ("AWS/NetworkELB", "UnHealthyHostCount", [OFFER.alarms])
    assert alarm["dimensions"]["TargetGroup"] == plan.named("door-target").outputs["arnSuffix"]


def test_a_door_can_close_again(plan: Deployment):
    assert not any(resource.protect for resource in plan)
    assert not plan.named("door-balancer").inputs.get("enableDeletionProtection")


def test_a_door_without_a_consumer_is_not_made():
    with pytest.raises(ContractError, match="a door without a consumer is not made"):
        replace(OFFER, consumers={})


def test_one_thing_stands_behind_a_door():
    with pytest.raises(ContractError, match="one of the two stands behind a door"):
        replace(OFFER, cell=CELL)
    with pytest.raises(ContractError, match="one of the two stands behind a door"):
        replace(OFFER, address="")


def test_a_door_without_alarms_tells_nobody():
    silent = plan_of(aws.ServiceOffer, "door", OFFER, alarms="")
    assert inventory(silent) == (ALWAYS | {("TargetGroupAttachment", "door-target-address")}) - {
        ("VpcEndpointConnectionNotification", "door-connections"),
        ("MetricAlarm", "door-unwell"),
    }
