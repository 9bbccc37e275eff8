"""What joins a network to the hub on AWS: the hub is the only way out, and it alone decides where that leads."""

import pytest

from civic.plan import Deployment
from components import aws
from components.contracts import of_tier, platform_owner
from tests.components.aws.subjects import ATTACHMENT, HUB, MANAGEMENT, NETWORK, NETWORK_TENANCY, PLATFORM, REGION, SENSITIVE, inventory, plan_of
from tests.planning import planned


@pytest.fixture(scope="module")
def plan() -> Deployment:
    return plan_of(aws.HubAttachment, "joined", ATTACHMENT)


@pytest.fixture(scope="module")
def hardened() -> Deployment:
    return plan_of(aws.HubAttachment, "joined", ATTACHMENT, owner=SENSITIVE)


EXPECTED = {
    ("HubAttachment", "joined"),
    ("VpcAttachment", "joined-transit"),
    ("Route", "joined-application-to-hub"),
    ("Route", "joined-endpoint-to-hub"),
    ("ProfilesAssociation", "joined-dns"),
    ("ResolverQueryLogConfigAssociation", "joined-queries"),
}


def test_an_attachment_is_exactly_these_resources(plan: Deployment, hardened: Deployment):
    assert inventory(plan) == EXPECTED
    assert inventory(hardened) == EXPECTED


def test_the_hub_is_the_only_way_out(plan: Deployment):
    routes = {route.inputs["routeTableId"]: route for route in plan.of_type("aws:ec2/route:Route")}
    assert routes.keys() == set(NETWORK.hub_route_tables.values())
    for route in routes.values():
        assert (route.inputs["destinationCidrBlock"], route.inputs["transitGatewayId"]) == ("0.0.0.0/0", HUB.gateway)
        assert plan.named("joined-transit").urn in route.dependencies


def test_a_tier_that_leads_nowhere_gets_no_route(plan: Deployment):
    assert [name for kind, name in inventory(plan) if kind == "Route" and ("data" in name or "attachment" in name)] == []


def test_the_hub_decides_where_a_newcomer_leads(plan: Deployment):
    attachment = plan.named("joined-transit").inputs
    assert not {"transitGatewayDefaultRouteTableAssociation", "transitGatewayDefaultRouteTablePropagation"} & attachment.keys()
    assert attachment["subnetIds"] == of_tier(NETWORK.subnets, "attachment")
    assert len(attachment["subnetIds"]) == 2
    assert not plan.of_type("aws:ec2transitgateway/routeTableAssociation:RouteTableAssociation")


def test_names_are_asked_of_the_hub_and_the_questions_recorded(plan: Deployment):
    dns = plan.named("joined-dns").inputs
    assert (dns["profileId"], dns["resourceId"], dns["name"]) == (HUB.profile, NETWORK.vpc, "ccp-northshire-dns")
    queries = plan.named("joined-queries").inputs
    assert (queries["resolverQueryLogConfigId"], queries["resourceId"]) == (HUB.query_log, NETWORK.vpc)


def test_the_attachment_is_protected_and_known(plan: Deployment):
    assert plan.named("joined-transit").protect
    assert plan.named("joined").outputs["attachment"] == plan.named("joined-transit").id


def test_a_cells_network_is_told_apart_by_its_role():
    cell = plan_of(aws.HubAttachment, "joined", ATTACHMENT, owner=platform_owner("ccp"), role="one")
    assert cell.named("joined-dns").inputs["name"] == "ccp-one-dns"


def test_a_network_is_attached_by_whoever_acts_in_its_own_account():
    def build() -> None:
        own = aws.management_provider("own", MANAGEMENT, REGION, PLATFORM)
        assert aws.attachment_provider(NETWORK_TENANCY, REGION, own) is own

    planned(build)
