"""Who makes databases in a cell: for each owner an administrator of its own, made by a job of the cell's own.

The server's administrator can read every database in it. Its identity is the cell's alone; an owner's applications are prepared under the
owner's administrator, who may make logins and databases, and is a member of none that another made (PostgreSQL documentation, "Role
Attributes": since version 16 ``CREATEROLE`` reaches the roles that its holder made, and no others). It signs in as a managed identity, which a
label on the role names (Microsoft Learn, "Manage Microsoft Entra roles in Azure Database for PostgreSQL", "Enable Microsoft Entra authentication
for an existing PostgreSQL role using SQL"). Not tried on the service: whether it lets a role that is no administrator write such labels.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pulumi
from pulumi_azure_native import app, containerregistry, dbforpostgresql, managedidentity

from components.azure.dynamic.job_run import JobRun
from components.azure.hosting.context import CellContext
from components.azure.hosting.environment import PROFILE
from components.azure.hosting.registry import cached
from components.azure.options import inside
from components.contracts import Owner

ROLE = "administrators"
LONGEST_MINUTES = 15
"""Minutes that a run may take."""

# The token comes from the platform's endpoint inside the container, over plain HTTP on the loopback: the client image has bash and psql alone.
SIGN_IN = r"""
set -euo pipefail
where="${IDENTITY_ENDPOINT#http://}"; host="${where%%/*}"; path="/${where#*/}"
exec 3<>"/dev/tcp/${host%%:*}/${host##*:}"
printf 'GET %s?resource=https://ossrdbms-aad.database.windows.net&api-version=2019-08-01&mi_res_id=%s HTTP/1.0\r\nHost: localhost\r\nX-IDENTITY-HEADER: %s\r\n\r\n' \
  "$path" "$ADMINISTRATOR" "$IDENTITY_HEADER" >&3
answer="$(cat <&3)"; token="${answer#*\"access_token\":\"}"; export PGPASSWORD="${token%%\"*}"
"""
"""Bash: signs in to the database as the managed identity whose resource id is in ``ADMINISTRATOR``."""
CREATE = "".join(
    [
        SIGN_IN,
        r"""for owner in $OWNERS; do
psql -v ON_ERROR_STOP=1 -v name="${owner%%:*}" -v label="aadauth,oid=${owner#*:},type=service" <<'SQL'
SELECT format('CREATE ROLE %I LOGIN CREATEDB CREATEROLE', :'name') WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = :'name') \gexec
SELECT format('SECURITY LABEL FOR "pgaadauth" ON ROLE %I IS %L', :'name', :'label') \gexec
SQL
done
""",
    ]
)
"""Can be run again at any time: it makes what is missing."""


def login(owner: Owner) -> str:
    """The owner's administrator in PostgreSQL."""
    return owner.name("postgres:name", "administrator")


@dataclass(frozen=True)
class Maker:
    """As whom the job runs, and what it takes."""

    server: dbforpostgresql.Server
    administrator: managedidentity.UserAssignedIdentity
    """The server's."""
    puller: managedidentity.UserAssignedIdentity
    registry: containerregistry.Registry
    environment: app.ManagedEnvironment


def make_administrators(
    context: CellContext, owners: Mapping[Owner, managedidentity.UserAssignedIdentity], maker: Maker, after: Sequence[pulumi.Resource]
) -> None:
    """Make the job and its run, anew for each owner that is added. Nothing for a cell without owners."""
    if not owners:
        return
    named = [pulumi.Output.concat(login(owner), ":", identity.principal_id) for owner, identity in sorted(owners.items(), key=lambda one: one[0].key)]
    listed = pulumi.Output.all(*named).apply(" ".join)
    job = _job(context, maker, listed, after)
    JobRun(
        f"{context.name}-{ROLE}-run",
        job=job.id,
        version=pulumi.Output.concat(context.args.postgres_image, ":", listed),
        minutes=LONGEST_MINUTES,
        opts=inside(context.parent, context.plane),
    )


def _job(context: CellContext, maker: Maker, owners: pulumi.Output[str], after: Sequence[pulumi.Resource]) -> app.Job:
    registry, puller, administrator = maker.registry.login_server, maker.puller.id, maker.administrator.id
    # Only the administrator's is there while it runs; the other fetches the image.
    settings: list[app.IdentitySettingsArgsDict] = [
        {"identity": administrator, "lifecycle": app.IdentitySettingsLifeCycle.MAIN},
        {"identity": puller, "lifecycle": app.IdentitySettingsLifeCycle.NONE},
    ]
    environment: Mapping[str, pulumi.Input[str]] = {
        "PGHOST": maker.server.fully_qualified_domain_name,
        "PGPORT": "5432",
        "PGDATABASE": "postgres",
        "PGUSER": maker.administrator.name,
        "PGSSLMODE": "require",
        "ADMINISTRATOR": administrator,
        "OWNERS": owners,
    }
    container: app.ContainerArgsDict = {
        "name": ROLE,
        "image": cached(registry, context.args.postgres_image),
        "command": ["/bin/bash", "-c", CREATE],
        "resources": {"cpu": 0.25, "memory": "0.5Gi"},
        "env": [{"name": key, "value": value} for key, value in environment.items()],
    }
    return app.Job(
        f"{context.name}-{ROLE}",
        job_name=context.physical_name("azure:container-app", "db"),
        resource_group_name=context.group.name,
        location=context.args.region,
        environment_id=maker.environment.id,
        workload_profile_name=PROFILE,
        identity={"type": app.ManagedServiceIdentityType.USER_ASSIGNED, "user_assigned_identities": [administrator, puller]},
        configuration={
            "trigger_type": app.TriggerType.MANUAL,
            "manual_trigger_config": {"parallelism": 1, "replica_completion_count": 1},
            "replica_timeout": 600,
            "replica_retry_limit": 2,
            "registries": [{"server": registry, "identity": puller}],
            "identity_settings": settings,
        },
        template={"containers": [container]},
        tags=context.tags,
        opts=inside(context.parent, after=after),
    )
