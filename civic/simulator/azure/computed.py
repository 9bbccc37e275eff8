"""Outputs of Azure types that no template of the catalogue can say."""

from collections.abc import Callable, Mapping
from typing import Any

from civic.simulator.digests import guid

Compute = Callable[[str, Mapping[str, Any], Mapping[str, Any]], dict[str, Any]]
"""From URN, outputs so far and inputs to further outputs."""


def alias(urn: str, outputs: Mapping[str, Any], inputs: Mapping[str, Any]) -> dict[str, Any]:
    properties = inputs.get("properties") or {}
    answered = {
        "acceptOwnershipState": "Completed",
        "acceptOwnershipUrl": "",
        "createdTime": "",
        "provisioningState": "Succeeded",
        "subscriptionId": properties.get("subscriptionId") or guid(urn),
    }
    return {"properties": {**properties, **answered}}


def vault(urn: str, outputs: Mapping[str, Any], inputs: Mapping[str, Any]) -> dict[str, Any]:
    properties = inputs.get("properties") or {}
    uri = f"https://{inputs.get('vaultName')}.vault.azure.net/"
    return {"properties": {**properties, "vaultUri": uri, "hsmPoolResourceId": "", "provisioningState": "Succeeded"}}


def system_identity(urn: str, outputs: Mapping[str, Any], inputs: Mapping[str, Any]) -> dict[str, Any]:
    """The principal of a resource that asks for an identity of its own."""
    identity = inputs.get("identity")
    if not identity or "SystemAssigned" not in str(identity.get("type")):
        return {}
    return {"identity": {**identity, "principalId": guid(urn, "principal"), "tenantId": guid("tenant")}}


def assigned_identities(inputs: Mapping[str, Any]) -> dict[str, Any]:
    """User-assigned identities of a resource of any type: asked for as a list of resource ids, answered by id."""
    identity = inputs.get("identity")
    listed = identity.get("userAssignedIdentities") if isinstance(identity, Mapping) else None
    if not isinstance(identity, Mapping) or not isinstance(listed, list):
        return {}
    known = {str(ident): {"clientId": guid(str(ident), "client"), "principalId": guid(str(ident), "principal")} for ident in listed}
    return {"identity": {**identity, "userAssignedIdentities": known}}


def private_endpoint(urn: str, outputs: Mapping[str, Any], inputs: Mapping[str, Any]) -> dict[str, Any]:
    subnet = str((inputs.get("subnet") or {}).get("id") or "")
    subscription = "/".join(subnet.split("/")[:3])
    group, name = inputs.get("resourceGroupName"), inputs.get("customNetworkInterfaceName") or f"{inputs.get('privateEndpointName')}.nic"
    return {"networkInterfaces": [{"id": f"{subscription}/resourceGroups/{group}/providers/Microsoft.Network/networkInterfaces/{name}"}]}


def environment(urn: str, outputs: Mapping[str, Any], inputs: Mapping[str, Any]) -> dict[str, Any]:
    """The address of an internal environment lies in its subnet, which an id does not tell; this one is of a range for documentation."""
    word = guid(urn)[:8]
    return {"staticIp": "192.0.2.10", "defaultDomain": f"sample-{word}.{inputs.get('location')}.azurecontainerapps.io"}


def storage_account(urn: str, outputs: Mapping[str, Any], inputs: Mapping[str, Any]) -> dict[str, Any]:
    name = inputs.get("accountName")
    return {"primaryEndpoints": {kind: f"https://{name}.{kind}.core.windows.net/" for kind in ("blob", "file", "queue", "table", "dfs")}}


def deployment(urn: str, outputs: Mapping[str, Any], inputs: Mapping[str, Any]) -> dict[str, Any]:
    """When it ran: always then, so that two plans are the same; and a text for each output of its template."""
    told = ((inputs.get("properties") or {}).get("template") or {}).get("outputs") or {}
    values = {key: {"type": "String", "value": f"simulated://{guid(urn, key)}"} for key in told}
    found = {"timestamp": "2026-01-01T00:00:00Z", "correlationId": guid(urn), "outputs": values}
    return {"properties": {**(outputs.get("properties") or {}), **found}}


COMPUTED: Mapping[str, Compute] = {
    "azure-native:app:ManagedEnvironment": environment,
    "azure-native:containerregistry:CredentialSet": system_identity,
    "azure-native:authorization:PolicyAssignment": system_identity,
    "azure-native:dataprotection:BackupVault": system_identity,
    "azure-native:keyvault:Vault": vault,
    "azure-native:monitor:ScheduledQueryRule": system_identity,
    "azure-native:network:PrivateEndpoint": private_endpoint,
    "azure-native:resources:Deployment": deployment,
    "azure-native:storage:StorageAccount": storage_account,
    "azure-native:subscription:Alias": alias,
}
