"""AWS Resource Access Manager."""

from civic.catalogue.actions import ANY, Actions, anywhere, linked, makes, on, tagged
from civic.catalogue.row import ID_UNREAD, NAME_AMONG_TEXTS, NO_ARN, REMADE, UNNAMED, Row, Text, words

SHARE = "{resourceShareArn}"
ROLE = "arn:{partition}:iam::{account}:role/aws-service-role/ram.amazonaws.com/AWSServiceRoleForResourceAccessManager"
SHARES = {"ram:principal": "{principal}"}
RESOURCE = {"ram:resourcearn": "{resourceArn}"}
POLICIES = on(
    "{resourceArn}",
    "route53resolver:GetResolverQueryLogConfigPolicy route53resolver:PutResolverQueryLogConfigPolicy",
    when="resourceArn~:resolver-query-log-config/",
) + on("{resourceArn}", "route53profiles:GetProfilePolicy route53profiles:PutProfilePolicy", when="resourceArn~:profile/")
"""Sharing writes the policy of what is shared, in the caller's name ("Sharing", Route 53 Developer Guide)."""

ROWS = (
    Row(
        "aws:ram/principalAssociation:PrincipalAssociation",
        replaced_by=words("principal resourceShareArn"),
        keep="no",
        keep_reason=REMADE,
        actions=Actions(
            create=on(SHARE, "ram:AssociateResourceShare", context=SHARES),
            read=anywhere("ram:GetResourceShareAssociations"),
            delete=on(SHARE, "ram:DisassociateResourceShare", context=SHARES),
        ),
        lacks=UNNAMED | ID_UNREAD | NO_ARN,
    ),
    Row(
        "aws:ram/resourceAssociation:ResourceAssociation",
        replaced_by=words("resourceArn resourceShareArn"),
        keep="no",
        keep_reason=REMADE,
        actions=Actions(
            create=on(SHARE, "ram:AssociateResourceShare", context=RESOURCE) + POLICIES,
            read=anywhere("ram:GetResourceShareAssociations"),
            delete=on(SHARE, "ram:DisassociateResourceShare", context=RESOURCE) + POLICIES,
        ),
        lacks=UNNAMED | ID_UNREAD | NO_ARN,
    ),
    Row(
        "aws:ram/resourceShare:ResourceShare",
        texts={"name": Text(255, r"[ -~]*", "no page says what is allowed: kept to printable ASCII")},
        replaced_by=words("permissionArns"),
        arn="arn:{partition}:ram:{region}:{account}:resource-share/{id}",
        keep="no",
        keep_reason=REMADE,
        actions=Actions(
            create=makes(ANY, "ram:CreateResourceShare", context={"ram:requestedallowsexternalprincipals": "{allowExternalPrincipals}"}),
            read=anywhere("ram:GetResourceShares") + on("{arn}", "ram:ListResourceSharePermissions"),
            update=on("{arn}", "ram:UpdateResourceShare", context={"ram:requestedallowsexternalprincipals": "{allowExternalPrincipals}"}),
            delete=on("{arn}", "ram:DeleteResourceShare") + anywhere("ram:GetResourceShares"),
        )
        | tagged("{arn}", tag="ram:TagResource", untag="ram:UntagResource"),
        lacks=NAME_AMONG_TEXTS | ID_UNREAD,
    ),
    Row(
        "aws:ram/sharingWithOrganization:SharingWithOrganization",
        replaced_by=words(""),
        keep="no",
        keep_reason=REMADE,
        actions=Actions(
            create=anywhere("ram:EnableSharingWithAwsOrganization organizations:DescribeOrganization")
            + anywhere("organizations:EnableAWSServiceAccess", context={"organizations:serviceprincipal": "ram.amazonaws.com"})
            + linked("ram.amazonaws.com", "AWSServiceRoleForResourceAccessManager"),
            read=on(ROLE, "iam:GetRole") + anywhere("organizations:ListAWSServiceAccessForOrganization"),
            delete=anywhere("organizations:DisableAWSServiceAccess", context={"organizations:serviceprincipal": "ram.amazonaws.com"})
            + on(ROLE, "iam:DeleteServiceLinkedRole iam:GetServiceLinkedRoleDeletionStatus"),
        ),
        lacks=UNNAMED | ID_UNREAD | NO_ARN,
    ),
)
