"""AWS Systems Manager. Names: its API Reference."""

from civic.catalogue.row import ARN_UNREAD, ID_UNREAD, NAME_UNLIMITED, REMADE, Name, Row, words

ROWS = (
    Row(
        "aws:ssm/association:Association",
        replaced_by=words("name"),
        keep="no",
        keep_reason=REMADE,
        lacks=NAME_UNLIMITED | ID_UNREAD | ARN_UNREAD,
    ),
    Row(
        "aws:ssm/document:Document",
        name=Name("name", 128, r"(?!aws|amazon|amzn)[A-Za-z0-9_.-]{3,128}", "tenancy"),
        replaced_by=words("documentType"),
        keep="no",
        keep_reason=REMADE,
        lacks=ID_UNREAD | ARN_UNREAD,
    ),
)
