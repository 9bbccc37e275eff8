"""Azure Container Apps."""

from civic.catalogue.row import NAME_UNLIMITED, REMADE, REPLACEMENT_UNREAD, Name, Row

ROWS = (
    Row(
        "azure-native:app:ContainerApp",
        name=Name("containerAppName", 32, r"[a-z](?!.*--)[a-z0-9-]{0,30}[a-z0-9]", "group"),
        id="Microsoft.App/containerApps/{containerAppName}",
        keep="no",
        keep_reason=REMADE,
        lacks=REPLACEMENT_UNREAD,
    ),
    Row(
        "azure-native:app:Job",
        name=Name("jobName", 32, r"[a-z](?!.*--)[a-z0-9-]{0,30}[a-z0-9]", "group"),
        id="Microsoft.App/jobs/{jobName}",
        keep="no",
        keep_reason=REMADE,
        lacks=REPLACEMENT_UNREAD,
    ),
    Row(
        "azure-native:app:ManagedEnvironment",
        id="Microsoft.App/managedEnvironments/{environmentName}",
        keep="protect",
        keep_reason="every application of the cell runs in it, and names lead to the address that Azure gave it",
        lacks=NAME_UNLIMITED | REPLACEMENT_UNREAD,
    ),
)
