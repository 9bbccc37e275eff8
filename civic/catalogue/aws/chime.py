"""Amazon Chime SDK voice."""

from civic.catalogue.actions import ANY, Actions, anywhere, makes, on, tagged
from civic.catalogue.row import ID_UNREAD, NAME_AMONG_TEXTS, NO_ARN, REMADE, UNNAMED, Quota, Row, Text, words

CONNECTOR = "arn:{partition}:chime:{region}:{account}:vc/{id}"
ITS_CONNECTOR = "arn:{partition}:chime:{region}:{account}:vc/{voiceConnectorId}"
LOGS = (
    anywhere("logs:CreateLogDelivery logs:GetLogDelivery logs:ListLogDeliveries logs:DescribeLogGroups")
    + on(
        "arn:{partition}:logs:{region}:{account}:log-group:/aws/ChimeVoiceConnectorSipMessages/{voiceConnectorId}",
        "logs:CreateLogGroup",
        when="enableSipLogs",
    )
    + on(
        "arn:{partition}:logs:{region}:{account}:log-group:/aws/ChimeVoiceConnectorLogs/{voiceConnectorId}",
        "logs:CreateLogGroup",
        when="enableMediaMetricLogs",
    )
)
"""The service makes the groups in the caller's name ("Monitoring with CloudWatch", Chime SDK Administrator Guide)."""

ROWS = (
    Row(
        "aws:chime/voiceConnector:VoiceConnector",
        quotas=(Quota("voice connectors in a region", 3, "region", adjustable=True, source="Amazon Chime SDK Administrator Guide, Quotas"),),
        texts={"name": Text(256, r"[a-zA-Z0-9 _.-]+", "Amazon Chime SDK API Reference, CreateVoiceConnector")},
        replaced_by=words("awsRegion"),
        id="{hash:.22}",
        arn=CONNECTOR,
        keep="protect",
        keep_reason="the body's exchange calls the host name that AWS gave it, and another has another",
        actions=Actions(
            create=makes(ANY, "chime:CreateVoiceConnector"),
            read=on(CONNECTOR, "chime:GetVoiceConnector"),
            update=on(CONNECTOR, "chime:UpdateVoiceConnector"),
            delete=on(CONNECTOR, "chime:DeleteVoiceConnector")
            + anywhere("logs:CreateLogDelivery logs:DeleteLogDelivery logs:GetLogDelivery logs:ListLogDeliveries"),
        )
        | tagged(CONNECTOR, tag="chime:TagResource", untag="chime:UntagResource", read="chime:ListTagsForResource"),
        lacks=NAME_AMONG_TEXTS,
    ),
    Row(
        "aws:chime/voiceConnectorLogging:VoiceConnectorLogging",
        replaced_by=words("voiceConnectorId"),
        keep="no",
        keep_reason=REMADE,
        actions=Actions(
            create=on(ITS_CONNECTOR, "chime:PutVoiceConnectorLoggingConfiguration") + LOGS,
            read=on(ITS_CONNECTOR, "chime:GetVoiceConnectorLoggingConfiguration"),
            update=on(ITS_CONNECTOR, "chime:PutVoiceConnectorLoggingConfiguration")
            + anywhere("logs:CreateLogDelivery logs:DeleteLogDelivery logs:GetLogDelivery logs:ListLogDeliveries logs:DescribeLogGroups"),
            delete=on(ITS_CONNECTOR, "chime:PutVoiceConnectorLoggingConfiguration")
            + anywhere("logs:DeleteLogDelivery logs:GetLogDelivery logs:ListLogDeliveries"),
        ),
        lacks=UNNAMED | ID_UNREAD | NO_ARN,
    ),
    Row(
        "aws:chime/voiceConnectorOrigination:VoiceConnectorOrigination",
        replaced_by=words("voiceConnectorId"),
        keep="no",
        keep_reason=REMADE,
        actions=Actions(
            create=on(ITS_CONNECTOR, "chime:PutVoiceConnectorOrigination"),
            read=on(ITS_CONNECTOR, "chime:GetVoiceConnectorOrigination"),
            update=on(ITS_CONNECTOR, "chime:PutVoiceConnectorOrigination"),
            delete=on(ITS_CONNECTOR, "chime:DeleteVoiceConnectorOrigination"),
        ),
        lacks=UNNAMED | ID_UNREAD | NO_ARN,
    ),
    Row(
        "aws:chime/voiceConnectorTermination:VoiceConnectorTermination",
        # What an account has beyond the default is in its own Service Quotas and on no page.
        quotas=(
            Quota(
                "new calls a second of a trunk",
                1,
                "resource",
                counted="cpsLimit",
                adjustable=True,
                source="Amazon Chime SDK API Reference, Termination: CpsLimit, default 1, at most what the account's quota says",
            ),
        ),
        replaced_by=words("voiceConnectorId"),
        keep="no",
        keep_reason=REMADE,
        actions=Actions(
            create=on(ITS_CONNECTOR, "chime:PutVoiceConnectorTermination"),
            read=on(ITS_CONNECTOR, "chime:GetVoiceConnectorTermination"),
            update=on(ITS_CONNECTOR, "chime:PutVoiceConnectorTermination"),
            delete=on(ITS_CONNECTOR, "chime:DeleteVoiceConnectorTermination"),
        ),
        lacks=UNNAMED | ID_UNREAD | NO_ARN,
    ),
)
