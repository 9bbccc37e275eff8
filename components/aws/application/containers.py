"""What runs: containers as Amazon ECS has them. Nobody is root, nothing can be written but what is named, nothing keeps a capability."""

from collections.abc import Mapping
from typing import Any

import pulumi

from components.aws.hosting.database import PORT
from components.aws.hosting.registry import cached
from components.contracts import ApplicationArgs, Workload

FOLDER_SIZE = 64
"""MiB of memory that each writable folder may take."""
NOBODY = "65534"

SQL = r"""
\getenv login APP_LOGIN
\getenv database APP_DATABASE
SELECT format('CREATE ROLE %I LOGIN', :'login') WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = :'login') \gexec
SELECT format('GRANT %I TO %I', :'login', current_user) \gexec
SELECT format('CREATE DATABASE %I OWNER %I', :'database', :'login') WHERE NOT EXISTS (SELECT FROM pg_database WHERE datname = :'database') \gexec
SELECT format('REVOKE ALL ON DATABASE %I FROM PUBLIC', :'database') \gexec
"""
"""Can be run again at any time: it makes what is missing."""
MAKE_LOGIN = r"""printf '%s' "$1" | psql --no-psqlrc --set ON_ERROR_STOP=1
printf '%s\n%s\n' "$APP_PASSWORD" "$APP_PASSWORD" | psql --no-psqlrc --set ON_ERROR_STOP=1 --command "\\password $APP_LOGIN"
"""
# ``\password`` hashes here and sends the hash, so the password is in no statement that the server could log
# (PostgreSQL documentation, psql, "\password"). It asks on the standard input where there is no terminal.


def units(workload: Workload) -> str:
    """Processors as Amazon ECS counts them: 1,024 to one."""
    return str(int(float(workload.cpu) * 1024))


def application(args: ApplicationArgs, environment: Mapping[str, pulumi.Input[str]], secrets: Mapping[str, pulumi.Input[str]], logs: Any) -> Any:
    """The application itself."""
    workload = args.workload
    container = _container(args, args.application, workload.image, str(workload.user), environment, secrets, logs)
    container["portMappings"] = [{"containerPort": workload.port, "hostPort": workload.port, "protocol": "tcp"}]
    return {**container, **({"command": list(workload.command)} if workload.command else {})}


def migration(args: ApplicationArgs, environment: Mapping[str, pulumi.Input[str]], secrets: Mapping[str, pulumi.Input[str]], logs: Any) -> Any:
    """The application's own step before a version first serves."""
    made = _container(args, "migration", args.workload.image, str(args.workload.user), environment, secrets, logs)
    return {**made, "command": list(args.workload.migration)}


def login(args: ApplicationArgs, name: pulumi.Input[str], password: pulumi.Input[str], logs: Any) -> Any:
    """The step that makes the application's database and login, as the administrator."""
    environment: dict[str, pulumi.Input[str]] = {
        "APP_DATABASE": name,
        "APP_LOGIN": name,
        "PGDATABASE": "postgres",
        "PGHOST": args.cell.database_host,
        "PGPORT": str(PORT),
        "PGSSLMODE": "require",
    }
    secrets = {
        "APP_PASSWORD": password,
        "PGUSER": pulumi.Output.concat(args.cell.database_admin, ":username::"),
        "PGPASSWORD": pulumi.Output.concat(args.cell.database_admin, ":password::"),
    }
    made = _container(args, "login", args.postgres_image, NOBODY, environment, secrets, logs)
    return {**made, "entryPoint": ["sh", "-euc"], "command": [MAKE_LOGIN, "sh", SQL]}


def _container(
    args: ApplicationArgs,
    name: str,
    image: str,
    user: str,
    environment: Mapping[str, pulumi.Input[str]],
    secrets: Mapping[str, pulumi.Input[str]],
    logs: pulumi.Input[str],
) -> dict[str, Any]:
    # The kernel gives such a folder to everybody in the container (tmpfs, mode 1777); a volume would be root's alone.
    folders = [{"containerPath": path, "size": FOLDER_SIZE, "mountOptions": ["noexec", "nosuid", "nodev"]} for path in args.workload.writable]
    return {
        "name": name,
        "image": cached(args.cell.registry, image),
        "essential": True,
        "user": user,
        "privileged": False,
        "readonlyRootFilesystem": True,
        "linuxParameters": {"initProcessEnabled": True, "capabilities": {"drop": ["ALL"]}, "tmpfs": folders},
        "environment": [{"name": key, "value": environment[key]} for key in sorted(environment)],
        "secrets": [{"name": key, "valueFrom": secrets[key]} for key in sorted(secrets)],
        "logConfiguration": {
            "logDriver": "awslogs",
            "options": {"awslogs-group": logs, "awslogs-region": args.region, "awslogs-stream-prefix": name},
        },
    }
