"""Amazon SNS. Names: its API Reference."""

from civic.catalogue.actions import Actions, anywhere, makes, on, tagged
from civic.catalogue.row import ARN_UNREAD, ID_UNREAD, REMADE, UNNAMED, Name, Row, words

TOPIC = "arn:{partition}:sns:{region}:{account}:{name}"
SUBSCRIBES = {"sns:protocol": "{protocol}", "sns:endpoint": "{endpoint}"}

ROWS = (
    Row(
        "aws:sns/topic:Topic",
        name=Name("name", 256, r"[A-Za-z0-9_-]+(\.fifo)?", "tenancy"),
        replaced_by=words("namePrefix fifoTopic"),
        arn="arn:{partition}:sns:{region}:{account}:{name}",
        generated_name="name",
        keep="no",
        keep_reason=REMADE,
        actions=Actions(
            create=makes(TOPIC, "sns:CreateTopic") + on(TOPIC, "sns:SetTopicAttributes", when="policy"),
            read=on(TOPIC, "sns:GetTopicAttributes"),
            update=on(TOPIC, "sns:SetTopicAttributes"),
            delete=on(TOPIC, "sns:DeleteTopic"),
        )
        | tagged(TOPIC, tag="sns:TagResource", untag="sns:UntagResource", read="sns:ListTagsForResource"),
        lacks=ID_UNREAD,
    ),
    Row(
        "aws:sns/topicPolicy:TopicPolicy",
        documents={"policy": "resource"},
        replaced_by=words("arn"),
        keep="no",
        keep_reason=REMADE,
        actions=Actions(
            create=on("{arn}", "sns:SetTopicAttributes"),
            read=on("{arn}", "sns:GetTopicAttributes"),
            update=on("{arn}", "sns:SetTopicAttributes"),
            delete=on("{arn}", "sns:SetTopicAttributes"),
        ),
        lacks=UNNAMED | ID_UNREAD | ARN_UNREAD,
    ),
    Row(
        "aws:sns/topicSubscription:TopicSubscription",
        replaced_by=words("topic protocol endpoint"),
        keep="no",
        keep_reason=REMADE,
        actions=Actions(
            create=on("{topic}", "sns:Subscribe", context=SUBSCRIBES),
            read=anywhere("sns:GetSubscriptionAttributes"),
            update=anywhere("sns:SetSubscriptionAttributes"),
            delete=anywhere("sns:Unsubscribe sns:GetSubscriptionAttributes"),
        ),
        lacks=UNNAMED | ID_UNREAD | ARN_UNREAD,
    ),
)
