"""An application on AWS: no root, no way in but the entry, no way out but what is named, no secret in any plan."""

from dataclasses import replace
from typing import Any

import pytest

from civic.plan import Deployment
from components import aws
from components.contracts import SubnetKey
from tests.components.aws.hosting_subjects import APPLICATION, DEDICATED_APPLICATION, DOOR, WORKLOAD
from tests.components.aws.subjects import inventory, plan_of

ALWAYS = {
    ("Application", ""),
    ("LogGroup", "logs"),
    ("Role", "start"),
    ("RolePolicy", "start-rights"),
    ("Role", "own"),
    ("SecurityGroup", "group"),
    ("SecurityGroupEgressRule", "entry-out"),
    ("SecurityGroupIngressRule", "entry-in"),
    ("SecurityGroupEgressRule", "to-storage"),
    ("SecurityGroupEgressRule", "to-endpoint-10.24.0.192/27"),
    ("pulumi-python", "plane"),
    ("ReleaseGate", "ready"),
    ("TargetGroup", "targets"),
    ("ListenerRule", "rule"),
    ("TaskDefinition", "task"),
    ("Service", "service"),
    ("Target", "scale"),
    ("Policy", "scale-cpu"),
    ("MetricAlarm", "alarm-errors"),
    ("MetricAlarm", "alarm-unwell"),
}
WITH_NEEDS = {
    ("Secret", "secret-SESSION_SECRET"),
    ("Resource", "database-password"),
    ("Role", "login"),
    ("RolePolicy", "login-rights"),
    ("RolePolicy", "own-rights"),
    ("TaskDefinition", "login"),
    ("TaskDefinition", "migration"),
    ("TaskRun", "login-run"),
    ("TaskRun", "migration-run"),
    ("SecurityGroupEgressRule", "database-out"),
    ("SecurityGroupIngressRule", "database-in"),
    ("Bucket", "storage-bucket"),
    ("BucketVersioning", "storage-versions"),
    ("BucketServerSideEncryptionConfiguration", "storage-encryption"),
    ("BucketOwnershipControls", "storage-ownership"),
    ("BucketPublicAccessBlock", "storage-private"),
    ("BucketPolicy", "storage-policy"),
    ("BucketLifecycleConfiguration", "storage-lifecycle"),
}
DEDICATED = {
    ("SecurityGroupEgressRule", "to-call-10.20.0.0/22-8443"),
    ("SecurityGroupEgressRule", "to-outside"),
    ("TargetGroupAttachment", "door"),
}


def named(roles: set[tuple[str, str]]) -> set[tuple[str, str]]:
    return {(kind, f"app-{role}" if role else "app") for kind, role in roles}


@pytest.fixture(scope="module")
def plan() -> Deployment:
    return plan_of(aws.Application, "app", APPLICATION)


@pytest.fixture(scope="module")
def hardened() -> Deployment:
    return plan_of(aws.Application, "app", DEDICATED_APPLICATION)


def plainly(**changes: Any) -> Deployment:
    """Without anything that an application need not have."""
    bare = {"writable": (), "environment": {}, "secrets": (), "database": {}, "storage_variable": "", "address_variable": "", "migration": ()}
    return plan_of(aws.Application, "app", APPLICATION, workload=replace(WORKLOAD, **bare), postgres_image="", **changes)


def test_an_application_without_needs_is_exactly_these_resources():
    assert inventory(plainly()) == named(ALWAYS)


def test_needs_add_what_they_take(plan: Deployment):
    assert inventory(plan) == named(ALWAYS | WITH_NEEDS | {("Role", "secrets"), ("RolePolicy", "secrets-rights")})


def test_dedicated_hosting_adds_the_door_and_the_calls_that_were_agreed(hardened: Deployment):
    assert inventory(hardened) == named(ALWAYS | WITH_NEEDS | DEDICATED)


def test_the_service_survives_a_zone_and_a_bad_version(plan: Deployment):
    service = plan.named("app-service").inputs
    assert service["desiredCount"] >= 2
    assert service["availabilityZoneRebalancing"] == "ENABLED"
    assert service["deploymentCircuitBreaker"] == {"enable": True, "rollback": True}
    # Amazon ECS goes back by itself; without this the engine would call that well.
    assert service["waitForSteadyState"] is True
    assert service["deploymentMinimumHealthyPercent"] == 100
    assert service["enableExecuteCommand"] is False
    assert service["networkConfiguration"]["assignPublicIp"] is False
    assert service["networkConfiguration"]["subnets"] == [APPLICATION.cell.network.subnets[SubnetKey("application", zone)] for zone in "ab"]
    scale = plan.named("app-scale").inputs
    assert (scale["minCapacity"], scale["maxCapacity"]) == (WORKLOAD.instances, WORKLOAD.most)
    assert scale["resourceId"] == "service/ccp-one-cluster/ccp-north-forms"


def test_it_runs_on_the_cheaper_processors_where_its_image_offers_them(plan: Deployment):
    def architecture(made: Deployment) -> set[str]:
        return {task.inputs["runtimePlatform"]["cpuArchitecture"] for task in made if task.type == "aws:ecs/taskDefinition:TaskDefinition"}

    assert architecture(plan) == {"X86_64"}
    assert architecture(plan_of(aws.Application, "app", APPLICATION, workload=replace(WORKLOAD, arm64=True))) == {"ARM64"}


def test_callers_stay_with_one_instance_where_the_application_wants_it(plan: Deployment):
    sticky = plan_of(aws.Application, "app", APPLICATION, workload=replace(WORKLOAD, sticky=True)).named("app-targets").inputs["stickiness"]
    assert (sticky["type"], sticky["enabled"]) == ("lb_cookie", True)
    assert plan.named("app-targets").inputs["stickiness"]["enabled"] is False


def test_the_rule_is_for_one_host_at_the_ledgers_priority(plan: Deployment):
    rule = plan.named("app-rule").inputs
    assert rule["priority"] == APPLICATION.priority
    assert rule["conditions"] == [{"hostHeader": {"values": [APPLICATION.host]}}]
    assert rule["listenerArn"] == APPLICATION.cell.listener


def test_the_door_leads_to_the_cells_entry(hardened: Deployment):
    door = hardened.named("app-door").inputs
    assert (door["targetGroupArn"], door["targetId"], door["port"]) == (DOOR, DEDICATED_APPLICATION.cell.balancer, 443)


def test_what_holds_data_secrets_or_logs_survives(plan: Deployment):
    for name in ("app-logs", "app-secret-SESSION_SECRET", "app-database-password", "app-storage-bucket"):
        assert plan.named(name).protect, name
        assert plan.named(name).retain_on_delete, name


@pytest.mark.parametrize(("asked", "kept"), [(30, 365), (731, 731)])
def test_logs_are_kept_as_long_as_asked_and_never_shorter_than_the_classification_says(asked: int, kept: int):
    logs = plan_of(aws.Application, "app", APPLICATION, retention_days=asked).named("app-logs").inputs
    assert (logs["retentionInDays"], logs["kmsKeyId"]) == (kept, APPLICATION.cell.key)
