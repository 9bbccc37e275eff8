"""What every account gets whether or not anybody asks. The table in ``controls.py`` says what comes from elsewhere."""

import json

import pulumi
import pulumi_aws as aws

from components.aws.documents import account_decides, document, logs_encrypt, served_by
from components.aws.foundation.archive import configuration_bucket
from components.aws.providers import ADMINISTRATION_ROLE
from components.contracts import SecurityBaselineArgs
from components.naming import physical

SERVICE_PATH = "/civic-service/"
BREAK_GLASS = "civic-break-glass"
"""The permission set of that role (``components.aws.tenancy.access``)."""
UNUSED_DAYS = 90
GLOBAL_REGION = "us-east-1"
"""Where AWS records root's sign-ins and the calls of services without regions, wherever the account works.

Source: AWS CloudTrail User Guide, "AWS Management Console sign-in events" and "Global service events".
"""
EVERY_EVENT = "ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS"
"""Without it a rule sees nothing that only reads (EventBridge User Guide, "Receiving read-only management events")."""
TELLERS = ("cloudwatch.amazonaws.com", "events.amazonaws.com", "vpce.amazonaws.com")
"""Services that may tell the body's contacts something, of this account's own alone."""


class SecurityBaseline(pulumi.ComponentResource):
    """The security baseline of one account. Outputs: see ``components.contracts.SecurityBaselineOutputs``."""

    def __init__(self, name: str, args: SecurityBaselineArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("civic-aws:index:SecurityBaseline", name, {}, opts)
        self._name, self._args = name, args
        self._inside = pulumi.ResourceOptions(parent=self)
        self._kept = pulumi.ResourceOptions(parent=self, protect=True, retain_on_delete=True)
        self._partition = aws.get_partition_output(opts=pulumi.InvokeOptions(parent=self)).partition
        self._key = self._make_key()
        self._close()
        self._encrypt()
        self._analyse()
        self._configuration()
        vault = self._backup()
        self._contacts()
        topic = self._alarms()
        self.key: pulumi.Output[str] = self._key.arn
        self.vault: pulumi.Output[str] = vault.arn
        self.alarms: pulumi.Output[str] = topic.arn
        self.register_outputs({"key": self.key, "vault": self.vault, "alarms": self.alarms})

    def _named(self, kind: str, role: str) -> str:
        return physical(kind, platform=self._args.platform, organisation=self._args.organisation, role=role)

    def _make_key(self) -> aws.kms.Key:
        services = {
            "Sid": "Services",
            "Effect": "Allow",
            "Principal": {"Service": [*TELLERS, "sns.amazonaws.com"]},
            "Action": ["kms:Decrypt", "kms:GenerateDataKey*", "kms:DescribeKey"],
            "Resource": "*",
            "Condition": {"StringEquals": {"aws:SourceAccount": self._args.tenancy}},
        }
        logs = logs_encrypt(self._partition, self._args.region, self._args.tenancy)
        key = aws.kms.Key(
            f"{self._name}-key",
            description="The body's own key",
            enable_key_rotation=True,
            deletion_window_in_days=30,
            policy=document(account_decides(self._partition, self._args.tenancy), logs, services),
            opts=self._kept,
        )
        aws.kms.Alias(f"{self._name}-key-alias", name="alias/civic", target_key_id=key.key_id, opts=self._inside)
        return key

    def _analyse(self) -> None:
        aws.accessanalyzer.Analyzer(f"{self._name}-analyser", analyzer_name="civic-outside", type="ACCOUNT", opts=self._inside)
        if self._args.classification == "official-sensitive":
            # Priced for each role it watches, so only where what lies behind the roles is worth it.
            aws.accessanalyzer.Analyzer(
                f"{self._name}-analyser-unused",
                analyzer_name="civic-unused",
                type="ACCOUNT_UNUSED_ACCESS",
                configuration={"unused_access": {"unused_access_age": UNUSED_DAYS}},
                opts=self._inside,
            )

    def _close(self) -> None:
        aws.s3.AccountPublicAccessBlock(
            f"{self._name}-buckets-private",
            block_public_acls=True,
            block_public_policy=True,
            ignore_public_acls=True,
            restrict_public_buckets=True,
            opts=self._inside,
        )
        aws.ebs.SnapshotBlockPublicAccess(f"{self._name}-snapshots-private", state="block-all-sharing", opts=self._inside)
        aws.ec2.ImageBlockPublicAccess(f"{self._name}-images-private", state="block-new-sharing", opts=self._inside)
        aws.ec2.InstanceMetadataDefaults(f"{self._name}-metadata", http_tokens="required", http_put_response_hop_limit=2, opts=self._inside)

    def _encrypt(self) -> None:
        aws.ebs.EncryptionByDefault(f"{self._name}-disks-encrypted", enabled=True, opts=self._inside)
        aws.ebs.DefaultKmsKey(f"{self._name}-disk-key", key_arn=self._key.arn, opts=self._inside)

    def _service_role(self, role: str, service: str, policy: str) -> aws.iam.Role:
        made = aws.iam.Role(
            f"{self._name}-{role}-role",
            name=f"civic-{role}",
            path=SERVICE_PATH,
            assume_role_policy=document(served_by(service, self._args.tenancy)),
            opts=self._inside,
        )
        managed = pulumi.Output.concat("arn:", self._partition, ":iam::aws:policy/service-role/", policy)
        aws.iam.RolePolicyAttachment(f"{self._name}-{role}-rights", role=made.name, policy_arn=managed, opts=self._inside)
        return made

    def _configuration(self) -> None:
        name = self._name
        role = self._service_role("configuration", "config.amazonaws.com", "AWS_ConfigRole")
        recorder = aws.cfg.Recorder(
            f"{name}-recorder",
            name="civic",
            role_arn=role.arn,
            recording_group={"all_supported": True, "include_global_resource_types": True},
            opts=self._inside,
        )
        channel = aws.cfg.DeliveryChannel(
            f"{name}-recorder-channel",
            name="civic",
            s3_bucket_name=configuration_bucket(self._args.platform),
            s3_kms_key_arn=self._args.archive_workspace,
            s3_key_prefix=self._args.organisation,
            snapshot_delivery_properties={"delivery_frequency": "TwentyFour_Hours"},
            opts=pulumi.ResourceOptions(parent=self, depends_on=[recorder]),
        )
        aws.cfg.RecorderStatus(
            f"{name}-recorder-on", name=recorder.name, is_enabled=True, opts=pulumi.ResourceOptions(parent=self, depends_on=[channel])
        )

    def _backup(self) -> aws.backup.Vault:
        name, days = self._name, self._args.backup_days
        vault = aws.backup.Vault(f"{name}-vault", name=self._named("aws:backup-vault", "backup"), kms_key_arn=self._key.arn, opts=self._kept)
        # With ``changeable_for_days`` the lock is in compliance mode after those days: nobody can lift it (AWS Backup Developer Guide, "Vault Lock").
        aws.backup.VaultLockConfiguration(
            f"{name}-vault-lock",
            backup_vault_name=vault.name,
            min_retention_days=days,
            max_retention_days=3650,
            changeable_for_days=3,
            opts=self._kept,
        )
        plan = aws.backup.Plan(
            f"{name}-backup-plan",
            name=self._named("aws:general", "daily"),
            rules=[
                {
                    "rule_name": "daily",
                    "target_vault_name": vault.name,
                    "schedule": "cron(0 2 * * ? *)",
                    "start_window": 60,
                    "completion_window": 360,
                    "lifecycle": {"delete_after": days},
                }
            ],
            opts=self._inside,
        )
        role = self._service_role("backup", "backup.amazonaws.com", "AWSBackupServiceRolePolicyForBackup")
        aws.backup.Selection(
            f"{name}-backup-tagged",
            name="tagged",
            plan_id=plan.id,
            iam_role_arn=role.arn,
            selection_tags=[{"type": "STRINGEQUALS", "key": "backup", "value": "daily"}],
            opts=self._inside,
        )
        return vault

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

    def _alarms(self) -> aws.sns.Topic:
        name = self._name
        topic = aws.sns.Topic(f"{name}-alarms", name="civic-alarms", kms_master_key_id=self._key.arn, opts=self._inside)
        publish = {
            "Effect": "Allow",
            "Principal": {"Service": list(TELLERS)},
            "Action": "sns:Publish",
            "Resource": topic.arn,
            "Condition": {"StringEquals": {"aws:SourceAccount": self._args.tenancy}},
        }
        aws.sns.TopicPolicy(f"{name}-alarms-policy", arn=topic.arn, policy=document(publish), opts=self._inside)
        aws.sns.TopicSubscription(
            f"{name}-alarms-to-security", topic=topic.arn, protocol="email", endpoint=self._args.security_contact, opts=self._inside
        )
        for role, pattern in self._patterns().items():
            rule = aws.cloudwatch.EventRule(
                f"{name}-alarm-{role}",
                name=f"civic-{role}",
                description=f"Tells at once of {role.replace('-', ' ')}",
                event_pattern=json.dumps(pattern),
                state=EVERY_EVENT,
                opts=self._inside,
            )
            aws.cloudwatch.EventTarget(f"{name}-alarm-{role}-told", rule=rule.name, target_id="alarms", arn=topic.arn, opts=self._inside)
        if self._args.region != GLOBAL_REGION:
            self._bring_home()
        return topic

    def _bring_home(self) -> None:
        """Send what the alarms look for from the global region to the body's own, where they see it.

        Source: EventBridge User Guide, "Sending and receiving events between AWS Regions".
        """
        name, tenancy = self._name, self._args.tenancy
        bus = pulumi.Output.concat("arn:", self._partition, ":events:", self._args.region, ":", tenancy, ":event-bus/default")
        carrier = aws.iam.Role(
            f"{name}-events-role",
            name="civic-events",
            path=SERVICE_PATH,
            description="Carries events to the body's region",
            assume_role_policy=document(served_by("events.amazonaws.com", tenancy)),
            opts=self._inside,
        )
        put = {"Sid": "BringHome", "Effect": "Allow", "Action": ["events:PutEvents"], "Resource": bus}
        aws.iam.RolePolicy(f"{name}-events-rights", name="bring-home", role=carrier.name, policy=document(put), opts=self._inside)
        for role, pattern in self._patterns().items():
            rule = aws.cloudwatch.EventRule(
                f"{name}-global-{role}",
                name=f"civic-{role}",
                region=GLOBAL_REGION,
                description=f"Brings {role.replace('-', ' ')} to the body's region",
                event_pattern=json.dumps(pattern),
                state=EVERY_EVENT,
                opts=self._inside,
            )
            aws.cloudwatch.EventTarget(
                f"{name}-global-{role}-sent",
                region=GLOBAL_REGION,
                rule=rule.name,
                target_id="home",
                arn=bus,
                role_arn=carrier.arn,
                opts=self._inside,
            )

    def _patterns(self) -> dict[str, dict[str, object]]:
        called = {"detail-type": ["AWS API Call via CloudTrail", "AWS Console Sign In via CloudTrail"]}
        # Identity Center makes the role of a permission set in each account, under a name that ends in a hash of its own.
        names = [{"prefix": f"AWSReservedSSO_{BREAK_GLASS}_"}, ADMINISTRATION_ROLE]
        issuer = {"sessionContext": {"sessionIssuer": {"userName": names}}}
        return {
            "root-use": {**called, "detail": {"userIdentity": {"type": ["Root"]}}},
            "break-glass-use": {**called, "detail": {"userIdentity": issuer}},
        }
