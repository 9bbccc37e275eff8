"""The log archive: a bucket in an account of its own, which nobody can empty before time."""

import pulumi
import pulumi_aws as aws

from components.aws.documents import account_decides, document, served_by
from components.aws.storage import closed, written_by
from components.naming import physical

RECORDER = "config.amazonaws.com"
WRITERS = ["cloudtrail.amazonaws.com", "delivery.logs.amazonaws.com"]
"""Services that write into the archive itself."""


def configuration_bucket(platform: str) -> str:
    """Name of the bucket to which every account's recorder delivers."""
    return physical("aws:bucket", platform=platform, role="configuration")


class Archive:
    """Children of the foundation that lie in the log archive account.

    AWS Config delivers to no bucket with Object Lock (AWS CloudFormation User Guide, "AWS::Config::DeliveryChannel").
    It has a bucket of its own, copied into the locked one as it fills.
    """

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
        self._name, self._parent, self._provider = name, parent, provider
        self._organisation, self._account = organisation, account
        self._inside = pulumi.ResourceOptions(parent=parent, provider=provider)
        self._kept = pulumi.ResourceOptions(parent=parent, provider=provider, protect=True, retain_on_delete=True)
        self.key = aws.kms.Key(
            f"{name}-key",
            description="Encrypts the log archive",
            enable_key_rotation=True,
            deletion_window_in_days=30,
            policy=document(account_decides(partition, account), self._writers_encrypt()),
            opts=self._kept,
        )
        bucket_name = physical("aws:bucket", platform=platform, role="log-archive")
        self.bucket, ready = closed(name, bucket_name, self.key.arn, parent=parent, provider=provider, lock=True)
        # Compliance mode: not even the account's root can shorten it (S3 User Guide, "Locking objects with Object Lock").
        lock = aws.s3.BucketObjectLockConfiguration(
            f"{name}-lock", bucket=self.bucket.id, rule={"default_retention": {"mode": "COMPLIANCE", "days": days}}, opts=self._kept
        )
        self._age(name, self.bucket, days + 365, days)
        self.policy = self._let_in(name, WRITERS, self.bucket, [*ready, lock])
        self._configuration(platform, days, [*ready, lock])

    def _configuration(self, platform: str, days: int, archive_ready: list[pulumi.Resource]) -> None:
        stem = f"{self._name}-configuration"
        bucket, ready = closed(stem, configuration_bucket(platform), self.key.arn, parent=self._parent, provider=self._provider)
        self._let_in(stem, [RECORDER], bucket, ready)
        role = self._copier(stem, bucket)
        aws.s3.BucketReplicationConfig(
            f"{stem}-copied",
            bucket=bucket.id,
            role=role.arn,
            rules=[
                {
                    "id": "into-the-archive",
                    "status": "Enabled",
                    "priority": 1,
                    "filter": {"prefix": ""},
                    "delete_marker_replication": {"status": "Disabled"},
                    "source_selection_criteria": {"sse_kms_encrypted_objects": {"status": "Enabled"}},
                    "destination": {"bucket": self.bucket.arn, "encryption_configuration": {"replica_kms_key_id": self.key.arn}},
                }
            ],
            opts=pulumi.ResourceOptions(parent=self._parent, provider=self._provider, depends_on=[*ready, *archive_ready]),
        )
        self._age(stem, bucket, days, 90)

    def _copier(self, stem: str, source: aws.s3.Bucket) -> aws.iam.Role:
        role = aws.iam.Role(
            f"{stem}-copier",
            name="civic-configuration-copier",
            path="/civic/",
            description="Copies what AWS Config records into the locked archive",
            assume_role_policy=document(served_by("s3.amazonaws.com", self._account)),
            opts=self._inside,
        )
        look = ["s3:GetReplicationConfiguration", "s3:ListBucket"]
        read = ["s3:GetObjectVersionForReplication", "s3:GetObjectVersionAcl", "s3:GetObjectVersionTagging"]
        write = ["s3:ReplicateObject", "s3:ReplicateTags"]
        aws.iam.RolePolicy(
            f"{stem}-copier-rights",
            name="copy",
            role=role.name,
            policy=document(
                {"Sid": "Look", "Effect": "Allow", "Action": look, "Resource": source.arn},
                {"Sid": "Read", "Effect": "Allow", "Action": read, "Resource": pulumi.Output.concat(source.arn, "/*")},
                {"Sid": "Write", "Effect": "Allow", "Action": write, "Resource": pulumi.Output.concat(self.bucket.arn, "/*")},
                {"Sid": "Encrypt", "Effect": "Allow", "Action": ["kms:Decrypt", "kms:GenerateDataKey"], "Resource": self.key.arn},
            ),
            opts=self._inside,
        )
        return role

    def _age(self, stem: str, bucket: aws.s3.Bucket, days: int, replaced: int) -> None:
        aws.s3.BucketLifecycleConfiguration(
            f"{stem}-lifecycle",
            bucket=bucket.id,
            rules=[
                {
                    "id": "cheaper-when-older",
                    "status": "Enabled",
                    "filter": {"prefix": ""},
                    "transitions": [{"days": 90, "storage_class": "GLACIER_IR"}],
                    "expiration": {"days": days},
                    "noncurrent_version_expiration": {"noncurrent_days": replaced},
                }
            ],
            opts=self._inside,
        )

    def _let_in(self, stem: str, services: list[str], bucket: aws.s3.Bucket, ready: list[pulumi.Resource]) -> aws.s3.BucketPolicy:
        return aws.s3.BucketPolicy(
            f"{stem}-policy",
            bucket=bucket.id,
            policy=document(*written_by(services, bucket, self._organisation)),
            opts=pulumi.ResourceOptions(parent=self._parent, provider=self._provider, depends_on=ready),
        )

    def _writers_encrypt(self) -> dict[str, object]:
        return {
            "Sid": "WritersOfTheOrganisation",
            "Effect": "Allow",
            "Principal": {"Service": [*WRITERS, RECORDER]},
            "Action": ["kms:GenerateDataKey*", "kms:Decrypt", "kms:DescribeKey"],
            "Resource": "*",
            "Condition": {"StringEquals": {"aws:SourceOrgID": self._organisation}},
        }
