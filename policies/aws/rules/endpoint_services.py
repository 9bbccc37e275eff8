"""Endpoint services and endpoints on AWS: who may connect to what."""

from collections.abc import Iterator

from policies.aws.rules.ec2 import GROUP, GROUP_RULE, INGRESS_RULE, is_everywhere, openings
from policies.rule import Subject, every, rule

SERVICE = "aws:ec2/vpcEndpointService:VpcEndpointService"
ALLOWED = "aws:ec2/vpcEndpointServiceAllowedPrinciple:VpcEndpointServiceAllowedPrinciple"
ENDPOINT = "aws:ec2/vpcEndpoint:VpcEndpoint"


@rule(
    "ec2-endpoint-service-restricted",
    title="A shared service names who may connect, and an endpoint admits named addresses",
    why="A service that is open to all accounts of AWS is open to the world.",
    severity="high",
    types=(SERVICE, ALLOWED, ENDPOINT),
    remediation="Name the consumers' accounts in allowed_principals, and their ranges in the rules of the endpoint's security group.",
    scope="stack",
    reads=(GROUP, INGRESS_RULE, GROUP_RULE),
)
def restricted(subject: Subject) -> Iterator[str]:
    if subject.type == ENDPOINT:
        for group in subject.refers_to(GROUP, "securityGroupIds") if subject.is_set("securityGroupIds") else ():
            yield from _closed(group)
        return
    named = [subject.value("principalArn")] if subject.type == ALLOWED else subject.value("allowedPrincipals") or []
    yield from (f"'{principal}' may connect, which is nobody in particular" for principal in named if "*" in principal)


def _closed(group: Subject) -> Iterator[str]:
    rules = [*group.referred_by(INGRESS_RULE, "securityGroupId"), *group.referred_by(GROUP_RULE, "securityGroupId")]
    yield from every(*(_narrow(one) for one in (group, *rules)))


def _narrow(one: Subject) -> Iterator[str]:
    if any(is_everywhere(block) for block, *_ in openings(one)):
        yield "the endpoint admits every address"
