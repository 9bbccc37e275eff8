"""Whatever statement, attachment or branch of the example's guardrails is taken away, or widened by an exception, is missed by name."""

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import cache
from typing import Any

from civic.access.aws import World
from civic.plan import Resource
from policies.guardrails import ACCOUNT, POLICY, guardrail_findings
from tests.civic.access.judging import example_asks
from tests.looping import each

ATTACHMENT = "aws:organizations/policyAttachment:PolicyAttachment"
SECOND_REGION = "EuWest1IsReserved"
"""Which region holds copies is the record's to say, and no policy tells it: tests/stacks/test_guardrails.py asks who may do what there."""
DECLARATIVE = ("ec2", "gateways")
"""Guardrails that are settings and forbid nothing by themselves."""


@cache
def _tree() -> tuple[Resource, ...]:
    return tuple(one for asks in example_asks() for one in asks.carriers if one.type.startswith(("aws:organizations/", "pulumi:providers:aws")))


def _said(tree: Sequence[Resource]) -> list[tuple[str, str]]:
    return [(one.urn.rpartition("::")[2], one.message) for one in guardrail_findings(World.of(tree), tree)]


def _without(chosen: Resource) -> list[Resource]:
    return [one for one in _tree() if one is not chosen]


def _documents() -> Iterator[tuple[Resource, dict[str, Any]]]:
    for one in _tree():
        if one.type == POLICY and '"Statement"' in str(one.inputs["content"]):
            yield one, json.loads(str(one.inputs["content"]))


def _changed(chosen: Resource, document: dict[str, Any]) -> list[tuple[str, str]]:
    made = replace(chosen, inputs={**chosen.inputs, "content": json.dumps(document, separators=(",", ":"))})
    return _said([made if one is chosen else one for one in _tree()])


def test_the_examples_guardrails_forbid_what_they_must() -> None:
    assert _said(_tree()) == []


def test_whatever_statement_is_dropped_is_missed() -> None:
    for policy, document in each(_documents()):
        for statement in each(one for one in document["Statement"] if one["Sid"] != SECOND_REGION):
            left = {**document, "Statement": [one for one in document["Statement"] if one is not statement] or [_of_nobody(statement)]}
            assert {name for name, _ in _changed(policy, left)} == {policy.name}, statement["Sid"]


def _of_nobody(statement: dict[str, Any]) -> dict[str, Any]:
    """A statement that forbids nothing, in the place of the only one of a document."""
    return {**statement, "Action": ["ec2:DescribeVpcs"]}


def test_an_exception_for_people_is_found() -> None:
    def excepted(statement: dict[str, Any]) -> Callable[[dict[str, Any]], dict[str, Any]]:
        def widened(one: dict[str, Any]) -> dict[str, Any]:
            if one is not statement:
                return one
            names = [*one["Condition"]["ArnNotLike"]["aws:PrincipalArn"], "arn:*:iam::*:role/civic-*"]
            return {**one, "Condition": {**one["Condition"], "ArnNotLike": {"aws:PrincipalArn": names}}}

        return widened

    for policy, document in each(_documents()):
        for statement in each(document["Statement"]):
            # An endpoint to a stranger's service is promised of whoever may make one, and people may not.
            if "ArnNotLike" in statement.get("Condition", {}) and statement["Sid"] not in (
                "EndpointsToAmazonAlone",
                "AllowedServices",
                SECOND_REGION,
            ):
                found = _changed(policy, {**document, "Statement": list(map(excepted(statement), document["Statement"]))})
                assert policy.name in {name for name, _ in found}, statement["Sid"]


def test_an_attachment_that_is_taken_off_is_found() -> None:
    for one in each(one for one in _tree() if one.type == ATTACHMENT and not any(f"guardrail-{name}-" in one.name for name in DECLARATIVE)):
        assert _said(_without(one)), one.name


def test_an_account_that_is_moved_out_of_the_tree_of_guardrails_is_found() -> None:
    branch = next(one for one in _tree() if one.type == ATTACHMENT and one.name.endswith("guardrail-baseline-root"))
    bodies = next(one for one in _tree() if one.type.endswith(":OrganizationalUnit") and one.name == "foundation-bodies")
    lower = replace(branch, inputs={**branch.inputs, "targetId": bodies.id})
    (found,) = _said([lower if one is branch else one for one in _tree()])
    network = next(one for one in _tree() if one.type == ACCOUNT and one.name.endswith("-hosting"))
    assert found[0] == "foundation-guardrail-baseline"
    assert network.id in found[1] or "more" in found[1]
