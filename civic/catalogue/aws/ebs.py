"""Amazon Elastic Block Store."""

from civic.catalogue.actions import Actions, anywhere
from civic.catalogue.row import ID_UNREAD, NO_ARN, REMADE, UNNAMED, Row, words

ROWS = (
    Row(
        "aws:ebs/defaultKmsKey:DefaultKmsKey",
        replaced_by=words("keyArn"),
        keep="no",
        keep_reason=REMADE,
        actions=Actions(
            create=anywhere("ec2:ModifyEbsDefaultKmsKeyId"),
            read=anywhere("ec2:GetEbsDefaultKmsKeyId"),
            delete=anywhere("ec2:ResetEbsDefaultKmsKeyId"),
        ),
        lacks=UNNAMED | ID_UNREAD | NO_ARN,
    ),
    Row(
        "aws:ebs/encryptionByDefault:EncryptionByDefault",
        replaced_by=words(""),
        keep="no",
        keep_reason=REMADE,
        actions=Actions(
            create=anywhere("ec2:EnableEbsEncryptionByDefault", when="enabled") + anywhere("ec2:DisableEbsEncryptionByDefault", when="!enabled"),
            read=anywhere("ec2:GetEbsEncryptionByDefault"),
            update=anywhere("ec2:EnableEbsEncryptionByDefault", when="enabled") + anywhere("ec2:DisableEbsEncryptionByDefault", when="!enabled"),
            delete=anywhere("ec2:DisableEbsEncryptionByDefault"),
        ),
        lacks=UNNAMED | ID_UNREAD | NO_ARN,
    ),
    Row(
        "aws:ebs/snapshotBlockPublicAccess:SnapshotBlockPublicAccess",
        replaced_by=words(""),
        keep="no",
        keep_reason=REMADE,
        actions=Actions(
            create=anywhere("ec2:EnableSnapshotBlockPublicAccess"),
            read=anywhere("ec2:GetSnapshotBlockPublicAccessState"),
            update=anywhere("ec2:EnableSnapshotBlockPublicAccess"),
            delete=anywhere("ec2:DisableSnapshotBlockPublicAccess"),
        ),
        lacks=UNNAMED | ID_UNREAD | NO_ARN,
    ),
)
