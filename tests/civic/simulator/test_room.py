"""A subnet has room for what is put into it, and lies where it may."""

from typing import Any

import pytest

from civic.plan.writing import Entry
from civic.simulator.azure.room import crowded
from tests.civic.simulator.support import refusals

NETWORK = "/subscriptions/s/resourceGroups/g/providers/Microsoft.Network/virtualNetworks/net/subnets"
SERVICES = "/subscriptions/s/resourceGroups/g/providers"
SUBNET, ENDPOINT, ENVIRONMENT = "azure-native:network:Subnet", "azure-native:network:PrivateEndpoint", "azure-native:app:ManagedEnvironment"


def entry(token: str, name: str, inputs: dict[str, Any], ident: str = "") -> tuple[str, Entry]:
    urn = f"urn:pulumi:s::p::{token}::{name}"
    return urn, Entry(urn=urn, type=token, custom=True, inputs=inputs, outputs={}, id=ident)


def subnet(block: str) -> tuple[str, Entry]:
    return entry(SUBNET, "subnet", {"addressPrefix": block}, f"{NETWORK}/a")


def endpoint(name: str, service: str = f"{SERVICES}/Microsoft.KeyVault/vaults/v") -> tuple[str, Entry]:
    return entry(ENDPOINT, name, {"subnet": {"id": f"{NETWORK}/a"}, "privateLinkServiceConnections": [{"privateLinkServiceId": service}]})


def environment(block: str) -> list[str]:
    return crowded(dict([subnet(block), entry(ENVIRONMENT, "cell", {"vnetConfiguration": {"infrastructureSubnetId": f"{NETWORK}/A"}})]))


def test_three_endpoints_fit_into_eight_addresses_and_four_do_not():
    assert crowded(dict([subnet("10.0.0.0/29"), *(endpoint(name) for name in "abc")])) == []
    (text,) = crowded(dict([subnet("10.0.0.0/29"), *(endpoint(name) for name in "abcd")]))
    assert "10.0.0.0/29 and has room for 3 addresses, of which a, b, c, d take 4" in text


def test_a_registry_takes_two():
    registry = endpoint("registry", f"{SERVICES}/Microsoft.ContainerRegistry/registries/r")
    assert crowded(dict([subnet("10.0.0.0/29"), endpoint("a"), registry])) == []
    assert "take 4" in crowded(dict([subnet("10.0.0.0/29"), endpoint("a"), endpoint("b"), registry]))[0]


def test_a_gateway_takes_an_address_for_each_instance_and_its_front():
    def gateway(most: int) -> list[str]:
        at = [{"subnet": {"id": f"{NETWORK}/a"}}]
        inputs = {"gatewayIPConfigurations": at, "frontendIPConfigurations": at, "autoscaleConfiguration": {"minCapacity": 1, "maxCapacity": most}}
        return crowded(dict([subnet("10.0.0.0/28"), entry("azure-native:network:ApplicationGateway", "entry", inputs)]))

    assert gateway(10) == []
    assert "room for 11 addresses, of which entry take 12" in gateway(11)[0]


@pytest.mark.parametrize(
    ("block", "reason"),
    [("10.0.0.0/28", "smaller than a /27"), ("172.30.4.0/23", "overlaps 172.30.0.0/16"), ("100.100.128.0/23", "overlaps 100.100.128.0/19")],
)
def test_an_environment_lies_where_it_may(block: str, reason: str):
    assert reason in environment(block)[0]


def test_what_fits_is_not_refused():
    assert environment("10.0.0.0/27") == []
    assert crowded(dict([endpoint("elsewhere")])) == [], "a subnet of another stack is not known"


@pytest.mark.parametrize(("block", "fine"), [("10.0.0.0/29", True), ("10.0.0.0/30", False)])
def test_azures_smallest_subnet(block: str, fine: bool):
    inputs = {"subnetName": "s", "virtualNetworkName": "n", "resourceGroupName": "g", "addressPrefix": block}
    assert [failure.property for failure in refusals(SUBNET, inputs)] == ([] if fine else ["addressPrefix"])


def test_docker_hub_is_copied_with_credentials_alone():
    rule = {"cacheRuleName": "docker-io", "registryName": "r", "sourceRepository": "docker.io/*", "targetRepository": "docker-io/*"}
    assert "EnforceDockerAuthentication" in refusals("azure-native:containerregistry:CacheRule", rule)[0].reason
    assert refusals("azure-native:containerregistry:CacheRule", {**rule, "credentialSetResourceId": "/subscriptions/s/x"}) == []
    assert refusals("azure-native:containerregistry:CacheRule", {**rule, "sourceRepository": "ghcr.io/*"}) == []
