"""Which action the writer of a resource needs on what the resource refers to.

Sources: Microsoft Learn, "Azure permissions for Networking" and of other providers (``join/action``, ``peer/action``, ``assign/action``);
"About roles and permissions for Azure Virtual WAN" and of its fellows (permissions due to resource references); "Diagnostic settings in Azure
Monitor" (permissions); "Azure RBAC permissions required to use Network Watcher capabilities"; "Overview of Azure Monitor alerts" (Azure
role-based access control for alerts). What Azure Resource Manager says without it: LinkedAuthorizationFailed.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from civic.access.azure.scopes import is_scope, normal, type_of
from civic.access.azure.values import JsonValue, is_mapping


@dataclass(frozen=True)
class Reference:
    """One kind of reference."""

    to: str
    """Type that is referred to, lower case."""
    action: str
    """What is needed on it, after its type."""
    writers: tuple[str, ...] = ()
    """Types (lower case) whose references it is about; empty for all."""


_NETWORK = "microsoft.network/"
_JOINED = """virtualNetworks/subnets networkSecurityGroups routeTables natGateways publicIPAddresses publicIPPrefixes ddosProtectionPlans
    serviceEndpointPolicies networkIntentPolicies networkInterfaces firewallPolicies applicationGatewayWebApplicationFirewallPolicies virtualWans
    expressRouteCircuits loadBalancers/backendAddressPools loadBalancers/frontendIPConfigurations loadBalancers/inboundNatPools
    loadBalancers/inboundNatRules loadBalancers/probes applicationGateways/backendAddressPools dnsResolvers/inboundEndpoints
    dnsResolvers/outboundEndpoints"""
_PEERING = tuple(_NETWORK + kind for kind in ("virtualnetworks/virtualnetworkpeerings", "virtualhubs/hubvirtualnetworkconnections", "virtualhubs"))
_LINKING = tuple(
    _NETWORK + kind
    for kind in (
        "privatednszones/virtualnetworklinks",
        "dnsforwardingrulesets/virtualnetworklinks",
        "dnsresolverpolicies/virtualnetworklinks",
        "dnsresolvers",
    )
)
DIAGNOSTICS, FLOW_LOGS, DEPLOYMENTS = (
    "microsoft.insights/diagnosticsettings",
    _NETWORK + "networkwatchers/flowlogs",
    "microsoft.resources/deployments",
)
ALERTS = tuple(f"microsoft.insights/{kind}" for kind in ("metricalerts", "scheduledqueryrules", "activitylogalerts"))
_RULES = (
    *(Reference(_NETWORK + kind.lower(), "join/action") for kind in _JOINED.split()),
    Reference(_NETWORK + "virtualnetworks", "peer/action", _PEERING),
    Reference(_NETWORK + "virtualnetworks", "join/action", _LINKING),
    Reference(_NETWORK + "privatednszones", "join/action"),
    Reference(_NETWORK + "applicationsecuritygroups", "joinNetworkSecurityRule/action", (_NETWORK + "networksecuritygroups",)),
    Reference(_NETWORK + "applicationsecuritygroups", "joinIpConfiguration/action", (_NETWORK + "networkinterfaces", _NETWORK + "privateendpoints")),
    Reference(_NETWORK + "virtualhubs/hubroutetables", "read", (_NETWORK + "virtualhubs/hubvirtualnetworkconnections",)),
    Reference(_NETWORK + "virtualhubs/routemaps", "read", (_NETWORK + "virtualhubs/hubvirtualnetworkconnections",)),
    Reference(_NETWORK + "azurefirewalls", "read", (_NETWORK + "virtualhubs/routingintent", _NETWORK + "virtualhubs/hubroutetables")),
    Reference("microsoft.app/managedenvironments", "join/action"),
    Reference("microsoft.managedidentity/userassignedidentities", "assign/action"),
    Reference("microsoft.operationalinsights/workspaces", "sharedKeys/action", (DIAGNOSTICS, FLOW_LOGS)),
    Reference("microsoft.storage/storageaccounts", "listKeys/action", (DIAGNOSTICS,)),
    Reference("microsoft.storage/storageaccounts", "listServiceSas/action", (FLOW_LOGS,)),
    Reference("microsoft.storage/storageaccounts", "listAccountSas/action", (FLOW_LOGS,)),
    Reference("microsoft.eventhub/namespaces/authorizationrules", "listKeys/action", (DIAGNOSTICS,)),
    Reference("microsoft.keyvault/vaults", "deploy/action", (DEPLOYMENTS,)),
    Reference("microsoft.insights/actiongroups", "read", ALERTS),
)
BY_TYPE: Mapping[str, tuple[Reference, ...]] = {kind: tuple(rule for rule in _RULES if rule.to == kind) for kind in {rule.to for rule in _RULES}}
_NOT_REFERENCES = frozenset({"tags", "scopes", "scope", "targetresourceid", "resourceuri", "template", "privatelinkserviceid"})
"""Properties (lower case) whose ids are no references of this kind, or are read elsewhere."""


def references(kind: str, scope: str, properties: Mapping[str, JsonValue]) -> Iterator[tuple[str, str]]:
    """Action and id of everything that a resource of this type (lower case) refers to. What lies in it, or it in, is no reference."""
    own = normal(scope)
    ids: dict[str, None] = {}
    _gather(properties, ids)
    for text in ids:
        place = normal(text)
        rules = BY_TYPE.get(type_of(place), ())
        if not rules or own.startswith(f"{place}/") or place == own or place.startswith(f"{own}/"):
            continue
        for rule in rules:
            if not rule.writers or kind in rule.writers:
                yield f"{_spelled(text)}/{rule.action}", text


def _gather(value: JsonValue, found: dict[str, None]) -> None:
    """Every id in a value, in its order."""
    if isinstance(value, str):
        if value.startswith("/subscriptions/") and is_scope(value):
            found[value] = None
    elif is_mapping(value):
        for key, inner in value.items():
            if key.startswith("/subscriptions/") and is_scope(key):
                found[key] = None
            if inner and not isinstance(inner, bool | int | float) and key.lower() not in _NOT_REFERENCES:
                _gather(inner, found)
    elif isinstance(value, list):
        for inner in value:
            _gather(inner, found)


def _spelled(scope: str) -> str:
    """Type of an id, in the id's own case."""
    parts = scope.strip("/").split("/")
    last = max(number for number, part in enumerate(parts) if part.lower() == "providers")
    return "/".join([parts[last + 1], *parts[last + 2 :: 2]])


def spelled_type(scope: str) -> str:
    """Type of a resource's id, in the id's own case; empty for what is no resource."""
    return _spelled(scope) if "/providers/" in scope.lower() else ""
