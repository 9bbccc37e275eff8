"""Amazon SNS. Names: its API Reference."""

from civic.catalogue.row import ARN_UNREAD, ID_UNREAD, REMADE, UNNAMED, Name, Row, words

ROWS = (
    Row(
        "aws:sns/topic:Topic",
        name=Name("name", 256, r"[A-Za-z0-9_-]+(\.fifo)?", "tenancy"),
        replaced_by=words("namePrefix fifoTopic"),
        arn="arn:{partition}:sns:{region}:{account}:{name}",
        generated_name="name",
        keep="no",
        keep_reason=REMADE,
        lacks=ID_UNREAD,
    ),
    Row(
        "aws:sns/topicPolicy:TopicPolicy",
        replaced_by=words("arn"),
        keep="no",
        keep_reason=REMADE,
        lacks=UNNAMED | ID_UNREAD | ARN_UNREAD,
    ),
    Row(
        "aws:sns/topicSubscription:TopicSubscription",
        replaced_by=words("topic protocol endpoint"),
        keep="no",
        keep_reason=REMADE,
        lacks=UNNAMED | ID_UNREAD | ARN_UNREAD,
    ),
)
