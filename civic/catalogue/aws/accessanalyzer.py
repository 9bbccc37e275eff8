"""IAM Access Analyzer."""

from civic.catalogue.row import ID_UNREAD, UNNAMED, Row, words

ROWS = (
    Row(
        "aws:accessanalyzer/analyzer:Analyzer",
        replaced_by=words("analyzerName type"),
        arn="arn:{partition}:access-analyzer:{region}:{account}:analyzer/{id}",
        keep="no",
        keep_reason="it finds again what it found",
        lacks=UNNAMED | ID_UNREAD,
    ),
)
