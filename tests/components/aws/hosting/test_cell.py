"""A hosting cell on AWS: exactly its parts, and a handle that says all that an application needs."""

import json
from collections.abc import Sequence
from ipaddress import IPv4Network

import pytest

from civic.plan import Deployment
from components import aws
from components.aws.handles import CellHandle
from components.contracts import CardReader, SubnetKey, of_tier
from tests.components.aws.hosting_subjects import DEDICATED_CELL, HOSTING_ACCOUNT, HOSTING_CELL, TENANTS
from tests.components.aws.subjects import REGION, inventory, plan_of
from tests.planning import PlanFailed

BUCKET_PARTS = {
    ("Bucket", "bucket"),
    ("BucketVersioning", "versions"),
    ("BucketServerSideEncryptionConfiguration", "encryption"),
    ("BucketOwnershipControls", "ownership"),
    ("BucketPublicAccessBlock", "private"),
    ("BucketPolicy", "policy"),
    ("BucketLifecycleConfiguration", "lifecycle"),
}
CONTACT = "platform@commons.example"


@pytest.fixture(scope="module")
def plan() -> Deployment:
    return plan_of(aws.HostingCell, "cell", HOSTING_CELL)


@pytest.fixture(scope="module")
def hardened() -> Deployment:
    return plan_of(aws.HostingCell, "cell", DEDICATED_CELL)


def expected(
    *sources: str, tenants: tuple[str, ...] = (), endpoints: Sequence[IPv4Network] = tuple(of_tier(HOSTING_CELL.ranges, "endpoint"))
) -> set[tuple[str, str]]:
    roles = {
        ("HostingCell", ""),
        ("Key", "key"),
        ("Alias", "key-alias"),
        ("SecurityGroup", "entry-group"),
        ("LoadBalancer", "entry"),
        ("WebAcl", "web-acl"),
        ("WebAclAssociation", "web-acl-entry"),
        ("LogGroup", "web-acl-logs"),
        ("WebAclLoggingConfiguration", "web-acl-logging"),
        ("Zone", "zone"),
        ("Key", "zone-key"),
        ("KeySigningKey", "zone-signing-key"),
        ("HostedZoneDnsSec", "zone-signed"),
        ("Key", "zone-queries-key"),
        ("LogGroup", "zone-queries"),
        ("LogResourcePolicy", "zone-queries-policy"),
        ("QueryLog", "zone-queries-log"),
        ("Record", "issuer"),
        ("Certificate", "certificate"),
        ("Record", "proof"),
        ("CertificateValidation", "issued"),
        ("Record", "addresses"),
        ("Listener", "https"),
        ("SecurityGroup", "database-group"),
        ("SubnetGroup", "database-subnets"),
        ("ParameterGroup", "database-parameters"),
        ("LogGroup", "database-logs-postgresql"),
        ("LogGroup", "database-logs-upgrade"),
        ("Instance", "database"),
        ("LogGroup", "sessions"),
        ("LogGroup", "insights"),
        ("Cluster", "cluster"),
        ("ClusterCapacityProviders", "cluster-capacity"),
        ("MetricAlarm", "alarm-entry-errors"),
        ("MetricAlarm", "alarm-database-storage"),
        ("MetricAlarm", "alarm-database-cpu"),
        ("MetricAlarm", "alarm-certificate"),
    }
    roles |= {("SecurityGroupIngressRule", f"entry-from-{source}") for source in sources}
    roles |= {(kind, f"entry-logs-{part}") for kind, part in BUCKET_PARTS}
    roles |= {("RepositoryCreationTemplate", "repositories")}
    roles |= {("LogGroup", "administrators-logs"), ("TaskDefinition", "administrators-task"), ("SecurityGroup", "administrators-group")}
    roles |= {("Document", "administrators-document"), ("Association", "administrators-made")}
    roles |= {("SecurityGroupIngressRule", "administrators-in"), ("SecurityGroupEgressRule", "administrators-out")}
    roles |= {("SecurityGroupEgressRule", f"administrators-to-{way}") for way in ("storage", *(f"endpoint-{block}" for block in endpoints))}
    roles |= {("Resource", f"administrators-{key}") for key in tenants or (DEDICATED_CELL.owner.key,)}
    for key in tenants:
        roles |= {("Policy", f"tenant-{key}-boundary"), ("Role", f"tenant-{key}"), ("RolePolicy", f"tenant-{key}-rights")}
    return {(kind, f"cell-{role}" if role else "cell") for kind, role in roles}


def test_a_shared_cell_is_exactly_these_resources(plan: Deployment):
    assert inventory(plan) == expected("10.16.0.0/12", tenants=("north", "north-shire", "north.test"))


def test_a_bodys_own_cell_has_no_tenants(hardened: Deployment):
    endpoints = tuple(of_tier(DEDICATED_CELL.ranges, "endpoint"))
    assert inventory(hardened) == expected("10.20.0.0/22", endpoints=endpoints) | {("RegistryScanningConfiguration", "cell-images-scanned")}


def test_a_cell_that_nobody_else_watches_has_a_topic_for_its_contact():
    topic = {("Topic", "cell-alarms"), ("TopicPolicy", "cell-alarms-policy"), ("TopicSubscription", "cell-alarms-to-contact")}
    tenants = tuple(owner.key for owner in TENANTS)
    assert inventory(plan_of(aws.HostingCell, "cell", HOSTING_CELL, contact=CONTACT)) == expected("10.16.0.0/12", tenants=tenants) | topic


def test_a_body_with_alarms_of_its_own_gets_no_second_topic(hardened: Deployment):
    assert inventory(plan_of(aws.HostingCell, "cell", DEDICATED_CELL, contact=CONTACT)) == inventory(hardened)


def test_every_log_is_encrypted_ends_and_stays(plan: Deployment):
    groups = plan.of_type("aws:cloudwatch/logGroup:LogGroup")
    assert {group.name for group in groups} == {name for kind, name in expected() if kind == "LogGroup"}
    for group in groups:
        key = "cell-zone-queries-key" if group.name == "cell-zone-queries" else "cell-key"
        assert group.inputs["kmsKeyId"] == plan.named(key).outputs["arn"]
        assert group.inputs["retentionInDays"] == HOSTING_CELL.retention_days == 365
        assert group.protect
        assert group.retain_on_delete


@pytest.mark.parametrize(("asked", "kept"), [(30, 365), (731, 731)])
def test_logs_are_kept_as_long_as_asked_and_never_shorter_than_the_classification_says(asked: int, kept: int):
    plan = plan_of(aws.HostingCell, "cell", HOSTING_CELL, retention_days=asked)
    assert {group.inputs["retentionInDays"] for group in plan.of_type("aws:cloudwatch/logGroup:LogGroup")} == {kept}
    assert plan.named("cell-entry-logs-lifecycle").inputs["rules"][0]["expiration"] == {"days": kept}


def test_what_holds_data_or_secrets_survives_and_what_others_hang_on_is_protected(plan: Deployment):
    retained = {"cell-key", "cell-database", "cell-entry-logs-bucket"}
    for name in retained:
        assert plan.named(name).protect, name
        assert plan.named(name).retain_on_delete, name
    for name in ("cell-cluster", "cell-entry", "cell-zone"):
        assert plan.named(name).protect, name
        assert not plan.named(name).retain_on_delete, name


def test_the_handle_says_what_an_application_needs_and_comes_back_from_a_card_whole(plan: Deployment):
    handle = CellHandle.from_card(CardReader(plan.named("cell").outputs).part("cell"))
    entry, cluster, database = plan.named("cell-entry"), plan.named("cell-cluster"), plan.named("cell-database")
    assert handle.network == HOSTING_CELL.network
    assert handle.listener == plan.named("cell-https").outputs["arn"]
    assert (handle.balancer, handle.balancer_suffix) == (entry.outputs["arn"], entry.outputs["arnSuffix"])
    assert (handle.cluster, handle.cluster_name) == (cluster.outputs["arn"], cluster.inputs["name"])
    assert handle.registry == f"{HOSTING_ACCOUNT}.dkr.ecr.{REGION}.amazonaws.com/{handle.repositories}"
    assert (handle.database_host, handle.database_group) == (database.outputs["address"], plan.named("cell-database-group").id)
    for owner in TENANTS:
        made = json.loads(plan.named(f"cell-administrators-{owner.key}").outputs["properties"])
        assert handle.database_administrators[owner.key] == made["Id"]
        assert handle.tenants[owner.key] == plan.named(f"cell-tenant-{owner.key}").outputs["arn"]
        assert handle.tenant_boundaries[owner.key] == plan.named(f"cell-tenant-{owner.key}-boundary").outputs["arn"]


def test_everything_of_a_cell_is_named_after_its_owner(plan: Deployment, hardened: Deployment):
    assert plan.named("cell-cluster").inputs["name"] == "ccp-one-cluster"
    assert hardened.named("cell-cluster").inputs["name"] == "ccp-northshire-dedicated-cluster"


@pytest.mark.parametrize("tier", ["application", "data"])
def test_a_network_without_a_subnet_in_each_zone_is_refused_in_words(tier: str):
    from dataclasses import replace

    network = HOSTING_CELL.network
    short = replace(network, subnets={key: subnet for key, subnet in network.subnets.items() if key != SubnetKey(tier, "b")})
    with pytest.raises(PlanFailed, match=f"cell: hosting needs a subnet {tier} in each of the zones eu-west-2a, eu-west-2b; the network has 1"):
        plan_of(aws.HostingCell, "cell", HOSTING_CELL, network=short)
