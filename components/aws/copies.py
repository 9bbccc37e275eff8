"""A copy in a second region: a bucket that nobody can empty, under a key of its own, filled by a role of its own.

Sources: Amazon S3 User Guide, "Replicating objects within and across Regions", "Setting up permissions for live replication", "Replicating
encrypted objects" and, for a locked bucket, "Object Lock considerations": what is copied without a retention of its own has the copy's. What
is itself a copy is not copied on ("What isn't replicated with replication configurations?").
"""

from collections.abc import Iterable, Sequence

import pulumi
import pulumi_aws as aws

from components.aws.documents import document, served_by
from components.aws.keys import encryption_key
from components.aws.options import inside, retained
from components.aws.roles import COPIER_ROLE, PATH
from components.aws.storage import SecureBucket, secure_bucket

LOOK = ("s3:GetReplicationConfiguration", "s3:ListBucket")
READ = ("s3:GetObjectVersionForReplication", "s3:GetObjectVersionAcl", "s3:GetObjectVersionTagging", "s3:GetObjectRetention", "s3:GetObjectLegalHold")
WRITE = ("s3:ReplicateObject", "s3:ReplicateTags")


class LockedCopy:
    """The bucket ``<name>-bucket`` in the second region, and what may be copied into it."""

    def __init__(
        self,
        name: str,
        bucket_name: str,
        *,
        days: int,
        account: pulumi.Input[str],
        partition: pulumi.Input[str],
        parent: pulumi.Resource,
        provider: pulumi.ProviderResource,
    ) -> None:
        """``days``: how long nobody, not even the account's root, can delete what is in it. ``provider``: of the second region."""
        self.key = encryption_key(f"{name}-key", "Encrypts copies", account=account, partition=partition, parent=parent, provider=provider)
        self.secure = secure_bucket(name, bucket_name, self.key.arn, parent=parent, provider=provider, lock=True)
        self.lock = aws.s3.BucketObjectLockConfiguration(
            f"{name}-lock",
            bucket=self.secure.bucket.id,
            rule={"default_retention": {"mode": "COMPLIANCE", "days": days}},
            opts=retained(parent, provider),
        )
        self.secure.policy(depends_on=[self.lock])
        self.ready: Sequence[pulumi.Resource] = (*self.secure.ready, self.lock)


def copied(
    source: SecureBucket,
    copies: Iterable[tuple[str, pulumi.Output[str], pulumi.Output[str]]],
    keys: Sequence[pulumi.Input[str]],
    *,
    role: str,
    ready: Sequence[pulumi.Resource],
) -> None:
    """Copy what comes into ``source`` into each of ``copies``: id of the rule, ARN of the bucket, ARN of the key there.

    ``keys`` encrypt the source. ``role`` is the part of the copier's name that tells it from the others of its account. What was deleted in
    the source stays in the copies.
    """
    targets = list(copies)
    copier = _copier(source, targets, keys, role)
    aws.s3.BucketReplicationConfig(
        f"{source.name}-copied",
        bucket=source.bucket.id,
        role=copier.arn,
        rules=[
            {
                "id": rule,
                "status": "Enabled",
                "priority": number,
                "filter": {"prefix": ""},
                "delete_marker_replication": {"status": "Disabled"},
                "source_selection_criteria": {"sse_kms_encrypted_objects": {"status": "Enabled"}},
                "destination": {"bucket": bucket, "encryption_configuration": {"replica_kms_key_id": key}},
            }
            for number, (rule, bucket, key) in enumerate(targets, 1)
        ],
        opts=inside(source.parent, source.provider, depends_on=[*source.ready, *ready]),
    )


def _copier(
    source: SecureBucket, targets: Sequence[tuple[str, pulumi.Output[str], pulumi.Output[str]]], keys: Sequence[pulumi.Input[str]], role: str
) -> aws.iam.Role:
    options = inside(source.parent, source.provider)
    copier = aws.iam.Role(
        f"{source.name}-copier",
        name=COPIER_ROLE.format(role),
        path=PATH,
        description="Copies what comes into a bucket into locked ones",
        assume_role_policy=document(served_by("s3.amazonaws.com")),
        opts=options,
    )
    into = [pulumi.Output.concat(bucket, "/*") for _, bucket, _ in targets]
    aws.iam.RolePolicy(
        f"{source.name}-copier-rights",
        name="copy",
        role=copier.name,
        policy=document(
            {"Sid": "Look", "Effect": "Allow", "Action": list(LOOK), "Resource": source.bucket.arn},
            {"Sid": "Read", "Effect": "Allow", "Action": list(READ), "Resource": source.objects},
            {"Sid": "Write", "Effect": "Allow", "Action": list(WRITE), "Resource": into},
            {"Sid": "Open", "Effect": "Allow", "Action": "kms:Decrypt", "Resource": list(keys)},
            {"Sid": "Seal", "Effect": "Allow", "Action": ["kms:Encrypt", "kms:GenerateDataKey"], "Resource": [key for _, _, key in targets]},
        ),
        opts=options,
    )
    return copier
