"""Answers of Azure types whose shape matters to what reads them."""

from collections.abc import Callable, Mapping
from typing import Any

from civic.simulator.world import guid

Shape = Callable[[str, Mapping[str, Any], Mapping[str, Any]], dict[str, Any]]


def alias(urn: str, outputs: Mapping[str, Any], inputs: Mapping[str, Any]) -> dict[str, Any]:
    asked = inputs.get("properties") or {}
    made = {
        "acceptOwnershipState": "Completed",
        "acceptOwnershipUrl": "",
        "createdTime": "",
        "provisioningState": "Succeeded",
        "subscriptionId": asked.get("subscriptionId") or guid(urn),
    }
    return {"properties": {**asked, **made}}


def identity(urn: str, outputs: Mapping[str, Any], inputs: Mapping[str, Any]) -> dict[str, Any]:
    return {"principalId": guid(urn, "principal"), "clientId": guid(urn, "client"), "tenantId": guid("tenant")}


def vault(urn: str, outputs: Mapping[str, Any], inputs: Mapping[str, Any]) -> dict[str, Any]:
    properties = inputs.get("properties") or {}
    uri = f"https://{inputs.get('vaultName')}.vault.azure.net/"
    return {"properties": {**properties, "vaultUri": uri, "hsmPoolResourceId": "", "provisioningState": "Succeeded"}}


def key(urn: str, outputs: Mapping[str, Any], inputs: Mapping[str, Any]) -> dict[str, Any]:
    uri = f"https://{inputs.get('vaultName')}.vault.azure.net/keys/{inputs.get('keyName')}"
    return {"keyUri": uri, "keyUriWithVersion": f"{uri}/{guid(urn).replace('-', '')}"}


def principal(urn: str, outputs: Mapping[str, Any], inputs: Mapping[str, Any]) -> dict[str, Any]:
    made = inputs.get("identity")
    return {"identity": {**made, "principalId": guid(urn, "principal"), "tenantId": guid("tenant")}} if made else {}


def lent(inputs: Mapping[str, Any]) -> dict[str, Any]:
    """The identities lent to a resource of any type: asked for as a list of resource ids, answered by id."""
    identity = inputs.get("identity")
    asked = identity.get("userAssignedIdentities") if isinstance(identity, Mapping) else None
    if not isinstance(identity, Mapping) or not isinstance(asked, list):
        return {}
    known = {str(ident): {"clientId": guid(str(ident), "client"), "principalId": guid(str(ident), "principal")} for ident in asked}
    return {"identity": {**identity, "userAssignedIdentities": known}}


def group(urn: str, outputs: Mapping[str, Any], inputs: Mapping[str, Any]) -> dict[str, Any]:
    return {"tenantId": guid("tenant")}


def private_endpoint(urn: str, outputs: Mapping[str, Any], inputs: Mapping[str, Any]) -> dict[str, Any]:
    subnet = str((inputs.get("subnet") or {}).get("id") or "")
    subscription = "/".join(subnet.split("/")[:3])
    group, name = inputs.get("resourceGroupName"), inputs.get("customNetworkInterfaceName") or f"{inputs.get('privateEndpointName')}.nic"
    return {"networkInterfaces": [{"id": f"{subscription}/resourceGroups/{group}/providers/Microsoft.Network/networkInterfaces/{name}"}]}


def environment(urn: str, outputs: Mapping[str, Any], inputs: Mapping[str, Any]) -> dict[str, Any]:
    """The address of an internal environment lies in its subnet, which an id does not tell; this one is of a range for documentation."""
    word = guid(urn)[:8]
    return {"staticIp": "192.0.2.10", "defaultDomain": f"sample-{word}.{inputs.get('location')}.azurecontainerapps.io"}


def registry(urn: str, outputs: Mapping[str, Any], inputs: Mapping[str, Any]) -> dict[str, Any]:
    return {"loginServer": f"{inputs.get('registryName')}.azurecr.io"}


def database(urn: str, outputs: Mapping[str, Any], inputs: Mapping[str, Any]) -> dict[str, Any]:
    return {"fullyQualifiedDomainName": f"{inputs.get('serverName')}.postgres.database.azure.com"}


def store(urn: str, outputs: Mapping[str, Any], inputs: Mapping[str, Any]) -> dict[str, Any]:
    name = inputs.get("accountName")
    return {"primaryEndpoints": {kind: f"https://{name}.{kind}.core.windows.net/" for kind in ("blob", "file", "queue", "table", "dfs")}}


def deployment(urn: str, outputs: Mapping[str, Any], inputs: Mapping[str, Any]) -> dict[str, Any]:
    """When it ran: always then, so that two plans are the same."""
    return {"properties": {**(outputs.get("properties") or {}), "timestamp": "2026-01-01T00:00:00Z", "correlationId": guid(urn)}}


SHAPES: Mapping[str, Shape] = {
    "azure-native:management:ManagementGroup": group,
    "azure-native:network:PrivateEndpoint": private_endpoint,
    "azure-native:subscription:Alias": alias,
    "azure-native:managedidentity:UserAssignedIdentity": identity,
    "azure-native:keyvault:Vault": vault,
    "azure-native:keyvault:Key": key,
    "azure-native:authorization:PolicyAssignment": principal,
    "azure-native:dataprotection:BackupVault": principal,
    "azure-native:app:ManagedEnvironment": environment,
    "azure-native:containerregistry:Registry": registry,
    "azure-native:dbforpostgresql:Server": database,
    "azure-native:storage:StorageAccount": store,
    "azure-native:resources:Deployment": deployment,
}
