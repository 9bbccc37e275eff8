"""AWS Backup. Names: AWS Backup API Reference."""

from civic.catalogue.actions import Actions, anywhere, key, linked, makes, on, passes, tagged
from civic.catalogue.row import ID_UNREAD, NAME_AMONG_TEXTS, NO_ARN, REMADE, UNNAMED, Name, Quota, Row, Text, words

PLAN = "arn:{partition}:backup:{region}:{account}:backup-plan:{id}"
VAULT = "arn:{partition}:backup:{region}:{account}:backup-vault:{name}"
LOCKED = "arn:{partition}:backup:{region}:{account}:backup-vault:{backupVaultName}"
SELECTED = "arn:{partition}:backup:{region}:{account}:backup-plan:{planId}"

ROWS = (
    Row(
        "aws:backup/plan:Plan",
        texts={
            "name": Text(50, r"[A-Za-z0-9_.-]+", "AWS Backup API Reference, BackupPlanInput"),
            "rules.*.ruleName": Text(50, r"[A-Za-z0-9_.-]+", "AWS Backup API Reference, BackupRuleInput"),
        },
        replaced_by=words("name"),
        arn=PLAN,
        keep="no",
        keep_reason=REMADE,
        actions=Actions(
            create=makes(PLAN, "backup:CreateBackupPlan"),
            read=on(PLAN, "backup:GetBackupPlan"),
            update=on(PLAN, "backup:UpdateBackupPlan"),
            delete=on(PLAN, "backup:DeleteBackupPlan"),
        )
        | tagged(PLAN, tag="backup:TagResource", untag="backup:UntagResource", read="backup:ListTags"),
        lacks=NAME_AMONG_TEXTS | ID_UNREAD,
    ),
    Row(
        "aws:backup/selection:Selection",
        texts={"name": Text(50, r"[A-Za-z0-9_.-]+", "AWS Backup API Reference, BackupSelection")},
        replaced_by=words("name planId iamRoleArn selectionTags resources"),
        keep="no",
        keep_reason=REMADE,
        actions=Actions(
            create=on(SELECTED, "backup:CreateBackupSelection")
            + passes("{iamRoleArn}", "backup.amazonaws.com")
            + linked("backup.amazonaws.com", "AWSServiceRoleForBackup"),
            read=on(SELECTED, "backup:GetBackupSelection"),
            delete=on(SELECTED, "backup:DeleteBackupSelection"),
        ),
        lacks=NAME_AMONG_TEXTS | ID_UNREAD | NO_ARN,
    ),
    Row(
        "aws:backup/vault:Vault",
        quotas=(Quota("backup vaults in a region", 100, "region", adjustable=True, source="AWS Backup Developer Guide, Quotas"),),
        name=Name("name", 50, r"[A-Za-z0-9_-]{2,50}", "tenancy"),
        replaced_by=words("kmsKeyArn"),
        arn=VAULT,
        keep="protect and retain",
        keep_reason="it holds the backups",
        actions=Actions(
            create=makes(VAULT, "backup:CreateBackupVault")
            + anywhere("backup-storage:MountCapsule")
            + key("kmsKeyArn", "backup", "kms:DescribeKey kms:CreateGrant kms:RetireGrant kms:GenerateDataKey kms:Decrypt"),
            read=on(VAULT, "backup:DescribeBackupVault"),
            delete=on(VAULT, "backup:DeleteBackupVault"),
        )
        | tagged(VAULT, tag="backup:TagResource", untag="backup:UntagResource", read="backup:ListTags"),
        lacks=ID_UNREAD,
    ),
    Row(
        "aws:backup/vaultLockConfiguration:VaultLockConfiguration",
        replaced_by=words("backupVaultName minRetentionDays maxRetentionDays changeableForDays"),
        keep="protect and retain",
        keep_reason="it is what keeps the backups from being deleted",
        actions=Actions(
            create=on(LOCKED, "backup:PutBackupVaultLockConfiguration"),
            read=on(LOCKED, "backup:DescribeBackupVault"),
            delete=on(LOCKED, "backup:DeleteBackupVaultLockConfiguration"),
        ),
        lacks=UNNAMED | ID_UNREAD | NO_ARN,
    ),
)
