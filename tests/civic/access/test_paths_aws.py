"""Paths on AWS: guardrails, boundaries, chains, what nobody knows, and what is said of them."""

import pytest

from civic.access import paths
from civic.access.path_texts import answer_lines, path_message
from tests.civic.access.path_estates import ACCOUNT, APPLICATIONS, OTHER, OTHERS, TENANCY, ZONE, Estate, found, role_arn

DEPLOY = role_arn("deploy")


def test_a_guardrail_stops_what_the_identity_may():
    estate = Estate()
    estate.role(ZONE, "deploy", "Allow iam:UpdateAssumeRolePolicy on *")
    estate.role(TENANCY, "tenancy")
    estate.guard("ou-unit", f"Deny iam:UpdateAssumeRolePolicy on * if ArnNotLike aws:PrincipalArn {role_arn('administration')}")
    assert found(estate) == []


def test_a_role_made_within_a_boundary_may_what_the_boundary_says_and_no_more():
    bounds = f"arn:aws:iam::{ACCOUNT}:policy/bounds"
    makes = f"Allow iam:CreateRole,iam:PutRolePolicy on {role_arn('service/*')} if StringEquals iam:PermissionsBoundary {bounds}"
    narrow, wide = Estate(), Estate()
    for estate, content in ((narrow, "Allow logs:* on *"), (wide, "Allow logs:*,iam:UpdateAssumeRolePolicy,sts:AssumeRole on *")):
        estate.role(ZONE, "deploy", makes)
        estate.role(TENANCY, "tenancy")
        estate.managed(TENANCY, "bounds", content)
    assert found(narrow) == []
    assert f"{DEPLOY} -> {role_arn('tenancy')}: rewrites its trust and assumes it" in found(wide)


def test_writing_the_rights_of_who_has_them_all_gives_nothing():
    estate = Estate()
    estate.role(ZONE, "deploy", f"Allow iam:PutRolePolicy on {role_arn('administration')}")
    assert found(estate) == []


def test_a_chain_is_found_and_told_step_by_step():
    estate = Estate()
    estate.role(APPLICATIONS, "application", "Allow iam:PassRole,ecs:RunTask on *")
    estate.role(ZONE, "task", "Allow sts:AssumeRole on *", trust=["Allow to service:ecs-tasks.amazonaws.com sts:AssumeRole"], runs=False)
    estate.role(OTHERS, "theirs", account=OTHER, trust=["Allow to role:task sts:AssumeRole"])
    graph = estate.graph()
    chain = [path for path in paths.sideways(graph) if path.start.id == role_arn("task")]
    assert [step.target.id for step in chain[0].steps] == [role_arn("theirs", OTHER)]
    answer = paths.path(graph, role_arn("application"), role_arn("theirs", OTHER))
    assert [step.target.id for step in answer.steps] == [role_arn("task"), role_arn("theirs", OTHER)]
    told = "\n".join(answer_lines(answer, {}))
    assert "a path of 2 steps" in told
    assert "iam:PassRole" in told
    assert "statement #1" in told


def test_an_unknown_condition_counts_as_possible_and_says_so():
    estate = Estate()
    estate.role(ZONE, "deploy", "Allow sts:AssumeRole on * if IpAddress aws:SourceIp 192.0.2.0/24")
    estate.role(TENANCY, "tenancy", trust=[f"Allow to root:{ACCOUNT} sts:AssumeRole"])
    path = next(one for one in paths.upward(estate.graph()) if one.end.id == role_arn("tenancy"))
    assert path.unknown == {"aws:sourceip"}
    assert "aws:sourceip" in path_message(path, {})


def test_session_tags_that_the_caller_chooses_hold_nobody_back():
    """A trust that lets tags in, and asks for the owner's own: whoever enters brings any."""
    estate = Estate()
    estate.role(ZONE, "deploy", "Allow sts:AssumeRole,sts:TagSession on *")
    middle = ["Allow to role:deploy sts:AssumeRole,sts:TagSession"]
    estate.role(ZONE, "middle", "Allow sts:AssumeRole on *", trust=middle, runs=False, tags={"owner": "a"})
    asked = ["Allow to root:111111111111 sts:AssumeRole if StringEquals aws:PrincipalTag/owner b"]
    estate.role(OTHERS, "theirs", account=OTHER, trust=asked)
    assert any(path.end.id == role_arn("theirs", OTHER) and "aws:principaltag/owner" in path.unknown for path in paths.sideways(estate.graph()))


def test_what_stops_a_way_that_is_not_there():
    estate = Estate()
    estate.role(ZONE, "deploy", "Allow sts:AssumeRole on *")
    estate.role(TENANCY, "tenancy")
    estate.guard("ou-unit", "Deny iam:UpdateAssumeRolePolicy on *")
    answer = paths.path(estate.graph(), DEPLOY, role_arn("tenancy"))
    assert not answer.steps
    lines = answer_lines(answer, {})
    assert any("trust policy does not let this principal in" in line for line in lines)
    assert any("guard-ou-unit" in line and "iam:UpdateAssumeRolePolicy" in line for line in lines)


def test_nobody_is_asked_about_who_is_not_there():
    with pytest.raises(LookupError, match="no identity"):
        paths.path(Estate().graph(), "arn:aws:iam::1:role/nobody", "x")
