"""The bootstrap on AWS: a store that is hard to lose, and pipelines that reach their own layer and no other."""

import json
from dataclasses import replace

import pytest

from civic.plan import Deployment
from components import aws
from components.contracts import PIPELINES, ContractError
from tests.components.aws.subjects import BOOTSTRAP, MANAGEMENT, inventory, plan_of, statements

HOST = BOOTSTRAP.issuer.removeprefix("https://")
ENTERED = {
    "foundation": ["arn:aws:iam::*:role/civic-administration"],
    "network": ["arn:aws:iam::*:role/civic/civic-network"],
    "hosting": ["arn:aws:iam::*:role/civic/civic-hosting"],
    "tenancy": [f"arn:aws:iam::{MANAGEMENT}:role/civic/civic-vending"],
    "landing-zone": ["arn:aws:iam::*:role/civic/civic-deploy"],
    "applications": ["arn:aws:iam::*:role/civic/civic-application", "arn:aws:iam::*:role/civic-tenant/*"],
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
        ("OpenIdConnectProvider", "start-pipelines"),
        ("Key", "start-state"),
        ("Alias", "start-state-alias"),
        ("Bucket", "start-state-bucket"),
        ("BucketVersioning", "start-state-versions"),
        ("BucketServerSideEncryptionConfiguration", "start-state-encryption"),
        ("BucketOwnershipControls", "start-state-ownership"),
        ("BucketPublicAccessBlock", "start-state-private"),
        ("BucketPolicy", "start-state-policy"),
    }
    for layer in PIPELINES:
        resources |= {
            ("Role", f"start-pipeline-{layer}"),
            ("RolePolicy", f"start-pipeline-{layer}-rights"),
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
    for resource in (bucket, key, *(plan.named(f"start-secrets-{layer}") for layer in PIPELINES)):
        assert (resource.protect, resource.retain_on_delete) == (True, True), resource.name


def test_every_layer_has_a_secrets_key_that_turns(plan: Deployment):
    keys = plan.named("start").outputs["keys"]
    assert keys.keys() == set(PIPELINES)
    assert len(set(keys.values())) == len(PIPELINES)
    for layer in PIPELINES:
        key = plan.named(f"start-secrets-{layer}")
        assert key.inputs["enableKeyRotation"] is True
        assert keys[layer] == f"awskms:///{key.outputs['arn']}?region={BOOTSTRAP.home}"
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
    assert rights["Secrets"]["Resource"] == [plan.named(f"start-secrets-{layer}").outputs["arn"]]


@pytest.mark.parametrize("layer", PIPELINES)
def test_a_pipeline_enters_its_own_layers_role_and_no_other(plan: Deployment, layer: str):
    rights = statements(plan.named(f"start-pipeline-{layer}-rights"))
    assert rights["Enter"]["Resource"] == ENTERED[layer]
    assert ("Organisation" in rights) is (layer == "foundation")


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
