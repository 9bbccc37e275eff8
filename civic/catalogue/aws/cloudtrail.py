"""AWS CloudTrail."""

from civic.catalogue.actions import Actions, anywhere, linked, makes, on, passes, tagged
from civic.catalogue.row import ID_UNREAD, NAME_AMONG_TEXTS, Quota, Row, Text, words

TRAIL = "arn:{partition}:cloudtrail:{region}:{account}:trail/{name}"
SELECTORS = (
    on(TRAIL, "cloudtrail:PutEventSelectors", when="eventSelectors")
    + on(TRAIL, "cloudtrail:PutEventSelectors", when="advancedEventSelectors")
    + on(TRAIL, "cloudtrail:PutInsightSelectors", when="insightSelectors")
)
OF_THE_ORGANISATION = (
    anywhere("organizations:DescribeOrganization organizations:ListAWSServiceAccessForOrganization", when="isOrganizationTrail")
    + on(
        "arn:{partition}:iam::{account}:role/aws-service-role/cloudtrail.amazonaws.com/AWSServiceRoleForCloudTrail",
        "iam:GetRole",
        when="isOrganizationTrail",
    )
    + linked("cloudtrail.amazonaws.com", "AWSServiceRoleForCloudTrail", when="isOrganizationTrail")
)

ROWS = (
    Row(
        "aws:cloudtrail/trail:Trail",
        quotas=(Quota("trails in a region", 5, "region", source="AWS CloudTrail User Guide, Quotas"),),
        texts={"name": Text(128, r"(?!.*[._-]{2})[A-Za-z0-9][A-Za-z0-9._-]+[A-Za-z0-9]", "AWS CloudTrail API Reference, CreateTrail")},
        replaced_by=words("name"),
        arn="arn:{partition}:cloudtrail:{region}:{account}:trail/{name}",
        keep="protect",
        keep_reason="while there is none, nothing is recorded and nothing says so",
        actions=Actions(
            create=makes(TRAIL, "cloudtrail:CreateTrail")
            + OF_THE_ORGANISATION
            + passes("{cloudWatchLogsRoleArn}", "cloudtrail.amazonaws.com", when="cloudWatchLogsRoleArn")
            + on(TRAIL, "cloudtrail:StartLogging", when="enableLogging")
            + SELECTORS,
            read=anywhere("cloudtrail:DescribeTrails")
            + on(TRAIL, "cloudtrail:GetTrailStatus")
            + on(TRAIL, "cloudtrail:GetEventSelectors", when="eventSelectors")
            + on(TRAIL, "cloudtrail:GetEventSelectors", when="advancedEventSelectors")
            + on(TRAIL, "cloudtrail:GetInsightSelectors", when="insightSelectors"),
            update=on(TRAIL, "cloudtrail:UpdateTrail")
            + on(TRAIL, "cloudtrail:StartLogging", when="enableLogging")
            + on(TRAIL, "cloudtrail:StopLogging", when="enableLogging=false")
            + SELECTORS
            + OF_THE_ORGANISATION
            + passes("{cloudWatchLogsRoleArn}", "cloudtrail.amazonaws.com", when="cloudWatchLogsRoleArn"),
            delete=on(TRAIL, "cloudtrail:DeleteTrail"),
        )
        | tagged(TRAIL, tag="cloudtrail:AddTags", untag="cloudtrail:RemoveTags", read="cloudtrail:ListTags"),
        lacks=NAME_AMONG_TEXTS | ID_UNREAD,
    ),
)
