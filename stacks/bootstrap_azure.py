"""The bootstrap of Azure, in the management Azure subscription: blob state store, keys, and an identity for each pipeline."""

import uuid
from typing import Any

import pulumi
from pulumi_azure_native import authorization, keyvault, managedidentity, resources, storage

from components.contracts import PIPELINES
from components.naming import physical
from stacks import state_keys
from stacks.context import Context

CONTAINER = "state"
BLOB_CONTRIBUTOR = "ba92f5b4-2d11-453d-a403-e96b0029c9fe"
CRYPTO_USER = "12338af0-0e69-4776-bea7-57ae8d297424"
"""Built-in role definition ids (Microsoft Learn, "Azure built-in roles")."""


def build(context: Context) -> dict[str, Any]:
    """Make the store and the identities; the result is the bootstrap card."""
    section, code = context.section, context.platform.code
    provider = context.components.platform_provider("management", section.management, section.home, platform=code)
    inside = pulumi.ResourceOptions(provider=provider)
    kept = pulumi.ResourceOptions(provider=provider, protect=True, retain_on_delete=True)
    tags = context.components.standard_tags(platform=code, organisation="platform", classification="official-sensitive")
    group = resources.ResourceGroup(
        "bootstrap",
        resource_group_name=physical("azure:resource-group", platform=code, role="bootstrap"),
        location=section.home,
        tags=tags,
        opts=kept,
    )
    account, container = _store(context, group, tags, inside, kept)
    vault = _vault(context, group, tags, kept)
    principals, clients, keys = {}, {}, {}
    for layer in PIPELINES:
        identity = _identity(context, layer, group, tags, inside)
        key = keyvault.Key(
            f"secrets-{layer}",
            key_name=f"secrets-{layer}",
            resource_group_name=group.name,
            vault_name=vault.name,
            properties={"kty": keyvault.JsonWebKeyType.RS_A_HSM, "key_size": 3072, "key_ops": ["encrypt", "decrypt", "wrapKey", "unwrapKey"]},
            opts=kept,
        )
        _rights(context, layer, identity, account, container, key, inside)
        principals[layer], clients[layer] = identity.principal_id, identity.client_id
        keys[layer] = pulumi.Output.concat("azurekeyvault://", vault.name, ".vault.azure.net/keys/", key.name)
    state = pulumi.Output.concat("azblob://", container.name, "?storage_account=", account.name)
    return {"pipelines": principals, "clients": clients, "state": state, "keys": keys}


def _store(
    context: Context,
    group: resources.ResourceGroup,
    tags: dict[str, str],
    inside: pulumi.ResourceOptions,
    kept: pulumi.ResourceOptions,
) -> tuple[storage.StorageAccount, storage.BlobContainer]:
    account = storage.StorageAccount(
        "state-store",
        account_name=physical("azure:storage-account", platform=context.platform.code, role="state"),
        resource_group_name=group.name,
        location=context.section.home,
        kind=storage.Kind.STORAGE_V2,
        sku={"name": storage.SkuName.STANDARD_ZRS},
        allow_blob_public_access=False,
        allow_shared_key_access=False,
        allow_cross_tenant_replication=False,
        default_to_o_auth_authentication=True,
        enable_https_traffic_only=True,
        minimum_tls_version=storage.MinimumTlsVersion.TLS1_2,
        encryption={"key_source": storage.KeySource.MICROSOFT_STORAGE, "require_infrastructure_encryption": True},
        tags=tags,
        opts=kept,
    )
    storage.BlobServiceProperties(
        "state-versions",
        account_name=account.name,
        resource_group_name=group.name,
        blob_services_name="default",
        is_versioning_enabled=True,
        delete_retention_policy={"enabled": True, "days": 90},
        container_delete_retention_policy={"enabled": True, "days": 90},
        opts=inside,
    )
    container = storage.BlobContainer(
        "state-container",
        container_name=CONTAINER,
        account_name=account.name,
        resource_group_name=group.name,
        public_access=storage.PublicAccess.NONE,
        opts=kept,
    )
    return account, container


def _vault(context: Context, group: resources.ResourceGroup, tags: dict[str, str], kept: pulumi.ResourceOptions) -> keyvault.Vault:
    return keyvault.Vault(
        "secrets-vault",
        vault_name=physical("azure:key-vault", platform=context.platform.code, role="state"),
        resource_group_name=group.name,
        location=context.section.home,
        properties={
            "tenant_id": context.section.directory,
            "sku": {"family": keyvault.SkuFamily.A, "name": keyvault.SkuName.PREMIUM},
            "enable_rbac_authorization": True,
            "enable_soft_delete": True,
            "soft_delete_retention_in_days": 90,
            "enable_purge_protection": True,
            # Pipelines run outside every network of ours, so this vault answers on its public name, but to their addresses alone.
            "public_network_access": "Enabled",
            "network_acls": {
                "default_action": keyvault.NetworkRuleAction.DENY,
                "bypass": keyvault.NetworkRuleBypassOptions.AZURE_SERVICES,
                "ip_rules": [{"value": address} for address in context.section.pipeline.addresses],
            },
        },
        tags=tags,
        opts=kept,
    )


def _identity(
    context: Context, layer: str, group: resources.ResourceGroup, tags: dict[str, str], inside: pulumi.ResourceOptions
) -> managedidentity.UserAssignedIdentity:
    identity = managedidentity.UserAssignedIdentity(
        f"pipeline-{layer}",
        resource_name_=physical("azure:general", platform=context.platform.code, role=f"pipeline-{layer}"),
        resource_group_name=group.name,
        location=context.section.home,
        tags=tags,
        opts=inside,
    )
    managedidentity.FederatedIdentityCredential(
        f"pipeline-{layer}-trust",
        federated_identity_credential_resource_name="pipeline",
        resource_group_name=group.name,
        resource_name_=identity.name,
        issuer=context.section.pipeline.issuer,
        subject=context.section.pipeline.subjects[layer],
        audiences=["api://AzureADTokenExchange"],
        opts=inside,
    )
    return identity


def _rights(
    context: Context,
    layer: str,
    identity: managedidentity.UserAssignedIdentity,
    account: storage.StorageAccount,
    container: storage.BlobContainer,
    key: keyvault.Key,
    inside: pulumi.ResourceOptions,
) -> None:
    project = pulumi.get_project()
    _assign(
        f"pipeline-{layer}-state",
        BLOB_CONTRIBUTOR,
        pulumi.Output.concat(account.id, "/blobServices/default/containers/", container.name),
        identity,
        inside,
        context,
        _condition(state_keys.own(project, context.cloud, layer), state_keys.read(project, context.cloud, layer)),
    )
    _assign(f"pipeline-{layer}-key", CRYPTO_USER, key.id, identity, inside, context)


def _condition(own: tuple[str, ...], read: tuple[str, ...]) -> str:
    """Role assignment condition by blob path (Microsoft Learn, "Azure role assignment conditions for Blob Storage")."""
    blobs = "Microsoft.Storage/storageAccounts/blobServices/containers/blobs"

    def clause(actions: tuple[str, ...], patterns: tuple[str, ...]) -> str:
        not_these = " AND ".join(f"!(ActionMatches{{'{blobs}/{action}'}})" for action in actions)
        paths = " OR ".join(f"@Resource[{blobs}:path] StringLike '{pattern}'" for pattern in patterns)
        return f"(({not_these}) OR ({paths}))"

    reading = clause(("read",), (*own, *read))
    writing = clause(("write", "delete", "add/action", "move/action", "deleteBlobVersion/action", "tags/write"), own)
    # Listing has no path to compare; names of stacks are no secret between the platform's own pipelines.
    return f"(!(ActionMatches{{'{blobs}/read'}} AND NOT SubOperationMatches{{'Blob.List'}}) OR {reading}) AND {writing}"


def _assign(
    name: str,
    role: str,
    scope: pulumi.Input[str],
    identity: managedidentity.UserAssignedIdentity,
    inside: pulumi.ResourceOptions,
    context: Context,
    condition: str | None = None,
) -> None:
    definition = f"/subscriptions/{context.section.management}/providers/Microsoft.Authorization/roleDefinitions/{role}"
    authorization.RoleAssignment(
        name,
        role_assignment_name=str(uuid.uuid5(uuid.NAMESPACE_URL, f"{context.platform.code}/{name}")),
        scope=scope,
        role_definition_id=definition,
        principal_id=identity.principal_id,
        principal_type=authorization.PrincipalType.SERVICE_PRINCIPAL,
        condition=condition,
        condition_version="2.0" if condition else None,
        opts=inside,
    )
