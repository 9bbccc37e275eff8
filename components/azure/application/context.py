"""What the parts of an application have in common: where it runs, under which names, and where its secrets are."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TypeAlias

import pulumi
from pulumi_azure_native import managedidentity, network

from components.azure import roles
from components.azure.endpoints import private_endpoint
from components.azure.handles import CellHandle, TenancyHandle
from components.azure.hosting.context import ENDPOINTS
from components.azure.logs import send_logs
from components.azure.options import inside, retained
from components.azure.registration import python_plane
from components.contracts import ApplicationArgs, ContractError

CellApplicationArgs: TypeAlias = ApplicationArgs[CellHandle, TenancyHandle]


def of_owner(args: CellApplicationArgs, known: Mapping[str, pulumi.Input[str]]) -> pulumi.Input[str]:
    """What a cell has for each owner. Raises ``ContractError`` where the cell has no place for this one."""
    if args.owner.key not in known:
        raise ContractError(
            f"{args.application}: {args.owner.key} has no place in the cell; it has {', '.join(sorted(known)) or 'nobody'}; "
            "roll out the cell's stack first"
        )
    return known[args.owner.key]


@dataclass(frozen=True)
class ApplicationContext:
    """An application's name, arguments, resource group, identity and component."""

    name: str
    args: CellApplicationArgs
    group: pulumi.Input[str]
    """Name of the owner's resource group."""
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
    def puller(self) -> pulumi.Input[str]:
        """Resource id of the identity that fetches images."""
        return of_owner(self.args, self.args.cell.pullers)

    @property
    def administrator(self) -> pulumi.Input[str]:
        """Resource id of the identity that makes logins and databases."""
        return of_owner(self.args, self.args.cell.database_administrators)

    @cached_property
    def plane(self) -> pulumi.ProviderResource:
        """The provider of what is written in Python, one for each application."""
        return python_plane(self.name, self.inside)

    def endpoint(self, key: str, service: pulumi.Input[str], sub_resource: str, after: Iterable[pulumi.Resource] = ()) -> network.PrivateEndpoint:
        """A private way to a service of the application's. ``after``: other changes to the service.

        Raises ``ContractError`` where the cell's network has no subnet for it.
        """
        subnets = self.args.cell.network.subnets
        if ENDPOINTS not in subnets:
            raise ContractError(f"{self.name}: {key} needs the subnet {ENDPOINTS.name} of the cell's network; it has none of that name")
        return private_endpoint(
            f"{self.name}-{key}-endpoint",
            name=self.physical_name("azure:general", key),
            group=self.group,
            region=self.args.region,
            subnet=subnets[ENDPOINTS],
            service=service,
            sub_resource=sub_resource,
            connection=sub_resource,
            tags=self.tags,
            opts=inside(self.parent, after=after),
        )

    def log(self, key: str, resource: pulumi.Input[str]) -> None:
        """Send what is told of access to a resource to the cell's workspace."""
        send_logs(f"{self.name}-{key}-logs", name="hosting", resource=resource, workspace=self.args.cell.logs, groups=("audit",), parent=self.parent)
