"""AWS Config."""

from civic.catalogue.row import ID_UNREAD, NAME_UNLIMITED, NO_ARN, REMADE, Row, words

ROWS = (
    Row(
        "aws:cfg/deliveryChannel:DeliveryChannel",
        replaced_by=words("name"),
        keep="no",
        keep_reason=REMADE,
        lacks=NAME_UNLIMITED | ID_UNREAD | NO_ARN,
    ),
    Row(
        "aws:cfg/recorder:Recorder",
        replaced_by=words("name"),
        keep="no",
        keep_reason=REMADE,
        lacks=NAME_UNLIMITED | ID_UNREAD | NO_ARN,
    ),
    Row(
        "aws:cfg/recorderStatus:RecorderStatus",
        replaced_by=words("name"),
        keep="no",
        keep_reason=REMADE,
        lacks=NAME_UNLIMITED | ID_UNREAD | NO_ARN,
    ),
)
