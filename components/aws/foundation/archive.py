"""The log archive: a bucket in an account of its own, which nobody can empty before time."""

import pulumi
import pulumi_aws as aws

from components.aws.documents import Statement, document, served_by
from components.aws.handles import ArchiveHandle
from components.aws.keys import encryption_key
from components.aws.options import inside, retained
from components.aws.roles import PATH
from components.aws.storage import SecureBucket, access_logged, secure_bucket, written_by
from components.contracts import FoundationArgs

RECORDER = "config.amazonaws.com"
WRITERS = ("cloudtrail.amazonaws.com", "delivery.logs.amazonaws.com")
"""Services that write into the archive itself."""
COLD_AFTER_DAYS = 90
DAYS_AFTER_LOCK = 365
"""Days that the archive keeps what the lock has let go."""


class Archive:
    """Children of the foundation that lie in the log archive account.

    AWS Config delivers to no bucket with Object Lock (AWS CloudFormation User Guide, "AWS::Config::DeliveryChannel").
    It has a bucket of its own, copied into the locked one as it fills.
    """

    def __init__(
        self,
        name: str,
        args: FoundationArgs,
        *,
        account: pulumi.Input[str],
        organisation: pulumi.Input[str],
        partition: pulumi.Input[str],
        parent: pulumi.Resource,
        provider: aws.Provider,
    ) -> None:
        self._name, self._args, self._parent, self._provider = name, args, parent, provider
        self._organisation = organisation
        self._inside = inside(parent, provider)
        self.key = encryption_key(
            f"{name}-key",
            "Encrypts the log archive",
            self._writers_encrypt(),
            account=account,
            partition=partition,
            parent=parent,
            provider=provider,
        )
        secure = self._secure_bucket(name, "log-archive", lock=True)
        self.bucket = secure.bucket
        # Compliance mode: not even the account's root can shorten it (S3 User Guide, "Locking objects with Object Lock").
        lock = aws.s3.BucketObjectLockConfiguration(
            f"{name}-lock",
            bucket=self.bucket.id,
            rule={"default_retention": {"mode": "COMPLIANCE", "days": args.retention_days}},
            opts=retained(parent, provider),
        )
        secure.lifecycle(
            "cheaper-when-older", days=args.retention_days + DAYS_AFTER_LOCK, replaced_days=args.retention_days, colder_after=COLD_AFTER_DAYS
        )
        access_logged(secure, args.owner.name("aws:bucket", "log-archive-access"), account, parent=parent, provider=provider)
        self.policy = secure.policy(*written_by(WRITERS, secure, organisation), depends_on=[lock])
        configuration = self._configuration([*secure.ready, lock])
        self.configuration = configuration
        self.handle = ArchiveHandle(bucket=self.bucket.arn, key=self.key.arn, configuration_bucket=configuration.bucket)

    def _secure_bucket(self, name: str, role: str, *, lock: bool = False) -> SecureBucket:
        bucket_name = self._args.owner.name("aws:bucket", role)
        return secure_bucket(name, bucket_name, self.key.arn, parent=self._parent, provider=self._provider, lock=lock)

    def _configuration(self, archive_ready: list[pulumi.Resource]) -> aws.s3.Bucket:
        """The bucket to which every account's recorder delivers, and its copying into the archive."""
        secure = self._secure_bucket(f"{self._name}-configuration", "configuration")
        secure.policy(*written_by([RECORDER], secure, self._organisation))
        destination: aws.s3.BucketReplicationConfigRuleDestinationArgsDict = {
            "bucket": self.bucket.arn,
            "encryption_configuration": {"replica_kms_key_id": self.key.arn},
        }
        aws.s3.BucketReplicationConfig(
            f"{secure.name}-copied",
            bucket=secure.bucket.id,
            role=self._copier(secure).arn,
            rules=[
                {
                    "id": "into-the-archive",
                    "status": "Enabled",
                    "priority": 1,
                    "filter": {"prefix": ""},
                    "delete_marker_replication": {"status": "Disabled"},
                    "source_selection_criteria": {"sse_kms_encrypted_objects": {"status": "Enabled"}},
                    "destination": destination,
                }
            ],
            opts=inside(self._parent, self._provider, depends_on=[*secure.ready, *archive_ready]),
        )
        secure.lifecycle("cheaper-when-older", days=self._args.retention_days, replaced_days=90, colder_after=COLD_AFTER_DAYS)
        return secure.bucket

    def _copier(self, source: SecureBucket) -> aws.iam.Role:
        role = aws.iam.Role(
            f"{source.name}-copier",
            name="civic-configuration-copier",
            path=PATH,
            description="Copies what AWS Config records into the locked archive",
            assume_role_policy=document(served_by("s3.amazonaws.com")),
            opts=self._inside,
        )
        look = ["s3:GetReplicationConfiguration", "s3:ListBucket"]
        read = ["s3:GetObjectVersionForReplication", "s3:GetObjectVersionAcl", "s3:GetObjectVersionTagging"]
        write = ["s3:ReplicateObject", "s3:ReplicateTags"]
        aws.iam.RolePolicy(
            f"{source.name}-copier-rights",
            name="copy",
            role=role.name,
            policy=document(
                {"Sid": "Look", "Effect": "Allow", "Action": look, "Resource": source.bucket.arn},
                {"Sid": "Read", "Effect": "Allow", "Action": read, "Resource": source.objects},
                {"Sid": "Write", "Effect": "Allow", "Action": write, "Resource": pulumi.Output.concat(self.bucket.arn, "/*")},
                {"Sid": "Encrypt", "Effect": "Allow", "Action": ["kms:Decrypt", "kms:GenerateDataKey"], "Resource": self.key.arn},
            ),
            opts=self._inside,
        )
        return role

    def _writers_encrypt(self) -> Statement:
        # Not all of them say for whom they ask; the organisation's perimeter refuses those that do and act for strangers.
        return {
            "Sid": "WritersOfTheOrganisation",
            "Effect": "Allow",
            "Principal": {"Service": [*WRITERS, RECORDER]},
            "Action": ["kms:GenerateDataKey*", "kms:Decrypt", "kms:DescribeKey"],
            "Resource": "*",
        }
