"""The entry of a cell: one listener behind a firewall, and one zone of names that leads to it."""

import re

from civic.plan import Deployment
from tests.components.azure.hosting_subjects import CELL, CELL_NETWORK, ENTRY_RANGE, RESOLVER_NETWORK


def test_the_entry_refuses_what_it_should(either: Deployment) -> None:
    policy = either.named("cell-firewall")
    assert (policy.inputs["policySettings"]["mode"], policy.inputs["policySettings"]["state"]) == ("Prevention", "Enabled")
    sets = {(one["ruleSetType"], one["ruleSetVersion"]) for one in policy.inputs["managedRules"]["managedRuleSets"]}
    assert sets == {("Microsoft_DefaultRuleSet", "2.2"), ("Microsoft_BotManagerRuleSet", "1.1")}
    (strangers,) = policy.inputs["customRules"]
    (condition,) = strangers["matchConditions"]
    assert (strangers["action"], condition["negationConditon"], condition["matchValues"]) == ("Block", True, [str(block) for block in CELL.sources])
    gateway = either.named("cell-entry").inputs
    assert gateway["sku"] == {"name": "WAF_v2", "tier": "WAF_v2"}
    assert gateway["firewallPolicy"]["id"] == policy.id
    assert gateway["sslPolicy"] == {"policyName": "AppGwSslPolicy20220101S", "policyType": "Predefined"}
    assert gateway["zones"] == list(CELL.zones)
    # A reserve is paid for at rest; the two instances of the fixed price are in other zones without one.
    assert gateway["autoscaleConfiguration"] == {"minCapacity": 0, "maxCapacity": 10}


def test_one_listener_takes_every_name_and_keeps_it(either: Deployment) -> None:
    gateway = either.named("cell-entry").inputs
    (listener,) = gateway["httpListeners"]
    assert (listener["protocol"], listener["hostNames"]) == ("Https", [f"*.{CELL.domain}"])
    assert gateway["sslCertificates"] == [{"keyVaultSecretId": CELL.certificate, "name": "domain"}]
    (settings,) = gateway["backendHttpSettingsCollection"]
    assert (settings["protocol"], settings["port"], settings["pickHostNameFromBackendAddress"]) == ("Https", 443, False)
    assert "hostName" not in settings
    (pool,) = gateway["backendAddressPools"]
    assert pool["backendAddresses"] == [{"ipAddress": either.named("cell-environment").outputs["staticIp"]}]
    (identity,) = gateway["identity"]["userAssignedIdentities"]
    assert identity == either.named("cell-identity-entry").id


def test_references_to_the_gateways_own_parts_name_parts_that_are_there(either: Deployment) -> None:
    gateway, start = either.named("cell-entry").inputs, re.escape(either.named("cell-entry").id)
    references = re.findall(rf"{start}/(\w+)/([\w-]+)", str(gateway))
    assert len(references) == 7
    assert [(kind, name) for kind, name in references if name not in {part["name"] for part in gateway[kind]}] == []


def test_every_name_leads_to_the_entry_alone(either: Deployment) -> None:
    (address,) = [front["privateIPAddress"] for front in either.named("cell-entry").inputs["frontendIPConfigurations"]]
    assert address == str(ENTRY_RANGE[-2])
    record = either.named("cell-zone-every").inputs
    assert (record["relativeRecordSetName"], record["aRecords"]) == ("*", [{"ipv4Address": address}])
    assert [zone.inputs["privateZoneName"] for zone in either.of_type("azure-native:privatedns:PrivateZone")] == [CELL.domain]
    assert either.named("cell-zone-link-network").inputs["virtualNetwork"]["id"] == CELL_NETWORK.network
    assert either.named("cell-zone-link-resolver").inputs["virtualNetwork"]["id"] == RESOLVER_NETWORK


def test_the_address_that_names_and_others_have_is_the_gateways_own(either: Deployment) -> None:
    """Whoever calls the entry waits until it is there."""
    entry = either.named("cell-entry").urn
    assert entry in either.named("cell-zone-every").dependencies
    (front,) = either.named("cell-entry").outputs["frontendIPConfigurations"]
    assert either.named("cell").outputs["cell"]["entry_address"] == front["privateIPAddress"]
