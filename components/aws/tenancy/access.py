"""Who may enter a body's account: groups of the directory, as one of four roles, until a day."""

import pulumi
import pulumi_aws as aws

from components.aws.handles import OrganisationHandle, TenancyHandle
from components.aws.options import inside
from components.contracts import AccessArgs


class Access(pulumi.ComponentResource):
    """Groups that may enter one account. Give it a provider in the management account, where assignments are kept.

    An assignment of Identity Center has no end of its own, so ``ends`` carries it to where rules look, and a day past is a finding.
    Who is in a group, and that they sign in with more than a password, is the directory's: inherited, not assessed here.
    Outputs: see ``components.contracts.AccessOutputs``.
    """

    ends: dict[str, str]

    def __init__(self, name: str, args: AccessArgs[OrganisationHandle, TenancyHandle], opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("civic-aws:index:Access", name, {}, opts)
        for grant in args.grants:
            aws.ssoadmin.AccountAssignment(
                f"{name}-{grant.role}-{grant.group}",
                instance_arn=args.organisation.directory,
                permission_set_arn=args.organisation.roles[grant.role],
                principal_id=grant.group,
                principal_type="GROUP",
                target_id=args.tenancy.account,
                target_type="AWS_ACCOUNT",
                opts=inside(self),
            )
        self.ends = {f"{grant.role}-{grant.group}": grant.until for grant in args.grants}
        self.register_outputs({"ends": self.ends})
