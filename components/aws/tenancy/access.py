"""Who may enter a body's account: groups of its own directory, as one of four roles, until a day."""

import pulumi

from components.aws.handles import OrganisationHandle, TenancyHandle
from components.aws.people import People
from components.contracts import AccessArgs


class Access(pulumi.ComponentResource):
    """Groups that may enter one account. Give it a provider inside the account: what lets people in is made there, and nowhere else.

    See ``components.aws.people``. Outputs: see ``components.contracts.AccessOutputs``.
    """

    ends: dict[str, str]

    def __init__(self, name: str, args: AccessArgs[OrganisationHandle, TenancyHandle], opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("civic-aws:index:Access", name, {}, opts)
        People(name, owner=args.owner, grants=args.grants, directory=args.directory, home=args.home, parent=self)
        self.ends = {f"{grant.role}-{grant.group}": grant.until for grant in args.grants}
        self.register_outputs({"ends": self.ends})
