"""Amazon VPC: rules of security groups, each a resource."""

from civic.catalogue.row import ARN_UNREAD, REMADE, UNNAMED, Once, Row, words

ROWS = (
    Row(
        "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule",
        replaced_by=words("securityGroupId"),
        id="sgr-{hash:.17}",
        once=Once(
            "securityGroupId ipProtocol fromPort toPort cidrIpv4 cidrIpv6 prefixListId referencedSecurityGroupId",
            "a security group has each rule once",
        ),
        keep="no",
        keep_reason=REMADE,
        lacks=UNNAMED | ARN_UNREAD,
    ),
    Row(
        "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule",
        replaced_by=words("securityGroupId"),
        id="sgr-{hash:.17}",
        once=Once(
            "securityGroupId ipProtocol fromPort toPort cidrIpv4 cidrIpv6 prefixListId referencedSecurityGroupId",
            "a security group has each rule once",
        ),
        keep="no",
        keep_reason=REMADE,
        lacks=UNNAMED | ARN_UNREAD,
    ),
)
