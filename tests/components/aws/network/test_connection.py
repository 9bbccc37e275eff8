"""A body's network on AWS: one way out, nothing in, and a place for every subnet."""

import pytest

from civic.plan import Deployment
from components import aws
from components.contracts.tiers import ranges
from tests.components.aws.subjects import BLOCK, CONNECTION, ENDPOINT, ORGANISATION, TIERS, TRANSIT, inventory, plan_of, statements


@pytest.fixture(scope="module")
def plan() -> Deployment:
    return plan_of(aws.NetworkConnection, "link", CONNECTION)


@pytest.fixture(scope="module")
def hardened() -> Deployment:
    return plan_of(aws.NetworkConnection, "link", CONNECTION, endpoints=(ENDPOINT,), classification="official-sensitive")


def expected() -> set[tuple[str, str]]:
    keys = [f"{tier}-{zone}" for tier in TIERS for zone in "ab"]
    made = {("Subnet", f"link-{key}") for key in keys} | {("RouteTableAssociation", f"link-{key}-routes") for key in keys}
    made |= {("RouteTable", f"link-{tier}-routes") for tier in TIERS}
    return made | {
        ("NetworkConnection", "link"),
        ("Vpc", "link-vpc"),
        ("DefaultSecurityGroup", "link-default-group"),
        ("VpcAttachment", "link-attachment"),
        ("Route", "link-application-to-hub"),
        ("Route", "link-endpoint-to-hub"),
        ("FlowLog", "link-flow"),
        ("ResolverQueryLogConfigAssociation", "link-queries"),
        ("ProfilesAssociation", "link-dns"),
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
    grown = plan_of(aws.NetworkConnection, "link", CONNECTION, zones=zones, subnets=ranges(BLOCK, ["a", "b", "c"], TIERS))
    for subnet in plan.of_type("aws:ec2/subnet:Subnet"):
        for key in ("cidrBlock", "availabilityZone"):
            assert grown.named(subnet.name).inputs[key] == subnet.inputs[key]


def test_the_default_group_has_no_rules(plan: Deployment):
    group = plan.named("link-default-group")
    assert group.inputs["vpcId"] == plan.named("link-vpc").id
    assert not group.inputs.get("ingress")
    assert not group.inputs.get("egress")


def test_the_hub_is_the_only_way_out(plan: Deployment):
    for token in ("internetGateway:InternetGateway", "natGateway:NatGateway", "vpcPeeringConnection:VpcPeeringConnection", "eip:Eip"):
        assert not plan.of_type(f"aws:ec2/{token}")
    routes = plan.of_type("aws:ec2/route:Route")
    leading = {plan.named(f"link-{tier}-routes").id for tier in ("application", "endpoint")}
    assert {route.inputs["routeTableId"] for route in routes} == leading
    for route in routes:
        assert (route.inputs["destinationCidrBlock"], route.inputs["transitGatewayId"]) == ("0.0.0.0/0", TRANSIT)
        assert plan.named("link-attachment").urn in route.dependencies
    assert not any(subnet.inputs.get("mapPublicIpOnLaunch") for subnet in plan.of_type("aws:ec2/subnet:Subnet"))


def test_the_hub_decides_where_a_newcomer_leads(plan: Deployment):
    attachment = plan.named("link-attachment").inputs
    assert not {"transitGatewayDefaultRouteTableAssociation", "transitGatewayDefaultRouteTablePropagation"} & attachment.keys()
    assert attachment["subnetIds"] == [plan.named(f"link-attachment-{zone}").id for zone in "ab"]
    assert not plan.of_type("aws:ec2transitgateway/routeTableAssociation:RouteTableAssociation")


def test_endpoints_answer_this_network_and_this_organisation_alone(plan: Deployment):
    rule = plan.named("link-endpoint-https").inputs
    assert (rule["cidrIpv4"], rule["fromPort"], rule["toPort"], rule["ipProtocol"]) == (str(BLOCK), 443, 443, "tcp")
    assert not plan.named("link-endpoint-group").inputs.get("egress")
    made = statements(plan.named("link-s3"))
    assert made["OurOrganisation"]["Condition"] == {"StringEquals": {"aws:PrincipalOrgID": ORGANISATION}}
    assert made.keys() == {"OurOrganisation", "ImageLayers"}
    assert made["ImageLayers"]["Action"] == ["s3:GetObject"]
    assert made["ImageLayers"]["Resource"].endswith(f":s3:::prod-{CONNECTION.region}-starport-layer-bucket/*")


def test_all_flows_and_queries_are_recorded(plan: Deployment):
    flow = plan.named("link-flow").inputs
    assert (flow["trafficType"], flow["logDestinationType"]) == ("ALL", "s3")
    assert flow["logDestination"].startswith(f"{CONNECTION.archive}/")
    assert plan.named("link-queries").inputs["resolverQueryLogConfigId"] == CONNECTION.query_logs


def test_networks_are_protected(plan: Deployment):
    assert plan.named("link-vpc").protect
    assert plan.named("link-attachment").protect
