"""An application's database and login: their names, what the application is told of them, and the client that makes them."""

from collections.abc import Mapping

import pulumi
from pulumi_azure_native import app

from components.azure.application.context import ApplicationContext, CellApplicationArgs
from components.azure.application.secrets import secret_name
from components.azure.hosting.registry import cached

PORT = "5432"
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


def database_name(args: CellApplicationArgs) -> str:
    """Name of the database and of the login that owns it."""
    return args.owner.name("postgres:name", args.application)


def connection(args: CellApplicationArgs) -> Mapping[str, pulumi.Input[str]]:
    """What the application is told of its database, by the words of ``Workload.database``; all but the password."""
    name = database_name(args)
    return {"host": args.cell.database_host, "port": PORT, "name": name, "user": name}


def client(context: ApplicationContext, variable: str) -> app.ContainerArgsDict:
    """The PostgreSQL client that makes database and login. The login's password is the secret of ``variable``.

    It runs as the cell's administrator of the database, and makes nothing twice.
    """
    args = context.args
    environment: Mapping[str, pulumi.Input[str]] = {
        "PGHOST": args.cell.database_host,
        "PGPORT": PORT,
        "PGDATABASE": "postgres",
        "PGUSER": args.cell.database_administrator_login,
        "PGSSLMODE": "require",
        "DATABASE": database_name(args),
        "ADMINISTRATOR": args.cell.database_administrator,
    }
    variables: list[app.EnvironmentVarArgsDict] = [{"name": key, "value": value} for key, value in environment.items()]
    return {
        "name": "database",
        "image": cached(args.cell.registry, args.postgres_image),
        "command": ["/bin/bash", "-c", SCRIPT],
        "resources": {"cpu": 0.25, "memory": "0.5Gi"},
        "env": [*variables, {"name": PASSWORD, "secret_ref": secret_name(context, variable)}],
    }
