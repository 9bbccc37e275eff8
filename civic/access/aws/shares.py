"""What AWS Resource Access Manager shares: to a share's principals a managed permission is what a policy of the resource's own would be.

RAM User Guide, "Managing permissions in AWS RAM" and "How AWS RAM works with IAM"; actions as the default permissions of the types have
them (``aws ram get-permission``). What is not among them, nobody but the owner may do.
"""

from collections.abc import Iterator, Mapping

from civic.access.aws.attached import PolicySet
from civic.access.aws.kinds import DocumentKind
from civic.access.aws.source import Source
from civic.access.aws.world import Owned
from civic.plan import Resource

SHARED, WITH = "aws:ram/resourceAssociation:ResourceAssociation", "aws:ram/principalAssociation:PrincipalAssociation"
PERMISSIONS: Mapping[tuple[str, str], tuple[str, ...]] = {
    ("ec2", "transit-gateway"): (
        *("ec2:CreateTransitGatewayVpcAttachment", "ec2:DeleteTransitGatewayVpcAttachment", "ec2:DescribeTransitGateways"),
        *("ec2:DescribeTransitGatewayVpcAttachments", "ec2:ModifyTransitGatewayVpcAttachment"),
    ),
    ("route53resolver", "resolver-query-log-config"): (
        *("route53resolver:AssociateResolverQueryLogConfig", "route53resolver:DisassociateResolverQueryLogConfig"),
        *("route53resolver:GetResolverQueryLogConfig", "route53resolver:ListResolverQueryLogConfig*", "route53resolver:ListTagsForResource"),
    ),
    ("route53profiles", "profile"): (
        *("route53profiles:AssociateProfile", "route53profiles:DisassociateProfile", "route53profiles:GetProfile*"),
        *("route53profiles:ListProfile*", "route53profiles:ListTagsForResource"),
    ),
}
"""(service, kind of resource) -> what those with whom it is shared may do with it."""


def read_shares(source: Source) -> dict[str, Owned]:
    """Everything that is shared, by ARN, with what the share lets others do."""
    principals: dict[str, list[str]] = {}
    for resource in source.of(WITH):
        principals.setdefault(source.text(resource, "resourceShareArn"), []).append(source.text(resource, "principal"))
    found = {}
    for resource in source.of(SHARED):
        arn, share = source.text(resource, "resourceArn"), source.text(resource, "resourceShareArn")
        parts = arn.split(":", 5)
        if len(parts) == 6 and (statements := list(_statements(arn, principals.get(share, ())))):
            found[arn] = _owned(source, resource, arn, statements)
    return found


def _owned(source: Source, resource: Resource, arn: str, statements: list[Mapping[str, object]]) -> Owned:
    _, _, _, region, account, _ = arn.split(":", 5)
    attached = source.attach(resource, "resourceShareArn", {"Version": "2012-10-17", "Statement": statements}, DocumentKind.SHARE)
    return Owned(arn, account, region, resource.urn, resource.type, PolicySet([attached] if attached else []))


def _statements(arn: str, principals: list[str] | tuple[str, ...]) -> Iterator[Mapping[str, object]]:
    _, _, service, _, _, tail = arn.split(":", 5)
    actions = PERMISSIONS.get((service, tail.partition("/")[0]), ())
    for principal in principals if actions else ():
        allowed = {"Effect": "Allow", "Action": list(actions), "Resource": arn}
        kind, _, identifier = principal.rpartition(":")[2].partition("/")
        if kind == "organization":
            yield {**allowed, "Principal": "*", "Condition": {"StringEquals": {"aws:PrincipalOrgID": identifier}}}
        elif kind == "ou":
            unit = identifier.partition("/")[2]
            yield {**allowed, "Principal": "*", "Condition": {"ForAnyValue:StringLike": {"aws:PrincipalOrgPaths": f"*/{unit}/*"}}}
        else:
            yield {**allowed, "Principal": {"AWS": principal}}
