"""Roles that nobody writes: Organizations' in each account it makes, Identity Center's for each assignment."""

import hashlib
from collections.abc import Iterator, Mapping

from civic.access.aws import managed
from civic.access.aws.attached import Attached, PolicySet
from civic.access.aws.kinds import DocumentKind
from civic.access.aws.policies import parse
from civic.access.aws.request import Kind
from civic.access.aws.source import Source, mapping
from civic.access.aws.tree import top_of
from civic.access.aws.world import Identity
from civic.plan import Resource

_INLINE = "aws:ssoadmin/permissionSetInlinePolicy:PermissionSetInlinePolicy"
_AWS = "aws:ssoadmin/managedPolicyAttachment:ManagedPolicyAttachment"
_CUSTOMER = "aws:ssoadmin/customerManagedPolicyAttachment:CustomerManagedPolicyAttachment"
_BOUNDARY = "aws:ssoadmin/permissionsBoundaryAttachment:PermissionsBoundaryAttachment"


def managed_policy(arn: object, policies: Mapping[str, Attached], urn: str, place: str) -> Attached:
    """The managed policy of this ARN; of unknown content where nothing makes it and AWS' own is not kept."""
    text = arn if isinstance(arn, str) else ""
    if managed.is_managed_by_aws(text):
        return managed.attached(text)
    return policies.get(text) or Attached(None, urn, place)


def administrators(source: Source, joined: Mapping[str, str]) -> Iterator[Identity]:
    """The role that Organizations makes in an account it creates, or that was made by hand in one that joined.

    Organizations User Guide, "Accessing member accounts in an organization".
    """
    top = top_of(source)
    management = top.management if top else ""
    for resource in source.of("aws:organizations/account:Account"):
        parts = source.arn(resource).split(":")
        owner = management or (parts[4] if len(parts) > 4 else "")
        name = source.text(resource, "roleName") or "OrganizationAccountAccessRole"
        yield _administrator(resource.id, name, owner, resource.urn, resource.source)
    for account, name in joined.items():
        yield _administrator(account, name, management, "", "")


def _administrator(account: str, name: str, owner: str, urn: str, line: str) -> Identity:
    statement = {"Effect": "Allow", "Principal": {"AWS": f"arn:aws:iam::{owner}:root"}, "Action": "sts:AssumeRole"}
    document = parse({"Version": "2012-10-17", "Statement": statement}, DocumentKind.TRUST) if owner else None
    rights = PolicySet([managed.attached("arn:aws:iam::aws:policy/AdministratorAccess")])
    trust = PolicySet([Attached(document, urn, "roleName")])
    return Identity(f"arn:aws:iam::{account}:role/{name}", Kind.ROLE, account, urn, rights, trust=trust, source=line)


def assignments(source: Source, policies: Mapping[str, Attached]) -> Iterator[Identity]:
    """The role that Identity Center makes in each account that a permission set is assigned to.

    AWS chooses the last sixteen digits of its name; here they follow from permission set and account. It has no trust policy here: people enter it
    through Identity Center, and nobody by ``sts:AssumeRole``.
    """
    sets = {source.arn(resource): resource for resource in source.of("aws:ssoadmin/permissionSet:PermissionSet")}
    carried: dict[str, list[Resource]] = {}
    for resource in source.of(_INLINE, _AWS, _CUSTOMER, _BOUNDARY):
        carried.setdefault(source.text(resource, "permissionSetArn"), []).append(resource)
    for resource in source.of("aws:ssoadmin/accountAssignment:AccountAssignment"):
        permission_set, account = source.text(resource, "permissionSetArn"), source.text(resource, "targetId")
        made = sets.get(permission_set)
        pieces = carried.get(permission_set, [])
        rights = [_right(source, piece, account, policies) for piece in pieces if piece.type != _BOUNDARY]
        bounds = [_right(source, piece, account, policies) for piece in pieces if piece.type == _BOUNDARY]
        if made is None:
            rights = [Attached(None, resource.urn, "permissionSetArn")]
        arn = f"arn:aws:iam::{account}:role/aws-reserved/sso.amazonaws.com/{_role_name(source, made or resource, permission_set, account)}"
        yield Identity(arn, Kind.ROLE, account, resource.urn, PolicySet(rights), bounds[0] if bounds else None, source=resource.source)


def _role_name(source: Source, made: Resource, permission_set: str, account: str) -> str:
    """With its path: the Region of Identity Center, which is left out for us-east-1 (Identity Center User Guide, "Referencing permission sets")."""
    region = source.region(made)
    digits = hashlib.sha256(f"{permission_set} {account}".encode()).hexdigest()[:16]
    return f"{region + '/' if region not in ('us-east-1', '') else ''}AWSReservedSSO_{source.text(made, 'name')}_{digits}"


def _right(source: Source, piece: Resource, account: str, policies: Mapping[str, Attached]) -> Attached:
    if piece.type == _INLINE:
        return source.attach(piece, "inlinePolicy", piece.inputs.get("inlinePolicy"), DocumentKind.PERMISSION_SET) or Attached(
            None, piece.urn, "inlinePolicy"
        )
    if piece.type == _AWS:
        return managed_policy(source.text(piece, "managedPolicyArn"), policies, piece.urn, "managedPolicyArn")
    place = "customerManagedPolicyReference"
    holder = mapping(piece.inputs.get("permissionsBoundary")) if piece.type == _BOUNDARY else piece.inputs
    if arn := holder.get("managedPolicyArn"):
        return managed_policy(arn, policies, piece.urn, "permissionsBoundary")
    named = mapping(holder.get(place))
    return managed_policy(f"arn:aws:iam::{account}:policy{named.get('path', '/')}{named.get('name')}", policies, piece.urn, place)
