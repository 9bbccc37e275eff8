"""Ways to premises on Azure: gateways of the hub, and maps that let declared routes pass and no others."""

import json
from ipaddress import IPv4Network

import pytest

from civic.plan import Deployment, wire
from components import azure
from components.contracts import Premises, VpnEnd
from tests.components.azure.subjects import BLOCK, NETWORK_HUB, plan_of
from tests.looping import each
from tests.planning import PlanFailed

HALL = Premises(
    owner="northshire",
    name="hall",
    ranges=(IPv4Network("10.200.0.0/20"), IPv4Network("10.201.0.0/24")),
    told=(BLOCK,),
    vpn=VpnEnd(peer="203.0.113.10", number=65010, speaks_from="10.200.0.4"),
    circuit="carriers-lines/hall",
    bridge="the old network",
    until="2027-06-30",
)


def planned(*premises: Premises) -> Deployment:
    return plan_of(azure.NetworkHub, "hub", NETWORK_HUB, premises=premises)


@pytest.fixture(scope="module")
def plan() -> Deployment:
    return planned(HALL)


def test_a_hub_without_premises_has_no_gateway():
    assert not [made.name for made in planned() if "Gateway" in made.type or "premises" in made.name]


@pytest.mark.parametrize(("way", "blocks"), [("in", ["10.200.0.0/20", "10.201.0.0/24"]), ("out", [str(BLOCK)])])
def test_declared_routes_pass_and_the_last_rule_drops_all_others(plan: Deployment, way: str, blocks: list[str]):
    rules = plan.named(f"hub-premises-northshire-hall-{way}").inputs["rules"]
    assert [rule["matchCriteria"][0]["routePrefix"] for rule in rules] == [*([block] for block in blocks), ["0.0.0.0/0"]]
    assert [rule["actions"][0]["type"] for rule in rules] == [*("Replace" for _ in blocks), "Drop"]
    assert {rule["nextStepIfMatched"] for rule in rules} == {"Terminate"}


@pytest.mark.parametrize("way", ["vpn", "line"])
def test_both_ways_have_both_maps_and_no_way_to_the_internet(plan: Deployment, way: str):
    made = plan.named(f"hub-premises-northshire-hall-{way}").inputs
    maps = {key: made["routingConfiguration"][key]["id"] for key in ("inboundRouteMap", "outboundRouteMap")}
    assert maps == {
        key: plan.named(f"hub-premises-northshire-hall-{role}").id for key, role in (("inboundRouteMap", "in"), ("outboundRouteMap", "out"))
    }
    assert made["enableInternetSecurity"] is False


def test_tunnels_take_one_strong_proposal_and_no_key_is_in_the_plan(plan: Deployment):
    made = plan.named("hub-premises-northshire-hall-vpn")
    (link,) = made.inputs["vpnLinkConnections"]
    assert (link["vpnConnectionProtocolType"], link["enableBgp"]) == ("IKEv2", True)
    (proposal,) = link["ipsecPolicies"]
    assert {proposal[key] for key in ("ikeEncryption", "ipsecEncryption", "ipsecIntegrity")} == {"GCMAES256"}
    assert (proposal["ikeIntegrity"], proposal["dhGroup"], proposal["pfsGroup"]) == ("SHA384", "ECP384", "ECP384")
    assert "sharedKey" not in json.dumps(dict(made.inputs))
    assert wire.is_sealed(made.outputs["vpnLinkConnections"]), "whatever Azure answers of a key is enciphered in the state"


def test_a_circuit_is_asked_for_no_key_since_it_lies_beside_the_gateway(plan: Deployment):
    made = plan.named("hub-premises-northshire-hall-line").inputs
    own = str(plan.named("hub-network").id).split("/")[2]
    peering = f"/subscriptions/{own}/resourceGroups/carriers-lines/providers/Microsoft.Network/expressRouteCircuits/hall/peerings/AzurePrivatePeering"
    assert made["expressRouteCircuitPeering"] == {"id": peering}
    assert "authorizationKey" not in made


def test_whoever_may_call_a_name_reaches_no_premises_by_it(plan: Deployment):
    """Network rules are asked before application rules, which look at the name alone."""
    (collection,) = plan.named("hub-rules-isolation").inputs["ruleCollections"]
    (rule,) = collection["rules"]
    for end in each(("sourceAddresses", "destinationAddresses"), at_least=2):
        assert {"10.200.0.0/20", "10.201.0.0/24"} <= set(rule[end])


def test_a_bridge_has_its_last_day_with_it(plan: Deployment):
    assert plan.named("hub-premises-northshire-hall-site").inputs["tags"]["until"] == "2027-06-30"
    assert plan.named("hub-lines").inputs["tags"]["until-northshire-hall"] == "2027-06-30"


def test_a_device_without_an_address_of_its_own_is_refused():
    with pytest.raises(PlanFailed, match="Azure's gateway speaks BGP with an address on premises; say which"):
        planned(Premises(**{**HALL.__dict__, "vpn": VpnEnd(peer="203.0.113.10", number=65010)}))
