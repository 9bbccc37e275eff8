"""Which images run where: each is copied by digest into the registry of the hosting that it runs in, so that nothing is fetched when it starts."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from civic.estate.estate import Estate
from civic.estate.layers import StackName
from civic.estate.store import load_manifest
from civic.records.errors import Problem, RecordError
from civic.records.manifest import Signature
from civic.records.owners import PLATFORM

DEDICATED = "dedicated"
POSTGRES = "PostgreSQL client"


@dataclass(frozen=True)
class ImageCopy:
    """One image, and the registry that it is copied into."""

    stack: StackName
    """Makes the registry: a cell's, or a body's landing zone."""
    what: str
    """Application and version, or what the platform itself runs."""
    image: str
    """By digest, where its publisher has it."""
    signature: Signature | None
    arm64: bool = False
    """Whether it runs as linux/arm64 there."""

    @property
    def digest(self) -> str:
        return self.image.partition("@")[2]

    @property
    def tag(self) -> str:
        """Of the copy: the digest itself, so that no other image ever has it. What runs is named by digest; a registry may delete what has no tag."""
        return self.digest.partition(":")[2]

    @property
    def repository(self) -> str:
        """Below the registry's host, as the components of its cloud name it."""
        host, _, path = self.image.partition("@")[0].partition("/")
        if self.stack.cloud == "azure":
            return f"{host.replace('.', '-').replace(':', '-')}/{path}"
        return f"cell-{self.stack.cell or DEDICATED}/{host.replace(':', '-')}/{path}"


def image_copies(estate: Estate, wanted: Collection[str] = ()) -> tuple[list[ImageCopy], list[Problem]]:
    """Every image that somebody runs, by registry, and what is wrong with manifests: such an application's images are left out, and nobody else's.

    ``wanted``: owners or names of stacks; none for all. A manifest that nobody runs is not looked at.
    """
    copies: dict[tuple[StackName, str], ImageCopy] = {}
    problems: list[Problem] = []
    for stack, owner in _places(estate):
        if wanted and not {owner, str(stack)} & set(wanted):
            continue
        if client := estate.platform.postgres_image:
            copies[stack, client] = ImageCopy(stack, POSTGRES, client, None)
        for choice in estate.owners[owner].applications_on(stack.cloud):
            try:
                manifest = load_manifest(estate.root, choice.name, choice.version)
            except RecordError as error:
                problems += error.problems
                continue
            copies[stack, manifest.image] = ImageCopy(
                stack, f"{choice.name} {choice.version}", manifest.image, manifest.signature, manifest.arm64 and stack.cloud == "aws"
            )
    return sorted(copies.values(), key=lambda copy: (str(copy.stack), copy.what)), problems


def _places(estate: Estate) -> Iterator[tuple[StackName, str]]:
    """The stack whose registry an owner's applications come from, for each owner and cloud that has any hosting."""
    for owner, record in estate.owners.items():
        for cloud in record.clouds_taken:
            if record.has_shared_hosting and (cell := estate.ledgers[owner].cell(cloud)):
                yield StackName(PLATFORM, cloud, "hosting", cell), owner
            elif record.has_dedicated_hosting:
                yield StackName(owner, cloud, "landing-zone"), owner
