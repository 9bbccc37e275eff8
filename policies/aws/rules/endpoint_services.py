"""Endpoint services and endpoints on AWS: who may connect to what."""

from collections.abc import Iterator

from policies.rule import Subject, every, must, rule

SERVICE = "aws:ec2/vpcEndpointService:VpcEndpointService"
ALLOWED = "aws:ec2/vpcEndpointServiceAllowedPrinciple:VpcEndpointServiceAllowedPrinciple"
ENDPOINT = "aws:ec2/vpcEndpoint:VpcEndpoint"
GROUP = "aws:ec2/securityGroup:SecurityGroup"
INGRESS = "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule"
EVERYWHERE = ("0.0.0.0/0", "::/0")


@rule(
    "ec2-endpoint-service-restricted",
    title="A shared service names who may connect, and an endpoint admits named addresses",
    why="A service that is open to all accounts of AWS is open to the world.",
    severity="high",
    types=(SERVICE, ALLOWED, ENDPOINT),
    remediation="Name the consumers' accounts in allowed_principals, and their ranges in the rules of the endpoint's security group.",
    scope="stack",
    reads=(GROUP, INGRESS),
)
def restricted(subject: Subject) -> Iterator[str]:
    if subject.type == ENDPOINT:
        for group in subject.refers_to(GROUP, "securityGroupIds") if subject.is_set("securityGroupIds") else ():
            yield from _closed(group)
        return
    named = [subject.value("principalArn")] if subject.type == ALLOWED else subject.value("allowedPrincipals") or []
    yield from (f"'{principal}' may connect, which is nobody in particular" for principal in named if "*" in principal)


def _closed(group: Subject) -> Iterator[str]:
    rules = group.referred_by(INGRESS, "securityGroupId")
    inline = [block for entry in group.value("ingress") or () for block in [*(entry.get("cidrBlocks") or ()), *(entry.get("ipv6CidrBlocks") or ())]]
    message = "the endpoint admits every address"
    yield from every(
        must(lambda: not set(inline) & set(EVERYWHERE), message),
        *(must(lambda one=one: not {one.value("cidrIpv4"), one.value("cidrIpv6")} & set(EVERYWHERE), message) for one in rules),
    )
