"""AWS IAM Identity Center."""

from civic.catalogue.row import ARN_UNREAD, ID_UNREAD, NAME_UNLIMITED, NO_ARN, REMADE, UNNAMED, Row, words

ROWS = (
    Row(
        "aws:ssoadmin/accountAssignment:AccountAssignment",
        replaced_by=words("instanceArn permissionSetArn principalId principalType targetId targetType"),
        keep="no",
        keep_reason=REMADE,
        lacks=UNNAMED | ID_UNREAD | NO_ARN,
    ),
    Row(
        "aws:ssoadmin/managedPolicyAttachment:ManagedPolicyAttachment",
        replaced_by=words("instanceArn managedPolicyArn permissionSetArn"),
        keep="no",
        keep_reason=REMADE,
        lacks=UNNAMED | ID_UNREAD | NO_ARN,
    ),
    Row(
        "aws:ssoadmin/permissionSet:PermissionSet",
        replaced_by=words("instanceArn name"),
        keep="no",
        keep_reason=REMADE,
        lacks=NAME_UNLIMITED | ID_UNREAD | ARN_UNREAD,
    ),
    Row(
        "aws:ssoadmin/permissionSetInlinePolicy:PermissionSetInlinePolicy",
        replaced_by=words("instanceArn permissionSetArn"),
        keep="no",
        keep_reason=REMADE,
        lacks=UNNAMED | ID_UNREAD | NO_ARN,
    ),
)
