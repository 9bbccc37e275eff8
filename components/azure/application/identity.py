"""As what an application runs: an identity of its own, which fetches its secrets and reads and writes its storage."""

from collections.abc import Sequence

import pulumi
from pulumi_azure_native import app, managedidentity

from components.azure.application.context import ApplicationContext, CellApplicationArgs
from components.azure.options import inside


def create_identity(name: str, args: CellApplicationArgs, group: pulumi.Input[str], parent: pulumi.Resource) -> managedidentity.UserAssignedIdentity:
    """The application's identity, in the resource group named ``group``."""
    return managedidentity.UserAssignedIdentity(
        f"{name}-identity",
        resource_name_=args.owner.name("azure:general", f"app-{args.application}"),
        resource_group_name=group,
        location=args.region,
        tags=args.owner.tags,
        opts=inside(parent),
    )


def held(*identities: pulumi.Input[str]) -> app.ManagedServiceIdentityArgsDict:
    """The identities (resource ids) that Azure uses for a container app or job; ``identity_settings`` say what containers see of them."""
    return {"type": app.ManagedServiceIdentityType.USER_ASSIGNED, "user_assigned_identities": list(identities)}


def registries(context: ApplicationContext) -> Sequence[app.RegistryCredentialsArgsDict]:
    """Images come from the cell's registry, fetched under the owner's own identity for it."""
    return [{"server": context.args.cell.registry, "identity": context.puller}]
