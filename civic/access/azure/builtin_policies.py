"""Azure's own policies that the program assigns: their GUIDs and what they say. Any other built-in policy is not known.

Source: the policies "Allowed locations", "Allowed locations for resource groups" and "Configure Azure Activity logs to stream to specified
Log Analytics workspace", versions 1.1.0, 1.1.0 and 1.0.0, as the service listed them in August 2026.
"""

from collections.abc import Mapping

from civic.access.azure.values import JsonValue

_EFFECT: JsonValue = {"type": "String", "defaultValue": "Deny"}
_LOCATIONS: JsonValue = {"listOfAllowedLocations": {"type": "Array"}, "effect": _EFFECT}
_OUTSIDE: JsonValue = {"field": "location", "notIn": "[parameters('listOfAllowedLocations')]"}
_GROUPS = "Microsoft.Resources/subscriptions/resourceGroups"
_LOGS = "Microsoft.Insights/diagnosticSettings"
_CATEGORIES = ("Administrative", "Security", "ServiceHealth", "Alert", "Recommendation", "Policy", "Autoscale", "ResourceHealth")

BUILT_IN: Mapping[str, Mapping[str, JsonValue]] = {
    "e56962a6-4747-49cd-b67b-bf8b01975c4c": {
        "mode": "Indexed",
        "parameters": _LOCATIONS,
        "policyRule": {
            "if": {
                "allOf": [
                    _OUTSIDE,
                    {"field": "location", "notEquals": "global"},
                    {"field": "type", "notEquals": "Microsoft.AzureActiveDirectory/b2cDirectories"},
                ]
            },
            "then": {"effect": "[parameters('effect')]"},
        },
    },
    "e765b5de-1225-4ba3-bd56-1ac6695af988": {
        "mode": "All",
        "parameters": _LOCATIONS,
        "policyRule": {
            "if": {"allOf": [{"field": "type", "equals": _GROUPS}, _OUTSIDE]},
            "then": {"effect": "[parameters('effect')]"},
        },
    },
    "2465583e-4e78-4c15-b6be-a36cbc7c8b0f": {
        "mode": "All",
        "parameters": {
            "logAnalytics": {"type": "String"},
            "effect": {"type": "String", "defaultValue": "DeployIfNotExists"},
            "logsEnabled": {"type": "String", "defaultValue": "True"},
        },
        "policyRule": {
            "if": {"field": "type", "equals": "Microsoft.Resources/subscriptions"},
            "then": {
                "effect": "[parameters('effect')]",
                "details": {
                    "type": _LOGS,
                    "deploymentScope": "Subscription",
                    "existenceScope": "Subscription",
                    "existenceCondition": {
                        "allOf": [
                            {"field": f"{_LOGS}/logs.enabled", "equals": "[parameters('logsEnabled')]"},
                            {"field": f"{_LOGS}/workspaceId", "equals": "[parameters('logAnalytics')]"},
                        ]
                    },
                    "roleDefinitionIds": [
                        "/providers/Microsoft.Authorization/roleDefinitions/749f88d5-cbae-40b8-bcfc-e573ddc772fa",
                        "/providers/Microsoft.Authorization/roleDefinitions/92aaf0da-9dab-42b6-94a3-d43ce8d16293",
                    ],
                    "deployment": {
                        "location": "northeurope",
                        "properties": {
                            "mode": "incremental",
                            "parameters": {
                                "logAnalytics": {"value": "[parameters('logAnalytics')]"},
                                "logsEnabled": {"value": "[parameters('logsEnabled')]"},
                            },
                            "template": {
                                "parameters": {"logAnalytics": {"type": "string"}, "logsEnabled": {"type": "string"}},
                                "resources": [
                                    {
                                        "name": "subscriptionToLa",
                                        "type": _LOGS,
                                        "properties": {
                                            "workspaceId": "[parameters('logAnalytics')]",
                                            "logs": [{"category": each, "enabled": "[parameters('logsEnabled')]"} for each in _CATEGORIES],
                                        },
                                    }
                                ],
                            },
                        },
                    },
                },
            },
        },
    },
}
"""By GUID."""
