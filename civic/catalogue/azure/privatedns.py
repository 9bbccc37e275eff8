"""Azure Private DNS."""

from civic.catalogue import azure_texts
from civic.catalogue.row import NAME_UNLIMITED, REMADE, Quota, Row, words

ROWS = (
    Row(
        "azure-native:privatedns:PrivateRecordSet",
        reach="name: leads to an interface",
        quotas=(
            Quota(
                "record sets of a private zone", 25000, "within", of="privateZoneName", adjustable=True, source="Microsoft Learn, Azure DNS limits"
            ),
        ),
        replaced_by=words(""),
        id="Microsoft.Network/privateDnsZones/{privateZoneName}/{recordType}/{relativeRecordSetName}",
        texts={
            "relativeRecordSetName": azure_texts.RECORD,
        },
        keep="no",
        keep_reason=REMADE,
        lacks=NAME_UNLIMITED,
    ),
    Row(
        "azure-native:privatedns:PrivateZone",
        reach="name: of whom it is asked",
        quotas=(Quota("private zones of an Azure subscription", 1000, "subscription", adjustable=True, source="Microsoft Learn, Azure DNS limits"),),
        replaced_by=words(""),
        id="Microsoft.Network/privateDnsZones/{privateZoneName}",
        texts={
            "privateZoneName": azure_texts.ZONE,
        },
        keep="protect",
        keep_reason="records in it are written by policies too, which no plan makes again",
        lacks=NAME_UNLIMITED,
    ),
    Row(
        "azure-native:privatedns:VirtualNetworkLink",
        reach="name: which network asks",
        quotas=(
            Quota("networks of a private zone", 1000, "within", of="privateZoneName", adjustable=True, source="Microsoft Learn, Azure DNS limits"),
        ),
        replaced_by=words(""),
        fixed=words("virtualNetwork"),
        id="Microsoft.Network/privateDnsZones/{privateZoneName}/virtualNetworkLinks/{virtualNetworkLinkName}",
        texts={
            "virtualNetworkLinkName": azure_texts.NETWORK,
        },
        keep="no",
        keep_reason=REMADE,
        lacks=NAME_UNLIMITED,
    ),
)
