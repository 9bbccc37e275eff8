"""Amazon CloudWatch, its logs, and Amazon EventBridge. Names: their API References."""

from civic.catalogue.actions import Actions, anywhere, makes, on, passes, tagged
from civic.catalogue.row import ARN_UNREAD, ID_UNREAD, NAME_AMONG_TEXTS, NO_ARN, REMADE, UNNAMED, Name, Quota, Row, Text, words

ALARM = "arn:{partition}:cloudwatch:{region}:{account}:alarm:{name}"
RULE = "arn:{partition}:events:{region}:{account}:rule/{name}"
ITS_RULE = "arn:{partition}:events:{region}:{account}:rule/{rule}"
GROUP = "arn:{partition}:logs:{region}:{account}:log-group:{name}"
WITHIN = GROUP + ":*"
"""How all calls but those about tags name a log group ("Resource ARNs", CloudWatch Logs User Guide)."""

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
