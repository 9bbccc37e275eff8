"""Where applications run on Azure: a shared cell of the platform's, or one body's dedicated hosting. Both are made alike."""

from typing import Literal

import pulumi
from pulumi_azure_native import authorization, dbforpostgresql, keyvault, managedidentity, network, resources

from components.azure import roles, settings
from components.azure.endpoints import recorded
from components.azure.handles import CellHandle
from components.azure.hosting import administrators, backup, database, entry, environment, registry, rights, tenants
from components.azure.hosting.alarms import create_alarms
from components.azure.hosting.context import CellArgs, CellContext, physical_name
from components.azure.keys import hardware_key, secure_vault
from components.azure.options import inside, retained
from components.contracts import ContractError

Identities = dict[Literal["entry", "pull", "database-admin"], managedidentity.UserAssignedIdentity]


class HostingCell(pulumi.ComponentResource):
    """A private entry behind a web application firewall, a Container Apps environment, a registry, PostgreSQL and a vault.

    Nothing in it has a public address; what Azure asks for that is in ``docs/decisions/0030-hosting-on-azure.md``.
    ``args.certificate`` is a secret of a vault that somebody else keeps, so whoever keeps it lets the identity ``entry`` of this cell
    read it ("Key Vault Secrets User"), once; the run stops at the environment until then. In the cell's own vault it needs nothing
    more. A shared cell's tenants: see ``hosting.tenants``. Outputs: see ``components.contracts.HostingCellOutputs``. Raises
    ``ContractError`` for a missing certificate or subnet. Sources: Microsoft Learn, "Azure Container Apps environments",
    "Private Application Gateway deployment", "Custom environment DNS suffix".
    """

    cell: CellHandle

    def __init__(self, name: str, args: CellArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("civic-azure:index:HostingCell", name, {}, opts)
        if not args.certificate:
            raise ContractError(f"{name}: 'certificate' is missing: the Key Vault secret that holds the certificate of *.{args.domain}")
        self._context = context = CellContext(name, args, self._group(name, args), self)
        identities: Identities = {
            "entry": self._identity("entry"),
            "pull": self._identity("pull"),
            "database-admin": self._identity("database-admin"),
        }
        vault, reads = self._vault(identities["entry"])
        logs = environment.create_workspace(context)
        images, copied = registry.create_registry(context, vault)
        managed = environment.create_environment(context, identities["entry"], logs, [reads])
        server, reachable = self._database(identities["database-admin"])
        # Whoever asks for a service before its name leads to the endpoint is turned away at the public door.
        names = recorded(f"{name}-names", endpoints=context.endpoints, opts=inside(self, context.plane))
        gateway = self._entry(identities["entry"], managed.static_ip, [reads])
        create_alarms(context, {"entry": gateway.id, "database": server.id})
        owners = args.tenants or (() if args.owner.is_platform else (args.owner,))
        tenants_by_key = {owner.key: tenants.create_tenant(context, owner, images) for owner in owners}
        pulls = context.grant("pull", identities["pull"].principal_id, roles.built_in(roles.ACR_PULL), images.id)
        administrators.make_administrators(
            context,
            {owner: tenants_by_key[owner.key].administrator for owner in owners},
            administrators.Maker(server, identities["database-admin"], identities["pull"], images, managed),
            after=[reachable, names, pulls, *copied],
        )
        self.cell = CellHandle(
            network=args.network,
            entry_address=entry.private_address(gateway),
            environment=managed.id,
            registry=images.login_server,
            database_host=server.fully_qualified_domain_name,
            directory=args.organisation.directory,
            logs=logs.id,
            tenants={key: tenant.group for key, tenant in tenants_by_key.items()},
            database_administrators={key: tenant.administrator.id for key, tenant in tenants_by_key.items()},
            pullers={key: tenant.puller.id for key, tenant in tenants_by_key.items()},
        )
        self.register_outputs({"cell": self.cell.to_card()})

    def _group(self, name: str, args: CellArgs) -> resources.ResourceGroup:
        return resources.ResourceGroup(
            f"{name}-group",
            resource_group_name=physical_name(args, "azure:resource-group"),
            location=args.region,
            tags=args.owner.tags,
            opts=retained(self),
        )

    def _identity(self, key: str) -> managedidentity.UserAssignedIdentity:
        context = self._context
        return managedidentity.UserAssignedIdentity(
            f"{context.name}-identity-{key}",
            # Plain names, unique in the cell's own group.
            resource_name_=key,
            resource_group_name=context.group.name,
            location=context.args.region,
            tags=context.tags,
            opts=context.inside,
        )

    def _vault(self, reader: managedidentity.UserAssignedIdentity) -> tuple[keyvault.Vault, authorization.RoleAssignment]:
        """The cell's vault with its key, and the right of ``reader`` to secrets in it."""
        context = self._context
        vault = secure_vault(
            f"{context.name}-vault",
            name=context.physical_name("azure:key-vault"),
            group=context.group.name,
            region=context.args.region,
            directory=context.args.organisation.directory,
            tags=context.tags,
            opts=context.retained,
        )
        key = hardware_key(f"{context.name}-key", name="hosting", vault=vault, group=context.group.name, tags=context.tags, opts=context.retained)
        # A vault takes one change at a time, and an endpoint is one.
        context.vault_changes.append(context.endpoint("vault", vault.id, "vault", after=[key]))
        context.log("vault", vault.id, "audit")
        return vault, context.grant("certificate", reader.principal_id, roles.built_in(roles.KEY_VAULT_SECRETS_USER), vault.id)

    def _database(self, identity: managedidentity.UserAssignedIdentity) -> tuple[dbforpostgresql.Server, pulumi.Resource]:
        """The server, and the last of its parts."""
        context = self._context
        server, settings = database.create_server(context)
        # The server takes one change at a time, whichever of its parts it is.
        administered = database.create_administrator(context, server, identity, after=[settings])
        endpoint = context.endpoint("database", server.id, "postgresqlServer", after=[administered])
        under: list[pulumi.Resource] = [settings, administered, endpoint]
        under.append(backup.create_vault_copies(context, server, after=[endpoint]))
        context.lock("database", server.id, "Every application's data.", under)
        return server, endpoint

    def _entry(
        self, identity: managedidentity.UserAssignedIdentity, backend: pulumi.Output[str], after: list[pulumi.Resource]
    ) -> network.ApplicationGateway:
        context = self._context
        if not context.args.owner.is_platform:
            # The foundation does this for the hosting Azure subscription, which several cells share.
            isolation = settings.feature(
                f"{context.name}-isolation",
                subscription=context.args.tenancy.subscription,
                namespace="Microsoft.Network",
                name=rights.GATEWAY_ISOLATION,
                opts=inside(self, context.plane),
            )
            after = [*after, isolation]
        firewall = entry.create_firewall(context)
        gateway = entry.create_gateway(context, firewall, identity, backend, after)
        context.log("entry", gateway.id, "allLogs")
        entry.create_zone(context, entry.private_address(gateway))
        return gateway
