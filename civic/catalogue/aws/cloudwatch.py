"""Amazon CloudWatch, its logs, and Amazon EventBridge. Names: their API References."""

from civic.catalogue.row import ARN_UNREAD, ID_UNREAD, NAME_UNLIMITED, REMADE, UNNAMED, Name, Row, words

ROWS = (
    Row(
        "aws:cloudwatch/eventRule:EventRule",
        replaced_by=words("name eventBusName"),
        arn="arn:{partition}:events:{region}:{account}:rule/{name}",
        keep="no",
        keep_reason=REMADE,
        lacks=NAME_UNLIMITED | ID_UNREAD,
    ),
    Row(
        "aws:cloudwatch/eventTarget:EventTarget",
        replaced_by=words("rule eventBusName targetId"),
        keep="no",
        keep_reason=REMADE,
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
        lacks=ID_UNREAD,
    ),
    Row(
        "aws:cloudwatch/metricAlarm:MetricAlarm",
        name=Name("name", 255, r"[ -~]+", "tenancy"),
        replaced_by=words(""),
        keep="no",
        keep_reason=REMADE,
        lacks=ID_UNREAD | ARN_UNREAD,
    ),
)
