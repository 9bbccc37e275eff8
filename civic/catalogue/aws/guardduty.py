"""Amazon GuardDuty."""

from civic.catalogue.actions import ANY, Actions, anywhere, linked, makes, on, tagged
from civic.catalogue.row import ID_UNREAD, NO_ARN, REMADE, UNNAMED, Once, Row, words

DETECTOR = "arn:{partition}:guardduty:{region}:{account}:detector/{id}"

ROWS = (
    Row(
        "aws:guardduty/detector:Detector",
        replaced_by=words(""),
        arn=DETECTOR,
        once=Once("", "a region of an account has one detector, and members get theirs from the organisation", in_its_region=True),
        keep="no",
        keep_reason=REMADE,
        actions=Actions(
            create=makes(ANY, "guardduty:CreateDetector") + linked("guardduty.amazonaws.com", "AWSServiceRoleForAmazonGuardDuty"),
            read=on(DETECTOR, "guardduty:GetDetector"),
            update=on(DETECTOR, "guardduty:UpdateDetector"),
            delete=on(DETECTOR, "guardduty:DeleteDetector"),
        )
        | tagged(DETECTOR, tag="guardduty:TagResource", untag="guardduty:UntagResource"),
        lacks=UNNAMED | ID_UNREAD,
    ),
    Row(
        "aws:guardduty/organizationAdminAccount:OrganizationAdminAccount",
        replaced_by=words("adminAccountId"),
        keep="no",
        keep_reason=REMADE,
        actions=Actions(
            create=anywhere("guardduty:EnableOrganizationAdminAccount")
            + anywhere(
                "organizations:EnableAWSServiceAccess organizations:ListAWSServiceAccessForOrganization "
                "organizations:ListDelegatedAdministrators organizations:DescribeOrganization",
                context={"organizations:serviceprincipal": "guardduty.amazonaws.com"},
            )
            + on(
                "arn:{partition}:organizations::{account}:account/o-{hash:organization.10}/{adminAccountId}",
                "organizations:RegisterDelegatedAdministrator organizations:DescribeAccount",
                context={"organizations:serviceprincipal": "guardduty.amazonaws.com"},
            )
            + linked("guardduty.amazonaws.com", "AWSServiceRoleForAmazonGuardDuty"),
            read=anywhere("guardduty:ListOrganizationAdminAccounts"),
            delete=anywhere("guardduty:DisableOrganizationAdminAccount"),
        ),
        lacks=UNNAMED | ID_UNREAD | NO_ARN,
    ),
    Row(
        "aws:guardduty/organizationConfiguration:OrganizationConfiguration",
        replaced_by=words("detectorId"),
        keep="no",
        keep_reason=REMADE,
        actions=Actions(
            create=anywhere("guardduty:UpdateOrganizationConfiguration"),
            read=anywhere("guardduty:DescribeOrganizationConfiguration"),
            update=anywhere("guardduty:UpdateOrganizationConfiguration"),
        ),
        lacks=UNNAMED | ID_UNREAD | NO_ARN,
    ),
    Row(
        "aws:guardduty/organizationConfigurationFeature:OrganizationConfigurationFeature",
        replaced_by=words("detectorId name"),
        keep="no",
        keep_reason=REMADE,
        actions=Actions(
            create=anywhere("guardduty:UpdateOrganizationConfiguration"),
            read=anywhere("guardduty:DescribeOrganizationConfiguration"),
            update=anywhere("guardduty:UpdateOrganizationConfiguration"),
        ),
        lacks=UNNAMED | ID_UNREAD | NO_ARN,
    ),
)
