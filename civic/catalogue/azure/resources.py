"""Azure Resource Manager."""

from civic.catalogue.row import NAME_UNLIMITED, REPLACEMENT_UNREAD, Name, Row

ROWS = (
    Row(
        "azure-native:resources:Deployment",
        id="Microsoft.Resources/deployments/{deploymentName}",
        keep="no",
        keep_reason="it is the act of deploying; what it made has rows of its own",
        lacks=NAME_UNLIMITED | REPLACEMENT_UNREAD,
    ),
    Row(
        "azure-native:resources:ResourceGroup",
        name=Name("resourceGroupName", 90, r"[A-Za-z0-9_.()-]*[A-Za-z0-9_()-]", "tenancy"),
        id="/subscriptions/{subscription}/resourceGroups/{resourceGroupName}",
        keep="protect and retain",
        keep_reason="deleting it deletes everything in it, whatever protects that",
        lacks=REPLACEMENT_UNREAD,
    ),
)
