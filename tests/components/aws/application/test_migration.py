"""What happens before a version of an application serves on AWS: steps that wait, in their order."""

from itertools import pairwise

import pytest

from civic.plan import Deployment, Resource
from components import aws
from tests.components.aws.hosting_subjects import APPLICATION, DEDICATED_APPLICATION, HOSTING_ACCOUNT, IMAGE, POSTGRES
from tests.components.aws.subjects import plan_of
from tests.looping import each


@pytest.fixture(scope="module")
def plan() -> Deployment:
    return plan_of(aws.Application, "app", APPLICATION)


def awaited(plan: Deployment, resource: Resource) -> set[str]:
    """Names of everything that stands before a resource is made."""
    before: set[str] = set()
    todo = [*resource.dependencies]
    while todo:
        if (name := todo.pop().rsplit("::", 1)[1]) not in before:
            before.add(name)
            todo += [urn for one in plan if one.name == name for urn in one.dependencies]
    return before


def test_secrets_then_login_then_migration_then_service(plan: Deployment):
    order = ["app-secret-SESSION_SECRET", "app-ready", "app-login-run", "app-migration-run", "app-service"]
    for earlier, later in each(pairwise(order)):
        assert earlier in awaited(plan, plan.named(later)), f"{later} does not wait for {earlier}"


def test_nothing_runs_before_the_roles_that_it_runs_as_have_their_rights(plan: Deployment):
    assert {"app-login-rights", "app-start-rights"} <= awaited(plan, plan.named("app-login-run"))
    assert {"app-start-rights", "app-own-rights"} <= awaited(plan, plan.named("app-service"))


def test_the_gate_asks_for_every_secret_that_people_fill_and_every_image(plan: Deployment):
    gate = plan.named("app-ready").inputs
    assert gate["secrets"] == [{"variable": "SESSION_SECRET", "arn": plan.named("app-secret-SESSION_SECRET").outputs["arn"]}]
    repositories = {"cell-one/quay.io/fictional/forms": IMAGE.split("@")[1], "cell-one/public.ecr.aws/fictional/postgres": POSTGRES.split("@")[1]}
    assert {image["repository"]: image["digest"] for image in gate["images"]} == repositories
    assert gate["registry"] == HOSTING_ACCOUNT


def test_steps_act_as_whoever_deploys_the_application(plan: Deployment):
    steps = ("app-ready", "app-login-run", "app-migration-run")
    assert [plan.named(step).inputs["roles"] for step in steps] == [[APPLICATION.cell.tenants["north"]]] * 3
    own = plan_of(aws.Application, "app", DEDICATED_APPLICATION)
    assert [own.named(step).inputs["roles"] for step in steps] == [[DEDICATED_APPLICATION.tenancy.application]] * 3


def test_another_version_runs_its_steps_again(plan: Deployment):
    entry = plan.named("app-login-run")
    other = plan_of(aws.Application, "app", APPLICATION, version="1.3.0").named("app-login-run")
    assert (entry.inputs["version"], other.inputs["version"]) == ("1.2.0", "1.3.0")
    assert entry.inputs["task"] == plan.named("app-login", "aws:ecs/taskDefinition:TaskDefinition").outputs["arn"]
