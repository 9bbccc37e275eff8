"""What the guardrails say: Azure Policy rules as plain data, and the table of them.

Source: Microsoft Learn, "Azure Policy definition structure policy rule", "deployIfNotExists effect", "denyAction effect".
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

from components.azure import roles

JsonValue: TypeAlias = "str | int | bool | Sequence[JsonValue] | Mapping[str, JsonValue]"
"""What a rule is made of."""

Where = Literal["root", "bodies"]
"""The management groups that a guardrail is assigned on: the platform's root, or the bodies' of every environment."""

KEPT = (
    "Microsoft.DataProtection/backupVaults",
    "Microsoft.DBforPostgreSQL/flexibleServers",
    "Microsoft.KeyVault/vaults",
    "Microsoft.OperationalInsights/workspaces",
    "Microsoft.Storage/storageAccounts",
)
"""What holds data or keys and is deleted by no run: each stack keeps its own when it lets go of it."""

PLANS = ("CloudPosture", "KeyVaults", "StorageAccounts", "Arm", "VirtualMachines")
"""Defender plans that every Azure subscription has."""


@dataclass(frozen=True, kw_only=True)
class Guardrail:
    """One custom policy and the management groups on which it is assigned."""

    key: str
    """Stable key, in logical and physical names."""
    title: str
    where: Where
    rule: Mapping[str, JsonValue]
    mode: Literal["All", "Indexed"] = "All"
    refusal: str = ""
    """What a person reads who is refused."""
    parameters: tuple[str, ...] = ()
    """Names of its parameters, each a text."""


def refusals(hub_prefix: str) -> tuple[Guardrail, ...]:
    """Guardrails that refuse. ``hub_prefix`` begins the name of each of the platform's virtual hubs.

    Azure Policy does not see who asks. That nobody but the deploy role makes networks is the work of the roles in ``tenancy``.
    """
    return (
        Guardrail(
            key="public-address",
            title="No public IP addresses in bodies' tenancies",
            where="bodies",
            refusal="Public addresses belong to the platform's hub: publish through it, or ask the platform's team.",
            rule=_deny({"field": "type", "in": ["Microsoft.Network/publicIPAddresses", "Microsoft.Network/publicIPPrefixes"]}),
        ),
        Guardrail(
            key="open-storage",
            title="No anonymous or unencrypted access to storage",
            where="root",
            refusal="Set allowBlobPublicAccess to false, supportsHttpsTrafficOnly to true and minimumTlsVersion to TLS1_2.",
            mode="Indexed",
            rule=_deny(_open_storage()),
        ),
        Guardrail(
            key="peering",
            title="No peering except to the platform's hub",
            where="bodies",
            refusal="Networks meet in the platform's hub alone. Take the peering out; the landing zone makes the connection.",
            rule=_deny(_stray_peering(hub_prefix)),
        ),
        Guardrail(
            key="keep-diagnostics",
            title="Diagnostic settings are not deleted",
            where="root",
            # Settings have neither tags nor a location, so mode Indexed never looks at one (Azure-Landing-Zones issue 4283).
            rule=_keep({"field": "type", "equals": "Microsoft.Insights/diagnosticSettings"}),
        ),
        Guardrail(
            key="keep-stores",
            title="Vaults, databases and archives are not deleted",
            where="root",
            # Mode Indexed, so that deleting the resource group around one is refused too ("denyAction effect", cascade behaviours).
            mode="Indexed",
            rule=_keep({"field": "type", "in": list(KEPT)}, group="deny"),
        ),
    )


def flow_writers_bearers() -> Guardrail:
    """Nothing but flow logs bears the identity that they write as. Parameter: ``writer``, its resource id.

    Whoever makes a flow log must have the right to put that identity on one, and Azure's rights do not say on what; code that ran with it would
    read and rewrite the flow logs of all. The field is one that Microsoft's own policies look at ("Assign Built-In User-Assigned Managed Identity
    to Virtual Machine Scale Sets", 516187d4-ef64-4a1b-ad6b-a7348502976c).
    """
    borne: Mapping[str, JsonValue] = {"field": "identity.userAssignedIdentities", "containsKey": "[parameters('writer')]"}
    return Guardrail(
        key="flow-writer",
        title="Flow logs alone bear the identity that writes them",
        where="root",
        refusal="This identity writes flow logs and is on nothing else: give what you make an identity of its own.",
        rule=_deny({"allOf": [{"field": "type", "notEquals": "Microsoft.Network/networkWatchers/flowLogs"}, borne]}),
        parameters=("writer",),
    )


def _keep(condition: Mapping[str, JsonValue], group: str = "") -> dict[str, JsonValue]:
    """Refuse deletion; with ``group`` that of the resource group around it too."""
    details: dict[str, JsonValue] = {"actionNames": ["delete"]}
    if group:
        details["cascadeBehaviors"] = {"resourceGroup": group}
    return {"if": condition, "then": {"effect": "denyAction", "details": details}}


def _deny(condition: Mapping[str, JsonValue]) -> dict[str, JsonValue]:
    return {"if": condition, "then": {"effect": "deny"}}


def _open_storage() -> dict[str, JsonValue]:
    account = "Microsoft.Storage/storageAccounts"
    return {
        "allOf": [
            {"field": "type", "equals": account},
            {
                "anyOf": [
                    {"field": f"{account}/allowBlobPublicAccess", "notEquals": "false"},
                    {"field": f"{account}/supportsHttpsTrafficOnly", "equals": "false"},
                    {"field": f"{account}/minimumTlsVersion", "notIn": ["TLS1_2", "TLS1_3"]},
                ]
            },
        ]
    }


def _stray_peering(hub_prefix: str) -> dict[str, JsonValue]:
    network = "Microsoft.Network/virtualNetworks"
    # Virtual WAN peers a network with one of its own, which it calls HV_<hub>_<guid>, in an Azure subscription of Microsoft's.
    hub = f"*/virtualNetworks/HV_{hub_prefix}*"
    inline = f"{network}/virtualNetworkPeerings[*]"
    return {
        "anyOf": [
            {
                "allOf": [
                    {"field": "type", "equals": f"{network}/virtualNetworkPeerings"},
                    {"field": f"{network}/virtualNetworkPeerings/remoteVirtualNetwork.id", "notLike": hub},
                ]
            },
            {
                "allOf": [
                    {"field": "type", "equals": network},
                    {"count": {"field": inline, "where": {"field": f"{inline}.remoteVirtualNetwork.id", "notLike": hub}}, "greater": 0},
                ]
            },
        ]
    }


def defender(home: str) -> dict[str, JsonValue]:
    """Rule that turns one Defender plan on, and on again. Parameter: ``plan``.

    An Azure subscription has no location that a rule could look at, so what is deployed into one names ``home`` (Microsoft Learn, "Azure Policy
    definitions deployIfNotExists effect", subscription level deployments).
    """
    template = {
        "$schema": "https://schema.management.azure.com/schemas/2018-05-01/subscriptionDeploymentTemplate.json#",
        "contentVersion": "1.0.0.0",
        "parameters": {"plan": {"type": "string"}},
        "resources": [
            {
                "type": "Microsoft.Security/pricings",
                "apiVersion": "2024-01-01",
                "name": "[parameters('plan')]",
                "properties": {"pricingTier": "Standard"},
            }
        ],
    }
    return {
        "if": {"field": "type", "equals": "Microsoft.Resources/subscriptions"},
        "then": {
            "effect": "deployIfNotExists",
            "details": {
                "type": "Microsoft.Security/pricings",
                "name": "[parameters('plan')]",
                "deploymentScope": "subscription",
                "existenceScope": "subscription",
                "roleDefinitionIds": [roles.built_in(roles.SECURITY_ADMIN)],
                "existenceCondition": {"field": "Microsoft.Security/pricings/pricingTier", "equals": "Standard"},
                "deployment": {
                    "location": home,
                    "properties": {"mode": "incremental", "parameters": {"plan": {"value": "[parameters('plan')]"}}, "template": template},
                },
            },
        },
    }


def private_records() -> dict[str, JsonValue]:
    """Rule that records a private endpoint in the platform's zone of its region.

    Parameters: ``service``, ``group``, ``zone`` and ``groups``, the start of the resource id of the groups that hold zones;
    a region's group is that start and the region's name (``private_zones.zone_group``).
    """
    endpoint = "Microsoft.Network/privateEndpoints"
    connection = f"{endpoint}/privateLinkServiceConnections[*]"
    location = "[field('location')]"
    zone = "[concat(parameters('groups'), parameters('location'), '/providers/Microsoft.Network/privateDnsZones/', parameters('zone'))]"
    template = {
        "$schema": "https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#",
        "contentVersion": "1.0.0.0",
        "parameters": {key: {"type": "string"} for key in ("groups", "location", "zone", "endpoint")},
        "resources": [
            {
                "type": f"{endpoint}/privateDnsZoneGroups",
                "apiVersion": "2023-09-01",
                "name": "[concat(parameters('endpoint'), '/platform')]",
                "location": "[parameters('location')]",
                "properties": {"privateDnsZoneConfigs": [{"name": "platform", "properties": {"privateDnsZoneId": zone}}]},
            }
        ],
    }
    given = {"groups": "[parameters('groups')]", "location": location, "zone": "[parameters('zone')]", "endpoint": "[field('name')]"}
    return {
        "if": {
            "allOf": [
                {"field": "type", "equals": endpoint},
                {
                    "count": {
                        "field": connection,
                        "where": {
                            "allOf": [
                                {"field": f"{connection}.privateLinkServiceId", "contains": "[parameters('service')]"},
                                {"field": f"{connection}.groupIds[*]", "equals": "[parameters('group')]"},
                            ]
                        },
                    },
                    "greaterOrEquals": 1,
                },
            ]
        },
        "then": {
            "effect": "deployIfNotExists",
            "details": {
                "type": f"{endpoint}/privateDnsZoneGroups",
                "roleDefinitionIds": [roles.built_in(roles.NETWORK_CONTRIBUTOR)],
                "deployment": {
                    "properties": {
                        "mode": "incremental",
                        "parameters": {key: {"value": value} for key, value in given.items()},
                        "template": template,
                    }
                },
            },
        },
    }
