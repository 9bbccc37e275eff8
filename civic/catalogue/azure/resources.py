"""Azure Resource Manager."""

from civic.catalogue import azure_texts
from civic.catalogue.row import NAME_UNLIMITED, Name, Quota, Row, words

ROWS = (
    Row(
        "azure-native:resources:Deployment",
        replaced_by=words(""),
        id="Microsoft.Resources/deployments/{deploymentName}",
        texts={
            "deploymentName": azure_texts.DEPLOYMENT,
        },
        keep="no",
        keep_reason="it is the act of deploying; what it made has rows of its own",
        lacks=NAME_UNLIMITED,
    ),
    Row(
        "azure-native:resources:ResourceGroup",
        quotas=(
            Quota("resource groups of an Azure subscription", 980, "subscription", source="Microsoft Learn, Azure subscription and service limits"),
        ),
        replaced_by=words(""),
        name=Name("resourceGroupName", 90, r"[A-Za-z0-9_.()-]*[A-Za-z0-9_()-]", "tenancy"),
        id="/subscriptions/{subscription}/resourceGroups/{resourceGroupName}",
        keep="protect and retain",
        keep_reason="deleting it deletes everything in it, whatever protects that",
    ),
)
