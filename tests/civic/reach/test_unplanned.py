"""What no stack of the platform plans and a fork may: network ACLs, lists of prefixes, route tables and peerings of one's own; and zones without a way."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pytest

from civic.reach.asked import StackReach
from tests.civic.reach.reaching import Inputs, altered, beside, example, found, one

ACL, LIST, ROUTE = "aws:ec2/networkAcl:NetworkAcl", "aws:ec2/managedPrefixList:ManagedPrefixList", "aws:ec2/route:Route"
TABLE, PEERING = "azure-native:network:RouteTable", "azure-native:network:VirtualNetworkPeering"
ALL = {"protocol": "-1", "action": "allow", "cidrBlock": "0.0.0.0/0", "fromPort": 0, "toPort": 0}


def https(action: str, number: int, cidr: str = "0.0.0.0/0") -> dict[str, Any]:
    return {"ruleNo": number, "protocol": "tcp", "action": action, "cidrBlock": cidr, "fromPort": 443, "toPort": 443}


def any_(number: int) -> dict[str, Any]:
    return {"ruleNo": number, **ALL}


def behind_acl(ingress: list[dict[str, Any]], egress: list[dict[str, Any]]) -> Sequence[StackReach]:
    """The subnets of eastvale's application tier behind an ACL."""
    subnets = [each.id for stack in example().networks for each in stack.resources if each.name.startswith("eastvale-connection-application-")]
    ids = [each for each in subnets if each.startswith("subnet-")]
    assert ids
    return beside("eastvale-connection-vpc", ACL, {"subnetIds": ids, "ingress": ingress, "egress": egress})


def said(networks: Sequence[StackReach], cloud: str) -> list[tuple[str, str, str]]:
    return found(networks)[cloud]


def test_an_acl_that_allows_everything_changes_nothing():
    assert said(behind_acl([any_(100)], [any_(100)]), "aws") == []
    assert said(behind_acl([any_(100)], [https("deny", 100), https("allow", 90)]), "aws") == [], "rules are asked by their number"


@pytest.mark.parametrize(
    ("ingress", "egress", "told"),
    [
        ([any_(100)], [], "no rule of eastvale-connection-vpc-more lets pass"),
        ([any_(100)], [https("deny", 50), any_(100)], "deny 50 out"),
        ([https("allow", 100)], [any_(100)], "the answer does not come back"),
    ],
    ids=["nothing out", "calls denied before all is allowed", "answers are not let in"],
)
def test_an_acl_that_keeps_something_out_stops_a_promise(ingress: list[dict[str, Any]], egress: list[dict[str, Any]], told: str):
    wrong = said(behind_acl(ingress, egress), "aws")
    assert any(invariant == "delivered" and told in text for invariant, _, text in wrong), wrong


def test_an_acl_before_a_subnet_of_nobodys_is_told():
    networks = beside("eastvale-connection-vpc", ACL, {"subnetIds": ["subnet-00000000000000000"], "ingress": [], "egress": []})
    assert any("which no plan makes" in text for invariant, _, text in said(networks, "aws") if invariant == "known")


def by_list(cidrs: Sequence[str], *, known: bool = True) -> Sequence[StackReach]:
    """The hub's way out of its first zone by a list of prefixes, and no longer by everything."""
    networks = altered("hub-eu-west-2-attachment-a-out", _by_list)
    if not known:
        return networks
    hub = one("hub-eu-west-2-vpc")
    made = replace(
        hub,
        urn=f"{hub.urn.rsplit('::', 2)[0]}::{LIST}::prefixes",
        type=LIST,
        id="pl-00000000000000001",
        outputs={},
        inputs={"entries": [{"cidr": each} for each in cidrs]},
    )
    return [
        replace(stack, resources=(*stack.resources, made)) if any(each.name == "hub-eu-west-2-vpc" for each in stack.resources) else stack
        for stack in networks
    ]


def _by_list(inputs: Inputs) -> None:
    del inputs["destinationCidrBlock"]
    inputs["destinationPrefixListId"] = "pl-00000000000000001"


def test_a_route_by_a_list_of_prefixes_is_one_to_each():
    assert said(by_list(["0.0.0.0/1", "128.0.0.0/1"]), "aws") == []
    assert any(invariant == "delivered" for invariant, _, _ in said(by_list(["10.0.0.0/8"]), "aws")), "the internet is in no such list"


def test_a_route_by_a_list_that_nobody_makes_is_told():
    assert any("pl-00000000000000001, which no plan makes" in text for _, _, text in said(by_list([], known=False), "aws"))


def test_a_zone_where_the_attachment_has_no_subnet_has_no_way_out():
    wrong = said(altered("northshire-attachment-transit", lambda inputs: inputs["subnetIds"].pop()), "aws")
    assert any("has no subnet in eu-west-2c" in text for invariant, _, text in wrong if invariant == "delivered")


def with_table(routes: list[dict[str, Any]], *, known: bool = True, **more: Any) -> Sequence[StackReach]:
    """Kingsmere's first application subnet with a route table of its own."""
    subnet = one("kingsmere-connection-application-a", ":Subnet")
    ident = f"{subnet.id.partition('/providers/')[0]}/providers/Microsoft.Network/routeTables/own"
    made = replace(
        subnet,
        urn=f"{subnet.urn.rsplit('::', 2)[0]}::{TABLE}::own-routes",
        type=TABLE,
        id=ident,
        inputs={"routes": [{"name": f"route-{place}", **each} for place, each in enumerate(routes)], **more},
    )
    asking = replace(subnet, inputs={**subnet.inputs, "routeTable": {"id": ident}})
    instead = (asking, made) if known else (asking,)
    return [
        replace(stack, resources=tuple(each for own in stack.resources for each in (instead if own is subnet else (own,))))
        for stack in example().networks
    ]


@pytest.mark.parametrize(
    ("routes", "more", "invariant", "told"),
    [
        ([{"addressPrefix": "0.0.0.0/0", "nextHopType": "Internet"}], {}, "inspected", "past inspection"),
        ([{"addressPrefix": "0.0.0.0/0", "nextHopType": "None"}], {}, "delivered", "the route route-0 drops it"),
        (
            [{"addressPrefix": "10.0.0.0/8", "nextHopType": "VirtualAppliance", "nextHopIpAddress": "10.9.9.9"}],
            {},
            "known",
            "10.9.9.9, which no plan makes",
        ),
        ([], {"disableBgpRoutePropagation": True}, "delivered", "kingsmere"),
    ],
    ids=["past the firewall", "nowhere", "an appliance of nobody's", "what the hub makes known is not taken"],
)
def test_a_route_table_of_ones_own_stands_before_what_is_made_known(routes: list[dict[str, Any]], more: dict[str, Any], invariant: str, told: str):
    wrong = said(with_table(routes, **more), "azure")
    assert any(each[0] == invariant and told in each[2] for each in wrong), wrong


def test_a_route_table_that_says_nothing_changes_nothing_and_one_that_nobody_makes_is_told():
    assert said(with_table([]), "azure") == []
    assert any("its route table own is made by no plan" in text for _, _, text in said(with_table([], known=False), "azure"))


def peered(*pairs: tuple[str, str], **more: Any) -> Sequence[StackReach]:
    networks = list(example().networks)
    for home, remote in pairs:
        here, there = one(f"{home}-connection-vnet"), one(f"{remote}-connection-vnet")
        ident = f"{here.id}/virtualNetworkPeerings/{remote}"
        inputs = {"remoteVirtualNetwork": {"id": there.id}, "allowVirtualNetworkAccess": True, **more}
        made = replace(here, urn=f"{here.urn.rsplit('::', 2)[0]}::{PEERING}::{home}-{remote}", type=PEERING, id=ident, inputs=inputs)
        place = next(number for number, stack in enumerate(networks) if any(each.id == here.id for each in stack.resources))
        networks[place] = replace(networks[place], resources=(*networks[place].resources, made))
    return networks


BOTH = (("kingsmere", "tidewatch"), ("tidewatch", "kingsmere"))


def test_networks_that_both_sides_peer_reach_each_other_past_inspection():
    wrong = said(peered(*BOTH), "azure")
    assert {("isolated", "kingsmere-tidewatch"), ("isolated", "tidewatch-kingsmere")} <= {each[:2] for each in wrong}
    assert said(peered(BOTH[0]), "azure") == [], "one side's peering carries nothing"
    assert said(peered(*BOTH, allowVirtualNetworkAccess=False), "azure") == []
