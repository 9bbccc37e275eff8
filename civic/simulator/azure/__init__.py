"""Simulated Azure: resource ids as Azure Resource Manager forms them."""

from collections.abc import Mapping
from typing import Any

from civic.simulator.azure.ids import resource_id
from civic.simulator.azure.shapes import SHAPES, lent
from civic.simulator.world import World, digest

TENANT = "11111111-2222-3333-4444-555555555555"


def defaults(token: str, urn: str, inputs: dict[str, Any]) -> dict[str, Any]:
    """azure-native fills no defaults that matter here; names are given by the program."""
    return inputs


def answer(token: str, urn: str, outputs: Mapping[str, Any], inputs: Mapping[str, Any], world: World, provider: str) -> tuple[str, dict[str, Any]]:
    """Id of a resource and the outputs that its type alone does not give."""
    ident, name = resource_id(token, urn, inputs, world.subscription(provider))
    special: dict[str, Any] = {"name": name, **lent(inputs)}
    if token in SHAPES:
        special.update(SHAPES[token](urn, outputs, inputs))
    return ident, special


def _client_config(args: Mapping[str, Any], world: World, provider: str) -> dict[str, Any]:
    held = world.provider(provider)
    return {
        "clientId": str(held.get("clientId") or ""),
        "objectId": "",
        "subscriptionId": world.subscription(provider),
        "tenantId": str(held.get("tenantId") or TENANT),
    }


def _interface(args: Mapping[str, Any], world: World, provider: str) -> dict[str, Any]:
    name, subscription = str(args.get("networkInterfaceName")), world.subscription(provider)
    group = f"/subscriptions/{subscription}/resourceGroups/{args.get('resourceGroupName')}"
    number = int(digest(name, subscription, length=6), 16) % 250 + 4
    return {
        "id": f"{group}/providers/Microsoft.Network/networkInterfaces/{name}",
        "name": name,
        "ipConfigurations": [{"name": "first", "primary": True, "privateIPAddress": f"192.0.2.{number}"}],
    }


ANSWERS = {"azure-native:authorization:getClientConfig": _client_config, "azure-native:network:getNetworkInterface": _interface}
