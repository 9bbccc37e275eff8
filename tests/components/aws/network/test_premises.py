"""Ways to premises on AWS: a gateway of their own that learns nothing, and routes for what was declared."""

from collections.abc import Sequence
from ipaddress import IPv4Network

import pytest

from civic.plan import Deployment
from components import aws
from components.contracts import ContractError, Premises, VpnEnd
from tests.components.aws.subjects import NETWORK_HUB, plan_of
from tests.looping import each

HELD, CELL = IPv4Network("10.64.4.0/22"), IPv4Network("10.33.0.0/22")
HALL = Premises(
    owner="northshire",
    name="hall",
    ranges=(IPv4Network("10.200.0.0/20"), IPv4Network("10.201.0.0/24")),
    told=(HELD, CELL),
    vpn=VpnEnd(peer="203.0.113.10", number=65010),
    circuit="dxvif-0a1b2c3d",
    first="circuit",
)
OLD = Premises(
    owner="eastvale",
    name="old",
    ranges=(IPv4Network("10.0.64.0/20"),),
    told=(HELD,),
    vpn=VpnEnd(peer="203.0.113.11", number=4_200_000_001),
    bridge="the old network",
    until="2027-06-30",
)
SECRETS = ("tunnel1PresharedKey", "tunnel2PresharedKey")


def planned(*premises: Premises) -> Deployment:
    return plan_of(aws.NetworkHub, "hub", NETWORK_HUB, premises=premises)


@pytest.fixture(scope="module")
def plan() -> Deployment:
    return planned(HALL, OLD)


def routes(plan: Deployment, table: str) -> dict[str, str]:
    """Destination -> attachment, of one of the gateways' tables."""
    ident = plan.named(table).id
    return {
        str(route.inputs["destinationCidrBlock"]): str(route.inputs["transitGatewayAttachmentId"])
        for route in plan.of_type("aws:ec2transitgateway/route:Route")
        if route.inputs["transitGatewayRouteTableId"] == ident
    }


def attachment(plan: Deployment, name: str) -> str:
    return str(plan.named(name).outputs["transitGatewayAttachmentId"])


def test_a_hub_without_premises_has_no_second_gateway():
    assert not [made.name for made in planned() if "premises" in made.name]


def test_the_gateway_of_premises_learns_nothing_and_is_shared_with_nobody(plan: Deployment):
    gateway = plan.named("hub-premises").inputs
    assert (gateway["defaultRouteTableAssociation"], gateway["defaultRouteTablePropagation"]) == ("disable", "disable")
    assert plan.of_type("aws:ec2transitgateway/routeTablePropagation:RouteTablePropagation") == ()
    shared = [str(made.inputs["resourceArn"]) for made in plan.of_type("aws:ram/resourceAssociation:ResourceAssociation")]
    assert not any(str(plan.named("hub-premises").id) in arn for arn in each(shared, at_least=3))


def test_declared_ranges_alone_lead_to_premises_by_the_way_that_is_preferred(plan: Deployment):
    line, tunnel = attachment(plan, "hub-premises-northshire-hall-line-association"), attachment(plan, "hub-premises-eastvale-old-vpn")
    assert routes(plan, "hub-premises-outward") == {"10.200.0.0/20": line, "10.201.0.0/24": line, "10.0.64.0/20": tunnel}
    other = planned(Premises(**{**HALL.__dict__, "first": "vpn"}))
    assert set(routes(other, "hub-premises-outward").values()) == {attachment(other, "hub-premises-northshire-hall-vpn")}


def test_premises_know_what_their_body_holds_and_nothing_else(plan: Deployment):
    assert set(routes(plan, "hub-premises-inward")) == {str(HELD), str(CELL)}
    assert plan.named("hub-premises-northshire-hall-line-association").inputs["allowedPrefixes"] == [str(HELD), str(CELL)]


def test_what_comes_from_premises_and_what_goes_there_is_inspected(plan: Deployment):
    peering = str(plan.named("hub-premises-peering").id)
    assert set(routes(plan, "hub-inspection")) == {"10.200.0.0/20", "10.201.0.0/24", "10.0.64.0/20"}
    assert set(routes(plan, "hub-inspection").values()) == {peering}
    led = plan.named("hub-premises-to-inspection").inputs
    assert (led["transitGatewayAttachmentId"], led["transitGatewayRouteTableId"]) == (peering, plan.named("hub-spokes").id)
    assert set(routes(plan, "hub-spokes")) == {"0.0.0.0/0"}


def test_two_tunnels_take_strong_proposals_alone_and_no_key_is_in_the_plan(plan: Deployment):
    for made in each(plan.of_type("aws:ec2/vpnConnection:VpnConnection"), at_least=2):
        for number in (1, 2):
            assert made.inputs[f"tunnel{number}IkeVersions"] == ["ikev2"]
            for phase in (1, 2):
                assert made.inputs[f"tunnel{number}Phase{phase}EncryptionAlgorithms"] == ["AES256-GCM-16"]
                assert min(made.inputs[f"tunnel{number}Phase{phase}DhGroupNumbers"]) >= 20
        assert made.inputs["presharedKeyStorage"] == "SecretsManager"
        assert not {key for key in SECRETS if made.inputs.get(key)}
        assert made.protect


def test_a_large_number_is_said_in_its_own_place(plan: Deployment):
    devices = [plan.named(f"hub-premises-{key}-device").inputs for key in ("northshire-hall", "eastvale-old")]
    assert [(one.get("bgpAsn"), one.get("bgpAsnExtended")) for one in devices] == [("65010", None), (None, "4200000001")]


def test_a_bridge_has_its_last_day_with_it(plan: Deployment):
    assert plan.named("hub-premises-eastvale-old-vpn").inputs["tags"]["until"] == "2027-06-30"
    assert "until" not in plan.named("hub-premises-northshire-hall-vpn").inputs["tags"]


WRONG: Sequence[tuple[dict[str, object], str]] = (
    ({"vpn": None, "circuit": ""}, "has no way"),
    ({"ranges": ()}, "has no ranges"),
    ({"bridge": "the old network"}, "is a bridge, which has a name and a last day"),
)


@pytest.mark.parametrize(("change", "message"), WRONG)
def test_premises_that_lead_nowhere_are_refused(change: dict[str, object], message: str):
    with pytest.raises(ContractError, match=message):
        Premises(**{**HALL.__dict__, **change})
