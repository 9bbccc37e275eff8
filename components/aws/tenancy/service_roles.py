"""Roles that services of AWS have in an account for its baseline.

Whoever makes the account makes them: the bootstrap in the management account, the foundation in the platform's, the tenancy in a body's.
Whoever makes the baseline gives them to the services and can make or change none: whoever makes roles is its account's administrator.
"""

import pulumi
import pulumi_aws as aws

from components.aws.documents import Statement, document, served_by
from components.aws.roles import SERVICE_PATH

EVENTS = "events.amazonaws.com"
CONFIGURATION_ROLE, CARRIER_ROLE, BACKUP_ROLE = "civic-configuration", "civic-events", "civic-backup"
BACKUP_POLICIES = (
    "service-role/AWSBackupServiceRolePolicyForBackup", "service-role/AWSBackupServiceRolePolicyForRestores",
    "AWSBackupServiceRolePolicyForS3Backup", "AWSBackupServiceRolePolicyForS3Restore",
)  # fmt: skip
"""Of databases and disks, and of buckets, which have policies of their own (AWS Backup Developer Guide, "Managed policies for AWS Backup")."""


def create_service_roles(
    name: str, region: str, account: pulumi.Input[str], partition: pulumi.Input[str], opts: pulumi.ResourceOptions
) -> list[aws.iam.Role]:
    """The three, in the account of ``opts``. ``region`` is the account's own, where its alarms ring."""
    return [
        configuration_role(f"{name}-configuration", account, partition, opts),
        backup_role(f"{name}-backup", partition, opts),
        carrier_role(f"{name}-events", region, account, partition, opts),
    ]


def configuration_role(name: str, account: pulumi.Input[str], partition: pulumi.Input[str], opts: pulumi.ResourceOptions) -> aws.iam.Role:
    """Reads what AWS Config records. Its parts are called ``<name>-role`` and ``<name>-rights``."""
    # AWS Config Developer Guide, "Adding an IAM trust policy to your role": it says for which account it acts.
    trust = served_by("config.amazonaws.com", account)
    return _role(name, CONFIGURATION_ROLE, trust, ("service-role/AWS_ConfigRole",), partition, opts)


def backup_role(name: str, partition: pulumi.Input[str], opts: pulumi.ResourceOptions) -> aws.iam.Role:
    """Backs up and restores."""
    return _role(name, BACKUP_ROLE, served_by("backup.amazonaws.com"), BACKUP_POLICIES, partition, opts)


def carrier_role(name: str, region: str, account: pulumi.Input[str], partition: pulumi.Input[str], opts: pulumi.ResourceOptions) -> aws.iam.Role:
    """Carries events from other regions to the bus of the account's own ``region``."""
    carrier = aws.iam.Role(
        f"{name}-role",
        name=CARRIER_ROLE,
        path=SERVICE_PATH,
        description="Carries events to the account's own region",
        assume_role_policy=document(served_by(EVENTS)),
        opts=opts,
    )
    put: Statement = {"Sid": "BringHome", "Effect": "Allow", "Action": ["events:PutEvents"], "Resource": own_bus(region, account, partition)}
    aws.iam.RolePolicy(f"{name}-rights", name="bring-home", role=carrier.name, policy=document(put), opts=opts)
    return carrier


def own_bus(region: str, account: pulumi.Input[str], partition: pulumi.Input[str]) -> pulumi.Output[str]:
    """ARN of the event bus that an account has in a region from the first."""
    return pulumi.Output.concat("arn:", partition, ":events:", region, ":", account, ":event-bus/default")


def _role(
    name: str, role: str, trust: Statement, policies: tuple[str, ...], partition: pulumi.Input[str], opts: pulumi.ResourceOptions
) -> aws.iam.Role:
    """A role with policies of AWS's own, by what follows ``policy/`` in their ARNs."""
    service_role = aws.iam.Role(f"{name}-role", name=role, path=SERVICE_PATH, assume_role_policy=document(trust), opts=opts)
    for place, policy in enumerate(policies):
        aws.iam.RolePolicyAttachment(
            f"{name}-{policy.rsplit('/', 1)[-1].lower() if place else 'rights'}",
            role=service_role.name,
            policy_arn=pulumi.Output.concat("arn:", partition, ":iam::aws:policy/", policy),
            opts=opts,
        )
    return service_role
