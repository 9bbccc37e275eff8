"""An application's database and login: what it is told of them, and the container that makes them as the owner's administrator."""

from collections.abc import Mapping

import pulumi

from components.aws.application.containers import ContainerDefinition, Variables, container
from components.aws.application.context import ApplicationContext
from components.aws.hosting.database import PORT
from components.contracts import ContractError

NOBODY = "65534"
"""The user that owns nothing."""

SQL = r"""
\getenv login APP_LOGIN
\getenv database APP_DATABASE
SELECT format('CREATE ROLE %I LOGIN', :'login') WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = :'login') \gexec
SELECT format('GRANT %I TO %I', :'login', current_user) \gexec
SELECT format('CREATE DATABASE %I OWNER %I', :'database', :'login') WHERE NOT EXISTS (SELECT FROM pg_database WHERE datname = :'database') \gexec
SELECT format('REVOKE ALL ON DATABASE %I FROM PUBLIC', :'database') \gexec
"""
"""Can be run again at any time: it makes what is missing."""
CREATE_LOGIN = r"""printf '%s' "$1" | psql --no-psqlrc --set ON_ERROR_STOP=1
printf '%s\n%s\n' "$APP_PASSWORD" "$APP_PASSWORD" | psql --no-psqlrc --set ON_ERROR_STOP=1 --command "\\password $APP_LOGIN"
"""
# ``\password`` hashes here and sends the hash, so the password is in no statement that the server could log
# (PostgreSQL documentation, psql, "\password"). It asks on the standard input where there is no terminal.


def database_name(context: ApplicationContext) -> str:
    """Name of the application's database and of the login that owns it."""
    return context.physical_name("postgres:name")


def database_variables(context: ApplicationContext) -> dict[str, pulumi.Input[str]]:
    """What the application is told of its database, the password apart."""
    args, name = context.args, database_name(context)
    known: Mapping[str, pulumi.Input[str]] = {"host": args.cell.database_host, "port": str(PORT), "name": name, "user": name}
    return {variable: known[what] for what, variable in args.workload.database.items() if what in known}


def administrator(context: ApplicationContext) -> pulumi.Input[str]:
    """ARN of the secret of the owner's administrator. Raises ``ContractError`` where the cell has made none."""
    args, known = context.args, context.args.cell.database_administrators
    if args.owner.key not in known:
        raise ContractError(
            f"{args.application}: the cell has no administrator of databases for {args.owner.key}; it has {', '.join(sorted(known)) or 'none'}; "
            "roll out the cell's stack first"
        )
    return known[args.owner.key]


def login_container(context: ApplicationContext, password: pulumi.Input[str], logs: pulumi.Input[str]) -> ContainerDefinition:
    """Makes the application's database and login, as the owner's administrator. ``password`` is the ARN of the login's secret."""
    cell, name, its_own = context.args.cell, database_name(context), administrator(context)
    variables = Variables(
        environment={
            "APP_DATABASE": name,
            "APP_LOGIN": name,
            "PGDATABASE": "postgres",
            "PGHOST": cell.database_host,
            "PGPORT": str(PORT),
            "PGSSLMODE": "require",
        },
        secrets={
            "APP_PASSWORD": password,
            "PGUSER": pulumi.Output.concat(its_own, ":username::"),
            "PGPASSWORD": pulumi.Output.concat(its_own, ":password::"),
        },
    )
    definition = container(context, "login", context.args.postgres_image, NOBODY, variables, logs)
    return {**definition, "entryPoint": ["sh", "-euc"], "command": [CREATE_LOGIN, "sh", SQL]}
