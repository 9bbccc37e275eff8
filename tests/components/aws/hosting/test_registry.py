"""The cell's cache of images on AWS."""

import pytest

from civic.plan import Deployment
from components import aws
from components.aws.hosting.registry import PLACEHOLDER, repository
from components.contracts import ContractError
from tests.components.aws.hosting_subjects import DEDICATED_CELL, HOSTING_CELL
from tests.components.aws.subjects import plan_of

FOLDERS = ("ecr-public", "quay", "kubernetes", "docker-hub", "github")
WITH_TOKEN = ("docker-hub", "github")
DIGEST = "sha256:" + "0123456789abcdef" * 4


@pytest.fixture(scope="module")
def plan() -> Deployment:
    return plan_of(aws.HostingCell, "cell", HOSTING_CELL)


@pytest.mark.parametrize("folder", FOLDERS)
def test_images_come_from_registries_that_are_cached(plan: Deployment, folder: str):
    assert plan.named(f"cell-cache-{folder}").inputs["ecrRepositoryPrefix"] == f"one/{folder}"
    assert plan.named(f"cell-cache-{folder}-repositories").inputs["imageTagMutability"] == "IMMUTABLE"


def test_an_image_is_found_where_the_cache_keeps_it():
    assert repository(f"quay.io/fictional/forms@{DIGEST}") == "quay/fictional/forms"
    assert repository(f"docker.io/library/forms@{DIGEST}") == "docker-hub/library/forms"


def test_an_image_that_no_cell_caches_is_refused_in_words():
    with pytest.raises(ContractError, match=r"registry\.example/fictional/forms.* a cell runs what its cache holds"):
        repository(f"registry.example/fictional/forms@{DIGEST}")


def test_a_registrys_token_is_not_in_the_plan(plan: Deployment):
    credentials = {folder: plan.named(f"cell-cache-{folder}").inputs.get("credentialArn") for folder in FOLDERS}
    assert {folder for folder, credential in credentials.items() if credential} == set(WITH_TOKEN)
    for folder in WITH_TOKEN:
        secret = plan.named(f"cell-cache-{folder}-credential")
        assert secret.inputs["name"].startswith("ecr-pullthroughcache/")
        assert credentials[folder] == secret.outputs["arn"]
    assert {version.name for version in plan.of_type("aws:secretsmanager/secretVersion:SecretVersion")} == {
        f"cell-cache-{folder}-credential-placeholder" for folder in WITH_TOKEN
    }
    assert set(PLACEHOLDER.values()) == {""}


def test_every_image_in_a_bodys_own_registry_is_examined_again_and_again():
    scanned = plan_of(aws.HostingCell, "cell", DEDICATED_CELL).named("cell-images-scanned").inputs
    assert scanned["scanType"] == "ENHANCED"
    assert scanned["rules"] == [{"scanFrequency": "CONTINUOUS_SCAN", "repositoryFilters": [{"filter": "*", "filterType": "WILDCARD"}]}]
