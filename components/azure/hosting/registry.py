"""The registry that a cell's images come through: copies of what others publish, and nothing else."""

import pulumi
from pulumi_azure_native import containerregistry, keyvault

from components.azure import roles
from components.azure.hosting.context import CellContext
from components.azure.options import inside, retained
from components.contracts import ContractError

UPSTREAMS = ("docker.io", "gcr.io", "ghcr.io", "mcr.microsoft.com", "public.ecr.aws", "quay.io", "registry.k8s.io")
"""Registries that the service keeps copies of (Microsoft Learn, "Artifact cache overview", upstream support)."""
WITH_CREDENTIALS = ("docker.io",)
"""Of these, the ones that it copies with credentials alone: it answers EnforceDockerAuthentication otherwise."""
EMPTY = "not filled yet"


def folder(host: str) -> str:
    """Where the registry keeps what comes from ``host``: the first part of the image's name there."""
    return host.replace(".", "-").replace(":", "-")


def cached(registry: pulumi.Input[str], image: str) -> pulumi.Output[str]:
    """The image's name in the cell's registry. Its digest stays, so that it is the same image or none.

    Raises ``ContractError`` for an image of a registry that is not copied.
    """
    host, path = image.split("/", 1)
    if host not in UPSTREAMS:
        raise ContractError(f"image: {image} cannot run here; a cell runs what its registry has copies of, which come from {', '.join(UPSTREAMS)}")
    return pulumi.Output.concat(registry, "/", folder(host), "/", path)


def create_registry(context: CellContext, vault: keyvault.Vault) -> tuple[containerregistry.Registry, list[containerregistry.CacheRule]]:
    """The registry, and whose images it copies: those of ``upstreams``, and nothing else. It is reached privately, by identities alone.

    A registry that wants credentials has two secrets in ``vault``, made with nothing in them: whoever runs the cell puts the name and a token that
    only reads there, once. Images of that registry come once both are filled.

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
    rules = _cache_rules(context, registry, vault)
    context.endpoint("registry", registry.id, "registry")
    context.log("registry", registry.id, "allLogs")
    return registry, rules


def _cache_rules(context: CellContext, registry: containerregistry.Registry, vault: keyvault.Vault) -> list[containerregistry.CacheRule]:
    return [
        containerregistry.CacheRule(
            f"{context.name}-registry-{folder(host)}",
            cache_rule_name=folder(host),
            registry_name=registry.name,
            resource_group_name=context.group.name,
            source_repository=f"{host}/*",
            target_repository=f"{folder(host)}/*",
            credential_set_resource_id=_credentials(context, registry, vault, host).id if host in WITH_CREDENTIALS else None,
            opts=context.inside,
        )
        # An image from elsewhere stops the application that wants it, and nobody else's cell.
        for host in sorted(set(context.args.upstreams) & set(UPSTREAMS))
    ]


def _credentials(context: CellContext, registry: containerregistry.Registry, vault: keyvault.Vault, host: str) -> containerregistry.CredentialSet:
    """As whom the registry asks ``host``: it reads both secrets under an identity of its own."""
    name = f"registry-{folder(host)}"
    secrets: dict[str, keyvault.Secret] = {}
    for part in ("username", "password"):
        secrets[part] = keyvault.Secret(
            f"{context.name}-{name}-{part}",
            secret_name=f"{name}-{part}",
            vault_name=vault.name,
            resource_group_name=context.group.name,
            properties={"value": EMPTY, "content_type": "text/plain"},
            tags=context.tags,
            # A vault takes one change at a time.
            opts=retained(context.parent, after=[*context.vault_changes, *secrets.values()], ignore_changes=["properties"]),
        )
    found = containerregistry.CredentialSet(
        f"{context.name}-{name}",
        credential_set_name=folder(host),
        registry_name=registry.name,
        resource_group_name=context.group.name,
        login_server=host,
        identity={"type": containerregistry.ResourceIdentityType.SYSTEM_ASSIGNED},
        auth_credentials=[
            {
                "name": containerregistry.CredentialName.CREDENTIAL1,
                "username_secret_identifier": _uri(vault, f"{name}-username"),
                "password_secret_identifier": _uri(vault, f"{name}-password"),
            }
        ],
        opts=inside(context.parent, after=secrets.values()),
    )
    principal = found.identity.apply(lambda identity: identity.principal_id or "" if identity else "")
    for part, secret in secrets.items():
        context.grant(f"{name}-{part}", principal, roles.built_in(roles.KEY_VAULT_SECRETS_USER), secret.id)
    return found


def _uri(vault: keyvault.Vault, name: str) -> pulumi.Output[str]:
    """A secret's address without a version, so that a new one needs no change here."""
    return pulumi.Output.concat("https://", vault.name, ".vault.azure.net/secrets/", name)
