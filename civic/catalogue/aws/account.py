"""AWS Account Management."""

from civic.catalogue.actions import Actions, on
from civic.catalogue.row import ID_UNREAD, NAME_AMONG_TEXTS, NO_ARN, Row, Text, words

ACCOUNT = "arn:{partition}:account::{account}:account"

ROWS = (
    Row(
        "aws:account/alternativeContact:AlternativeContact",
        texts={
            "name": Text(64, r"(?s).+", "internal/service/account/alternative_contact.go of the provider"),
            "title": Text(50, r"(?s).+", "internal/service/account/alternative_contact.go of the provider"),
            "emailAddress": Text(254, r"[\w+=,.-]+@[\w.-]+\.[\w]+", "AWS Account Management API Reference, PutAlternateContact"),
            "phoneNumber": Text(25, r"[\s0-9()+-]+", "AWS Account Management API Reference, PutAlternateContact"),
        },
        replaced_by=words("accountId alternateContactType"),
        keep="no",
        keep_reason="the record names the contact",
        actions=Actions(
            create=on(ACCOUNT, "account:PutAlternateContact"),
            read=on(ACCOUNT, "account:GetAlternateContact"),
            update=on(ACCOUNT, "account:PutAlternateContact"),
            delete=on(ACCOUNT, "account:DeleteAlternateContact account:GetAlternateContact"),
        ),
        lacks=NAME_AMONG_TEXTS | ID_UNREAD | NO_ARN,
    ),
)
