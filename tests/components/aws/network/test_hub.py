"""The hub on AWS: everything passes inspection, nobody reaches anybody, and a newcomer moves nothing."""

import json
from ipaddress import IPv4Network

import pytest

from civic.plan import Deployment
from components import aws
from components.aws.network.egress import AGREEMENT_BUCKETS, BUCKETS, CAPACITY, bucket_of
from components.aws.network.threats import THREAT_GROUPS
from components.contracts import AgreementRule
from tests.components.aws.subjects import ARCHIVE, EGRESS, NETWORK_HUB, ORGANISATION, inventory, plan_of

INSIDE = ("10.0.0.0-8", "100.64.0.0-10", "172.16.0.0-12", "192.168.0.0-16")
PROTECTED = (
    "hub-firewall", "hub-transit", "hub-vpc", "hub-dns", "hub-queries", "hub-address-a", "hub-attachment-a", "hub-firewall-a", "hub-public-a",
    "hub-inspection-attachment", "hub-spokes", "hub-inspection", "hub-newcomers-lead", "hub-newcomers-known",
)  # fmt: skip


@pytest.fixture(scope="module")
def plan() -> Deployment:
    return plan_of(aws.NetworkHub, "hub", NETWORK_HUB)


@pytest.fixture(scope="module")
def hardened() -> Deployment:
    zones = ("eu-west-2a", "eu-west-2b", "eu-west-2c")
    return plan_of(aws.NetworkHub, "hub", NETWORK_HUB, zones=zones, egress=EGRESS, blocked_domains=("bad.example", "all.bad.example"))


def expected(zones: str) -> set[tuple[str, str]]:
    made = {
        ("NetworkHub", ""),
        ("TransitGateway", "transit"),
        ("RouteTable", "spokes"),
        ("RouteTable", "inspection"),
        ("DefaultRouteTableAssociation", "newcomers-lead"),
        ("DefaultRouteTablePropagation", "newcomers-known"),
        ("RouteTableAssociation", "inspection-table"),
        ("Route", "spokes-to-inspection"),
        ("Vpc", "vpc"),
        ("DefaultSecurityGroup", "default-group"),
        ("FlowLog", "flow"),
        ("VpcAttachment", "inspection-attachment"),
        ("InternetGateway", "internet"),
        ("Key", "key"),
        ("FirewallPolicy", "policy"),
        ("Firewall", "firewall"),
        ("LoggingConfiguration", "firewall-logs"),
        ("RuleGroup", "isolation"),
        ("ProfilesProfile", "dns"),
        ("ResolverQueryLogConfig", "queries"),
        ("Topic", "alarms"),
        ("TopicPolicy", "alarms-policy"),
        ("TopicSubscription", "alarms-to-contact"),
        ("MetricAlarm", "alarm-nowhere"),
        ("MetricAlarm", "alarm-blackhole"),
        ("ResolverFirewallRuleGroup", "dns-firewall"),
        ("ResolverFirewallRule", "dns-generated"),
        ("ResolverFirewallRule", "dns-generated-of-words"),
        ("ResolverFirewallRule", "dns-tunnel"),
        ("ProfilesResourceAssociation", "dns-firewall-everywhere"),
        ("ResourceShare", "share"),
        ("ResourceAssociation", "share-transit"),
        ("ResourceAssociation", "share-dns"),
        ("ResourceAssociation", "share-queries"),
        ("PrincipalAssociation", "share-with-all"),
    }
    made |= {("RuleGroup", f"egress-{bucket}") for bucket in range(BUCKETS)}
    made |= {("RuleGroup", f"agreements-{bucket}") for bucket in range(AGREEMENT_BUCKETS)}
    for key in zones:
        made |= {("Eip", f"address-{key}"), ("NatGateway", f"nat-{key}")}
        made |= {("MetricAlarm", f"alarm-{role}-{key}") for role in ("ports", "malformed", "unwell")}
        for tier in ("attachment", "firewall", "public"):
            made |= {("Subnet", f"{tier}-{key}"), ("RouteTable", f"{tier}-{key}-routes"), ("RouteTableAssociation", f"{tier}-{key}-table")}
            made |= {("Route", f"{tier}-{key}-out")}
        made |= {("Route", f"{tier}-{key}-inside-{block}") for tier in ("firewall", "public") for block in INSIDE}
    return {(kind, f"hub-{role}" if role else "hub") for kind, role in made}


def test_a_hub_is_exactly_these_resources(plan: Deployment):
    assert inventory(plan) == expected("ab")


def test_a_blocked_domain_is_blocked_with_all_that_lies_under_it(hardened: Deployment):
    names = hardened.named("hub-blocked").inputs["domains"]
    assert names == ["*.all.bad.example", "*.bad.example", "all.bad.example", "bad.example"]


def test_a_zone_and_blocked_names_add_themselves_alone(hardened: Deployment):
    assert inventory(hardened) == expected("abc") | {
        ("ResolverFirewallDomainList", "hub-blocked"),
        ("ResolverFirewallRule", "hub-block"),
    }
    rule = hardened.named("hub-block").inputs
    assert (rule["action"], rule["blockResponse"]) == ("BLOCK", "NODATA")


def test_growing_moves_nothing(plan: Deployment, hardened: Deployment):
    subnets = plan.of_type("aws:ec2/subnet:Subnet")
    assert len(subnets) == 6
    for subnet in subnets:
        assert hardened.named(subnet.name).inputs["cidrBlock"] == subnet.inputs["cidrBlock"]


def test_a_newcomer_is_led_to_inspection_and_nowhere_else(plan: Deployment):
    spokes, inspected = plan.named("hub-spokes"), plan.named("hub-inspection")
    (route,) = plan.of_type("aws:ec2transitgateway/route:Route")
    assert route.inputs["destinationCidrBlock"] == "0.0.0.0/0"
    assert route.inputs["transitGatewayRouteTableId"] == spokes.id
    assert route.inputs["transitGatewayAttachmentId"] == plan.named("hub-inspection-attachment").id
    assert plan.named("hub-newcomers-lead").inputs["transitGatewayRouteTableId"] == spokes.id
    assert plan.named("hub-newcomers-known").inputs["transitGatewayRouteTableId"] == inspected.id
    assert not plan.of_type("aws:ec2transitgateway/routeTablePropagation:RouteTablePropagation")


def test_inspection_keeps_a_connection_in_one_zone(plan: Deployment):
    attachment = plan.named("hub-inspection-attachment")
    assert attachment.inputs["applianceModeSupport"] == "enable"
    assert attachment.inputs["transitGatewayDefaultRouteTableAssociation"] is False
    assert attachment.inputs["transitGatewayDefaultRouteTablePropagation"] is False
    assert plan.named("hub-inspection-table").inputs["transitGatewayRouteTableId"] == plan.named("hub-inspection").id


def test_public_ranges_that_are_used_inside_never_lead_outside():
    cell = IPv4Network("51.70.0.0/22")
    hub = plan_of(aws.NetworkHub, "hub", NETWORK_HUB, bodies=(IPv4Network("51.64.0.0/12"),), cells=(cell, IPv4Network("25.0.0.0/22")), egress=EGRESS)
    own = {route.inputs["destinationCidrBlock"] for route in hub.of_type("aws:ec2/route:Route") if route.inputs.get("transitGatewayId")}
    assert {"51.64.0.0/12", "25.0.0.0/22"} < own
    assert str(cell) not in own, "the supernet leads there"
    texts = [group.inputs["ruleGroup"]["rulesSource"]["rulesString"] for group in hub.of_type("aws:networkfirewall/ruleGroup:RuleGroup")]
    passing = [line for text in texts for line in text.split("\n") if line.startswith("pass")]
    assert passing
    assert all("-> ![10.0.0.0/8,25.0.0.0/22,51.64.0.0/12,100.64.0.0/10,172.16.0.0/12,192.168.0.0/16] " in line for line in passing)


@pytest.mark.parametrize("key", ["a", "b"])
def test_every_way_passes_the_firewall_of_its_own_zone(plan: Deployment, key: str):
    states = plan.named("hub-firewall").outputs["firewallStatuses"][0]["syncStates"]
    subnet = plan.named(f"hub-firewall-{key}").id
    (endpoint,) = [state["attachments"][0]["endpointId"] for state in states if state["attachments"][0]["subnetId"] == subnet]
    assert plan.named(f"hub-attachment-{key}-out").inputs["vpcEndpointId"] == endpoint
    assert {plan.named(f"hub-public-{key}-inside-{block}").inputs["vpcEndpointId"] for block in INSIDE} == {endpoint}
    assert plan.named(f"hub-firewall-{key}-out").inputs["natGatewayId"] == plan.named(f"hub-nat-{key}").id
    gateways = {plan.named(f"hub-firewall-{key}-inside-{block}").inputs["transitGatewayId"] for block in INSIDE}
    assert gateways == {plan.named("hub-transit").id}
    ways_out = [route.name for route in plan.of_type("aws:ec2/route:Route") if route.inputs.get("gatewayId")]
    assert sorted(ways_out) == ["hub-public-a-out", "hub-public-b-out"]


def test_the_firewall_drops_what_no_rule_lets_pass(plan: Deployment):
    policy = plan.named("hub-policy").inputs["firewallPolicy"]
    assert policy["statefulEngineOptions"]["ruleOrder"] == "STRICT_ORDER"
    assert policy["statefulDefaultActions"] == ["aws:drop_established_app_layer_to_server", "aws:alert_established_app_layer_to_server"]
    assert policy["statelessDefaultActions"] == policy["statelessFragmentDefaultActions"] == ["aws:forward_to_sfe"]
    last = max(policy["statefulRuleGroupReferences"], key=lambda reference: reference["priority"])
    isolation = plan.named("hub-isolation")
    assert last["resourceArn"] == isolation.outputs["arn"]
    private = "[10.0.0.0/8,100.64.0.0/10,172.16.0.0/12,192.168.0.0/16]"
    text = isolation.inputs["ruleGroup"]["rulesSource"]["rulesString"]
    assert f"drop ip {private} any -> {private} any" in text
    # What the default leaves alone, a server that speaks first, has no port to speak on.
    assert f"drop tcp {private} any -> any ![443,80] " in text


def test_the_firewall_resists_and_is_encrypted(plan: Deployment):
    firewall = plan.named("hub-firewall")
    assert all(firewall.inputs[key] is True for key in ("deleteProtection", "subnetChangeProtection", "firewallPolicyChangeProtection"))
    for resource in (firewall, plan.named("hub-policy"), plan.named("hub-isolation"), plan.named("hub-egress-0")):
        assert resource.inputs["encryptionConfiguration"]["type"] == "CUSTOMER_KMS"
    for name in ("hub-key", *PROTECTED):
        assert plan.named(name).protect, name
    assert plan.named("hub-key").retain_on_delete


def test_what_the_firewall_saw_lies_where_nobody_can_empty_it(plan: Deployment):
    logging = plan.named("hub-firewall-logs").inputs["loggingConfiguration"]["logDestinationConfigs"]
    assert {entry["logType"] for entry in logging} == {"ALERT", "FLOW"}
    archive = str(ARCHIVE.bucket).rpartition(":")[2]
    assert {(entry["logDestinationType"], entry["logDestination"]["bucketName"]) for entry in logging} == {("S3", archive)}


def test_known_attackers_are_asked_for_before_anything_passes_and_home_is_everybody(plan: Deployment):
    policy = plan.named("hub-policy").inputs["firewallPolicy"]
    managed = {one["priority"]: one for one in policy["statefulRuleGroupReferences"] if ":aws-managed:" in one["resourceArn"]}
    own = {one["priority"] for one in policy["statefulRuleGroupReferences"]} - set(managed)
    assert len(managed) == len(THREAT_GROUPS)
    assert max(managed) < min(own)
    assert all(one["resourceArn"].endswith("StrictOrder") for one in managed.values())
    assert all("override" not in one for one in managed.values())
    (home,) = policy["policyVariables"]["ruleVariables"]
    assert (home["key"], home["ipSet"]["definitions"]) == ("HOME_NET", ["10.0.0.0/8", "100.64.0.0/10", "172.16.0.0/12", "192.168.0.0/16"])


def test_a_policy_stays_within_what_aws_lets_it_hold(plan: Deployment):
    groups = plan.of_type("aws:networkfirewall/ruleGroup:RuleGroup")
    own = sum(group.inputs["capacity"] for group in groups)
    # All ten common groups of signatures and four of names: no fewer than we name (AWS Network Firewall best practices, "Capacity summary").
    assert own + 13_200 + 800 <= 30_000
    assert len(groups) + len(THREAT_GROUPS) <= 20


def test_names_that_look_like_an_attackers_are_refused(plan: Deployment):
    rules = plan.of_type("aws:route53/resolverFirewallRule:ResolverFirewallRule")
    assert {rule.inputs["dnsThreatProtection"] for rule in rules} == {"DGA", "DICTIONARY_DGA", "DNS_TUNNELING"}
    assert {(rule.inputs["action"], rule.inputs["confidenceThreshold"]) for rule in rules} == {("BLOCK", "HIGH")}
    everywhere = plan.named("hub-dns-firewall-everywhere").inputs
    assert everywhere["resourceArn"] == plan.named("hub-dns-firewall").outputs["arn"]


def test_somebody_hears_of_ports_that_run_out_and_of_a_firewall_that_drops_of_itself():
    hub = plan_of(aws.NetworkHub, "hub", NETWORK_HUB)
    alarms = {alarm.name: alarm.inputs for alarm in hub.of_type("aws:cloudwatch/metricAlarm:MetricAlarm")}
    zones = {"a": "eu-west-2a", "b": "eu-west-2b"}
    each_zone = {f"hub-alarm-{role}-{zone}" for zone in zones for role in ("ports", "malformed", "unwell")}
    assert set(alarms) == each_zone | {"hub-alarm-nowhere", "hub-alarm-blackhole"}
    for key, zone in zones.items():
        assert alarms[f"hub-alarm-ports-{key}"]["dimensions"] == {"NatGatewayId": hub.named(f"hub-nat-{key}").id}
        watched = {"FirewallName": hub.named("hub-firewall").outputs["name"], "AvailabilityZone": zone, "Engine": "Stateless"}
        assert alarms[f"hub-alarm-unwell-{key}"]["dimensions"] == watched
    assert alarms["hub-alarm-nowhere"]["dimensions"] == {"TransitGateway": hub.named("hub-transit").id}
    topic = hub.named("hub-alarms")
    assert {action for alarm in alarms.values() for action in alarm["alarmActions"]} == {topic.outputs["arn"]}
    assert topic.inputs["kmsMasterKeyId"] == hub.named("hub-key").outputs["arn"]
    assert "cloudwatch.amazonaws.com" in hub.named("hub-key").inputs["policy"]
    assert hub.named("hub-alarms-to-contact").inputs["endpoint"] == "platform@commons.example"


def test_whoever_joins_knows_gateway_names_and_query_log(plan: Deployment):
    assert plan.named("hub").outputs["hub"] == {
        "gateway": plan.named("hub-transit").id,
        "spokes": plan.named("hub-spokes").id,
        "inspected": plan.named("hub-inspection").id,
        "profile": plan.named("hub-dns").id,
        "query_log": plan.named("hub-queries").id,
    }


def test_nothing_is_shared_outside_the_organisation(plan: Deployment):
    assert plan.named("hub-share").inputs["allowExternalPrincipals"] is False
    assert plan.named("hub-share-with-all").inputs["principal"] == ORGANISATION.arn


def test_the_default_group_has_no_rules(plan: Deployment):
    group = plan.named("hub-default-group").inputs
    assert not group.get("ingress")
    assert not group.get("egress")


def test_each_bodys_rules_lie_in_its_own_group(hardened: Deployment):
    for rule in EGRESS:
        text = hardened.named(f"hub-egress-{bucket_of(rule.owner)}").inputs["ruleGroup"]["rulesSource"]["rulesString"]
        assert f'msg:"{rule.owner}"' in text
    assert all(group.inputs["capacity"] == CAPACITY for group in hardened if group.name.startswith("hub-egress-"))
    assert "$" not in json.dumps([group.inputs["ruleGroup"] for group in hardened.of_type("aws:networkfirewall/ruleGroup:RuleGroup")])


def test_an_agreement_opens_one_port_one_way_before_isolation():
    agreement = AgreementRule(
        name="northshire_eastvale_payroll", sources=(IPv4Network("10.16.4.0/22"),), destinations=(IPv4Network("10.16.8.0/22"),), port=8443
    )
    hub = plan_of(aws.NetworkHub, "hub", NETWORK_HUB, agreements=(agreement,))
    groups = {number: hub.named(f"hub-agreements-{number}") for number in range(AGREEMENT_BUCKETS)}
    texts = [group.inputs["ruleGroup"]["rulesSource"]["rulesString"] for group in groups.values()]
    (line,) = [line for text in texts for line in text.split("\n") if line.startswith("pass")]
    assert line.startswith("pass tcp [10.16.4.0/22] any -> [10.16.8.0/22] 8443 (")
    references = hub.named("hub-policy").inputs["firewallPolicy"]["statefulRuleGroupReferences"]
    order = [reference["resourceArn"] for reference in sorted(references, key=lambda reference: reference["priority"])]
    assert order[-1] == hub.named("hub-isolation").outputs["arn"]
    assert {group.outputs["arn"] for group in groups.values()} < set(order)
    assert len(order) == len(set(order)) <= 20
