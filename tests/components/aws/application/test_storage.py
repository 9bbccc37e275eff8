"""Storage of an application on AWS."""

import pytest

from civic.plan import Deployment
from components import aws
from components.aws.hosting.tenants import short_hash
from tests.components.aws.hosting_subjects import APPLICATION, DEDICATED_APPLICATION
from tests.components.aws.subjects import plan_of, statements


@pytest.fixture(scope="module")
def plan() -> Deployment:
    return plan_of(aws.Application, "app", APPLICATION)


@pytest.fixture(scope="module")
def hardened() -> Deployment:
    return plan_of(aws.Application, "app", DEDICATED_APPLICATION)


def test_storage_is_private_versioned_and_encrypted_with_the_cells_key(plan: Deployment):
    assert plan.named("app-storage-versions").inputs["versioningConfiguration"]["status"] == "Enabled"
    private = plan.named("app-storage-private").inputs
    assert all(private[key] is True for key in ("blockPublicAcls", "blockPublicPolicy", "ignorePublicAcls", "restrictPublicBuckets"))
    rule = plan.named("app-storage-encryption").inputs["rules"][0]
    assert rule["applyServerSideEncryptionByDefault"]["kmsMasterKeyId"] == APPLICATION.cell.key
    assert plan.named("app-storage-bucket").protect
    assert plan.named("app-storage-bucket").outputs["bucket"].startswith(f"ccp-{short_hash('north')}-")
    denied = statements(plan.named("app-storage-policy"))["EncryptedTransportOnly"]
    assert denied["Condition"] == {"Bool": {"aws:SecureTransport": "false"}}


def test_official_sensitive_objects_are_read_in_their_network_alone(plan: Deployment, hardened: Deployment):
    denied = statements(hardened.named("app-storage-policy"))["ThisNetworkOnly"]
    assert denied["Effect"] == "Deny"
    account = DEDICATED_APPLICATION.tenancy.account
    assert denied["Condition"] == {
        "StringNotEquals": {"aws:SourceVpc": DEDICATED_APPLICATION.cell.network.vpc},
        "ArnNotEquals": {"aws:PrincipalArn": f"arn:aws:iam::{account}:role/civic-service/civic-backup"},
    }
    assert {"s3:GetObject", "s3:PutObject"} <= set(denied["Action"])
    assert "ThisNetworkOnly" not in statements(plan.named("app-storage-policy"))


def test_what_is_stored_is_backed_up_by_its_tag(plan: Deployment, hardened: Deployment):
    for each in (plan, hardened):
        assert each.named("app-storage-bucket").inputs["tags"] == {"backup": "daily"}
