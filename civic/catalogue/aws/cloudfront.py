"""Amazon CloudFront. Names: its API Reference. It is one service for all regions; ARNs have none."""

from civic.catalogue.actions import ANY, Actions, anywhere, linked, on, tagged
from civic.catalogue.row import REMADE, UNNAMED, Name, Once, Quota, Row, Text, words

QUOTAS = "Amazon CloudFront Developer Guide, Quotas"
DISTRIBUTION = "arn:{partition}:cloudfront::{account}:distribution/{id}"
FUNCTION = "arn:{partition}:cloudfront::{account}:function/{name}"
HEADERS = "arn:{partition}:cloudfront::{account}:response-headers-policy/{id}"
ITS_ORIGIN = "arn:{partition}:cloudfront::{account}:vpcorigin/{origins.vpcOriginConfig.vpcOriginId}"
ORIGIN = "arn:{partition}:cloudfront::{account}:vpcorigin/{id}"
TAG, UNTAG, TAGS_READ = "cloudfront:TagResource", "cloudfront:UntagResource", "cloudfront:ListTagsForResource"
COMMENT = Text(128, r"[^<>]*", "Amazon CloudFront API Reference: a comment has at most 128 characters")

ROWS = (
    Row(
        "aws:cloudfront/distribution:Distribution",
        reach="end: the internet, which calls its aliases",
        quotas=(
            Quota("distributions of an account", 500, "account", adjustable=True, source=QUOTAS),
            Quota("alternate names of a distribution", 100, "resource", counted="aliases", adjustable=True, source=QUOTAS),
        ),
        texts={"comment": COMMENT},
        replaced_by=words("staging"),
        id="E{HASH:.13}",
        arn=DISTRIBUTION,
        outputs={"domainName": "d{hash:.13}.cloudfront.net", "hostedZoneId": "Z2FDTNDATAQYW2", "status": "Deployed"},
        once=Once("aliases", "a name is one distribution's, whoever's (CNAMEAlreadyExists)"),
        keep="protect",
        keep_reason="the zones above lead to the name that Amazon gave it",
        actions=Actions(
            create=anywhere("cloudfront:CreateDistribution")
            + on(ITS_ORIGIN, "cloudfront:GetVpcOrigin")
            + on("{viewerCertificate.acmCertificateArn}", "acm:DescribeCertificate")
            + on("{webAclId}", "wafv2:GetWebACL", when="webAclId"),
            read=on(DISTRIBUTION, "cloudfront:GetDistribution"),
            update=on(DISTRIBUTION, "cloudfront:UpdateDistribution") + on(ITS_ORIGIN, "cloudfront:GetVpcOrigin"),
            delete=on(DISTRIBUTION, "cloudfront:DeleteDistribution cloudfront:UpdateDistribution"),
        )
        | tagged(DISTRIBUTION, tag=TAG, untag=UNTAG, read=TAGS_READ),
        lacks=UNNAMED,
    ),
    Row(
        "aws:cloudfront/function:Function",
        reach="filter: what a distribution answers by itself",
        quotas=(Quota("functions of an account", 100, "account", adjustable=True, source=QUOTAS),),
        texts={"comment": COMMENT},
        name=Name("name", 64, r"[A-Za-z0-9_-]+", "tenancy"),
        replaced_by=words("name"),
        id="{name}",
        arn=FUNCTION,
        keep="no",
        keep_reason=REMADE,
        actions=Actions(
            create=on(ANY, "cloudfront:CreateFunction", tags=True) + on(FUNCTION, "cloudfront:PublishFunction", when="publish"),
            read=on(FUNCTION, "cloudfront:DescribeFunction cloudfront:GetFunction"),
            update=on(FUNCTION, "cloudfront:UpdateFunction cloudfront:PublishFunction"),
            delete=on(FUNCTION, "cloudfront:DeleteFunction"),
        ),
    ),
    Row(
        "aws:cloudfront/responseHeadersPolicy:ResponseHeadersPolicy",
        reach="none",
        quotas=(Quota("response headers policies of an account", 20, "account", adjustable=True, source=QUOTAS),),
        texts={"comment": COMMENT},
        name=Name("name", 128, r"[A-Za-z0-9_-]+", "tenancy", changes_in_place=True),
        replaced_by=words(""),
        id="{hash:.8}-0000-4000-8000-{hash:h.12}",
        arn=HEADERS,
        keep="no",
        keep_reason=REMADE,
        actions=Actions(
            create=anywhere("cloudfront:CreateResponseHeadersPolicy"),
            read=on(HEADERS, "cloudfront:GetResponseHeadersPolicy"),
            update=on(HEADERS, "cloudfront:UpdateResponseHeadersPolicy"),
            delete=on(HEADERS, "cloudfront:DeleteResponseHeadersPolicy"),
        ),
    ),
    Row(
        "aws:cloudfront/vpcOrigin:VpcOrigin",
        reach="edge: from distributions into a network",
        quotas=(Quota("VPC origins of an account", 25, "account", adjustable=True, source=QUOTAS),),
        texts={"vpcOriginEndpointConfig.name": Text(64, r"[A-Za-z0-9 _.-]+", "Amazon CloudFront API Reference, VpcOriginEndpointConfig")},
        replaced_by=words(""),
        id="vo_{hash:.17}",
        arn=ORIGIN,
        keep="no",
        keep_reason=REMADE,
        actions=Actions(
            create=anywhere("cloudfront:CreateVpcOrigin")
            + anywhere(
                "ec2:DescribeInternetGateways ec2:DescribeSubnets ec2:DescribeVpcs ec2:DescribeSecurityGroups "
                "ec2:DescribeInstances elasticloadbalancing:DescribeLoadBalancers elasticloadbalancing:DescribeListeners"
            )
            + linked("vpcorigin.cloudfront.amazonaws.com", "AWSServiceRoleForCloudFrontVPCOrigin"),
            read=on(ORIGIN, "cloudfront:GetVpcOrigin"),
            update=on(ORIGIN, "cloudfront:UpdateVpcOrigin"),
            delete=on(ORIGIN, "cloudfront:DeleteVpcOrigin"),
        )
        | tagged(ORIGIN, tag=TAG, untag=UNTAG, read=TAGS_READ),
        lacks=UNNAMED,
    ),
)
