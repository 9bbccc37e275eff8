"""Simulated Azure: resource ids as Azure Resource Manager forms them."""

from collections.abc import Mapping
from typing import Any

from civic.catalogue import Row, row
from civic.catalogue.templates import names_in
from civic.simulator.azure.computed import COMPUTED, assigned_identities
from civic.simulator.azure.deletions import KEPT, LINGERS
from civic.simulator.azure.existing import EXISTING
from civic.simulator.azure.ids import resource_id
from civic.simulator.digests import digest, guid
from civic.simulator.previews import proposed
from civic.simulator.shapes import Shapes
from civic.simulator.state import CloudState

ALWAYS_THERE = frozenset({"azure-native:dbforpostgresql:Configuration", "azure-native:storage:BlobServiceProperties"})
"""Settings that come with what they belong to: azure-native sets them where others would be made, and sets them back where others would be
deleted (``provider.go``, ``isSingleton``; resource metadata, default bodies)."""
TENANT = "11111111-2222-3333-4444-555555555555"


def defaults(token: str, urn: str, inputs: dict[str, Any], olds: Mapping[str, Any]) -> dict[str, Any]:
    """azure-native fills no defaults that matter here; names are given by the program."""
    return inputs


def answer(
    token: str, urn: str, outputs: Mapping[str, Any], inputs: Mapping[str, Any], state: CloudState, provider: str
) -> tuple[str, dict[str, Any]]:
    """Id of a resource and the outputs that its type alone does not give."""
    known, subscription = row(token), state.subscription(provider)
    shapes = Shapes(known, urn, {**_chosen_names(known, urn), **inputs, "subscription": subscription, "tenant": guid("tenant")})
    ident = resource_id(token, shapes, inputs, subscription)
    special: dict[str, Any] = {"name": ident.rsplit("/", 1)[1], **assigned_identities(inputs), **shapes.outputs(known)}
    if token in COMPUTED:
        special.update(COMPUTED[token](urn, outputs, inputs))
    return ident, special


def previewed(token: str, olds: Mapping[str, Any], old_inputs: Mapping[str, Any], news: Mapping[str, Any]) -> dict[str, Any]:
    """The inputs, with name and location, which never change; all else is unknown (pulumi-azure-native, ``provider.go``, Update)."""
    return {**proposed(dict(news), dict(olds)), **{name: olds[name] for name in ("name", "location") if name in olds}}


def _chosen_names(known: Row | None, urn: str) -> Mapping[str, str]:
    """Azure calls an assignment, a definition or a lock by a GUID where the program gives no name."""
    if known is None or known.id is None or not known.id.startswith("Microsoft.Authorization/"):
        return {}
    return dict.fromkeys(names_in(known.id), guid(urn))


def _client_config(args: Mapping[str, Any], state: CloudState, provider: str) -> dict[str, Any]:
    held = state.provider(provider)
    return {
        "clientId": str(held.get("clientId") or ""),
        "objectId": "",
        "subscriptionId": state.subscription(provider),
        "tenantId": str(held.get("tenantId") or TENANT),
    }


def _interface(args: Mapping[str, Any], state: CloudState, provider: str) -> dict[str, Any]:
    name, subscription = str(args.get("networkInterfaceName")), state.subscription(provider)
    group = f"/subscriptions/{subscription}/resourceGroups/{args.get('resourceGroupName')}"
    number = int(digest(name, subscription, length=6), 16) % 250 + 4
    return {
        "id": f"{group}/providers/Microsoft.Network/networkInterfaces/{name}",
        "name": name,
        "ipConfigurations": [{"name": "first", "primary": True, "privateIPAddress": f"192.0.2.{number}"}],
    }


ANSWERS = {"azure-native:authorization:getClientConfig": _client_config, "azure-native:network:getNetworkInterface": _interface}

__all__ = ["ALWAYS_THERE", "ANSWERS", "EXISTING", "KEPT", "LINGERS", "answer", "defaults", "previewed"]
