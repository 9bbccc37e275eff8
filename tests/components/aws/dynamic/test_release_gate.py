"""A release ends at once where something is missing, and says what, as the SDK's own clients answer."""

from typing import Any

import boto3
import pytest
from botocore.stub import Stubber

from components.aws.dynamic.release_gate import ReleaseGateProvider

ACCOUNT, REGION = "111111111111", "eu-west-2"
SECRET = f"arn:aws:secretsmanager:{REGION}:{ACCOUNT}:secret:civic/a/north/forms/TOKEN-AbCdEf"
DIGEST = "sha256:" + "0" * 64
IMAGE = {"repository": "a/docker.io/forms", "digest": DIGEST}
PROPS: dict[str, Any] = {
    "application": "forms of north",
    "region": REGION,
    "roles": [],
    "registry": ACCOUNT,
    "secrets": [{"variable": "TOKEN", "arn": SECRET}],
    "images": [IMAGE],
}


class Services:
    """A session whose clients are answered by botocore's stubber, which refuses any other call than the next one expected."""

    def __init__(self) -> None:
        keys = {"region_name": REGION, "aws_access_key_id": "none", "aws_secret_access_key": "none"}
        self.clients = {name: boto3.client(name, **keys) for name in ("secretsmanager", "ecr")}
        self.stubs = {name: Stubber(client) for name, client in self.clients.items()}
        for stub in self.stubs.values():
            stub.activate()

    def client(self, name: str) -> Any:
        return self.clients[name]

    def secret(self, *, filled: bool) -> None:
        stages = {"VersionIdsToStages": {"1" * 32: ["AWSCURRENT"]}} if filled else {}
        self.stubs["secretsmanager"].add_response("describe_secret", {"Name": "civic/a/north/forms/TOKEN", **stages}, {"SecretId": SECRET})

    def image(self, *, there: bool) -> None:
        failure = {"imageId": {"imageDigest": DIGEST}, "failureCode": "ImageNotFound", "failureReason": "Requested image not found"}
        answer = {"images": [{"imageId": {"imageDigest": DIGEST}}] if there else [], "failures": [] if there else [failure]}
        asked = {"registryId": ACCOUNT, "repositoryName": IMAGE["repository"], "imageIds": [{"imageDigest": DIGEST}]}
        self.stubs["ecr"].add_response("batch_get_image", answer, asked)


@pytest.fixture
def services(monkeypatch: pytest.MonkeyPatch) -> Services:
    services = Services()
    monkeypatch.setattr(ReleaseGateProvider, "_session", lambda self, props: services)
    return services


def test_what_is_there_lets_the_release_go_on(services: Services):
    services.secret(filled=True)
    services.image(there=True)
    assert ReleaseGateProvider().create(PROPS).id == "forms of north"


def test_everything_that_is_missing_is_named_with_what_brings_it(services: Services):
    services.secret(filled=False)
    services.image(there=False)
    with pytest.raises(RuntimeError) as refused:
        ReleaseGateProvider().create(PROPS)
    told = str(refused.value)
    assert "forms of north is not released" in told
    assert "put-secret-value --secret-id civic/a/north/forms/TOKEN " in told
    assert f"a/docker.io/forms@{DIGEST} is not in the registry; copy it: civic images --run" in told


def test_a_repository_that_nobody_made_yet_is_a_missing_image(services: Services):
    services.secret(filled=True)
    services.stubs["ecr"].add_client_error("batch_get_image", "RepositoryNotFoundException", http_status_code=400)
    with pytest.raises(RuntimeError, match="is not in the registry"):
        ReleaseGateProvider().create(PROPS)


def test_another_image_is_asked_for_anew_and_the_same_is_not(services: Services):
    provider = ReleaseGateProvider()
    assert provider.diff("id", PROPS, {**PROPS}).changes is False
    changed = {**PROPS, "images": [{**IMAGE, "digest": "sha256:" + "1" * 64}]}
    assert (provider.diff("id", PROPS, changed).changes, provider.diff("id", PROPS, changed).replaces) == (True, [])
    services.secret(filled=True)
    services.image(there=False)
    with pytest.raises(RuntimeError, match="is not in the registry"):
        provider.update("id", PROPS, PROPS)
