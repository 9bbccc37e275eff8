"""The log archive: a bucket in an account of its own, which nobody can empty before time."""

import pulumi
import pulumi_aws as aws

from components.aws.documents import account_decides, document
from components.naming import physical

WRITERS = {
    "cloudtrail.amazonaws.com": "AWSLogs",
    "config.amazonaws.com": "AWSLogs",
    "delivery.logs.amazonaws.com": "flow",
}
"""Services that write, and the first part of the keys they write under."""


class Archive:
    """Children of the foundation that lie in the log archive account."""

    def __init__(
        self,
        name: str,
        *,
        platform: str,
        account: pulumi.Input[str],
        organisation: pulumi.Input[str],
        partition: pulumi.Input[str],
        days: int,
        parent: pulumi.Resource,
        provider: aws.Provider,
    ) -> None:
        self._name, self._provider, self._parent = name, provider, parent
        inside = pulumi.ResourceOptions(parent=parent, provider=provider)
        kept = pulumi.ResourceOptions(parent=parent, provider=provider, protect=True, retain_on_delete=True)
        self.key = aws.kms.Key(
            f"{name}-key",
            description="Encrypts the log archive",
            enable_key_rotation=True,
            deletion_window_in_days=30,
            policy=document(account_decides(partition, account), *self._key_statements(organisation)),
            opts=kept,
        )
        self.bucket = aws.s3.Bucket(
            f"{name}-bucket",
            bucket=physical("aws:bucket", platform=platform, role="log-archive"),
            object_lock_enabled=True,
            opts=kept,
        )
        bucket = self.bucket
        aws.s3.BucketVersioning(f"{name}-versions", bucket=bucket.id, versioning_configuration={"status": "Enabled"}, opts=inside)
        # Compliance mode: not even the account's root can shorten it (S3 User Guide, "Locking objects with Object Lock").
        aws.s3.BucketObjectLockConfiguration(
            f"{name}-lock", bucket=bucket.id, rule={"default_retention": {"mode": "COMPLIANCE", "days": days}}, opts=kept
        )
        aws.s3.BucketServerSideEncryptionConfiguration(
            f"{name}-encryption",
            bucket=bucket.id,
            rules=[
                {
                    "apply_server_side_encryption_by_default": {"sse_algorithm": "aws:kms", "kms_master_key_id": self.key.arn},
                    "bucket_key_enabled": True,
                }
            ],
            opts=inside,
        )
        aws.s3.BucketOwnershipControls(f"{name}-ownership", bucket=bucket.id, rule={"object_ownership": "BucketOwnerEnforced"}, opts=inside)
        private = aws.s3.BucketPublicAccessBlock(
            f"{name}-private",
            bucket=bucket.id,
            block_public_acls=True,
            block_public_policy=True,
            ignore_public_acls=True,
            restrict_public_buckets=True,
            opts=inside,
        )
        aws.s3.BucketLifecycleConfiguration(
            f"{name}-lifecycle",
            bucket=bucket.id,
            rules=[
                {
                    "id": "cheaper-when-older",
                    "status": "Enabled",
                    "filter": {"prefix": ""},
                    "transitions": [{"days": 90, "storage_class": "GLACIER_IR"}],
                    "expiration": {"days": days + 365},
                    "noncurrent_version_expiration": {"noncurrent_days": days},
                }
            ],
            opts=inside,
        )
        self.policy = aws.s3.BucketPolicy(
            f"{name}-policy",
            bucket=bucket.id,
            policy=document(*self._bucket_statements(bucket, organisation)),
            opts=pulumi.ResourceOptions(parent=parent, provider=provider, depends_on=[private]),
        )

    def _key_statements(self, organisation: pulumi.Input[str]) -> list[dict[str, object]]:
        return [
            {
                "Sid": "WritersOfTheOrganisation",
                "Effect": "Allow",
                "Principal": {"Service": list(WRITERS)},
                "Action": ["kms:GenerateDataKey*", "kms:Decrypt", "kms:DescribeKey"],
                "Resource": "*",
                "Condition": {"StringEquals": {"aws:SourceOrgID": organisation}},
            }
        ]

    def _bucket_statements(self, bucket: aws.s3.Bucket, organisation: pulumi.Input[str]) -> list[dict[str, object]]:
        condition = {"StringEquals": {"aws:SourceOrgID": organisation}}
        everything = pulumi.Output.concat(bucket.arn, "/*")
        return [
            {
                "Sid": "EncryptedTransportOnly",
                "Effect": "Deny",
                "Principal": "*",
                "Action": "s3:*",
                "Resource": [bucket.arn, everything],
                "Condition": {"Bool": {"aws:SecureTransport": "false"}},
            },
            {
                "Sid": "WritersLook",
                "Effect": "Allow",
                "Principal": {"Service": list(WRITERS)},
                "Action": ["s3:GetBucketAcl", "s3:ListBucket", "s3:GetBucketLocation"],
                "Resource": [bucket.arn],
                "Condition": condition,
            },
            {
                "Sid": "WritersWrite",
                "Effect": "Allow",
                "Principal": {"Service": list(WRITERS)},
                "Action": ["s3:PutObject"],
                "Resource": [everything],
                "Condition": condition,
            },
        ]
