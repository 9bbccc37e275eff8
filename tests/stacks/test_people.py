"""People on AWS, over the plans of the example estate: who gets in, when, and whom no run can let in anywhere else."""

import json
from functools import cache

import pytest

from civic.access.aws import Principal, Request, World, assume, assume_with_assertion, evaluate
from civic.access.verdict import Decision
from civic.plan import Deployment, Resource
from tests.planning import example_estate

ROLE = "aws:iam/role:Role"
DIRECTORY = "aws:iam/samlProvider:SamlProvider"
SIGN_IN = "https://signin.aws.amazon.com/saml"
OPERATORS, ADMINISTRATORS = "7b64e1d8-0a35-4f92-b1c7-2e8f5a9d6c04", "c2e85f17-6d49-4b0a-9e31-84a7d05b2f6c"
"""Groups of Northshire's record."""
SOC = "0c5d7e92-3b61-4fa8-8d14-a9e6270bc351"
"""A group of the platform's record."""
IN_TIME, LAST_MOMENT, OVER = "2026-12-01T09:00:00Z", "2027-06-30T23:59:59Z", "2027-07-01T00:00:00Z"


@cache
def plans() -> dict[str, Deployment]:
    return {name: Deployment.from_json(json.loads(run.plan)) for name, run in example_estate().items() if "-aws-" in name}


@cache
def world() -> World:
    return World.of(resource for plan in plans().values() for resource in plan)


def made(stack: str, kind: str, name: str) -> Resource:
    (found,) = [resource for resource in plans()[stack].of_type(kind) if resource.name == name]
    return found


def arn(stack: str, kind: str, name: str) -> str:
    return str(made(stack, kind, name).outputs["arn"])


def decided(provider: str, role: str, group: str, moment: str) -> Decision:
    return assume_with_assertion(world(), provider, role, {"aud": SIGN_IN, "edupersonentitlement": (group,)}, moment=moment)[0].decision


TENANCY = "northshire-aws-tenancy"


def test_an_operator_of_the_body_gets_in_until_the_last_day_is_over_and_then_no_more() -> None:
    provider, role = arn(TENANCY, DIRECTORY, "northshire-access-directory"), arn(TENANCY, ROLE, "northshire-access-operator")
    assert decided(provider, role, OPERATORS, IN_TIME) is Decision.ALLOWED
    assert decided(provider, role, OPERATORS, LAST_MOMENT) is Decision.ALLOWED
    assert decided(provider, role, OPERATORS, OVER) is Decision.DENIED
    assert decided(provider, role, ADMINISTRATORS, IN_TIME) is Decision.DENIED
    assert assume_with_assertion(world(), provider, role, {"aud": SIGN_IN}, moment=IN_TIME)[0].denied


@pytest.mark.parametrize(
    ("moment", "decision"),
    [
        ("2026-11-19T23:59:59Z", Decision.DENIED),
        ("2026-11-20T00:00:00Z", Decision.ALLOWED),
        ("2026-12-18T23:59:59Z", Decision.ALLOWED),
        ("2026-12-19T00:00:00Z", Decision.DENIED),
    ],
)
def test_break_glass_is_open_on_the_days_of_the_record_alone(moment: str, decision: Decision) -> None:
    provider, role = arn(TENANCY, DIRECTORY, "northshire-access-directory"), arn(TENANCY, ROLE, "northshire-access-break-glass")
    assert decided(provider, role, ADMINISTRATORS, moment) is decision
    inside = Request(Principal.role(role), "s3:ListAllMyBuckets", "*", context={"aws:currenttime": (moment,), "aws:requestedregion": ("eu-west-2",)})
    if moment > "2026-11-20":
        assert evaluate(world(), inside).decision is decision, "nor does a session that was begun in time last longer"


def test_neither_another_bodys_directory_nor_the_platforms_lets_anybody_in() -> None:
    role = arn(TENANCY, ROLE, "northshire-access-operator")
    others = sorted(world().providers - {arn(TENANCY, DIRECTORY, "northshire-access-directory")})
    assert [one for one in others if ":saml-provider/" in one]
    assert {decided(provider, role, OPERATORS, IN_TIME) for provider in others} == {Decision.DENIED}


def test_the_platforms_own_people_enter_its_own_accounts_and_no_bodys() -> None:
    foundation, bootstrap = "platform-aws-foundation", "platform-aws-bootstrap"
    for stack, name in ((foundation, "foundation-security-access"), (foundation, "foundation-log-archive-access"), (bootstrap, "bootstrap-access")):
        provider, role = arn(stack, DIRECTORY, f"{name}-directory"), arn(stack, ROLE, f"{name}-soc-reader")
        assert decided(provider, role, SOC, IN_TIME) is Decision.ALLOWED
        assert decided(provider, role, SOC, OVER) is Decision.DENIED
        assert decided(provider, role, OPERATORS, IN_TIME) is Decision.DENIED
    provider = arn(foundation, DIRECTORY, "foundation-security-access-directory")
    entered = [role for role, identity in world().identities.items() if decided(provider, role, SOC, IN_TIME) is not Decision.DENIED]
    assert entered == [arn(foundation, ROLE, "foundation-security-access-soc-reader")]


def test_only_the_bootstrap_lets_people_into_the_management_account() -> None:
    assert world().organisation is not None
    management = world().organisation.management
    letting = {name for name, plan in plans().items() for one in plan.of_type(DIRECTORY) if str(one.outputs["arn"]).split(":")[4] == management}
    assert letting == {"platform-aws-bootstrap"}


def test_a_tenancy_run_lets_people_into_its_own_account_and_into_no_other() -> None:
    run = Principal.role(arn("northshire-aws-identity", ROLE, "northshire-runs-tenancy"))
    accounts = sorted({role.split(":")[4] for role in world().identities if ":role/civic-administration" in role})
    own = arn(TENANCY, ROLE, "northshire-access-operator").split(":")[4]
    assert own in accounts
    assert len(accounts) > 2
    entered = {role.split(":")[4] for role in world().identities if ":role/civic-administration" in role and not assume(world(), run, role)[0].denied}
    assert entered == {own}
    for account in accounts:
        for action, resource in (
            ("sso:CreateAccountAssignment", f"arn:aws:sso:::account/{account}"),
            ("iam:CreateSAMLProvider", f"arn:aws:iam::{account}:saml-provider/mine"),
            ("iam:UpdateAssumeRolePolicy", f"arn:aws:iam::{account}:role/civic/northshire/civic-operator"),
        ):
            assert evaluate(world(), Request(run, action, resource)).denied


@pytest.mark.parametrize("role", ["operator", "break-glass"])
def test_nobody_of_the_body_lets_in_others_not_even_in_an_emergency(role: str) -> None:
    who = Principal.role(arn(TENANCY, ROLE, f"northshire-access-{role}"))
    account = who.account
    for action, resource in (
        ("iam:CreateSAMLProvider", f"arn:aws:iam::{account}:saml-provider/mine"),
        ("iam:UpdateSAMLProvider", f"arn:aws:iam::{account}:saml-provider/civic-directory"),
        ("iam:UpdateAssumeRolePolicy", who.arn),
        ("iam:DeleteRolePolicy", who.arn),
        ("iam:CreateUser", f"arn:aws:iam::{account}:user/mine"),
    ):
        assert evaluate(world(), Request(who, action, resource, context={"aws:currenttime": (IN_TIME,)})).denied
