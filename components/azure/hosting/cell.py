"""Where applications run on Azure: a shared cell of the platform's, or one body's dedicated hosting. Both are made alike."""

import pulumi
from pulumi_azure_native import features, managedidentity, resources

from components.azure import identifiers as ids
from components.azure.hosting import alarms as hosting_alarms
from components.azure.hosting import backup as hosting_backup
from components.azure.hosting import database as hosting_database
from components.azure.hosting import entry as hosting_entry
from components.azure.hosting import environment as hosting_environment
from components.azure.hosting import tenants as hosting_residents
from components.azure.hosting.site import Site, named
from components.azure.tags import standard_tags
from components.azure.vaults import closed_vault, rotating_key
from components.contracts import HostingCellArgs


class HostingCell(pulumi.ComponentResource):
    """A private entry behind a web application firewall, a Container Apps environment, a registry, PostgreSQL and a vault.

    Nothing in it has a public address; what Azure asks for that is in ``docs/decisions/0030-hosting-on-azure.md``.
    ``args.certificate`` is a secret of a vault that somebody else keeps, so whoever keeps it lets the identity ``entry`` of this cell
    read it ("Key Vault Secrets User"), once; the run stops at the environment until then. In the cell's own vault it needs nothing
    more. A shared cell's residents: see ``hosting_residents``. Outputs: see ``components.contracts.HostingCellOutputs``. Raises
    ``ValueError`` for a missing certificate or subnet. Sources: Microsoft Learn, "Azure Container Apps environments",
    "Private Application Gateway deployment", "Custom environment DNS suffix".
    """

    network: pulumi.Output[str]
    subnets: dict[str, pulumi.Output[str]]
    entry: pulumi.Output[str]
    balancer: pulumi.Output[str]
    guard: pulumi.Output[str]
    environment: pulumi.Output[str]
    registry: pulumi.Output[str]
    database: pulumi.Output[str]
    database_host: pulumi.Output[str]
    database_admin: pulumi.Output[str]
    logs: pulumi.Output[str]
    key: pulumi.Output[str]
    vault: pulumi.Output[str]
    places: dict[str, pulumi.Output[str]]
    database_guard: pulumi.Output[str]

    def __init__(self, name: str, args: HostingCellArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("civic-azure:index:HostingCell", name, {}, opts)
        if not args.certificate:
            raise ValueError(f"{name}: 'certificate' is missing: the Key Vault secret that holds the certificate of *.{args.domain}")
        self._site = site = Site(name, args, self._group(name, args), self)
        identities = {key: self._identity(key) for key in ("entry", "pull", "database-admin")}
        self._vault(identities["entry"])
        logs = hosting_environment.workspace(site)
        registry = hosting_environment.registry(site, identities["pull"], args.upstreams)
        environment = hosting_environment.environment(site, identities["entry"], logs, [self._reads])
        database = self._database(identities["database-admin"])
        self._entry(identities["entry"], environment.static_ip)
        hosting_alarms.make(site, {"entry": self.entry, "database": database.id})

        self.network = pulumi.Output.from_input(args.network)
        self.subnets = {key: pulumi.Output.from_input(subnet) for key, subnet in args.subnets.items()}
        self.environment, self.registry, self.logs = environment.id, registry.login_server, logs.id
        self.database, self.database_host = database.id, database.fully_qualified_domain_name
        self.database_admin = identities["database-admin"].id
        # Who may reach the database is the network's to say here: no group of rules is handed on.
        self.database_guard = pulumi.Output.from_input("")
        self.places = {slug: hosting_residents.place(site, slug).name for slug in args.residents}
        if args.residents:
            shared = {"environment": environment.id, "logs": logs.id, "subnet": site.subnet("endpoint-a")}
            hosting_residents.neighbours(site, shared | {key: identities[key].id for key in ("pull", "database-admin")})
        self.register_outputs({key: getattr(self, key) for key in OUTPUTS})

    def _group(self, name: str, args: HostingCellArgs) -> resources.ResourceGroup:
        return resources.ResourceGroup(
            f"{name}-group",
            resource_group_name=named(args, "azure:resource-group"),
            location=args.region,
            tags=standard_tags(platform=args.platform, organisation=args.organisation, classification=args.classification),
            opts=pulumi.ResourceOptions(parent=self, protect=True, retain_on_delete=True),
        )

    def _identity(self, key: str) -> managedidentity.UserAssignedIdentity:
        site = self._site
        return managedidentity.UserAssignedIdentity(
            f"{site.name}-identity-{key}",
            # Plain names, unique in the cell's own group: an application finds the puller beside the administrator.
            resource_name_=key,
            resource_group_name=site.group.name,
            location=site.args.region,
            tags=site.tags,
            opts=site.inside,
        )

    def _vault(self, reader: managedidentity.UserAssignedIdentity) -> None:
        site = self._site
        vault = closed_vault(
            f"{site.name}-vault",
            name=site.named("azure:key-vault"),
            group=site.group.name,
            region=site.args.region,
            directory=site.args.organisation_id,
            tags=site.tags,
            opts=site.kept,
        )
        key = rotating_key(f"{site.name}-key", name="hosting", vault=vault, group=site.group.name, tags=site.tags, opts=site.kept)
        site.endpoint("vault", vault.id, "vault")
        site.logs("vault", vault.id, "audit")
        site.lock("vault", vault.id, "Keys and secrets of everything that runs here.")
        self._reads = site.grant("certificate", reader.principal_id, ids.built_in(ids.KEY_VAULT_SECRETS_USER), vault.id)
        self.vault, self.key = vault.id, key.key_uri

    def _database(self, identity: managedidentity.UserAssignedIdentity) -> hosting_database.dbforpostgresql.Server:
        site = self._site
        database = hosting_database.server(site, site.args.organisation_id)
        hosting_database.administrator(site, database, identity, site.args.organisation_id)
        if site.args.backup_days > hosting_database.LONGEST_BACKUP:
            hosting_backup.keep(site, database)
        return database

    def _entry(self, identity: managedidentity.UserAssignedIdentity, backend: pulumi.Output[str]) -> None:
        site = self._site
        after: list[pulumi.Resource] = [self._reads]
        if site.args.organisation:
            # The foundation does this for the hosting Azure subscription, which several cells share.
            after.append(
                features.SubscriptionFeatureRegistration(
                    f"{site.name}-isolation", provider_namespace="Microsoft.Network", feature_name=hosting_entry.ISOLATION, opts=site.inside
                )
            )
        policy = hosting_entry.firewall(site)
        made = hosting_entry.gateway(site, policy, identity, backend, after)
        site.logs("entry", made.id, "allLogs")
        hosting_entry.names(site)
        self.entry, self.guard = made.id, policy.id
        # Of the gateway, not of the arithmetic alone: who calls it waits until it is there.
        self.balancer = made.id.apply(lambda _made: hosting_entry.address(site))


OUTPUTS = (
    "network", "subnets", "entry", "balancer", "guard", "environment", "registry", "database", "database_host", "database_admin",
    "logs", "key", "vault", "places", "database_guard",
)  # fmt: skip
