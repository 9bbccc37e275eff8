"""What binds by number: counted as the clouds count, added up over stacks, and what to ask for."""

import inspect
import json
from typing import Any

import pytest
from click.testing import CliRunner

from civic.catalogue import Quota, row, rows
from civic.cli import cli
from civic.plan import Deployment
from civic.plan.wire import UNKNOWN
from civic.quotas.counting import Where, place, takes
from civic.quotas.totals import Total, totals
from civic.quotas.usage import Used, used_by
from civic.simulator.sdk import resource_class
from tests.looping import each
from tests.planning import ESTATE, ROOT, example_estate

ACCOUNT, ATTACHMENT = "aws:organizations/account:Account", "aws:organizations/policyAttachment:PolicyAttachment"
HERE = Where("111122223333", "eu-west-2", "urn:pulumi:s::p::t::n")
QUOTAS = [(known.type, quota) for known in rows() for quota in known.quotas]


def quota(limit: int = 10, scope: Any = "account", **more: Any) -> Quota:
    return Quota("things", limit, scope, source="a page", **more)


@pytest.mark.parametrize(
    ("asked", "inputs", "expected"),
    [
        (quota(), {}, 1),
        (quota(counted="content"), {"content": "abcd"}, 4),
        (quota(counted="content"), {"content": "ab cd"}, 5),
        (quota(counted="content", spaceless=True), {"content": "ab cd\n"}, 4),
        (quota(counted="policy.rules"), {"policy": {"rules": [1, 2, 3]}}, 3),
        (quota(counted="content"), {"content": UNKNOWN}, 0),
        (quota(counted="limit"), {"limit": 4.0}, 4),
        (quota(counted="limit"), {"limit": True}, 0),
        (quota(counted="content"), {}, 0),
        (quota(only="type=STATEFUL"), {"type": "STATELESS"}, 0),
        (quota(only="scope~/subscriptions/"), {"scope": "/subscriptions/s"}, 1),
        (quota(only="scope~/subscriptions/"), {"scope": "/providers/m"}, 0),
        (quota(only="type=SERVICE_CONTROL_POLICY"), {}, 1),
    ],
)
def test_what_a_resource_takes(asked: Quota, inputs: dict[str, Any], expected: int):
    assert takes(asked, inputs) == expected


def test_what_a_property_names_decides():
    asked = quota(only="policyId@type=RESOURCE_CONTROL_POLICY")
    named = {"p-1": {"type": "RESOURCE_CONTROL_POLICY"}, "p-2": {}}
    assert [takes(asked, {"policyId": ident}, named.get) for ident in ("p-1", "p-2", "p-3")] == [1, 0, 0]


@pytest.mark.parametrize(
    ("asked", "inputs", "expected"),
    [
        (quota(scope="account"), {}, "111122223333"),
        (quota(scope="region"), {}, "111122223333, eu-west-2"),
        (quota(scope="organisation"), {}, "the organisation"),
        (quota(scope="resource"), {}, HERE.itself),
        (quota(scope="within", of="vpcId"), {"vpcId": "vpc-1"}, "vpc-1"),
        (quota(scope="within", of="role"), {"role": "deploy"}, "111122223333, deploy"),
        (quota(scope="within", of="hub"), {"hub": "h", "resourceGroupName": "rg"}, "111122223333, rg, h"),
        (quota(scope="within", of="vpcId"), {"vpcId": UNKNOWN}, ""),
    ],
)
def test_where_it_is_counted(asked: Quota, inputs: dict[str, Any], expected: str):
    assert place(asked, inputs, HERE) == expected


def counted(*parts: tuple[str, int], name: str = "accounts in the organisation", token: str = ACCOUNT) -> Total:
    (total,) = totals(Used(token, name, "the organisation", amount, stack) for stack, amount in parts)
    return total


def test_stacks_are_added_up_with_what_the_cloud_has_taken_itself():
    total = counted(("platform-aws-foundation", 4), ("alder-aws-tenancy", 1), ("birch.test-aws-tenancy", 1))
    assert (total.used, total.bodies, total.of_bodies) == (7, 2, 2)
    assert total.room == 3
    assert total.request is None, "there is room for as many again"


def test_what_will_not_last_for_as_many_bodies_again_is_asked_for():
    total = counted(("platform-aws-foundation", 4), *((f"body{number}-aws-tenancy", 1) for number in range(4)))
    assert (total.used, total.room, total.over) == (9, 1, False)
    assert total.request == 13


def test_what_is_over_is_asked_for_where_asking_helps_and_refused_elsewhere():
    asked = counted(("platform-aws-foundation", 20))
    assert (asked.over, asked.refused, asked.request) == (True, False, 21)
    refused = counted(("platform-aws-foundation", 5), name="service control policies on one entity", token=ATTACHMENT)
    assert (refused.used, refused.over, refused.refused, refused.request) == (6, True, True, None)


def test_what_binds_first_stands_first():
    many = [Used(ACCOUNT, "accounts in the organisation", "the organisation", 1, f"b{number}-aws-tenancy") for number in range(4)]
    few = [
        Used(row_of, name, "x", 1, f"b{number}-aws-tenancy") for number in range(4) for row_of, name in [("aws:iam/role:Role", "roles in an account")]
    ]
    over = [Used(ATTACHMENT, "service control policies on one entity", "r", 9, "platform-aws-foundation")]
    assert [total.type for total in totals([*few, *many, *over])] == [ATTACHMENT, ACCOUNT, "aws:iam/role:Role"]


def test_the_example_is_within_every_quota_and_its_accounts_bind_first():
    used = [part for stack, run in example_estate().items() for part in used_by(stack, Deployment.from_json(json.loads(run.plan)))]
    found = totals(used)
    assert [total for total in found if total.over] == []
    accounts = sum("aws:organizations/account:Account" in json.dumps(json.loads(run.plan)) for run in example_estate().values())
    assert accounts > 2
    assert found[0].type == ACCOUNT
    clouds = {total.type.partition(":")[0] for total in found}
    assert clouds == {"aws", "azure-native"}


def test_the_command_says_what_binds_and_what_to_ask_for():
    ran = CliRunner().invoke(cli, ["quotas", "platform", "eastvale", "northshire", "--estate", str(ESTATE), "--project", str(ROOT)])
    assert ran.exit_code == 0, ran.output
    assert "accounts in the organisation" in ran.output
    assert "First to bind" in ran.output
    assert "documented defaults" in ran.output


def test_as_data():
    ran = CliRunner().invoke(cli, ["quotas", "eastvale", "--format", "json", "--estate", str(ESTATE), "--project", str(ROOT)])
    document = json.loads(ran.stdout)
    assert document["known_on"] == "2026-11"
    for entry in each(document["quotas"]):
        assert entry["used"] <= entry["limit"]
        assert entry["source"]


@pytest.mark.parametrize(("token", "asked"), QUOTAS, ids=[f"{token}-{asked.name}" for token, asked in QUOTAS])
def test_a_quota_speaks_of_inputs_that_exist(token: str, asked: Quota):
    parameters = {_wire(name) for name in inspect.signature(resource_class(token)._internal_init).parameters}
    only = asked.only.partition("~")[0].partition("=")[0].partition("@")[0]
    named = {path.partition(".")[0] for path in (asked.of, asked.counted, only) if path}
    assert named <= parameters
    assert asked.limit > 0
    assert (asked.scope == "within") == bool(asked.of)
    known = row(token)
    assert known is not None
    assert [each.name for each in known.quotas].count(asked.name) == 1


def _wire(name: str) -> str:
    first, *rest = name.rstrip("_").split("_")
    return first + "".join(word.capitalize() for word in rest)


def test_a_trunk_for_many_calls_says_what_to_ask_for() -> None:
    """Above one new call a second, which every account has, an increase is to be asked for."""
    token, limits = "aws:chime/voiceConnectorTermination:VoiceConnectorTermination", [1, 4]
    (asked,) = [quota for name, quota in QUOTAS if name == token]
    taken = [Used(token, asked.name, str(limit), takes(asked, {"cpsLimit": limit}), f"b{limit}-aws-landing-zone") for limit in limits]
    assert {total.used: (total.over, total.request, total.refused) for total in totals(taken)} == {1: (False, None, False), 4: (True, 4, False)}
