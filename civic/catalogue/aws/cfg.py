"""AWS Config."""

from civic.catalogue.actions import Actions, anywhere, on, passes
from civic.catalogue.row import ID_UNREAD, NAME_AMONG_TEXTS, NAME_UNLIMITED, NO_ARN, REMADE, Row, Text, words

RECORDER = "arn:{partition}:config:{region}:{account}:configuration-recorder/{name}/{hash:recorder.8}"

ROWS = (
    Row(
        "aws:cfg/deliveryChannel:DeliveryChannel",
        texts={"name": Text(256, r".+", "AWS Config API Reference, DeliveryChannel")},
        replaced_by=words("name"),
        keep="no",
        keep_reason=REMADE,
        actions=Actions(
            create=anywhere("config:PutDeliveryChannel"),
            read=anywhere("config:DescribeDeliveryChannels"),
            update=anywhere("config:PutDeliveryChannel"),
            delete=anywhere("config:DeleteDeliveryChannel"),
        ),
        lacks=NAME_AMONG_TEXTS | ID_UNREAD | NO_ARN,
    ),
    Row(
        "aws:cfg/recorder:Recorder",
        texts={"name": Text(256, r".+", "AWS Config API Reference, ConfigurationRecorder")},
        replaced_by=words("name"),
        keep="no",
        keep_reason=REMADE,
        actions=Actions(
            create=on(RECORDER, "config:PutConfigurationRecorder") + passes("{roleArn}", "config.amazonaws.com"),
            read=on(RECORDER, "config:DescribeConfigurationRecorders"),
            update=on(RECORDER, "config:PutConfigurationRecorder") + passes("{roleArn}", "config.amazonaws.com"),
            delete=on(RECORDER, "config:DeleteConfigurationRecorder"),
        ),
        lacks=NAME_AMONG_TEXTS | ID_UNREAD | NO_ARN,
    ),
    Row(
        "aws:cfg/recorderStatus:RecorderStatus",
        replaced_by=words("name"),
        keep="no",
        keep_reason=REMADE,
        actions=Actions(
            create=on(RECORDER, "config:StartConfigurationRecorder", when="isEnabled")
            + on(RECORDER, "config:StopConfigurationRecorder", when="!isEnabled"),
            read=on(RECORDER, "config:DescribeConfigurationRecorders config:DescribeConfigurationRecorderStatus"),
            update=on(RECORDER, "config:StartConfigurationRecorder", when="isEnabled")
            + on(RECORDER, "config:StopConfigurationRecorder", when="!isEnabled"),
            delete=on(RECORDER, "config:StopConfigurationRecorder"),
        ),
        lacks=NAME_UNLIMITED | ID_UNREAD | NO_ARN,
    ),
)
