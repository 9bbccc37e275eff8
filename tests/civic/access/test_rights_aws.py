"""What the runs on AWS need and once had not: taken away again, each is told; and who may fill, restore and read, with the keys that go with it."""

from collections.abc import Iterator
from functools import cache
from itertools import product

import pytest

from civic.access.aws import Principal, Request, World, evaluate
from civic.access.aws.services import evaluate_with_services
from civic.access.verdict import Reason
from civic.catalogue import row
from civic.plan import Resource
from tests.civic.access.judging import Change, altered, dropping, judge_example, replacing, without
from tests.looping import each

BOOTSTRAP, FOUNDATION, NETWORK, HOSTING = (f"platform-aws-{layer}" for layer in ("bootstrap", "foundation", "network", "hosting-a"))
TENANCY, LANDING_ZONE, NORTHSHIRE = (f"northshire-aws-{layer}" for layer in ("tenancy", "landing-zone", "applications"))
EASTVALE, TENANT = "eastvale-aws-applications", "cell-a-tenant-eastvale-rights"
MISSING = (
    # (stack and resource with the policy, what is taken out of it, the stack that then stops, what it may not do)
    ("westholm-aws-tenancy", "westholm-deploy-rights", dropping("chime:TagResource"), "westholm-aws-landing-zone", "chime:TagResource"),
    ("westholm-aws-tenancy", "westholm-deploy-rights", dropping("chime:ListTagsForResource"), "westholm-aws-landing-zone", "chime:ListTagsForResource"),
    # Called by a resource that is written in Python, in the role that it names itself.
    (
        "westholm-aws-tenancy",
        "westholm-deploy-rights",
        dropping("chime:*VoiceConnector*"),
        "westholm-aws-landing-zone",
        "chime:PutVoiceConnectorOrigination",
    ),
    (FOUNDATION, "foundation-network-rights", dropping("kms:Decrypt"), NETWORK, "kms:Decrypt"),
    (FOUNDATION, "foundation-network-rights", dropping("kms:GenerateDataKey*"), NETWORK, "kms:GenerateDataKey"),
    (FOUNDATION, "foundation-network-rights", dropping("iam:CreateServiceLinkedRole"), NETWORK, "iam:CreateServiceLinkedRole"),
    (FOUNDATION, "foundation-hosting-rights", replacing("rds.amazonaws.com", "x"), HOSTING, "iam:CreateServiceLinkedRole"),
    (FOUNDATION, "foundation-hosting-rights", replacing("secret:rds!", "secret:x"), HOSTING, "secretsmanager:CreateSecret"),
    (FOUNDATION, "foundation-hosting-rights", dropping("ecr:CreateRepository"), HOSTING, "ecr:CreateRepository"),
    (FOUNDATION, "foundation-hosting-rights", dropping("iam:PassRole"), HOSTING, "iam:PassRole"),
    (BOOTSTRAP, "bootstrap-pipeline-foundation-rights", replacing("cloudtrail.amazonaws.com", "x"), FOUNDATION, "iam:CreateServiceLinkedRole"),
    (BOOTSTRAP, "bootstrap-pipeline-foundation-rights", dropping("iam:DeleteServiceLinkedRole"), FOUNDATION, "iam:DeleteServiceLinkedRole"),
    (TENANCY, "northshire-deploy-rights", replacing("secret:rds!", "secret:x"), LANDING_ZONE, "secretsmanager:CreateSecret"),
    (TENANCY, "northshire-deploy-rights", replacing("backup.amazonaws.com", "x"), LANDING_ZONE, "iam:CreateServiceLinkedRole"),
    (TENANCY, "northshire-application-rights", replacing("ecs.amazonaws.com", "x"), NORTHSHIRE, "iam:CreateServiceLinkedRole"),
    (TENANCY, "northshire-boundary", replacing("ecs.amazonaws.com", "x"), NORTHSHIRE, "iam:CreateServiceLinkedRole"),
    # Of a data source that the program calls.
    (TENANCY, "northshire-application-rights", dropping("ec2:Describe*"), NORTHSHIRE, "ec2:DescribePrefixLists"),
    (TENANCY, "northshire-application-rights", dropping("iam:UpdateRole*"), NORTHSHIRE, "iam:UpdateRole"),
    (TENANCY, "northshire-application-rights", dropping("ec2:DeleteTags"), NORTHSHIRE, "ec2:DeleteTags"),
    ("eastvale-aws-identity", "eastvale-runs-tenancy-rights", dropping("organizations:TagResource"), "eastvale-aws-tenancy", "organizations:TagResource"),
    (HOSTING, TENANT, dropping("iam:CreateServiceLinkedRole"), EASTVALE, "iam:CreateServiceLinkedRole"),
    (HOSTING, TENANT, dropping("ec2:DeleteTags"), EASTVALE, "ec2:DeleteTags"),
    (HOSTING, TENANT, dropping("ec2:ModifySecurityGroupRules"), EASTVALE, "ec2:ModifySecurityGroupRules"),
    (HOSTING, TENANT, dropping("ecs:RunTask"), EASTVALE, "ecs:RunTask"),
    (HOSTING, TENANT, dropping("ecr:BatchGetImage"), EASTVALE, "ecr:BatchGetImage"),
    (TENANCY, "northshire-application-rights", dropping("ecs:RunTask"), NORTHSHIRE, "ecs:RunTask"),
    (HOSTING, TENANT, dropping("application-autoscaling:PutScalingPolicy"), EASTVALE, "application-autoscaling:PutScalingPolicy"),
)  # fmt: skip


@pytest.mark.parametrize(("stack", "name", "change", "stopped", "action"), MISSING, ids=[f"{one[1]}: {one[4]}" for one in MISSING])
def test_a_right_that_is_taken_away_stops_its_stack_and_is_told(stack: str, name: str, change: Change, stopped: str, action: str) -> None:
    told = [refused for refused in judge_example(altered(stack, name, "policy", change), stopped).refused if refused.first.action == action]
    assert told, f"{stopped} may {action} all the same"
    assert all(refused.first.stack == stopped for refused in told)


@pytest.mark.parametrize("stopped", ["eastvale-aws-landing-zone", "platform-aws-hosting-a"])
def test_a_network_is_joined_to_the_hub_by_its_share_alone(stopped: str) -> None:
    asks = without("platform-aws-network", "hub-eu-west-2-share-with-all")
    refused = {told.first.action: told.first.verdict.reason for told in judge_example(asks, stopped).refused}
    assert refused["ec2:CreateTransitGatewayVpcAttachment"] is Reason.RESOURCE_POLICY
    assert refused["route53resolver:AssociateResolverQueryLogConfig"] is Reason.RESOURCE_POLICY


@cache
def world() -> World:
    return judge_example().worlds.aws


def role(name: str) -> Principal:
    (arn,) = [arn for arn in world().identities if arn.endswith(f":role{name}")]
    return Principal.role(arn)


def secret(ending: str) -> str:
    (arn,) = [arn for arn in world().owned if f":secret:civic/{ending}-" in arn]
    return arn


SHARED = "a/eastvale/vikunja/VIKUNJA_SERVICE_SECRET"


WHILE_GRANTED = {"aws:currenttime": ("2026-12-01T00:00:00Z",)}
"""People's roles end on a day."""


def may(who: Principal, action: str, resource: str, **passed: str) -> bool:
    """Whether they may, beyond doubt. ``passed``: the service that a role is passed to."""
    context = {**WHILE_GRANTED, **{f"iam:{key}": (value,) for key, value in passed.items()}}
    return evaluate(world(), Request(who, action, resource, context=context)).allowed


def filled(who: Principal, arn: str) -> bool:
    """Whether they may put a value in, the key included."""
    return all(
        verdict.allowed for _, verdict in evaluate_with_services(world(), Request(who, "secretsmanager:PutSecretValue", arn, context=WHILE_GRANTED))
    )


def read(who: Principal, arn: str) -> bool:
    return not evaluate(world(), Request(who, "secretsmanager:GetSecretValue", arn, context=WHILE_GRANTED)).denied


def test_in_a_shared_cell_one_role_fills_an_applications_secrets_and_reads_none() -> None:
    own = role("/civic-body/eastvale/ccp-eastvale-vikunja-secrets")
    assert filled(own, secret(SHARED))
    assert not read(own, secret(SHARED))
    for other in each([arn for arn in world().identities if "operator" in arn]):
        assert not filled(Principal.role(other), secret(SHARED)), other
        assert not read(Principal.role(other), secret(SHARED)), other


def test_in_its_own_account_an_operator_fills_and_restores() -> None:
    operator = role("/civic/northshire/civic-operator")
    account = operator.account
    # Northshire's application has no secret of its own here; any that it had would be called so.
    own = f"arn:aws:secretsmanager:eu-west-2:{account}:secret:civic/dedicated/northshire/odoo/TOKEN-AbCdEf"
    assert may(operator, "secretsmanager:PutSecretValue", own)
    assert not read(operator, own)
    backup = f"arn:aws:iam::{account}:role/civic-service/civic-backup"
    assert may(operator, "iam:PassRole", backup, passedtoservice="backup.amazonaws.com")
    assert may(operator, "backup:StartRestoreJob", f"arn:aws:backup:eu-west-2:{account}:recovery-point:1")
    assert not may(operator, "iam:PassRole", f"arn:aws:iam::{account}:role/civic/northshire/civic-deploy", passedtoservice="backup.amazonaws.com")
    assert not may(operator, "iam:PassRole", backup, passedtoservice="ecs-tasks.amazonaws.com")


READERS = frozenset({"civic-databases-start", "civic-break-glass", "civic-administration", "civic-administration-northshire"})
"""Who may read the secret of an instance's administrator: the cell's task; whoever holds the account, and whoever broke the glass."""


def reachable(account: str) -> Iterator[str]:
    instance = f"arn:aws:secretsmanager:eu-west-2:{account}:secret:rds!db-00000000-0000-4000-8000-000000000000-AbCdEf"
    for arn in world().identities:
        if arn.split(":")[4] == account and read(Principal.role(arn), instance):
            yield arn.rpartition("/")[2]


@pytest.mark.parametrize("whose", ["/civic/civic-hosting", "/civic/northshire/civic-deploy"])
def test_the_secret_of_an_instances_administrator_is_in_no_reach_of_an_application(whose: str) -> None:
    found = set(reachable(role(whose).account))
    assert "civic-databases-start" in found
    assert found <= READERS


CELLS = (
    ("ecr:PutRegistryScanningConfiguration", "*"),
    ("elasticloadbalancing:SetWebAcl", "*"),
    ("elasticloadbalancing:DeleteListener", "arn:aws:elasticloadbalancing:eu-west-2:{}:listener/app/ccp-northshire-dedicated-entry/1/2"),
    ("logs:DeleteLogGroup", "arn:aws:logs:eu-west-2:{}:log-group:aws-waf-logs-ccp-northshire-dedicated-entry:*"),
    ("logs:DeleteLogGroup", "arn:aws:logs:eu-west-2:{}:log-group:/civic/dedicated/northshire/odoo:*"),
    ("s3:PutBucketPolicy", "arn:aws:s3:::ccp-northshire-dedicated-entry-logs-dea13ad9"),
    ("secretsmanager:GetSecretValue", "arn:aws:secretsmanager:eu-west-2:{}:secret:rds!db-1-AbCdEf"),
)


@pytest.mark.parametrize(("action", "target"), CELLS)
def test_what_is_the_cells_is_not_its_applications(action: str, target: str) -> None:
    application = role("/civic/northshire/civic-application")
    assert evaluate(world(), Request(application, action, target.format(application.account), context={"aws:requestedregion": ("eu-west-2",)})).denied


def test_a_body_takes_no_account_by_a_tag() -> None:
    run = role("/civic-run/eastvale/ccp-eastvale-run-tenancy")
    tree = world().organisation
    assert tree is not None
    given = {"aws:requesttag/owner": ("eastvale",), "aws:tagkeys": ("owner",)}
    for account, (owner, free) in product([tree.management, "123456789012"], [((), True), (("northshire",), False)]):
        arn = f"arn:aws:organizations::{tree.management}:account/{tree.id}/{account}"
        asked = Request(run, "organizations:TagResource", arn, context={**given, "aws:resourcetag/owner": owner})
        assert evaluate(world(), asked).allowed is (free and account != tree.management), (account, owner)


def test_a_name_for_life_asks_for_no_right_to_rename() -> None:
    known = row("aws:organizations/account:Account")
    assert known is not None
    assert known.actions is not None
    assert any(need.action == "account:PutAccountName" for need in known.actions.update)
    made = [asked for asks in judge_example().asks for asked in asks.calls if asked.call.action == "account:PutAccountName"]
    assert made == []


def test_what_is_left_alone_when_it_changes_is_known_of_every_account() -> None:
    accounts = [one for asks in judge_example().asks for one in asks.carriers if one.type == "aws:organizations/account:Account"]
    for one in each(accounts):
        assert isinstance(one, Resource)
        assert "name" in one.ignore_changes
