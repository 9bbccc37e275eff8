"""Who may enter a body's account: groups of the directory, as one of four roles, until a day."""

import pulumi
import pulumi_aws as aws

from components.aws.documents import document
from components.contracts import AccessArgs

OPERATIONS = (
    "autoscaling:Describe*", "application-autoscaling:Describe*", "backup:StartRestoreJob", "backup:StartBackupJob", "cloudwatch:*",
    "ecs:StopTask", "ecs:UpdateService", "elasticloadbalancing:Describe*", "logs:StartQuery", "logs:StopQuery", "logs:GetQueryResults",
    "rds:RebootDBInstance", "rds:CreateDBSnapshot", "secretsmanager:PutSecretValue", "support:*",
)  # fmt: skip
"""What an operator does besides looking: keep what runs running, fill secrets, restore. Neither rights, nor networks, nor new things."""

SETS: dict[str, tuple[str, tuple[str, ...], tuple[str, ...]]] = {
    "reader": ("PT4H", ("job-function/ViewOnlyAccess",), ()),
    "operator": ("PT2H", ("job-function/ViewOnlyAccess",), OPERATIONS),
    "auditor": ("PT4H", ("job-function/ViewOnlyAccess", "SecurityAudit"), ()),
    "break-glass": ("PT1H", ("AdministratorAccess",), ()),
}
"""Role -> (longest session, AWS managed policies, further actions). ``ViewOnlyAccess`` sees what there is and no data in it."""


def directory(parent: pulumi.Resource) -> pulumi.Output[str]:
    """The organisation's Identity Center. It is switched on by hand, once: no API makes an organisation's instance."""
    found = aws.ssoadmin.get_instances_output(opts=pulumi.InvokeOptions(parent=parent))
    return found.arns.apply(_only)


def _only(arns: list[str]) -> str:
    if len(arns) != 1:
        raise ValueError(
            f"IAM Identity Center: found {len(arns)} instances, expected the organisation's one; enable it in the management account first"
        )
    return arns[0]


def permission_sets(name: str, instance: pulumi.Output[str], partition: pulumi.Output[str], parent: pulumi.Resource) -> dict[str, pulumi.Output[str]]:
    """The four roles as permission sets, for every account alike; the result is ARN by role."""
    inside = pulumi.ResourceOptions(parent=parent)
    made: dict[str, pulumi.Output[str]] = {}
    for role, (session, managed, actions) in SETS.items():
        permission_set = aws.ssoadmin.PermissionSet(
            f"{name}-access-{role}",
            # The landing zone's alarm knows break-glass by this name.
            name=f"civic-{role}",
            description=f"{role.capitalize()} of a body's account",
            instance_arn=instance,
            session_duration=session,
            opts=inside,
        )
        for policy in managed:
            aws.ssoadmin.ManagedPolicyAttachment(
                f"{name}-access-{role}-{policy.rsplit('/', 1)[-1].lower()}",
                instance_arn=instance,
                permission_set_arn=permission_set.arn,
                managed_policy_arn=pulumi.Output.concat("arn:", partition, ":iam::aws:policy/", policy),
                opts=inside,
            )
        if actions:
            aws.ssoadmin.PermissionSetInlinePolicy(
                f"{name}-access-{role}-actions",
                instance_arn=instance,
                permission_set_arn=permission_set.arn,
                inline_policy=document({"Sid": "Operate", "Effect": "Allow", "Action": list(actions), "Resource": "*"}),
                opts=inside,
            )
        made[role] = permission_set.arn
    return made


class Access(pulumi.ComponentResource):
    """Groups that may enter one account. Give it a provider in the management account, where assignments are kept.

    An assignment of Identity Center has no end of its own, so ``ends`` carries it to where rules look, and a day past is a finding.
    Who is in a group, and that they sign in with more than a password, is the directory's: inherited, not assessed here.
    Outputs: see ``components.contracts.AccessOutputs``.
    """

    ends: dict[str, str]

    def __init__(self, name: str, args: AccessArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("civic-aws:index:Access", name, {}, opts)
        for grant in args.grants:
            aws.ssoadmin.AccountAssignment(
                f"{name}-{grant.role}-{grant.group}",
                instance_arn=args.directory,
                permission_set_arn=args.roles[grant.role],
                principal_id=grant.group,
                principal_type="GROUP",
                target_id=args.tenancy,
                target_type="AWS_ACCOUNT",
                opts=pulumi.ResourceOptions(parent=self),
            )
        self.ends = {f"{grant.role}-{grant.group}": grant.until for grant in args.grants}
        self.register_outputs({"ends": self.ends})
