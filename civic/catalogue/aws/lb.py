"""Elastic Load Balancing. Names: its API Reference."""

from civic.catalogue.row import ARN_COMPUTED, ID_UNREAD, NO_ARN, REMADE, UNNAMED, Name, Once, Row, words

ROWS = (
    Row(
        "aws:lb/listener:Listener",
        replaced_by=words("loadBalancerArn"),
        id="{arn}",
        keep="no",
        keep_reason=REMADE,
        lacks=UNNAMED | ARN_COMPUTED,
    ),
    Row(
        "aws:lb/listenerRule:ListenerRule",
        replaced_by=words("listenerArn"),
        id="{arn}",
        once=Once("listenerArn priority", "a listener gives each priority once"),
        keep="no",
        keep_reason=REMADE,
        lacks=UNNAMED | ARN_COMPUTED,
    ),
    Row(
        "aws:lb/loadBalancer:LoadBalancer",
        name=Name("name", 32, r"(?!internal-)[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?", "tenancy"),
        replaced_by=words("internal loadBalancerType"),
        id="{arn}",
        arn="arn:{partition}:elasticloadbalancing:{region}:{account}:loadbalancer/{arnSuffix}",
        keep="protect",
        keep_reason="names of applications lead to the host name that AWS gave it",
    ),
    Row(
        "aws:lb/targetGroup:TargetGroup",
        name=Name("name", 32, r"[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?", "tenancy"),
        replaced_by=words("port protocol targetType vpcId"),
        id="{arn}",
        arn="arn:{partition}:elasticloadbalancing:{region}:{account}:{arnSuffix}",
        outputs={"arnSuffix": "targetgroup/{name}/{hash:.16}"},
        keep="no",
        keep_reason=REMADE,
    ),
    Row(
        "aws:lb/targetGroupAttachment:TargetGroupAttachment",
        replaced_by=words("targetGroupArn targetId port availabilityZone quicServerId"),
        keep="no",
        keep_reason=REMADE,
        lacks=UNNAMED | ID_UNREAD | NO_ARN,
    ),
)
