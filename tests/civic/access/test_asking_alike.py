"""The quick way of asking gives what the plain one gives: of the cases, of worlds that are made up, and of alterations of the example."""

import json
import random
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given

from civic.access.asked import StackAsks
from civic.access.aws import Principal, Request, World, evaluate, rewriting
from civic.access.aws.asking import Asker
from civic.access.aws.paths import AwsReach
from civic.access.graph import Graph
from civic.access.path_proof import wrong_paths
from civic.plan import Resource
from tests.civic.access.aws import case as cases
from tests.civic.access.aws.test_properties import FEW, worlds
from tests.civic.access.judging import example_asks, judge_example
from tests.civic.access.path_estates import ACCOUNT, MANAGEMENT, OTHER, TENANCY, Estate, role_arn
from tests.looping import each

LANDING = "northshire-aws-landing-zone"
DENIALS: Sequence[dict[str, Any]] = (
    {"Effect": "Deny", "Action": "ec2:Create*", "Resource": "*"},
    {"Effect": "Deny", "Action": "iam:*", "Resource": "arn:aws:iam::*:role/civic/*"},
    {"Effect": "Deny", "Action": "*", "Resource": "*", "Condition": {"StringNotEquals": {"aws:RequestedRegion": ["eu-west-2"]}}},
    {
        "Effect": "Deny",
        "NotAction": "ec2:*",
        "Resource": "*",
        "Condition": {"ArnLike": {"aws:PrincipalArn": "arn:aws:iam::*:role/civic/*/civic-deploy"}},
    },
    {"Effect": "Deny", "Action": "logs:*", "Resource": "*", "Condition": {"StringEquals": {"aws:ResourceTag/layer": "landing-zone"}}},
    {"Effect": "Deny", "Action": "ssm:*", "Resource": "*", "Condition": {"IpAddress": {"aws:SourceIp": "192.0.2.0/24"}}},
)


def _plain(world: World, request: Request) -> object:
    verdict = evaluate(world, request)
    return None if verdict.allowed else verdict


def test_of_every_case_the_answers_are_the_same() -> None:
    allowed = 0
    for one in each(cases.cases()):
        world, request = cases.world(one), cases.request(one)
        assert Asker(world).refusal(request) == _plain(world, request), one.id
        allowed += Asker(world).refusal(request) is None
    assert allowed > 20


@FEW
@given(worlds())
def test_of_worlds_that_are_made_up_the_answers_are_the_same(data: dict[str, Any]) -> None:
    one = cases.Case("made up", data)
    world, request = cases.world(one), cases.request(one)
    asker = Asker(world)
    for asked in (
        request,
        replace(request, action="s3:GetObject"),
        replace(request, context={**request.context, "aws:requestedregion": ("eu-west-2",)}),
    ):
        assert asker.refusal(asked) == _plain(world, asked)


def test_one_role_among_equal_ones_that_lacks_an_action_is_found() -> None:
    """Equal but for one statement of one of them: asked one after another of the same world."""
    estate, accounts = Estate(), {"deploy": ACCOUNT, "same": ACCOUNT, "elsewhere": OTHER, "lacking": OTHER}
    for name, account in accounts.items():
        allowed = "Allow ec2:CreateVpc,ec2:DeleteVpc on *" if name != "lacking" else "Allow ec2:CreateVpc on *"
        estate.role(TENANCY, name, allowed, account=account, runs=False)
    asker = Asker(World.of([resource for made in estate.resources.values() for resource in made]))
    refused = {
        (name, action)
        for name, account in accounts.items()
        for action in ("ec2:CreateVpc", "ec2:DeleteVpc")
        if asker.refusal(Request(Principal.role(role_arn(name, account)), action, f"arn:aws:ec2:eu-west-2:{account}:vpc/vpc-1"))
    }
    assert refused == {("lacking", "ec2:DeleteVpc")}


def test_a_guardrail_that_excepts_one_name_of_many_is_heard_by_all_others() -> None:
    estate = Estate()
    estate.guard(
        "ou-unit",
        f"Deny ec2:* on * if ArnNotLike aws:PrincipalArn {role_arn('deploy')}",
        "Deny ec2:* on * if StringNotEquals aws:RequestedRegion eu-west-2",
    )
    for name in ("deploy", "other", "another"):
        estate.role(TENANCY, name, "Allow ec2:* on *", runs=False)
    world = World.of([resource for made in estate.resources.values() for resource in made])
    asker = Asker(world)
    for region in ("eu-west-2", "us-east-1"):
        for name in ("deploy", "other", "another"):
            request = Request(Principal.role(role_arn(name)), "ec2:CreateVpc", f"arn:aws:ec2:{region}:{ACCOUNT}:vpc/*")
            assert asker.refusal(request) == _plain(world, request)
            assert (asker.refusal(request) is None) is (name == "deploy" and region == "eu-west-2")


def _document(chosen: random.Random, text: str) -> str:
    """A document with one statement that denies besides, or without one, or without one of its actions."""
    document = json.loads(text)
    statements = document["Statement"]
    match chosen.randrange(3):
        case 0:
            statements.append(chosen.choice(DENIALS))
        case 1 if len(statements) > 1:
            statements.pop(chosen.randrange(len(statements)))
        case _:
            one = chosen.choice(statements)
            if isinstance(one.get("Action"), list) and len(one["Action"]) > 1:
                one["Action"].pop(chosen.randrange(len(one["Action"])))
    return json.dumps(document)


def _altered(chosen: random.Random, few: Sequence[StackAsks]) -> Sequence[StackAsks]:
    def alter(one: Resource) -> Resource:
        name = "content" if one.type == "aws:organizations/policy:Policy" else "policy" if one.type.startswith("aws:iam/") else ""
        text = one.inputs.get(name)
        if not isinstance(text, str) or '"Statement"' not in text or chosen.random() > 0.15:
            return one
        return replace(one, inputs={**one.inputs, name: _document(chosen, text)})

    return [replace(asks, carriers=tuple(map(alter, asks.carriers))) for asks in few]


def test_of_alterations_of_the_example_the_same_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    chosen, refused = random.Random(5), 0
    few = [asks for asks in example_asks() if "-aws-" in asks.stack]
    for _ in range(3):
        asks = _altered(chosen, few)
        quickly = judge_example(asks, LANDING, "platform-aws-network", "northshire-aws-tenancy").refusals
        with monkeypatch.context() as patched:
            patched.setattr(Asker, "_is_allowed", lambda self, request: False)
            assert judge_example(asks, LANDING, "platform-aws-network", "northshire-aws-tenancy").refusals == quickly
        refused += len(quickly)
    assert refused > 0


# Paths of identities that are alike


def _ends(graph: Graph) -> tuple[dict[str, list[str]], list[tuple[str, str]]]:
    """Where everybody comes to in the end, and every wrong path's ends."""
    nodes = [node for reach in graph.reaches for node in reach.nodes.values()]
    upward, sideways = wrong_paths(graph, 1)
    wrong = sorted((path.start.id, end.id) for path in (*upward, *sideways) for end in (path.end, *path.others))
    return {node.id: sorted(key for key in graph.reached(node) if "#" not in key) for node in nodes}, wrong


def _all_asked(monkeypatch: pytest.MonkeyPatch, graph: Graph) -> object:
    """The same, every identity asked for itself."""
    with monkeypatch.context() as patched:
        patched.setattr(rewriting, "alike", lambda reach, actor: None)
        return _ends(graph)


TRUSTS = (
    f"Allow to root:{MANAGEMENT} sts:AssumeRole",
    f"Allow to root:{MANAGEMENT} sts:AssumeRole if ArnLike aws:PrincipalArn arn:aws:iam::{MANAGEMENT}:role/one",
    f"Allow to root:{MANAGEMENT} sts:AssumeRole if ArnNotLike aws:PrincipalArn arn:aws:iam::{MANAGEMENT}:role/one",
    f"Allow to root:{MANAGEMENT} sts:AssumeRole if StringEquals aws:PrincipalTag/body a",
    f"Allow to root:{MANAGEMENT} sts:AssumeRole if StringEquals aws:PrincipalOrgID o-home",
    f"Allow to {role_arn('two', MANAGEMENT)} sts:AssumeRole",
)


def test_whom_only_a_trust_sets_apart_is_asked_for_himself(monkeypatch: pytest.MonkeyPatch) -> None:
    chosen = random.Random(3)
    reached = 0
    for _ in range(25):
        estate = Estate()
        estate.role("platform-aws-bootstrap", "writer", "Allow iam:PutRolePolicy on *", account=MANAGEMENT)
        bound = estate.managed("platform-aws-bootstrap", "bound", "Allow sts:AssumeRole on *", account=MANAGEMENT)
        for name in ("one", "two", "three"):
            tags = {"body": chosen.choice("ab")}
            estate.role("platform-aws-network", name, "Allow s3:List* on *", account=MANAGEMENT, boundary=bound, runs=False, tags=tags)
        for number in range(4):
            estate.role(
                TENANCY, f"entered-{number}", "Allow ec2:* on *", trust=[chosen.choice(TRUSTS)], account=chosen.choice((ACCOUNT, OTHER)), runs=False
            )
        found = _ends(estate.graph())
        assert found == _all_asked(monkeypatch, estate.graph())
        reached += sum("entered" in key for ends in found[0].values() for key in ends)
    assert reached > 50


def test_of_the_example_the_same_ends_are_reached(monkeypatch: pytest.MonkeyPatch) -> None:
    found = _ends(judge_example().graph)
    assert sum(map(len, found[0].values())) > 100
    assert found == _all_asked(monkeypatch, judge_example().graph)


def test_a_trust_in_an_account_tells_its_identities_apart_only_where_it_looks_at_them() -> None:
    estate = Estate()
    for number, trust in enumerate(TRUSTS):
        estate.role(TENANCY, f"entered-{number}", trust=[trust], runs=False)
    reach = estate.graph().reaches[0]
    assert isinstance(reach, AwsReach)
    assert {arn.rpartition("-")[2] for arn in reach.distinguishing if "entered" in arn} == {"1", "2", "3"}
