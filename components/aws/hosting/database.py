"""The database estate of a cell: one PostgreSQL instance in two zones, in which each application has a database of its own."""

import pulumi
import pulumi_aws as aws

from components.aws.hosting.context import CellContext
from components.aws.options import retained
from components.contracts import EXTENSIONS

VERSION = "17"
PORT = 5432
ADMINISTRATOR = "civic"
LONGEST_BACKUP_DAYS = 35
"""The most that Amazon RDS keeps itself. A body's backup vault keeps what is tagged for longer."""
SHARED_SIZE = ("db.m6g.large", 100)
DEDICATED_SIZE = ("db.t4g.medium", 50)
"""Instance class and GiB of storage to begin with. Storage grows by itself; a class is changed here, in a maintenance window."""
LARGEST_STORAGE = 1000
"""GiB."""
LOGS = ("postgresql", "upgrade")
PARAMETERS = {
    "rds.force_ssl": "1",
    "log_connections": "1",
    "log_disconnections": "1",
    "log_lock_waits": "1",
    "password_encryption": "scram-sha-256",
    # The same on every cloud, so that an application that runs on one runs on the other.
    "rds.allowed_extensions": ",".join(EXTENSIONS),
}
"""No ``log_statement``: statements hold what people told the council."""
AUDIT_PARAMETERS = {"shared_preload_libraries": "pg_stat_statements,pgaudit", "pgaudit.log": "role,ddl"}
"""Who was given what, and what was changed in the shape of data (Amazon RDS User Guide, "Using pgAudit")."""
STATIC_PARAMETERS = frozenset({"shared_preload_libraries"})
"""Take effect at the next start alone."""


class Database:
    """Children of a cell that hold data."""

    def __init__(self, context: CellContext) -> None:
        self._context = context
        # Nobody comes in until an application adds its own rule.
        self.security_group = aws.ec2.SecurityGroup(
            f"{context.name}-database-group",
            name=context.physical_name("aws:general", "database"),
            description="The database: reached by applications alone, each by a rule of its own",
            vpc_id=context.args.network.vpc,
            opts=context.inside,
        )
        self.instance = self._instance()
        self.administrator = self.instance.master_user_secrets.apply(lambda secrets: str(secrets[0].secret_arn))
        """ARN of the secret that holds the administrator's password."""

    def _instance(self) -> aws.rds.Instance:
        context, args, key = self._context, self._context.args, self._context.key
        identifier = context.physical_name("aws:database", "database")
        size, storage = SHARED_SIZE if args.owner.is_platform else DEDICATED_SIZE
        return aws.rds.Instance(
            f"{context.name}-database",
            identifier=identifier,
            engine="postgres",
            engine_version=VERSION,
            auto_minor_version_upgrade=True,
            instance_class=size,
            allocated_storage=storage,
            max_allocated_storage=LARGEST_STORAGE,
            storage_type="gp3",
            storage_encrypted=True,
            kms_key_id=key.arn,
            multi_az=True,
            db_subnet_group_name=self._subnets().name,
            parameter_group_name=self._parameters().name,
            vpc_security_group_ids=[self.security_group.id],
            publicly_accessible=False,
            port=PORT,
            username=ADMINISTRATOR,
            manage_master_user_password=True,
            master_user_secret_kms_key_id=key.arn,
            iam_database_authentication_enabled=True,
            backup_retention_period=min(args.backup_days, LONGEST_BACKUP_DAYS),
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
            opts=retained(context.parent, depends_on=self._logs(identifier)),
        )

    def _subnets(self) -> aws.rds.SubnetGroup:
        context = self._context
        return aws.rds.SubnetGroup(
            f"{context.name}-database-subnets",
            name=context.physical_name("aws:database", "database"),
            description="The data tier, which leads nowhere",
            subnet_ids=context.subnets("data"),
            opts=context.inside,
        )

    def _parameters(self) -> aws.rds.ParameterGroup:
        context = self._context
        parameters = {**PARAMETERS, **(AUDIT_PARAMETERS if context.handling.database_is_audited else {})}
        return aws.rds.ParameterGroup(
            f"{context.name}-database-parameters",
            name=context.physical_name("aws:database", f"postgres{VERSION}"),
            description="TLS alone, and a record of who connects",
            family=f"postgres{VERSION}",
            parameters=[
                {"name": name, "value": value, "apply_method": "pending-reboot" if name in STATIC_PARAMETERS else "immediate"}
                for name, value in parameters.items()
            ],
            opts=context.inside,
        )

    def _logs(self, identifier: str) -> list[pulumi.Resource]:
        # Made before the instance would make them, so that they are encrypted and end.
        return [self._context.log_group(f"database-logs-{kind}", f"/aws/rds/instance/{identifier}/{kind}") for kind in LOGS]
