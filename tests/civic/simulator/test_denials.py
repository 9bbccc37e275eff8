"""The served clouds know who calls: what the proof of rights refuses is refused at the call."""

import json
from types import SimpleNamespace
from typing import Any

import grpc
import pytest

from civic.access.runs import Refusal
from civic.access.verdict import Decision, Reason, Verdict
from civic.commands import simulate
from civic.errors import InputError
from civic.simulator import World
from civic.simulator.denials import MAKES, Denials
from tests.civic.access.judging import altered, dropping, judge_example, replacing
from tests.civic.simulator.grpc_clouds import clouds_over_grpc
from tests.civic.simulator.support import roles, urn
from tests.planning import ESTATE, ROOT

VPC, RANGE = "aws:ec2/vpc:Vpc", {"cidrBlock": "10.0.0.0/16"}
NO = Verdict(Decision.DENIED, Reason.NO_ALLOW)


def denied(operation: str, *, of: str = urn(VPC), action: str = "ec2:Something", resource: str = "*") -> Denials:
    return Denials.of([Refusal("s", "arn:aws:iam::1:role/run", action, resource, NO, of, operation)])


def refused(reason: str) -> Any:
    return pytest.raises(grpc.RpcError, match=reason)


def test_every_operation_is_refused_for_itself_and_what_is_refused_is_not_done():
    world = World()
    with clouds_over_grpc(world) as clouds:
        ident, before = clouds.aws().create(VPC, RANGE)
    new = {**RANGE, "tags": {"a": "b"}}
    for operation in MAKES:
        with clouds_over_grpc(world, denied(operation)) as clouds:
            stub = clouds.aws()
            calls = {
                "create": lambda stub=stub: stub.create(VPC, {"cidrBlock": "10.1.0.0/16"}),
                "read": lambda stub=stub: stub.read(VPC, ident),
                "update": lambda stub=stub: stub.update(VPC, ident, before, RANGE, new),
                "delete": lambda stub=stub: stub.delete(VPC, ident),
            }
            with refused("AccessDenied: arn:aws:iam::1:role/run may not do ec2:Something"):
                calls[operation]()
            assert stub.create(VPC, RANGE, preview=True)[0] == "", "a preview makes no call"
    assert [thing.inputs for thing in world.things.values()] == [RANGE]


def test_clouds_that_are_served_by_hand_know_callers_by_the_same_proof(monkeypatch: pytest.MonkeyPatch):
    """``civic simulate --callers``: the proof over plans of the estate, whose refusals meet the calls."""
    refusal, seen = Refusal("s", "arn:aws:iam::1:role/run", "ec2:Something", "*", NO, urn(VPC), "create"), list[object]()

    def proven(asks: object, concerned: set[str], *_: object) -> SimpleNamespace:
        seen.append(concerned)
        return SimpleNamespace(refusals=(refusal,))

    monkeypatch.setattr(simulate, "judged", proven)
    monkeypatch.setattr(simulate, "plan_and_ask", lambda *_: ([SimpleNamespace(stack="s", error="")], [], {}))
    denials = simulate.denials_of(ROOT, ESTATE)
    assert seen == [{"s"}]
    with clouds_over_grpc(None, denials) as clouds, refused("AccessDenied"):
        clouds.aws().create(VPC, RANGE)


def test_clouds_know_no_callers_of_an_estate_that_cannot_be_planned(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(simulate, "plan_and_ask", lambda *_: ([SimpleNamespace(stack="s", error="no")], [], {}))
    with pytest.raises(InputError, match="one cannot be made: s: no"):
        simulate.denials_of(ROOT, ESTATE)


def test_who_may_not_read_cannot_make_either():
    with clouds_over_grpc(None, denied("read")) as clouds, refused("AccessDenied"):
        clouds.aws().create(VPC, RANGE)


def test_another_resource_or_stack_is_not_meant():
    with clouds_over_grpc(None, denied("create", of=urn(VPC, "other"))) as clouds:
        assert clouds.aws().create(VPC, RANGE)[0]


def test_a_role_that_cannot_be_entered_makes_nothing():
    entered = json.loads(roles("111122223333"))[-1]["roleArn"]
    with clouds_over_grpc(None, denied("sign in", of="", action="sts:AssumeRole", resource=entered)) as clouds:
        with refused("sts:AssumeRole"):
            clouds.aws().create(VPC, RANGE)
        assert clouds.aws("222222222222").create(VPC, RANGE)[0], "another provider enters another role"
    with clouds_over_grpc(None, denied("sign in", of="", action="sts:AssumeRoleWithWebIdentity", resource="arn:aws:iam::1:role/run")) as clouds:
        for account in ("111122223333", "222222222222"):
            with refused("WithWebIdentity"):
                clouds.aws(account).create(VPC, RANGE)


def test_a_provider_acts_in_the_accounts_that_it_was_told_alone():
    with clouds_over_grpc() as clouds:
        stub = clouds.connect("aws", {"region": "eu-west-2", "assumeRoles": roles("111122223333"), "allowedAccountIds": ["999999999999"]})
        with refused("AWS account ID not allowed: 111122223333"):
            stub.create(VPC, RANGE)


def test_a_provider_says_who_it_is():
    with clouds_over_grpc() as clouds:
        assert clouds.aws().caller() == "arn:aws:sts::111122223333:assumed-role/deploy/pulumi"
        assert clouds.connect("aws", {"allowedAccountIds": ["111122223333"]}).caller() == "arn:aws:iam::111122223333:user/administrator"


@pytest.mark.parametrize(
    ("changed", "stack", "type_", "said"),
    [
        (
            altered("eastvale-aws-tenancy", "eastvale-deploy-rights", "policy", dropping("ec2:*")),
            "eastvale-aws-landing-zone",
            "aws:ec2/vpc:Vpc",
            "ec2:CreateVpc",
        ),
        (
            altered("platform-aws-foundation", "foundation-guardrail-networks", "content", replacing("civic-deploy", "nobody")),
            "eastvale-aws-landing-zone",
            "aws:ec2/vpc:Vpc",
            "service control policy",
        ),
        (
            altered(
                "platform-azure-foundation",
                "foundation-role-hosting",
                "permissions",
                replacing("Microsoft.App/managedEnvironments/write", "x/y/write"),
            ),
            "platform-azure-hosting-a",
            "azure-native:app:ManagedEnvironment",
            "Microsoft.App/managedEnvironments/write",
        ),
    ],
)
def test_what_the_proof_refuses_the_clouds_refuse(changed: Any, stack: str, type_: str, said: str):
    proof = judge_example(changed, stack)
    denials = Denials.of(proof.refusals)
    (asking,) = {asked.urn for each in proof.concerned for asked in each.calls if f"{type_}::" in asked.urn}
    assert said.lower() in denials.refusal(asking, "create", ()).lower()
    assert Denials.of(judge_example().refusals).refusal(asking, "create", ()) == "", "and nothing of what the example has"
