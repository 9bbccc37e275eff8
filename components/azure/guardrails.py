"""Guardrails: policies assigned to management groups. Built-in definitions where Azure has one, our own elsewhere."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

ALLOWED_LOCATIONS = "/providers/Microsoft.Authorization/policyDefinitions/e56962a6-4747-49cd-b67b-bf8b01975c4c"
SECURITY_BENCHMARK = "/providers/Microsoft.Authorization/policySetDefinitions/1f3afdf9-d0c9-4c3d-847f-89da613e70a8"
"""Built-in "Allowed locations" and "Microsoft cloud security benchmark" (Microsoft Learn, "Azure Policy built-in definitions")."""


@dataclass(frozen=True)
class Guardrail:
    """One policy of ours."""

    title: str
    rule: Mapping[str, Any]
    mode: str = "All"
    parameters: Mapping[str, Any] = field(default_factory=dict)


def _deny(*conditions: Mapping[str, Any]) -> Mapping[str, Any]:
    return {"if": {"allOf": list(conditions)}, "then": {"effect": "deny"}}


def _type(name: str) -> Mapping[str, Any]:
    return {"field": "type", "equals": name}


GUARDRAILS: Mapping[str, Guardrail] = {
    "no-public-address": Guardrail("No public IP address in a body's Azure subscription", _deny(_type("Microsoft.Network/publicIPAddresses"))),
    "no-peering": Guardrail(
        "Networks join the hub and nothing else",
        _deny(
            _type("Microsoft.Network/virtualNetworks/virtualNetworkPeerings"),
            # A connection to a virtual hub makes a peering to the hub's own managed network, whose name begins so.
            {
                "field": "Microsoft.Network/virtualNetworks/virtualNetworkPeerings/remoteVirtualNetwork.id",
                "notContains": "/virtualNetworks/HV_",
            },
        ),
    ),
    "no-gateway": Guardrail(
        "No way in or out beside the hub",
        _deny(
            {
                "field": "type",
                "in": [
                    "Microsoft.Network/virtualNetworkGateways",
                    "Microsoft.Network/natGateways",
                    "Microsoft.Network/expressRouteCircuits",
                    "Microsoft.Network/localNetworkGateways",
                ],
            }
        ),
    ),
    "closed-storage": Guardrail(
        "Storage is never public and always encrypted in transit",
        {
            "if": {
                "allOf": [
                    _type("Microsoft.Storage/storageAccounts"),
                    {
                        "anyOf": [
                            {"field": "Microsoft.Storage/storageAccounts/allowBlobPublicAccess", "notEquals": False},
                            {"field": "Microsoft.Storage/storageAccounts/supportsHttpsTrafficOnly", "notEquals": True},
                        ]
                    },
                ]
            },
            "then": {"effect": "deny"},
        },
    ),
    "keep-diagnostics": Guardrail(
        "Diagnostic settings stay",
        {
            "if": _type("Microsoft.Insights/diagnosticSettings"),
            "then": {"effect": "denyAction", "details": {"actionNames": ["delete"], "cascadeBehaviors": {"resourceGroup": "deny"}}},
        },
    ),
}
"""Policies of ours by stable name, at most 24 characters since assignments carry it."""


def private_dns_rule(group: str, zone_role: str) -> Mapping[str, Any]:
    """Write the record of every private endpoint into the shared zone ``zoneId`` (Cloud Adoption Framework, "Private Link and DNS at scale")."""
    return {
        "if": {
            "allOf": [
                _type("Microsoft.Network/privateEndpoints"),
                {
                    "count": {
                        "field": "Microsoft.Network/privateEndpoints/privateLinkServiceConnections[*].groupIds[*]",
                        "where": {
                            "field": "Microsoft.Network/privateEndpoints/privateLinkServiceConnections[*].groupIds[*]",
                            "equals": group,
                        },
                    },
                    "greaterOrEquals": 1,
                },
            ]
        },
        "then": {
            "effect": "deployIfNotExists",
            "details": {
                "type": "Microsoft.Network/privateEndpoints/privateDnsZoneGroups",
                "roleDefinitionIds": [zone_role],
                "existenceCondition": {
                    "field": "Microsoft.Network/privateEndpoints/privateDnsZoneGroups/privateDnsZoneConfigs[*].privateDnsZoneId",
                    "equals": "[parameters('zoneId')]",
                },
                "deployment": {"properties": {"mode": "incremental", "template": _zone_group_template(), "parameters": _zone_group_values()}},
            },
        },
    }


def _zone_group_template() -> Mapping[str, Any]:
    return {
        "$schema": "https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#",
        "contentVersion": "1.0.0.0",
        "parameters": {"zoneId": {"type": "string"}, "endpoint": {"type": "string"}, "location": {"type": "string"}},
        "resources": [
            {
                "type": "Microsoft.Network/privateEndpoints/privateDnsZoneGroups",
                "apiVersion": "2023-09-01",
                "name": "[concat(parameters('endpoint'), '/civic')]",
                "location": "[parameters('location')]",
                "properties": {"privateDnsZoneConfigs": [{"name": "zone", "properties": {"privateDnsZoneId": "[parameters('zoneId')]"}}]},
            }
        ],
    }


def _zone_group_values() -> Mapping[str, Any]:
    return {
        "zoneId": {"value": "[parameters('zoneId')]"},
        "endpoint": {"value": "[field('name')]"},
        "location": {"value": "[field('location')]"},
    }


def names(regions: Sequence[str]) -> tuple[str, ...]:
    """Names of every assignment, for tests and documents."""
    return ("allowed-locations", "posture", *GUARDRAILS)
