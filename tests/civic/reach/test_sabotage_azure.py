"""Single changes to a good plan on Azure: what is harmful is caught and named, what is harmless raises no alarm.

Those in the two lists were drawn by chance from all that the operators can do to all networking properties, and labelled by hand by what Azure would
then do. Those below were thought of, some for each promise and invariant.
"""

import pytest

from tests.civic.reach.attempts import made, rate, tried

HARMFUL = (
    "drop hub-uksouth-zone-registry",
    "drop hub-uksouth-zone-postgres-link",
    "drop hub-uksouth-rules-platform",
    "drop tidewatch-attachment-names-watched",
    "drop tidewatch-connection-endpoint-vault",
    "drop tidewatch-offer-case-management-forwarders",
    "drop larkfield-vikunja-vault-endpoint",
    "drop larkfield-connection-rules-endpoint",
    "point cell-a-attachment-names virtualNetwork.id",
    "point kingsmere-vikunja-vault-endpoint subnet.id",
    "point tidewatch-connection-application-a networkSecurityGroup.id",
    "point larkfield-connection-endpoint-vault privateLinkServiceConnections.0.privateLinkServiceId",
    "point tidewatch-attachment-connection remoteVirtualNetwork.id",
    "flip cell-a-database network.publicNetworkAccess",
    "flip larkfield-gotenberg-app configuration.ingress.external",
    "flip kingsmere-vikunja-app configuration.ingress.ipSecurityRestrictions.0.action",
    "flip tidewatch-connection-rules-door securityRules.1.access",
    "flip tidewatch-connection-rules-environment securityRules.2.direction",
    "flip kingsmere-connection-rules-entry securityRules.0.access",
    "flip tidewatch-connection-rules-endpoint securityRules.0.direction",
    "flip tidewatch-offer-case-management-forwarder-rules securityRules.3.direction",
    "narrow hub-uksouth-rules-egress-4 ruleCollections.0.rules.1.sourceAddresses.0",
    "narrow tidewatch-connection-entry-region addressPrefix",
    "widen hub-uksouth-rules-agreements-0 ruleCollections.0.rules.0.sourceAddresses.0",
    "widen all hub-uksouth-rules-egress-4 ruleCollections.0.rules.1.sourceAddresses.0",
    "widen cell-a-connection-door-c addressPrefix",
    "widen all hub-uksouth-hub addressPrefix",
    "shift hub-uksouth-dns-ask-azurecr.io targetDnsServers.0.port",
    "reorder tidewatch-connection-rules-environment securityRules.1.priority",
)
HARMLESS = (
    "drop hub-uksouth-dns-policy-link",
    "drop hub-uksouth-rules-egress-1",
    "drop harbours-connection-application-c",
    "drop hub-uksouth-zone-events-link",
    "flip kingsmere-connection-vnet enableVmProtection",
    "flip tidewatch-connection-endpoint-b defaultOutboundAccess",
    "flip larkfield-connection-rules-door securityRules.0.protocol",
    "flip tidewatch-hosting-registry zoneRedundancy",
    "widen all cell-a-connection-rules-entry securityRules.0.destinationAddressPrefix",
    "widen cell-a-connection-rules-data securityRules.1.sourceAddressPrefixes.2",
    "narrow harbours-connection-rules-data securityRules.1.sourceAddressPrefixes.2",
    "narrow larkfield-connection-endpoint-b addressPrefix",
    "reorder hub-uksouth-rules-isolation priority",
    "reorder tidewatch-hosting-entry requestRoutingRules.0.priority",
)
NOT_SEEN = ("shift larkfield-gotenberg-app configuration.ingress.targetPort",)
"""Harmful and not seen: on which port an application listens is in its image, and in no plan."""


def test_what_is_drawn_by_chance_is_caught_where_it_is_harmful_and_only_there(capsys: pytest.CaptureFixture[str]):
    harmful, harmless = tried(HARMFUL, "azure"), tried(HARMLESS, "azure")
    with capsys.disabled():
        print(f"\nAzure: {rate(harmful, harmless)}; known and not seen: {len(NOT_SEEN)}")
    assert [each.sabotage.label for each in harmful if not each.caught] == []
    assert [(each.sabotage.label, each.said) for each in harmless if each.caught] == []
    assert [each.sabotage.label for each in tried(NOT_SEEN, "azure") if each.caught] == []


def allowed(rule: dict[str, object], kind: str = "FirewallPolicyFilterRuleCollection") -> dict[str, object]:
    return {"ruleCollections": [{"name": "more", "priority": 100, "action": {"type": "Allow"}, "ruleCollectionType": kind, "rules": [rule]}]}


def network_rule(source: str, destination: str, port: str = "443", protocol: str = "TCP") -> dict[str, object]:
    ends = {"sourceAddresses": [source], "destinationAddresses": [destination], "destinationPorts": [port], "ipProtocols": [protocol]}
    return {"ruleType": "NetworkRule", "name": "more", **ends}


OPEN = {
    "everything": network_rule("*", "*", "*", "Any"),
    "between two bodies": network_rule("10.157.232.0/21", "10.191.112.0/21"),
    "a resident to the cell on another port": network_rule("10.174.24.0/22", "10.49.0.0/22", "8443"),
    "a stranger to the cell": network_rule("10.157.232.0/21", "10.49.0.0/22"),
    "the cell to a resident": network_rule("10.49.0.0/22", "10.174.24.0/22"),
}


@pytest.mark.parametrize("rule", OPEN.values(), ids=OPEN)
def test_a_rule_that_opens_a_way_between_networks_is_found(rule: dict[str, object]):
    found = made("hub-uksouth-rules-egress-1", "azure", "set", **{**allowed(rule), "priority": 150})
    assert ("isolated", "hub-uksouth-rules-egress-1") in {each[:2] for each in found.said}


@pytest.mark.parametrize("name", ["*", "*.example", "evil.example", "tides.harbours.example"])
def test_a_rule_that_lets_more_names_out_than_records_allow_is_found(name: str):
    protocols = [{"protocolType": "Https", "port": 443}]
    rule = {"ruleType": "ApplicationRule", "name": "more", "sourceAddresses": ["10.157.232.0/21"], "targetFqdns": [name], "protocols": protocols}
    found = made("hub-uksouth-rules-egress-1", "azure", "set", **allowed(rule))
    assert ("named", "hub-uksouth-rules-egress-1") in {each[:2] for each in found.said}


def test_a_translation_of_calls_from_the_internet_is_found():
    found = made("hub-uksouth-rules-egress-1", "azure", "set", **allowed({"ruleType": "NatRule", "name": "in"}, "FirewallPolicyNatRuleCollection"))
    assert ("closed", "hub-uksouth-rules-egress-1") in {each[:2] for each in found.said}


@pytest.mark.parametrize("left", ["internet", "private"])
def test_a_hub_that_leads_one_kind_of_traffic_past_its_firewall_is_found(left: str):
    policies = made("hub-uksouth-routing", "azure", "set").sabotage.resource.inputs["routingPolicies"]
    found = made("hub-uksouth-routing", "azure", "set", routingPolicies=[each for each in policies if each["name"] == left])
    assert {"isolated", "inspected", "delivered"} & {each[0] for each in found.said}


def test_a_network_that_leaves_for_the_internet_by_itself_is_found():
    found = made("kingsmere-connection-application-a", "azure", "set", natGateway={"id": "/subscriptions/x/natGateways/y"})
    assert not found.caught, "while the hub makes its own way known, a gateway of one's own is not asked"
    connection = made("kingsmere-attachment-connection", "azure", "set", enableInternetSecurity=False)
    assert connection.caught
    assert any("kingsmere" in text for _, _, text in connection.said)


def test_a_public_gateway_and_an_environment_that_is_not_internal_are_found():
    front = made("cell-a-entry", "azure", "set").sabotage.resource.inputs["frontendIPConfigurations"]
    public = made(
        "cell-a-entry", "azure", "set", frontendIPConfigurations=[*front, {"name": "public", "publicIPAddress": {"id": "/x/publicIPAddresses/y"}}]
    )
    assert ("closed", "cell-a-entry") in {each[:2] for each in public.said}
    network = made("cell-a-environment", "azure", "set").sabotage.resource.inputs["vnetConfiguration"]
    outside = made("cell-a-environment", "azure", "set", vnetConfiguration={**network, "internal": False})
    assert ("closed", "cell-a-environment") in {each[:2] for each in outside.said}


def test_a_door_that_others_may_enter_is_found():
    anybody = {"subscriptions": ["*"]}
    found = made("tidewatch-offer-case-management-service", "azure", "set", visibility=anybody, autoApproval=anybody)
    assert ("agreed", "tidewatch-offer-case-management-service") in {each[:2] for each in found.said}


@pytest.mark.parametrize(
    ("name", "values", "problem"),
    [
        ("kingsmere-connection-vnet", {"addressSpace": {"addressPrefixes": ["10.157.232.1/21"]}}, "host bits set"),
        ("kingsmere-connection-vnet", {"addressSpace": {"addressPrefixes": ["fd00::/48"]}}, "is of IPv6"),
        ("hub-uksouth-rules-egress-1", allowed(network_rule("10.0.0.0/8", "10.0.0.0/8", "443-80")), "the smaller first"),
        ("kingsmere-connection-vnet", {"addressSpace": {"addressPrefixes": ["10.191.112.0/21"]}}, "overlap"),
    ],
)
def test_what_no_network_can_be_read_from_is_told_once(name: str, values: dict[str, object], problem: str):
    found = made(name, "azure", "set", **values)
    assert any(kind == "known" and problem in text for kind, _, text in found.said)
