"""Log Analytics."""

from civic.catalogue.row import REPLACEMENT_UNREAD, Name, Row

ROWS = (
    Row(
        "azure-native:operationalinsights:Workspace",
        name=Name("workspaceName", 63, r"[A-Za-z0-9][A-Za-z0-9-]{2,61}[A-Za-z0-9]", "group"),
        id="Microsoft.OperationalInsights/workspaces/{workspaceName}",
        keep="protect and retain",
        keep_reason="it holds logs, which are evidence after the thing that wrote them is gone",
        lacks=REPLACEMENT_UNREAD,
    ),
)
