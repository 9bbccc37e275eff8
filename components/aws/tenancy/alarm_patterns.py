"""Which events set off which alarm, as EventBridge is told of them."""

from collections.abc import Mapping
from typing import TypeAlias

from components.aws.roles import ADMINISTRATION_ROLE, people_role

Pattern: TypeAlias = Mapping[str, object]
"""EventBridge User Guide, "Creating Amazon EventBridge event patterns" and "Comparison operators for use in event patterns"."""

PIPELINES = ("arn:*:iam::*:role/civic-pipeline/*", "arn:*:iam::*:role/civic-run/*")
"""Paths of the roles in the management account that enter others' accounts day by day."""
TREE_CHANGES = (
    "AcceptHandshake", "AttachPolicy", "CancelHandshake", "CloseAccount", "CreateGovCloudAccount", "CreateOrganization", "CreateOrganizationalUnit",
    "CreatePolicy", "DeclineHandshake", "DeleteOrganization", "DeleteOrganizationalUnit", "DeletePolicy", "DeleteResourcePolicy",
    "DeregisterDelegatedAdministrator", "DetachPolicy", "DisableAWSServiceAccess", "DisablePolicyType", "EnableAWSServiceAccess", "EnableAllFeatures",
    "EnablePolicyType", "InviteAccountToOrganization", "InviteOrganizationToTransferResponsibility", "LeaveOrganization", "MoveAccount",
    "PutResourcePolicy", "RegisterDelegatedAdministrator", "RemoveAccountFromOrganization", "TerminateResponsibilityTransfer",
    "UpdateOrganizationalUnit", "UpdatePolicy", "UpdateResponsibilityTransfer",
)  # fmt: skip
"""What changes a guardrail, whom it binds, or whose the organisation is (AWS Organizations API Reference, "Actions"). A new account is in each
joining, and its alarms are its own."""
ROOT_SESSIONS = (
    "AssumeRoot", "DisableOrganizationsRootCredentialsManagement", "DisableOrganizationsRootSessions", "EnableOrganizationsRootCredentialsManagement",
    "EnableOrganizationsRootSessions",
)  # fmt: skip
"""Acting as the root user of a member account from the management account, and letting anybody (IAM User Guide, "Centrally manage root access")."""
ALARM_CHANGES = (
    "DeleteRule", "DeleteTopic", "DisableKey", "DisableRule", "PutKeyPolicy", "PutRule", "PutTargets", "RemovePermission", "RemoveTargets",
    "ScheduleKeyDeletion", "SetSubscriptionAttributes", "SetTopicAttributes", "Unsubscribe",
)  # fmt: skip
"""What could mute an alarm where no guardrail forbids it."""

_CALLED: Pattern = {"detail-type": ["AWS API Call via CloudTrail"]}
_RECORDED: Pattern = {"detail-type": ["AWS API Call via CloudTrail", "AWS Console Sign In via CloudTrail"]}
_BREAK_GLASS = people_role("break-glass")


FINDINGS: Mapping[str, Pattern] = {
    "finding": {
        "source": ["aws.securityhub"],
        "detail-type": ["Security Hub Findings - Imported"],
        "detail": {"findings": {"Severity": {"Label": ["CRITICAL", "HIGH"]}, "Workflow": {"Status": ["NEW"]}, "RecordState": ["ACTIVE"]}},
    }
}
"""In the account to which every other's findings come, and in its own region alone, where the aggregator brings them from all regions
(AWS Security Hub User Guide, "Configuring EventBridge rules for Security Hub findings"). GuardDuty's, Inspector's and the analyser's are among them."""


def patterns(*, platform: bool, management: bool) -> Mapping[str, Pattern]:
    """Alarm -> the events that set it off, for a body's account, one of the platform's own, or the management account.

    The administration role enters a body's account when the account is vended and when its roles change: the body is told. It enters the
    platform's own whenever the foundation is rolled out, so there it is told in the management account, where everybody who is not one
    of the platform's pipelines stands out.
    """
    watched = [_BREAK_GLASS] if platform else [_BREAK_GLASS, {"prefix": ADMINISTRATION_ROLE}]
    everywhere: Mapping[str, Pattern] = {
        "root-use": {**_RECORDED, "detail": {"userIdentity": {"type": ["Root"]}}},
        "break-glass-use": {**_RECORDED, "detail": {"userIdentity": {"sessionContext": {"sessionIssuer": {"userName": watched}}}}},
    }
    return {**everywhere, **_MANAGEMENT} if management else everywhere


_ENTERED: Pattern = {
    "eventSource": ["sts.amazonaws.com"],
    "eventName": ["AssumeRole"],
    "requestParameters": {"roleArn": [{"wildcard": f"arn:*:iam::*:role/{ADMINISTRATION_ROLE}*"}]},
    "$or": [
        {"userIdentity": {"type": ["IAMUser"]}},
        {"userIdentity": {"sessionContext": {"sessionIssuer": {"arn": [{"anything-but": {"wildcard": list(PIPELINES)}}]}}}},
    ],
}
_MANAGEMENT: Mapping[str, Pattern] = {
    "administration-use": {**_CALLED, "detail": _ENTERED},
    "guardrail-change": {**_CALLED, "detail": {"eventSource": ["organizations.amazonaws.com"], "eventName": list(TREE_CHANGES)}},
    "root-session": {**_CALLED, "detail": {"eventSource": ["iam.amazonaws.com", "sts.amazonaws.com"], "eventName": list(ROOT_SESSIONS)}},
    "alarm-change": {
        **_CALLED,
        "detail": {
            "eventSource": ["events.amazonaws.com", "kms.amazonaws.com", "sns.amazonaws.com"],
            "eventName": list(ALARM_CHANGES),
        },
    },
}
"""No guardrail binds the management account, so that whoever changes one, or what would tell of it, is told of as well."""
