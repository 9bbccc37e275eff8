"""What runs: the image that was reviewed, in a size that is offered, as often as was said, and no more of it is writable than was named."""

from dataclasses import replace

import pytest

from civic.plan import Deployment
from components.azure.application.application import Application
from components.azure.application.containers import size
from tests.components.azure.application.reading import configuration, main_container
from tests.components.azure.hosting_subjects import APPLICATION, CELL_CARD, WORKLOAD
from tests.components.azure.subjects import plan_of


def test_the_image_is_the_one_that_was_reviewed(plan: Deployment) -> None:
    digest = WORKLOAD.image.rsplit("@", 1)[1]
    assert main_container(plan)["image"] == f"{CELL_CARD.registry}/ghcr-io/team/forms@{digest}"
    assert configuration(plan)["registries"] == [{"identity": CELL_CARD.pullers[APPLICATION.owner.key], "server": CELL_CARD.registry}]


def test_two_or_more_run_and_no_more_than_was_said(plan: Deployment) -> None:
    assert configuration(plan)["activeRevisionsMode"] == "Single"
    scale = plan.named("app-app").inputs["template"]["scale"]
    assert (scale["minReplicas"], scale["maxReplicas"]) == (2, 4)


@pytest.mark.parametrize(
    ("cpu", "memory", "processors", "gib"),
    [("0.25", 512, 0.25, "0.5Gi"), ("0.5", 4096, 2.0, "4Gi"), ("2", 4096, 2.0, "4Gi"), ("1", 1024, 1.0, "2Gi")],
)
def test_a_size_is_one_that_the_profile_offers_and_no_less_than_wanted(cpu: str, memory: int, processors: float, gib: str) -> None:
    assert size(cpu, memory) == {"cpu": processors, "memory": gib}


def test_probes_leave_as_long_as_the_manifest_says(plan: Deployment) -> None:
    probes = {probe["type"]: probe for probe in main_container(plan)["probes"]}
    assert set(probes) == {"Startup", "Readiness", "Liveness"}
    start = probes["Startup"]
    assert start["periodSeconds"] * start["failureThreshold"] >= WORKLOAD.health_grace
    assert start["failureThreshold"] <= 10
    assert {probe["httpGet"]["path"] for probe in probes.values()} == {"/health"}


def test_writable_folders_are_empty_volumes(plan: Deployment) -> None:
    volumes = plan.named("app-app").inputs["template"]["volumes"]
    assert {volume["storageType"] for volume in volumes} == {"EmptyDir"}
    assert [mount["mountPath"] for mount in main_container(plan)["volumeMounts"]] == list(WORKLOAD.writable)


def test_its_own_migration_runs_under_its_own_rights(plan: Deployment) -> None:
    (first,) = plan.named("app-app").inputs["template"]["initContainers"]
    assert first["args"] == list(WORKLOAD.migration)
    assert "command" not in first
    assert first["image"] == main_container(plan)["image"]


def test_the_images_entry_point_stays_and_is_given_the_manifests_command(shared: Deployment) -> None:
    container = main_container(plan_of(Application, "app", APPLICATION, workload=replace(WORKLOAD, command=("serve", "--proxy"))))
    assert container["args"] == ["serve", "--proxy"]
    assert "command" not in container
    assert not {"args", "command"} & main_container(shared).keys()
