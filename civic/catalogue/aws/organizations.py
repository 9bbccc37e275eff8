"""AWS Organizations. Names and ids: its API Reference."""

from civic.catalogue.row import ARN_UNREAD, ID_UNREAD, NAME_UNLIMITED, NO_ARN, REMADE, UNNAMED, Name, Row, words

ROWS = (
    Row(
        "aws:organizations/account:Account",
        name=Name("name", 50, r"[ -~]+", "tenancy", changes_in_place=True),
        replaced_by=words("email roleName iamUserAccessToBilling"),
        id="{digits:12}",
        arn="arn:{partition}:organizations::{account}:account/{id}",
        outputs={"status": "ACTIVE"},
        keep="protect and retain",
        keep_reason="everything that a body has on AWS is in it; closing one is done by hand",
    ),
    Row(
        "aws:organizations/delegatedAdministrator:DelegatedAdministrator",
        replaced_by=words("accountId servicePrincipal"),
        keep="no",
        keep_reason=REMADE,
        lacks=UNNAMED | ID_UNREAD | ARN_UNREAD,
    ),
    Row(
        "aws:organizations/organization:Organization",
        replaced_by=words(""),
        id="o-{hash:.10}",
        arn="arn:{partition}:organizations::{account}:organization/{id}",
        outputs={"masterAccountId": "{account}", "masterAccountArn": "arn:{partition}:organizations::{account}:account/{id}/{account}"},
        keep="protect and retain",
        keep_reason="it holds every account, and their histories",
        lacks=UNNAMED,
    ),
    Row(
        "aws:organizations/organizationalUnit:OrganizationalUnit",
        replaced_by=words("parentId"),
        id="ou-{hash:root.4}-{hash:.8}",
        arn="arn:{partition}:organizations::{account}:ou/{id}",
        keep="protect",
        keep_reason="it holds accounts, and guardrails bind them through it",
        lacks=NAME_UNLIMITED,
    ),
    Row(
        "aws:organizations/policy:Policy",
        name=Name("name", 128, r"[ -~]+", "tenancy", changes_in_place=True),
        replaced_by=words("type"),
        id="p-{hash:.10}",
        arn="arn:{partition}:organizations::{account}:policy/{id}",
        documents={"content": "organisation"},
        keep="protect",
        keep_reason="while it is gone, everybody may do what it denies",
    ),
    Row(
        "aws:organizations/policyAttachment:PolicyAttachment",
        replaced_by=words("policyId targetId"),
        keep="no",
        keep_reason=REMADE,
        lacks=UNNAMED | ID_UNREAD | NO_ARN,
    ),
)
