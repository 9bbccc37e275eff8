"""Examples for hosting, applications, shared services, voice, access and budgets on Azure."""

from typing import Any

from civic.plan import UNKNOWN, wire
from tests.policies.case import Case, Inputs, both, drop, put
from tests.policies.services_aws import day

APPLICATION = "civic-azure:index:Application$"
GROUP = "/subscriptions/s/resourceGroups/north"
NEIGHBOURS = "/subscriptions/s/resourceGroups/south"
VAULT = "providers/Microsoft.KeyVault/vaults/kept"
RIGHT = "azure-native:authorization:RoleAssignment"
HELD = wire.sealed("hunter2")
"""A secret as a program hands it over."""


def container(**changes: Any) -> dict[str, Any]:
    clean = {"name": "forms", "image": f"registry.example/forms@sha256:{'0' * 64}", "env": [{"name": "SESSION_SECRET", "secretRef": "session"}]}
    return clean | changes


IDENTITY = {"type": "UserAssigned", "userAssignedIdentities": ["/x"]}
VAULTED = {"name": "session", "keyVaultUrl": "https://kept.vault.azure.net/secrets/session", "identity": "/x"}
ENTRY = {"name": "entry", "ipAddressRange": "10.0.0.0/24", "action": "Allow"}
PROPOSAL = {
    "ikeEncryption": "GCMAES256",
    "ikeIntegrity": "SHA384",
    "dhGroup": "ECP384",
    "ipsecEncryption": "GCMAES256",
    "ipsecIntegrity": "GCMAES256",
    "pfsGroup": "ECP384",
}
LINKS = "vpnLinkConnections"

CLEAN: dict[str, tuple[str, Inputs]] = {
    "vpn": (
        "azure-native:network:VpnConnection",
        {LINKS: [{"vpnConnectionProtocolType": "IKEv2", "enableBgp": True, "ipsecPolicies": [PROPOSAL], "vpnSiteLink": {"id": "/x"}}]},
    ),
    "site": ("azure-native:network:VpnSite", {"tags": {"premises": "north-old", "bridge": "an old network", "until": day(500)}}),
    "lines": ("azure-native:network:ExpressRouteGateway", {"tags": {"owner": "platform", "until-north-line": day(500)}}),
    "entry": (
        "azure-native:network:ApplicationGateway",
        {
            "sku": {"name": "WAF_v2", "tier": "WAF_v2"},
            "firewallPolicy": {"id": "/x"},
            "sslPolicy": {"policyType": "Predefined", "policyName": "AppGwSslPolicy20220101S"},
            "httpListeners": [{"protocol": "Https"}],
            "backendHttpSettingsCollection": [{"protocol": "Https"}],
            "frontendIPConfigurations": [{"privateIPAddress": "10.0.0.4"}],
        },
    ),
    "entry-firewall": (
        "azure-native:network:WebApplicationFirewallPolicy",
        {
            "policySettings": {"state": "Enabled", "mode": "Prevention", "requestBodyCheck": True},
            "managedRules": {"managedRuleSets": [{"ruleSetType": "Microsoft_DefaultRuleSet"}, {"ruleSetType": "Microsoft_BotManagerRuleSet"}]},
        },
    ),
    "environment": (
        "azure-native:app:ManagedEnvironment",
        {
            "vnetConfiguration": {"internal": True},
            "publicNetworkAccess": "Disabled",
            "zoneRedundant": True,
            "peerTrafficConfiguration": {"encryption": {"enabled": True}},
        },
    ),
    "forms/app": (
        f"{APPLICATION}azure-native:app:ContainerApp",
        {
            "resourceGroupName": "north",
            "identity": IDENTITY,
            "configuration": {
                "ingress": {"external": True, "allowInsecure": False, "ipSecurityRestrictions": [ENTRY]},
                "secrets": [VAULTED],
                "registries": [{"server": "registry.example", "identity": "/x"}],
            },
            "template": {"containers": [container()], "scale": {"minReplicas": 2}},
        },
    ),
    "forms/right": (f"{APPLICATION}{RIGHT}", {"scope": f"{GROUP}/{VAULT}/secrets/session", "principalType": "ServicePrincipal"}),
    "job": ("azure-native:app:Job", {"identity": IDENTITY, "template": {"containers": [container()]}}),
    "database": (
        "azure-native:dbforpostgresql:Server",
        {
            "network": {"publicNetworkAccess": "Disabled"},
            "highAvailability": {"mode": "ZoneRedundant"},
            "backup": {"backupRetentionDays": 35},
            "authConfig": {"activeDirectoryAuth": "Enabled"},
        },
    ),
    "database-tls": (
        "azure-native:dbforpostgresql:Configuration",
        {"serverName": "database-id", "configurationName": "require_secure_transport", "value": "on"},
    ),
    "database-version": (
        "azure-native:dbforpostgresql:Configuration",
        {"serverName": "database-id", "configurationName": "ssl_min_protocol_version", "value": "TLSv1.2"},
    ),
    "registry": (
        "azure-native:containerregistry:Registry",
        {"adminUserEnabled": False, "publicNetworkAccess": "Disabled", "policies": {"exportPolicy": {"status": "disabled"}}},
    ),
    "door": (
        "azure-native:network:PrivateLinkService",
        {"visibility": {"subscriptions": ["a", "b"]}, "autoApproval": {"subscriptions": ["a"]}},
    ),
    "trunk": ("azure-native:communication:CommunicationService", {"dataLocation": "UK", "disableLocalAuth": True}),
    "routing": ("pulumi-python:dynamic/civic:SipRouting", {"routes": [{"name": "gb", "pattern": r"^\+44(?!9)(?!70)(?!87[123])[1-9][0-9]{6,11}$"}]}),
    "voice": ("civic-azure:index:VoiceConnection", {"emergency": {"through": "a carrier trunk", "tested": day(-30)}}),
    "reader": (
        "azure-native:authorization:PimRoleEligibilitySchedule",
        {"principalId": "reader-group", "scheduleInfo": {"expiration": {"type": "AfterDateTime", "endDateTime": f"{day(30)}T23:59:59Z"}}},
    ),
    "pipeline": (RIGHT, {"scope": "/subscriptions/s", "principalType": "ServicePrincipal"}),
    "body": ("civic-azure:index:Tenancy", {}),
    "budget": (
        "azure-native:consumption:Budget",
        {"notifications": {"forecast": {"enabled": True, "thresholdType": "Forecasted", "contactEmails": ["finance@north.example"]}}},
    ),
}

CONTAINERS = ("template", "containers")
INGRESS = ("configuration", "ingress")
ENDS = ("scheduleInfo", "expiration")
FORECAST = ("notifications", "forecast")

CASES = {
    "network-vpn-strong": Case(
        (
            put("vpn", LINKS, to=None),
            put("vpn", LINKS, 0, "vpnConnectionProtocolType", to="IKEv1"),
            put("vpn", LINKS, 0, "enableBgp", to=False),
            put("vpn", LINKS, 0, "sharedKey", to="written down"),
            put("vpn", LINKS, 0, "ipsecPolicies", to=None),
            put("vpn", LINKS, 0, "ipsecPolicies", 0, "ikeIntegrity", to="SHA1"),
            put("vpn", LINKS, 0, "ipsecPolicies", 0, "pfsGroup", to="PFS2"),
            put("vpn", LINKS, 0, "ipsecPolicies", to=[PROPOSAL, PROPOSAL | {"dhGroup": "DHGroup2"}]),
        ),
        put("vpn", LINKS, 0, "ipsecPolicies", to=UNKNOWN),
        put("vpn", LINKS, 0, "ipsecPolicies", to=7),
        put("vpn", LINKS, 0, "vpnSiteLink", "id", to=UNKNOWN),
    ),
    "network-bridge-ends": Case(
        (put("site", "tags", "until", to=day(-1)), put("lines", "tags", "until-north-line", to="2020-01-31")),
        put("lines", "tags", to=UNKNOWN),
        put("site", "tags", "until", to="some day"),
        put("site", "tags", "until", to=day(0)),
    ),
    "network-entry-protected": Case(
        (
            put("entry", "firewallPolicy", to=None),
            put("entry", "sku", "tier", to="Standard_v2"),
            put("entry", "sslPolicy", to={"policyType": "Predefined", "policyName": "AppGwSslPolicy20150501"}),
            put("entry", "httpListeners", 0, "protocol", to="Http"),
            put("entry", "backendHttpSettingsCollection", 0, "protocol", to="Http"),
            put("entry", "frontendIPConfigurations", 0, "publicIPAddress", to={"id": UNKNOWN}),
            put("entry-firewall", "policySettings", "mode", to="Detection"),
            put("entry-firewall", "policySettings", "requestBodyCheck", to=False),
            put("entry-firewall", "managedRules", "managedRuleSets", 0, "ruleSetType", to="Microsoft_BotManagerRuleSet"),
            put("entry-firewall", "managedRules", "managedRuleSets", 1, "ruleSetType", to="OWASP"),
        ),
        put("entry", "sslPolicy", to=UNKNOWN),
        put("entry", "httpListeners", to="Https"),
        both(
            put("entry", "firewallPolicy", "id", to=UNKNOWN),
            put("entry", "sslPolicy", to={"policyType": "CustomV2", "minProtocolVersion": "TLSv1_3"}),
        ),
    ),
    "app-containers-confined": Case(
        (
            put("forms/app", "identity", to=None),
            put("forms/app", *CONTAINERS, to=[container(image="registry.example/forms:latest")]),
            put("forms/app", "template", "initContainers", to=[container(image="registry.example/forms:latest")]),
            put("job", *CONTAINERS, to=[container(env=[{"name": "DB_PASSWORD", "value": "hunter2"}])]),
            put("job", *CONTAINERS, to=[container(env=[{"name": "LOCALE", "value": HELD}])]),
            put("forms/app", "configuration", "secrets", to=[{"name": "session", "value": HELD}]),
            put("forms/app", "configuration", "secrets", to=[{"name": "session"}]),
            put("forms/app", "configuration", "registries", 0, "passwordSecretRef", to="session"),
        ),
        put("forms/app", *CONTAINERS, 0, "image", to=UNKNOWN),
        put("forms/app", *CONTAINERS, to="forms"),
        put("job", *CONTAINERS, to=[container(env=[{"name": "TOKEN_HOURS", "value": "12"}])]),
    ),
    "app-service-private": Case(
        (
            put("environment", "vnetConfiguration", "internal", to=False),
            put("environment", "publicNetworkAccess", to="Enabled"),
            put("environment", "zoneRedundant", to=None),
            put("environment", "peerTrafficConfiguration", to=None),
            put("forms/app", *INGRESS, "allowInsecure", to=True),
            put("forms/app", "template", "scale", "minReplicas", to=0),
            put("forms/app", "template", "scale", to=None),
        ),
        put("forms/app", "template", "scale", "minReplicas", to=UNKNOWN),
        put("environment", "vnetConfiguration", to="internal"),
        put("forms/app", *INGRESS, to=None),
    ),
    "dbforpostgresql-secure": Case(
        (
            put("database", "network", to=None),
            put("database", "highAvailability", "mode", to="SameZone"),
            put("database", "backup", "backupRetentionDays", to=3),
            put("database", "authConfig", "activeDirectoryAuth", to="Disabled"),
            put("database-tls", "value", to="off"),
            put("database-version", "value", to="TLSv1"),
        ),
        put("database-tls", "value", to=UNKNOWN),
        put("database", "backup", "backupRetentionDays", to="long"),
        put("database", "administratorLogin", to=UNKNOWN),
    ),
    "containerregistry-private": Case(
        (
            put("registry", "adminUserEnabled", to=True),
            put("registry", "anonymousPullEnabled", to=True),
            put("registry", "publicNetworkAccess", to=None),
            put("registry", "policies", to=None),
        ),
        put("registry", "adminUserEnabled", to=UNKNOWN),
        put("registry", "policies", to="closed"),
        put("registry", "registryName", to=UNKNOWN),
    ),
    "authorization-application-isolated": Case(
        (
            put("forms/right", "scope", to=f"{NEIGHBOURS}/{VAULT}/secrets/session"),
            put("forms/right", "scope", to=f"{GROUP}/{VAULT}"),
            put("forms/right", "scope", to=GROUP),
            put("forms/right", "scope", to="/subscriptions/s"),
            put("forms/app", *INGRESS, "ipSecurityRestrictions", to=[]),
            put("forms/app", *INGRESS, "ipSecurityRestrictions", 0, "ipAddressRange", to="0.0.0.0/0"),
            put("forms/app", *INGRESS, "ipSecurityRestrictions", 0, "action", to="Deny"),
        ),
        put("forms/right", "scope", to=UNKNOWN),
        put("forms/app", *INGRESS, "ipSecurityRestrictions", to="the entry"),
        put("pipeline", "scope", to=NEIGHBOURS),
    ),
    "network-private-link-service-restricted": Case(
        (put("door", "visibility", "subscriptions", to=["*"]), put("door", "autoApproval", "subscriptions", to=["*"])),
        put("door", "visibility", "subscriptions", to=UNKNOWN),
        put("door", "visibility", "subscriptions", to=7),
        both(put("door", "visibility", to=None), put("door", "autoApproval", to=None)),
    ),
    "communication-voice-bounded": Case(
        (
            put("trunk", "dataLocation", to="United States"),
            put("trunk", "disableLocalAuth", to=None),
            put("routing", "routes", 0, "pattern", to=r"^\+[0-9]+$"),
            put("routing", "routes", 0, "pattern", to=r"^\+44[0-9]+$|^999$"),
            put("routing", "routes", 0, "pattern", to=r"^\+44[0-9]{3,11}$"),
            put("routing", "routes", 0, "pattern", to=r"^\+44[1-9][0-9]{6,11}$"),
            put("routing", "routes", 0, "pattern", to=r"^\+1[0-9]{10}$"),
            put("voice", "emergency", "tested", to=day(-400)),
            put("voice", "emergency", to=None),
        ),
        put("routing", "routes", 0, "pattern", to=UNKNOWN),
        put("routing", "routes", to="everywhere"),
        put("routing", "controller", to=UNKNOWN),
    ),
    "authorization-access-ends": Case(
        (
            put("reader", *ENDS, "endDateTime", to=f"{day(-1)}T23:59:59Z"),
            put("reader", *ENDS, "endDateTime", to=f"{day(400)}T23:59:59Z"),
            put("reader", *ENDS, to={"type": "NoExpiration"}),
            put("pipeline", "principalType", to="Group"),
        ),
        put("reader", *ENDS, "endDateTime", to=UNKNOWN),
        put("reader", *ENDS, "endDateTime", to="soon"),
        put("reader", *ENDS, "endDateTime", to=f"{day(0)}T23:59:59Z"),
    ),
    "consumption-forecast-notified": Case(
        (
            drop("budget"),
            put("budget", *FORECAST, "thresholdType", to="Actual"),
            put("budget", *FORECAST, "enabled", to=False),
            put("budget", *FORECAST, "contactEmails", to=[]),
        ),
        put("budget", "notifications", to=UNKNOWN),
        put("budget", "notifications", to="monthly"),
        both(drop("body"), drop("budget")),
    ),
}
