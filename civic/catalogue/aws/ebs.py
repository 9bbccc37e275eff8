"""Amazon Elastic Block Store."""

from civic.catalogue.row import ID_UNREAD, NO_ARN, REMADE, UNNAMED, Row, words

ROWS = (
    Row(
        "aws:ebs/defaultKmsKey:DefaultKmsKey",
        replaced_by=words("keyArn"),
        keep="no",
        keep_reason=REMADE,
        lacks=UNNAMED | ID_UNREAD | NO_ARN,
    ),
    Row(
        "aws:ebs/encryptionByDefault:EncryptionByDefault",
        replaced_by=words(""),
        keep="no",
        keep_reason=REMADE,
        lacks=UNNAMED | ID_UNREAD | NO_ARN,
    ),
    Row(
        "aws:ebs/snapshotBlockPublicAccess:SnapshotBlockPublicAccess",
        replaced_by=words(""),
        keep="no",
        keep_reason=REMADE,
        lacks=UNNAMED | ID_UNREAD | NO_ARN,
    ),
)
