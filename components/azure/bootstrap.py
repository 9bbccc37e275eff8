"""The bootstrap of Azure, in the management Azure subscription: blob state store, keys, and an identity for each of the platform's pipelines."""

from collections.abc import Mapping, Sequence

import pulumi
from pulumi_azure_native import authorization, keyvault, managedidentity, resources, storage

from components.azure import identifiers as ids
from components.azure import options, roles
from components.azure.identity import rights
from components.azure.keys import hardware_key, secure_vault
from components.azure.people import BUILT_IN, grants_in, let_in
from components.azure.people import MANAGEMENT as MANAGEMENT_PLACE
from components.azure.pipelines import pipeline_identity
from components.azure.registration import MANAGEMENT, python_plane, register
from components.azure.state_rights import (
    ENCRYPTED,
    SECRETS_ROLE,
    STATE_ROLE,
    STORED,
    bootstrap_group,
    condition,
    role_key,
    run_group,
    store_name,
)
from components.azure.storage import Reach, deleted_blobs_kept, secure_account
from components.contracts import KEYED_LAYERS, PIPELINE_LAYERS, PIPELINES, RUN_LAYERS, BootstrapArgs
from components.state_store import STATE, secrets_role


class Bootstrap(pulumi.ComponentResource):
    """The state store of all stacks on Azure, one secrets key for each layer, and one identity for each of the platform's pipelines.

    Pipelines run outside every network of ours, so store and vault answer on their public names, but to ``args.addresses`` alone.
    Whoever makes it first calls from one of these too. The foundation's pipeline makes the identities of bodies' runs, in resource groups
    of their own, and lets them at the store and at their layers' keys. Outputs: see ``components.contracts.BootstrapOutputs``.
    """

    pipelines: Mapping[str, pulumi.Output[str]]
    clients: Mapping[str, pulumi.Output[str]]
    state: pulumi.Output[str]
    key_ids: Mapping[str, pulumi.Output[str]]

    def __init__(self, name: str, args: BootstrapArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("civic-azure:index:Bootstrap", name, {}, opts)
        self._name, self._args, self._owner = name, args, args.owner
        plane = python_plane(name, options.inside(self))
        registered = register(f"{name}-registered", subscription=args.tenancy, namespaces=MANAGEMENT, opts=options.inside(self, plane))
        self._group = resources.ResourceGroup(
            f"{name}-group",
            resource_group_name=bootstrap_group(args.owner),
            location=args.home,
            tags=args.owner.tags,
            opts=options.retained(self, after=[registered]),
        )
        container = self._store()
        vault = self._vault()
        identities = {pipeline: self._identity(pipeline) for pipeline in PIPELINES}
        self.pipelines = {pipeline: identity.principal_id for pipeline, identity in identities.items()}
        self.clients = {pipeline: identity.client_id for pipeline, identity in identities.items()}
        keys = self._keys(vault)
        self.key_ids = {layer: key.id for layer, key in keys.items()}
        self._rights(container)
        self._runs(container)
        if grants := grants_in(MANAGEMENT_PLACE, args.grants):
            let_in(
                f"{name}-access",
                grants=grants,
                subscription=args.tenancy,
                roles=BUILT_IN,
                whose="the platform",
                plane=plane,
                parent=self,
            )
        self.state = pulumi.Output.concat("azblob://", STATE, "?storage_account=", store_name(args.owner))
        self.register_outputs({"pipelines": self.pipelines, "clients": self.clients, "state": self.state, "key_ids": self.key_ids})

    def _store(self) -> storage.BlobContainer:
        account = secure_account(
            f"{self._name}-state-store",
            name=store_name(self._owner),
            group=self._group.name,
            region=self._args.home,
            tags=self._owner.tags,
            opts=options.retained(self),
            # No service of Azure's own reads state or writes it.
            reach=Reach(ranges=self._args.addresses),
            # A copy in the paired region: without state nothing can be changed or taken away.
            sku=storage.SkuName.STANDARD_GZRS if self._args.second_region else storage.SkuName.STANDARD_ZRS,
        )
        kept = deleted_blobs_kept(f"{self._name}-state-versions", account=account, group=self._group.name, opts=options.inside(self))
        return storage.BlobContainer(
            f"{self._name}-state-container",
            container_name=STATE,
            account_name=account.name,
            resource_group_name=self._group.name,
            public_access=storage.PublicAccess.NONE,
            # An account takes one change at a time.
            opts=options.retained(self, after=[kept]),
        )

    def _vault(self) -> keyvault.Vault:
        return secure_vault(
            f"{self._name}-secrets-vault",
            name=self._owner.name("azure:key-vault", STATE),
            group=self._group.name,
            region=self._args.home,
            directory=self._args.directory,
            ranges=self._args.addresses,
            tags=self._owner.tags,
            opts=options.retained(self),
        )

    def _keys(self, vault: keyvault.Vault) -> dict[str, keyvault.Key]:
        keys: dict[str, keyvault.Key] = {}
        for layer in KEYED_LAYERS:
            # A vault takes one change at a time.
            keys[layer] = self._key(layer, vault, after=list(keys.values())[-1:])
        return keys

    def _key(self, layer: str, vault: keyvault.Vault, after: Sequence[keyvault.Key]) -> keyvault.Key:
        # Pulumi names no version of the key when it decrypts, so a new version would make every older state unreadable.
        return hardware_key(
            f"{self._name}-secrets-{layer}",
            name=secrets_role(layer),
            vault=vault,
            group=self._group.name,
            tags=self._owner.tags,
            opts=options.retained(self, after=after),
            rotates=False,
        )

    def _identity(self, pipeline: str) -> managedidentity.UserAssignedIdentity:
        return pipeline_identity(
            f"{self._name}-pipeline-{pipeline}",
            name=self._owner.name("azure:general", f"pipeline-{pipeline}"),
            group=self._group.name,
            region=self._args.home,
            issuer=self._args.issuer,
            subject=self._args.subjects[pipeline],
            tags=self._owner.tags,
            opts=options.inside(self),
        )

    def _role(self, key: str, actions: Sequence[str] = (), data_actions: Sequence[str] = ()) -> authorization.RoleDefinition:
        return roles.custom_role(
            f"{self._name}-role-{key}",
            key=role_key(self._owner, key),
            owner=self._owner,
            role=f"bootstrap-{key}",
            actions=actions,
            data_actions=data_actions,
            scope=ids.subscription_scope(self._args.tenancy),
            opts=options.inside(self),
        )

    def _rights(self, container: storage.BlobContainer) -> None:
        """Each pipeline at its stacks' state and at its layers' keys."""
        state, secrets = self._role(STATE_ROLE, data_actions=STORED), self._role(SECRETS_ROLE, data_actions=ENCRYPTED)
        for pipeline in PIPELINES:
            self._assign(pipeline, "state", state.id, container.id, condition(self._args.state[pipeline]))
            for layer in PIPELINE_LAYERS[pipeline]:
                suffix = "" if layer == pipeline else f"-{layer}"
                self._assign(pipeline, f"key{suffix}", secrets.id, self.key_ids[layer])

    def _runs(self, container: storage.BlobContainer) -> None:
        """Where the identities of runs lie, and what the foundation's pipeline may do there and at the store."""
        making, giving = self._role("run-identities", rights.MAKING), self._role("run-rights", rights.GIVING)
        given = roles.may_assign_only(*(ids.guid(*role_key(self._owner, key)) for key in (STATE_ROLE, SECRETS_ROLE)))
        for layer in RUN_LAYERS:
            group = resources.ResourceGroup(
                f"{self._name}-runs-{layer}",
                resource_group_name=run_group(self._owner, layer),
                location=self._args.home,
                tags=self._owner.tags,
                opts=options.retained(self),
            )
            self._assign("foundation", f"runs-{layer}", making.id, group.id)
            self._assign("foundation", f"runs-{layer}-key", giving.id, self.key_ids[layer], given)
        self._assign("foundation", "runs-state", giving.id, container.id, given)
        # The archive comes after the bootstrap: who makes it leads there what is told of state, keys and the Azure subscription itself.
        scope = ids.subscription_scope(self._args.tenancy)
        self._assign("foundation", "evidence", self._role("evidence", rights.EVIDENCE).id, scope)

    def _assign(self, pipeline: str, key: str, role: pulumi.Input[str], scope: pulumi.Input[str], condition: str | None = None) -> None:
        roles.assign(
            f"{self._name}-pipeline-{pipeline}-{key}",
            key=(self._owner.platform, "bootstrap", pipeline, key),
            principal=self.pipelines[pipeline],
            role=role,
            scope=scope,
            condition=condition,
            opts=options.inside(self),
        )
