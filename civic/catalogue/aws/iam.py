"""AWS Identity and Access Management. Names: "IAM and AWS STS quotas"."""

from civic.catalogue.actions import Actions, makes, on, tagged
from civic.catalogue.row import ARN_COMPUTED, ID_UNREAD, NAME_AMONG_TEXTS, NO_ARN, REMADE, UNNAMED, Name, Once, Quota, Row, Text, words

ISSUER = "arn:{partition}:iam::{account}:oidc-provider/{url:issuer}"
POLICY = "arn:{partition}:iam::{account}:policy{path}{name}"
ROLE = "arn:{partition}:iam::{account}:role{path}{name}"
DIRECTORY = "arn:{partition}:iam::{account}:saml-provider/{name}"
ITS_ROLE = "{role@arn}"
BOUND = {"iam:permissionsboundary": "{permissionsBoundary}"}
ITS_BOUND = {"iam:permissionsboundary": "{role@permissionsBoundary}"}
"""The boundary of the role that the call is about."""

IAM_TEXT = r"[\t\n\r -~\u00a1-\u00ff]*"
"""What IAM takes in a description: Latin-1, so no dash that is longer than a hyphen and no quotation marks that curl."""

ROWS = (
    Row(
        "aws:iam/openIdConnectProvider:OpenIdConnectProvider",
        quotas=(
            Quota(
                "OpenID Connect providers in an account",
                100,
                "account",
                code="L-858F3967",
                adjustable=True,
                source="IAM User Guide, IAM and AWS STS quotas",
            ),
        ),
        replaced_by=words("url"),
        id="{arn}",
        once=Once("url", "an account trusts an issuer once: import what is there", in_its_region=True),
        keep="protect",
        keep_reason="without it no pipeline can sign in, nor the one that would make it again",
        actions=Actions(
            create=makes(ISSUER, "iam:CreateOpenIDConnectProvider"),
            read=on(ISSUER, "iam:GetOpenIDConnectProvider"),
            update=on(
                ISSUER,
                "iam:AddClientIDToOpenIDConnectProvider iam:RemoveClientIDFromOpenIDConnectProvider iam:UpdateOpenIDConnectProviderThumbprint",
            ),
            delete=on(ISSUER, "iam:DeleteOpenIDConnectProvider"),
        )
        | tagged(ISSUER, tag="iam:TagOpenIDConnectProvider", untag="iam:UntagOpenIDConnectProvider"),
        lacks=UNNAMED | ARN_COMPUTED,
    ),
    Row(
        "aws:iam/policy:Policy",
        quotas=(
            Quota(
                "customer managed policies in an account",
                1500,
                "account",
                code="L-E95E4862",
                adjustable=True,
                source="IAM User Guide, IAM and AWS STS quotas",
            ),
            Quota(
                "characters of a managed policy", 6144, "resource", counted="policy", spaceless=True, source="IAM User Guide, IAM and AWS STS quotas"
            ),
        ),
        texts={"description": Text(1000, IAM_TEXT, "IAM API Reference, CreatePolicy")},
        name=Name("name", 128, r"[A-Za-z0-9+=,.@_-]+", "tenancy"),
        replaced_by=words("path description"),
        id="{arn}",
        arn="arn:{partition}:iam::{account}:policy{path}{name}",
        documents={"policy": "identity"},
        generated_name="name",
        keep="no",
        keep_reason=REMADE,
        actions=Actions(
            create=makes(POLICY, "iam:CreatePolicy"),
            read=on(POLICY, "iam:GetPolicy iam:GetPolicyVersion"),
            update=on(POLICY, "iam:ListPolicyVersions iam:CreatePolicyVersion iam:DeletePolicyVersion"),
            delete=on(POLICY, "iam:ListPolicyVersions iam:DeletePolicyVersion iam:DeletePolicy"),
        )
        | tagged(POLICY, tag="iam:TagPolicy", untag="iam:UntagPolicy"),
    ),
    Row(
        "aws:iam/role:Role",
        quotas=(
            Quota("roles in an account", 1000, "account", code="L-FE177D64", adjustable=True, source="IAM User Guide, IAM and AWS STS quotas"),
            Quota(
                "characters of a role's trust policy",
                2048,
                "resource",
                counted="assumeRolePolicy",
                spaceless=True,
                code="L-C07B4B0D",
                adjustable=True,
                source="IAM User Guide, IAM and AWS STS quotas",
            ),
        ),
        texts={"description": Text(1000, IAM_TEXT, "IAM API Reference, CreateRole")},
        name=Name("name", 64, r"[A-Za-z0-9+=,.@_-]+", "tenancy"),
        replaced_by=words("path"),
        id="{name}",
        arn="arn:{partition}:iam::{account}:role{path}{name}",
        documents={"assumeRolePolicy": "trust"},
        generated_name="name",
        keep="no",
        keep_reason=REMADE,
        actions=Actions(
            create=makes(ROLE, "iam:CreateRole", context=BOUND)
            + on(ROLE, "iam:PutRolePolicy", when="inlinePolicies", context=BOUND)
            + on(ROLE, "iam:AttachRolePolicy", when="managedPolicyArns", context=BOUND | {"iam:policyarn": "{managedPolicyArns}"}),
            read=on(ROLE, "iam:GetRole iam:ListRolePolicies iam:ListAttachedRolePolicies") + on(ROLE, "iam:GetRolePolicy", when="inlinePolicies"),
            update=on(ROLE, "iam:UpdateAssumeRolePolicy iam:UpdateRole iam:UpdateRoleDescription")
            + on(ROLE, "iam:PutRolePolicy iam:DeleteRolePolicy", when="inlinePolicies", context=BOUND)
            + on(
                ROLE, "iam:AttachRolePolicy iam:DetachRolePolicy", when="managedPolicyArns", context=BOUND | {"iam:policyarn": "{managedPolicyArns}"}
            ),
            delete=on(ROLE, "iam:ListInstanceProfilesForRole iam:DeleteRole")
            + on(ROLE, "iam:ListAttachedRolePolicies iam:DetachRolePolicy", when="managedPolicyArns")
            + on(ROLE, "iam:ListRolePolicies iam:DeleteRolePolicy", when="inlinePolicies", context=BOUND),
        )
        | tagged(ROLE, tag="iam:TagRole", untag="iam:UntagRole"),
    ),
    Row(
        "aws:iam/rolePolicy:RolePolicy",
        quotas=(
            Quota(
                "characters of all inline policies of a role",
                10240,
                "within",
                of="role",
                counted="policy",
                spaceless=True,
                source="IAM User Guide, IAM and AWS STS quotas",
            ),
        ),
        texts={"name": Text(128, r"[\w+=,.@-]+", "IAM API Reference, PutRolePolicy")},
        replaced_by=words("name role"),
        id="{role}:{name}",
        documents={"policy": "identity"},
        generated_name="name",
        keep="no",
        keep_reason=REMADE,
        actions=Actions(
            create=on(ITS_ROLE, "iam:PutRolePolicy", context=ITS_BOUND),
            read=on(ITS_ROLE, "iam:GetRolePolicy"),
            update=on(ITS_ROLE, "iam:PutRolePolicy", context=ITS_BOUND),
            delete=on(ITS_ROLE, "iam:DeleteRolePolicy", context=ITS_BOUND),
        ),
        lacks=NAME_AMONG_TEXTS | NO_ARN,
    ),
    Row(
        "aws:iam/rolePolicyAttachment:RolePolicyAttachment",
        quotas=(
            Quota(
                "managed policies on a role",
                10,
                "within",
                of="role",
                code="L-0DA4ABF3",
                adjustable=True,
                source="IAM User Guide, IAM and AWS STS quotas",
            ),
        ),
        replaced_by=words("role policyArn"),
        keep="no",
        keep_reason=REMADE,
        actions=Actions(
            create=on(ITS_ROLE, "iam:AttachRolePolicy", context=ITS_BOUND | {"iam:policyarn": "{policyArn}"}),
            read=on(ITS_ROLE, "iam:ListAttachedRolePolicies"),
            delete=on(ITS_ROLE, "iam:DetachRolePolicy", context=ITS_BOUND | {"iam:policyarn": "{policyArn}"}),
        ),
        lacks=UNNAMED | ID_UNREAD | NO_ARN,
    ),
    Row(
        "aws:iam/samlProvider:SamlProvider",
        quotas=(
            Quota(
                "SAML providers in an account", 100, "account", code="L-DB618D39", adjustable=True, source="IAM User Guide, IAM and AWS STS quotas"
            ),
        ),
        name=Name("name", 128, r"[A-Za-z0-9._-]+", "tenancy"),
        replaced_by=words("name"),
        id="{arn}",
        arn="arn:{partition}:iam::{account}:saml-provider/{name}",
        keep="protect",
        keep_reason="without it none of the directory's people can enter",
        actions=Actions(
            create=makes(DIRECTORY, "iam:CreateSAMLProvider"),
            read=on(DIRECTORY, "iam:GetSAMLProvider"),
            update=on(DIRECTORY, "iam:UpdateSAMLProvider"),
            delete=on(DIRECTORY, "iam:DeleteSAMLProvider"),
        )
        | tagged(DIRECTORY, tag="iam:TagSAMLProvider", untag="iam:UntagSAMLProvider"),
    ),
)
