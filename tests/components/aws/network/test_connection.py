"""A body's network on AWS: no way out of its own, nothing in, and a place for every subnet."""

from ipaddress import IPv4Network

import pytest

from civic.plan import Deployment
from components import aws
from components.contracts import SubnetKey, platform_owner, subnet_ranges
from tests.components.aws.subjects import (
    ARCHIVE,
    BLOCK,
    CONNECTION,
    ENDPOINT,
    ORGANISATION,
    RANGES,
    SENSITIVE,
    TIERS,
    ZONES,
    inventory,
    plan_of,
    statements,
)
from tests.planning import PlanFailed


@pytest.fixture(scope="module")
def plan() -> Deployment:
    return plan_of(aws.NetworkConnection, "link", CONNECTION)


@pytest.fixture(scope="module")
def hardened() -> Deployment:
    return plan_of(aws.NetworkConnection, "link", CONNECTION, endpoints=(ENDPOINT,), owner=SENSITIVE)


def expected() -> set[tuple[str, str]]:
    keys = [f"{tier}-{zone}" for tier in TIERS for zone in "ab"]
    resources = {("Subnet", f"link-{key}") for key in keys} | {("RouteTableAssociation", f"link-{key}-routes") for key in keys}
    resources |= {("RouteTable", f"link-{tier}-routes") for tier in TIERS}
    return resources | {
        ("NetworkConnection", "link"),
        ("Vpc", "link-vpc"),
        ("DefaultSecurityGroup", "link-default-group"),
        ("FlowLog", "link-flow"),
        ("VpcEndpoint", "link-s3"),
        ("SecurityGroup", "link-endpoint-group"),
        ("SecurityGroupIngressRule", "link-endpoint-https"),
    }


def test_a_connection_is_exactly_these_resources(plan: Deployment):
    assert inventory(plan) == expected()


def test_an_endpoint_adds_itself_in_the_endpoint_subnets(hardened: Deployment):
    assert inventory(hardened) == expected() | {("VpcEndpoint", "link-kms")}
    endpoint = hardened.named("link-kms").inputs
    assert endpoint["subnetIds"] == [hardened.named(f"link-endpoint-{zone}").id for zone in "ab"]
    assert endpoint["securityGroupIds"] == [hardened.named("link-endpoint-group").id]
    assert endpoint["privateDnsEnabled"] is True
    assert statements(hardened.named("link-kms")).keys() == {"OurOrganisation"}


def test_growing_moves_nothing(plan: Deployment):
    zones = (*CONNECTION.zones, "eu-west-2c")
    grown = plan_of(aws.NetworkConnection, "link", CONNECTION, zones=zones, subnets=subnet_ranges(BLOCK, ["a", "b", "c"], TIERS))
    subnets = plan.of_type("aws:ec2/subnet:Subnet")
    assert len(subnets) == len(RANGES)
    for subnet in subnets:
        for key in ("cidrBlock", "availabilityZone"):
            assert grown.named(subnet.name).inputs[key] == subnet.inputs[key]


def test_subnets_lie_where_the_table_says(plan: Deployment):
    for key, block in RANGES.items():
        subnet = plan.named(f"link-{key.name}").inputs
        assert (subnet["cidrBlock"], subnet["availabilityZone"]) == (str(block), ZONES["ab".index(key.zone)])
    assert len(RANGES) == len(TIERS) * len(ZONES)


@pytest.mark.parametrize("key", [SubnetKey("entry", "region"), SubnetKey("application", "c")])
def test_a_subnet_that_the_network_cannot_have_is_refused(key: SubnetKey):
    with pytest.raises(PlanFailed, match=f"subnets: {key.name} cannot be in a network on AWS"):
        plan_of(aws.NetworkConnection, "link", CONNECTION, subnets={**RANGES, key: IPv4Network("10.20.3.0/26")})


def test_the_default_group_has_no_rules(plan: Deployment):
    group = plan.named("link-default-group")
    assert group.inputs["vpcId"] == plan.named("link-vpc").id
    assert not group.inputs.get("ingress")
    assert not group.inputs.get("egress")


def test_alone_it_leads_nowhere(hardened: Deployment):
    ways_out = ("internetGateway:InternetGateway", "natGateway:NatGateway", "vpcPeeringConnection:VpcPeeringConnection", "eip:Eip", "route:Route")
    assert not [token for token in ways_out if hardened.of_type(f"aws:ec2/{token}")]
    assert [name for kind, name in inventory(hardened) if kind in ("VpcAttachment", "ProfilesAssociation")] == []
    subnets = hardened.of_type("aws:ec2/subnet:Subnet")
    assert len(subnets) == len(RANGES)
    assert not any(subnet.inputs.get("mapPublicIpOnLaunch") for subnet in subnets)


def test_whoever_attaches_it_knows_the_tables_that_lead_to_the_hub(plan: Deployment):
    network = plan.named("link").outputs["network"]
    assert network["vpc"] == plan.named("link-vpc").id
    assert network["hub_route_tables"] == {tier: plan.named(f"link-{tier}-routes").id for tier in ("application", "endpoint")}
    assert network["subnets"] == {tier: {zone: plan.named(f"link-{tier}-{zone}").id for zone in "ab"} for tier in TIERS}


def test_endpoints_answer_this_network_and_this_organisation_alone(plan: Deployment):
    rule = plan.named("link-endpoint-https").inputs
    assert (rule["cidrIpv4"], rule["fromPort"], rule["toPort"], rule["ipProtocol"]) == (str(BLOCK), 443, 443, "tcp")
    assert not plan.named("link-endpoint-group").inputs.get("egress")
    policy = statements(plan.named("link-s3"))
    ours = {"StringEquals": {"aws:PrincipalOrgID": ORGANISATION.id, "aws:ResourceOrgID": ORGANISATION.id}}
    assert policy["OurOrganisation"]["Condition"] == ours
    assert policy.keys() == {"OurOrganisation", "ImageLayers"}
    assert policy["ImageLayers"]["Action"] == ["s3:GetObject"]
    assert policy["ImageLayers"]["Resource"].endswith(f":s3:::prod-{CONNECTION.region}-starport-layer-bucket/*")


def test_all_flows_are_recorded(plan: Deployment):
    flow = plan.named("link-flow").inputs
    assert (flow["trafficType"], flow["logDestinationType"]) == ("ALL", "s3")
    assert flow["logDestination"] == f"{ARCHIVE.bucket}/flow/"


def test_networks_are_protected(plan: Deployment):
    for name in ("link-vpc", *(f"link-{key.name}" for key in RANGES)):
        assert plan.named(name).protect, name


def test_networks_of_one_owner_are_told_apart_by_their_role(plan: Deployment):
    assert plan.named("link-endpoint-group").inputs["name"] == "ccp-northshire-endpoints"
    cell = plan_of(aws.NetworkConnection, "link", CONNECTION, owner=platform_owner("ccp"), role="one")
    assert cell.named("link-endpoint-group").inputs["name"] == "ccp-one-endpoints"
