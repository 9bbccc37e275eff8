"""Roles of an application on AWS: the body's own, bounded, and with no more than their own things."""

import pytest

from civic.plan import Deployment
from components import aws
from components.contracts import Owner
from tests.components.aws.hosting_subjects import APPLICATION, DEDICATED_APPLICATION, HOSTING_ACCOUNT, TENANTS
from tests.components.aws.permissions import granted
from tests.components.aws.subjects import ACCOUNT, plan_of, statements
from tests.planning import PlanFailed


@pytest.fixture(scope="module")
def plan() -> Deployment:
    return plan_of(aws.Application, "app", APPLICATION)


@pytest.fixture(scope="module")
def hardened() -> Deployment:
    return plan_of(aws.Application, "app", DEDICATED_APPLICATION)


@pytest.mark.parametrize("role", ["start", "own", "login"])
def test_roles_are_the_bodys_and_bounded(plan: Deployment, hardened: Deployment, role: str):
    shared = plan.named(f"app-{role}", "aws:iam/role:Role").inputs
    assert shared["path"] == "/civic-body/north/"
    assert shared["permissionsBoundary"] == f"arn:aws:iam::{HOSTING_ACCOUNT}:policy/civic-tenant/ccp-north-one"
    own = hardened.named(f"app-{role}", "aws:iam/role:Role").inputs
    assert own["path"] == "/civic-workload/"
    assert own["permissionsBoundary"] == f"arn:aws:iam::{ACCOUNT}:policy/civic/civic-application-boundary"
    (trust,) = statements(plan.named(f"app-{role}", "aws:iam/role:Role"), "assumeRolePolicy").values()
    assert trust["Condition"] == {"StringEquals": {"aws:SourceAccount": HOSTING_ACCOUNT}}


def test_no_role_has_more_than_its_own_things(plan: Deployment):
    policies = plan.of_type("aws:iam/rolePolicy:RolePolicy")
    assert {policy.name for policy in policies} == {f"app-{role}-rights" for role in ("start", "own", "login", "secrets")}
    for resource in policies:
        for sid, statement in statements(resource).items():
            assert not any(action.endswith(":*") or action == "*" for action in statement["Action"]), resource.name
            if sid != "Token":
                assert statement["Resource"] != "*", f"{resource.name} {sid}"


def test_the_application_itself_can_use_its_bucket_and_nothing_else(plan: Deployment):
    bucket = plan.named("app-storage-bucket").outputs["arn"]
    rights = statements(plan.named("app-own-rights"))
    assert rights["Look"]["Resource"] == bucket
    assert rights["Use"]["Resource"] == f"{bucket}/*"
    assert rights.keys() == {"Look", "Use", "Key"}


def test_the_bodys_own_operator_fills_its_secrets_in_a_shared_cell_and_reads_none(plan: Deployment):
    role, rights = plan.named("app-secrets"), plan.named("app-secrets-rights")
    assert role.inputs["path"] == "/civic-body/north/"
    assert role.inputs["permissionsBoundary"] == APPLICATION.cell.tenant_boundaries["north"]
    (trust,) = statements(role, "assumeRolePolicy").values()
    account = APPLICATION.home.account
    assert trust["Principal"] == {"AWS": f"arn:aws:iam::{account}:root"}
    assert trust["Condition"] == {"ArnEquals": {"aws:PrincipalArn": f"arn:aws:iam::{account}:role/civic/north/civic-operator"}}
    secrets = f"arn:aws:secretsmanager:eu-west-2:{APPLICATION.tenancy.account}:secret:civic/one"
    assert granted(rights, "secretsmanager:PutSecretValue", f"{secrets}/north/forms/TOKEN-AbCdEf", {})
    assert not granted(rights, "secretsmanager:PutSecretValue", f"{secrets}/north/bins/TOKEN-AbCdEf", {})
    assert not granted(rights, "secretsmanager:GetSecretValue", f"{secrets}/north/forms/TOKEN-AbCdEf", {})


def test_starting_reads_the_applications_own_secrets(plan: Deployment):
    secrets = statements(plan.named("app-start-rights"))["Secrets"]["Resource"]
    assert all(":secret:civic/one/north/forms/" in arn for arn in secrets)
    assert len(secrets) == 2


def test_an_owner_without_a_place_in_the_shared_cell_is_refused_in_words():
    stranger = Owner(platform="ccp", organisation="eastvale")
    with pytest.raises(PlanFailed, match=r"forms: eastvale has no place in the shared cell; it has north, north-shire, north\.test"):
        plan_of(aws.Application, "app", APPLICATION, owner=stranger)


def test_a_test_environment_is_a_tenant_of_its_own(plan: Deployment):
    test = plan_of(aws.Application, "app", APPLICATION, owner=TENANTS[2])
    role = test.named("app-own", "aws:iam/role:Role").inputs
    assert role["path"] == "/civic-body/north.test/"
    assert role["permissionsBoundary"] == APPLICATION.cell.tenant_boundaries["north.test"]
    assert test.named("app-logs").inputs["name"] == "/civic/one/north.test/forms"
    assert test.named("app-secret-SESSION_SECRET").inputs["name"] == "civic/one/north.test/forms/SESSION_SECRET"
    assert test.named("app-storage-bucket").outputs["bucket"] != plan.named("app-storage-bucket").outputs["bucket"]
