"""What an operator does besides looking: keep what runs running, fill secrets, restore. Neither rights, nor networks, nor new things.

A body's operator fills the secrets of the body's own applications, wherever they run, and nobody's else; the platform's fills none of a body's.
Neither reads what is in them.
"""

from collections.abc import Sequence

import pulumi

from components.aws.documents import Statement
from components.aws.roles import SERVICE_PATH, TENANT_WORKLOAD_PATH, role_arn
from components.aws.tenancy.service_roles import BACKUP_ROLE
from components.contracts import Owner

KEEP_RUNNING = (
    "autoscaling:Describe*", "application-autoscaling:Describe*", "backup:GetRecoveryPointRestoreMetadata", "backup:StartBackupJob",
    "backup:StartRestoreJob", "cloudwatch:*", "ecs:StopTask", "ecs:UpdateService", "elasticloadbalancing:Describe*", "logs:GetQueryResults",
    "logs:StartQuery", "logs:StopQuery", "rds:CreateDBSnapshot", "rds:RebootDBInstance", "support:*",
)  # fmt: skip
FILL = ("secretsmanager:DescribeSecret", "secretsmanager:PutSecretValue")
SECRETS_ROLE = "secrets"
"""What the name of the role ends in by which an application's secrets are filled in a shared cell."""


def operator_rights(partition: pulumi.Input[str], owner: Owner) -> list[Statement]:
    """Statements for the operator of the owner's account."""
    backup = role_arn(partition, "*", SERVICE_PATH, BACKUP_ROLE)
    # Whoever has something restored says as whom (AWS Backup Developer Guide, "API permissions").
    passed = {"StringEquals": {"iam:PassedToService": "backup.amazonaws.com"}}
    rights: list[Statement] = [
        {"Sid": "Operate", "Effect": "Allow", "Action": list(KEEP_RUNNING), "Resource": "*"},
        {"Sid": "Restore", "Effect": "Allow", "Action": ["iam:PassRole"], "Resource": backup, "Condition": passed},
    ]
    if not owner.is_platform:
        rights += fill(partition, "*", [f"civic/*/{owner.key}/*"])
        entered = role_arn(partition, "*", f"{TENANT_WORKLOAD_PATH}{owner.key}/", f"*-{SECRETS_ROLE}")
        rights.append({"Sid": "SharedSecrets", "Effect": "Allow", "Action": ["sts:AssumeRole"], "Resource": entered})
    return rights


def fill(partition: pulumi.Input[str], account: pulumi.Input[str], names: Sequence[pulumi.Input[str]]) -> list[Statement]:
    """Put values into secrets by name. The key is used through Secrets Manager, which gives nobody what is in them but who may read."""
    secrets = [pulumi.Output.concat("arn:", partition, ":secretsmanager:*:", account, ":secret:", name) for name in names]
    keys = pulumi.Output.concat("arn:", partition, ":kms:*:", account, ":key/*")
    through = {"StringLike": {"kms:ViaService": "secretsmanager.*.amazonaws.com"}}
    return [
        {"Sid": "FillSecrets", "Effect": "Allow", "Action": list(FILL), "Resource": secrets},
        # Secrets Manager checks the key by decrypting with it (Secrets Manager User Guide, "Secret encryption and decryption").
        {"Sid": "SecretsKey", "Effect": "Allow", "Action": ["kms:Decrypt", "kms:GenerateDataKey"], "Resource": keys, "Condition": through},
    ]
