"""Elastic Load Balancing. Names: its API Reference."""

from civic.catalogue.actions import TAGS, Actions, anywhere, linked, makes, on, tagged
from civic.catalogue.row import ARN_COMPUTED, ID_UNREAD, NO_ARN, REMADE, UNNAMED, Name, Once, Quota, Row, words


def _tagged(making: str) -> Actions:
    """``making`` is the operation that tags while it makes."""
    tags = on("{arn}", "elasticloadbalancing:AddTags", when=TAGS, tags=True, new=True, context={"elasticloadbalancing:createaction": making})
    return Actions(create=tags, read=anywhere("elasticloadbalancing:DescribeTags")) | tagged(
        "{arn}", tag="elasticloadbalancing:AddTags", untag="elasticloadbalancing:RemoveTags", create=False
    )


ROWS = (
    Row(
        "aws:lb/listener:Listener",
        reach="edge: from a balancer to what is behind it",
        replaced_by=words("loadBalancerArn"),
        id="{arn}",
        keep="no",
        keep_reason=REMADE,
        actions=Actions(
            create=on("{loadBalancerArn}", "elasticloadbalancing:CreateListener", tags=True)
            + on("{arn}", "elasticloadbalancing:ModifyListenerAttributes", when="loadBalancerArn~/app/"),
            read=anywhere("elasticloadbalancing:DescribeListeners elasticloadbalancing:DescribeListenerAttributes"),
            update=on("{arn}", "elasticloadbalancing:ModifyListener elasticloadbalancing:ModifyListenerAttributes"),
            delete=on("{arn}", "elasticloadbalancing:DeleteListener"),
        )
        | _tagged("CreateListener"),
        lacks=UNNAMED | ARN_COMPUTED,
    ),
    Row(
        "aws:lb/listenerRule:ListenerRule",
        reach="edge: from a balancer to what is behind it",
        quotas=(
            Quota(
                "rules of a load balancer, its default ones not counted",
                100,
                "within",
                of="listenerArn",
                adjustable=True,
                source="Application Load Balancers, Quotas",
            ),
        ),
        replaced_by=words("listenerArn"),
        id="{arn}",
        once=Once("listenerArn priority", "a listener gives each priority once"),
        keep="no",
        keep_reason=REMADE,
        actions=Actions(
            create=on("{listenerArn}", "elasticloadbalancing:CreateRule", tags=True),
            read=anywhere("elasticloadbalancing:DescribeRules"),
            update=on("{arn}", "elasticloadbalancing:ModifyRule elasticloadbalancing:SetRulePriorities"),
            delete=on("{arn}", "elasticloadbalancing:DeleteRule"),
        )
        | _tagged("CreateRule"),
        lacks=UNNAMED | ARN_COMPUTED,
    ),
    Row(
        "aws:lb/loadBalancer:LoadBalancer",
        reach="interface: passes calls on",
        quotas=(
            Quota(
                "application load balancers in a region",
                50,
                "region",
                only="loadBalancerType=application",
                code="L-53DA6B97",
                adjustable=True,
                source="Application Load Balancers, Quotas",
            ),
        ),
        name=Name("name", 32, r"(?!internal-)[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?", "tenancy"),
        replaced_by=words("internal loadBalancerType"),
        id="{arn}",
        arn="arn:{partition}:elasticloadbalancing:{region}:{account}:loadbalancer/{arnSuffix}",
        keep="protect",
        keep_reason="names of applications lead to the host name that AWS gave it",
        actions=Actions(
            create=makes("{arn}", "elasticloadbalancing:CreateLoadBalancer")
            + on("{arn}", "elasticloadbalancing:ModifyLoadBalancerAttributes")
            + linked("elasticloadbalancing.amazonaws.com", "AWSServiceRoleForElasticLoadBalancing"),
            read=anywhere(
                "elasticloadbalancing:DescribeLoadBalancers elasticloadbalancing:DescribeLoadBalancerAttributes "
                "elasticloadbalancing:DescribeCapacityReservation"
            ),
            update=on(
                "{arn}",
                "elasticloadbalancing:ModifyLoadBalancerAttributes elasticloadbalancing:SetSecurityGroups "
                "elasticloadbalancing:SetSubnets elasticloadbalancing:SetIpAddressType",
            ),
            delete=on("{arn}", "elasticloadbalancing:DeleteLoadBalancer")
            + anywhere("elasticloadbalancing:DescribeLoadBalancers ec2:DescribeNetworkInterfaces"),
        )
        | _tagged("CreateLoadBalancer"),
    ),
    Row(
        "aws:lb/targetGroup:TargetGroup",
        reach="edge: from a balancer to what is behind it",
        name=Name("name", 32, r"[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?", "tenancy"),
        replaced_by=words("port protocol targetType vpcId"),
        id="{arn}",
        arn="arn:{partition}:elasticloadbalancing:{region}:{account}:{arnSuffix}",
        outputs={"arnSuffix": "targetgroup/{name}/{hash:.16}"},
        keep="no",
        keep_reason=REMADE,
        actions=Actions(
            create=makes("{arn}", "elasticloadbalancing:CreateTargetGroup") + on("{arn}", "elasticloadbalancing:ModifyTargetGroupAttributes"),
            read=anywhere("elasticloadbalancing:DescribeTargetGroups elasticloadbalancing:DescribeTargetGroupAttributes"),
            update=on("{arn}", "elasticloadbalancing:ModifyTargetGroup elasticloadbalancing:ModifyTargetGroupAttributes"),
            delete=on("{arn}", "elasticloadbalancing:DeleteTargetGroup"),
        )
        | _tagged("CreateTargetGroup"),
    ),
    Row(
        "aws:lb/targetGroupAttachment:TargetGroupAttachment",
        reach="edge: from a balancer to what is behind it",
        replaced_by=words("targetGroupArn targetId port availabilityZone quicServerId"),
        keep="no",
        keep_reason=REMADE,
        actions=Actions(
            create=on("{targetGroupArn}", "elasticloadbalancing:RegisterTargets"),
            read=anywhere("elasticloadbalancing:DescribeTargetHealth"),
            delete=on("{targetGroupArn}", "elasticloadbalancing:DeregisterTargets"),
        ),
        lacks=UNNAMED | ID_UNREAD | NO_ARN,
    ),
)
