"""What AWS has before anybody makes it, and what it makes by itself."""

from civic.simulator.existing import Brings, Existing

EXISTING: tuple[Existing, ...] = (
    Existing(
        what="the role through which the management account enters a new account",
        types=("aws:iam/role:Role",),
        scope="account",
        key="{name}",
        brought_by=(
            Brings(type="aws:organizations/account:Account", place="{id}", key="{roleName}", when="roleName"),
            Brings(type="aws:organizations/account:Account", place="{id}", key="OrganizationAccountAccessRole", when="!roleName"),
        ),
        instead="enter the account through it, or give the role another name",
        source="AWS Organizations API Reference, CreateAccount: RoleName",
    ),
    Existing(
        what="the key of an AWS service under this alias",
        types=("aws:kms/alias:Alias",),
        scope="region",
        like={"name": r"alias/aws/.*"},
        instead="choose an alias that does not begin with alias/aws/: AWS keeps that beginning for its own keys",
        source="AWS KMS API Reference, CreateAlias: AliasName",
    ),
)
"""At most one entry for a thing. Sources are pages of AWS or files of the provider."""
