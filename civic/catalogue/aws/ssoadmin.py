"""AWS IAM Identity Center."""

from civic.catalogue.actions import Actions, Needs, makes, on, tagged
from civic.catalogue.row import ID_UNREAD, NAME_UNLIMITED, NO_ARN, REMADE, UNNAMED, Row, words

INSTANCE = "{instanceArn}"
OWN = "arn:{partition}:sso:::permissionSet/{instanceArn:last}/ps-{hash:set.16}"
SET = "{permissionSetArn}"
ACCOUNT = "arn:{partition}:sso:::account/{targetId}"
EVERY_ACCOUNT = "arn:{partition}:sso:::account/{hash:account.12}"


def _both(permission_set: str, actions: str) -> Needs:
    """Calls about a permission set are asked on it and on the instance."""
    return on(INSTANCE, actions) + on(permission_set, actions)


def _provision(permission_set: str) -> Needs:
    """A change of a permission set is carried to every account that has it (provisionPermissionSet)."""
    return (
        _both(permission_set, "sso:ProvisionPermissionSet")
        + on(EVERY_ACCOUNT, "sso:ProvisionPermissionSet")
        + on(INSTANCE, "sso:DescribePermissionSetProvisioningStatus")
    )


def _assigns(action: str) -> Needs:
    return _both(SET, action) + on(ACCOUNT, action)


ROWS = (
    Row(
        "aws:ssoadmin/accountAssignment:AccountAssignment",
        replaced_by=words("instanceArn permissionSetArn principalId principalType targetId targetType"),
        keep="no",
        keep_reason=REMADE,
        actions=Actions(
            create=_assigns("sso:CreateAccountAssignment sso:ListAccountAssignments") + on(INSTANCE, "sso:DescribeAccountAssignmentCreationStatus"),
            read=_assigns("sso:ListAccountAssignments"),
            delete=_assigns("sso:DeleteAccountAssignment") + on(INSTANCE, "sso:DescribeAccountAssignmentDeletionStatus"),
        ),
        lacks=UNNAMED | ID_UNREAD | NO_ARN,
    ),
    Row(
        "aws:ssoadmin/managedPolicyAttachment:ManagedPolicyAttachment",
        replaced_by=words("instanceArn managedPolicyArn permissionSetArn"),
        keep="no",
        keep_reason=REMADE,
        actions=Actions(
            create=_both(SET, "sso:AttachManagedPolicyToPermissionSet") + _provision(SET),
            read=_both(SET, "sso:ListManagedPoliciesInPermissionSet"),
            delete=_both(SET, "sso:DetachManagedPolicyFromPermissionSet") + _provision(SET),
        ),
        lacks=UNNAMED | ID_UNREAD | NO_ARN,
    ),
    Row(
        "aws:ssoadmin/permissionSet:PermissionSet",
        replaced_by=words("instanceArn name"),
        arn="arn:{partition}:sso:::permissionSet/ssoins-{hash:instance.16}/ps-{hash:.16}",
        keep="no",
        keep_reason=REMADE,
        actions=Actions(
            create=on(INSTANCE, "sso:CreatePermissionSet", tags=True) + makes(OWN, "sso:CreatePermissionSet"),
            read=_both(OWN, "sso:DescribePermissionSet"),
            update=_both(OWN, "sso:UpdatePermissionSet") + _provision(OWN),
            delete=_both(OWN, "sso:DeletePermissionSet"),
        )
        | tagged(OWN, tag="sso:TagResource", untag="sso:UntagResource", read="sso:ListTagsForResource")
        | tagged(INSTANCE, tag="sso:TagResource", untag="sso:UntagResource", read="sso:ListTagsForResource", new=False),
        lacks=NAME_UNLIMITED | ID_UNREAD,
    ),
    Row(
        "aws:ssoadmin/permissionSetInlinePolicy:PermissionSetInlinePolicy",
        replaced_by=words("instanceArn permissionSetArn"),
        keep="no",
        keep_reason=REMADE,
        actions=Actions(
            create=_both(SET, "sso:PutInlinePolicyToPermissionSet") + _provision(SET),
            read=_both(SET, "sso:GetInlinePolicyForPermissionSet"),
            update=_both(SET, "sso:PutInlinePolicyToPermissionSet") + _provision(SET),
            delete=_both(SET, "sso:DeleteInlinePolicyFromPermissionSet") + _provision(SET),
        ),
        lacks=UNNAMED | ID_UNREAD | NO_ARN,
    ),
)
