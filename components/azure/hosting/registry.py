"""The registry that a cell's images come through: copies of what others publish, and nothing else."""

import pulumi
from pulumi_azure_native import containerregistry

from components.azure.hosting.context import CellContext


def folder(host: str) -> str:
    """Where the registry keeps what comes from ``host``: the first part of the image's name there."""
    return host.replace(".", "-").replace(":", "-")


def cached(registry: pulumi.Input[str], image: str) -> pulumi.Output[str]:
    """The image's name in the cell's registry. Its digest stays, so that it is the same image or none."""
    host, path = image.split("/", 1)
    return pulumi.Output.concat(registry, "/", folder(host), "/", path)


def create_registry(context: CellContext) -> tuple[containerregistry.Registry, list[containerregistry.CacheRule]]:
    """The registry, and whose images it copies: those of ``upstreams``, and nothing else. It is reached privately, by identities alone.

    No customer's key: the service's cache does not work with one (Microsoft Learn, "Artifact cache"). No quarantine: images are named
    by digest, and the store's review is what lets one in. Nothing examines them for known flaws: Microsoft Defender reads a private registry
    as a "trusted service" alone, which would be let in past the rules of the network (Microsoft Learn, "Microsoft Defender for container registries").
    """
    registry = containerregistry.Registry(
        f"{context.name}-registry",
        registry_name=context.physical_name("azure:registry"),
        resource_group_name=context.group.name,
        location=context.args.region,
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
        tags=context.tags,
        opts=context.retained,
    )
    rules = _cache_rules(context, registry)
    context.endpoint("registry", registry.id, "registry")
    context.log("registry", registry.id, "allLogs")
    return registry, rules


def _cache_rules(context: CellContext, registry: containerregistry.Registry) -> list[containerregistry.CacheRule]:
    return [
        containerregistry.CacheRule(
            f"{context.name}-registry-{folder(host)}",
            cache_rule_name=folder(host),
            registry_name=registry.name,
            resource_group_name=context.group.name,
            source_repository=f"{host}/*",
            target_repository=f"{folder(host)}/*",
            opts=context.inside,
        )
        for host in sorted(set(context.args.upstreams))
    ]
