"""AWS Cloud Control API."""

from civic.catalogue.row import ID_COMPUTED, NO_ARN, UNNAMED, Row, words

ROWS = (
    Row(
        "aws:cloudcontrol/resource:Resource",
        replaced_by=words("typeName"),
        keep="protect and retain",
        keep_reason="the platform makes secrets with it, whose values exist nowhere else",
        lacks=UNNAMED | ID_COMPUTED | NO_ARN,
    ),
)
