"""AWS Identity and Access Management. Names: "IAM and AWS STS quotas"."""

from civic.catalogue.row import ARN_COMPUTED, ID_UNREAD, NAME_UNLIMITED, NO_ARN, REMADE, UNNAMED, Name, Row, words

ROWS = (
    Row(
        "aws:iam/openIdConnectProvider:OpenIdConnectProvider",
        replaced_by=words("url"),
        id="{arn}",
        keep="protect",
        keep_reason="without it no pipeline can sign in, nor the one that would make it again",
        lacks=UNNAMED | ARN_COMPUTED,
    ),
    Row(
        "aws:iam/policy:Policy",
        name=Name("name", 128, r"[A-Za-z0-9+=,.@_-]+", "tenancy"),
        replaced_by=words("path description"),
        id="{arn}",
        arn="arn:{partition}:iam::{account}:policy{path}{name}",
        documents={"policy": "identity"},
        generated_name="name",
        keep="no",
        keep_reason=REMADE,
    ),
    Row(
        "aws:iam/role:Role",
        name=Name("name", 64, r"[A-Za-z0-9+=,.@_-]+", "tenancy"),
        replaced_by=words("path"),
        id="{name}",
        arn="arn:{partition}:iam::{account}:role{path}{name}",
        documents={"assumeRolePolicy": "trust"},
        generated_name="name",
        keep="no",
        keep_reason=REMADE,
    ),
    Row(
        "aws:iam/rolePolicy:RolePolicy",
        replaced_by=words("name role"),
        id="{role}:{name}",
        documents={"policy": "identity"},
        generated_name="name",
        keep="no",
        keep_reason=REMADE,
        lacks=NAME_UNLIMITED | NO_ARN,
    ),
    Row(
        "aws:iam/rolePolicyAttachment:RolePolicyAttachment",
        replaced_by=words("role policyArn"),
        keep="no",
        keep_reason=REMADE,
        lacks=UNNAMED | ID_UNREAD | NO_ARN,
    ),
)
