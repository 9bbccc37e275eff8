"""What the parts of an application have in common: where it runs, under which names, and where its secrets are."""

from dataclasses import dataclass
from typing import TypeAlias

import pulumi
from pulumi_azure_native import managedidentity

from components.azure import roles
from components.azure.handles import CellHandle, TenancyHandle
from components.azure.options import inside, retained
from components.contracts import ApplicationArgs, ContractError

CellApplicationArgs: TypeAlias = ApplicationArgs[CellHandle, TenancyHandle]


def tenant_group(args: CellApplicationArgs) -> pulumi.Input[str]:
    """Name of the owner's resource group in a shared cell. Raises ``ContractError`` where the cell has no place for it."""
    tenants = args.cell.tenants
    if args.owner.key not in tenants:
        raise ContractError(
            f"{args.application}: {args.owner.key} has no place in the shared cell; it has {', '.join(sorted(tenants)) or 'nobody'}; "
            "roll out the cell's stack first"
        )
    return tenants[args.owner.key]


@dataclass(frozen=True)
class ApplicationContext:
    """An application's name, arguments, resource group, identity and component."""

    name: str
    args: CellApplicationArgs
    group: pulumi.Input[str]
    """Name of the resource group: the tenant's in a shared cell, the application's own otherwise."""
    identity: managedidentity.UserAssignedIdentity
    parent: pulumi.Resource

    @property
    def tags(self) -> dict[str, str]:
        return dict(self.args.owner.tags)

    @property
    def inside(self) -> pulumi.ResourceOptions:
        return inside(self.parent)

    @property
    def retained(self) -> pulumi.ResourceOptions:
        return retained(self.parent)

    def physical_name(self, kind: str, role: str = "") -> str:
        return self.args.owner.name(kind, "-".join(part for part in (self.args.application, role) if part))

    def grant(self, key: str, role: str, scope: pulumi.Input[str]) -> pulumi.Resource:
        """Give the application's identity a built-in role at one scope."""
        owner = self.args.owner
        return roles.assign(
            f"{self.name}-right-{key}",
            key=(owner.platform, "application", owner.key, self.args.application, key),
            principal=self.identity.principal_id,
            role=roles.built_in(role),
            scope=scope,
            opts=self.inside,
        )

    @property
    def vault(self) -> pulumi.Input[str]:
        """Name of the vault with the application's secrets: the tenant's in a shared cell, the cell's own otherwise."""
        cell = self.args.cell
        return cell.tenant_vaults[self.args.owner.key] if self.args.placement == "shared" else cell.vault

    @property
    def vault_group(self) -> pulumi.Input[str]:
        """Name of the resource group that the vault lies in."""
        return self.group if self.args.placement == "shared" else self.args.cell.vault_group
