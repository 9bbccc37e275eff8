"""AWS Account Management."""

from civic.catalogue.actions import Actions, on
from civic.catalogue.row import ID_UNREAD, NAME_UNLIMITED, NO_ARN, Row, words

ACCOUNT = "arn:{partition}:account::{account}:account"

ROWS = (
    Row(
        "aws:account/alternativeContact:AlternativeContact",
        replaced_by=words("accountId alternateContactType"),
        keep="no",
        keep_reason="the record names the contact",
        actions=Actions(
            create=on(ACCOUNT, "account:PutAlternateContact"),
            read=on(ACCOUNT, "account:GetAlternateContact"),
            update=on(ACCOUNT, "account:PutAlternateContact"),
            delete=on(ACCOUNT, "account:DeleteAlternateContact account:GetAlternateContact"),
        ),
        lacks=NAME_UNLIMITED | ID_UNREAD | NO_ARN,
    ),
)
