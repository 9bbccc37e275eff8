"""Application Auto Scaling."""

from civic.catalogue.actions import Actions, anywhere, linked, makes, on, passes, tagged
from civic.catalogue.row import ARN_UNREAD, ID_UNREAD, NAME_AMONG_TEXTS, REMADE, UNNAMED, Row, Text, words

TARGET = "arn:{partition}:application-autoscaling:{region}:{account}:scalable-target/{hash:target.16}"
SCALES = {"application-autoscaling:service-namespace": "{serviceNamespace}", "application-autoscaling:scalable-dimension": "{scalableDimension}"}
"""What a request about scaling carries."""

ROWS = (
    Row(
        "aws:appautoscaling/policy:Policy",
        texts={"name": Text(256, r"[ -~]*", "Application Auto Scaling API Reference, PutScalingPolicy")},
        replaced_by=words("name resourceId scalableDimension serviceNamespace"),
        keep="no",
        keep_reason=REMADE,
        actions=Actions(
            create=on(TARGET, "application-autoscaling:PutScalingPolicy", context=SCALES, tags_of="resourceId"),
            read=anywhere("application-autoscaling:DescribeScalingPolicies"),
            update=on(TARGET, "application-autoscaling:PutScalingPolicy", context=SCALES, tags_of="resourceId"),
            delete=on(TARGET, "application-autoscaling:DeleteScalingPolicy", context=SCALES, tags_of="resourceId"),
        ),
        lacks=NAME_AMONG_TEXTS | ID_UNREAD | ARN_UNREAD,
    ),
    Row(
        "aws:appautoscaling/target:Target",
        replaced_by=words("resourceId scalableDimension serviceNamespace"),
        keep="no",
        keep_reason=REMADE,
        actions=Actions(
            create=makes(TARGET, "application-autoscaling:RegisterScalableTarget", context=SCALES)
            + linked("ecs.application-autoscaling.amazonaws.com", "AWSServiceRoleForApplicationAutoScaling_ECSService", when="serviceNamespace=ecs")
            + passes("{roleArn}", "application-autoscaling.amazonaws.com", when="roleArn"),
            read=anywhere("application-autoscaling:DescribeScalableTargets"),
            update=on(TARGET, "application-autoscaling:RegisterScalableTarget", context=SCALES),
            delete=on(TARGET, "application-autoscaling:DeregisterScalableTarget", context=SCALES)
            + anywhere("application-autoscaling:DescribeScalableTargets"),
        )
        | tagged(
            TARGET,
            tag="application-autoscaling:TagResource",
            untag="application-autoscaling:UntagResource",
            read="application-autoscaling:ListTagsForResource",
        ),
        lacks=UNNAMED | ID_UNREAD | ARN_UNREAD,
    ),
)
