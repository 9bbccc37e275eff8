"""The database estate of a cell: one PostgreSQL instance in two zones, in which each application has a database of its own."""

import pulumi
import pulumi_aws as aws

from components.contracts import HostingCellArgs
from components.naming import physical

VERSION = "17"
PORT = 5432
ADMINISTRATOR = "civic"
MOST_BACKUP_DAYS = 35
"""The most that Amazon RDS keeps itself. A body's backup vault keeps what is tagged for longer."""
CLASSES = {"shared": ("db.m6g.large", 100), "dedicated": ("db.t4g.medium", 50)}
"""Instance class and GiB of storage to begin with. Storage grows by itself; a class is changed here, in a maintenance window."""
MOST_STORAGE = 1000
"""GiB."""
LOGS = ("postgresql", "upgrade")
PARAMETERS = {"rds.force_ssl": "1", "log_connections": "1", "log_disconnections": "1", "log_lock_waits": "1", "password_encryption": "scram-sha-256"}
"""No ``log_statement``: statements hold what people told the council."""
AUDITED = {"shared_preload_libraries": "pg_stat_statements,pgaudit", "pgaudit.log": "role,ddl"}
"""Official-sensitive: who was given what, and what was changed in the shape of data (Amazon RDS User Guide, "Using pgAudit")."""


class Database:
    """Children of a cell that keep data."""

    def __init__(self, name: str, args: HostingCellArgs, key: aws.kms.Key, *, parent: pulumi.Resource) -> None:
        self._name, self._args, self._key = name, args, key
        self._parent = parent
        self._inside = pulumi.ResourceOptions(parent=parent)
        # Nobody comes in until an application adds its own rule.
        self.guard = aws.ec2.SecurityGroup(
            f"{name}-database-group",
            name=self._called("aws:general", "database"),
            description="The database: reached by applications alone, each by a rule of its own",
            vpc_id=args.network,
            opts=self._inside,
        )
        self.instance = self._instance()
        self.administrator = self.instance.master_user_secrets.apply(lambda secrets: str(secrets[0].secret_arn))

    def _called(self, kind: str, role: str) -> str:
        return physical(kind, platform=self._args.platform, organisation=self._args.organisation, role=f"{self._args.cell}-{role}")

    def _instance(self) -> aws.rds.Instance:
        args, key = self._args, self._key
        identifier = self._called("aws:database", "database")
        size, storage = CLASSES["dedicated" if args.organisation else "shared"]
        return aws.rds.Instance(
            f"{self._name}-database",
            identifier=identifier,
            engine="postgres",
            engine_version=VERSION,
            auto_minor_version_upgrade=True,
            instance_class=size,
            allocated_storage=storage,
            max_allocated_storage=MOST_STORAGE,
            storage_type="gp3",
            storage_encrypted=True,
            kms_key_id=key.arn,
            multi_az=True,
            db_subnet_group_name=self._subnets().name,
            parameter_group_name=self._parameters().name,
            vpc_security_group_ids=[self.guard.id],
            publicly_accessible=False,
            port=PORT,
            username=ADMINISTRATOR,
            manage_master_user_password=True,
            master_user_secret_kms_key_id=key.arn,
            iam_database_authentication_enabled=True,
            backup_retention_period=min(args.backup_days, MOST_BACKUP_DAYS),
            delete_automated_backups=False,
            copy_tags_to_snapshot=True,
            skip_final_snapshot=False,
            final_snapshot_identifier=f"{identifier}-final",
            deletion_protection=True,
            performance_insights_enabled=True,
            performance_insights_kms_key_id=key.arn,
            performance_insights_retention_period=7,
            enabled_cloudwatch_logs_exports=list(LOGS),
            tags={"backup": "daily"},
            opts=pulumi.ResourceOptions(parent=self._parent, protect=True, retain_on_delete=True, depends_on=self._logs(identifier)),
        )

    def _subnets(self) -> aws.rds.SubnetGroup:
        return aws.rds.SubnetGroup(
            f"{self._name}-database-subnets",
            name=self._called("aws:database", "database"),
            description="The data tier, which leads nowhere",
            subnet_ids=[subnet for key, subnet in self._args.subnets.items() if key.startswith("data-")],
            opts=self._inside,
        )

    def _parameters(self) -> aws.rds.ParameterGroup:
        wanted = {**PARAMETERS, **(AUDITED if self._args.classification == "official-sensitive" else {})}
        static = {"shared_preload_libraries"}
        return aws.rds.ParameterGroup(
            f"{self._name}-database-parameters",
            name=self._called("aws:database", f"postgres{VERSION}"),
            description="TLS alone, and a record of who connects",
            family=f"postgres{VERSION}",
            parameters=[
                {"name": key, "value": value, "apply_method": "pending-reboot" if key in static else "immediate"} for key, value in wanted.items()
            ],
            opts=self._inside,
        )

    def _logs(self, identifier: str) -> list[pulumi.Resource]:
        # Made before the instance would make them, so that they are encrypted and end.
        return [
            aws.cloudwatch.LogGroup(
                f"{self._name}-database-logs-{kind}",
                name=f"/aws/rds/instance/{identifier}/{kind}",
                retention_in_days=self._args.retention_days,
                kms_key_id=self._key.arn,
                opts=self._inside,
            )
            for kind in LOGS
        ]
