"""The hub on Azure: everything through the firewall, bodies apart, and names that resolve."""

import itertools
from ipaddress import IPv4Network

import pytest
from hypothesis import given
from hypothesis import strategies as st

from civic.plan import Deployment
from components import azure
from components.azure.network import egress
from components.azure.network.alarms import ALARMS
from components.azure.network.private_zones import ZONES
from components.azure.network.rights import ATTACHING
from components.contracts import AgreementRule, CardReader, ContractError, EgressRule
from tests.components.azure.subjects import BLOCK, EGRESS, NETWORK_HUB, PRINCIPALS, inventory, plan_of
from tests.planning import PlanFailed

GROUPS = [
    "platform",
    *(f"agreements-{number}" for number in range(egress.AGREEMENT_BUCKETS)),
    *(f"egress-{number}" for number in range(egress.BUCKETS)),
    "isolation",
]


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
        ("RoleAssignment", "hub-attach-hosting"),
        ("ResourceGroup", "hub-dns"),
        ("VirtualNetwork", "hub-dns-network"),
        ("Subnet", "hub-dns-inbound-subnet"),
        ("DnsResolver", "hub-dns-resolver"),
        ("InboundEndpoint", "hub-dns-inbound"),
        ("Subnet", "hub-dns-outbound-subnet"),
        ("OutboundEndpoint", "hub-dns-outbound"),
        ("DnsForwardingRuleset", "hub-dns-ruleset"),
        ("RoleAssignment", "hub-attach-hosting-names"),
        ("RoleAssignment", "hub-attach-hosting-names-watched"),
        ("RoleAssignment", "hub-attach-hosting-names-linked"),
        ("DnsResolverPolicy", "hub-dns-policy"),
        ("DnsResolverPolicyVirtualNetworkLink", "hub-dns-policy-link"),
        ("DiagnosticSetting", "hub-dns-logs"),
    }
    found |= {("ActionGroup", "hub-alarms"), *(("MetricAlert", f"hub-alarm-{key}") for key in ALARMS)}
    found |= {("FirewallPolicyRuleCollectionGroup", f"hub-rules-{key}") for key in GROUPS}
    for zone in ZONES:
        found |= {("ForwardingRule", f"hub-dns-ask-{asked}") for asked in zone.namespaces}
        found |= {("PrivateZone", f"hub-zone-{zone.key}"), ("VirtualNetworkLink", f"hub-zone-{zone.key}-link")}
    return found


def test_calls_outside_have_as_many_addresses_as_the_record_says_and_somebody_hears_when_ports_run_out():
    told = plan_of(azure.NetworkHub, "hub", NETWORK_HUB, public_addresses=3)
    assert told.named("hub-firewall").inputs["hubIPAddresses"]["publicIPs"]["count"] == 3
    alert = told.named("hub-alarm-ports").inputs
    assert alert["scopes"] == [told.named("hub-firewall").id]
    assert alert["criteria"]["allOf"][0]["metricName"] == "SNATPortUtilization"
    assert alert["actions"] == [{"actionGroupId": told.named("hub-alarms").id}]
    assert told.named("hub-alarms").inputs["emailReceivers"][0]["emailAddress"] == "platform@commons.example"


def test_a_blocked_domain_that_somebody_reaches_is_refused():
    with pytest.raises(PlanFailed, match=r"gov\.uk refuses"):
        plan_of(azure.NetworkHub, "hub", NETWORK_HUB, egress=EGRESS, blocked_domains=("gov.uk",))


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


@pytest.mark.parametrize(("wanted", "at_hand"), [(30, 365), (500, 500), (4000, 730)])
def test_the_firewall_looks_back_for_as_long_as_wanted(wanted: int, at_hand: int):
    plan = plan_of(azure.NetworkHub, "hub", NETWORK_HUB, retention_days=wanted)
    assert plan.named("hub-firewall-policy").inputs["insights"]["retentionDays"] == at_hand


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
    rules = [EgressRule(owner=slug, ranges=(IPv4Network("10.20.0.0/22"),), domains=("a.gov.uk",)) for slug in slugs]
    random.shuffle(rules)
    found = egress.egress_collections(rules)
    assert len(found) == egress.BUCKETS
    held = {rule.name: number for number, groups in found.items() for group in groups for rule in group.rules}
    assert held == {slug: egress.bucket(slug) for slug in slugs}


def agreed(number: int, port: int = 443) -> AgreementRule:
    source, target = (IPv4Network((int(IPv4Network("10.16.0.0/12").network_address) + place * 1024, 22)) for place in (number, number + 1))
    return AgreementRule(name=f"body-{number}_provider_payroll", sources=(source,), destinations=(target,), port=port)


def test_an_agreement_opens_one_port_one_way_before_isolation():
    hub = plan_of(azure.NetworkHub, "hub", NETWORK_HUB, agreements=(agreed(1, 8443),))
    groups = [hub.named(f"hub-rules-agreements-{number}") for number in range(egress.AGREEMENT_BUCKETS)]
    (collection,) = [collection for group in groups for collection in group.inputs["ruleCollections"]]
    (rule,) = collection["rules"]
    assert (collection["action"]["type"], rule["ipProtocols"], rule["destinationPorts"]) == ("Allow", ["TCP"], ["8443"])
    assert (rule["sourceAddresses"], rule["destinationAddresses"]) == (["10.16.4.0/22"], ["10.16.8.0/22"])
    assert all(group.inputs["priority"] < hub.named("hub-rules-isolation").inputs["priority"] for group in groups)


def test_a_new_agreement_moves_none():
    def placed(numbers: range) -> dict[str, int]:
        found = egress.agreement_collections(agreed(number) for number in numbers)
        return {rule.name: bucket for bucket, groups in found.items() for group in groups for rule in group.rules}

    before, after = placed(range(1, 200)), placed(range(200))
    assert before.items() < after.items()


def test_a_full_agreement_group_is_refused_in_words():
    with pytest.raises(ContractError, match="the hub carries no more agreements"):
        egress.agreement_collections(agreed(number) for number in range(2 * egress.AGREEMENT_BUCKETS * egress.AGREEMENTS))


def test_the_hosting_pipeline_may_attach_and_no_more(plan: Deployment):
    rights = {where: plan.named(f"hub-attach-hosting{where}").inputs for where in ("", "-names", "-names-watched", "-names-linked")}
    for right in rights.values():
        assert right["principalId"] == PRINCIPALS["hosting"]
        assert right["roleDefinitionId"] == NETWORK_HUB.organisation.run_roles["attach"]
    writes = [action for action in ATTACHING if not action.endswith("/read")]
    # Joining the resolver's network is what a link of a zone asks: it changes nothing in that network.
    writes.remove("Microsoft.Network/virtualNetworks/join/action")
    assert all("/hubVirtualNetworkConnections/" in action or "/virtualNetworkLinks/" in action for action in writes)
    assert {right["scope"] for right in rights.values()} == {
        plan.named(name).id for name in ("hub-hub", "hub-dns-ruleset", "hub-dns-policy", "hub-dns-network")
    }


def test_names_of_shared_cells_are_asked_of_the_hub():
    plan = plan_of(azure.NetworkHub, "hub", NETWORK_HUB, hosted=("apps.commons.example",))
    rule = plan.named("hub-dns-ask-apps.commons.example").inputs
    assert rule["domainName"] == "apps.commons.example."
    assert [server["ipAddress"] for server in rule["targetDnsServers"]] == ["10.0.2.4"]


def test_names_are_answered_at_a_fixed_address_inside_the_hubs_range(plan: Deployment):
    address = plan.named("hub-dns-inbound").inputs["ipConfigurations"][0]["privateIpAddress"]
    assert address == "10.0.2.4"
    for zone in ZONES:
        for asked in zone.namespaces:
            rule = plan.named(f"hub-dns-ask-{asked}").inputs
            assert rule["domainName"] == f"{asked}."
            assert [server["ipAddress"] for server in rule["targetDnsServers"]] == [address]


def test_every_zone_is_asked_for_by_its_public_name(plan: Deployment):
    asked = {name for zone in ZONES for name in zone.namespaces}
    assert {"vault.azure.net", "vaultcore.azure.net", "blob.core.windows.net", "postgres.database.azure.com"} <= asked
    assert all(any(zone.name.endswith(f".{name}") for name in zone.namespaces) for zone in ZONES)
    assert plan.named("hub-hub").inputs["addressPrefix"] == "10.0.0.0/23"


def test_a_group_of_egress_that_is_full_says_so():
    names = tuple(f"n{number}.alder.example" for number in range(egress.EGRESS_NAMES))
    rule = EgressRule(owner="alder", ranges=(IPv4Network("10.20.0.0/22"),), domains=names)
    with pytest.raises(ContractError, match=f"would have {egress.EGRESS_NAMES + 1} names and ranges and holds {egress.EGRESS_NAMES}"):
        egress.egress_collections([rule])
    assert egress.egress_collections([rule.__class__(owner="alder", ranges=rule.ranges, domains=names[1:])])


def test_what_lower_layers_know_of_a_hub_is_in_names(plan: Deployment):
    hub = CardReader(plan.named("hub").outputs).handle("hub", azure.HubHandle)
    assert (hub.hub, hub.hub_group) == (plan.named("hub-hub").inputs["virtualHubName"], plan.named("hub-network").inputs["resourceGroupName"])
    assert hub.ruleset == plan.named("hub-dns-ruleset").inputs["dnsForwardingRulesetName"]
    assert hub.dns_policy == plan.named("hub-dns-policy").inputs["dnsResolverPolicyName"]
    assert hub.dns_group == plan.named("hub-dns").inputs["resourceGroupName"]
    assert hub.dns_network == plan.named("hub-dns-network").id


@pytest.mark.parametrize(
    "name",
    [
        "hub-wan",
        "hub-hub",
        "hub-firewall",
        "hub-routing",
        "hub-dns-connection",
        "hub-dns-network",
        "hub-dns-inbound",
        "hub-dns-resolver",
        "hub-dns-ruleset",
        "hub-dns-inbound-subnet",
    ],
)
def test_what_every_network_depends_on_is_protected(plan: Deployment, name: str):
    assert plan.named(name).protect
    assert not plan.named(name).retain_on_delete
