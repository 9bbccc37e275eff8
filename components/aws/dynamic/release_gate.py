"""The first step of a release: what an application needs is there, or the release ends here and says what is missing.

A task whose secret is empty or whose image is not in the registry cannot start. Amazon ECS tries again and again, and its circuit breaker gives a
first deployment up for good, without a word of why. Sources: Amazon ECS Developer Guide, "How the Amazon ECS deployment circuit breaker detects
failures"; AWS Secrets Manager API Reference, "DescribeSecret"; Amazon ECR API Reference, "BatchGetImage".
"""

from collections.abc import Sequence
from typing import Any, TypedDict

import pulumi
from pulumi.dynamic import CreateResult, DiffResult, Resource, UpdateResult

from components.aws.dynamic.session import SessionProvider
from components.pickling import pickled_whole


class FilledSecret(TypedDict):
    """A secret, and the variable that it is for."""

    variable: str
    arn: pulumi.Input[str]


class StoredImage(TypedDict):
    """An image in the account's registry."""

    repository: pulumi.Input[str]
    digest: str


@pickled_whole
class ReleaseGateProvider(SessionProvider):
    """Asks whether each secret has a value and each image is there. Raises ``RuntimeError`` with everything that is missing, and how to bring it.

    What a secret holds is never read.
    """

    def _empty(self, session: Any, secrets: list[dict[str, Any]]) -> list[str]:
        client = session.client("secretsmanager")
        missing: list[str] = []
        for secret in secrets:
            told = client.describe_secret(SecretId=secret["arn"])
            if not any("AWSCURRENT" in stages for stages in told.get("VersionIdsToStages", {}).values()):
                fill = f"aws secretsmanager put-secret-value --secret-id {told['Name']} --secret-string file://..."
                missing.append(f"the secret {secret['variable']} is empty; fill it: {fill}")
        return missing

    def _absent(self, session: Any, registry: str, images: list[dict[str, Any]]) -> list[str]:
        client = session.client("ecr")
        missing: list[str] = []
        for image in images:
            wanted = [{"imageDigest": image["digest"]}]
            try:
                # The call answers well where it found nothing, and says so in a list of failures.
                found = client.batch_get_image(registryId=registry, repositoryName=image["repository"], imageIds=wanted)["images"]
            except client.exceptions.RepositoryNotFoundException:
                found = []
            if not found:
                missing.append(f"the image {image['repository']}@{image['digest']} is not in the registry; copy it: civic images --run")
        return missing

    def _check(self, props: dict[str, Any]) -> None:
        session = self._session(props)
        missing = self._empty(session, props["secrets"]) + self._absent(session, props["registry"], props["images"])
        if missing:
            raise RuntimeError(f"{props['application']} is not released: " + "; ".join(missing) + "; then run 'pulumi up' again")

    def create(self, props: dict[str, Any]) -> CreateResult:
        self._check(props)
        return CreateResult(props["application"], props)

    def update(self, _id: str, _olds: dict[str, Any], news: dict[str, Any]) -> UpdateResult:
        self._check(news)
        return UpdateResult(news)

    def diff(self, _id: str, olds: dict[str, Any], news: dict[str, Any]) -> DiffResult:
        changed = [key for key in ("images", "region", "registry", "secrets") if olds.get(key) != news.get(key)]
        return DiffResult(changes=bool(changed), replaces=[], stables=[], delete_before_replace=False)


class ReleaseGate(Resource, module="civic", name="ReleaseGate"):
    """Type ``pulumi-python:dynamic/civic:ReleaseGate``. ``registry`` is the account's id; ``roles`` are passed through in turn."""

    def __init__(
        self,
        name: str,
        *,
        application: str,
        region: str,
        roles: Sequence[pulumi.Input[str]],
        registry: pulumi.Input[str],
        secrets: Sequence[FilledSecret],
        images: Sequence[StoredImage],
        opts: pulumi.ResourceOptions | None = None,
    ) -> None:
        props = {
            "application": application,
            "region": region,
            "roles": list(roles),
            "registry": registry,
            "secrets": list(secrets),
            "images": list(images),
        }
        super().__init__(ReleaseGateProvider(), name, props, opts)
