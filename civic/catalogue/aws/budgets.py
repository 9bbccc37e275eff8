"""AWS Budgets."""

from civic.catalogue.row import ARN_UNREAD, ID_UNREAD, NAME_UNLIMITED, REMADE, Row, words

ROWS = (
    Row(
        "aws:budgets/budget:Budget",
        replaced_by=words("name namePrefix accountId"),
        keep="no",
        keep_reason=REMADE,
        lacks=NAME_UNLIMITED | ID_UNREAD | ARN_UNREAD,
    ),
)
