"""What happens once for each version, before it serves: a job that makes database and login, and the one run of it.

What a database server holds is data plane, so it is made by a migration that is itself in the plan: a job with the PostgreSQL client,
under the identity of the owner's administrator and in the cell's own network. The application's own image never runs under that identity.
"""

import pulumi
from pulumi_azure_native import app

from components.azure.application.context import ApplicationContext
from components.azure.application.database import client
from components.azure.application.identity import held, registries
from components.azure.application.secrets import Secrets
from components.azure.dynamic.job_run import JobRun
from components.azure.hosting.environment import PROFILE
from components.azure.options import inside

LONGEST_MINUTES = 15
"""Minutes that a run may take."""


def migrate_database(context: ApplicationContext, secrets: Secrets, variable: str) -> pulumi.Resource:
    """Make the secret in ``variable``, the job and its run; what starts the application waits for the last."""
    args = context.args
    secret, right = secrets.create_generated(variable)
    job = _job(context, secrets.reference(variable), variable, [secret, right, secrets.named])
    # Whenever Azure makes the password anew, and for each version, the job runs again.
    password_made = secret.properties.apply(lambda properties: properties.timestamp)
    return JobRun(
        f"{context.name}-database-run",
        job=job.id,
        version=pulumi.Output.concat(args.version, ":", args.postgres_image, ":", password_made),
        minutes=LONGEST_MINUTES,
        opts=inside(context.parent, context.plane),
    )


def _job(context: ApplicationContext, password: app.SecretArgsDict, variable: str, after: list[pulumi.Resource]) -> app.Job:
    args = context.args
    administrator, puller = context.administrator, context.puller
    # Only the administrator's is there while it runs; the others fetch the image and the secret.
    settings: list[app.IdentitySettingsArgsDict] = [
        {"identity": administrator, "lifecycle": app.IdentitySettingsLifeCycle.MAIN},
        {"identity": context.identity.id, "lifecycle": app.IdentitySettingsLifeCycle.NONE},
        {"identity": puller, "lifecycle": app.IdentitySettingsLifeCycle.NONE},
    ]
    return app.Job(
        f"{context.name}-database",
        job_name=context.physical_name("azure:container-app", "db"),
        resource_group_name=context.group,
        location=args.region,
        environment_id=args.cell.environment,
        workload_profile_name=PROFILE,
        identity=held(administrator, context.identity.id, puller),
        configuration={
            "trigger_type": app.TriggerType.MANUAL,
            "manual_trigger_config": {"parallelism": 1, "replica_completion_count": 1},
            "replica_timeout": 600,
            "replica_retry_limit": 2,
            "registries": registries(context),
            "secrets": [password],
            "identity_settings": settings,
        },
        template={"containers": [client(context, variable)]},
        tags=context.tags,
        opts=inside(context.parent, after=after),
    )
