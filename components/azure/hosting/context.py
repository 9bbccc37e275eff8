"""What the parts of a hosting cell have in common: where they lie, whose they are, and how their logs leave."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property
from typing import TypeAlias

import pulumi
from pulumi_azure_native import authorization, network, resources

from components.azure import roles
from components.azure.endpoints import private_endpoint
from components.azure.handles import ArchiveHandle, HubHandle, NetworkHandle, OrganisationHandle, TenancyHandle
from components.azure.locks import lock
from components.azure.logs import archive_logs
from components.azure.options import inside, protected, retained
from components.azure.registration import python_plane
from components.contracts import ContractError, HostingCellArgs, SubnetKey

CellArgs: TypeAlias = HostingCellArgs[OrganisationHandle, ArchiveHandle, HubHandle, NetworkHandle, TenancyHandle]
ENDPOINTS = SubnetKey("endpoint", "a")
"""Subnet of a cell's private endpoints."""


def physical_name(args: CellArgs, kind: str, role: str = "") -> str:
    """Physical name of a part of the cell."""
    return args.owner.name(kind, "-".join(part for part in ("hosting", args.cell, role) if part))


@dataclass(frozen=True)
class CellContext:
    """A cell's name, arguments, resource group and component."""

    name: str
    args: CellArgs
    group: resources.ResourceGroup
    parent: pulumi.Resource
    endpoints: list[network.PrivateEndpoint] = field(default_factory=list)
    """Those made so far."""
    vault_changes: list[pulumi.Resource] = field(default_factory=list)
    """The last change to the cell's vault, which the next one waits for: it takes one at a time."""

    @property
    def tags(self) -> dict[str, str]:
        return dict(self.args.owner.tags)

    @property
    def inside(self) -> pulumi.ResourceOptions:
        return inside(self.parent)

    @property
    def protected(self) -> pulumi.ResourceOptions:
        return protected(self.parent)

    @property
    def retained(self) -> pulumi.ResourceOptions:
        return retained(self.parent)

    @cached_property
    def plane(self) -> pulumi.ProviderResource:
        """Provider of what is written in Python."""
        return python_plane(self.name, self.inside)

    def physical_name(self, kind: str, role: str = "") -> str:
        return physical_name(self.args, kind, role)

    def subnet(self, key: SubnetKey) -> pulumi.Input[str]:
        """Id of one of the network's subnets. Raises ``ContractError`` where the network has none of that key."""
        subnets = self.args.network.subnets
        if key not in subnets:
            names = ", ".join(subnet.name for subnet in sorted(subnets)) or "none"
            raise ContractError(f"{self.name}: hosting needs the subnet {key.name}; the network has {names}")
        return subnets[key]

    def log(self, key: str, resource: pulumi.Input[str], group: str) -> None:
        """Send one category group of a resource's logs to the archive."""
        args = self.args
        archive_logs(f"{self.name}-{key}-logs", resource=resource, region=args.region, archive=args.archive, groups=(group,), parent=self.parent)

    def lock(self, key: str, scope: pulumi.Input[str], notes: str, after: Iterable[pulumi.Resource]) -> None:
        """Nobody deletes it while the lock is there. ``after``: everything under it."""
        lock(f"{self.name}-{key}-lock", name=key, scope=scope, notes=notes, after=after, parent=self.parent)

    def endpoint(self, key: str, service: pulumi.Input[str], sub_resource: str, after: Iterable[pulumi.Resource] = ()) -> network.PrivateEndpoint:
        """A private way to a service; the platform's policy records it in the hub's zones. ``after``: other changes to the service."""
        made = private_endpoint(
            f"{self.name}-endpoint-{key}",
            name=self.physical_name("azure:general", f"endpoint-{key}"),
            group=self.group.name,
            region=self.args.region,
            subnet=self.subnet(ENDPOINTS),
            service=service,
            sub_resource=sub_resource,
            connection=key,
            tags=self.tags,
            opts=inside(self.parent, after=after),
        )
        self.endpoints.append(made)
        return made

    def grant(self, key: str, principal: pulumi.Input[str], role: pulumi.Input[str], scope: pulumi.Input[str]) -> authorization.RoleAssignment:
        """Give an identity one role at one scope."""
        owner = self.args.owner
        return roles.assign(
            f"{self.name}-right-{key}",
            key=(owner.platform, "hosting", owner.key, self.args.cell, key),
            principal=principal,
            role=role,
            scope=scope,
            opts=self.inside,
        )
