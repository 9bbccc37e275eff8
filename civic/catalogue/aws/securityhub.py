"""AWS Security Hub."""

from civic.catalogue.row import ARN_UNREAD, ID_UNREAD, NAME_UNLIMITED, NO_ARN, REMADE, UNNAMED, Row, words

ROWS = (
    Row(
        "aws:securityhub/account:Account",
        replaced_by=words(""),
        keep="no",
        keep_reason=REMADE,
        lacks=UNNAMED | ID_UNREAD | ARN_UNREAD,
    ),
    Row(
        "aws:securityhub/configurationPolicy:ConfigurationPolicy",
        replaced_by=words(""),
        keep="no",
        keep_reason=REMADE,
        lacks=NAME_UNLIMITED | ID_UNREAD | ARN_UNREAD,
    ),
    Row(
        "aws:securityhub/configurationPolicyAssociation:ConfigurationPolicyAssociation",
        replaced_by=words("targetId"),
        keep="no",
        keep_reason=REMADE,
        lacks=UNNAMED | ID_UNREAD | NO_ARN,
    ),
    Row(
        "aws:securityhub/findingAggregator:FindingAggregator",
        replaced_by=words(""),
        keep="no",
        keep_reason=REMADE,
        lacks=UNNAMED | ID_UNREAD | ARN_UNREAD,
    ),
    Row(
        "aws:securityhub/organizationAdminAccount:OrganizationAdminAccount",
        replaced_by=words("adminAccountId"),
        keep="no",
        keep_reason=REMADE,
        lacks=UNNAMED | ID_UNREAD | NO_ARN,
    ),
    Row(
        "aws:securityhub/organizationConfiguration:OrganizationConfiguration",
        replaced_by=words(""),
        keep="no",
        keep_reason=REMADE,
        lacks=UNNAMED | ID_UNREAD | NO_ARN,
    ),
)
