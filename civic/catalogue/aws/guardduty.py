"""Amazon GuardDuty."""

from civic.catalogue.row import ARN_UNREAD, ID_UNREAD, NO_ARN, REMADE, UNNAMED, Once, Row, words

ROWS = (
    Row(
        "aws:guardduty/detector:Detector",
        replaced_by=words(""),
        once=Once("", "a region of an account has one detector, and members get theirs from the organisation", in_its_region=True),
        keep="no",
        keep_reason=REMADE,
        lacks=UNNAMED | ID_UNREAD | ARN_UNREAD,
    ),
    Row(
        "aws:guardduty/organizationAdminAccount:OrganizationAdminAccount",
        replaced_by=words("adminAccountId"),
        keep="no",
        keep_reason=REMADE,
        lacks=UNNAMED | ID_UNREAD | NO_ARN,
    ),
    Row(
        "aws:guardduty/organizationConfiguration:OrganizationConfiguration",
        replaced_by=words("detectorId"),
        keep="no",
        keep_reason=REMADE,
        lacks=UNNAMED | ID_UNREAD | NO_ARN,
    ),
)
