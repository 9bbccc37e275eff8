"""Where containers run: a Container Apps environment inside the cell's network, and the workspace that its people read logs in."""

from collections.abc import Sequence

import pulumi
from pulumi_azure_native import app, managedidentity, operationalinsights

from components.azure.hosting.context import CellContext
from components.azure.logs import days_at_hand, secure_workspace, send_logs, store_of
from components.azure.options import protected
from components.contracts import REGION, SubnetKey

PROFILE = "Consumption"
SUBNET = SubnetKey("environment", REGION)


def create_workspace(context: CellContext) -> operationalinsights.Workspace:
    """Where the cell's people read its logs, and the logs of everything that runs in it; the archive has its own copy."""
    return secure_workspace(
        f"{context.name}-logs",
        name=context.physical_name("azure:workspace"),
        group=context.group.name,
        region=context.args.region,
        days=days_at_hand(context.args.owner, context.args.retention_days),
        tags=context.tags,
        opts=context.retained,
    )


def create_environment(
    context: CellContext,
    identity: managedidentity.UserAssignedIdentity,
    logs: operationalinsights.Workspace,
    after: Sequence[pulumi.Resource],
) -> app.ManagedEnvironment:
    """Internal, spread over zones, with ``domain`` as the suffix of every application's name; what its parts say is encrypted.

    Logs leave by diagnostic settings: the other way would want the workspace's key in the plan.
    """
    args = context.args
    managed = app.ManagedEnvironment(
        f"{context.name}-environment",
        environment_name=context.physical_name("azure:general"),
        resource_group_name=context.group.name,
        infrastructure_resource_group=context.physical_name("azure:resource-group", "machinery"),
        location=args.region,
        vnet_configuration={"infrastructure_subnet_id": context.subnet(SUBNET), "internal": True},
        public_network_access=app.PublicNetworkAccess.DISABLED,
        workload_profiles=[{"name": PROFILE, "workload_profile_type": PROFILE}],
        zone_redundant=True,
        custom_domain_configuration={
            "dns_suffix": args.domain,
            "certificate_key_vault_properties": {"identity": identity.id, "key_vault_url": args.certificate},
        },
        identity={"type": app.ManagedServiceIdentityType.USER_ASSIGNED, "user_assigned_identities": [identity.id]},
        peer_authentication={"mtls": {"enabled": True}},
        peer_traffic_configuration={"encryption": {"enabled": True}},
        app_logs_configuration={"destination": "azure-monitor"},
        tags=context.tags,
        opts=protected(context.parent, after=after),
    )
    # One setting and one workspace: what is said is paid for by what a workspace takes in, and nobody asks the archive's about applications.
    send_logs(
        f"{context.name}-environment-logs",
        resource=managed.id,
        workspace=logs.id,
        store=store_of(args.archive, args.region),
        groups=("allLogs",),
        parent=context.parent,
    )
    return managed
