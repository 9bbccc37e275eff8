"""Forwarders: two machines that pass packets to one address and port, and that nobody reaches for anything else."""

from base64 import b64decode
from ipaddress import IPv4Address, IPv4Network
from typing import Any

import pytest
import yaml

from civic.plan import Deployment
from components.azure.dynamic.unknown_key import BITS, UnknownKeyProvider
from components.azure.services.forwarder_rules import custom_data, rules
from components.azure.services.offer import ServiceOffer
from tests.components.azure.hosting_subjects import ADDRESS, CELL_CARD, DOORS, HOSTED_OFFER, NETWORK, OFFER, RANGES
from tests.components.azure.subjects import plan_of

FIRST_DOOR, LAST_DOOR = (NETWORK.subnets[key] for key in DOORS)
DOOR_RANGES = [str(RANGES[key]) for key in DOORS]


@pytest.fixture(scope="module")
def plan() -> Deployment:
    return plan_of(ServiceOffer, "door", OFFER)


@pytest.fixture(scope="module")
def machines(plan: Deployment) -> dict[str, Any]:
    return dict(plan.named("door-forwarders").inputs)


@pytest.fixture(scope="module")
def profile(machines: dict[str, Any]) -> dict[str, Any]:
    return machines["virtualMachineProfile"]


def card(profile: dict[str, Any]) -> dict[str, Any]:
    (only,) = profile["networkProfile"]["networkInterfaceConfigurations"]
    return only


def test_the_balancer_is_internal_in_every_zone_and_passes_one_port(plan: Deployment) -> None:
    balancer = plan.named("door-balancer").inputs
    (front,), (rule,), (probe,) = balancer["frontendIPConfigurations"], balancer["loadBalancingRules"], balancer["probes"]
    assert balancer["sku"] == {"name": "Standard", "tier": "Regional"}
    assert (front["subnet"]["id"], front["zones"]) == (FIRST_DOOR, ["1", "2", "3"])
    assert not front.get("publicIPAddress")
    assert (rule["protocol"], rule["frontendPort"], rule["backendPort"]) == ("Tcp", OFFER.port, OFFER.port)
    assert rule["disableOutboundSnat"]
    assert (probe["protocol"], probe["port"]) == ("Tcp", OFFER.port)


def test_the_balancers_parts_belong_together(plan: Deployment) -> None:
    balancer = plan.named("door-balancer")
    (rule,) = balancer.inputs["loadBalancingRules"]
    for part, kind in (("frontendIPConfiguration", "frontendIPConfigurations"), ("backendAddressPool", "backendAddressPools"), ("probe", "probes")):
        (only,) = balancer.inputs[kind]
        assert rule[part] == {"id": f"{balancer.id}/{kind}/{only['name']}"}


def test_two_machines_stand_in_the_pool_and_over_the_zones(plan: Deployment, machines: dict[str, Any], profile: dict[str, Any]) -> None:
    balancer = plan.named("door-balancer")
    assert (machines["sku"]["capacity"], machines["zones"], machines["overprovision"]) == (2, ["1", "2", "3"], False)
    (way,) = card(profile)["ipConfigurations"]
    assert way["loadBalancerBackendAddressPools"] == [
        {"id": f"{balancer.id}/backendAddressPools/{balancer.inputs['backendAddressPools'][0]['name']}"}
    ]
    assert way["subnet"]["id"] == LAST_DOOR
    assert profile["networkProfile"]["healthProbe"] == {"id": f"{balancer.id}/probes/{balancer.inputs['probes'][0]['name']}"}


def test_the_door_and_the_probe_come_in_and_the_target_alone_is_reached(plan: Deployment, profile: dict[str, Any]) -> None:
    group = plan.named("door-forwarder-rules")
    assert card(profile)["networkSecurityGroup"]["id"] == group.id
    security_rules = sorted(group.inputs["securityRules"], key=lambda rule: (rule["direction"], rule["priority"]))
    allowed = [rule for rule in security_rules if rule["access"] == "Allow"]
    assert [(rule["direction"], rule["protocol"], rule["destinationPortRange"]) for rule in allowed] == [
        ("Inbound", "Tcp", "8443"),
        ("Inbound", "Tcp", "8443"),
        ("Outbound", "Tcp", "8443"),
    ]
    door, probe, out = allowed
    assert door["sourceAddressPrefixes"] == door["destinationAddressPrefixes"] == DOOR_RANGES
    assert probe["sourceAddressPrefix"] == "AzureLoadBalancer"
    assert out["destinationAddressPrefix"] == f"{ADDRESS}/32"
    for direction in ("Inbound", "Outbound"):
        last = [rule for rule in security_rules if rule["direction"] == direction][-1]
        assert (last["access"], last["protocol"], last["sourceAddressPrefix"], last["destinationAddressPrefix"]) == ("Deny", "*", "*", "*")


def test_the_machines_are_as_closed_as_azure_makes_them(machines: dict[str, Any], profile: dict[str, Any]) -> None:
    assert profile["securityProfile"] == {
        "securityType": "TrustedLaunch",
        "uefiSettings": {"secureBootEnabled": True, "vTpmEnabled": True},
        "encryptionAtHost": True,
    }
    assert profile["osProfile"]["linuxConfiguration"]["disablePasswordAuthentication"]
    assert profile["osProfile"]["allowExtensionOperations"] is False
    assert not profile["osProfile"].get("adminPassword")
    assert not card(profile)["enableIPForwarding"]
    assert not any("publicIPAddressConfiguration" in way for way in card(profile)["ipConfigurations"])
    assert profile["diagnosticsProfile"] == {"bootDiagnostics": {"enabled": True}}
    assert machines["upgradePolicy"]["automaticOSUpgradePolicy"]["enableAutomaticOSUpgrade"]
    # Automatic upgrades ask for it.
    assert profile["storageProfile"]["imageReference"]["version"] == "latest"


def test_nobody_has_the_key_that_azure_insists_on(plan: Deployment, profile: dict[str, Any]) -> None:
    (key,) = profile["osProfile"]["linuxConfiguration"]["ssh"]["publicKeys"]
    assert key["keyData"] == plan.named("door-nobody").outputs["public"]
    first, second = (UnknownKeyProvider().create({"bits": BITS, "public": None}).outs or {} for _ in range(2))
    assert first.keys() == {"bits", "public"}
    assert first["public"].startswith("ssh-rsa ")
    assert first["public"] != second["public"]
    assert UnknownKeyProvider().diff("", {}, {"bits": 2048}).changes is False


def test_what_the_machines_are_told_is_whole_and_fetches_nothing(profile: dict[str, Any]) -> None:
    text = b64decode(profile["osProfile"]["customData"]).decode()
    assert text.startswith("#cloud-config\n")
    config = yaml.safe_load(text)
    assert config.keys() == {"package_update", "ssh_pwauth", "disable_root", "write_files", "runcmd"}
    assert not config["package_update"]
    files = {entry["path"]: entry["content"] for entry in config["write_files"]}
    assert files["/etc/nftables.conf"].strip() == rules(ADDRESS, OFFER.port).strip()
    assert files["/etc/sysctl.d/60-forwarder.conf"] == "net.ipv4.ip_forward = 1\n"
    assert ["systemctl", "mask", "--now", "ssh.socket", "ssh.service"] in config["runcmd"]


def test_one_port_goes_on_to_one_address_and_the_rest_is_dropped() -> None:
    lines = [line.strip() for line in rules("10.200.1.10", 8443).splitlines()]
    assert "tcp dport 8443 dnat to 10.200.1.10:8443" in lines
    assert [line for line in lines if line.endswith(("masquerade", "new accept"))] == [
        "ip daddr 10.200.1.10 tcp dport 8443 ct state new accept",
        "ip daddr 10.200.1.10 tcp dport 8443 masquerade",
    ]
    assert sum("policy drop" in line for line in lines) == 4
    assert custom_data("10.200.1.10", 8443) != custom_data("10.200.1.11", 8443)


def test_the_entry_of_dedicated_hosting_is_a_target_like_any_other() -> None:
    plan = plan_of(ServiceOffer, "door", HOSTED_OFFER)
    address = str(CELL_CARD.entry_address)
    config = b64decode(plan.named("door-forwarders").inputs["virtualMachineProfile"]["osProfile"]["customData"]).decode()
    assert f"tcp dport 443 dnat to {address}:443" in config
    out = {rule["name"]: rule for rule in plan.named("door-forwarder-rules").inputs["securityRules"]}["target-out"]
    assert IPv4Address(address) in IPv4Network(out["destinationAddressPrefix"])
