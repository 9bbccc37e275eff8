"""What the parts of an application have in common: where it runs, under which names, and where its secrets are."""

from dataclasses import dataclass

import pulumi
from pulumi_azure_native import managedidentity

from components.azure import identifiers as ids
from components.azure.tags import standard_tags
from components.azure.vaults import resident_vault
from components.contracts import ApplicationArgs
from components.naming import physical


@dataclass(frozen=True)
class Home:
    """An application's name, arguments, resource group and identity."""

    name: str
    args: ApplicationArgs
    group: pulumi.Input[str]
    """Name of the resource group: the resident's in a shared cell, the application's own otherwise."""
    identity: managedidentity.UserAssignedIdentity
    parent: pulumi.Resource

    @property
    def tags(self) -> dict[str, str]:
        return standard_tags(platform=self.args.platform, organisation=self.args.organisation, classification=self.args.classification)

    @property
    def inside(self) -> pulumi.ResourceOptions:
        return pulumi.ResourceOptions(parent=self.parent)

    def named(self, kind: str, role: str = "") -> str:
        whole = "-".join(part for part in (self.args.application, role) if part)
        return physical(kind, platform=self.args.platform, organisation=self.args.organisation, role=whole)

    def grant(self, key: str, role: str, scope: pulumi.Input[str]) -> pulumi.Resource:
        """Give the application's identity a built-in role at one scope."""
        args = self.args
        return ids.assign(
            f"{self.name}-right-{key}",
            key=(args.platform, "application", args.organisation, args.application, key),
            principal=self.identity.principal_id,
            role=ids.built_in(role),
            scope=scope,
            opts=self.inside,
        )

    @property
    def vault(self) -> pulumi.Output[str]:
        """Name of the vault with the application's secrets: the resident's in a shared cell, the cell's own otherwise."""
        if self.args.placement == "shared":
            return pulumi.Output.from_input(resident_vault(self.args.platform, self.args.organisation))
        return ids.last_part(self.args.cell.vault)

    @property
    def vault_group(self) -> pulumi.Output[str]:
        if self.args.placement == "shared":
            return pulumi.Output.from_input(self.group)
        return group_of(self.args.cell.vault)

    @property
    def puller(self) -> pulumi.Output[str]:
        """The cell's identity that may fetch images, beside the database administrator's."""
        return pulumi.Output.from_input(self.args.cell.database_admin).apply(lambda admin: f"{admin.rsplit('/', 1)[0]}/pull")

    def secret_name(self, variable: str) -> str:
        """Name of a variable's secret, in the vault and in the container."""
        return f"{self.args.application}-{variable.lower().replace('_', '-')}"

    def secret(self, variable: str) -> dict[str, pulumi.Input[str]]:
        """A secret as a container refers to it: by its place in the vault, without a version, read under the application's identity."""
        name = self.secret_name(variable)
        url = pulumi.Output.concat("https://", self.vault, ".vault.azure.net/secrets/", name)
        return {"name": name, "key_vault_url": url, "identity": self.identity.id}


def group_of(resource_id: pulumi.Input[str]) -> pulumi.Output[str]:
    """Name of the resource group in a resource id."""
    # /subscriptions/<id>/resourceGroups/<group>/providers/...
    return pulumi.Output.from_input(resource_id).apply(lambda text: text.split("/")[4])
