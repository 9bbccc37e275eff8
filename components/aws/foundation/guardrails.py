"""Guardrails: what nobody in a tenancy may do, whatever rights they have there.

Service control policies bind principals, resource control policies bind resources (AWS Organizations
User Guide). Neither grants anything. A policy's text may have 5,120 characters.
"""

import json
from collections.abc import Mapping, Sequence

from components.aws import roles
from components.aws.documents import VERSION, Statement, StatementValue
from components.contracts import ContractError

LONGEST = 5120
PLATFORM_GUARDRAILS = frozenset({"regions", "baseline"})
"""Guardrails that bind the platform's own accounts too."""
DEPLOY_ROLE = f"arn:*:iam::*:role{roles.PATH}{roles.DEPLOY_ROLE}"
ADMINISTRATION = f"arn:*:iam::*:role/{roles.ADMINISTRATION_ROLE}"
"""Enters a new account to make its roles; it has no business with networks."""

GLOBAL_SERVICES = (
    "account:*", "budgets:*", "ce:*", "cloudfront:*", "ec2:DescribeRegions", "events:*", "health:*", "iam:*", "kms:ListKeys", "organizations:*", "route53:*",
    "route53domains:*", "s3:GetAccountPublicAccessBlock", "s3:ListAllMyBuckets", "s3:PutAccountPublicAccessBlock", "shield:*",
    "sts:*", "support:*", "sso:*", "tag:*", "trustedadvisor:*", "waf:*", "wafv2:*",
)  # fmt: skip
"""Services without regions, or whose calls arrive in another region than the caller's."""

NETWORK_ACTIONS = (
    "ec2:CreateVpc", "ec2:CreateDefaultVpc", "ec2:AssociateVpcCidrBlock", "ec2:CreateSubnet", "ec2:AssociateSubnetCidrBlock",
    "ec2:CreateInternetGateway", "ec2:AttachInternetGateway", "ec2:CreateEgressOnlyInternetGateway", "ec2:CreateNatGateway",
    "ec2:CreateVpcPeeringConnection", "ec2:AcceptVpcPeeringConnection", "ec2:CreateVpnGateway", "ec2:AttachVpnGateway",
    "ec2:CreateVpnConnection", "ec2:CreateCustomerGateway", "ec2:CreateTransitGateway*", "ec2:ModifyTransitGateway*",
    "ec2:DeleteTransitGateway*", "ec2:CreateRoute", "ec2:ReplaceRoute*", "ec2:AcceptTransitGateway*", "directconnect:*",
    "globalaccelerator:Create*", "route53profiles:*Associate*", "route53profiles:*Disassociate*", "ec2:DeleteFlowLogs",
)  # fmt: skip

PROTECTED_SERVICES = (
    "cloudtrail:StopLogging", "cloudtrail:DeleteTrail", "cloudtrail:UpdateTrail", "config:DeleteConfigurationRecorder",
    "config:StopConfigurationRecorder", "config:DeleteDeliveryChannel", "guardduty:Delete*", "guardduty:Disassociate*",
    "guardduty:StopMonitoringMembers", "guardduty:UpdateDetector", "securityhub:Disable*", "securityhub:Disassociate*",
    "access-analyzer:DeleteAnalyzer", "s3:PutAccountPublicAccessBlock", "ec2:DisableEbsEncryptionByDefault",
    "ec2:DisableSnapshotBlockPublicAccess", "ec2:ModifyInstanceMetadataDefaults", "backup:DeleteBackupVaultLockConfiguration",
    "backup:PutBackupVaultLockConfiguration", "kms:ScheduleKeyDeletion", "account:PutAlternateContact", "account:DeleteAlternateContact",
)  # fmt: skip


def _except(*principals: str) -> Mapping[str, StatementValue]:
    return {"ArnNotLike": {"aws:PrincipalArn": list(principals)}}


def _deny(sid: str, actions: Sequence[str], condition: Mapping[str, StatementValue] | None = None, resources: Sequence[str] = ("*",)) -> Statement:
    statement: dict[str, StatementValue] = {"Sid": sid, "Effect": "Deny", "Action": list(actions), "Resource": list(resources)}
    return {**statement, "Condition": dict(condition)} if condition else statement


def service_control_policies(regions: Sequence[str]) -> Mapping[str, str]:
    """Policy text by stable name. Raises ``ContractError`` for one that is longer than AWS takes."""
    outside: Mapping[str, StatementValue] = {"StringNotEquals": {"aws:RequestedRegion": list(regions)}}
    elsewhere: Statement = {"Sid": "AllowedRegions", "Effect": "Deny", "NotAction": list(GLOBAL_SERVICES), "Resource": ["*"], "Condition": outside}
    # The baseline brings root's sign-ins, which AWS records in one region for all, to the body's own.
    events = _deny("EventsElsewhere", ["events:*"], {**outside, **_except(DEPLOY_ROLE)})
    return _checked(
        {
            "regions": [elsewhere, events],
            "baseline": [
                _deny("StayInOrganisation", ["organizations:LeaveOrganization", "account:CloseAccount"]),
                _deny("KeepTheBaseline", PROTECTED_SERVICES, _except(DEPLOY_ROLE, ADMINISTRATION)),
                _deny(
                    "KeepTheRoles",
                    ["iam:Attach*Policy", "iam:Create*", "iam:Delete*", "iam:Detach*", "iam:Put*", "iam:Set*", "iam:Update*"],
                    _except(ADMINISTRATION),
                    [f"arn:*:iam::*:role{roles.PATH}*", f"arn:*:iam::*:policy{roles.PATH}*", ADMINISTRATION],
                ),
            ],
            "identities": [
                _deny("NoRoot", ["*"], {"ArnLike": {"aws:PrincipalArn": "arn:*:iam::*:root"}}),
                _deny("NoLongLivedKeys", ["iam:CreateUser", "iam:CreateAccessKey", "iam:CreateLoginProfile"]),
            ],
            "networks": [_deny("NetworksAreThePlatforms", NETWORK_ACTIONS, _except(DEPLOY_ROLE))],
        }
    )


def resource_control_policies(organisation: str) -> Mapping[str, str]:
    """Data stays in the organisation: text by stable name (AWS, "Data perimeter policy examples")."""
    outside = {
        "StringNotEqualsIfExists": {"aws:PrincipalOrgID": organisation},
        "BoolIfExists": {"aws:PrincipalIsAWSService": "false"},
    }
    data = ["s3:*", "sqs:*", "kms:*", "secretsmanager:*"]
    return _checked(
        {
            "perimeter": [
                {"Sid": "OursAlone", "Effect": "Deny", "Principal": "*", "Action": data, "Resource": "*", "Condition": outside},
                {
                    "Sid": "EncryptedTransportOnly",
                    "Effect": "Deny",
                    "Principal": "*",
                    "Action": ["s3:*", "sqs:*", "secretsmanager:*"],
                    "Resource": "*",
                    "Condition": {"BoolIfExists": {"aws:SecureTransport": "false"}},
                },
            ]
        }
    )


def _checked(policies: Mapping[str, Sequence[Statement]]) -> Mapping[str, str]:
    texts = {name: json.dumps({"Version": VERSION, "Statement": list(body)}, separators=(",", ":")) for name, body in policies.items()}
    for name, text in texts.items():
        if len(text) > LONGEST:
            raise ContractError(f"guardrail '{name}' has {len(text)} characters; AWS Organizations takes {LONGEST}")
    return texts
