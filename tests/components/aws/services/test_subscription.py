"""A consumer's way to an offer on AWS: in its own network, under one name, for its own applications."""

from dataclasses import replace

import pytest

from civic.plan import Deployment
from components import aws
from components.contracts import SubnetKey
from tests.components.aws.hosting_subjects import SUBSCRIPTION
from tests.components.aws.subjects import REGION, inventory, plan_of


@pytest.fixture(scope="module")
def plan() -> Deployment:
    return plan_of(aws.ServiceSubscription, "from", SUBSCRIPTION)


def test_a_subscription_is_exactly_these_resources(plan: Deployment):
    assert inventory(plan) == {
        ("ServiceSubscription", "from"),
        ("VpcEndpoint", "from-endpoint"),
        ("SecurityGroup", "from-group"),
        ("SecurityGroupIngressRule", "from-from-10.20.4.0-22"),
        ("SecurityGroupIngressRule", "from-from-10.40.0.0-22"),
        ("Zone", "from-zone"),
        ("Record", "from-name"),
    }


def test_it_leads_to_the_offer_from_every_endpoint_subnet(plan: Deployment):
    endpoint = plan.named("from-endpoint").inputs
    assert (endpoint["serviceName"], endpoint["vpcEndpointType"], endpoint["vpcId"]) == (SUBSCRIPTION.service, "Interface", SUBSCRIPTION.network.vpc)
    assert endpoint["subnetIds"] == [SUBSCRIPTION.network.subnets[SubnetKey("endpoint", zone)] for zone in "ab"]
    assert endpoint["securityGroupIds"] == [plan.named("from-group").id]
    assert "serviceRegion" not in endpoint
    assert endpoint["tags"]["subscription"] == SUBSCRIPTION.key


def test_a_provider_elsewhere_is_named_with_its_region():
    assert (
        plan_of(aws.ServiceSubscription, "from", SUBSCRIPTION, service_region="eu-west-1").named("from-endpoint").inputs["serviceRegion"]
        == "eu-west-1"
    )
    assert "serviceRegion" not in plan_of(aws.ServiceSubscription, "from", SUBSCRIPTION, service_region=REGION).named("from-endpoint").inputs


def test_the_bodys_own_applications_call_it_on_its_port_alone(plan: Deployment):
    rules = plan.of_type("aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule")
    assert sorted((rule.inputs["cidrIpv4"], rule.inputs["fromPort"], rule.inputs["toPort"]) for rule in rules) == [
        ("10.20.4.0/22", 8443, 8443),
        ("10.40.0.0/22", 8443, 8443),
    ]
    assert not plan.named("from-group").inputs.get("egress")


def test_exactly_one_name_leads_there_and_in_this_network_alone(plan: Deployment):
    zone, record = plan.named("from-zone"), plan.named("from-name").inputs
    assert zone.inputs["name"] == record["name"] == SUBSCRIPTION.host
    assert zone.inputs["vpcs"] == [{"vpcId": SUBSCRIPTION.network.vpc, "vpcRegion": REGION}]
    assert (record["zoneId"], record["type"]) == (zone.outputs["zoneId"], "A")
    entry = plan.named("from-endpoint").outputs["dnsEntries"][0]
    (alias,) = record["aliases"]
    assert (alias["name"], alias["zoneId"]) == (entry["dnsName"], entry["hostedZoneId"])


def test_services_of_like_names_are_kept_apart():
    assert replace(SUBSCRIPTION, provider="a-b", offer="c").key != replace(SUBSCRIPTION, provider="a", offer="b-c").key


def test_a_subscription_can_end_with_its_agreement(plan: Deployment):
    assert not any(resource.protect for resource in plan)
