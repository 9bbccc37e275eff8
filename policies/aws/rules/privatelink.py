"""Doors of shared services on AWS."""

from collections.abc import Iterator

from policies.rule import Subject, every, must, rule

SERVICE = "aws:ec2/vpcEndpointService:VpcEndpointService"
ALLOWED = "aws:ec2/vpcEndpointServiceAllowedPrinciple:VpcEndpointServiceAllowedPrinciple"
ENDPOINT = "aws:ec2/vpcEndpoint:VpcEndpoint"
EVERYWHERE = ("0.0.0.0/0", "::/0")


@rule(
    "ec2-door-named",
    title="A shared service names who may connect, and an endpoint admits named addresses",
    why="A door that is open to all accounts of AWS is open to the world.",
    severity="high",
    types=(SERVICE, ALLOWED, ENDPOINT),
    controls={"ncsc-csp": ("3", "11"), "ncsc-caf-v3.2": ("B2.a", "B4.a")},
    remediation="Name the consumers' accounts in allowed_principals, and their ranges in the rules of the endpoint's security group.",
    joins=True,
)
def door_named(subject: Subject) -> Iterator[str]:
    if subject.type == ENDPOINT:
        for group in subject.meant("aws:ec2/securityGroup:SecurityGroup", "securityGroupIds") if subject.is_set("securityGroupIds") else ():
            yield from _closed(group)
        return
    named = [subject.value("principalArn")] if subject.type == ALLOWED else subject.value("allowedPrincipals") or []
    yield from (f"'{principal}' may connect, which is nobody in particular" for principal in named if "*" in principal)


def _closed(group: Subject) -> Iterator[str]:
    rules = group.referrers("aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule", "securityGroupId")
    inline = [block for entry in group.value("ingress") or () for block in [*(entry.get("cidrBlocks") or ()), *(entry.get("ipv6CidrBlocks") or ())]]
    message = "the endpoint admits every address"
    yield from every(
        must(lambda: not set(inline) & set(EVERYWHERE), message),
        *(must(lambda one=one: not {one.value("cidrIpv4"), one.value("cidrIpv6")} & set(EVERYWHERE), message) for one in rules),
    )
