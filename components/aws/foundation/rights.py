"""What the foundation's roles may do: layers' roles in the platform's accounts, and people's in every account."""

from collections.abc import Mapping

import pulumi
import pulumi_aws as aws

from components.aws.documents import Statement, document
from components.aws.foundation.guardrail_actions import RULE_CHANGES
from components.aws.options import inside
from components.aws.roles import PERMISSION_SET_PREFIX, service_linked
from components.contracts import ContractError

NETWORK_ACTIONS = (
    "ec2:*", "network-firewall:*", "route53resolver:*", "route53profiles:*", "ram:*", "logs:*", "kms:Create*", "kms:Describe*", "kms:Enable*",
    "kms:Get*", "kms:List*", "kms:Put*", "kms:Tag*", "kms:Untag*", "kms:Update*", "kms:ScheduleKeyDeletion", "s3:GetBucketPolicy",
)  # fmt: skip
NETWORK_SERVICES = ("network-firewall", "route53resolver", "transitgateway")
"""Services whose own role is made with the first of their resources."""
HOSTING_ACTIONS = ("ec2:*", "route53profiles:*", "route53resolver:*")
"""The network of a cell; ``components.aws.hosting.rights`` has the rest."""
OPERATIONS = (
    "autoscaling:Describe*", "application-autoscaling:Describe*", "backup:StartRestoreJob", "backup:StartBackupJob", "cloudwatch:*",
    "ecs:StopTask", "ecs:UpdateService", "elasticloadbalancing:Describe*", "logs:StartQuery", "logs:StopQuery", "logs:GetQueryResults",
    "rds:RebootDBInstance", "rds:CreateDBSnapshot", "secretsmanager:PutSecretValue", "support:*",
)  # fmt: skip
"""What an operator does besides looking: keep what runs running, fill secrets, restore. Neither rights, nor networks, nor new things."""
MUTING = (
    "kms:Disable*", "kms:PutKeyPolicy", "kms:ScheduleKeyDeletion", "sns:AddPermission", "sns:DeleteTopic", "sns:RemovePermission", "sns:Set*",
    "sns:Unsubscribe",
)  # fmt: skip
"""What would mute an alarm besides changing its rule."""
SETS: Mapping[str, tuple[str, tuple[str, ...], tuple[str, ...]]] = {
    "reader": ("PT4H", ("job-function/ViewOnlyAccess",), ()),
    "operator": ("PT2H", ("job-function/ViewOnlyAccess",), OPERATIONS),
    "auditor": ("PT4H", ("job-function/ViewOnlyAccess", "SecurityAudit"), ()),
    "break-glass": ("PT1H", ("AdministratorAccess",), ()),
}
"""Role -> (longest session, AWS managed policies, further actions). ``ViewOnlyAccess`` sees what there is and no data in it."""


def network_rights(partition: pulumi.Input[str], account: pulumi.Input[str]) -> list[Statement]:
    """What the network layer may do in its account.

    AWS Network Firewall encrypts and reads its rules with the hub's key in the name of whoever calls it, and the key is used through it
    alone (Network Firewall Developer Guide, "Encryption at rest with AWS Key Management Service").
    """
    through = {"StringLike": {"kms:ViaService": "network-firewall.*.amazonaws.com"}}
    keys = pulumi.Output.concat("arn:", partition, ":kms:*:", account, ":key/*")
    return [
        network_statement(NETWORK_ACTIONS),
        {"Sid": "FirewallKey", "Effect": "Allow", "Action": ["kms:Decrypt", "kms:GenerateDataKey*"], "Resource": keys, "Condition": through},
        service_linked(partition, account, *NETWORK_SERVICES),
    ]


def network_statement(actions: tuple[str, ...]) -> Statement:
    """What a layer that makes networks may do in its account."""
    return {"Sid": "Networks", "Effect": "Allow", "Action": list(actions), "Resource": "*"}


def directory_instance(parent: pulumi.Resource) -> pulumi.Output[str]:
    """ARN of the organisation's Identity Center. It is switched on by hand, once: no API makes an organisation's instance."""
    return aws.ssoadmin.get_instances_output(opts=pulumi.InvokeOptions(parent=parent)).arns.apply(_only)


def _only(arns: list[str]) -> str:
    if len(arns) != 1:
        raise ContractError(
            f"IAM Identity Center: found {len(arns)} instances, expected the organisation's one; enable it in the management account first"
        )
    return arns[0]


def permission_sets(name: str, instance: pulumi.Output[str], partition: pulumi.Output[str], parent: pulumi.Resource) -> dict[str, pulumi.Output[str]]:
    """The four roles as permission sets, for every account alike; the result is ARN by role."""
    return {role: _permission_set(name, role, instance, partition, parent).arn for role in SETS}


def _permission_set(
    name: str, role: str, instance: pulumi.Output[str], partition: pulumi.Output[str], parent: pulumi.Resource
) -> aws.ssoadmin.PermissionSet:
    session, managed, actions = SETS[role]
    permission_set = aws.ssoadmin.PermissionSet(
        f"{name}-access-{role}",
        # The baseline's alarm knows break-glass by this name.
        name=f"{PERMISSION_SET_PREFIX}{role}",
        description=f"{role.capitalize()} of a body's account",
        instance_arn=instance,
        session_duration=session,
        opts=inside(parent),
    )
    for policy in managed:
        aws.ssoadmin.ManagedPolicyAttachment(
            f"{name}-access-{role}-{policy.rsplit('/', 1)[-1].lower()}",
            instance_arn=instance,
            permission_set_arn=permission_set.arn,
            managed_policy_arn=pulumi.Output.concat("arn:", partition, ":iam::aws:policy/", policy),
            opts=inside(parent),
        )
    statement: Statement = {"Sid": "Operate", "Effect": "Allow", "Action": list(actions), "Resource": "*"}
    if role == "break-glass":
        # Guardrails keep it from this in every account but the management account.
        statement = {"Sid": "NeverMute", "Effect": "Deny", "Action": [*RULE_CHANGES, *MUTING], "Resource": "*"}
    if actions or role == "break-glass":
        aws.ssoadmin.PermissionSetInlinePolicy(
            f"{name}-access-{role}-actions",
            instance_arn=instance,
            permission_set_arn=permission_set.arn,
            inline_policy=document(statement),
            opts=inside(parent),
        )
    return permission_set
