"""The cell's registry of images on AWS."""

import pytest

from civic.estate.images import ImageCopy
from civic.estate.layers import StackName
from civic.plan import Deployment
from components import aws
from components.aws.hosting.registry import repository
from tests.components.aws.hosting_subjects import DEDICATED_CELL, HOSTING_CELL
from tests.components.aws.subjects import plan_of

DIGEST = "sha256:" + "0123456789abcdef" * 4


@pytest.fixture(scope="module")
def plan() -> Deployment:
    return plan_of(aws.HostingCell, "cell", HOSTING_CELL)


def test_a_pushed_image_makes_its_repository_and_is_never_changed(plan: Deployment):
    template = plan.named("cell-repositories").inputs
    assert template["prefix"] == "cell-one"
    assert template["appliedFors"] == ["CREATE_ON_PUSH"]
    assert template["imageTagMutability"] == "IMMUTABLE"


def test_nothing_is_fetched_from_the_internet_when_a_task_starts(plan: Deployment):
    assert plan.of_type("aws:ecr/pullThroughCacheRule:PullThroughCacheRule") == ()
    assert not [
        secret.name for secret in plan.of_type("aws:secretsmanager/secret:Secret") if "token" in str(secret.inputs.get("description")).lower()
    ]


@pytest.mark.parametrize("host", ["docker.io", "quay.io", "registry.example:5000"])
def test_what_the_command_copies_is_where_the_cell_looks_for_it(host: str):
    image = f"{host}/fictional/forms@{DIGEST}"
    copy = ImageCopy(StackName("platform", "aws", "hosting", "one"), "forms", image, None)
    assert copy.repository == f"cell-one/{repository(image)}"
    own = ImageCopy(StackName("northshire", "aws", "landing-zone"), "forms", image, None)
    assert own.repository == f"cell-dedicated/{repository(image)}"


def test_every_image_in_a_bodys_own_registry_is_examined_again_and_again():
    scanned = plan_of(aws.HostingCell, "cell", DEDICATED_CELL).named("cell-images-scanned").inputs
    assert scanned["scanType"] == "ENHANCED"
    assert scanned["rules"] == [{"scanFrequency": "CONTINUOUS_SCAN", "repositoryFilters": [{"filter": "*", "filterType": "WILDCARD"}]}]
