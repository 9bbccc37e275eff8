"""Amazon Chime SDK voice."""

from civic.catalogue.row import ARN_UNREAD, ID_UNREAD, NAME_UNLIMITED, NO_ARN, REMADE, UNNAMED, Row, words

ROWS = (
    Row(
        "aws:chime/voiceConnector:VoiceConnector",
        replaced_by=words("awsRegion"),
        keep="protect",
        keep_reason="the body's exchange calls the host name that AWS gave it, and another has another",
        lacks=NAME_UNLIMITED | ID_UNREAD | ARN_UNREAD,
    ),
    Row(
        "aws:chime/voiceConnectorLogging:VoiceConnectorLogging",
        replaced_by=words("voiceConnectorId"),
        keep="no",
        keep_reason=REMADE,
        lacks=UNNAMED | ID_UNREAD | NO_ARN,
    ),
    Row(
        "aws:chime/voiceConnectorOrigination:VoiceConnectorOrigination",
        replaced_by=words("voiceConnectorId"),
        keep="no",
        keep_reason=REMADE,
        lacks=UNNAMED | ID_UNREAD | NO_ARN,
    ),
    Row(
        "aws:chime/voiceConnectorTermination:VoiceConnectorTermination",
        replaced_by=words("voiceConnectorId"),
        keep="no",
        keep_reason=REMADE,
        lacks=UNNAMED | ID_UNREAD | NO_ARN,
    ),
)
