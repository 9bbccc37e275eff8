"""An application's database and login: their names, what the application is told of them, and the client that makes them."""

from collections.abc import Mapping

import pulumi
from pulumi_azure_native import app

from components.azure.application.context import ApplicationContext, CellApplicationArgs
from components.azure.application.secrets import secret_name
from components.azure.hosting.administrators import SIGN_IN, login
from components.azure.hosting.registry import cached

PORT = "5432"
PASSWORD = "NEW_PASSWORD"

# `\password` sends the server a verifier, so that the log of changes, which is on, never has the password itself.
SCRIPT = "".join(
    [
        SIGN_IN,
        r"""psql -v ON_ERROR_STOP=1 -v name="$DATABASE" <<'SQL'
SELECT format('CREATE ROLE %I LOGIN NOCREATEDB NOCREATEROLE', :'name')
  WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = :'name') \gexec
SELECT format('GRANT %I TO CURRENT_USER', :'name') \gexec
SELECT format('CREATE DATABASE %I OWNER %I', :'name', :'name')
  WHERE NOT EXISTS (SELECT FROM pg_database WHERE datname = :'name') \gexec
SELECT format('REVOKE ALL ON DATABASE %I FROM PUBLIC', :'name') \gexec
SQL
printf '%s\n%s\n' "$NEW_PASSWORD" "$NEW_PASSWORD" | psql -v ON_ERROR_STOP=1 -c "\\password \"$DATABASE\""
""",
    ]
)


def database_name(args: CellApplicationArgs) -> str:
    """Name of the database and of the login that owns it."""
    return args.owner.name("postgres:name", args.application)


def connection(args: CellApplicationArgs) -> Mapping[str, pulumi.Input[str]]:
    """What the application is told of its database, by the words of ``Workload.database``; all but the password."""
    name = database_name(args)
    return {"host": args.cell.database_host, "port": PORT, "name": name, "user": name}


def client(context: ApplicationContext, variable: str) -> app.ContainerArgsDict:
    """The PostgreSQL client that makes database and login. The login's password is the secret of ``variable``.

    It runs as the owner's administrator of databases, and makes nothing twice.
    """
    args = context.args
    environment: Mapping[str, pulumi.Input[str]] = {
        "PGHOST": args.cell.database_host,
        "PGPORT": PORT,
        "PGDATABASE": "postgres",
        "PGUSER": login(args.owner),
        "PGSSLMODE": "require",
        "DATABASE": database_name(args),
        "ADMINISTRATOR": context.administrator,
    }
    variables: list[app.EnvironmentVarArgsDict] = [{"name": key, "value": value} for key, value in environment.items()]
    return {
        "name": "database",
        "image": cached(args.cell.registry, args.postgres_image),
        "command": ["/bin/bash", "-c", SCRIPT],
        "resources": {"cpu": 0.25, "memory": "0.5Gi"},
        "env": [*variables, {"name": PASSWORD, "secret_ref": secret_name(context, variable)}],
    }
