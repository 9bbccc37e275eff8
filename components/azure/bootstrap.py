"""The bootstrap of Azure, in the management Azure subscription: blob state store, keys, and an identity for each pipeline."""

from collections.abc import Mapping, Sequence

import pulumi
from pulumi_azure_native import keyvault, managedidentity, resources, storage

from components.azure import identifiers as ids
from components.azure import options, roles
from components.azure.keys import hardware_key, secure_vault
from components.azure.pipelines import pipeline_identity
from components.azure.storage import Reach, deleted_blobs_kept, secure_account
from components.contracts import PIPELINES, BootstrapArgs, StateKeys

CONTAINER = "state"
BLOBS = "Microsoft.Storage/storageAccounts/blobServices/containers/blobs"


class Bootstrap(pulumi.ComponentResource):
    """The state store of all stacks on Azure, one secrets key for each layer, and one pipeline identity for each.

    Pipelines run outside every network of ours, so store and vault answer on their public names, but to ``args.addresses`` alone.
    Whoever makes it first calls from one of these too. Outputs: see ``components.contracts.BootstrapOutputs``.
    """

    pipelines: Mapping[str, pulumi.Output[str]]
    """By layer, the principal (object) id of a managed identity."""
    clients: Mapping[str, pulumi.Output[str]]
    """By layer, the client id of the same identity."""
    state: pulumi.Output[str]
    keys: Mapping[str, pulumi.Output[str]]

    def __init__(self, name: str, args: BootstrapArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("civic-azure:index:Bootstrap", name, {}, opts)
        self._name, self._args, self._owner = name, args, args.owner
        self._group = resources.ResourceGroup(
            f"{name}-group",
            resource_group_name=args.owner.name("azure:resource-group", "bootstrap"),
            location=args.home,
            tags=args.owner.tags,
            opts=options.retained(self),
        )
        account, container = self._store()
        vault = self._vault()
        identities = {layer: self._identity(layer) for layer in PIPELINES}
        keys = {layer: self._key(layer, vault) for layer in PIPELINES}
        for layer in PIPELINES:
            self._rights(layer, identities[layer], container, keys[layer])

        self.pipelines = {layer: identity.principal_id for layer, identity in identities.items()}
        self.clients = {layer: identity.client_id for layer, identity in identities.items()}
        self.state = pulumi.Output.concat("azblob://", container.name, "?storage_account=", account.name)
        self.keys = {layer: pulumi.Output.concat("azurekeyvault://", vault.name, ".vault.azure.net/keys/", key.name) for layer, key in keys.items()}
        self.register_outputs({"pipelines": self.pipelines, "clients": self.clients, "state": self.state, "keys": self.keys})

    def _store(self) -> tuple[storage.StorageAccount, storage.BlobContainer]:
        account = secure_account(
            f"{self._name}-state-store",
            name=self._owner.name("azure:storage-account", "state"),
            group=self._group.name,
            region=self._args.home,
            tags=self._owner.tags,
            opts=options.retained(self),
            # No service of Azure's own reads state or writes it.
            reach=Reach(ranges=self._args.addresses),
        )
        deleted_blobs_kept(f"{self._name}-state-versions", account=account, group=self._group.name, opts=options.inside(self))
        container = storage.BlobContainer(
            f"{self._name}-state-container",
            container_name=CONTAINER,
            account_name=account.name,
            resource_group_name=self._group.name,
            public_access=storage.PublicAccess.NONE,
            opts=options.retained(self),
        )
        return account, container

    def _vault(self) -> keyvault.Vault:
        return secure_vault(
            f"{self._name}-secrets-vault",
            name=self._owner.name("azure:key-vault", "state"),
            group=self._group.name,
            region=self._args.home,
            directory=self._args.directory,
            ranges=self._args.addresses,
            tags=self._owner.tags,
            opts=options.retained(self),
        )

    def _key(self, layer: str, vault: keyvault.Vault) -> keyvault.Key:
        # Pulumi names no version of the key when it decrypts, so a new version would make every older state unreadable.
        return hardware_key(
            f"{self._name}-secrets-{layer}",
            name=f"secrets-{layer}",
            vault=vault,
            group=self._group.name,
            tags=self._owner.tags,
            opts=options.retained(self),
            rotates=False,
        )

    def _identity(self, layer: str) -> managedidentity.UserAssignedIdentity:
        return pipeline_identity(
            f"{self._name}-pipeline-{layer}",
            name=self._owner.name("azure:general", f"pipeline-{layer}"),
            group=self._group.name,
            region=self._args.home,
            issuer=self._args.issuer,
            subject=self._args.subjects[layer],
            tags=self._owner.tags,
            opts=options.inside(self),
        )

    def _rights(self, layer: str, identity: managedidentity.UserAssignedIdentity, container: storage.BlobContainer, key: keyvault.Key) -> None:
        self._assign(f"{layer}-state", roles.STORAGE_BLOB_DATA_CONTRIBUTOR, container.id, identity, _condition(self._args.state[layer]))
        self._assign(f"{layer}-key", roles.KEY_VAULT_CRYPTO_USER, key.id, identity)

    def _assign(
        self, key: str, role: str, scope: pulumi.Input[str], identity: managedidentity.UserAssignedIdentity, condition: str | None = None
    ) -> None:
        roles.assign(
            f"{self._name}-pipeline-{key}",
            key=(self._owner.platform, "bootstrap", key),
            principal=identity.principal_id,
            role=ids.role_definition(self._args.tenancy, role),
            scope=scope,
            condition=condition,
            opts=options.inside(self),
        )


def _condition(keys: StateKeys) -> str:
    """Role assignment condition by blob path (Microsoft Learn, "Azure role assignment conditions for Blob Storage")."""
    reading = _clause(("read",), (*keys.written, *keys.read))
    writing = _clause(("write", "delete", "add/action", "move/action", "deleteBlobVersion/action", "tags/write"), keys.written)
    # Listing has no path to compare; names of stacks are no secret between the platform's own pipelines.
    return f"(!(ActionMatches{{'{BLOBS}/read'}} AND NOT SubOperationMatches{{'Blob.List'}}) OR {reading}) AND {writing}"


def _clause(actions: Sequence[str], patterns: Sequence[str]) -> str:
    """Any of the actions is for these paths alone."""
    not_these = " AND ".join(f"!(ActionMatches{{'{BLOBS}/{action}'}})" for action in actions)
    paths = " OR ".join(f"@Resource[{BLOBS}:path] StringLike '{pattern}'" for pattern in patterns)
    return f"(({not_these}) OR ({paths}))"
