"""Amazon VPC: rules of security groups, each a resource."""

from civic.catalogue.actions import Actions, anywhere, on
from civic.catalogue.ec2_actions import EC2_TEXT, created, ec2, retagged
from civic.catalogue.row import REMADE, UNNAMED, Once, Quota, Row, Text, words

GROUP = ec2("security-group", "securityGroupId")


def _actions(direction: str) -> Actions:
    return Actions(
        create=created("security-group-rule", f"ec2:AuthorizeSecurityGroup{direction}", GROUP),
        read=anywhere("ec2:DescribeSecurityGroupRules"),
        update=on(ec2("security-group-rule"), "ec2:ModifySecurityGroupRules") + on(GROUP, "ec2:ModifySecurityGroupRules"),
        delete=on(GROUP, f"ec2:RevokeSecurityGroup{direction}"),
    ) | retagged("security-group-rule")


def _rule(direction: str, word: str) -> Row:
    """Rules of one direction: ``Ingress``, which quotas call inbound, or ``Egress``, outbound."""
    return Row(
        f"aws:vpc/securityGroup{direction}Rule:SecurityGroup{direction}Rule",
        reach=f"filter: {word} calls of an interface",
        quotas=(
            Quota(
                f"{word} rules of a security group",
                60,
                "within",
                of="securityGroupId",
                code="L-0EA8095F",
                adjustable=True,
                source="Amazon VPC User Guide, Amazon VPC quotas",
            ),
        ),
        texts={"description": Text(255, EC2_TEXT, "Amazon EC2 API Reference, IpRange: Description")},
        replaced_by=words("securityGroupId"),
        id="sgr-{hash:.17}",
        arn=ec2("security-group-rule"),
        once=Once(
            "securityGroupId ipProtocol fromPort toPort cidrIpv4 cidrIpv6 prefixListId referencedSecurityGroupId",
            "a security group has each rule once",
        ),
        keep="no",
        keep_reason=REMADE,
        actions=_actions(direction),
        lacks=UNNAMED,
    )


ROWS = (_rule("Egress", "outbound"), _rule("Ingress", "inbound"))
