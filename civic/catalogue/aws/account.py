"""AWS Account Management."""

from civic.catalogue.row import ID_UNREAD, NAME_UNLIMITED, NO_ARN, Row, words

ROWS = (
    Row(
        "aws:account/alternativeContact:AlternativeContact",
        replaced_by=words("accountId alternateContactType"),
        keep="no",
        keep_reason="the record names the contact",
        lacks=NAME_UNLIMITED | ID_UNREAD | NO_ARN,
    ),
)
