"""An application's database and login: a job that makes them, and the one run of it that each version waits for.

What a database server holds is data plane, so it is made by a migration that is itself in the plan: a job with the PostgreSQL client,
under the administrator's identity and in the cell's own network. The application's own image never runs under that identity.
"""


import pulumi
from pulumi_azure_native import app

from components.azure import identifiers as ids
from components.azure.application.secrets import generated
from components.azure.application.site import Home
from components.azure.dynamic.job_run import JobRun
from components.azure.hosting.environment import PROFILE, through
from components.contracts import ApplicationArgs
from components.naming import physical

PASSWORD = "NEW_PASSWORD"

# The token comes from the platform's endpoint inside the container, over plain HTTP on the loopback: the client image has bash and psql
# alone. `\password` sends the server a verifier, so that the log of changes, which is on, never has the password itself.
SCRIPT = r"""
set -euo pipefail
where="${IDENTITY_ENDPOINT#http://}"; host="${where%%/*}"; path="/${where#*/}"
exec 3<>"/dev/tcp/${host%%:*}/${host##*:}"
printf 'GET %s?resource=https://ossrdbms-aad.database.windows.net&api-version=2019-08-01&mi_res_id=%s HTTP/1.0\r\nHost: localhost\r\nX-IDENTITY-HEADER: %s\r\n\r\n' \
  "$path" "$ADMINISTRATOR" "$IDENTITY_HEADER" >&3
answer="$(cat <&3)"; token="${answer#*\"access_token\":\"}"; export PGPASSWORD="${token%%\"*}"
psql -v ON_ERROR_STOP=1 -v name="$DATABASE" <<'SQL'
SELECT format('CREATE ROLE %I LOGIN NOCREATEDB NOCREATEROLE', :'name')
  WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = :'name') \gexec
SELECT format('GRANT %I TO CURRENT_USER', :'name') \gexec
SELECT format('CREATE DATABASE %I OWNER %I', :'name', :'name')
  WHERE NOT EXISTS (SELECT FROM pg_database WHERE datname = :'name') \gexec
SELECT format('REVOKE ALL ON DATABASE %I FROM PUBLIC', :'name') \gexec
SQL
printf '%s\n%s\n' "$NEW_PASSWORD" "$NEW_PASSWORD" | psql -v ON_ERROR_STOP=1 -c "\\password \"$DATABASE\""
"""


def database_name(args: ApplicationArgs) -> str:
    """Name of the database and of the login that owns it."""
    return physical("postgres:name", platform=args.platform, organisation=args.organisation, role=args.application)


def make(home: Home, variable: str) -> pulumi.Resource:
    """Make the secret in ``variable``, the job and its run; what starts the application waits for the last."""
    args = home.args
    name = database_name(args)
    secret, right = generated(home, variable)
    admin = pulumi.Output.from_input(args.cell.database_admin)
    job = app.Job(
        f"{home.name}-database",
        job_name=home.named("azure:container-app", "db"),
        resource_group_name=home.group,
        location=args.region,
        environment_id=args.cell.environment,
        workload_profile_name=PROFILE,
        identity={
            "type": app.ManagedServiceIdentityType.USER_ASSIGNED,
            "user_assigned_identities": [admin, home.identity.id, home.puller],
        },
        configuration={
            "trigger_type": app.TriggerType.MANUAL,
            "manual_trigger_config": {"parallelism": 1, "replica_completion_count": 1},
            "replica_timeout": 600,
            "replica_retry_limit": 2,
            "registries": [{"server": args.cell.registry, "identity": home.puller}],
            "secrets": [home.secret(variable)],
            # Only the administrator's is there while it runs; the others fetch the image and the secret.
            "identity_settings": [
                {"identity": admin, "lifecycle": app.IdentitySettingsLifeCycle.MAIN},
                {"identity": home.identity.id, "lifecycle": app.IdentitySettingsLifeCycle.NONE},
                {"identity": home.puller, "lifecycle": app.IdentitySettingsLifeCycle.NONE},
            ],
        },
        template={"containers": [_container(home, name, variable, admin)]},
        tags=home.tags,
        opts=pulumi.ResourceOptions(parent=home.parent, depends_on=[secret, right]),
    )
    plane = pulumi.ProviderResource("pulumi-python", f"{home.name}-plane", {}, home.inside)
    # Whenever Azure makes the password anew, and for each version, the job runs again. It makes nothing twice.
    made = secret.properties.apply(lambda properties: properties.timestamp)
    version = pulumi.Output.all(args.version, args.postgres_image, made).apply(lambda of: ":".join(of))
    return JobRun(
        f"{home.name}-database-run",
        job=job.id,
        version=version,
        minutes=15,
        opts=pulumi.ResourceOptions(parent=home.parent, provider=plane),
    )


def _container(home: Home, name: str, variable: str, admin: pulumi.Output[str]) -> dict[str, object]:
    cell = home.args.cell
    environment: dict[str, pulumi.Input[str]] = {
        "PGHOST": cell.database_host,
        "PGPORT": "5432",
        "PGDATABASE": "postgres",
        "PGUSER": ids.last_part(admin),
        "PGSSLMODE": "require",
        "DATABASE": name,
        "ADMINISTRATOR": admin,
    }
    return {
        "name": "database",
        "image": through(cell.registry, home.args.postgres_image),
        "command": ["/bin/bash", "-c", SCRIPT],
        "resources": {"cpu": 0.25, "memory": "0.5Gi"},
        "env": [*({"name": key, "value": value} for key, value in environment.items()), {"name": PASSWORD, "secret_ref": home.secret_name(variable)}],
    }
