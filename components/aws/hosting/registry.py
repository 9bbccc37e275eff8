"""Images: the cell's own registry, which the platform's pipeline copies them into by digest (``civic images``). Nothing runs from the internet."""

import pulumi
import pulumi_aws as aws

from components.aws.hosting.context import CellContext


def create_registry(context: CellContext) -> None:
    """How the repositories are made into which images are copied: with the first image that is pushed to each, and never changed once there.

    Whose application wants which image is no matter of the cell's, so a new one changes nothing here. Source: Amazon ECR User Guide,
    "Repository creation templates", create on push.
    """
    aws.ecr.RepositoryCreationTemplate(
        f"{context.name}-repositories",
        prefix=folder(context.args.cell),
        description="Copies of images: never changed once here",
        applied_fors=["CREATE_ON_PUSH"],
        image_tag_mutability="IMMUTABLE",
        # With a key of our own AWS wants a role that makes repositories; public images are worth neither.
        encryption_configurations=[{"encryption_type": "AES256"}],
        opts=context.inside,
    )


def folder(cell: str) -> str:
    """What the names of a cell's repositories begin with. A cell may be called by one letter, and a prefix has two characters or more
    (terraform-provider-aws, ``internal/service/ecr/repository_creation_template.go``)."""
    return f"cell-{cell}"


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


def repository(image: str) -> str:
    """Where the copy of ``image`` lies, below the cell's prefix: under the name of the registry that it comes from, as ``civic images`` puts it."""
    return image.partition("@")[0].replace(":", "-")


def digest(image: str) -> str:
    """``sha256:...`` of an image that is named by it."""
    return image.partition("@")[2]


def copied(registry: pulumi.Input[str], image: str) -> pulumi.Output[str]:
    """The name under which ``image`` is pulled from the cell's registry, by the same digest."""
    return pulumi.Output.concat(registry, "/", repository(image), "@", digest(image))
