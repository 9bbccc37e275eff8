"""The log archive: a bucket in an account of its own, which nobody can empty before time."""

import pulumi
import pulumi_aws as aws

from components.aws.copies import LockedCopy, copied
from components.aws.documents import Statement, document
from components.aws.handles import ArchiveHandle
from components.aws.keys import encryption_key
from components.aws.options import inside, retained
from components.aws.storage import SecureBucket, access_logged, secure_bucket, written_by
from components.aws.tenancy.alarms import GLOBAL_REGION
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
    It has a bucket of its own, copied into the locked one as it fills. Where there is a second region, both are copied there too.
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
        second: aws.Provider | None = None,
    ) -> None:
        """``second``: of the same account in the second region, where there is one."""
        self._name, self._args, self._parent, self._provider = name, args, parent, provider
        self._organisation = organisation
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
        copy = self._copy(account, partition, second) if second is not None else None
        self._elsewhere = [("into-the-copy", copy.secure.bucket.arn, copy.key.arn)] if copy else []
        self.copies = [copy.secure.bucket] if copy else []
        elsewhere_ready = copy.ready if copy else ()
        if copy:
            copied(secure, self._elsewhere, [self.key.arn], role="archive", ready=[lock, *elsewhere_ready])
        configuration = self._configuration([*secure.ready, lock, *elsewhere_ready])
        self.configuration = configuration
        calls = self._edge_logs([*secure.ready, self.policy])
        self.handle = ArchiveHandle(bucket=self.bucket.arn, key=self.key.arn, configuration_bucket=configuration.bucket, edge_logs=calls.arn)

    def _secure_bucket(self, name: str, role: str, *, lock: bool = False) -> SecureBucket:
        bucket_name = self._args.owner.name("aws:bucket", role)
        return secure_bucket(name, bucket_name, self.key.arn, parent=self._parent, provider=self._provider, lock=lock)

    def _configuration(self, archive_ready: list[pulumi.Resource]) -> aws.s3.Bucket:
        """The bucket to which every account's recorder delivers, and its copying into the archive."""
        secure = self._secure_bucket(f"{self._name}-configuration", "configuration")
        secure.policy(*written_by([RECORDER], secure, self._organisation))
        # What came into the archive as a copy is not copied on.
        targets = [("into-the-archive", self.bucket.arn, self.key.arn), *self._elsewhere]
        copied(secure, targets, [self.key.arn], role="configuration", ready=archive_ready)
        secure.lifecycle("cheaper-when-older", days=self._args.retention_days, replaced_days=90, colder_after=COLD_AFTER_DAYS)
        return secure.bucket

    def _edge_logs(self, ready: list[pulumi.Resource]) -> aws.cloudwatch.LogDeliveryDestination:
        """Where Amazon CloudFront delivers what was called at the edge, for every account of the organisation.

        CloudFront looks for it in one region, wherever the bucket is (Amazon CloudFront Developer Guide, "Configure standard logging (v2)").
        """
        destination = aws.cloudwatch.LogDeliveryDestination(
            f"{self._name}-edge-calls",
            region=GLOBAL_REGION,
            name=self._args.owner.name("aws:log-delivery", "edge-calls"),
            output_format="json",
            delivery_destination_configuration={"destination_resource_arn": self.bucket.arn},
            opts=inside(self._parent, self._provider, depends_on=ready),
        )
        aws.cloudwatch.LogDeliveryDestinationPolicy(
            f"{self._name}-edge-calls-policy",
            region=GLOBAL_REGION,
            delivery_destination_name=destination.name,
            delivery_destination_policy=document(
                {
                    "Sid": "CallsOfTheOrganisation",
                    "Effect": "Allow",
                    "Principal": "*",
                    "Action": "logs:CreateDelivery",
                    "Resource": destination.arn,
                    "Condition": {"StringEquals": {"aws:PrincipalOrgID": self._organisation}},
                }
            ),
            opts=inside(self._parent, self._provider),
        )
        return destination

    def _copy(self, account: pulumi.Input[str], partition: pulumi.Input[str], provider: aws.Provider) -> LockedCopy:
        """The archive in the second region, kept for as long."""
        bucket_name = self._args.owner.name("aws:bucket", "log-archive-copy")
        days = self._args.retention_days
        copy = LockedCopy(f"{self._name}-copy", bucket_name, days=days, account=account, partition=partition, parent=self._parent, provider=provider)
        copy.secure.lifecycle("cheaper-when-older", days=days + DAYS_AFTER_LOCK, replaced_days=days, colder_after=COLD_AFTER_DAYS)
        return copy

    def _writers_encrypt(self) -> Statement:
        # Not all of them say for whom they ask; the organisation's perimeter refuses those that do and act for strangers.
        return {
            "Sid": "WritersOfTheOrganisation",
            "Effect": "Allow",
            "Principal": {"Service": [*WRITERS, RECORDER]},
            "Action": ["kms:GenerateDataKey*", "kms:Decrypt", "kms:DescribeKey"],
            "Resource": "*",
        }
