"""The roles of a body's runs: what they are trusted by, what they open, and that it is the body's own alone."""

from dataclasses import replace

import pytest

from civic.plan import Deployment
from components import aws
from components.contracts import PLATFORM, RUN_LAYERS, ContractError, Owner
from tests.components.aws.permissions import granted
from tests.components.aws.subjects import ACCOUNT, MANAGEMENT, NORTHSHIRE_TEST, ORGANISATION, REGION, RUN_IDENTITIES, inventory, plan_of, statements

HOST = RUN_IDENTITIES.issuer.removeprefix("https://")
NEIGHBOUR = "northshire-east"
OWN = {
    "tenancy": ["civic-administration-northshire"],
    "landing-zone": ["civic/northshire/civic-deploy"],
    "applications": ["civic/northshire/civic-application", "civic-tenant/northshire/ccp-northshire-a"],
}
"""Roles that the run of each layer may enter."""


@pytest.fixture(scope="module")
def plan() -> Deployment:
    return plan_of(aws.RunIdentities, "runs", RUN_IDENTITIES)


@pytest.fixture(scope="module")
def hardened() -> Deployment:
    return plan_of(aws.RunIdentities, "runs", RUN_IDENTITIES, addresses=("198.51.100.0/28",))


def test_a_body_has_a_role_for_each_of_its_stacks_and_nothing_else(plan: Deployment, hardened: Deployment):
    expected = {("RunIdentities", "runs")}
    for layer in RUN_LAYERS:
        expected |= {("Role", f"runs-{layer}"), ("RolePolicy", f"runs-{layer}-rights")}
    assert inventory(plan) == inventory(hardened) == expected


@pytest.mark.parametrize("layer", RUN_LAYERS)
def test_a_run_is_one_subject_and_stays_in_its_boundary(plan: Deployment, hardened: Deployment, layer: str):
    role = plan.named(f"runs-{layer}").inputs
    (trust,) = statements(plan.named(f"runs-{layer}"), "assumeRolePolicy").values()
    assert trust["Principal"] == {"Federated": f"arn:aws:iam::{MANAGEMENT}:oidc-provider/{HOST}"}
    assert trust["Condition"] == {"StringEquals": {f"{HOST}:aud": "sts.amazonaws.com", f"{HOST}:sub": RUN_IDENTITIES.subjects[layer]}}
    assert (role["path"], role["name"]) == ("/civic-run/northshire/", f"ccp-northshire-run-{layer}")
    assert role["permissionsBoundary"] == f"arn:aws:iam::{MANAGEMENT}:policy/civic-pipeline/civic-run-boundary"
    # A run may wait 75 minutes for a certificate.
    assert role["maxSessionDuration"] == 7200
    (asked,) = statements(hardened.named(f"runs-{layer}"), "assumeRolePolicy").values()
    assert asked["Condition"]["IpAddress"] == {"aws:SourceIp": ["198.51.100.0/28"]}


@pytest.mark.parametrize("layer", RUN_LAYERS)
def test_a_run_enters_its_own_bodys_roles_of_its_own_layer_alone(plan: Deployment, layer: str):
    rights = plan.named(f"runs-{layer}-rights")
    for role in (role for roles in OWN.values() for role in roles):
        for owner, allowed in (("northshire", role in OWN[layer]), (NEIGHBOUR, False), ("northshire.test", False)):
            arn = f"arn:aws:iam::{ACCOUNT}:role/{role.replace('northshire', owner, 1)}"
            assert granted(rights, "sts:AssumeRole", arn, {}) is allowed, arn
    for role in ("civic-administration", "civic/civic-network", "civic/civic-hosting", "civic-pipeline/ccp-pipeline-foundation"):
        assert not granted(rights, "sts:AssumeRole", f"arn:aws:iam::{ACCOUNT}:role/{role}", {}), role


@pytest.mark.parametrize("layer", RUN_LAYERS)
def test_a_run_opens_its_own_stacks_state_and_secrets_alone(plan: Deployment, layer: str):
    rights = plan.named(f"runs-{layer}-rights")
    keys = {name: str(arn) for name, arn in RUN_IDENTITIES.key_ids.items()}
    key, state = keys[layer], keys["state"]
    context = "kms:EncryptionContext:stack"
    assert granted(rights, "kms:Decrypt", key, {context: f"northshire-aws-{layer}"})
    assert not granted(rights, "kms:Decrypt", key, {context: f"{NEIGHBOUR}-aws-{layer}"})
    assert not granted(rights, "kms:Decrypt", key, {})
    for other in RUN_LAYERS:
        assert granted(rights, "kms:Decrypt", keys[other], {context: f"northshire-aws-{layer}"}) is (other == layer)
    assert granted(rights, "kms:GenerateDataKey", state, {"kms:ViaService": f"s3.{REGION}.amazonaws.com"})
    assert not granted(rights, "kms:GenerateDataKey", state, {})
    bucket = statements(rights)["List"]["Resource"][0]
    for stack, action, allowed in (
        (f"northshire-aws-{layer}", "s3:PutObject", True),
        (f"{NEIGHBOUR}-aws-{layer}", "s3:GetObject", False),
        ("platform-aws-foundation", "s3:GetObject", False),
    ):
        assert granted(rights, action, f"{bucket}/.pulumi/stacks/civic/{stack}.json", {}) is allowed, stack
    assert granted(rights, "s3:GetObject", f"{bucket}/cards/platform-aws-foundation.json", {})
    assert not granted(rights, "s3:PutObject", f"{bucket}/cards/platform-aws-foundation.json", {})


def test_a_tenancys_run_makes_and_moves_its_own_account_alone(plan: Deployment):
    rights = plan.named("runs-tenancy-rights")
    account = f"arn:aws:organizations::{MANAGEMENT}:account/o-abcdefghij/{ACCOUNT}"
    assert granted(rights, "organizations:CreateAccount", "*", {"aws:RequestTag/owner": "northshire"})
    assert not granted(rights, "organizations:CreateAccount", "*", {"aws:RequestTag/owner": NEIGHBOUR})
    assert not granted(rights, "organizations:CreateAccount", "*", {})
    own, other = {"aws:ResourceTag/owner": "northshire"}, {"aws:ResourceTag/owner": NEIGHBOUR}
    assert granted(rights, "organizations:MoveAccount", account, own)
    assert not granted(rights, "organizations:MoveAccount", account, other)
    for unit, allowed in ((ORGANISATION.units["live"], True), (ORGANISATION.units["test"], False)):
        arn = f"arn:aws:organizations::{MANAGEMENT}:ou/o-abcdefghij/{unit}"
        assert granted(rights, "organizations:MoveAccount", arn, {}) is allowed
    for action in ("organizations:CloseAccount", "organizations:DetachPolicy", "organizations:LeaveOrganization"):
        assert not granted(rights, action, account, own)


def test_a_tenancys_run_tags_its_own_account_and_takes_no_other_by_a_tag(plan: Deployment):
    rights = plan.named("runs-tenancy-rights")
    account = f"arn:aws:organizations::{MANAGEMENT}:account/o-abcdefghij/{ACCOUNT}"
    management = f"arn:aws:organizations::{MANAGEMENT}:account/o-abcdefghij/{MANAGEMENT}"
    own, other, given = {"aws:ResourceTag/owner": "northshire"}, {"aws:ResourceTag/owner": NEIGHBOUR}, {"aws:RequestTag/owner": "northshire"}
    tag, untag = "organizations:TagResource", "organizations:UntagResource"
    assert granted(rights, tag, account, given)
    assert granted(rights, tag, account, own)
    assert granted(rights, untag, account, own)
    assert not granted(rights, tag, account, {**other, **given})
    assert not granted(rights, tag, account, {**own, "aws:RequestTag/owner": NEIGHBOUR})
    assert not granted(rights, untag, account, {**own, "aws:TagKeys": "owner"})
    assert not granted(rights, tag, management, given)
    assert not granted(rights, "organizations:MoveAccount", management, own)


def test_other_layers_make_no_account(plan: Deployment):
    for layer in ("landing-zone", "applications"):
        assert statements(plan.named(f"runs-{layer}-rights")).keys() == {"List", "Read", "Write", "Store", "Secrets", "Enter"}


def test_a_test_tenancys_runs_are_others(plan: Deployment):
    test = plan_of(aws.RunIdentities, "runs", RUN_IDENTITIES, owner=NORTHSHIRE_TEST)
    for layer in RUN_LAYERS:
        live, other = plan.named(f"runs-{layer}").inputs, test.named(f"runs-{layer}").inputs
        assert other["path"] == "/civic-run/northshire.test/"
        assert live["name"] != other["name"]
    enter = statements(test.named("runs-tenancy-rights"))["Enter"]["Resource"]
    assert enter == ["arn:aws:iam::*:role/civic-administration-northshire.test"]


def test_the_longest_key_still_has_an_administration_role_of_its_own():
    long = [Owner(platform="ccp", organisation="a" * 39 + end, environment="test") for end in "ab"]
    plans = [plan_of(aws.RunIdentities, "runs", RUN_IDENTITIES, owner=owner) for owner in long]
    names = [statements(plan.named("runs-tenancy-rights"))["Enter"]["Resource"][0].rpartition("/")[2] for plan in plans]
    assert names[0] != names[1]
    assert all(len(name) <= 64 and name.startswith("civic-administration-") for name in names)


@pytest.mark.parametrize("layer", RUN_LAYERS)
def test_policies_of_runs_fit_what_iam_takes(plan: Deployment, layer: str):
    assert len("".join(plan.named(f"runs-{layer}-rights").inputs["policy"].split())) <= 10240


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"owner": Owner(platform="ccp", organisation=PLATFORM)}, "owner: the platform's own"),
        ({"subjects": {}}, "subjects: nothing for "),
        ({"state": {}}, "state: nothing for "),
        ({"subjects": {**RUN_IDENTITIES.subjects, "tenancy": "repo:commons/*"}}, "subjects: tenancy has a wildcard"),
        ({"subjects": dict.fromkeys(RUN_LAYERS, "repo:commons/cloud:environment:x")}, "subjects: two layers have the same"),
    ],
)
def test_runs_that_could_be_taken_for_each_other_are_refused(changes: dict[str, object], message: str):
    with pytest.raises(ContractError, match=message):
        replace(RUN_IDENTITIES, **changes)
