"""Becoming somebody else, and services that act for themselves: through the functions that a chain of identities is built from."""

from typing import Any

import pytest

from civic.access.aws import Request, World, assume, assume_with_token, evaluate, pass_role, service_request
from civic.access.aws.senders import ACCOUNT, ARN, ORGANISATION, SENDS, SOURCE_KEYS
from civic.access.verdict import Decision, Reason
from tests.civic.access.aws.case import FOREIGN, HOME, MANAGEMENT, NEIGHBOUR, Case, made, principal, resources, world

TARGET = f"arn:aws:iam::{NEIGHBOUR}:role/target"
ISSUER = f"arn:aws:iam::{HOME}:oidc-provider/ci.example"


def _case(**data: Any) -> Case:
    return Case("sessions", {"name": "", "ask": "sts:AssumeRole on $target", "owner": NEIGHBOUR, **data})


def test_a_chain_is_as_strong_as_each_of_its_links():
    case = _case(identity=["Allow sts:AssumeRole on *"], trust=["Allow to role:app sts:AssumeRole"])
    verdict, became = assume(world(case), principal(case), TARGET)
    assert verdict.allowed
    assert became.chained
    assert became.arn == TARGET
    refused, _ = assume(world(case), became, f"arn:aws:iam::{HOME}:role/app")
    assert refused.denied


def test_tags_have_to_be_allowed_by_both_sides():
    identity = ["Allow sts:AssumeRole,sts:TagSession on *"]
    both = _case(identity=identity, trust=["Allow to role:app sts:AssumeRole,sts:TagSession"])
    one = _case(identity=identity, trust=["Allow to role:app sts:AssumeRole"])
    tags = {"body": "northshire"}
    assert assume(world(both), principal(both), TARGET, tags=tags)[0].allowed
    assert assume(world(one), principal(one), TARGET, tags=tags)[0].reason is Reason.TRUST
    assert assume(world(one), principal(one), TARGET)[0].allowed


def test_tags_that_a_trust_asks_for_are_the_sessions_own():
    trust = ["Allow to role:app sts:AssumeRole,sts:TagSession if StringEquals aws:RequestTag/body northshire"]
    case = _case(identity=["Allow sts:* on *"], trust=trust)
    assert assume(world(case), principal(case), TARGET, tags={"body": "northshire"})[0].allowed
    assert assume(world(case), principal(case), TARGET, tags={"body": "westholm"})[0].denied


def test_an_external_id_has_to_be_known():
    case = _case(identity=["Allow sts:* on *"], trust=["Allow to root:111111111111 sts:AssumeRole if StringEquals sts:ExternalId x"])
    assert assume(world(case), principal(case), TARGET, external_id="x")[0].allowed
    assert assume(world(case), principal(case), TARGET)[0].denied


def _token_world(**claims: str):
    conditions = " and ".join(f"StringEquals ci.example:{claim} {value}" for claim, value in claims.items())
    trust = [f"Allow to federated:{ISSUER} sts:AssumeRoleWithWebIdentity if {conditions}"]
    case = Case("sessions", {"name": "", "ask": "sts:AssumeRole on $target", "trust": trust})
    issuer = made("aws:iam/openIdConnectProvider:OpenIdConnectProvider", "ci", {"url": "https://ci.example"}, {"arn": ISSUER}, HOME)
    return World.of([*resources(case), issuer]), World.of(list(resources(case)))


@pytest.mark.parametrize(
    ("claims", "decision"),
    [
        ({"sub": "main", "aud": "sts.amazonaws.com"}, Decision.ALLOWED),
        ({"sub": "dev", "aud": "sts.amazonaws.com"}, Decision.DENIED),
        ({"sub": "main", "aud": "else"}, Decision.DENIED),
        ({"sub": "main"}, Decision.DENIED),
    ],
)
def test_a_token_has_to_say_what_the_trust_asks(claims, decision):
    with_issuer, without = _token_world(sub="main", aud="sts.amazonaws.com")
    role = f"arn:aws:iam::{HOME}:role/target"
    assert assume_with_token(with_issuer, ISSUER, role, claims)[0].decision is decision
    assert assume_with_token(without, ISSUER, role, claims)[0].denied, "the provider is made nowhere"


def test_passing_a_role_asks_the_role_too():
    taken = Case("sessions", {"name": "", "ask": "iam:PassRole on $target", "identity": ["Allow iam:PassRole on *"]})
    role = f"arn:aws:iam::{HOME}:role/target"
    assert pass_role(world(taken), principal(taken), role, "ec2.amazonaws.com").allowed
    assert pass_role(world(taken), principal(taken), role, "lambda.amazonaws.com").reason is Reason.TRUST
    assert pass_role(world(taken), principal(taken), TARGET, "ec2.amazonaws.com").denied


def test_the_administrator_of_an_account_is_reached_from_the_management_account_alone():
    case = Case("sessions", {"name": "", "ask": "s3:ListAllMyBuckets", "who": f"role:{MANAGEMENT}/vending", "identity": ["Allow sts:* on *"]})
    role = f"arn:aws:iam::{HOME}:role/administration"
    verdict, administrator = assume(world(case), principal(case), role)
    assert verdict.allowed
    assert evaluate(world(case), Request(administrator, "iam:CreateUser", f"arn:aws:iam::{HOME}:user/x")).allowed
    neighbour = Case("sessions", {**case.data, "who": f"role:{NEIGHBOUR}/app"})
    assert assume(world(neighbour), principal(neighbour), role)[0].denied


def _service(service: str, ask: str, policy: list[str], source: str, **data: Any):
    case = Case("services", {"name": "", "ask": ask, "who": f"service:{service}", "resource_policy": policy, **data})
    action, _, resource = case.text(ask).partition(" on ")
    place = world(case)
    return evaluate(place, service_request(place, service, action, resource, source_arn=source))


TRAIL = f"arn:aws:cloudtrail:eu-west-2:{MANAGEMENT}:trail/all"
RULE = f"arn:aws:events:eu-west-2:{HOME}:rule/root"


def test_a_trail_writes_for_the_organisation_and_cannot_check_so():
    policy = ["Allow to service:cloudtrail.amazonaws.com {} on {} if StringEquals aws:SourceOrgID o-home"]
    write = [policy[0].format("s3:PutObject", "$bucket/*")]
    look = [policy[0].format("s3:GetBucketAcl", "$bucket")]
    assert _service("cloudtrail.amazonaws.com", "s3:PutObject on $bucket/x", write, TRAIL).allowed
    assert _service("cloudtrail.amazonaws.com", "s3:GetBucketAcl on $bucket", look, TRAIL).denied
    assert _service(
        "cloudtrail.amazonaws.com", "s3:GetBucketAcl on $bucket", ["Allow to service:cloudtrail.amazonaws.com s3:* on $bucket"], TRAIL
    ).allowed


def test_a_strangers_trail_is_kept_out_by_its_source():
    policy = ["Allow to service:cloudtrail.amazonaws.com s3:PutObject on $bucket/* if StringEquals aws:SourceOrgID o-home"]
    stranger = f"arn:aws:cloudtrail:eu-west-2:{FOREIGN}:trail/x"
    assert _service("cloudtrail.amazonaws.com", "s3:PutObject on $bucket/x", policy, stranger).denied


@pytest.mark.parametrize("ask", ["sns:Publish on $topic", "kms:GenerateDataKey on $key", "kms:Decrypt on $key"])
def test_an_event_reaches_a_topic_and_its_key_only_without_conditions(ask):
    action, _, resource = ask.partition(" on ")
    held = "*" if resource == "$key" else resource
    bound = [f"Allow to service:events.amazonaws.com {action} on {held} if StringEquals aws:SourceAccount {HOME}"]
    free = [f"Allow to service:events.amazonaws.com {action} on {held}"]
    assert _service("events.amazonaws.com", ask, bound, RULE).denied
    assert _service("events.amazonaws.com", ask, free, RULE).allowed


def test_where_no_page_says_whether_a_service_sends_a_key_the_answer_is_unknown():
    policy = [f"Allow to service:cloudwatch.amazonaws.com kms:Decrypt on * if StringEquals aws:SourceAccount {HOME}"]
    alarm = f"arn:aws:cloudwatch:eu-west-2:{HOME}:alarm:x"
    verdict = _service("cloudwatch.amazonaws.com", "kms:Decrypt on $key", policy, alarm)
    assert verdict.decision is Decision.UNKNOWN
    assert verdict.unknown == {ACCOUNT}


@pytest.mark.parametrize("sender", SENDS, ids=" ".join)
def test_each_sender_names_its_page(sender):
    sent = SENDS[sender]
    assert sent.page
    assert sent.keys | sent.not_sent <= SOURCE_KEYS
    assert not sent.keys & sent.not_sent
    assert {ACCOUNT, ARN, ORGANISATION} <= SOURCE_KEYS
