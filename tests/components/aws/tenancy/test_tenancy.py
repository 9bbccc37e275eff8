"""A tenancy on AWS: an account no plan can close, and two roles that know their limits."""

import json
from collections.abc import Callable

import pytest

from civic.plan import Deployment
from components import aws
from tests.components.aws.subjects import (
    ACCOUNT,
    NORTHSHIRE,
    NORTHSHIRE_TEST,
    ORGANISATION,
    PIPELINE_TENANCY,
    REGION,
    RUNS,
    TENANCY,
    TENANCY_HANDLE,
    inventory,
    plan_of,
    statements,
)
from tests.planning import planned

ISSUER, SUBJECT = PIPELINE_TENANCY.pipeline_issuer, PIPELINE_TENANCY.pipeline_subject
MADE_IN = {
    ("Tenancy", "town"),
    ("aws", "town-account"),
    ("Role", "town-deploy"),
    ("RolePolicy", "town-deploy-rights"),
    ("Policy", "town-boundary"),
    ("Role", "town-application"),
    ("RolePolicy", "town-application-rights"),
    *((kind, f"town-configuration-{part}") for kind, part in (("Role", "role"), ("RolePolicyAttachment", "rights"))),
    *((kind, f"town-events-{part}") for kind, part in (("Role", "role"), ("RolePolicy", "rights"))),
    *(("Role", f"town-databases-{part}") for part in ("start", "prepare")),
    *(("RolePolicy", f"town-databases-{part}-rights") for part in ("start", "prepare")),
    *((kind, f"town-backup-{part}") for kind, part in (("Role", "role"), ("RolePolicyAttachment", "rights"))),
    *(("RolePolicyAttachment", f"town-backup-awsbackupservicerolepolicyfor{what}") for what in ("restores", "s3backup", "s3restore")),
}


@pytest.fixture(scope="module")
def plan() -> Deployment:
    return plan_of(aws.Tenancy, "town", TENANCY)


@pytest.fixture(scope="module")
def hardened() -> Deployment:
    return plan_of(aws.Tenancy, "town", PIPELINE_TENANCY)


def test_a_vended_tenancy_is_exactly_these_resources(plan: Deployment):
    assert inventory(plan) == MADE_IN | {("Account", "town-account")}


def test_a_moved_tenancy_with_a_pipeline_of_its_own_makes_no_account(hardened: Deployment):
    assert inventory(hardened) == MADE_IN | {("OpenIdConnectProvider", "town-pipeline")}
    tags = json.loads(hardened.named("town-account").inputs["defaultTags"])["tags"]
    assert tags["data-classification"] == "official-sensitive"


def test_each_service_has_a_role_of_its_own(plan: Deployment):
    roles = {role.inputs["name"]: role for role in plan.of_type("aws:iam/role:Role") if role.inputs["path"] == "/civic-service/"}
    assert roles.keys() == {"civic-configuration", "civic-backup", "civic-events", "civic-databases-start", "civic-databases-prepare"}
    # These say for which account they act; a condition would lock the others out.
    account = plan.named("town-account", "aws:organizations/account:Account").id
    own = {"StringEquals": {"aws:SourceAccount": account}}
    conditions = dict.fromkeys(("civic-configuration", "civic-databases-start", "civic-databases-prepare"), own)
    for name, role in roles.items():
        (trust,) = statements(role, "assumeRolePolicy").values()
        assert set(trust["Principal"]) == {"Service"}
        assert trust.get("Condition") == conditions.get(name)


def test_what_crosses_regions_is_put_on_the_accounts_own_bus_alone(plan: Deployment):
    account = plan.named("town-account", "aws:organizations/account:Account").id
    (put,) = statements(plan.named("town-events-rights")).values()
    assert (put["Action"], put["Resource"]) == (["events:PutEvents"], f"arn:aws:events:{REGION}:{account}:event-bus/default")


def test_the_account_is_never_closed_by_a_plan(plan: Deployment):
    account = plan.named("town-account", "aws:organizations/account:Account")
    assert account.protect
    assert account.retain_on_delete
    assert not account.inputs.get("closeOnDeletion")
    assert account.inputs["parentId"] == ORGANISATION.units["live"]


def test_the_account_is_entered_by_its_own_administration_role_and_no_other_can_be(hardened: Deployment):
    provider = hardened.named("town-account", "pulumi:providers:aws").inputs
    roles = [role["roleArn"] for role in json.loads(provider["assumeRoles"])]
    assert roles == [f"arn:aws:iam::{ACCOUNT}:role/civic-administration-northshire"]
    assert json.loads(provider["allowedAccountIds"]) == [ACCOUNT]
    for resource in hardened:
        if resource.custom and resource.type.startswith("aws:iam"):
            assert "::town-account::" in resource.provider


@pytest.mark.parametrize(("role", "layer"), [("deploy", "landing-zone"), ("application", "applications")])
def test_a_role_trusts_one_pipeline(plan: Deployment, role: str, layer: str):
    (trust,) = statements(plan.named(f"town-{role}"), "assumeRolePolicy").values()
    assert trust["Principal"] == {"AWS": [RUNS[layer]]}


def test_a_bodys_own_pipeline_is_named_exactly(hardened: Deployment):
    trust = statements(hardened.named("town-application"), "assumeRolePolicy")["1"]
    host = ISSUER.removeprefix("https://")
    assert trust["Condition"] == {"StringEquals": {f"{host}:aud": "sts.amazonaws.com", f"{host}:sub": SUBJECT}}
    assert ISSUER not in json.dumps(hardened.named("town-deploy").inputs["assumeRolePolicy"])


def test_a_test_tenancy_has_a_place_and_names_of_its_own(plan: Deployment):
    test = plan_of(aws.Tenancy, "town", TENANCY, owner=NORTHSHIRE_TEST)
    accounts = [each.named("town-account", "aws:organizations/account:Account").inputs for each in (plan, test)]
    assert [account["parentId"] for account in accounts] == [ORGANISATION.units["live"], ORGANISATION.units["test"]]
    assert [account["name"] for account in accounts] == ["ccp-northshire-tenancy", NORTHSHIRE_TEST.name("aws:account", "tenancy")]
    tags = json.loads(test.named("town-account", "pulumi:providers:aws").inputs["defaultTags"])["tags"]
    assert (tags["owner"], tags["organisation"], tags["environment"]) == ("northshire.test", "northshire", "test")


def test_lower_layers_know_the_account_and_its_roles(plan: Deployment):
    assert plan.named("town").outputs["tenancy"] == {
        "account": plan.named("town-account", "aws:organizations/account:Account").id,
        "deploy": plan.named("town-deploy").outputs["arn"],
        "application": plan.named("town-application").outputs["arn"],
    }


def test_the_trust_in_a_bodys_own_pipeline_is_protected(hardened: Deployment):
    assert hardened.named("town-pipeline").protect


@pytest.mark.parametrize(
    ("provider", "logical_name", "role"),
    [
        (aws.deploy_provider, f"tenancy-{REGION}", TENANCY_HANDLE.deploy),
        (aws.application_provider, f"applications-{REGION}", TENANCY_HANDLE.application),
    ],
)
def test_a_provider_of_a_tenancy_refuses_every_other_account(provider: Callable[..., object], logical_name: str, role: str):
    inputs = planned(lambda: provider(TENANCY_HANDLE, REGION, NORTHSHIRE)).named(logical_name).inputs
    assert json.loads(inputs["allowedAccountIds"]) == [ACCOUNT]
    assert [each["roleArn"] for each in json.loads(inputs["assumeRoles"])] == [role]
    assert json.loads(inputs["defaultTags"])["tags"] == dict(NORTHSHIRE.tags)
