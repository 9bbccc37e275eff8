"""How every bucket is made: versioned, encrypted, private, and written by named services alone."""

from collections.abc import Mapping

import pulumi
import pulumi_aws as aws

from components.aws.documents import Statement


def closed(
    stem: str, name: str, key: pulumi.Input[str] | None, *, parent: pulumi.Resource, provider: aws.Provider | None = None, lock: bool = False
) -> tuple[aws.s3.Bucket, list[pulumi.Resource]]:
    """A bucket, and what must stand before anything is let in (S3 User Guide, "Security best practices").

    Without ``key`` it is encrypted with the provider's own: only for what services write that take no other.
    """
    inside = pulumi.ResourceOptions(parent=parent, provider=provider)
    kept = pulumi.ResourceOptions(parent=parent, provider=provider, protect=True, retain_on_delete=True)
    bucket = aws.s3.Bucket(f"{stem}-bucket", bucket=name, object_lock_enabled=lock, opts=kept)
    versions = aws.s3.BucketVersioning(f"{stem}-versions", bucket=bucket.id, versioning_configuration={"status": "Enabled"}, opts=inside)
    encryption: aws.s3.BucketServerSideEncryptionConfigurationRuleApplyServerSideEncryptionByDefaultArgsDict = {"sse_algorithm": "AES256"}
    if key is not None:
        encryption = {"sse_algorithm": "aws:kms", "kms_master_key_id": key}
    aws.s3.BucketServerSideEncryptionConfiguration(
        f"{stem}-encryption",
        bucket=bucket.id,
        rules=[{"apply_server_side_encryption_by_default": encryption, "bucket_key_enabled": key is not None}],
        opts=inside,
    )
    aws.s3.BucketOwnershipControls(f"{stem}-ownership", bucket=bucket.id, rule={"object_ownership": "BucketOwnerEnforced"}, opts=inside)
    private = aws.s3.BucketPublicAccessBlock(
        f"{stem}-private",
        bucket=bucket.id,
        block_public_acls=True,
        block_public_policy=True,
        ignore_public_acls=True,
        restrict_public_buckets=True,
        opts=inside,
    )
    return bucket, [private, versions]


def written_by(services: list[str], bucket: aws.s3.Bucket, organisation: pulumi.Input[str]) -> list[Statement]:
    """Statements of a bucket's policy: encrypted transport, and these services on behalf of the organisation alone."""
    everything = pulumi.Output.concat(bucket.arn, "/*")
    look = ["s3:GetBucketAcl", "s3:ListBucket", "s3:GetBucketLocation"]
    writers: Mapping[str, object] = {
        "Effect": "Allow",
        "Principal": {"Service": services},
        "Condition": {"StringEquals": {"aws:SourceOrgID": organisation}},
    }
    return [
        {
            "Sid": "EncryptedTransportOnly",
            "Effect": "Deny",
            "Principal": "*",
            "Action": "s3:*",
            "Resource": [bucket.arn, everything],
            "Condition": {"Bool": {"aws:SecureTransport": "false"}},
        },
        {**writers, "Sid": "WritersLook", "Action": look, "Resource": [bucket.arn]},
        {**writers, "Sid": "WritersWrite", "Action": ["s3:PutObject"], "Resource": [everything]},
    ]
