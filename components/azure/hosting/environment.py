"""Where containers run: a Container Apps environment inside the cell's network, and the registry that its images come through."""

# pyright: reportArgumentType=false
# The SDK takes plain dicts here, which the checker cannot tell from a mapping of another shape.

from collections.abc import Iterable

import pulumi
from pulumi_azure_native import app, containerregistry, managedidentity, monitor, operationalinsights

from components.azure import identifiers as ids
from components.azure.hosting.site import Site

PROFILE = "Consumption"


def workspace(site: Site) -> operationalinsights.Workspace:
    """Where the cell's people read its logs; the archive has its own copy."""
    return operationalinsights.Workspace(
        f"{site.name}-logs",
        workspace_name=site.named("azure:workspace"),
        resource_group_name=site.group.name,
        location=site.args.region,
        sku={"name": operationalinsights.WorkspaceSkuNameEnum.PER_GB2018},
        retention_in_days=min(max(site.args.retention_days, 30), 730),
        features={"disable_local_auth": True, "enable_log_access_using_only_resource_permissions": True},
        tags=site.tags,
        opts=site.kept,
    )


def environment(
    site: Site,
    identity: managedidentity.UserAssignedIdentity,
    logs: operationalinsights.Workspace,
    after: list[pulumi.Resource],
) -> app.ManagedEnvironment:
    """Internal, spread over zones, with ``domain`` as the suffix of every application's name; what its parts say is encrypted.

    Logs leave by diagnostic settings: the other way would want the workspace's key in the plan.
    """
    args = site.args
    made = app.ManagedEnvironment(
        f"{site.name}-environment",
        environment_name=site.named("azure:general"),
        resource_group_name=site.group.name,
        infrastructure_resource_group=site.named("azure:resource-group", "machinery"),
        location=args.region,
        vnet_configuration={"infrastructure_subnet_id": site.subnet("environment-region"), "internal": True},
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
        tags=site.tags,
        opts=pulumi.ResourceOptions(parent=site.parent, protect=True, depends_on=after),
    )
    site.logs("environment", made.id, "allLogs")
    monitor.DiagnosticSetting(
        f"{site.name}-environment-logs-here",
        name="hosting",
        resource_uri=made.id,
        workspace_id=logs.id,
        logs=[{"category_group": "allLogs", "enabled": True}],
        opts=site.inside,
    )
    return made


def shelf(host: str) -> str:
    """Where the registry keeps what comes from ``host``: the first part of the image's name there."""
    return host.replace(".", "-").replace(":", "-")


def through(registry: pulumi.Input[str], image: str) -> pulumi.Output[str]:
    """The image's name in the cell's registry. Its digest stays, so that it is the same image or none."""
    host, path = image.split("/", 1)
    return pulumi.Output.concat(registry, "/", shelf(host), "/", path)


def registry(site: Site, puller: managedidentity.UserAssignedIdentity, hosts: Iterable[str]) -> containerregistry.Registry:
    """Reached privately by identities alone; keeps copies of what comes from ``hosts``, and takes nothing from elsewhere.

    No customer's key: the service's cache does not work with one (Microsoft Learn, "Artifact cache"). No quarantine: images are named
    by digest, and the store's review is what lets one in. Nothing examines them for known flaws: Microsoft Defender reads a private registry
    as a "trusted service" alone, which would be let in past the rules of the network (Microsoft Learn, "Microsoft Defender for container registries").
    """
    made = containerregistry.Registry(
        f"{site.name}-registry",
        registry_name=site.named("azure:registry"),
        resource_group_name=site.group.name,
        location=site.args.region,
        sku={"name": containerregistry.SkuName.PREMIUM},
        admin_user_enabled=False,
        anonymous_pull_enabled=False,
        data_endpoint_enabled=True,
        public_network_access=containerregistry.PublicNetworkAccess.DISABLED,
        network_rule_bypass_options=containerregistry.NetworkRuleBypassOptions.NONE,
        zone_redundancy=containerregistry.ZoneRedundancy.ENABLED,
        policies={
            "export_policy": {"status": containerregistry.ExportPolicyStatus.DISABLED},
            # A digest has no tag: a rule that deletes what is untagged would delete what runs.
            "retention_policy": {"status": containerregistry.PolicyStatus.DISABLED, "days": 7},
        },
        tags=site.tags,
        opts=site.kept,
    )
    for host in sorted(set(hosts)):
        containerregistry.CacheRule(
            f"{site.name}-registry-{shelf(host)}",
            cache_rule_name=shelf(host),
            registry_name=made.name,
            resource_group_name=site.group.name,
            source_repository=f"{host}/*",
            target_repository=f"{shelf(host)}/*",
            opts=site.inside,
        )
    site.endpoint("registry", made.id, "registry")
    site.logs("registry", made.id, "allLogs")
    site.grant("pull", puller.principal_id, ids.built_in(ids.ACR_PULL), made.id)
    return made
