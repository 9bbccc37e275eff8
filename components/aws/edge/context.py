"""What the parts of an edge have in common."""

from dataclasses import dataclass
from typing import TypeAlias

import pulumi

from components.aws.handles import ArchiveHandle, CellHandle, TenancyHandle
from components.aws.options import inside
from components.contracts import EdgeArgs as ContractArgs

EdgeArgs: TypeAlias = ContractArgs[ArchiveHandle, CellHandle, TenancyHandle]


@dataclass(frozen=True)
class EdgeContext:
    """An edge's name, arguments, component and partition."""

    name: str
    args: EdgeArgs
    parent: pulumi.Resource
    partition: pulumi.Output[str]

    @property
    def inside(self) -> pulumi.ResourceOptions:
        return inside(self.parent)

    def physical_name(self, kind: str, role: str) -> str:
        return self.args.owner.name(kind, role)
