"""AWS Organizations. Names and ids: its API Reference."""

from civic.catalogue.actions import ANY, Actions, Needs, anywhere, linked, makes, on, tagged
from civic.catalogue.row import ARN_UNREAD, ID_UNREAD, NAME_AMONG_TEXTS, NO_ARN, REMADE, UNNAMED, Name, Quota, Row, Text, words

ACCOUNT = "arn:{partition}:organizations::{account}:account/o-{hash:organization.10}/{id}"
MEMBER = "arn:{partition}:organizations::{account}:account/o-{hash:organization.10}/{accountId}"
UNIT = "arn:{partition}:organizations::{account}:ou/o-{hash:organization.10}/{id}"
PARENT_UNIT = "arn:{partition}:organizations::{account}:ou/o-{hash:organization.10}/{parentId}"
PARENT_ROOT = "arn:{partition}:organizations::{account}:root/o-{hash:organization.10}/{parentId}"
ROOT = "arn:{partition}:organizations::{account}:root/o-{hash:organization.10}/r-{hash:root.4}"
POLICY = "arn:{partition}:organizations::{account}:policy/o-{hash:organization.10}/{type}/{id}"
ATTACHED = "arn:{partition}:organizations::{account}:policy/o-{hash:organization.10}/{policyId@type}/{policyId}"
SERVICE = {"organizations:serviceprincipal": "{awsServiceAccessPrincipals}"}
DELEGATED = {"organizations:serviceprincipal": "{servicePrincipal}"}
MOVES = (
    on(ACCOUNT, "organizations:MoveAccount", when="parentId")
    + on(PARENT_UNIT, "organizations:MoveAccount", when="parentId~ou-")
    + on(ROOT, "organizations:MoveAccount", when="parentId")
)
"""An account is made in the root, and moved from there."""


def _target(actions: str) -> Needs:
    """On what a policy is attached to: the root, a unit or an account."""
    return (
        on("arn:{partition}:organizations::{account}:root/o-{hash:organization.10}/{targetId}", actions, when="targetId~r-")
        + on("arn:{partition}:organizations::{account}:ou/o-{hash:organization.10}/{targetId}", actions, when="targetId~ou-")
        + on("arn:{partition}:organizations::{account}:account/o-{hash:organization.10}/{targetId}", actions, when="!targetId~-")
    )


def _tagged(resource: str) -> Actions:
    return tagged(resource, tag="organizations:TagResource", untag="organizations:UntagResource", read="organizations:ListTagsForResource")


ROWS = (
    Row(
        "aws:organizations/account:Account",
        quotas=(
            Quota(
                "accounts in the organisation",
                10,
                "organisation",
                code="L-29A0C5DF",
                before=1,
                adjustable=True,
                source="AWS Organizations User Guide, Quotas",
            ),
            Quota("accounts that are being made at once", 5, "organisation", rate=True, source="AWS Organizations User Guide, Quotas"),
        ),
        texts={
            "roleName": Text(64, r"[\w+=,.@-]+", "AWS Organizations API Reference, CreateAccount"),
            "email": Text(64, r"[^\s@]+@[^\s@]+\.[^\s@]+", "AWS Organizations API Reference, CreateAccount: Email has 6 to 64 characters"),
        },
        name=Name("name", 50, r"[ -~]+", "tenancy", changes_in_place=True),
        replaced_by=words("email roleName iamUserAccessToBilling"),
        id="{digits:12}",
        arn="arn:{partition}:organizations::{account}:account/{organisation}/{id}",
        outputs={"status": "ACTIVE"},
        keep="protect and retain",
        keep_reason="everything that a body has on AWS is in it; closing one is done by hand",
        actions=Actions(
            create=makes(ANY, "organizations:CreateAccount") + anywhere("organizations:DescribeCreateAccountStatus") + MOVES,
            read=on(ACCOUNT, "organizations:DescribeAccount organizations:ListParents"),
            update=MOVES + on("arn:{partition}:account::{account}:account/o-{hash:organization.10}/{id}", "account:PutAccountName", changed="name"),
            delete=on(ACCOUNT, "organizations:CloseAccount", when="closeOnDeletion")
            + on(ACCOUNT, "organizations:RemoveAccountFromOrganization", when="!closeOnDeletion"),
        )
        | _tagged(ACCOUNT),
    ),
    Row(
        "aws:organizations/awsServiceAccess:AwsServiceAccess",
        replaced_by=words("servicePrincipal"),
        keep="protect and retain",
        keep_reason="others may have let the service act in the organisation before, and stand on it",
        actions=Actions(
            create=anywhere("organizations:EnableAWSServiceAccess", context=DELEGATED),
            read=anywhere("organizations:ListAWSServiceAccessForOrganization"),
            delete=anywhere("organizations:DisableAWSServiceAccess", context=DELEGATED),
        ),
        lacks=UNNAMED | ID_UNREAD | NO_ARN,
    ),
    Row(
        "aws:organizations/delegatedAdministrator:DelegatedAdministrator",
        replaced_by=words("accountId servicePrincipal"),
        keep="no",
        keep_reason=REMADE,
        actions=Actions(
            create=on(MEMBER, "organizations:RegisterDelegatedAdministrator", context=DELEGATED),
            read=anywhere("organizations:ListDelegatedAdministrators", context=DELEGATED),
            delete=on(MEMBER, "organizations:DeregisterDelegatedAdministrator", context=DELEGATED),
        ),
        lacks=UNNAMED | ID_UNREAD | ARN_UNREAD,
    ),
    Row(
        "aws:organizations/organization:Organization",
        replaced_by=words(""),
        id="{organisation}",
        arn="arn:{partition}:organizations::{account}:organization/{id}",
        outputs={"masterAccountId": "{account}", "masterAccountArn": "arn:{partition}:organizations::{account}:account/{id}/{account}"},
        keep="protect and retain",
        keep_reason="it holds every account, and their histories",
        actions=Actions(
            create=anywhere("organizations:CreateOrganization")
            + linked("organizations.amazonaws.com", "AWSServiceRoleForOrganizations")
            + anywhere("organizations:EnableAWSServiceAccess", when="awsServiceAccessPrincipals", context=SERVICE)
            + on(ROOT, "organizations:EnablePolicyType", when="enabledPolicyTypes", context={"organizations:policytype": "{enabledPolicyTypes}"}),
            read=anywhere(
                "organizations:DescribeOrganization organizations:ListAccounts organizations:ListRoots organizations:ListAWSServiceAccessForOrganization"
            ),
            update=anywhere("organizations:EnableAWSServiceAccess organizations:DisableAWSServiceAccess", context=SERVICE)
            + on(
                ROOT, "organizations:EnablePolicyType organizations:DisablePolicyType", context={"organizations:policytype": "{enabledPolicyTypes}"}
            ),
            delete=anywhere("organizations:DeleteOrganization"),
        ),
        lacks=UNNAMED,
    ),
    Row(
        "aws:organizations/organizationalUnit:OrganizationalUnit",
        quotas=(Quota("organisational units", 2000, "organisation", source="AWS Organizations User Guide, Quotas"),),
        texts={"name": Text(128, r"(?s).+", "AWS Organizations API Reference, CreateOrganizationalUnit")},
        replaced_by=words("parentId"),
        id="ou-{hash:root.4}-{hash:.8}",
        arn="arn:{partition}:organizations::{account}:ou/{organisation}/{id}",
        keep="protect",
        keep_reason="it holds accounts, and guardrails bind them through it",
        actions=Actions(
            create=on(PARENT_ROOT, "organizations:CreateOrganizationalUnit", when="parentId~r-", tags=True)
            + on(PARENT_UNIT, "organizations:CreateOrganizationalUnit", when="parentId~ou-", tags=True),
            read=on(UNIT, "organizations:DescribeOrganizationalUnit organizations:ListParents organizations:ListAccountsForParent"),
            update=on(UNIT, "organizations:UpdateOrganizationalUnit"),
            delete=on(UNIT, "organizations:DeleteOrganizationalUnit"),
        )
        | _tagged(UNIT),
        lacks=NAME_AMONG_TEXTS,
    ),
    Row(
        "aws:organizations/policy:Policy",
        quotas=(
            Quota(
                "characters of a service control policy",
                5120,
                "resource",
                counted="content",
                only="type=SERVICE_CONTROL_POLICY",
                source="AWS Organizations User Guide, Quotas",
            ),
            Quota(
                "characters of a resource control policy",
                5120,
                "resource",
                counted="content",
                only="type=RESOURCE_CONTROL_POLICY",
                source="AWS Organizations User Guide, Quotas",
            ),
        ),
        name=Name("name", 128, r"[ -~]+", "tenancy", changes_in_place=True),
        replaced_by=words("type"),
        id="p-{hash:.10}",
        arn="arn:{partition}:organizations::{account}:policy/{id}",
        documents={"content": "organisation"},
        keep="protect",
        keep_reason="while it is gone, everybody may do what it denies",
        actions=Actions(
            create=makes(ANY, "organizations:CreatePolicy", context={"organizations:policytype": "{type}"}),
            read=on(POLICY, "organizations:DescribePolicy", context={"organizations:policytype": "{type}"}),
            update=on(POLICY, "organizations:UpdatePolicy", context={"organizations:policytype": "{type}"}),
            delete=on(POLICY, "organizations:DeletePolicy", context={"organizations:policytype": "{type}"}),
        )
        | _tagged(POLICY),
    ),
    Row(
        "aws:organizations/policyAttachment:PolicyAttachment",
        quotas=(
            Quota(
                "service control policies on one entity",
                5,
                "within",
                of="targetId",
                only="policyId@type=SERVICE_CONTROL_POLICY",
                before=1,
                source="AWS Organizations User Guide, Quotas",
            ),
            Quota(
                "resource control policies on one entity",
                5,
                "within",
                of="targetId",
                only="policyId@type=RESOURCE_CONTROL_POLICY",
                before=1,
                source="AWS Organizations User Guide, Quotas",
            ),
        ),
        replaced_by=words("policyId targetId"),
        keep="no",
        keep_reason=REMADE,
        actions=Actions(
            create=on(ATTACHED, "organizations:AttachPolicy") + _target("organizations:AttachPolicy"),
            read=on(ATTACHED, "organizations:ListTargetsForPolicy"),
            delete=on(ATTACHED, "organizations:DetachPolicy") + _target("organizations:DetachPolicy"),
        ),
        lacks=UNNAMED | ID_UNREAD | NO_ARN,
    ),
)
