"""Single changes to a good plan on AWS: what is harmful is caught and named, what is harmless raises no alarm.

Those in the two lists were drawn by chance from all that the operators can do to all networking properties, and labelled by hand by what AWS would
then do. Those below were thought of, some for each promise and invariant.
"""

import pytest

from tests.civic.reach.attempts import made, rate, tried

RULES = "ruleGroup.rulesSource.rulesString"
HARMFUL = (
    "drop hub-eu-west-2-public-b-inside-10.0.0.0-8",
    "drop hub-eu-west-2-public-a-out",
    "drop hub-eu-west-2-inspection",
    "drop hub-eu-west-2-spokes-to-inspection",
    "drop hub-eu-west-2-dns-firewall",
    "drop hub-eu-west-2-block",
    "drop hub-eu-west-2-attachment-c-table",
    "drop northshire-offer-hr-payroll-target",
    "drop westholm-connection-endpoint-https",
    "drop eastvale-connection-endpoint-a-routes",
    "drop eastvale-vikunja-to-call-10.87.56.0/22-443",
    "drop northshire-odoo-entry-in",
    "drop cell-a-connection-attachment-b",
    "point hub-eu-west-2-nat-b subnetId",
    "point harbours-attachment-dns resourceId",
    "point cell-a-attachment-transit subnetIds.0",
    "point northshire.test-hosting-database-group vpcId",
    "point northshire-hosting-addresses zoneId",
    "point eastvale-gotenberg-rule listenerArn",
    "flip hub-eu-west-2-transit defaultRouteTableAssociation",
    "flip northshire-connection-ecr-api privateDnsEnabled",
    "flip northshire.test-odoo-entry-out ipProtocol",
    f"cut hub-eu-west-2-agreements-0 {RULES}",
    f"cut hub-eu-west-2-egress-5 {RULES}",
    f"widen source hub-eu-west-2-egress-3 {RULES}",
    f"widen port hub-eu-west-2-agreements-0 {RULES}",
    "widen all hub-eu-west-2-public-c-inside-192.168.0.0-16 destinationCidrBlock",
    "widen eastvale-connection-application-b cidrBlock",
    "narrow hub-eu-west-2-firewall-b-out destinationCidrBlock",
    "narrow northshire.test-odoo-to-outside cidrIpv4",
    "shift northshire-hosting-https port",
)
HARMLESS = (
    "drop hub-eu-west-2-public-a-inside-192.168.0.0-16",
    "drop northshire-connection-attachment-c-routes",
    "drop eastvale-connection-data-b-routes",
    "flip northshire.test-connection-data-b mapPublicIpOnLaunch",
    "flip cell-a-addresses aliases.0.evaluateTargetHealth",
    "flip northshire.test-hosting-database performanceInsightsEnabled",
    f"both ways hub-eu-west-2-agreements-1 {RULES}",
    f"widen source hub-eu-west-2-isolation {RULES}",
    "widen cell-a-entry-from-10.64.0.0/10 cidrIpv4",
    "widen all eastvale-vikunja-to-endpoint-10.33.0.192/27 cidrIpv4",
    "shift northshire-connection-endpoint-https toPort",
    "narrow northshire-connection-application-c cidrBlock",
    "reorder eastvale-vikunja-rule priority",
    f"cut hub-eu-west-2-egress-1 {RULES}",
)
NOT_SEEN = ("drop cell-a-administrators-to-endpoint-10.33.0.192/27",)
"""Harmful and not seen: what automation starts is in no plan, so nothing is known to stand in its security group."""


def test_what_is_drawn_by_chance_is_caught_where_it_is_harmful_and_only_there(capsys: pytest.CaptureFixture[str]):
    harmful, harmless = tried(HARMFUL, "aws"), tried(HARMLESS, "aws")
    with capsys.disabled():
        print(f"\nAWS: {rate(harmful, harmless)}; known and not seen: {len(NOT_SEEN)}")
    assert [each.sabotage.label for each in harmful if not each.caught] == []
    assert [(each.sabotage.label, each.said) for each in harmless if each.caught] == []
    assert [each.sabotage.label for each in tried(NOT_SEEN, "aws") if each.caught] == []


def rules(text: str) -> dict[str, object]:
    return {"ruleGroup": {"statefulRuleOptions": {"ruleOrder": "STRICT_ORDER"}, "rulesSource": {"rulesString": text}}}


OPEN = {
    "everything": 'pass ip any any -> any any (msg:"x"; sid:9;)',
    "between two bodies": 'pass tcp 10.71.48.0/21 any -> 10.87.56.0/22 443 (msg:"x"; flow:to_server; sid:9;)',
    "a body to the cell on another port": 'pass tcp 10.87.56.0/22 any -> 10.33.0.0/22 22 (msg:"x"; flow:to_server; sid:9;)',
    "a stranger to the cell": 'pass tcp 10.65.172.0/22 any -> 10.33.0.0/22 443 (msg:"x"; flow:to_server; sid:9;)',
    "a body that is no resident from the cell": 'pass tcp 10.33.0.0/22 any -> 10.64.160.0/20 443 (msg:"x"; flow:to_server; sid:9;)',
    "datagrams": 'pass udp 10.71.48.0/21 any -> 10.87.56.0/22 any (msg:"x"; flow:to_server; sid:9;)',
    "pings": 'pass icmp 10.71.48.0/21 any -> 10.87.56.0/22 any (msg:"x"; sid:9;)',
}


@pytest.mark.parametrize("text", OPEN.values(), ids=OPEN)
def test_a_rule_that_opens_a_way_between_networks_is_found(text: str):
    found = made("hub-eu-west-2-egress-1", "aws", "set", **rules(text))
    assert ("isolated", "hub-eu-west-2-egress-1") in {each[:2] for each in found.said}


OUT = {
    "any name": 'pass tcp 10.71.48.0/21 any -> any 443 (msg:"x"; flow:to_server; sid:9;)',
    "another name": 'pass tls 10.71.48.0/21 any -> !10.0.0.0/8 443 (tls.sni; content:"evil.example"; startswith; endswith; flow:to_server; sid:9;)',
    "whatever ends so": 'pass tls 10.71.48.0/21 any -> !10.0.0.0/8 443 (tls.sni; content:"service.gov.uk"; endswith; flow:to_server; sid:9;)',
    "another's name": 'pass tls 10.71.48.0/21 any -> !10.0.0.0/8 443 (tls.sni; content:"tides.harbours.example"; startswith; endswith; sid:9;)',
}


@pytest.mark.parametrize("text", OUT.values(), ids=OUT)
def test_a_rule_that_lets_more_names_out_than_records_allow_is_found(text: str):
    found = made("hub-eu-west-2-egress-1", "aws", "set", **rules(text))
    assert ("named", "hub-eu-west-2-egress-1") in {each[:2] for each in found.said}


def test_answers_that_a_rule_drops_are_found():
    text = 'drop ip 10.0.0.0/8 any -> 10.0.0.0/8 any (msg:"between networks"; sid:1;)'
    found = made("hub-eu-west-2-isolation", "aws", "set", **rules(text))
    assert any("drops the answers" in text for _, _, text in found.said)


@pytest.mark.parametrize("key", ["statelessDefaultActions", "statefulDefaultActions"])
def test_a_policy_that_lets_pass_by_default_is_found(key: str):
    (policy,) = [each.sabotage.resource for each in [made("hub-eu-west-2-policy", "aws", "set")]]
    found = made("hub-eu-west-2-policy", "aws", "set", firewallPolicy={**policy.inputs["firewallPolicy"], key: ["aws:pass"]})
    assert {"isolated", "named"} & {each[0] for each in found.said}


def test_a_public_door_is_found():
    found = made("cell-a-entry", "aws", "set", internal=False)
    assert [each[:2] for each in found.said] == [("closed", "cell-a-entry")]
    tasks = made("eastvale-vikunja-service", "aws", "set", networkConfiguration=_public())
    assert ("closed", "eastvale-vikunja-service") in {each[:2] for each in tasks.said}


def _public() -> dict[str, object]:
    own = made("eastvale-vikunja-service", "aws", "set").sabotage.resource.inputs["networkConfiguration"]
    return {**own, "assignPublicIp": True}


def test_a_zones_firewall_without_appliance_mode_is_found():
    found = made("hub-eu-west-2-inspection-attachment", "aws", "set", applianceModeSupport="disable")
    assert [each[:2] for each in found.said] == [("symmetric", "hub-eu-west-2-inspection-attachment")]


def test_a_door_that_others_may_enter_is_found():
    found = made("northshire-offer-hr-payroll-service", "aws", "set", allowedPrincipals=["*"])
    assert [each[:2] for each in found.said] == [("agreed", "northshire-offer-hr-payroll-service")]


def test_a_neighbour_who_may_call_an_application_is_found():
    """One group let in by another's rule: what both sides must allow is allowed by each."""
    found = made("eastvale-vikunja-entry-in", "aws", "set", securityGroupId="sg-00000000000000000")
    assert any(each[0] == "known" for each in found.said), "a rule of a group that nobody makes"


def test_a_route_past_the_firewall_is_found():
    route = made("hub-eu-west-2-spokes-to-inspection", "aws", "set").sabotage.resource
    attachments = made("westholm-attachment-transit", "aws", "set").sabotage.resource
    found = made(route.name, "aws", "add", destinationCidrBlock="10.65.172.0/22", transitGatewayAttachmentId=attachments.id)
    assert any(each[0] == "isolated" and "past inspection" in each[2] for each in found.said)


def test_a_networks_range_that_another_has_is_found():
    found = made("westholm-connection-vpc", "aws", "set", cidrBlock="10.87.56.0/22")
    assert any(each[0] == "known" and "overlap" in each[2] for each in found.said)


@pytest.mark.parametrize(
    ("name", "values", "problem"),
    [
        ("hub-eu-west-2-firewall-a-out", {"destinationCidrBlock": "10.0.0.1/8"}, "host bits set"),
        ("hub-eu-west-2-firewall-a-out", {"destinationCidrBlock": "fd00::/8"}, "is of IPv6"),
        ("hub-eu-west-2-firewall-a-out", {"natGatewayId": "nat-00000000000000000"}, "which no plan makes"),
        ("cell-a-entry-from-10.64.0.0/10", {"fromPort": 443, "toPort": 80}, "ports 443 to 80"),
    ],
)
def test_what_no_network_can_be_read_from_is_told_once(name: str, values: dict[str, object], problem: str):
    found = made(name, "aws", "set", **values)
    told = [text for kind, _, text in found.said if kind == "known" and problem in text]
    assert told
    assert any(name in text for text in told) or any(each[1] == name for each in found.said)
