"""One application of the store on Azure: a container app in its cell's environment, with what it needs beside it."""


import math
from typing import Any

import pulumi
from pulumi_azure_native import app, managedidentity, resources

from components.azure.application import database as application_database
from components.azure.application import secrets as application_secrets
from components.azure.application import storage as application_storage
from components.azure.application.site import Home
from components.azure.hosting.alarms import Alarm, alert
from components.azure.hosting.environment import PROFILE, through
from components.azure.tags import standard_tags
from components.contracts import ApplicationArgs
from components.naming import physical

ALARMS = {
    "restarts": Alarm("RestartCount", "GreaterThan", 3, "Total", "The application starts again and again"),
    "errors": Alarm("Requests", "GreaterThan", 20, "Total", "The application answers with errors", (("statusCodeCategory", "5xx"),)),
}
"""Microsoft Learn, "Supported metrics for Microsoft.App/containerApps"."""

BUSY = 50
"""Requests at once for each replica before another starts."""
GIB_FOR_EACH_PROCESSOR = 2
"""What the consumption profile gives; nothing else is offered (Microsoft Learn, "Containers in Azure Container Apps")."""


class Application(pulumi.ComponentResource):
    """A container app that its cell's entry alone may call, under an identity of its own.

    **What Container Apps cannot enforce.** It has no setting for the user a container runs as, for a read-only root or for dropped
    capabilities. So ``workload.user`` is what the image itself says and the store's review checked; ``workload.writable`` becomes empty
    volumes, while the rest of the container is writable until it ends and gone after. The service itself gives no privileged
    containers. An application that must have these enforced belongs on the other cloud.

    **Before it first starts** the body fills each of ``workload.secrets``: see ``application_secrets``. Migrations of the application's
    own run as an init container in each replica's start, under the application's own rights, so they must bear being run again.

    The variable for storage gets the URL of the application's container of blobs. Outputs: see
    ``components.contracts.ApplicationOutputs``. Source: Microsoft Learn, "Azure Container Apps ARM and YAML template specifications".
    """

    address: pulumi.Output[str]
    identity: pulumi.Output[str]
    logs: pulumi.Output[str]

    def __init__(self, name: str, args: ApplicationArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("civic-azure:index:Application", name, {}, opts)
        if not args.entries:
            raise ValueError(f"{name}: 'entries' is missing: without the ranges of the cell's entry, every neighbour could call it")
        self._name, self._args = name, args
        group = self._group()
        self._home = home = Home(name, args, group, self._identity(group), self)
        self._after: list[pulumi.Resource] = [application_secrets.empty(home, variable) for variable in sorted(args.workload.secrets)]
        variables = self._variables()
        made = self._app(variables)
        if args.alarms != "":
            self._alarm(made)
        self.address = made.id.apply(lambda _made: f"https://{args.host}")
        self.identity = home.identity.principal_id
        self.logs = pulumi.Output.from_input(args.cell.logs)
        self.register_outputs({"address": self.address, "identity": self.identity, "logs": self.logs})

    def _tags(self) -> dict[str, str]:
        args = self._args
        return standard_tags(platform=args.platform, organisation=args.organisation, classification=args.classification)

    def _group(self) -> pulumi.Input[str]:
        args = self._args
        if args.placement == "shared":
            return args.cell.places[args.organisation]
        return resources.ResourceGroup(
            f"{self._name}-group",
            resource_group_name=physical(
                "azure:resource-group", platform=args.platform, organisation=args.organisation, role=f"application-{args.application}"
            ),
            location=args.region,
            tags=self._tags(),
            opts=pulumi.ResourceOptions(parent=self, protect=True, retain_on_delete=True),
        ).name

    def _identity(self, group: pulumi.Input[str]) -> managedidentity.UserAssignedIdentity:
        args = self._args
        return managedidentity.UserAssignedIdentity(
            f"{self._name}-identity",
            resource_name_=physical("azure:general", platform=args.platform, organisation=args.organisation, role=f"app-{args.application}"),
            resource_group_name=group,
            location=args.region,
            tags=self._tags(),
            opts=pulumi.ResourceOptions(parent=self),
        )

    def _variables(self) -> list[dict[str, Any]]:
        """Everything that the application is told; makes the database and the storage that it is told of."""
        args, work, home = self._args, self._args.workload, self._home
        told: dict[str, pulumi.Input[str]] = dict(work.environment)
        secret = list(work.secrets)
        if work.address_variable:
            told[work.address_variable] = f"https://{args.host}"
        if work.database:
            own = application_database.database_name(args)
            known = {"host": args.cell.database_host, "port": "5432", "name": own, "user": own}
            told |= {work.database[key]: value for key, value in known.items() if key in work.database}
            secret.append(work.database["password"])
            self._after.append(application_database.make(home, work.database["password"]))
        if work.storage_variable:
            url, right = application_storage.make(home)
            told |= {work.storage_variable: url, "AZURE_CLIENT_ID": home.identity.client_id}
            self._after.append(right)
        plain = [{"name": key, "value": value} for key, value in sorted(told.items())]
        return plain + [{"name": key, "secret_ref": home.secret_name(key)} for key in sorted(secret)]

    def _app(self, variables: list[dict[str, Any]]) -> app.ContainerApp:
        args, home = self._args, self._home
        secrets = sorted(entry["name"] for entry in variables if "secret_ref" in entry)
        return app.ContainerApp(
            f"{self._name}-app",
            # The name makes the host: <name>.<the environment's suffix>.
            container_app_name=args.host.split(".", 1)[0],
            resource_group_name=home.group,
            location=args.region,
            environment_id=args.cell.environment,
            workload_profile_name=PROFILE,
            identity={
                "type": app.ManagedServiceIdentityType.USER_ASSIGNED,
                "user_assigned_identities": [home.identity.id, home.puller],
            },
            configuration={
                "active_revisions_mode": app.ActiveRevisionsMode.SINGLE,
                "max_inactive_revisions": 5,
                "ingress": self._ingress(),
                "registries": [{"server": args.cell.registry, "identity": home.puller}],
                "secrets": [home.secret(variable) for variable in secrets],
                # The puller's rights are the platform's: nothing inside the containers may use them.
                "identity_settings": [
                    {"identity": home.identity.id, "lifecycle": app.IdentitySettingsLifeCycle.ALL},
                    {"identity": home.puller, "lifecycle": app.IdentitySettingsLifeCycle.NONE},
                ],
            },
            template=self._template(variables),
            tags=home.tags,
            opts=pulumi.ResourceOptions(parent=self, depends_on=self._after),
        )

    def _alarm(self, made: app.ContainerApp) -> None:
        args = self._args
        for key, alarm in ALARMS.items():
            alert(
                f"{self._name}-alarm-{key}",
                name=self._home.named("azure:general", key),
                group=self._home.group,
                watched=made.id,
                told=args.alarms,
                alarm=alarm,
                tags=self._home.tags,
                opts=self._home.inside,
            )

    def _ingress(self) -> dict[str, Any]:
        """Outside the environment, which is itself inside the cell's network: the entry is the only one let in, and by HTTPS alone."""
        allowed = [
            {"name": f"entry-{number}", "ip_address_range": str(block), "action": app.Action.ALLOW}
            for number, block in enumerate(sorted(self._args.entries))
        ]
        return {
            "external": True,
            "target_port": self._args.workload.port,
            "transport": app.IngressTransportMethod.AUTO,
            "allow_insecure": False,
            "client_certificate_mode": app.IngressClientCertificateMode.IGNORE,
            "traffic": [{"latest_revision": True, "weight": 100}],
            # Needs what is so here anyway: HTTP, and a single revision (Microsoft Learn, "Session Affinity in Azure Container Apps").
            "sticky_sessions": {"affinity": app.Affinity.STICKY if self._args.workload.sticky else app.Affinity.NONE},
            "ip_security_restrictions": allowed,
        }

    def _template(self, variables: list[dict[str, Any]]) -> dict[str, Any]:
        work = self._args.workload
        main = self._container(self._args.application, variables, work.command) | {"probes": self._probes()}
        first = [self._container("migration", variables, work.migration)] if work.migration else []
        return {
            "containers": [main],
            "init_containers": first,
            "volumes": [{"name": f"writable-{number}", "storage_type": app.StorageType.EMPTY_DIR} for number, _ in enumerate(work.writable)],
            "scale": {
                "min_replicas": work.instances,
                "max_replicas": work.most,
                "rules": [{"name": "requests", "http": {"metadata": {"concurrentRequests": str(BUSY)}}}],
            },
        }

    def _container(self, name: str, variables: list[dict[str, Any]], given: tuple[str, ...]) -> dict[str, Any]:
        work = self._args.workload
        cpu, memory = size(work.cpu, work.memory)
        # As in Kubernetes, "args" takes the place of the image's CMD; "command" would take the place of its ENTRYPOINT.
        return {
            **({"args": list(given)} if given else {}),
            "name": name,
            "image": through(self._args.cell.registry, work.image),
            "env": variables,
            "resources": {"cpu": cpu, "memory": memory},
            "volume_mounts": [{"volume_name": f"writable-{number}", "mount_path": path} for number, path in enumerate(work.writable)],
        }

    def _probes(self) -> list[dict[str, Any]]:
        work = self._args.workload
        asked = {"path": work.health_path, "port": work.port, "scheme": app.Scheme.HTTP}
        # Ten failures are the most that may be borne, so the time between two is what stretches.
        start = {"type": app.Type.STARTUP, "period_seconds": math.ceil(work.health_grace / 10), "failure_threshold": 10}
        ready = {"type": app.Type.READINESS, "period_seconds": 10, "failure_threshold": 3}
        alive = {"type": app.Type.LIVENESS, "period_seconds": 30, "failure_threshold": 3}
        return [{**probe, "http_get": asked, "timeout_seconds": 5} for probe in (start, ready, alive)]


def size(cpu: str, memory: int) -> tuple[float, str]:
    """Processors and memory (in Gi) that the profile offers and that are no less than what is asked (``memory`` in MiB)."""
    processors = max(float(cpu), memory / 1024 / GIB_FOR_EACH_PROCESSOR)
    return processors, f"{processors * GIB_FOR_EACH_PROCESSOR:g}Gi"
