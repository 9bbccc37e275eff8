"""A body's network on Azure: one way out, nothing in, and a place for every subnet."""

import itertools

import pytest

from civic.plan import Deployment
from components import azure
from components.contracts.tiers import ranges
from tests.components.azure.subjects import (
    BLOCK,
    CONNECTION,
    DNS_POLICY,
    ENDPOINT,
    FOUNDATION,
    HUB_SUBSCRIPTION,
    RULESET,
    VAULT,
    inventory,
    plan_of,
)

SUBNETS = [f"{tier}-{zone}" for tier in ("application", "data", "door", "endpoint") for zone in ("a", "b")]


@pytest.fixture(scope="module")
def plan() -> Deployment:
    return plan_of(azure.NetworkConnection, "link", CONNECTION)


@pytest.fixture(scope="module")
def hardened() -> Deployment:
    return plan_of(azure.NetworkConnection, "link", CONNECTION, endpoints=(ENDPOINT,), classification="official-sensitive")


def expected() -> set[tuple[str, str]]:
    found = {("Subnet", f"link-{key}") for key in SUBNETS}
    found |= {("NetworkSecurityGroup", f"link-rules-{tier}") for tier in ("application", "data", "door", "endpoint")}
    return found | {
        ("NetworkConnection", "link"),
        ("ResourceGroup", "link-network"),
        ("NetworkWatcher", "link-watcher"),
        ("VirtualNetwork", "link-vnet"),
        ("HubVirtualNetworkConnection", "link-attachment"),
        ("FlowLog", "link-flow-log"),
        ("PrivateResolverVirtualNetworkLink", "link-names"),
        ("DnsResolverPolicyVirtualNetworkLink", "link-names-watched"),
    }


def test_a_connection_is_exactly_these_resources(plan: Deployment):
    assert inventory(plan) == expected()


def test_an_endpoint_adds_itself_in_the_first_endpoint_subnet(hardened: Deployment):
    assert inventory(hardened) == expected() | {("PrivateEndpoint", "link-endpoint-vault")}
    endpoint = hardened.named("link-endpoint-vault")
    assert endpoint.inputs["subnet"]["id"] == hardened.named("link-endpoint-a").id
    assert endpoint.inputs["privateLinkServiceConnections"][0]["privateLinkServiceId"] == VAULT
    assert hardened.named("link-vnet").inputs["tags"]["data-classification"] == "official-sensitive"


def test_growing_moves_nothing(plan: Deployment):
    grown = plan_of(
        azure.NetworkConnection,
        "link",
        CONNECTION,
        zones=("1", "2", "3"),
        subnets=ranges(BLOCK, ["a", "b", "c"], ["application", "data", "endpoint", "attachment"]),
    )
    for key in SUBNETS:
        assert grown.named(f"link-{key}").inputs["addressPrefix"] == plan.named(f"link-{key}").inputs["addressPrefix"]


def test_the_hub_is_the_only_way_out(plan: Deployment):
    attachment = plan.named("link-attachment")
    assert attachment.inputs["enableInternetSecurity"]
    assert "::hub::" in attachment.provider
    assert plan.by_urn[attachment.provider.rsplit("::", 1)[0]].inputs["subscriptionId"] == HUB_SUBSCRIPTION
    in_hub = {attachment.name, "link-names", "link-names-watched"}
    assert all("::hub::" in plan.named(name).provider for name in in_hub)
    others = [resource for resource in plan if resource.parent == plan.named("link").urn and resource.name not in in_hub]
    assert all("::acting::" in resource.provider for resource in others)
    assert all(plan.named(f"link-{key}").inputs["defaultOutboundAccess"] is False for key in SUBNETS)


def test_every_tier_ends_by_refusing(plan: Deployment):
    for group in plan.of_type("azure-native:network:NetworkSecurityGroup"):
        rules = {rule["name"]: rule for rule in group.inputs["securityRules"]}
        assert rules["all-in"]["access"] == "Deny"
        assert rules["all-in"]["sourceAddressPrefix"] == "*"
        inbound = [rule for rule in rules.values() if rule["direction"] == "Inbound"]
        assert max(inbound, key=lambda rule: rule["priority"])["name"] == "all-in"
        allowed = [rule.get("sourceAddressPrefix") for rule in inbound if rule["access"] == "Allow"]
        assert not {"*", "Internet", "VirtualNetwork"} & set(allowed)
    data = {rule["name"]: rule for rule in plan.named("link-rules-data").inputs["securityRules"]}
    assert (data["internet-out"]["access"], data["internet-out"]["direction"]) == ("Deny", "Outbound")


def test_each_subnet_has_its_tiers_rules_and_waits_for_the_last(plan: Deployment):
    made = [plan.named(f"link-{key}") for key in SUBNETS]
    assert all(before.urn in after.dependencies for before, after in itertools.pairwise(made))
    for key, subnet in zip(SUBNETS, made, strict=True):
        group = plan.named(f"link-rules-{key.rsplit('-', 1)[0]}")
        assert subnet.inputs["networkSecurityGroup"]["id"] == group.id


def test_names_come_from_the_hub_and_from_the_networks_own_zones(plan: Deployment):
    network = plan.named("link-vnet")
    # With servers of its own, Azure would ask neither the ruleset nor a zone that is linked to the network.
    assert not network.inputs.get("dhcpOptions")
    for name, key, whose in (("link-names", "dnsForwardingRulesetName", RULESET), ("link-names-watched", "dnsResolverPolicyName", DNS_POLICY)):
        link = plan.named(name).inputs
        assert link["virtualNetwork"]["id"] == network.id
        assert (link[key], link["resourceGroupName"]) == (whose.rsplit("/", 1)[1], "ccp-dns-uksouth")


def test_doors_alone_are_without_policies_that_a_door_does_not_bear(plan: Deployment):
    for key in SUBNETS:
        inputs = plan.named(f"link-{key}").inputs
        wanted = "Disabled" if key.startswith("door-") else "Enabled"
        assert (inputs["privateEndpointNetworkPolicies"], inputs["privateLinkServiceNetworkPolicies"]) == (wanted, wanted)


def test_forwarders_are_reached_from_doors_alone_and_reach_no_internet(plan: Deployment):
    found = {rule["name"]: rule for rule in plan.named("link-rules-door").inputs["securityRules"]}
    mine = [plan.named(key).inputs["addressPrefix"] for key in ("link-door-a", "link-door-b")]
    assert {name for name, rule in found.items() if rule["access"] == "Allow"} == {"doors-in", "balancer-in"}
    assert found["doors-in"]["sourceAddressPrefixes"] == found["doors-in"]["destinationAddressPrefixes"] == mine
    assert (found["balancer-in"]["sourceAddressPrefix"], found["balancer-in"]["destinationAddressPrefixes"]) == ("AzureLoadBalancer", mine)
    assert (found["internet-out"]["access"], found["internet-out"]["direction"]) == ("Deny", "Outbound")


def test_flows_go_where_the_foundation_keeps_them_for_that_region(plan: Deployment):
    """Across the two stacks: what the connection names is what the foundation makes, in the network's region."""
    foundation = plan_of(azure.Foundation, "foundation", FOUNDATION)
    store, writer = foundation.named(f"foundation-flows-{CONNECTION.region}-store"), foundation.named("foundation-flow-writer")
    log = plan.named("link-flow-log").inputs
    assert log["enabled"]
    assert store.inputs["location"] == CONNECTION.region
    assert log["storageId"].endswith(f"/storageAccounts/{store.inputs['accountName']}")
    assert log["identity"]["type"] == "UserAssigned"
    assert log["identity"]["userAssignedIdentities"][0].endswith(f"/userAssignedIdentities/{writer.inputs['resourceName']}")
    group = str(CONNECTION.archive).split("/providers/")[0]
    assert all(value.startswith(f"{group}/") for value in (log["storageId"], log["identity"]["userAssignedIdentities"][0]))


def test_networks_are_protected(plan: Deployment):
    assert plan.named("link-vnet").protect
    assert plan.named("link-vnet").retain_on_delete
    assert plan.named("link-attachment").protect
