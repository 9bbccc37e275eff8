"""Azure Private DNS."""

from civic.catalogue.row import NAME_UNLIMITED, REMADE, REPLACEMENT_UNREAD, Row

ROWS = (
    Row(
        "azure-native:privatedns:PrivateRecordSet",
        id="Microsoft.Network/privateDnsZones/{privateZoneName}/{recordType}/{relativeRecordSetName}",
        keep="no",
        keep_reason=REMADE,
        lacks=NAME_UNLIMITED | REPLACEMENT_UNREAD,
    ),
    Row(
        "azure-native:privatedns:PrivateZone",
        id="Microsoft.Network/privateDnsZones/{privateZoneName}",
        keep="protect",
        keep_reason="records in it are written by policies too, which no plan makes again",
        lacks=NAME_UNLIMITED | REPLACEMENT_UNREAD,
    ),
    Row(
        "azure-native:privatedns:VirtualNetworkLink",
        id="Microsoft.Network/privateDnsZones/{privateZoneName}/virtualNetworkLinks/{virtualNetworkLinkName}",
        keep="no",
        keep_reason=REMADE,
        lacks=NAME_UNLIMITED | REPLACEMENT_UNREAD,
    ),
)
