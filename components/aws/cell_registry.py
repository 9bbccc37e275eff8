"""Images: a cache of public registries in the cell's own account, so that nothing runs straight from the internet."""

import pulumi
import pulumi_aws as aws

UPSTREAMS = {
    "public.ecr.aws": ("ecr-public", "public.ecr.aws"),
    "quay.io": ("quay", "quay.io"),
    "registry.k8s.io": ("kubernetes", "registry.k8s.io"),
}
"""Registry -> (folder of the cache, address). Amazon ECR caches these without credentials."""
WITH_CREDENTIALS = ("docker.io", "ghcr.io", "registry.gitlab.com", "cgr.dev", "*.azurecr.io")
"""Registries that Amazon ECR caches with credentials alone (Amazon ECR User Guide, "Sync an upstream registry")."""


def cache(name: str, cell: str, inside: pulumi.ResourceOptions) -> None:
    """The cache's rules, and how the repositories are made that fill as images are first asked for.

    Rules belong to a whole account and region, so each cell has a folder of its own. No rule is made for a
    registry that wants credentials: Docker's official images are on ``public.ecr.aws/docker/library`` too.
    """
    for folder, address in UPSTREAMS.values():
        prefix = f"{cell}/{folder}"
        aws.ecr.PullThroughCacheRule(f"{name}-cache-{folder}", ecr_repository_prefix=prefix, upstream_registry_url=address, opts=inside)
        aws.ecr.RepositoryCreationTemplate(
            f"{name}-cache-{folder}-repositories",
            prefix=prefix,
            description="Cached images: never changed once here",
            applied_fors=["PULL_THROUGH_CACHE"],
            image_tag_mutability="IMMUTABLE",
            # With a key of our own AWS wants a role that makes repositories; public images are worth neither.
            encryption_configurations=[{"encryption_type": "AES256"}],
            opts=inside,
        )


def repository(image: str) -> str:
    """Where the cache keeps ``image``, below the cell's prefix. Raises ``ValueError`` for a registry that is not cached."""
    host, _, rest = image.partition("/")
    if host not in UPSTREAMS:
        raise ValueError(
            f"image: {image} cannot run here; a cell runs what its cache holds, which is {', '.join(UPSTREAMS)}. "
            f"AWS caches {', '.join(WITH_CREDENTIALS)} with credentials alone, and no other registry at all"
        )
    return f"{UPSTREAMS[host][0]}/{rest.partition('@')[0]}"


def digest(image: str) -> str:
    return image.partition("@")[2]


def cached(registry: pulumi.Input[str], image: str) -> pulumi.Output[str]:
    """The name under which ``image`` is pulled from the cell's registry, by the same digest."""
    return pulumi.Output.concat(registry, "/", repository(image), "@", digest(image))
