"""The hub on Azure: everything through the firewall, bodies apart, and names that resolve."""

import itertools
from ipaddress import IPv4Network

import pytest
from hypothesis import given
from hypothesis import strategies as st

from components import azure
from components.azure import egress
from components.azure.private_zones import ZONES
from components.contracts import EgressRule
from plan import Deployment
from tests.components.azure.subjects import BLOCK, EGRESS, NETWORK_HUB, PRINCIPALS, inventory, plan_of

GROUPS = ["platform", *(f"egress-{number}" for number in range(egress.BUCKETS)), "isolation"]


@pytest.fixture(scope="module")
def plan() -> Deployment:
    return plan_of(azure.NetworkHub, "hub", NETWORK_HUB)


@pytest.fixture(scope="module")
def hardened() -> Deployment:
    return plan_of(azure.NetworkHub, "hub", NETWORK_HUB, egress=EGRESS, blocked_domains=("bad.example",))


def expected() -> set[tuple[str, str]]:
    found = {
        ("NetworkHub", "hub"),
        ("ResourceGroup", "hub-network"),
        ("VirtualWan", "hub-wan"),
        ("VirtualHub", "hub-hub"),
        ("FirewallPolicy", "hub-firewall-policy"),
        ("AzureFirewall", "hub-firewall"),
        ("DiagnosticSetting", "hub-firewall-logs"),
        ("RoutingIntent", "hub-routing"),
        ("HubVirtualNetworkConnection", "hub-dns-connection"),
        ("RoleDefinition", "hub-role-attach"),
        ("RoleAssignment", "hub-attach-landing-zone"),
        ("ResourceGroup", "hub-dns"),
        ("VirtualNetwork", "hub-dns-network"),
        ("Subnet", "hub-dns-inbound-subnet"),
        ("DnsResolver", "hub-dns-resolver"),
        ("InboundEndpoint", "hub-dns-inbound"),
        ("DnsResolverPolicy", "hub-dns-policy"),
        ("DnsResolverPolicyVirtualNetworkLink", "hub-dns-policy-link"),
        ("DiagnosticSetting", "hub-dns-logs"),
    }
    found |= {("FirewallPolicyRuleCollectionGroup", f"hub-rules-{key}") for key in GROUPS}
    for zone in ZONES:
        found |= {("PrivateZone", f"hub-zone-{zone.key}"), ("VirtualNetworkLink", f"hub-zone-{zone.key}-link")}
    return found


def test_a_hub_is_exactly_these_resources(plan: Deployment):
    assert inventory(plan) == expected()


def test_blocked_names_add_a_list_and_a_rule_and_bodies_add_nothing(hardened: Deployment):
    assert inventory(hardened) == expected() | {("DnsResolverDomainList", "hub-dns-blocked"), ("DnsSecurityRule", "hub-dns-block")}
    assert hardened.named("hub-dns-block").inputs["action"]["actionType"] == "Block"
    assert hardened.named("hub-dns-blocked").inputs["domains"] == ["bad.example."]


def test_everything_goes_to_the_firewall(plan: Deployment):
    policies = plan.named("hub-routing").inputs["routingPolicies"]
    assert [policy["destinations"] for policy in policies] == [["Internet"], ["PrivateTraffic"]]
    assert {policy["nextHop"] for policy in policies} == {plan.named("hub-firewall").id}


def test_the_firewall_denies_what_is_known_to_be_bad(plan: Deployment):
    inputs = plan.named("hub-firewall-policy").inputs
    assert inputs["threatIntelMode"] == "Deny"
    assert inputs["intrusionDetection"]["mode"] == "Deny"
    assert inputs["sku"]["tier"] == "Premium"
    assert plan.named("hub-firewall").inputs["zones"] == list(NETWORK_HUB.zones)


def test_bodies_are_kept_apart(plan: Deployment):
    collection = plan.named("hub-rules-isolation").inputs["ruleCollections"][0]
    assert collection["action"]["type"] == "Deny"
    rule = collection["rules"][0]
    assert rule["sourceAddresses"] == rule["destinationAddresses"] == [str(block) for block in NETWORK_HUB.bodies]


def test_groups_are_written_one_after_the_other(plan: Deployment):
    made = [plan.named(f"hub-rules-{key}") for key in GROUPS]
    assert all(before.urn in after.dependencies for before, after in itertools.pairwise(made))
    priorities = [group.inputs["priority"] for group in made]
    assert priorities == sorted(set(priorities))


def test_egress_binds_to_the_body_and_its_ranges(hardened: Deployment):
    collection = hardened.named(f"hub-rules-egress-{egress.bucket('northshire')}").inputs["ruleCollections"][0]
    rule = next(rule for rule in collection["rules"] if rule["name"] == "northshire")
    assert rule["sourceAddresses"] == [str(BLOCK)]
    assert rule["targetFqdns"] == ["api.notifications.service.gov.uk"]


@given(st.lists(st.from_regex(r"[a-z]{3,12}", fullmatch=True), unique=True, max_size=40), st.randoms())
def test_a_newcomer_moves_nobody(slugs: list[str], random):
    rules = [EgressRule(organisation=slug, ranges=(IPv4Network("10.20.0.0/22"),), domains=("a.gov.uk",)) for slug in slugs]
    random.shuffle(rules)
    found = egress.egress_collections(rules)
    assert len(found) == egress.BUCKETS
    held = {rule.name: number for number, groups in found.items() for group in groups for rule in group.rules}
    assert held == {slug: egress.bucket(slug) for slug in slugs}


def test_the_landing_zone_may_attach_and_no_more(plan: Deployment):
    right = plan.named("hub-attach-landing-zone")
    assert right.inputs["principalId"] == PRINCIPALS["landing-zone"]
    assert right.inputs["scope"] == plan.named("hub-hub").id
    actions = plan.named("hub-role-attach").inputs["permissions"][0]["actions"]
    writes = [action for action in actions if not action.endswith("/read")]
    assert all("/hubVirtualNetworkConnections/" in action for action in writes)


def test_names_are_answered_at_a_fixed_address_inside_the_hubs_range(plan: Deployment):
    address = plan.named("hub-dns-inbound").inputs["ipConfigurations"][0]["privateIpAddress"]
    assert plan.named("hub").outputs["dns"] == address == "10.0.2.4"
    assert plan.named("hub-hub").inputs["addressPrefix"] == "10.0.0.0/23"
