"""What the parts of an application have in common: where it runs, and under which names."""

from dataclasses import dataclass
from typing import TypeAlias

import pulumi

from components.aws.handles import CellHandle, TenancyHandle
from components.aws.options import inside
from components.contracts import ApplicationArgs, of_tier

CellApplicationArgs: TypeAlias = ApplicationArgs[CellHandle, TenancyHandle]


@dataclass(frozen=True)
class ApplicationContext:
    """An application's name, arguments, component and partition."""

    name: str
    args: CellApplicationArgs
    parent: pulumi.Resource
    partition: pulumi.Output[str]

    @property
    def inside(self) -> pulumi.ResourceOptions:
        return inside(self.parent)

    @property
    def title(self) -> str:
        """What people read in descriptions."""
        return f"{self.args.application} of {self.args.owner.key}"

    @property
    def folder(self) -> pulumi.Output[str]:
        """What the names of its secrets and alarms begin with."""
        return pulumi.Output.concat(self.args.cell.secret_prefix, f"/{self.args.owner.key}/{self.args.application}")

    @property
    def acting(self) -> pulumi.Input[str]:
        """ARN of the role that whoever deploys it acts as: the tenant's in a shared cell, the body's application role in its own account."""
        args = self.args
        return args.tenancy.application if args.placement == "dedicated" else args.cell.tenants[args.owner.key]

    @property
    def subnets(self) -> list[pulumi.Input[str]]:
        """Ids of the subnets that it runs in."""
        return of_tier(self.args.cell.network.subnets, "application")

    def physical_name(self, kind: str, role: str = "") -> str:
        return self.args.owner.name(kind, "-".join(part for part in (self.args.application, role) if part))

    def arn(self, service: str, rest: pulumi.Input[str]) -> pulumi.Output[str]:
        """ARN of something in the application's account and region."""
        args = self.args
        return pulumi.Output.concat("arn:", self.partition, f":{service}:{args.region}:", args.tenancy.account, ":", rest)
