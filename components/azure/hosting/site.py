"""What the parts of a hosting cell have in common: where they lie, whose they are, and how their logs leave."""

from dataclasses import dataclass

import pulumi
from pulumi_azure_native import authorization, monitor, network, resources

from components.azure import identifiers as ids
from components.azure.tags import standard_tags
from components.contracts import HostingCellArgs
from components.naming import physical


@dataclass(frozen=True)
class Site:
    """A cell's name, arguments, resource group and owner."""

    name: str
    args: HostingCellArgs
    group: resources.ResourceGroup
    parent: pulumi.Resource

    @property
    def tags(self) -> dict[str, str]:
        return standard_tags(platform=self.args.platform, organisation=self.args.organisation, classification=self.args.classification)

    @property
    def inside(self) -> pulumi.ResourceOptions:
        return pulumi.ResourceOptions(parent=self.parent)

    @property
    def kept(self) -> pulumi.ResourceOptions:
        return pulumi.ResourceOptions(parent=self.parent, protect=True, retain_on_delete=True)

    def after(self, *resources_: pulumi.Resource) -> pulumi.ResourceOptions:
        return pulumi.ResourceOptions(parent=self.parent, depends_on=list(resources_))

    def named(self, kind: str, role: str = "") -> str:
        return named(self.args, kind, role)

    def subnet(self, name: str) -> pulumi.Input[str]:
        """Id of one of the network's subnets. Raises ``ValueError`` where the network has none of that name."""
        if name not in self.args.subnets:
            raise ValueError(f"{self.name}: hosting needs the subnet {name}; the network has {', '.join(sorted(self.args.subnets)) or 'none'}")
        return self.args.subnets[name]

    def logs(self, key: str, resource: pulumi.Input[str], *groups: str) -> None:
        """Send a resource's logs, by category group, to the archive."""
        monitor.DiagnosticSetting(
            f"{self.name}-{key}-logs",
            name="archive",
            resource_uri=resource,
            workspace_id=self.args.archive_workspace,
            logs=[{"category_group": group, "enabled": True} for group in groups],
            opts=self.inside,
        )

    def lock(self, key: str, scope: pulumi.Input[str], notes: str) -> None:
        """Nobody deletes it while the lock is there."""
        authorization.ManagementLockByScope(
            f"{self.name}-{key}-lock",
            lock_name=key,
            scope=scope,
            level=authorization.LockLevel.CAN_NOT_DELETE,
            notes=notes,
            opts=self.inside,
        )

    def endpoint(self, key: str, service: pulumi.Input[str], group: str) -> network.PrivateEndpoint:
        """A private way to a service; the platform's policy records it in the hub's zones."""
        return network.PrivateEndpoint(
            f"{self.name}-endpoint-{key}",
            private_endpoint_name=self.named("azure:general", f"endpoint-{key}"),
            custom_network_interface_name=self.named("azure:general", f"endpoint-{key}-nic"),
            resource_group_name=self.group.name,
            location=self.args.region,
            subnet={"id": self.subnet("endpoint-a")},
            private_link_service_connections=[{"name": key, "private_link_service_id": service, "group_ids": [group]}],
            tags=self.tags,
            opts=self.inside,
        )

    def grant(self, key: str, principal: pulumi.Input[str], role: pulumi.Input[str], scope: pulumi.Input[str]) -> authorization.RoleAssignment:
        """Give an identity one role at one scope."""
        args = self.args
        return ids.assign(
            f"{self.name}-right-{key}",
            key=(args.platform, "hosting", args.organisation, args.cell, key),
            principal=principal,
            role=role,
            scope=scope,
            opts=self.inside,
        )


def named(args: HostingCellArgs, kind: str, role: str = "") -> str:
    """Physical name of a part of the cell."""
    whole = "-".join(part for part in ("hosting", args.cell, role) if part)
    return physical(kind, platform=args.platform, organisation=args.organisation, role=whole)
