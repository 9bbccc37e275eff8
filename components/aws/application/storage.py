"""An application's own bucket."""

import pulumi_aws as aws

from components.aws.application.context import ApplicationContext
from components.aws.documents import Statement
from components.aws.hosting.tenants import application_bucket_name, short_name
from components.aws.roles import SERVICE_PATH, role_arn
from components.aws.storage import SecureBucket, secure_bucket
from components.aws.tenancy.backup import BACKUP_TAG, DAILY
from components.aws.tenancy.service_roles import BACKUP_ROLE
from components.contracts import HANDLING

VERSIONS_DAYS = 35
"""Days for which what was overwritten or deleted can be had back."""
OBJECT_ACTIONS = ("s3:DeleteObject", "s3:GetObject", "s3:PutObject")


def create_storage(context: ApplicationContext) -> aws.s3.Bucket | None:
    """The application's own bucket, where its manifest names a variable for one."""
    args, name = context.args, f"{context.name}-storage"
    if not args.workload.storage_variable:
        return None
    bucket_name = application_bucket_name(args.owner, short_name(args.application))
    secure = secure_bucket(name, bucket_name, args.cell.key, parent=context.parent, tags={BACKUP_TAG: DAILY})
    secure.policy(*_its_network_alone(context, secure))
    secure.lifecycle("versions", replaced_days=VERSIONS_DAYS, uploads_days=7)
    return secure.bucket


def _its_network_alone(context: ApplicationContext, secure: SecureBucket) -> list[Statement]:
    args = context.args
    if not HANDLING[args.owner.classification].storage_answers_its_network_alone:
        return []
    backup = role_arn(context.partition, args.tenancy.account, SERVICE_PATH, BACKUP_ROLE)
    # AWS Backup reads what it backs up from a network of its own.
    elsewhere = {"StringNotEquals": {"aws:SourceVpc": args.cell.network.vpc}, "ArnNotEquals": {"aws:PrincipalArn": backup}}
    return [
        {
            "Sid": "ThisNetworkOnly",
            "Effect": "Deny",
            "Principal": "*",
            "Action": list(OBJECT_ACTIONS),
            "Resource": secure.objects,
            "Condition": elsewhere,
        }
    ]
