"""A body's network on Azure: one way out, nothing in, and a place for every subnet."""

import itertools
from dataclasses import replace

import pytest

from civic.plan import Deployment
from components import azure
from components.azure.network.security_groups import security_rules
from components.contracts import REGION, TIERS, ContractError, SubnetKey, subnet_ranges
from tests.components.azure import subjects
from tests.components.azure.subjects import ARCHIVE, BLOCK, CONNECTION, ENDPOINT, PLATFORM, SENSITIVE, TEST, VAULT, inventory, plan_of
from tests.looping import each
from tests.planning import PlanFailed

SUBNETS = [f"{tier}-{zone}" for tier in ("application", "data", "door", "endpoint") for zone in ("a", "b")]


@pytest.fixture(scope="module")
def plan() -> Deployment:
    return plan_of(azure.NetworkConnection, "link", CONNECTION)


@pytest.fixture(scope="module")
def hardened() -> Deployment:
    return plan_of(azure.NetworkConnection, "link", CONNECTION, endpoints=(ENDPOINT,), owner=SENSITIVE)


def expected() -> set[tuple[str, str]]:
    found = {("Subnet", f"link-{key}") for key in SUBNETS}
    found |= {("NetworkSecurityGroup", f"link-rules-{tier}") for tier in ("application", "data", "door", "endpoint")}
    return found | {
        ("NetworkConnection", "link"),
        ("ResourceGroup", "link-network"),
        ("SubscriptionSettings", "link-watcher"),
        ("pulumi-python", "link-plane"),
        ("VirtualNetwork", "link-vnet"),
        ("FlowLog", "link-flow-log"),
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
        subnets=subnet_ranges(BLOCK, ["a", "b", "c"], subjects.TIERS),
    )
    for key in each(SUBNETS):
        assert grown.named(f"link-{key}").inputs["addressPrefix"] == plan.named(f"link-{key}").inputs["addressPrefix"]


def test_there_is_no_way_out_and_one_provider_makes_it_all(plan: Deployment):
    assert {resource.provider.split("::")[-2] for resource in plan if resource.type.startswith("azure-native:")} == {"acting"}
    assert not plan.of_type("azure-native:network:HubVirtualNetworkConnection")
    assert all(plan.named(f"link-{key}").inputs["defaultOutboundAccess"] is False for key in SUBNETS)


def test_every_tier_ends_by_refusing(plan: Deployment):
    groups = plan.of_type("azure-native:network:NetworkSecurityGroup")
    assert len(groups) == len(subjects.TIERS)
    for group in groups:
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
    assert all(before.urn in after.dependencies for before, after in each(itertools.pairwise(made)))
    for key, subnet in each(zip(SUBNETS, made, strict=True)):
        group = plan.named(f"link-rules-{key.rsplit('-', 1)[0]}")
        assert subnet.inputs["networkSecurityGroup"]["id"] == group.id


def test_the_network_asks_azure_for_names(plan: Deployment):
    # With servers of its own, Azure would ask neither the ruleset nor a zone that is linked to the network.
    assert not plan.named("link-vnet").inputs.get("dhcpOptions")


@pytest.mark.parametrize("tier", [tier.name for tier in TIERS.values() if "azure" in tier.clouds and not tier.leads_to_hub])
def test_a_tier_that_does_not_lead_to_the_hub_reaches_its_own_network_alone(tier: str):
    subnets = subnet_ranges(BLOCK, ["a", "b"], [tier])
    outbound = sorted((rule for rule in security_rules(tier, BLOCK, subnets) if rule["direction"] == "Outbound"), key=lambda rule: rule["priority"])
    allowed = [rule["destination_address_prefix"] for rule in outbound if rule["access"] == "Allow"]
    assert allowed == [str(BLOCK)]
    assert (outbound[-1]["access"], outbound[-1]["destination_address_prefix"]) == ("Deny", "*")


def test_every_tier_of_azures_has_subnets_and_none_vanishes():
    tiers = [tier.name for tier in TIERS.values() if "azure" in tier.clouds]
    subnets = subnet_ranges(BLOCK, ["a", "b"], tiers)
    plan = plan_of(azure.NetworkConnection, "link", CONNECTION, subnets=subnets)
    made = {resource.inputs["subnetName"]: resource.inputs["addressPrefix"] for resource in plan.of_type("azure-native:network:Subnet")}
    assert made == {key.name: str(block) for key, block in subnets.items()}
    assert f"environment-{REGION}" in made


def test_a_tier_that_azure_has_not_is_refused_by_name():
    subnets = {SubnetKey("attachment", "a"): next(BLOCK.subnets(new_prefix=27))}
    with pytest.raises(PlanFailed, match="attachment-a: Azure has no tier 'attachment'"):
        plan_of(azure.NetworkConnection, "link", CONNECTION, subnets=subnets)


def test_an_endpoint_without_a_subnet_for_it_is_refused():
    with pytest.raises(PlanFailed, match="vault of northshire need the subnet endpoint-a"):
        plan_of(azure.NetworkConnection, "link", CONNECTION, endpoints=(ENDPOINT,), subnets=subnet_ranges(BLOCK, ["a", "b"], ["application"]))


def test_a_region_without_a_store_of_flow_logs_is_refused():
    with pytest.raises(PlanFailed, match="no store of flow logs in ukwest; it has: uksouth"):
        plan_of(azure.NetworkConnection, "link", CONNECTION, region="ukwest")


def test_too_small_a_range_is_refused():
    with pytest.raises(ContractError, match="need a /24 or larger"):
        replace(CONNECTION, block=next(BLOCK.subnets(new_prefix=25)))


def test_doors_alone_are_without_policies_that_a_door_does_not_bear(plan: Deployment):
    for key in each(SUBNETS):
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


def test_the_regions_one_watcher_is_used_and_none_is_made(plan: Deployment):
    watched, log = plan.named("link-watcher").inputs["settings"], plan.named("link-flow-log")
    assert all(setting["left"] for setting in each(watched)), "another network, or Azure, may have made it"
    place = "/resourceGroups/NetworkWatcherRG/providers/Microsoft.Network/networkWatchers/NetworkWatcher_uksouth"
    assert watched[-1]["path"] == place
    assert log.id.startswith(f"/subscriptions/{log.id.split('/')[2]}{place}/flowLogs/")
    assert plan.named("link-watcher").urn in log.dependencies
    assert plan.named("link-watcher").urn in plan.named("link-vnet").dependencies


def test_flows_go_to_the_store_of_the_networks_region(plan: Deployment):
    log = plan.named("link-flow-log").inputs
    assert log["enabled"]
    assert log["storageId"] == ARCHIVE.flow_stores[CONNECTION.region]
    assert log["identity"] == {"type": "UserAssigned", "userAssignedIdentities": [ARCHIVE.flow_writer]}


def test_networks_are_protected(plan: Deployment):
    kept = ["link-vnet", *(f"link-{key}" for key in SUBNETS)]
    assert all(plan.named(name).protect and not plan.named(name).retain_on_delete for name in kept)
    assert plan.named("link-network").retain_on_delete


def test_the_network_of_a_shared_cell_has_its_key_in_its_names():
    plan = plan_of(azure.NetworkConnection, "cell", CONNECTION, owner=PLATFORM, role="main")
    assert plan.named("cell-network").inputs["resourceGroupName"] == "ccp-main-network-uksouth"
    assert plan.named("cell-vnet").inputs["tags"]["owner"] == "platform"


def test_a_test_tenancys_network_is_a_strangers():
    live, test = (plan_of(azure.NetworkConnection, "link", CONNECTION, owner=owner) for owner in (CONNECTION.owner, TEST))
    for name in ("link-network", "link-vnet"):
        assert live.named(name).id != test.named(name).id
        assert test.named(name).inputs["tags"]["owner"] == "northshire.test"
