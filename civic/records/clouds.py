"""The table of clouds: to add one, add a line here, a folder under ``components`` and a section of the platform record."""

from dataclasses import dataclass
from typing import Literal

CloudId = Literal["aws", "azure"]


@dataclass(frozen=True)
class Cloud:
    """One cloud as the whole of the house knows it."""

    id: CloudId
    """Part of stack names, and the name of the folders ``components/<id>`` and ``policies/<id>``."""
    title: str
    """For people."""
    sdk: str
    """Python package of its Pulumi provider."""


CLOUDS: dict[str, Cloud] = {
    cloud.id: cloud
    for cloud in (
        Cloud("aws", "AWS", "pulumi_aws"),
        Cloud("azure", "Azure", "pulumi_azure_native"),
    )
}
CLOUD_IDS: tuple[CloudId, ...] = tuple(cloud.id for cloud in CLOUDS.values())
