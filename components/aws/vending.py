"""How every account of the organisation is made."""

import pulumi
import pulumi_aws as aws

from components.aws.options import retained
from components.aws.roles import administration_role
from components.contracts import Owner

KEPT = ("name", "roleName", "iamUserAccessToBilling")
"""A name is an account's for life, as its owner's key is: AWS lets the right to rename accounts be narrowed to none of them (Service
Authorization Reference, "AWS Account Management"). The others the provider cannot read back, so that an imported account would seem to
change (Terraform AWS provider, aws_organizations_account)."""


def organisation_account(
    name: str, account_name: str, *, owner: Owner, mailbox: str, unit: pulumi.Input[str], parent: pulumi.Resource
) -> aws.organizations.Account:
    """The owner's account under the organisational unit ``unit``. No plan closes it: that is done by hand, from a checklist."""
    return aws.organizations.Account(
        name,
        name=account_name,
        email=mailbox,
        parent_id=unit,
        role_name=administration_role(owner),
        # It closes pages of the console, not AWS Budgets (Cost Management User Guide, "Overview of managing access permissions").
        iam_user_access_to_billing="DENY",
        close_on_deletion=False,
        opts=retained(parent, ignore_changes=KEPT),
    )
