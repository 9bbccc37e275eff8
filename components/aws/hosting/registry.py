"""Images: a cache of public registries in the cell's own account, so that nothing runs straight from the internet."""

import json

import pulumi
import pulumi_aws as aws

from components.aws.hosting.context import CellContext
from components.aws.options import inside, retained
from components.contracts import ContractError

UPSTREAMS = {
    "public.ecr.aws": ("ecr-public", "public.ecr.aws"),
    "quay.io": ("quay", "quay.io"),
    "registry.k8s.io": ("kubernetes", "registry.k8s.io"),
    "docker.io": ("docker-hub", "registry-1.docker.io"),
    "ghcr.io": ("github", "ghcr.io"),
}
"""Registry -> (folder of the cache, address), of those that Amazon ECR caches and the store uses."""
WITH_CREDENTIALS = ("docker.io", "ghcr.io")
"""Of these, the ones that it caches with credentials alone (Amazon ECR User Guide, "Sync an upstream registry")."""
PLACEHOLDER = {"username": "", "accessToken": ""}
"""A rule is made with a secret that can be read, whatever is in it; pulling works once the real one is there."""


def create_cache(context: CellContext) -> None:
    """The cache's rules, and how the repositories are made that fill as images are first asked for.

    Rules belong to a whole account and region, so each cell has a folder of its own. A registry that wants
    credentials has a secret, made with nothing in it: whoever runs the cell puts a read-only token there, once.
    """
    for registry, (folder, address) in UPSTREAMS.items():
        prefix = f"{context.args.cell}/{folder}"
        rule = f"{context.name}-cache-{folder}"
        secret, version = _credential(context, rule, prefix) if registry in WITH_CREDENTIALS else (None, None)
        aws.ecr.PullThroughCacheRule(
            rule,
            ecr_repository_prefix=prefix,
            upstream_registry_url=address,
            credential_arn=secret.arn if secret else None,
            opts=inside(context.parent, depends_on=[version] if version else []),
        )
        aws.ecr.RepositoryCreationTemplate(
            f"{rule}-repositories",
            prefix=prefix,
            description="Cached images: never changed once here",
            applied_fors=["PULL_THROUGH_CACHE"],
            image_tag_mutability="IMMUTABLE",
            # With a key of our own AWS wants a role that makes repositories; public images are worth neither.
            encryption_configurations=[{"encryption_type": "AES256"}],
            opts=context.inside,
        )


def scan_images(name: str, opts: pulumi.ResourceOptions, region: str | None = None) -> None:
    """Have every image of an account and region examined for known flaws, at once and again whenever a new flaw is known.

    Belongs to a whole account and region, so the foundation makes it where several cells share one. What Amazon Inspector finds
    goes to Security Hub, and from there to the platform's security account (Amazon Inspector User Guide, "Integration with AWS Security Hub").
    """
    aws.ecr.RegistryScanningConfiguration(
        name,
        region=region,
        scan_type="ENHANCED",
        rules=[{"scan_frequency": "CONTINUOUS_SCAN", "repository_filters": [{"filter": "*", "filter_type": "WILDCARD"}]}],
        opts=opts,
    )


def _credential(context: CellContext, rule: str, prefix: str) -> tuple[aws.secretsmanager.Secret, aws.secretsmanager.SecretVersion]:
    secret = aws.secretsmanager.Secret(
        f"{rule}-credential",
        # ECR looks at no other folder, and reads it with the service's own key.
        name=f"ecr-pullthroughcache/{prefix.replace('/', '-')}",
        description="Read-only token of the registry; fill it in, it is made with nothing in it",
        opts=retained(context.parent),
    )
    placeholder = aws.secretsmanager.SecretVersion(
        f"{rule}-credential-placeholder",
        secret_id=secret.id,
        secret_string=json.dumps(PLACEHOLDER),
        opts=inside(context.parent, ignore_changes=["secretString"]),
    )
    return secret, placeholder


def repository(image: str) -> str:
    """Where the cache keeps ``image``, below the cell's prefix. Raises ``ContractError`` for a registry that is not cached."""
    host, _, rest = image.partition("/")
    if host not in UPSTREAMS:
        raise ContractError(f"image: {image} cannot run here; a cell runs what its cache holds, which comes from {', '.join(UPSTREAMS)}")
    return f"{UPSTREAMS[host][0]}/{rest.partition('@')[0]}"


def digest(image: str) -> str:
    """``sha256:...`` of an image that is named by it."""
    return image.partition("@")[2]


def cached(registry: pulumi.Input[str], image: str) -> pulumi.Output[str]:
    """The name under which ``image`` is pulled from the cell's registry, by the same digest."""
    return pulumi.Output.concat(registry, "/", repository(image), "@", digest(image))
