"""Where applications run: an entry, a cluster, a database estate and a cache of images, with a key of their own."""

import inspect
from collections.abc import Mapping

import pulumi
import pulumi_aws as aws

from components.aws.documents import Statement, account_decides, document, logs_encrypt
from components.aws.hosting import alarms as cell_alarms
from components.aws.hosting.database import Database
from components.aws.hosting.entry import Entry
from components.aws.hosting.registry import cache, scan
from components.aws.hosting.tenants import Ground, Place
from components.contracts import HostingCellArgs, HostingCellOutputs
from components.naming import physical

HOSTING_TIERS: tuple[str, ...] = ()
"""Tiers that hosting needs besides a network's own: none on AWS."""
OUTPUTS = tuple(inspect.get_annotations(HostingCellOutputs))


class HostingCell(pulumi.ComponentResource):
    """One environment for applications: a shared cell in the platform's hosting account, or one body's own in its landing zone.

    **Names.** Applications answer under ``*.domain``. The component makes the public Route 53 zone of ``domain``; the
    owner of the domain above it then delegates by adding the zone's four name servers as NS records. Until that is
    done the certificate cannot be issued, and the first ``pulumi up`` stops at ``<name>-issued`` and says so: delegate,
    run it again. The zone is public because a certificate that browsers trust is proven in public, and because every
    body's resolver then finds the names without being told. What it gives away is the entry's private addresses, which
    lead nowhere from outside: the balancer is internal, and no network here has an internet gateway.

    **Images** come from the cell's registry alone, which caches the public registries that the store uses
    (``cell_registry.UPSTREAMS``) and has them examined for known flaws; for Docker Hub and GitHub whoever runs the cell puts in a
    token. Pulling needs the endpoints ``ecr.api``, ``ecr.dkr`` and the S3 gateway endpoint, which every network here has.

    **Residents.** See ``cell_places.Place`` for what confines a body in a shared cell, what cannot, and who may therefore
    deploy there.

    Outputs: see ``components.contracts.HostingCellOutputs``.
    """

    def __init__(self, name: str, args: HostingCellArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("civic-aws:index:HostingCell", name, {}, opts)
        self._name, self._args = name, args
        self._inside = pulumi.ResourceOptions(parent=self)
        found = aws.get_partition_output(opts=pulumi.InvokeOptions(parent=self))
        self._partition = found.partition
        self._key = self._make_key()
        entry = Entry(name, args, self._key, self._partition, parent=self)
        database = Database(name, args, self._key, parent=self)
        cluster = self._cluster()
        cache(name, args.cell, self._inside)
        if args.organisation:
            scan(f"{name}-images-scanned", self._inside)
        cell_alarms.watch(name, args, self._key, entry, database, self._inside)
        self.network: pulumi.Output[str] = pulumi.Output.from_input(args.network)
        self.subnets = {key: pulumi.Output.from_input(subnet) for key, subnet in args.subnets.items()}
        self.entry: pulumi.Output[str] = entry.listener.arn
        self.balancer: pulumi.Output[str] = entry.balancer.arn
        self.guard: pulumi.Output[str] = entry.guard.id
        self.environment: pulumi.Output[str] = cluster.arn
        self.registry = pulumi.Output.concat(args.tenancy, f".dkr.ecr.{args.region}.", found.dns_suffix, f"/{args.cell}")
        self.database: pulumi.Output[str] = database.instance.arn
        self.database_host: pulumi.Output[str] = database.instance.address
        self.database_guard: pulumi.Output[str] = database.guard.id
        self.database_admin = database.administrator
        self.logs = pulumi.Output.from_input(f"/civic/{args.cell}")
        self.key: pulumi.Output[str] = self._key.arn
        self.vault = pulumi.Output.from_input(f"civic/{args.cell}")
        self.places: Mapping[str, pulumi.Output[str]] = self._places(cluster, entry, database)
        self.register_outputs({name: dict(value) if isinstance(value := getattr(self, name), Mapping) else value for name in OUTPUTS})

    def _called(self, kind: str, role: str) -> str:
        return physical(kind, platform=self._args.platform, organisation=self._args.organisation, role=f"{self._args.cell}-{role}")

    @property
    def _sensitive(self) -> bool:
        return self._args.classification == "official-sensitive"

    def _make_key(self) -> aws.kms.Key:
        args = self._args
        statements = [account_decides(self._partition, args.tenancy), logs_encrypt(self._partition, args.region, args.tenancy)]
        statements += [cell_alarms.alarms_encrypt(args)] if cell_alarms.has_topic(args) else []
        key = aws.kms.Key(
            f"{self._name}-key",
            description="Encrypts what the hosting cell keeps",
            enable_key_rotation=True,
            deletion_window_in_days=30,
            policy=document(*statements, *(self._disks() if self._sensitive else [])),
            opts=pulumi.ResourceOptions(parent=self, protect=True, retain_on_delete=True),
        )
        aws.kms.Alias(f"{self._name}-key-alias", name=f"alias/{self._called('aws:general', 'key')}", target_key_id=key.key_id, opts=self._inside)
        return key

    def _disks(self) -> list[Statement]:
        """Let Fargate encrypt tasks' own storage with the key (Amazon ECS Developer Guide, "Customer managed keys for AWS Fargate ephemeral storage")."""
        ours = {
            "kms:EncryptionContext:aws:ecs:clusterAccount": self._args.tenancy,
            "kms:EncryptionContext:aws:ecs:clusterName": self._called("aws:general", "cluster"),
        }
        fargate = {"Effect": "Allow", "Principal": {"Service": "fargate.amazonaws.com"}, "Resource": "*"}
        grants = {"StringEquals": ours, "ForAllValues:StringEquals": {"kms:GrantOperations": ["Decrypt"]}}
        return [
            {**fargate, "Sid": "Disks", "Action": "kms:GenerateDataKeyWithoutPlaintext", "Condition": {"StringEquals": ours}},
            {**fargate, "Sid": "DiskGrants", "Action": "kms:CreateGrant", "Condition": grants},
        ]

    def _log_group(self, role: str, name: str) -> aws.cloudwatch.LogGroup:
        return aws.cloudwatch.LogGroup(
            f"{self._name}-{role}", name=name, retention_in_days=self._args.retention_days, kms_key_id=self._key.arn, opts=self._inside
        )

    def _cluster(self) -> aws.ecs.Cluster:
        called = self._called("aws:general", "cluster")
        sessions = self._log_group("sessions", f"/civic/{self._args.cell}/sessions")
        insights = self._log_group("insights", f"/aws/ecs/containerinsights/{called}/performance")
        # No service here switches it on. Whoever does so by hand is written down.
        commands: aws.ecs.ClusterConfigurationExecuteCommandConfigurationArgsDict = {
            "kms_key_id": self._key.arn,
            "logging": "OVERRIDE",
            "log_configuration": {"cloud_watch_log_group_name": sessions.name, "cloud_watch_encryption_enabled": True},
        }
        configuration: aws.ecs.ClusterConfigurationArgsDict = {"execute_command_configuration": commands}
        if self._sensitive:
            configuration["managed_storage_configuration"] = {"fargate_ephemeral_storage_kms_key_id": self._key.arn}
        cluster = aws.ecs.Cluster(
            f"{self._name}-cluster",
            name=called,
            settings=[{"name": "containerInsights", "value": "enhanced"}],
            configuration=configuration,
            opts=pulumi.ResourceOptions(parent=self, protect=True, depends_on=[insights]),
        )
        aws.ecs.ClusterCapacityProviders(
            f"{self._name}-cluster-capacity",
            cluster_name=cluster.name,
            capacity_providers=["FARGATE"],
            default_capacity_provider_strategies=[{"capacity_provider": "FARGATE", "weight": 1}],
            opts=self._inside,
        )
        return cluster

    def _places(self, cluster: aws.ecs.Cluster, entry: Entry, database: Database) -> dict[str, pulumi.Output[str]]:
        ground = Ground(
            cell=cluster.arn,
            listener=entry.listener.arn,
            key=self._key.arn,
            guards=(entry.guard.id, database.guard.id),
            administrator=database.administrator,
        )
        return {slug: Place(self._name, slug, self._args, ground, self._partition, opts=self._inside).role for slug in self._args.residents}
