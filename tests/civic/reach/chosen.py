"""Changes that were chosen, and not drawn: for invariants and promises that chance meets seldom. All are harmful."""

_BODIES = {"aws": ("harbours", "northshire.test", "westholm", "eastvale", "northshire"), "azure": ("harbours", "kingsmere", "tidewatch", "larkfield")}
_ZONES = "abc"
_INSIDE = ("10.0.0.0-8", "100.64.0.0-10", "172.16.0.0-12", "192.168.0.0-16")
_SERVICES = ("eastvale-vikunja", "eastvale-gotenberg", "northshire-odoo", "northshire.test-odoo")
_ENTRIES = ("cell-a-entry", "northshire-hosting-entry", "northshire.test-hosting-entry", "northshire-offer-hr-payroll-balancer")
_DATABASES = ("cell-a-database", "northshire-hosting-database", "northshire.test-hosting-database")
_WITH_DATABASE = ("eastvale-vikunja", "northshire-odoo", "northshire.test-odoo")
_AZURE_HOSTING = ("cell-a", "kingsmere-hosting", "tidewatch-hosting")

AWS = (
    *("drop hub-eu-west-2-blocked", "drop hub-eu-west-2-dns-firewall-everywhere", "flip hub-eu-west-2-block action"),
    *(f"drop {each}-attachment-dns" for each in ("cell-a", *_BODIES["aws"])),
    *(f"flip {each}-connection-vpc enableDnsSupport" for each in ("cell-a", *_BODIES["aws"])),
    *(f"drop {each}-connection-vpc" for each in ("cell-a", *_BODIES["aws"])),
    *(f"flip {each} internal" for each in _ENTRIES),
    *(f"flip {each}-service networkConfiguration.assignPublicIp" for each in _SERVICES),
    *(f"flip {each} publiclyAccessible" for each in _DATABASES),
    *(f"drop hub-eu-west-2-firewall-{zone}-inside-{block}" for zone in _ZONES for block in _INSIDE),
    *(f"drop hub-eu-west-2-public-{zone}-inside-10.0.0.0-8" for zone in _ZONES),
    *(f"point hub-eu-west-2-public-{zone}-inside-10.0.0.0-8 routeTableId" for zone in _ZONES),
    *(f"narrow hub-eu-west-2-public-{zone}-inside-10.0.0.0-8 destinationCidrBlock" for zone in _ZONES),
    *(f"{change} {each}-database-{way}" for each in _WITH_DATABASE for change, way in (("drop", "in"), ("drop", "out"))),
    *(f"flip {each}-database-{way} ipProtocol" for each in _WITH_DATABASE for way in ("in", "out")),
    *("flip hub-eu-west-2-inspection-attachment applianceModeSupport", "point hub-eu-west-2-spokes-to-inspection transitGatewayAttachmentId"),
    *("drop hub-eu-west-2-newcomers-known", "point hub-eu-west-2-newcomers-lead transitGatewayRouteTableId", "drop hub-eu-west-2-inspection-table"),
)
AZURE = (
    *("drop hub-uksouth-dns-blocked", "drop hub-uksouth-dns-policy", "drop hub-uksouth-dns-block", "flip hub-uksouth-dns-block action.actionType"),
    *("flip hub-uksouth-dns-block dnsSecurityRuleState", "point harbours-attachment-names-watched virtualNetwork.id"),
    *(f"drop {each}-attachment-names-watched" for each in ("cell-a", *_BODIES["azure"])),
    *(f"drop {each}-attachment-names" for each in ("cell-a", *_BODIES["azure"])),
    *(f"flip {each}-attachment-connection enableInternetSecurity" for each in ("cell-a", *_BODIES["azure"])),
    *(f"drop {each}-attachment-connection" for each in ("cell-a", *_BODIES["azure"])),
    *(f"flip {each}-registry publicNetworkAccess" for each in _AZURE_HOSTING),
    *(f"flip {each}-database network.publicNetworkAccess" for each in _AZURE_HOSTING),
    *(f"flip {each}-environment vnetConfiguration.internal" for each in _AZURE_HOSTING),
    *(f"drop {each}-endpoint-database" for each in _AZURE_HOSTING),
    *(f"point {each}-endpoint-database subnet.id" for each in _AZURE_HOSTING),
    *(f"point {each}-endpoint-database privateLinkServiceConnections.0.privateLinkServiceId" for each in _AZURE_HOSTING),
    *(f"flip hub-uksouth-dns-ask-{zone} forwardingRuleState" for zone in ("azurecr.io", "postgres.database.azure.com", "vaultcore.azure.net")),
    *("drop hub-uksouth-routing", "drop hub-uksouth-dns-inbound", "drop hub-uksouth-dns-resolver", "drop hub-uksouth-rules-isolation"),
)
