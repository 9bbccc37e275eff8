"""What every account gets whether or not anybody asks, a body's and the platform's own. The table in ``controls.py`` says what comes from elsewhere."""

from collections.abc import Sequence

import pulumi
import pulumi_aws as aws

from components.aws.documents import logs_encrypt, partition_of
from components.aws.handles import ArchiveHandle, OrganisationHandle, TenancyHandle
from components.aws.keys import encryption_key
from components.aws.options import inside, retained
from components.aws.roles import SERVICE_PATH, role_arn
from components.aws.tenancy.alarms import Alarms, publishers_encrypt
from components.aws.tenancy.backup import create_backup
from components.aws.tenancy.service_roles import BACKUP_ROLE, CONFIGURATION_ROLE
from components.contracts import HANDLING, PrivateEndpoint, SecurityBaselineArgs

UNUSED_DAYS = 90
RECORDER = "default"
"""A region has one recorder and one channel, which AWS's console calls so: the same name takes over those that are there (AWS Config API
Reference, PutConfigurationRecorder, PutDeliveryChannel)."""


class SecurityBaseline(pulumi.ComponentResource):
    """The security baseline of one account. Outputs: see ``components.contracts.SecurityBaselineOutputs``.

    The roles of ``service_roles`` are in the account already: a tenancy has them.
    """

    key: pulumi.Output[str]
    alarms: pulumi.Output[str]
    private_services: Sequence[PrivateEndpoint] = ()
    """None: every service of the baseline answers at its public name, behind the account's own rights."""

    def __init__(
        self,
        name: str,
        args: SecurityBaselineArgs[OrganisationHandle, ArchiveHandle, TenancyHandle],
        opts: pulumi.ResourceOptions | None = None,
    ) -> None:
        super().__init__("civic-aws:index:SecurityBaseline", name, {}, opts)
        self._name, self._args = name, args
        self._inside = inside(self)
        self._partition = partition_of(args.organisation.arn)
        key = encryption_key(
            f"{name}-key",
            "The body's own key",
            logs_encrypt(self._partition, args.region, args.tenancy.account),
            *publishers_encrypt(args, self._partition),
            account=args.tenancy.account,
            partition=self._partition,
            alias="civic",
            parent=self,
        )
        self._block_public_access()
        self._encrypt_disks(key)
        self._analyse_access()
        self._record_configuration()
        if not args.management:
            # What the management account holds, the state of all stacks, has versions of its own; nothing in it is tagged for backup.
            role = role_arn(self._partition, args.tenancy.account, SERVICE_PATH, BACKUP_ROLE)
            create_backup(name, args.owner, args.backup_days, key, role, opts=inside(self), kept=retained(self))
        if args.phone:
            self._contacts()
        self.key = key.arn
        self.alarms = Alarms(name, args, key, self._partition, parent=self).topic.arn
        self.register_outputs({"key": self.key, "alarms": self.alarms})

    def _analyse_access(self) -> None:
        aws.accessanalyzer.Analyzer(f"{self._name}-analyser", analyzer_name="civic-outside", type="ACCOUNT", opts=self._inside)
        if HANDLING[self._args.owner.classification].unused_access_is_found:
            aws.accessanalyzer.Analyzer(
                f"{self._name}-analyser-unused",
                analyzer_name="civic-unused",
                type="ACCOUNT_UNUSED_ACCESS",
                configuration={"unused_access": {"unused_access_age": UNUSED_DAYS}},
                opts=self._inside,
            )

    def _block_public_access(self) -> None:
        # Snapshots, images, instance metadata and internet gateways: the foundation's declarative policy, which no account can change.
        aws.s3.AccountPublicAccessBlock(
            f"{self._name}-buckets-private",
            block_public_acls=True,
            block_public_policy=True,
            ignore_public_acls=True,
            restrict_public_buckets=True,
            opts=self._inside,
        )

    def _encrypt_disks(self, key: aws.kms.Key) -> None:
        aws.ebs.EncryptionByDefault(f"{self._name}-disks-encrypted", enabled=True, opts=self._inside)
        aws.ebs.DefaultKmsKey(f"{self._name}-disk-key", key_arn=key.arn, opts=self._inside)

    def _record_configuration(self) -> None:
        name, args = self._name, self._args
        role = role_arn(self._partition, args.tenancy.account, SERVICE_PATH, CONFIGURATION_ROLE)
        recorder = aws.cfg.Recorder(
            f"{name}-recorder",
            name=RECORDER,
            role_arn=role,
            recording_group={"all_supported": True, "include_global_resource_types": True},
            opts=self._inside,
        )
        channel = aws.cfg.DeliveryChannel(
            f"{name}-recorder-channel",
            name=RECORDER,
            s3_bucket_name=args.archive.configuration_bucket,
            s3_kms_key_arn=args.archive.key,
            s3_key_prefix=args.owner.key,
            snapshot_delivery_properties={"delivery_frequency": "TwentyFour_Hours"},
            opts=inside(self, depends_on=[recorder]),
        )
        aws.cfg.RecorderStatus(f"{name}-recorder-on", name=recorder.name, is_enabled=True, opts=inside(self, depends_on=[channel]))

    def _contacts(self) -> None:
        args = self._args
        for kind, mailbox in (
            ("SECURITY", args.security_contact),
            ("OPERATIONS", args.operations_contact),
            ("BILLING", args.billing_contact),
        ):
            aws.account.AlternativeContact(
                f"{self._name}-contact-{kind.lower()}",
                alternate_contact_type=kind,
                name=f"{kind.capitalize()} desk",
                title=f"{kind.capitalize()} contact",
                email_address=mailbox,
                phone_number=args.phone,
                opts=self._inside,
            )
