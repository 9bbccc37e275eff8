"""An application on AWS: no root, no way in but the entry, no way out but what is named, no secret in any plan."""

import json
from typing import Any

import pytest

from civic.plan import Deployment
from components import aws
from tests.components.aws.subjects import (
    ALARMS,
    APPLICATION,
    DEDICATED_APPLICATION,
    IMAGE,
    POSTGRES,
    WORKLOAD,
    inventory,
    plan_of,
)
from tests.planning import PlanFailed

ALWAYS = {
    ("Application", ""),
    ("LogGroup", "logs"),
    ("Role", "start"),
    ("RolePolicy", "start-rights"),
    ("Role", "own"),
    ("Role", "prepare"),
    ("RolePolicy", "prepare-rights"),
    ("SecurityGroup", "group"),
    ("SecurityGroupEgressRule", "entry-out"),
    ("SecurityGroupIngressRule", "entry-in"),
    ("SecurityGroupEgressRule", "to-storage"),
    ("SecurityGroupEgressRule", "to-endpoint-10.24.0.192/27"),
    ("Document", "steps"),
    ("Association", "prepared"),
    ("TargetGroup", "targets"),
    ("ListenerRule", "rule"),
    ("TaskDefinition", "task"),
    ("Service", "service"),
    ("Target", "scale"),
    ("Policy", "scale-busy"),
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


def named(made: set[tuple[str, str]]) -> set[tuple[str, str]]:
    return {(kind, f"app-{role}" if role else "app") for kind, role in made}


@pytest.fixture(scope="module")
def plan() -> Deployment:
    return plan_of(aws.Application, "app", APPLICATION)


@pytest.fixture(scope="module")
def hardened() -> Deployment:
    return plan_of(aws.Application, "app", DEDICATED_APPLICATION)


def container(plan: Deployment, task: str = "task") -> dict[str, Any]:
    (only,) = json.loads(plan.named(f"app-{task}", "aws:ecs/taskDefinition:TaskDefinition").inputs["containerDefinitions"])
    return only


def plainly(**changes: Any) -> Deployment:
    """Without anything that an application need not have."""
    from dataclasses import replace

    bare = {"writable": (), "environment": {}, "secrets": (), "database": {}, "storage_variable": "", "address_variable": "", "migration": ()}
    return plan_of(aws.Application, "app", APPLICATION, workload=replace(WORKLOAD, **bare), postgres_image="", **changes)


def test_an_application_without_needs_is_exactly_these_resources():
    assert inventory(plainly()) == named(ALWAYS)


def test_needs_add_what_they_take(plan: Deployment):
    assert inventory(plan) == named(ALWAYS | WITH_NEEDS)


def test_dedicated_hosting_adds_the_door_and_the_ways_that_were_agreed(hardened: Deployment):
    assert inventory(hardened) == named(ALWAYS | WITH_NEEDS | DEDICATED)


@pytest.mark.parametrize("task", ["task", "login", "migration"])
def test_every_container_is_fenced(plan: Deployment, task: str):
    made = container(plan, task)
    assert made["user"] not in ("", "0", "root")
    assert made["readonlyRootFilesystem"] is True
    assert made["privileged"] is False
    assert made["linuxParameters"]["capabilities"] == {"drop": ["ALL"]}
    assert made["linuxParameters"]["initProcessEnabled"] is True
    assert "@sha256:" in made["image"]
    assert made["image"].startswith(f"{APPLICATION.cell.registry}/")
    assert made["logConfiguration"]["options"]["awslogs-group"] == plan.named("app-logs").inputs["name"]
    definition = plan.named(f"app-{task}", "aws:ecs/taskDefinition:TaskDefinition").inputs
    assert (definition["networkMode"], definition["requiresCompatibilities"]) == ("awsvpc", ["FARGATE"])


def test_only_the_folders_named_can_be_written(plan: Deployment):
    folders = container(plan)["linuxParameters"]["tmpfs"]
    assert [folder["containerPath"] for folder in folders] == list(WORKLOAD.writable)
    assert all({"noexec", "nosuid", "nodev"} <= set(folder["mountOptions"]) for folder in folders)
    assert not plan.named("app-task").inputs.get("volumes")


def test_an_application_is_told_what_it_asked_for(plan: Deployment):
    told = {entry["name"]: entry["value"] for entry in container(plan)["environment"]}
    assert told == {
        "LOCALE": "en-GB",
        "DB_HOST": APPLICATION.cell.database_host,
        "DB_PORT": "5432",
        "DB_NAME": "ccp_north_forms",
        "DB_USER": "ccp_north_forms",
        "BUCKET": plan.named("app-storage-bucket").outputs["bucket"],
        "PUBLIC_URL": "https://forms-north.apps.commons.example",
    }


def test_secrets_come_by_reference_and_no_value_is_in_the_plan(plan: Deployment):
    told = {entry["name"]: entry["valueFrom"] for entry in container(plan)["secrets"]}
    assert told["SESSION_SECRET"] == plan.named("app-secret-SESSION_SECRET").outputs["arn"]
    assert ":secret:civic/one/north/forms/database-password" in told["DB_PASSWORD"]
    assert not plan.of_type("aws:secretsmanager/secretVersion:SecretVersion")
    assert not any("random" in resource.type.lower() for resource in plan)
    wanted = json.loads(plan.named("app-database-password").inputs["desiredState"])
    assert "SecretString" not in wanted
    assert wanted["GenerateSecretString"]["PasswordLength"] >= 32
    assert wanted["KmsKeyId"] == plan.named("app-secret-SESSION_SECRET").inputs["kmsKeyId"] == APPLICATION.cell.key


def test_the_administrators_secret_reaches_the_step_that_makes_the_database_and_nothing_else(plan: Deployment):
    admin = APPLICATION.cell.database_admin
    assert admin in json.dumps(container(plan, "login")["secrets"])
    assert admin not in json.dumps([container(plan), container(plan, "migration")])
    holders = [resource.name for resource in plan.of_type("aws:iam/rolePolicy:RolePolicy") if admin in resource.inputs["policy"]]
    assert holders == ["app-login-rights"]


def test_the_password_is_in_no_statement_that_a_server_could_log(plan: Deployment):
    entry, _, sql = container(plan, "login")["command"]
    assert "PASSWORD '" not in sql
    assert "$APP_PASSWORD" not in sql
    assert '"\\\\password $APP_LOGIN"' in entry
    assert all("IF NOT EXISTS" in line or "NOT EXISTS" in line for line in sql.splitlines() if "CREATE" in line)
    assert "REVOKE ALL ON DATABASE" in sql


def test_the_service_survives_a_zone_and_a_bad_version(plan: Deployment):
    service = plan.named("app-service").inputs
    assert service["desiredCount"] >= 2
    assert service["availabilityZoneRebalancing"] == "ENABLED"
    assert service["deploymentCircuitBreaker"] == {"enable": True, "rollback": True}
    assert service["deploymentMinimumHealthyPercent"] == 100
    assert service["enableExecuteCommand"] is False
    assert service["networkConfiguration"]["assignPublicIp"] is False
    assert service["networkConfiguration"]["subnets"] == [APPLICATION.cell.subnets[f"application-{zone}"] for zone in "ab"]
    scale = plan.named("app-scale").inputs
    assert (scale["minCapacity"], scale["maxCapacity"]) == (WORKLOAD.instances, WORKLOAD.most)
    assert scale["resourceId"] == "service/ccp-one-cluster/ccp-north-forms"


def steps(plan: Deployment) -> list[dict[str, Any]]:
    return json.loads(plan.named("app-steps").inputs["content"])["mainSteps"]


def test_a_version_serves_only_once_its_steps_ended_well(plan: Deployment):
    assert plan.named("app-prepared").urn in plan.named("app-service").dependencies
    assert [step["name"] for step in steps(plan)] == [
        "fetch0", "fetch1", "login", "loginEnded", "loginWell", "migration", "migrationEnded", "migrationWell",
    ]  # fmt: skip
    assert all(step["onFailure"] == "Abort" for step in steps(plan))
    checks = [step["inputs"] for step in steps(plan) if step["name"].endswith("Well")]
    assert all(check["PropertySelector"].endswith("exitCode") and check["DesiredValues"] == ["0"] for check in checks)
    assert plan.named("app-prepared").inputs["waitForSuccessTimeoutSeconds"] > 0


def test_both_images_are_fetched_by_digest(plan: Deployment):
    fetched = {step["inputs"]["repositoryName"]: step["inputs"]["imageIds"][0]["imageDigest"] for step in steps(plan)[:2]}
    assert fetched == {"one/quay/fictional/forms": IMAGE.split("@")[1], "one/ecr-public/fictional/postgres": POSTGRES.split("@")[1]}


def test_the_images_entry_point_stays_and_is_given_the_manifests_command(plan: Deployment):
    from dataclasses import replace

    given = container(plan_of(aws.Application, "app", APPLICATION, workload=replace(WORKLOAD, command=("serve", "--proxy"))))
    assert given["command"] == ["serve", "--proxy"]
    assert "entryPoint" not in given
    assert not {"command", "entryPoint"} & container(plan).keys()
    assert container(plan, "migration")["command"] == list(WORKLOAD.migration)
    assert "entryPoint" not in container(plan, "migration")


def test_callers_stay_with_one_instance_where_the_application_wants_it(plan: Deployment):
    from dataclasses import replace

    sticky = plan_of(aws.Application, "app", APPLICATION, workload=replace(WORKLOAD, sticky=True)).named("app-targets").inputs["stickiness"]
    assert (sticky["type"], sticky["enabled"]) == ("lb_cookie", True)
    assert plan.named("app-targets").inputs["stickiness"]["enabled"] is False


def test_another_version_runs_its_steps_again(plan: Deployment):
    entry = plan.named("app-prepared")
    other = plan_of(aws.Application, "app", APPLICATION, version="1.3.0").named("app-prepared")
    assert entry.inputs["parameters"]["Version"] == "1.2.0"
    assert other.inputs["parameters"]["Version"] == "1.3.0"
    assert entry.inputs["parameters"]["TaskLogin"] == plan.named("app-login", "aws:ecs/taskDefinition:TaskDefinition").outputs["arn"]


def test_the_body_is_told_where_it_can_be(plan: Deployment, hardened: Deployment):
    for role in ("errors", "unwell"):
        assert hardened.named(f"app-alarm-{role}").inputs["alarmActions"] == [ALARMS]
        assert not plan.named(f"app-alarm-{role}").inputs.get("alarmActions")
        assert plan.named(f"app-alarm-{role}").inputs["name"] == f"civic/one/north/forms/{role}"


def test_an_image_that_no_cell_caches_is_refused_in_words():
    from dataclasses import replace

    elsewhere = replace(WORKLOAD, image=IMAGE.replace("quay.io", "registry.example"))
    with pytest.raises(PlanFailed, match=r"registry\.example/fictional/forms.* cannot run here; a cell runs what its cache holds"):
        plan_of(aws.Application, "app", APPLICATION, workload=elsewhere)
