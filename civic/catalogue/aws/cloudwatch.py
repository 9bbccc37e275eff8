"""Amazon CloudWatch, its logs, and Amazon EventBridge. Names: their API References."""

from civic.catalogue.actions import Actions, anywhere, makes, on, passes, tagged
from civic.catalogue.row import ARN_UNREAD, ID_UNREAD, NAME_AMONG_TEXTS, NO_ARN, REMADE, UNNAMED, Name, Once, Quota, Row, Text, words

ALARM = "arn:{partition}:cloudwatch:{region}:{account}:alarm:{name}"
RULE = "arn:{partition}:events:{region}:{account}:rule/{name}"
ITS_RULE = "arn:{partition}:events:{region}:{account}:rule/{rule}"
GROUP = "arn:{partition}:logs:{region}:{account}:log-group:{name}"
WITHIN = GROUP + ":*"
"""How all calls but those about tags name a log group ("Resource ARNs", CloudWatch Logs User Guide)."""

SOURCE = "arn:{partition}:logs:{region}:{account}:delivery-source:{name}"
DESTINATION = "arn:{partition}:logs:{region}:{account}:delivery-destination:{name}"
DELIVERY = "arn:{partition}:logs:{region}:{account}:delivery:{hash:d.16}"
ITS_SOURCE = "arn:{partition}:logs:{region}:{account}:delivery-source:{deliverySourceName}"
ITS_DESTINATION = "arn:{partition}:logs:{region}:{account}:delivery-destination:{deliveryDestinationName}"
DELIVERED = r"[\w-]*"

ROWS = (
    Row(
        "aws:cloudwatch/eventRule:EventRule",
        texts={
            "name": Text(64, r"[._A-Za-z0-9-]+", "Amazon EventBridge API Reference, PutRule"),
            "description": Text(512, r"(?s).*", "Amazon EventBridge API Reference, PutRule"),
        },
        replaced_by=words("name eventBusName"),
        arn="arn:{partition}:events:{region}:{account}:rule/{name}",
        keep="no",
        keep_reason=REMADE,
        actions=Actions(
            create=makes(RULE, "events:PutRule"),
            read=on(RULE, "events:DescribeRule"),
            update=on(RULE, "events:PutRule"),
            delete=on(RULE, "events:DeleteRule"),
        )
        | tagged(RULE, tag="events:TagResource", untag="events:UntagResource", read="events:ListTagsForResource"),
        lacks=NAME_AMONG_TEXTS | ID_UNREAD,
    ),
    Row(
        "aws:cloudwatch/eventTarget:EventTarget",
        replaced_by=words("rule eventBusName targetId"),
        keep="no",
        keep_reason=REMADE,
        actions=Actions(
            create=on(ITS_RULE, "events:PutTargets") + passes("{roleArn}", "events.amazonaws.com", when="roleArn"),
            read=on(ITS_RULE, "events:ListTargetsByRule"),
            update=on(ITS_RULE, "events:PutTargets") + passes("{roleArn}", "events.amazonaws.com", when="roleArn"),
            delete=on(ITS_RULE, "events:RemoveTargets"),
        ),
        lacks=UNNAMED | ID_UNREAD | ARN_UNREAD,
    ),
    Row(
        "aws:cloudwatch/logDelivery:LogDelivery",
        replaced_by=words("deliverySourceName deliveryDestinationArn"),
        id="{hash:d.16}",
        arn=DELIVERY,
        keep="no",
        keep_reason=REMADE,
        once=Once("deliverySourceName deliveryDestinationArn", "a source delivers once to a destination", in_its_region=True),
        actions=Actions(
            create=makes(DELIVERY, "logs:CreateDelivery")
            + on(ITS_SOURCE, "logs:CreateDelivery")
            + on("{deliveryDestinationArn}", "logs:CreateDelivery"),
            read=on(DELIVERY, "logs:GetDelivery"),
            update=on(DELIVERY, "logs:UpdateDeliveryConfiguration", when="recordFields")
            + on(ITS_SOURCE, "logs:UpdateDeliveryConfiguration", when="recordFields")
            + on("{deliveryDestinationArn}", "logs:UpdateDeliveryConfiguration", when="recordFields"),
            delete=on(DELIVERY, "logs:DeleteDelivery"),
        )
        | tagged(DELIVERY, tag="logs:TagResource", untag="logs:UntagResource", read="logs:ListTagsForResource"),
        lacks=UNNAMED,
    ),
    Row(
        "aws:cloudwatch/logDeliveryDestination:LogDeliveryDestination",
        name=Name("name", 60, DELIVERED, "tenancy"),
        replaced_by=words("name deliveryDestinationType"),
        id="{name}",
        arn=DESTINATION,
        keep="no",
        keep_reason="the bucket that it leads to is kept",
        actions=Actions(
            create=makes(DESTINATION, "logs:PutDeliveryDestination"),
            read=on(DESTINATION, "logs:GetDeliveryDestination"),
            update=on(DESTINATION, "logs:PutDeliveryDestination"),
            delete=on(DESTINATION, "logs:DeleteDeliveryDestination"),
        )
        | tagged(DESTINATION, tag="logs:TagResource", untag="logs:UntagResource", read="logs:ListTagsForResource"),
    ),
    Row(
        "aws:cloudwatch/logDeliveryDestinationPolicy:LogDeliveryDestinationPolicy",
        replaced_by=words("deliveryDestinationName"),
        keep="no",
        keep_reason=REMADE,
        actions=Actions(
            create=on(ITS_DESTINATION, "logs:PutDeliveryDestinationPolicy"),
            read=on(ITS_DESTINATION, "logs:GetDeliveryDestinationPolicy"),
            update=on(ITS_DESTINATION, "logs:PutDeliveryDestinationPolicy"),
            delete=on(ITS_DESTINATION, "logs:DeleteDeliveryDestinationPolicy"),
        ),
        lacks=UNNAMED | ID_UNREAD | NO_ARN,
    ),
    Row(
        "aws:cloudwatch/logDeliverySource:LogDeliverySource",
        name=Name("name", 60, DELIVERED, "tenancy"),
        replaced_by=words("name"),
        id="{name}",
        arn=SOURCE,
        keep="no",
        keep_reason=REMADE,
        once=Once("resourceArn logType", "a kind of log of a resource has one source", in_its_region=True),
        actions=Actions(
            create=makes(SOURCE, "logs:PutDeliverySource") + on("{resourceArn}", "cloudfront:AllowVendedLogDeliveryForResource"),
            read=on(SOURCE, "logs:GetDeliverySource"),
            update=on(SOURCE, "logs:PutDeliverySource") + on("{resourceArn}", "cloudfront:AllowVendedLogDeliveryForResource"),
            # As the Service Authorization Reference has it.
            delete=on(DESTINATION, "logs:DeleteDeliverySource"),
        )
        | tagged(SOURCE, tag="logs:TagResource", untag="logs:UntagResource", read="logs:ListTagsForResource"),
    ),
    Row(
        "aws:cloudwatch/logGroup:LogGroup",
        name=Name("name", 512, r"[.\-_/#A-Za-z0-9]+", "tenancy"),
        replaced_by=words("namePrefix logGroupClass"),
        arn="arn:{partition}:logs:{region}:{account}:log-group:{name}",
        generated_name="name",
        keep="protect and retain",
        keep_reason="it holds logs, which are evidence after the thing that wrote them is gone",
        actions=Actions(
            create=makes(WITHIN, "logs:CreateLogGroup") + on(WITHIN, "logs:PutRetentionPolicy", when="retentionInDays"),
            read=anywhere("logs:DescribeLogGroups"),
            update=on(WITHIN, "logs:PutRetentionPolicy", when="retentionInDays")
            + on(WITHIN, "logs:DeleteRetentionPolicy", when="!retentionInDays")
            + on(WITHIN, "logs:AssociateKmsKey", when="kmsKeyId")
            + on(WITHIN, "logs:DisassociateKmsKey", when="!kmsKeyId"),
            delete=on(WITHIN, "logs:DeleteLogGroup"),
        )
        | tagged(GROUP, tag="logs:TagResource", untag="logs:UntagResource", read="logs:ListTagsForResource"),
        lacks=ID_UNREAD,
    ),
    Row(
        "aws:cloudwatch/logResourcePolicy:LogResourcePolicy",
        documents={"policyDocument": "resource"},
        name=Name("policyName", 256, r"[^:]+", "tenancy"),
        quotas=(Quota("resource policies of CloudWatch Logs in a region", 10, "region", source="Amazon CloudWatch Logs User Guide, Quotas"),),
        replaced_by=words("policyName"),
        id="{policyName}",
        keep="no",
        keep_reason=REMADE,
        actions=Actions(
            create=anywhere("logs:PutResourcePolicy"),
            read=anywhere("logs:DescribeResourcePolicies"),
            update=anywhere("logs:PutResourcePolicy"),
            delete=anywhere("logs:DeleteResourcePolicy"),
        ),
        lacks=NO_ARN,
    ),
    Row(
        "aws:cloudwatch/metricAlarm:MetricAlarm",
        texts={
            "alarmDescription": Text(1024, r"(?s).*", "Amazon CloudWatch API Reference, PutMetricAlarm"),
            "metricName": Text(255, r"[^:].*", "Amazon CloudWatch API Reference, PutMetricAlarm"),
        },
        name=Name("name", 255, r"[ -~]+", "tenancy"),
        replaced_by=words(""),
        arn=ALARM,
        keep="no",
        keep_reason=REMADE,
        actions=Actions(
            create=makes(ALARM, "cloudwatch:PutMetricAlarm"),
            read=on(ALARM, "cloudwatch:DescribeAlarms"),
            update=on(ALARM, "cloudwatch:PutMetricAlarm"),
            delete=on(ALARM, "cloudwatch:DeleteAlarms"),
        )
        | tagged(ALARM, tag="cloudwatch:TagResource", untag="cloudwatch:UntagResource", read="cloudwatch:ListTagsForResource"),
        lacks=ID_UNREAD,
    ),
)
