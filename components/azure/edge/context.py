"""What the parts of an edge have in common."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeAlias

import pulumi
from pulumi_azure_native import cdn, resources

from components.azure.handles import ArchiveHandle, CellHandle, TenancyHandle
from components.azure.options import inside
from components.contracts import EdgeArgs as ContractArgs

EdgeArgs: TypeAlias = ContractArgs[ArchiveHandle, CellHandle, TenancyHandle]


@dataclass(frozen=True)
class EdgeContext:
    """An edge's name, arguments, component, resource group, profile and endpoint."""

    name: str
    args: EdgeArgs
    parent: pulumi.Resource
    group: resources.ResourceGroup
    profile: cdn.Profile
    endpoint: cdn.AFDEndpoint

    @property
    def inside(self) -> pulumi.ResourceOptions:
        return inside(self.parent)

    @property
    def tags(self) -> Mapping[str, str]:
        return self.args.owner.tags

    def physical_name(self, kind: str, role: str) -> str:
        return self.args.owner.name(kind, role)
