"""Ways past what a plan usually has, which a fork may write: stateless rules, lists of domains, base policies, groups of addresses, routes within
tables, ports beside HTTPS, IPv6, zones that answer for a name of the internet. Each is read, or said to be unknown."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

import pytest

from civic.reach.asked import StackReach
from civic.reach.errors import ReachError
from tests.civic.reach.reaching import Inputs, altered, beside, example, found, one

GROUP, LIST, ZONE = "aws:networkfirewall/ruleGroup:RuleGroup", "aws:ec2/managedPrefixList:ManagedPrefixList", "aws:route53/zone:Zone"
POLICY, COLLECTIONS = "azure-native:network:FirewallPolicy", "azure-native:network:FirewallPolicyRuleCollectionGroup"
RANGES, PRIVATE_ZONE = "azure-native:network:IpGroup", "azure-native:privatedns:PrivateZone"
HARBOURS, CELL, NORTHSHIRE = "10.64.160.0/20", "10.33.0.0/22", "10.71.48.0/21"
KINGSMERE, TIDEWATCH = "10.157.232.0/21", "10.191.112.0/21"
Said = tuple[str, str]


def said(networks: Sequence[StackReach], cloud: str) -> list[Said]:
    """Invariant, or ``delivered``, and text."""
    return [(each[0], f"{each[1]}: {each[2]}") for each in found(networks)[cloud]]


def told(wrong: list[Said], invariant: str, *texts: str) -> bool:
    return any(kind == invariant and all(text in message for text in texts) for kind, message in wrong)


def with_group(rule_group: dict[str, Any], reference: str, **settings: Any) -> Sequence[StackReach]:
    """The hub's policy on AWS with one more group, by a kind of reference, asked first."""
    arn = "arn:aws:network-firewall:eu-west-2:000000000000:stateful-rulegroup/more"
    networks = beside("hub-eu-west-2-egress-1", GROUP, {"ruleGroup": rule_group}, arn=arn)

    def refer(inputs: Inputs) -> None:
        policy = inputs["firewallPolicy"]
        policy[reference] = [{"resourceArn": arn, "priority": 1}, *policy.get(reference, [])]
        policy.update(settings)

    return changed(networks, "hub-eu-west-2-policy", refer)


def changed(networks: Sequence[StackReach], name: str, change: Callable[[Inputs], None]) -> Sequence[StackReach]:
    """Networks with one resource of theirs changed as in the example."""
    (made,) = [each for stack in altered(name, change) for each in stack.resources if each.name == name]
    return [replace(stack, resources=tuple(made if each.urn == made.urn else each for each in stack.resources)) for stack in networks]


def stateless(*rules: tuple[str, dict[str, Any]]) -> dict[str, Any]:
    found_ = [
        {"priority": place, "ruleDefinition": {"actions": [action], "matchAttributes": match}} for place, (action, match) in enumerate(rules, 1)
    ]
    return {"rulesSource": {"statelessRulesAndCustomActions": {"statelessRules": found_}}}


def ends(source: str, destination: str, **more: Any) -> dict[str, Any]:
    return {"sources": [{"addressDefinition": source}], "destinations": [{"addressDefinition": destination}], **more}


BETWEEN = ends(HARBOURS, NORTHSHIRE)


@pytest.mark.parametrize(
    ("rules", "wrong"),
    [
        ([("aws:pass", BETWEEN)], True),
        ([("aws:forward_to_sfe", BETWEEN), ("aws:pass", BETWEEN)], False),
        ([("aws:drop", BETWEEN), ("aws:pass", BETWEEN)], False),
        ([("aws:drop", {**BETWEEN, "sourcePorts": [{"fromPort": 53, "toPort": 53}]}), ("aws:pass", BETWEEN)], True),
        ([("aws:pass", ends("0.0.0.0/0", "0.0.0.0/0", protocols=[17]))], True),
    ],
    ids=["lets pass", "handed on first", "dropped first", "dropped in part", "all datagrams"],
)
def test_stateless_rules_come_before_all_others_in_their_order(rules: list[tuple[str, dict[str, Any]]], wrong: bool):
    found_ = said(with_group(stateless(*rules), "statelessRuleGroupReferences"), "aws")
    assert told(found_, "isolated", "hub-eu-west-2-egress-1-more", "stateless rule") is wrong, found_
    assert wrong or found_ == []


def test_a_stateless_rule_that_drops_stops_a_promise():
    wrong = said(with_group(stateless(("aws:drop", ends(HARBOURS, "0.0.0.0/0"))), "statelessRuleGroupReferences"), "aws")
    assert told(wrong, "delivered", "stateless rule 1 of hub-eu-west-2-egress-1-more")


def ordered(source: dict[str, Any]) -> dict[str, Any]:
    return {"rulesSource": source, "statefulRuleOptions": {"ruleOrder": "STRICT_ORDER"}}


def domains(kind: str, *targets: str) -> dict[str, Any]:
    found_ = ordered({"rulesSourceList": {"generatedRulesType": kind, "targets": list(targets), "targetTypes": ["TLS_SNI", "HTTP_HOST"]}})
    # Without it a list is about the firewall's own network alone.
    return {**found_, "ruleVariables": {"ipSets": [{"key": "HOME_NET", "ipSet": {"definitions": [HARBOURS]}}]}}


PARTS = {"source": HARBOURS, "sourcePort": "ANY", "direction": "FORWARD", "destination": NORTHSHIRE, "destinationPort": "22", "protocol": "TCP"}
SID = [{"keyword": "sid", "settings": ["1"]}]


@pytest.mark.parametrize(
    ("group", "invariant", "texts"),
    [
        (domains("ALLOWLIST", ".evil.example"), "named", ("evil.example",)),
        (domains("DENYLIST", "tides.harbours.example"), "delivered", ("tides.harbours.example",)),
        (ordered({"statefulRules": [{"action": "PASS", "header": PARTS, "ruleOptions": SID}]}), "isolated", ("tcp 22",)),
        (ordered({"rulesString": 'drop tls any any -> any any (tls.sni; content:"tides.harbours.example"; startswith; endswith;)'}), "delivered", ()),
        (ordered({"rulesString": 'drop tcp any any -> any 443 (ja3.hash; content:"x";)'}), "delivered", ()),
    ],
    ids=[
        "a list that allows",
        "a list that denies",
        "rules of five parts",
        "a name dropped first",
        "a rule that is not read",
    ],
)
def test_rule_groups_are_read_however_they_are_written(group: dict[str, Any], invariant: str, texts: tuple[str, ...]):
    wrong = said(with_group(group, "statefulRuleGroupReferences"), "aws")
    assert told(wrong, invariant, *texts), wrong


def test_a_reference_is_to_a_planned_list_of_prefixes_or_unknown():
    group = ordered({"rulesString": f"pass ip {HARBOURS} any -> @others any (sid:1;)"})
    with pytest.raises(ReachError, match="found @others"):
        said(with_group(group, "statefulRuleGroupReferences"), "aws")
    named = {
        **group,
        "referenceSets": {"ipSetReferences": [{"key": "others", "ipSetReferences": [{"referenceArn": "arn:aws:ec2:x:prefix-list/pl-0"}]}]},
    }
    wrong = said(with_group(named, "statefulRuleGroupReferences"), "aws")
    assert told(wrong, "known", "prefix-list/pl-0, which no plan makes")
    assert told(wrong, "isolated", "harbours reaches"), "it may be anything"


def test_the_networks_of_a_firewall_are_its_home():
    """Where nobody says otherwise HOME_NET is the range of the firewall's own network, in which nobody stands; the policy says who is meant."""
    group = ordered({"rulesString": "pass ip $HOME_NET any -> $EXTERNAL_NET any (sid:1;)"})
    assert said(with_group(group, "statefulRuleGroupReferences", policyVariables={}), "aws") == []
    assert told(said(with_group(group, "statefulRuleGroupReferences"), "aws"), "named", "hub-eu-west-2-egress-1-more")
    wide = {**group, "ruleVariables": {"ipSets": [{"key": "HOME_NET", "ipSet": {"definitions": ["10.0.0.0/8"]}}]}}
    assert told(said(with_group(wide, "statefulRuleGroupReferences"), "aws"), "named", "hub-eu-west-2-egress-1-more")


def put(**values: Any) -> Callable[[Inputs], None]:
    return lambda inputs: inputs.update(values)


def test_a_route_within_its_table_is_one():
    gateway = one("hub-eu-west-2-internet").id
    table = one("hub-eu-west-2-attachment-a-routes").id
    (name,) = {each.name for stack in example().networks for each in stack.resources if each.id == table}
    wrong = said(altered(name, put(routes=[{"cidrBlock": "0.0.0.0/1", "gatewayId": gateway}])), "aws")
    assert told(wrong, "inspected", "hub-eu-west-2-internet", "past inspection")
    assert said(altered(name, put(routes=[{"cidrBlock": "10.0.0.0/8", "gatewayId": "local"}])), "aws") != []


@pytest.mark.parametrize(
    ("name", "token", "values", "invariant", "text"),
    [
        ("harbours-connection-vpc", "", {"assignGeneratedIpv6CidrBlock": True}, "known", "addresses of IPv6"),
        ("harbours-connection-application-a", "aws:ec2/subnet:Subnet", {"ipv6CidrBlock": "2001:db8::/64"}, "known", "addresses of IPv6"),
        (
            "harbours-connection-kms",
            "",
            {"serviceName": None, "serviceNetworkArn": "arn:aws:vpc-lattice:x"},
            "isolated",
            "a service of nobody's here",
        ),
    ],
)
def test_what_is_not_proved_on_aws_is_said(name: str, token: str, values: dict[str, Any], invariant: str, text: str):
    assert told(said(altered(name, put(**values), token), "aws"), invariant, name, text)


def test_a_zone_that_answers_for_a_name_of_the_internet_stops_it():
    network = {"vpcId": one("harbours-connection-vpc").id}
    shadow = {"name": "tides.harbours.example", "vpcs": [network]}
    wrong = said(beside("northshire-hosting-zone", ZONE, shadow, arn="arn:aws:route53:::hostedzone/Z0"), "aws")
    assert told(wrong, "delivered", "northshire-hosting-zone-more answers for tides.harbours.example")
    own = {"name": "kms.eu-west-2.amazonaws.com", "vpcs": [network]}
    assert told(said(beside("northshire-hosting-zone", ZONE, own), "aws"), "delivered", "harbours calls kms", "northshire-hosting-zone-more")


def allowed(**rule: Any) -> dict[str, Any]:
    """A group of rule collections that lets one network rule pass."""
    made = {"ruleType": "NetworkRule", "name": "more", "destinationPorts": ["443"], "ipProtocols": ["TCP"], **rule}
    collection = {
        "name": "more",
        "priority": 100,
        "action": {"type": "Allow"},
        "ruleCollectionType": "FirewallPolicyFilterRuleCollection",
        "rules": [made],
    }
    return {"priority": 150, "ruleCollections": [collection]}


@pytest.mark.parametrize(
    ("rule", "invariant", "text"),
    [
        ({"sourceIpGroups": ["/x/ipGroups/nobodys"], "destinationAddresses": [TIDEWATCH]}, "known", "nobodys, which no plan makes"),
        ({"sourceIpGroups": ["/x/ipGroups/nobodys"], "destinationAddresses": [TIDEWATCH]}, "isolated", "more"),
        ({"sourceAddresses": [KINGSMERE], "destinationAddresses": ["Storage.UKSouth"]}, "named", "more"),
    ],
)
def test_a_rule_that_names_a_group_or_a_tag_is_read_as_wide_as_it_may_be(rule: dict[str, Any], invariant: str, text: str):
    wrong = said(altered("hub-uksouth-rules-egress-1", put(**allowed(**rule))), "azure")
    assert told(wrong, invariant, "hub-uksouth-rules-egress-1", text), wrong


def test_a_group_of_addresses_is_what_it_holds():
    networks = beside("hub-uksouth-firewall-policy", RANGES, {"ipAddresses": [KINGSMERE]})
    (ident,) = [each.id for stack in networks for each in stack.resources if each.type == RANGES]
    rule = allowed(sourceIpGroups=[ident], destinationAddresses=[TIDEWATCH])
    wrong = said(changed(networks, "hub-uksouth-rules-egress-1", put(**rule)), "azure")
    assert told(wrong, "isolated", "kingsmere reaches tidewatch"), wrong
    assert not told(wrong, "isolated", "harbours reaches")


def test_rules_of_a_base_policy_come_first():
    base = one("hub-uksouth-firewall-policy").id.rpartition("/")[0] + "/base"
    unplanned = altered("hub-uksouth-firewall-policy", put(basePolicy={"id": base}))
    assert told(said(unplanned, "azure"), "known", "its base policy base is made by no plan")
    networks = beside("hub-uksouth-firewall-policy", POLICY, {})
    (ident,) = [each.id for stack in networks for each in stack.resources if each.urn.endswith("-more")]
    child = changed(networks, "hub-uksouth-firewall-policy", put(basePolicy={"id": ident}))
    assert said(child, "azure") == [], "a base policy without rules changes nothing"
    group = one("hub-uksouth-rules-egress-1")
    opened = [
        replace(
            stack,
            resources=(
                *stack.resources,
                *(
                    replace(each, id=f"{ident}/ruleCollectionGroups/x", urn=f"{each.urn}-base", inputs=opening())
                    for each in stack.resources
                    if each.urn == group.urn
                ),
            ),
        )
        for stack in child
    ]
    assert told(said(opened, "azure"), "isolated", "hub-uksouth-rules-egress-1-base", "kingsmere reaches tidewatch")


def opening() -> dict[str, Any]:
    return {**allowed(sourceAddresses=[KINGSMERE], destinationAddresses=[TIDEWATCH]), "priority": 60_000}


@pytest.mark.parametrize(
    ("name", "values", "text"),
    [
        ("kingsmere-connection-vnet", {"subnets": [{"name": "more", "addressPrefix": "10.157.239.0/24"}]}, "its subnets are written within it"),
        ("hub-uksouth-firewall-policy", {"explicitProxy": {"enableExplicitProxy": True}}, "explicitProxy"),
        ("hub-uksouth-firewall", {"networkRuleCollections": [{"name": "x"}]}, "rules of the firewall's own"),
        ("hub-uksouth-hub", {"routeTable": {"routes": [{"addressPrefixes": ["0.0.0.0/0"]}]}}, "routes of its own"),
        ("tidewatch-offer-case-management-balancer", {"inboundNatRules": [{"name": "x"}]}, "inboundNatRules"),
        ("hub-uksouth-dns-ask-azurecr.io", {"targetDnsServers": [{"ipAddress": "10.9.9.9", "port": 53}]}, "10.9.9.9, a server that no plan makes"),
    ],
)
def test_what_is_not_proved_on_azure_is_said(name: str, values: dict[str, Any], text: str):
    assert told(said(altered(name, put(**values)), "azure"), "known", name, text)
