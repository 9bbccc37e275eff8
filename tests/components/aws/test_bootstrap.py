"""The bootstrap on AWS: a store that is hard to lose, and pipelines that reach their own layer and no other."""

import json
from dataclasses import replace

import pytest

from civic.plan import Deployment
from components import aws
from components.contracts import KEYED_LAYERS, PIPELINE_LAYERS, PIPELINES, ContractError
from tests.components.aws.buckets import PARTS
from tests.components.aws.permissions import granted
from tests.components.aws.subjects import BOOTSTRAP, MANAGEMENT, inventory, plan_of, statements

HOST = BOOTSTRAP.issuer.removeprefix("https://")
ENTERED = {
    "foundation": ["arn:aws:iam::*:role/civic-administration"],
    "network": ["arn:aws:iam::*:role/civic/civic-network"],
    "hosting": ["arn:aws:iam::*:role/civic/civic-hosting"],
}


@pytest.fixture(scope="module")
def plan() -> Deployment:
    return plan_of(aws.Bootstrap, "start", BOOTSTRAP)


@pytest.fixture(scope="module")
def hardened() -> Deployment:
    return plan_of(aws.Bootstrap, "start", BOOTSTRAP, addresses=("198.51.100.0/28",))


def expected() -> set[tuple[str, str]]:
    resources = {
        ("Bootstrap", "start"),
        ("Role", "start-configuration-role"),
        ("RolePolicyAttachment", "start-configuration-rights"),
        ("Role", "start-events-role"),
        ("RolePolicy", "start-events-rights"),
        ("OpenIdConnectProvider", "start-pipelines"),
        ("Key", "start-state"),
        ("Alias", "start-state-alias"),
        ("Bucket", "start-state-bucket"),
        ("BucketVersioning", "start-state-versions"),
        ("BucketServerSideEncryptionConfiguration", "start-state-encryption"),
        ("BucketOwnershipControls", "start-state-ownership"),
        ("BucketPublicAccessBlock", "start-state-private"),
        ("BucketPolicy", "start-state-policy"),
        ("BucketLifecycleConfiguration", "start-state-lifecycle"),
        ("BucketLogging", "start-state-access-log"),
        *((kind, f"start-state-access-{part}") for kind, part in PARTS),
        ("Key", "start-cards"),
        ("Alias", "start-cards-alias"),
        ("Policy", "start-run-boundary"),
    }
    for pipeline in PIPELINES:
        resources |= {("Role", f"start-pipeline-{pipeline}"), ("RolePolicy", f"start-pipeline-{pipeline}-rights")}
    for layer in KEYED_LAYERS:
        resources |= {
            ("Key", f"start-secrets-{layer}"),
            ("Alias", f"start-secrets-{layer}-alias"),
        }
    return resources


def test_a_bootstrap_is_exactly_these_resources(plan: Deployment, hardened: Deployment):
    assert inventory(plan) == expected()
    assert inventory(hardened) == expected()


def test_the_store_is_encrypted_private_and_survives_a_forced_deletion(plan: Deployment):
    bucket, key = plan.named("start-state-bucket"), plan.named("start-state")
    assert bucket.inputs["bucket"].startswith("ccp-state-")
    rule = plan.named("start-state-encryption").inputs["rules"][0]["applyServerSideEncryptionByDefault"]
    assert rule == {"sseAlgorithm": "aws:kms", "kmsMasterKeyId": key.outputs["arn"]}
    assert plan.named("start-state-versions").inputs["versioningConfiguration"]["status"] == "Enabled"
    private = plan.named("start-state-private").inputs
    assert [private[flag] for flag in ("blockPublicAcls", "blockPublicPolicy", "ignorePublicAcls", "restrictPublicBuckets")] == [True] * 4
    denied = statements(plan.named("start-state-policy"))
    assert denied.keys() == {"EncryptedTransportOnly"}
    assert denied["EncryptedTransportOnly"]["Effect"] == "Deny"
    for resource in (bucket, key, *(plan.named(f"start-secrets-{layer}") for layer in KEYED_LAYERS)):
        assert (resource.protect, resource.retain_on_delete) == (True, True), resource.name


def test_every_layer_has_a_secrets_key_that_turns(plan: Deployment):
    keys = plan.named("start").outputs["key_ids"]
    assert keys.keys() == {"state", "cards", *KEYED_LAYERS}
    assert len(set(keys.values())) == len(keys)
    for layer in KEYED_LAYERS:
        key = plan.named(f"start-secrets-{layer}")
        assert key.inputs["enableKeyRotation"] is True
        assert keys[layer] == key.outputs["arn"]
        assert plan.named(f"start-secrets-{layer}-alias").inputs["name"] == f"alias/ccp-secrets-{layer}"


@pytest.mark.parametrize("layer", PIPELINES)
def test_a_pipeline_is_one_subject_of_one_issuer(plan: Deployment, layer: str):
    (trust,) = statements(plan.named(f"start-pipeline-{layer}"), "assumeRolePolicy").values()
    assert trust["Principal"] == {"Federated": plan.named("start-pipelines").outputs["arn"]}
    assert trust["Condition"] == {"StringEquals": {f"{HOST}:aud": "sts.amazonaws.com", f"{HOST}:sub": BOOTSTRAP.subjects[layer]}}


@pytest.mark.parametrize("layer", PIPELINES)
def test_a_pipeline_with_known_addresses_calls_from_them_alone(hardened: Deployment, layer: str):
    (trust,) = statements(hardened.named(f"start-pipeline-{layer}"), "assumeRolePolicy").values()
    assert trust["Condition"]["IpAddress"] == {"aws:SourceIp": ["198.51.100.0/28"]}


@pytest.mark.parametrize("layer", PIPELINES)
def test_a_pipeline_touches_the_objects_that_are_named_and_its_own_key(plan: Deployment, layer: str):
    rights = statements(plan.named(f"start-pipeline-{layer}-rights"))
    store = plan.named("start-state-bucket").outputs["arn"]
    state = BOOTSTRAP.state[layer]
    assert rights["Write"]["Resource"] == [f"{store}/{pattern}" for pattern in state.written]
    assert rights["Read"]["Resource"] == [f"{store}/{pattern}" for pattern in state.read]
    assert rights["Read"]["Action"] == ["s3:GetObject"]
    assert rights["Store"]["Resource"] == [plan.named(name).outputs["arn"] for name in ("start-state", "start-cards")]
    assert rights["Store"]["Condition"] == {"StringEquals": {"kms:ViaService": f"s3.{BOOTSTRAP.home}.amazonaws.com"}}
    assert rights["Secrets"]["Resource"] == [plan.named(f"start-secrets-{own}").outputs["arn"] for own in PIPELINE_LAYERS[layer]]
    assert rights["Secrets"]["Condition"] == {"StringLike": {"kms:EncryptionContext:stack": list(state.stacks)}}


@pytest.mark.parametrize("layer", PIPELINES)
def test_a_pipeline_enters_its_own_layers_role_and_no_other(plan: Deployment, layer: str):
    rights = statements(plan.named(f"start-pipeline-{layer}-rights"))
    assert rights["Enter"]["Resource"] == ENTERED[layer]
    assert ("Organisation" in rights) is (layer == "foundation")
    assert plan.named(f"start-pipeline-{layer}").inputs["maxSessionDuration"] == 7200


def test_the_foundation_makes_runs_inside_their_boundary_and_no_other_role(plan: Deployment):
    rights, boundary = plan.named("start-pipeline-foundation-rights"), plan.named("start-run-boundary").outputs["arn"]
    run = f"arn:aws:iam::{MANAGEMENT}:role/civic-run/northshire/ccp-northshire-run-tenancy"
    bounded = {"iam:PermissionsBoundary": boundary}
    for action in ("iam:CreateRole", "iam:PutRolePolicy"):
        assert granted(rights, action, run, bounded)
        assert not granted(rights, action, run, {})
        assert not granted(rights, action, run, {"iam:PermissionsBoundary": f"arn:aws:iam::{MANAGEMENT}:policy/wide"})
    for role in ("civic-pipeline/ccp-pipeline-foundation", "civic-pipeline/ccp-pipeline-network", "OrganizationAdministrator"):
        for action in ("iam:CreateRole", "iam:PutRolePolicy", "iam:UpdateAssumeRolePolicy", "iam:DeleteRole"):
            assert not granted(rights, action, f"arn:aws:iam::{MANAGEMENT}:role/{role}", bounded), (role, action)
    for action in ("iam:CreatePolicyVersion", "iam:DeletePolicy"):
        assert not granted(rights, action, boundary, {})
    for action in ("iam:DeleteRolePermissionsBoundary", "iam:AttachRolePolicy", "iam:PassRole"):
        assert not granted(rights, action, run, bounded)


def test_no_run_of_a_body_may_ever_enter_a_platforms_account_or_touch_its_state(plan: Deployment):
    boundary, store = plan.named("start-run-boundary"), plan.named("start-state-bucket").outputs["arn"]
    entered = {"civic-administration-northshire": True, "civic/northshire.test/civic-deploy": True, "civic-tenant/northshire/ccp-northshire-a": True}
    entered |= {"civic-administration": False, "civic/civic-network": False, "civic/civic-hosting": False}
    for role, allowed in entered.items():
        assert granted(boundary, "sts:AssumeRole", f"arn:aws:iam::111111111111:role/{role}", {}) is allowed, role
    for stack in ("platform-aws-foundation", "platform-aws-bootstrap", "platform-aws-hosting-a"):
        assert not granted(boundary, "s3:PutObject", f"{store}/.pulumi/stacks/civic/{stack}.json", {})
    assert granted(boundary, "s3:PutObject", f"{store}/.pulumi/stacks/civic/northshire-aws-tenancy.json", {})
    assert not [action for statement in statements(boundary).values() for action in statement["Action"] if action.startswith("iam:")]
    assert len("".join(boundary.inputs["policy"].split())) <= 6144


def test_whoever_trusts_a_pipeline_and_whoever_signs_in_as_one_name_the_same_role(plan: Deployment):
    outputs = plan.named("start").outputs
    assert outputs["pipelines"] == outputs["clients"] == {layer: plan.named(f"start-pipeline-{layer}").outputs["arn"] for layer in PIPELINES}
    assert outputs["state"] == f"s3://{plan.named('start-state-bucket').outputs['bucket']}"
    assert "*" not in json.dumps(outputs)


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"subjects": {}}, "subjects: nothing for "),
        ({"state": {}}, "state: nothing for "),
        ({"subjects": {**BOOTSTRAP.subjects, "network": "repo:commons/*"}}, "subjects: network has a wildcard"),
    ],
)
def test_a_pipeline_without_a_subject_or_state_of_its_own_is_refused(changes: dict[str, object], message: str):
    with pytest.raises(ContractError, match=message):
        replace(BOOTSTRAP, **changes)


def test_every_request_to_the_state_store_is_logged_and_what_was_replaced_is_kept_for_a_time(plan: Deployment):
    log = plan.named("start-state-access-log").inputs
    assert (log["bucket"], log["targetBucket"]) == (plan.named("start-state-bucket").id, plan.named("start-state-access-bucket").id)
    (rule,) = plan.named("start-state-lifecycle").inputs["rules"]
    assert rule["noncurrentVersionExpiration"]["noncurrentDays"] >= 365
    # What stands is never deleted: a state is needed for as long as its stack is.
    assert "expiration" not in rule
