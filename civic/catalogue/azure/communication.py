"""Azure Communication Services. Names: https://learn.microsoft.com/azure/templates/microsoft.communication/communicationservices"""

from civic.catalogue.row import Name, Row, words

ROWS = (
    Row(
        "azure-native:communication:CommunicationService",
        replaced_by=words(""),
        fixed=words("dataLocation"),
        name=Name("communicationServiceName", 63, r"[A-Za-z0-9_-]+", "global"),
        id="Microsoft.Communication/communicationServices/{communicationServiceName}",
        keep="protect",
        keep_reason="the body's session border controller and its domain are proven to this one",
    ),
)
