"""IAM Access Analyzer."""

from civic.catalogue.actions import Actions, anywhere, linked, makes, on, tagged
from civic.catalogue.row import ID_UNREAD, UNNAMED, Row, Text, words

ANALYZER = "arn:{partition}:access-analyzer:{region}:{account}:analyzer/{analyzerName}"

ROWS = (
    Row(
        "aws:accessanalyzer/analyzer:Analyzer",
        texts={"analyzerName": Text(255, r"[A-Za-z][A-Za-z0-9_.-]*", "IAM Access Analyzer API Reference, CreateAnalyzer")},
        replaced_by=words("analyzerName type"),
        arn=ANALYZER,
        keep="no",
        keep_reason="it finds again what it found",
        actions=Actions(
            create=makes(ANALYZER, "access-analyzer:CreateAnalyzer")
            + linked("access-analyzer.amazonaws.com", "AWSServiceRoleForAccessAnalyzer")
            + anywhere("organizations:ListAWSServiceAccessForOrganization organizations:ListDelegatedAdministrators", when="type=ORGANIZATION"),
            read=on(ANALYZER, "access-analyzer:GetAnalyzer"),
            update=on(ANALYZER, "access-analyzer:UpdateAnalyzer"),
            delete=on(ANALYZER, "access-analyzer:DeleteAnalyzer"),
        )
        | tagged(ANALYZER, tag="access-analyzer:TagResource", untag="access-analyzer:UntagResource"),
        lacks=UNNAMED | ID_UNREAD,
    ),
)
