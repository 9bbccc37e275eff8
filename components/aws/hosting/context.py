"""What the parts of a hosting cell have in common: whose they are, their names, their key, how long their logs are kept."""

from dataclasses import dataclass
from typing import TypeAlias

import pulumi
import pulumi_aws as aws

from components.aws.handles import ArchiveHandle, HubHandle, NetworkHandle, OrganisationHandle, TenancyHandle
from components.aws.logs import log_days, log_group
from components.aws.options import inside
from components.contracts import HANDLING, ContractError, Handling, HostingCellArgs, of_tier

CellArgs: TypeAlias = HostingCellArgs[OrganisationHandle, ArchiveHandle, HubHandle, NetworkHandle, TenancyHandle]


def physical_name(args: CellArgs, kind: str, role: str) -> str:
    """Physical name of a part of the cell."""
    return args.owner.name(kind, f"{args.cell}-{role}")


@dataclass(frozen=True)
class CellContext:
    """A cell's name, arguments, component, partition and key."""

    name: str
    args: CellArgs
    parent: pulumi.Resource
    partition: pulumi.Output[str]
    key: aws.kms.Key

    @property
    def inside(self) -> pulumi.ResourceOptions:
        return inside(self.parent)

    @property
    def handling(self) -> Handling:
        return HANDLING[self.args.owner.classification]

    @property
    def log_days(self) -> int:
        """Days for which logs are kept at hand."""
        return log_days(self.args.owner, self.args.retention_days)

    def physical_name(self, kind: str, role: str) -> str:
        return physical_name(self.args, kind, role)

    def subnets(self, tier: str) -> list[pulumi.Input[str]]:
        """Ids of the network's subnets of one tier. Raises ``ContractError`` where it does not have one in each zone of the cell."""
        subnets = of_tier(self.args.network.subnets, tier)
        if len(subnets) != len(set(self.args.zones)):
            zones = ", ".join(self.args.zones)
            raise ContractError(f"{self.name}: hosting needs a subnet {tier} in each of the zones {zones}; the network has {len(subnets)}")
        return subnets

    def log_group(self, role: str, group_name: str) -> aws.cloudwatch.LogGroup:
        """A log group, encrypted with the cell's key."""
        args = self.args
        return log_group(
            f"{self.name}-{role}", group_name, owner=args.owner, key=self.key.arn, retention_days=args.retention_days, parent=self.parent
        )
