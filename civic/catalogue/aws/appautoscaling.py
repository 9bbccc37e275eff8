"""Application Auto Scaling."""

from civic.catalogue.row import ARN_UNREAD, ID_UNREAD, NAME_UNLIMITED, REMADE, UNNAMED, Row, words

ROWS = (
    Row(
        "aws:appautoscaling/policy:Policy",
        replaced_by=words("name resourceId scalableDimension serviceNamespace"),
        keep="no",
        keep_reason=REMADE,
        lacks=NAME_UNLIMITED | ID_UNREAD | ARN_UNREAD,
    ),
    Row(
        "aws:appautoscaling/target:Target",
        replaced_by=words("resourceId scalableDimension serviceNamespace"),
        keep="no",
        keep_reason=REMADE,
        lacks=UNNAMED | ID_UNREAD | ARN_UNREAD,
    ),
)
