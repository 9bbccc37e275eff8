"""AWS Backup. Names: AWS Backup API Reference."""

from civic.catalogue.row import ID_UNREAD, NAME_UNLIMITED, NO_ARN, REMADE, UNNAMED, Name, Row, words

ROWS = (
    Row(
        "aws:backup/plan:Plan",
        replaced_by=words("name"),
        arn="arn:{partition}:backup:{region}:{account}:backup-plan:{id}",
        keep="no",
        keep_reason=REMADE,
        lacks=NAME_UNLIMITED | ID_UNREAD,
    ),
    Row(
        "aws:backup/selection:Selection",
        replaced_by=words("name planId iamRoleArn selectionTags resources"),
        keep="no",
        keep_reason=REMADE,
        lacks=NAME_UNLIMITED | ID_UNREAD | NO_ARN,
    ),
    Row(
        "aws:backup/vault:Vault",
        name=Name("name", 50, r"[A-Za-z0-9_-]{2,50}", "tenancy"),
        replaced_by=words("kmsKeyArn"),
        arn="arn:{partition}:backup:{region}:{account}:backup-vault:{name}",
        keep="protect and retain",
        keep_reason="it holds the backups",
        lacks=ID_UNREAD,
    ),
    Row(
        "aws:backup/vaultLockConfiguration:VaultLockConfiguration",
        replaced_by=words("backupVaultName minRetentionDays maxRetentionDays changeableForDays"),
        keep="protect and retain",
        keep_reason="it is what keeps the backups from being deleted",
        lacks=UNNAMED | ID_UNREAD | NO_ARN,
    ),
)
