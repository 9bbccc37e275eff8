"""What Azure Policy and Azure Resource Manager know of resource types.

Sources: Microsoft Learn, "Tag support for Azure resources" (indexed mode looks at types that have tags and a location), "Azure Policy definitions
denyAction effect" (types that are exempt), "Understand scope in Azure Policy" (resource providers that are not evaluated).
"""

from civic.access.azure.values import JsonValue, is_mapping, lookup
from civic.access.verdict import Truth
from civic.catalogue.row import words

SUBSCRIPTION, GROUP = "microsoft.resources/subscriptions", "microsoft.resources/subscriptions/resourcegroups"
LOCK = "microsoft.authorization/locks"
TRACKED = words(
    """microsoft.app/containerapps microsoft.app/jobs microsoft.app/managedenvironments microsoft.communication/communicationservices
    microsoft.compute/virtualmachinescalesets microsoft.containerregistry/registries microsoft.dataprotection/backupvaults
    microsoft.dbforpostgresql/flexibleservers microsoft.network/dnsforwardingrulesets microsoft.network/dnsresolvers
    microsoft.network/dnsresolverdomainlists microsoft.network/dnsresolverpolicies microsoft.network/dnsresolverpolicies/virtualnetworklinks
    microsoft.network/dnsresolverpolicies/dnssecurityrules microsoft.network/dnsresolvers/inboundendpoints
    microsoft.network/dnsresolvers/outboundendpoints microsoft.keyvault/vaults microsoft.managedidentity/userassignedidentities
    microsoft.insights/actiongroups microsoft.insights/activitylogalerts microsoft.insights/metricalerts microsoft.insights/scheduledqueryrules
    microsoft.network/applicationgateways microsoft.network/azurefirewalls microsoft.network/firewallpolicies
    microsoft.network/networkwatchers/flowlogs microsoft.network/loadbalancers microsoft.network/networksecuritygroups
    microsoft.network/networkwatchers microsoft.network/networkinterfaces microsoft.network/privateendpoints microsoft.network/privatelinkservices
    microsoft.network/publicipaddresses microsoft.network/publicipprefixes microsoft.network/routetables microsoft.network/virtualhubs
    microsoft.network/virtualnetworks microsoft.network/virtualwans microsoft.network/applicationgatewaywebapplicationfirewallpolicies
    microsoft.operationalinsights/workspaces microsoft.network/privatednszones microsoft.network/privatednszones/virtualnetworklinks
    microsoft.network/vpngateways microsoft.network/vpnsites microsoft.network/expressroutegateways microsoft.storage/storageaccounts
    microsoft.cdn/profiles microsoft.cdn/profiles/afdendpoints
    microsoft.network/frontdoorwebapplicationfirewallpolicies"""
)
UNTRACKED = words(
    """microsoft.consumption/budgets microsoft.containerregistry/registries/cacherules microsoft.containerregistry/registries/credentialsets
    microsoft.dataprotection/backupvaults/backupinstances microsoft.dataprotection/backupvaults/backuppolicies
    microsoft.dbforpostgresql/flexibleservers/administrators microsoft.dbforpostgresql/flexibleservers/configurations
    microsoft.dbforpostgresql/flexibleservers/databases microsoft.features/featureproviders/subscriptionfeatureregistrations
    microsoft.insights/diagnosticsettings microsoft.keyvault/vaults/keys microsoft.keyvault/vaults/secrets
    microsoft.managedidentity/userassignedidentities/federatedidentitycredentials microsoft.network/dnsforwardingrulesets/forwardingrules
    microsoft.network/dnsforwardingrulesets/virtualnetworklinks microsoft.network/firewallpolicies/rulecollectiongroups
    microsoft.network/privatednszones/a microsoft.network/privateendpoints/privatednszonegroups microsoft.network/routetables/routes
    microsoft.network/virtualhubs/hubvirtualnetworkconnections microsoft.network/virtualhubs/routingintent
    microsoft.network/virtualhubs/routemaps microsoft.network/vpngateways/vpnconnections microsoft.network/expressroutegateways/expressrouteconnections
    microsoft.network/virtualnetworks/subnets microsoft.network/virtualnetworks/virtualnetworkpeerings microsoft.resources/deployments
    microsoft.policyinsights/remediations microsoft.resources/subscriptions microsoft.resources/subscriptions/resourcegroups
    microsoft.security/pricings
    microsoft.security/securitycontacts microsoft.storage/storageaccounts/blobservices microsoft.storage/storageaccounts/blobservices/containers
    microsoft.storage/storageaccounts/managementpolicies microsoft.cdn/profiles/afdendpoints/routes microsoft.cdn/profiles/customdomains
    microsoft.cdn/profiles/origingroups microsoft.cdn/profiles/origingroups/origins microsoft.cdn/profiles/rulesets
    microsoft.cdn/profiles/rulesets/rules microsoft.cdn/profiles/securitypolicies"""
)
"""Resource groups and Azure subscriptions too: indexed mode leaves them out ("Azure Policy definition structure basics", mode)."""
NEVER_KEPT = words(
    """microsoft.authorization/policyassignments microsoft.authorization/denyassignments microsoft.blueprint/blueprintassignments
    microsoft.resources/deploymentstacks microsoft.resources/subscriptions microsoft.authorization/locks"""
)
"""Types whose deletion ``denyAction`` never prevents."""
_PROVIDERS_LEFT_OUT = (
    "microsoft.billing/",
    "microsoft.capacity/reservationorders",
    "microsoft.diagnostics/",
    "microsoft.help/",
    "microsoft.management/",
)


def is_evaluated(kind: str) -> bool:
    """Whether Azure Policy looks at this type (lower case) at all."""
    if kind.startswith("microsoft.resources/"):
        return kind in (SUBSCRIPTION, GROUP)
    return not kind.startswith(_PROVIDERS_LEFT_OUT)


def is_indexed(kind: str, body: JsonValue) -> Truth:
    """Whether indexed mode looks at a resource of this type (lower case): one that has tags and a location. None where nobody wrote it down."""
    if kind in TRACKED:
        return True
    if kind in UNTRACKED or kind.startswith("microsoft.authorization/"):
        return False
    return True if is_mapping(body) and lookup(body, "location") is not None else None
