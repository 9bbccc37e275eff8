"""AWS Security Hub."""

from civic.catalogue.actions import Actions, anywhere, linked, on
from civic.catalogue.row import ID_UNREAD, NAME_AMONG_TEXTS, NO_ARN, REMADE, UNNAMED, Row, Text, words

HUB = "arn:{partition}:securityhub:{region}:{account}:hub/default"
POLICY = "arn:{partition}:securityhub:{region}:{account}:configuration-policy/{guid:policy}"
AGGREGATOR = "arn:{partition}:securityhub:{region}:{account}:finding-aggregator/{hash:aggregator.36}"
MEMBER = "arn:{partition}:organizations::{account}:account/o-{hash:organization.10}/{adminAccountId}"
DELEGATES = {"organizations:serviceprincipal": "securityhub.amazonaws.com"}

ROWS = (
    Row(
        "aws:securityhub/account:Account",
        replaced_by=words(""),
        arn=HUB,
        keep="no",
        keep_reason=REMADE,
        actions=Actions(
            create=on(HUB, "securityhub:EnableSecurityHub")
            + linked("securityhub.amazonaws.com", "AWSServiceRoleForSecurityHub")
            + on(HUB, "securityhub:UpdateSecurityHubConfiguration", when="!autoEnableControls")
            + on(HUB, "securityhub:UpdateSecurityHubConfiguration", when="controlFindingGenerator"),
            read=on(HUB, "securityhub:DescribeHub"),
            update=on(HUB, "securityhub:UpdateSecurityHubConfiguration"),
            delete=on(HUB, "securityhub:DisableSecurityHub"),
        ),
        lacks=UNNAMED | ID_UNREAD,
    ),
    Row(
        "aws:securityhub/configurationPolicy:ConfigurationPolicy",
        texts={
            "name": Text(128, r"[A-Za-z0-9.!*/-]+", "AWS Security Hub API Reference, CreateConfigurationPolicy"),
            "description": Text(512, r"(?s).*", "AWS Security Hub API Reference, CreateConfigurationPolicy: no limit is told"),
        },
        replaced_by=words(""),
        id="{guid:policy}",
        arn=POLICY,
        keep="no",
        keep_reason=REMADE,
        actions=Actions(
            create=anywhere("securityhub:CreateConfigurationPolicy"),
            read=on(POLICY, "securityhub:GetConfigurationPolicy"),
            update=on(POLICY, "securityhub:UpdateConfigurationPolicy"),
            delete=on(POLICY, "securityhub:DeleteConfigurationPolicy"),
        ),
        lacks=NAME_AMONG_TEXTS,
    ),
    Row(
        "aws:securityhub/configurationPolicyAssociation:ConfigurationPolicyAssociation",
        replaced_by=words("targetId"),
        keep="no",
        keep_reason=REMADE,
        actions=Actions(
            create=on(HUB, "securityhub:StartConfigurationPolicyAssociation"),
            read=anywhere("securityhub:GetConfigurationPolicyAssociation"),
            update=on(HUB, "securityhub:StartConfigurationPolicyAssociation"),
            delete=on(HUB, "securityhub:StartConfigurationPolicyDisassociation"),
        ),
        lacks=UNNAMED | ID_UNREAD | NO_ARN,
    ),
    Row(
        "aws:securityhub/findingAggregator:FindingAggregator",
        replaced_by=words(""),
        arn=AGGREGATOR,
        keep="no",
        keep_reason=REMADE,
        actions=Actions(
            create=anywhere("securityhub:CreateFindingAggregator"),
            read=on(AGGREGATOR, "securityhub:GetFindingAggregator"),
            update=on(AGGREGATOR, "securityhub:UpdateFindingAggregator"),
            delete=on(AGGREGATOR, "securityhub:DeleteFindingAggregator"),
        ),
        lacks=UNNAMED | ID_UNREAD,
    ),
    Row(
        "aws:securityhub/organizationAdminAccount:OrganizationAdminAccount",
        replaced_by=words("adminAccountId"),
        keep="no",
        keep_reason=REMADE,
        actions=Actions(
            create=on(HUB, "securityhub:EnableOrganizationAdminAccount")
            + anywhere(
                "organizations:EnableAWSServiceAccess organizations:ListAWSServiceAccessForOrganization "
                "organizations:ListDelegatedAdministrators organizations:DescribeOrganization",
                context=DELEGATES,
            )
            + on(MEMBER, "organizations:RegisterDelegatedAdministrator", context=DELEGATES),
            read=on(HUB, "securityhub:ListOrganizationAdminAccounts")
            + anywhere("organizations:DescribeOrganization organizations:ListDelegatedAdministrators"),
            delete=on(HUB, "securityhub:DisableOrganizationAdminAccount")
            + anywhere("organizations:DescribeOrganization organizations:ListDelegatedAdministrators")
            + on(MEMBER, "organizations:DeregisterDelegatedAdministrator", context=DELEGATES),
        ),
        lacks=UNNAMED | ID_UNREAD | NO_ARN,
    ),
    Row(
        "aws:securityhub/organizationConfiguration:OrganizationConfiguration",
        replaced_by=words(""),
        keep="no",
        keep_reason=REMADE,
        actions=Actions(
            create=on(HUB, "securityhub:UpdateOrganizationConfiguration"),
            read=on(HUB, "securityhub:DescribeOrganizationConfiguration"),
            update=on(HUB, "securityhub:UpdateOrganizationConfiguration"),
            delete=on(HUB, "securityhub:UpdateOrganizationConfiguration securityhub:DescribeOrganizationConfiguration"),
        ),
        lacks=UNNAMED | ID_UNREAD | NO_ARN,
    ),
)
