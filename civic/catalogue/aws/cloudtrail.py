"""AWS CloudTrail."""

from civic.catalogue.row import ID_UNREAD, NAME_UNLIMITED, Row, words

ROWS = (
    Row(
        "aws:cloudtrail/trail:Trail",
        replaced_by=words("name"),
        arn="arn:{partition}:cloudtrail:{region}:{account}:trail/{name}",
        keep="protect",
        keep_reason="while there is none, nothing is recorded and nothing says so",
        lacks=NAME_UNLIMITED | ID_UNREAD,
    ),
)
