"""Log Analytics."""

from civic.catalogue.row import Name, Row, words

ROWS = (
    Row(
        "azure-native:operationalinsights:Workspace",
        replaced_by=words(""),
        name=Name("workspaceName", 63, r"[A-Za-z0-9][A-Za-z0-9-]{2,61}[A-Za-z0-9]", "group"),
        id="Microsoft.OperationalInsights/workspaces/{workspaceName}",
        keep="protect and retain",
        keep_reason="it holds logs, which are evidence after the thing that wrote them is gone",
    ),
)
