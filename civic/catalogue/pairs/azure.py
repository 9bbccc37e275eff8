"""Pairs of Azure."""

import ipaddress
import re
from collections.abc import Mapping, Sequence
from datetime import datetime

from civic.catalogue.pairs.pair import Object, Pair, needs, not_above, not_longer, number, one_of, only_with, seconds, value

_POSTGRES = "Microsoft Learn, Azure Database for PostgreSQL flexible server"
_APPS = "Microsoft Learn, Containers in Azure Container Apps: configuration"
_GROUPS = {
    "Microsoft.ContainerRegistry/registries": ("registry",),
    "Microsoft.DBforPostgreSQL/flexibleServers": ("postgresqlServer",),
    "Microsoft.KeyVault/vaults": ("vault",),
    "Microsoft.Storage/storageAccounts": (
        "blob", "blob_secondary", "table", "table_secondary", "queue", "queue_secondary", "file", "web", "web_secondary", "dfs", "dfs_secondary",
    ),
}  # fmt: skip
"""Type -> what of it a private endpoint can lead to. Source: Microsoft Learn, What is a private endpoint: private-link resource."""
_PRIVATE = tuple(map(ipaddress.ip_network, ("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10", "169.254.0.0/16", "127.0.0.0/8")))
_NO_NETWORK = tuple(map(ipaddress.ip_network, ("224.0.0.0/4", "255.255.255.255/32", "127.0.0.0/8", "169.254.0.0/16", "168.63.129.16/32")))


def _tier(inputs: Object) -> str:
    name, tier = str(value(inputs, "sku.name")), value(inputs, "sku.tier")
    begins = {"Standard_B": "Burstable", "Standard_D": "GeneralPurpose", "Standard_E": "MemoryOptimized"}
    wanted = next((taken for begin, taken in begins.items() if name.startswith(begin)), None)
    if wanted and tier and tier != wanted:
        return f"sku.tier is {tier}; {name} is of {wanted}"
    away = value(inputs, "highAvailability.mode") in ("ZoneRedundant", "SameZone") and tier == "Burstable"
    return "Burstable has no standby; highAvailability is for the other tiers" if away else ""


def _zones(inputs: Object) -> str:
    mode, first, second = (
        value(inputs, "highAvailability.mode"),
        inputs.get("availabilityZone"),
        value(inputs, "highAvailability.standbyAvailabilityZone"),
    )
    if mode == "ZoneRedundant" and first and first == second:
        return f"the standby lies in zone {second}, as the server does; ZoneRedundant has two"
    return f"the standby lies in zone {second}, the server in {first}; SameZone has one" if mode == "SameZone" and second and first != second else ""


def _rotation(inputs: Object) -> str:
    ends = seconds(value(inputs, "attributes.expiryTime"))
    for action in inputs.get("lifetimeActions") or ():
        begins = seconds(value(action, "trigger.timeAfterCreate"))
        if ends is not None and begins is not None and value(action, "action.type") == "rotate" and begins + 7 * 86_400 > ends:
            told = f"{value(action, 'trigger.timeAfterCreate')} after it is made, and it ends after {value(inputs, 'attributes.expiryTime')}"
            return f"the key is changed {told}; seven days lie between the two at least"
    return ""


def _kind_of_key(inputs: Object) -> str:
    kind = str(inputs.get("kty"))
    if kind.startswith("EC") and inputs.get("keySize"):
        return f"keySize is for RSA; a key of {kind} has a curveName"
    return f"curveName is for EC; a key of {kind} has a keySize" if kind.startswith("RSA") and inputs.get("curveName") else ""


def _consumption(inputs: Object) -> str:
    """Of the containers of one application or job on the Consumption profile, taken together."""
    if inputs.get("workloadProfileName") not in (None, "Consumption"):
        return ""
    cpu, memory = 0.0, 0.0
    for container in value(inputs, "template.containers") or ():
        one, gigabytes = number(container, "resources.cpu"), re.fullmatch(r"(\d+(?:\.\d+)?)Gi", str(value(container, "resources.memory")))
        if one is None or gigabytes is None:
            return ""
        cpu, memory = cpu + one, memory + float(gigabytes[1])
    if not cpu:
        return ""
    if memory != 2 * cpu or cpu > 4 or (cpu * 4) % 1:
        return f"{cpu:g} processors and {memory:g}Gi; taken are 0.25 to 4 in quarters, and 2Gi for each processor"
    return ""


def _traffic(inputs: Object) -> str:
    weights = [number(part, "weight") for part in inputs.get("traffic") or () if isinstance(part, Mapping)]
    total = sum(weight for weight in weights if weight is not None)
    return f"the weights are {total:g} together; they are 100" if weights and None not in weights and total != 100 else ""


def _gateway(inputs: Object) -> str:
    name, tier = value(inputs, "sku.name"), value(inputs, "sku.tier")
    return f"sku.tier is {tier}; {name} is of {name}" if str(name).endswith("_v2") and tier and tier != name else ""


def _one_form(singular: str, plural: str) -> Pair:
    return one_of((singular, plural), "Microsoft Learn, Microsoft.Network/networkSecurityGroups/securityRules", at="securityRules.*", least=0)


def _ports(inputs: Object) -> str:
    for key in ("sourcePortRange", "destinationPortRange", "sourcePortRanges", "destinationPortRanges", "destinationPorts"):
        given = inputs.get(key)
        for text in given if isinstance(given, list) else [given]:
            if isinstance(text, str) and not _is_ports(text):
                return f"{key} '{text}' is no port, no range of ports from the lower to the higher, and not *"
    return ""


def _is_ports(text: str) -> bool:
    found = re.fullmatch(r"(\d{1,5})(?:-(\d{1,5}))?", text)
    return text == "*" or bool(found and int(found[1]) <= int(found[2] or found[1]) <= 65_535)


def _category(inputs: Object) -> str:
    if "category" in inputs and "categoryGroup" in inputs:
        return "category and categoryGroup are given; a log is named by one of them"
    group = inputs.get("categoryGroup")
    return f"categoryGroup '{group}' is neither allLogs nor audit" if group not in (None, "allLogs", "audit") else ""


def _both_ways(inputs: Object) -> str:
    logs = [log for log in inputs.get("logs") or () if isinstance(log, Mapping)]
    both = any("category" in log for log in logs) and any("categoryGroup" in log for log in logs)
    return "some logs are named by category and some by group; a setting has one way" if both else ""


def _dates(first: str, second: str) -> Pair:
    def refusal(inputs: Object) -> str:
        begins, ends = (_date(value(inputs, path)) for path in (first, second))
        return f"{second} is not after {first}" if begins and ends and begins >= ends else ""

    return Pair(refusal, "Microsoft Learn, the type's REST API: the end lies after the start", path=second)


def _date(text: object) -> datetime | None:
    try:
        found = datetime.fromisoformat(str(text))
    except ValueError:
        return None
    return found.replace(tzinfo=None)


def _condition(inputs: Object) -> str:
    if inputs.get("condition") and "conditionVersion" not in inputs:
        return "conditionVersion is missing; a condition is of version 2.0"
    version = inputs.get("conditionVersion")
    return f"conditionVersion '{version}' is not 2.0" if version not in (None, "2.0") else ""


def _scopes(inputs: Object) -> str:
    groups = [scope for scope in inputs.get("assignableScopes") or () if "/managementgroups/" in str(scope).lower()]
    return f"{len(groups)} management groups; a role of one's own can be given in one" if len(groups) > 1 else ""


def _public_ranges(inputs: Object) -> str:
    for key in ("iPAddressOrRange", "value"):
        text = inputs.get(key)
        block = _block(text)
        if block is None:
            continue
        if any(block.version == private.version and block.overlaps(private) for private in _PRIVATE):
            return f"{text} is private; such a rule is for addresses of the internet"
        if key == "iPAddressOrRange" and "/" in str(text) and block.prefixlen > 30:
            return f"{text} is smaller than a /30; write single addresses without a length"
    return ""


def _block(text: object) -> ipaddress.IPv4Network | ipaddress.IPv6Network | None:
    try:
        return ipaddress.ip_network(str(text), strict=False) if text else None
    except ValueError:
        return None


def _usable(inputs: Object) -> str:
    for text in value(inputs, "addressSpace.addressPrefixes") or ():
        block = _block(text)
        if block and any(block.version == other.version and block.overlaps(other) for other in _NO_NETWORK):
            return f"{text} holds addresses that no network may have (multicast, loopback, link-local, or Azure's own)"
    return ""


def _groups(inputs: Object) -> str:
    """Of one connection of a private endpoint."""
    target = re.fullmatch(r".*/providers/([^/]+/[^/]+)/[^/]+", str(inputs.get("privateLinkServiceId")))
    taken = _GROUPS.get(target[1]) if target else None
    wrong = [group for group in inputs.get("groupIds") or () if taken and group not in taken]
    return f"'{wrong[0]}' is none of {', '.join(taken or ())}, which {target[1] if target else ''} has" if wrong else ""


def _premium(inputs: Object) -> str:
    wanted = {"zoneRedundancy": "Enabled", "publicNetworkAccess": "Disabled", "dataEndpointEnabled": True}
    sku = value(inputs, "sku.name")
    of_premium = [key for key, word in wanted.items() if inputs.get(key) == word]
    return f"{of_premium[0]} {wanted[of_premium[0]]} is for Premium; sku.name is {sku}" if sku not in (None, "Premium") and of_premium else ""


def _wildcards(inputs: Object) -> str:
    source, target = inputs.get("sourceRepository"), inputs.get("targetRepository")
    if not isinstance(source, str) or not isinstance(target, str):
        return ""
    if "/" not in source:
        return f"sourceRepository '{source}' names a registry and no repository"
    return f"'{source}' and '{target}': either both end in /* or neither" if source.endswith("/*") != target.endswith("/*") else ""


def _audiences(inputs: Object) -> str:
    count = len(inputs.get("audiences") or ())
    return f"{count} audiences; a credential has exactly one" if count > 1 else ""


def _domains(inputs: Object) -> str:
    wrong = [name for name in inputs.get("domains") or () if isinstance(name, str) and not name.endswith(".")]
    return f"'{wrong[0]}' does not end with a dot" if wrong else ""


_QUERY = "Microsoft Learn, Microsoft.Insights/scheduledQueryRules"
_TRIGGERS = {"Manual": "manualTriggerConfig", "Schedule": "scheduleTriggerConfig", "Event": "eventTriggerConfig"}

AZURE_PAIRS: Mapping[str, Sequence[Pair]] = {
    "azure-native:app:ContainerApp": (
        not_above("minReplicas", "maxReplicas", "Microsoft Learn, Scaling in Azure Container Apps", at="template.scale"),
        Pair(_consumption, _APPS, path="template.containers"),
        Pair(_traffic, "Microsoft Learn, Traffic splitting in Azure Container Apps", "configuration.ingress", "traffic"),
    ),
    "azure-native:app:Job": (
        Pair(_consumption, _APPS, path="template.containers"),
        *(needs("triggerType", (word,), key, "Microsoft Learn, Jobs in Azure Container Apps", at="configuration") for word, key in _TRIGGERS.items()),
    ),
    "azure-native:app:ManagedEnvironment": (
        Pair(
            lambda profile: (
                "Consumption grows by itself and has no counts"
                if profile.get("workloadProfileType") == "Consumption" and {"minimumCount", "maximumCount"} & profile.keys()
                else ""
            ),
            "Microsoft Learn, Workload profiles in Azure Container Apps",
            "workloadProfiles.*",
        ),
    ),
    "azure-native:authorization:PimRoleEligibilitySchedule": (_dates("scheduleInfo.startDateTime", "scheduleInfo.expiration.endDateTime"),),
    "azure-native:authorization:RoleAssignment": (
        Pair(_condition, "Microsoft Learn, Azure role assignment condition format", path="conditionVersion"),
    ),
    "azure-native:authorization:RoleDefinition": (Pair(_scopes, "Microsoft Learn, Azure custom roles: AssignableScopes", path="assignableScopes"),),
    "azure-native:consumption:Budget": (_dates("timePeriod.startDate", "timePeriod.endDate"),),
    "azure-native:containerregistry:CacheRule": (Pair(_wildcards, "Microsoft Learn, Wildcards in artifact cache", path="sourceRepository"),),
    "azure-native:containerregistry:Registry": (Pair(_premium, "Microsoft Learn, Azure Container Registry: service tiers", path="sku.name"),),
    "azure-native:dbforpostgresql:Server": (
        Pair(_tier, f"{_POSTGRES}: compute, and high availability", path="sku.tier"),
        Pair(_zones, f"{_POSTGRES}: high availability", path="highAvailability.standbyAvailabilityZone"),
    ),
    "azure-native:dnsresolver:DnsResolverDomainList": (Pair(_domains, "Microsoft Learn, DNS security policy: domain lists", path="domains"),),
    "azure-native:keyvault:Key": (
        Pair(_rotation, "Microsoft Learn, Configure key rotation: the rotation policy", "properties.rotationPolicy", "lifetimeActions"),
        Pair(_kind_of_key, "Microsoft Learn, Key Vault: key types and sizes", "properties", "kty"),
    ),
    "azure-native:keyvault:Vault": (
        Pair(_public_ranges, "Microsoft Learn, Key Vault: network security", "properties.networkAcls.ipRules.*", "value"),
    ),
    "azure-native:managedidentity:FederatedIdentityCredential": (
        Pair(_audiences, "Microsoft Learn, Workload identity federation: considerations", path="audiences"),
    ),
    "azure-native:monitor:DiagnosticSetting": (
        Pair(_category, "Microsoft Learn, Diagnostic settings in Azure Monitor: category groups", "logs.*", "categoryGroup"),
        Pair(_both_ways, "Microsoft Learn, Diagnostic settings in Azure Monitor: category groups", path="logs"),
    ),
    "azure-native:monitor:MetricAlert": (not_longer("evaluationFrequency", "windowSize", "Microsoft Learn, Microsoft.Insights/metricAlerts"),),
    "azure-native:monitor:ScheduledQueryRule": (
        not_longer("evaluationFrequency", "windowSize", _QUERY),
        only_with("autoMitigate", (True,), "muteActionsDuration", (), _QUERY),
    ),
    "azure-native:network:ApplicationGateway": (
        not_above("minCapacity", "maxCapacity", "Microsoft Learn, Application Gateway v2: autoscaling", at="autoscaleConfiguration"),
        Pair(_gateway, "Microsoft Learn, What is Application Gateway v2", path="sku.tier"),
    ),
    "azure-native:network:FirewallPolicyRuleCollectionGroup": (
        Pair(_ports, "Microsoft Learn, Azure Firewall policy rule sets", "ruleCollections.*.rules.*", "destinationPorts"),
    ),
    "azure-native:network:NetworkSecurityGroup": (
        Pair(_ports, "Microsoft Learn, Network security groups: security rules", "securityRules.*", "destinationPortRange"),
        _one_form("sourceAddressPrefix", "sourceAddressPrefixes"),
        _one_form("destinationAddressPrefix", "destinationAddressPrefixes"),
        _one_form("sourcePortRange", "sourcePortRanges"),
        _one_form("destinationPortRange", "destinationPortRanges"),
    ),
    "azure-native:network:PrivateEndpoint": (
        Pair(_groups, "Microsoft Learn, What is a private endpoint: private-link resource", "privateLinkServiceConnections.*", "groupIds"),
        Pair(_groups, "Microsoft Learn, What is a private endpoint: private-link resource", "manualPrivateLinkServiceConnections.*", "groupIds"),
    ),
    "azure-native:network:VirtualNetwork": (
        Pair(_usable, "Microsoft Learn, Azure Virtual Network FAQ: address ranges that cannot be added", path="addressSpace.addressPrefixes"),
    ),
    "azure-native:storage:StorageAccount": (
        Pair(_public_ranges, "Microsoft Learn, Azure Storage firewall: limits of IP rules", "networkRuleSet.ipRules.*", "iPAddressOrRange"),
        only_with(
            "sku.name",
            ("Standard_ZRS", "Standard_GZRS", "Standard_RAGZRS"),
            "kind",
            ("StorageV2", "FileStorage", "BlockBlobStorage"),
            "Microsoft Learn, Storage account overview: types",
        ),
    ),
}
