"""How every bucket is made: versioned, encrypted, private, reached by encrypted transport alone, and written by whom its policy names."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pulumi
import pulumi_aws as aws

from components.aws.documents import Statement, document
from components.aws.options import inside, retained


@dataclass(frozen=True)
class SecureBucket:
    """A bucket that nobody is let into yet."""

    name: str
    """Logical name that its parts begin with."""
    bucket: aws.s3.Bucket
    ready: Sequence[pulumi.Resource]
    """What must stand before anything is let in."""
    parent: pulumi.Resource
    provider: pulumi.ProviderResource | None

    @property
    def objects(self) -> pulumi.Output[str]:
        """ARN of everything in it."""
        return pulumi.Output.concat(self.bucket.arn, "/*")

    def policy(self, *statements: Statement, depends_on: Sequence[pulumi.Resource] = ()) -> aws.s3.BucketPolicy:
        """Its policy ``<name>-policy``: encrypted transport, and what ``statements`` say."""
        return aws.s3.BucketPolicy(
            f"{self.name}-policy",
            bucket=self.bucket.id,
            policy=document(self._encrypted_transport(), *statements),
            opts=inside(self.parent, self.provider, depends_on=[*self.ready, *depends_on]),
        )

    def lifecycle(
        self, rule_id: str, *, replaced_days: int, days: int | None = None, colder_after: int | None = None, uploads_days: int | None = None
    ) -> None:
        """How long what is in it stays, ``<name>-lifecycle``, in days: what was replaced, what stands, what nobody finished to upload.

        What stands moves to ``GLACIER_IR`` where it gets ``colder_after``. What is left out has no end.
        """
        rule: aws.s3.BucketLifecycleConfigurationRuleArgsDict = {
            "id": rule_id,
            "status": "Enabled",
            "filter": {"prefix": ""},
            "noncurrent_version_expiration": {"noncurrent_days": replaced_days},
        }
        if colder_after is not None:
            rule["transitions"] = [{"days": colder_after, "storage_class": "GLACIER_IR"}]
        if days is not None:
            rule["expiration"] = {"days": days}
        if uploads_days is not None:
            rule["abort_incomplete_multipart_upload"] = {"days_after_initiation": uploads_days}
        options = inside(self.parent, self.provider, depends_on=self.ready)
        aws.s3.BucketLifecycleConfiguration(f"{self.name}-lifecycle", bucket=self.bucket.id, rules=[rule], opts=options)

    def _encrypted_transport(self) -> Statement:
        return {
            "Sid": "EncryptedTransportOnly",
            "Effect": "Deny",
            "Principal": "*",
            "Action": "s3:*",
            "Resource": [self.bucket.arn, self.objects],
            "Condition": {"Bool": {"aws:SecureTransport": "false"}},
        }


def secure_bucket(
    name: str,
    bucket_name: str,
    key: pulumi.Input[str] | None,
    *,
    parent: pulumi.Resource,
    provider: pulumi.ProviderResource | None = None,
    lock: bool = False,
    tags: Mapping[str, str] | None = None,
) -> SecureBucket:
    """A bucket, its parts named ``<name>-...`` (S3 User Guide, "Security best practices"). ``SecureBucket.policy`` completes it.

    ``key`` is a KMS key's ARN. Without one the bucket is encrypted with the provider's own: only for what services write that take no
    other. ``lock`` makes object lock possible, which cannot be switched on later.
    """
    options = inside(parent, provider)
    bucket = aws.s3.Bucket(f"{name}-bucket", bucket=bucket_name, object_lock_enabled=lock, tags=tags, opts=retained(parent, provider))
    versions = aws.s3.BucketVersioning(f"{name}-versions", bucket=bucket.id, versioning_configuration={"status": "Enabled"}, opts=options)
    encryption: aws.s3.BucketServerSideEncryptionConfigurationRuleApplyServerSideEncryptionByDefaultArgsDict = {"sse_algorithm": "AES256"}
    if key is not None:
        encryption = {"sse_algorithm": "aws:kms", "kms_master_key_id": key}
    aws.s3.BucketServerSideEncryptionConfiguration(
        f"{name}-encryption",
        bucket=bucket.id,
        rules=[{"apply_server_side_encryption_by_default": encryption, "bucket_key_enabled": key is not None}],
        opts=options,
    )
    aws.s3.BucketOwnershipControls(f"{name}-ownership", bucket=bucket.id, rule={"object_ownership": "BucketOwnerEnforced"}, opts=options)
    private = aws.s3.BucketPublicAccessBlock(
        f"{name}-private",
        bucket=bucket.id,
        block_public_acls=True,
        block_public_policy=True,
        ignore_public_acls=True,
        restrict_public_buckets=True,
        opts=options,
    )
    return SecureBucket(name, bucket, (private, versions), parent, provider)


ACCESS_DAYS = 400
"""Days for which it is known who touched what in a bucket."""


def access_logged(
    secure: SecureBucket, bucket_name: str, account: pulumi.Input[str], *, parent: pulumi.Resource, provider: pulumi.ProviderResource | None = None
) -> None:
    """Keep a log of every request to a bucket, in a bucket beside it, ``<name>-access-...``, which Amazon S3 alone writes to.

    It is encrypted by S3 itself: the log's delivery takes no other key. Source: Amazon S3 User Guide, "Enabling Amazon S3 server access logging".
    """
    log = secure_bucket(f"{secure.name}-access", bucket_name, None, parent=parent, provider=provider)
    write: Statement = {
        "Sid": "AccessLog",
        "Effect": "Allow",
        "Principal": {"Service": "logging.s3.amazonaws.com"},
        "Action": "s3:PutObject",
        "Resource": log.objects,
        "Condition": {"ArnLike": {"aws:SourceArn": secure.bucket.arn}, "StringEquals": {"aws:SourceAccount": account}},
    }
    policy = log.policy(write)
    log.lifecycle("kept-at-hand", days=ACCESS_DAYS, replaced_days=30)
    aws.s3.BucketLogging(
        f"{secure.name}-access-log",
        bucket=secure.bucket.id,
        target_bucket=log.bucket.id,
        target_prefix="access/",
        opts=inside(parent, provider, depends_on=[policy]),
    )


def written_by(services: Sequence[str], secure: SecureBucket, organisation: pulumi.Input[str]) -> list[Statement]:
    """Statements that let these services write on behalf of the organisation (``o-...``) alone.

    Before they write they look whether they can, and then do not say for whom (AWS Control Tower User Guide, "Amazon S3 bucket policy in
    the log archive account").
    """
    look = ["s3:GetBucketAcl", "s3:ListBucket", "s3:GetBucketLocation"]
    ours = {"StringEquals": {"aws:SourceOrgID": organisation}}
    writers: Statement = {"Effect": "Allow", "Principal": {"Service": services}}
    return [
        {**writers, "Sid": "WritersLook", "Action": look, "Resource": [secure.bucket.arn]},
        {**writers, "Sid": "WritersWrite", "Action": ["s3:PutObject"], "Resource": [secure.objects], "Condition": ours},
    ]
