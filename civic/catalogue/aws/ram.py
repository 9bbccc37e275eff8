"""AWS Resource Access Manager."""

from civic.catalogue.row import ID_UNREAD, NAME_UNLIMITED, NO_ARN, REMADE, UNNAMED, Row, words

ROWS = (
    Row(
        "aws:ram/principalAssociation:PrincipalAssociation",
        replaced_by=words("principal resourceShareArn"),
        keep="no",
        keep_reason=REMADE,
        lacks=UNNAMED | ID_UNREAD | NO_ARN,
    ),
    Row(
        "aws:ram/resourceAssociation:ResourceAssociation",
        replaced_by=words("resourceArn resourceShareArn"),
        keep="no",
        keep_reason=REMADE,
        lacks=UNNAMED | ID_UNREAD | NO_ARN,
    ),
    Row(
        "aws:ram/resourceShare:ResourceShare",
        replaced_by=words("permissionArns"),
        arn="arn:{partition}:ram:{region}:{account}:resource-share/{id}",
        keep="no",
        keep_reason=REMADE,
        lacks=NAME_UNLIMITED | ID_UNREAD,
    ),
    Row(
        "aws:ram/sharingWithOrganization:SharingWithOrganization",
        replaced_by=words(""),
        keep="no",
        keep_reason=REMADE,
        lacks=UNNAMED | ID_UNREAD | NO_ARN,
    ),
)
