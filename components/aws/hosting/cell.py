"""Where applications run: an entry, a cluster, a database estate and a registry of images, with a key of their own."""

import pulumi
import pulumi_aws as aws

from components.aws.alarms import alarms_encrypt
from components.aws.documents import logs_encrypt
from components.aws.handles import CellHandle
from components.aws.hosting.administrators import Administrators
from components.aws.hosting.alarms import create_alarms, has_topic
from components.aws.hosting.context import CellArgs, CellContext, physical_name
from components.aws.hosting.database import Database
from components.aws.hosting.entry import Entry
from components.aws.hosting.environment import create_cluster, task_disks_encrypt
from components.aws.hosting.registry import create_registry, folder, scan_images
from components.aws.hosting.tenants import CellReferences, Tenant
from components.aws.keys import encryption_key
from components.contracts import HANDLING


class HostingCell(pulumi.ComponentResource):
    """One environment for applications: a shared cell in the platform's hosting account, or one body's own in its landing zone.

    **Names.** Applications answer under ``*.domain``. The component makes the public Route 53 zone of ``domain``; the
    owner of the domain above it then delegates by adding the zone's four name servers as NS records. Until that is
    done (``delegated`` is False) the certificate cannot be issued: the rest is made, the name servers are printed, and there is
    no listener, so that nothing can be put behind the entry. The zone is public because a certificate that browsers trust is proven in public, and because every
    body's resolver then finds the names without being told. What it gives away is the entry's private addresses, which
    lead nowhere from outside: the balancer is internal, and to the internet gateway that ``published`` asks for no route leads (``hosting.origin``).

    **Images** come from the cell's registry alone, into which ``civic images`` copies them by digest, and which has them examined for known
    flaws. Pulling needs the endpoints ``ecr.api``, ``ecr.dkr`` and the S3 gateway endpoint, which every network here has.

    **Tenants.** See ``hosting.tenants.Tenant`` for what confines a body in a shared cell, what cannot, and who may therefore
    deploy there.

    Outputs: see ``components.contracts.HostingCellOutputs``. Raises ``ContractError`` where the network lacks a subnet.
    """

    def __init__(self, name: str, args: CellArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("civic-aws:index:HostingCell", name, {}, opts)
        partition = aws.get_partition_output(opts=pulumi.InvokeOptions(parent=self))
        key = self._key(name, args, partition.partition)
        self._context = context = CellContext(name, args, self, partition.partition, key)
        entry, database, cluster = Entry(context), Database(context), create_cluster(context)
        create_registry(context)
        if not args.owner.is_platform:
            # The foundation does this for the hosting account, which several cells share.
            scan_images(f"{name}-images-scanned", context.inside)
        create_alarms(context, entry, database)
        registry = pulumi.Output.concat(args.tenancy.account, f".dkr.ecr.{args.region}.", partition.dns_suffix, f"/{folder(args.cell)}")
        self.cell = self._handle(entry, database, cluster, registry)
        self.register_outputs({"cell": self.cell.to_card()})

    def _key(self, name: str, args: CellArgs, partition: pulumi.Output[str]) -> aws.kms.Key:
        account = args.tenancy.account
        return encryption_key(
            f"{name}-key",
            "Encrypts what the hosting cell keeps",
            logs_encrypt(partition, args.region, account),
            *([alarms_encrypt(args.tenancy.account)] if has_topic(args) else []),
            *(task_disks_encrypt(args) if HANDLING[args.owner.classification].task_disks_have_own_key else []),
            account=account,
            partition=partition,
            alias=physical_name(args, "aws:general", "key"),
            parent=self,
        )

    def _tenants(self, entry: Entry, database: Database, cluster: aws.ecs.Cluster) -> dict[str, Tenant]:
        references = CellReferences(
            cluster=cluster.arn,
            listener=entry.listeners,
            security_groups=(entry.security_group.id, database.security_group.id),
        )
        return {owner.key: Tenant(self._context, owner, references) for owner in self._context.args.tenants}

    def _handle(self, entry: Entry, database: Database, cluster: aws.ecs.Cluster, registry: pulumi.Output[str]) -> CellHandle:
        args = self._context.args
        tenants = self._tenants(entry, database, cluster)
        administrators = Administrators(self._context, database, cluster, registry)
        return CellHandle(
            network=args.network,
            listener=entry.listener,
            balancer=entry.balancer.arn,
            balancer_suffix=entry.balancer.arn_suffix,
            entry_group=entry.security_group.id,
            origin=entry.origin,
            cluster=cluster.arn,
            cluster_name=cluster.name,
            registry=registry,
            repositories=folder(args.cell),
            database_host=database.instance.address,
            database_group=database.security_group.id,
            database_administrators=administrators.secrets,
            log_prefix=f"/civic/{args.cell}",
            key=self._context.key.arn,
            secret_prefix=f"civic/{args.cell}",
            tenants={key: tenant.role for key, tenant in tenants.items()},
            tenant_boundaries={key: tenant.boundary for key, tenant in tenants.items()},
        )
