"""One application of the store on Azure: a container app in its cell's environment, with what it needs beside it."""

import pulumi
from pulumi_azure_native import app

from components.azure.application.alarms import create_alarms
from components.azure.application.containers import template
from components.azure.application.context import ApplicationContext, CellApplicationArgs, of_owner
from components.azure.application.database import connection
from components.azure.application.identity import create_identity, held, registries
from components.azure.application.migration import migrate_database
from components.azure.application.secrets import Secrets, secret_name
from components.azure.application.storage import create_storage
from components.azure.hosting.environment import PROFILE
from components.azure.options import inside
from components.contracts import ContractError

PUBLISHED = "published"
"""Tag that says under which name of the internet the edge leads to an application."""


class Application(pulumi.ComponentResource):
    """A container app that its cell's entry alone may call, under an identity of its own.

    **What Container Apps cannot enforce.** It has no setting for the user a container runs as, for a read-only root or for dropped
    capabilities. So ``workload.user`` is what the image itself says and the store's review checked; ``workload.writable`` becomes empty
    volumes, while the rest of the container is writable until it ends and gone after. The service itself gives no privileged
    containers. An application that must have these enforced belongs on the other cloud. Nor has it a firewall for each application:
    what an application calls leaves by the environment's one subnet, so ``calls``, ``endpoints`` and ``outside`` are the network's
    security groups' and the hub's to grant (``components.contracts.UNSUPPORTED``).

    **Before it first starts** the body fills each of ``workload.secrets``: see ``application.secrets``. Migrations of the application's
    own run as an init container in each replica's start, under the application's own rights, so they must bear being run again.

    The variable for storage gets the URL of the application's container of blobs. Outputs: see
    ``components.contracts.ApplicationOutputs``. Raises ``ContractError`` without the ranges of the entry, and for a body that the shared
    cell has no place for. Source: Microsoft Learn, "Azure Container Apps ARM and YAML template specifications".
    """

    address: pulumi.Output[str]
    identity: pulumi.Output[str]
    logs: pulumi.Output[str]

    def __init__(self, name: str, args: CellApplicationArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("civic-azure:index:Application", name, {}, opts)
        if not args.entries:
            raise ContractError(f"{name}: 'entries' is missing: without the ranges of the cell's entry, every neighbour could call it")
        group = of_owner(args, args.cell.tenants)
        self._context = context = ApplicationContext(name, args, group, create_identity(name, args, group, self), self)
        self._secrets = Secrets(context) if self._secret_variables() else None
        self._after: list[pulumi.Resource] = [self._secrets.create_empty(one) for one in sorted(args.workload.secrets)] if self._secrets else []
        if self._secrets:
            self._after.append(self._secrets.named)
        container_app = self._container_app(self._variables())
        create_alarms(context, container_app)
        self.address = container_app.id.apply(lambda _id: f"https://{args.host}")
        self.identity = context.identity.principal_id
        self.logs = pulumi.Output.from_input(args.cell.logs)
        self.register_outputs({"address": self.address, "identity": self.identity, "logs": self.logs})

    def _variables(self) -> list[app.EnvironmentVarArgsDict]:
        """Everything that the application is told; makes the database and the storage that it is told of."""
        context, args, work = self._context, self._context.args, self._context.args.workload
        values: dict[str, pulumi.Input[str]] = dict(work.environment)
        if work.address_variable:
            values[work.address_variable] = f"https://{args.published or args.host}"
        if work.database and self._secrets:
            values |= {work.database[word]: value for word, value in connection(args).items() if word in work.database}
            self._after.append(migrate_database(context, self._secrets, work.database["password"]))
        if work.storage_variable:
            url, ready = create_storage(context)
            values |= {work.storage_variable: url, "AZURE_CLIENT_ID": context.identity.client_id}
            self._after.extend(ready)
        plain: list[app.EnvironmentVarArgsDict] = [{"name": key, "value": value} for key, value in sorted(values.items())]
        return [*plain, *({"name": variable, "secret_ref": secret_name(context, variable)} for variable in self._secret_variables())]

    def _secret_variables(self) -> list[str]:
        """Variables whose values are secrets: those that the body fills, and the database's password."""
        work = self._context.args.workload
        return sorted([*work.secrets, *([work.database["password"]] if work.database else [])])

    def _container_app(self, variables: list[app.EnvironmentVarArgsDict]) -> app.ContainerApp:
        context, args = self._context, self._context.args
        return app.ContainerApp(
            f"{context.name}-app",
            # The name makes the host: <name>.<the environment's suffix>.
            container_app_name=args.host.split(".", 1)[0],
            resource_group_name=context.group,
            location=args.region,
            environment_id=args.cell.environment,
            workload_profile_name=PROFILE,
            identity=held(context.identity.id, context.puller),
            configuration=self._configuration(),
            template=template(context, variables),
            tags={**context.tags, **({PUBLISHED: args.published} if args.published else {})},
            opts=inside(self, after=self._after),
        )

    def _configuration(self) -> app.ConfigurationArgsDict:
        context = self._context
        # The puller's rights are for what starts it: nothing inside the containers may use them.
        settings: list[app.IdentitySettingsArgsDict] = [
            {"identity": context.identity.id, "lifecycle": app.IdentitySettingsLifeCycle.ALL},
            {"identity": context.puller, "lifecycle": app.IdentitySettingsLifeCycle.NONE},
        ]
        return {
            "active_revisions_mode": app.ActiveRevisionsMode.SINGLE,
            "max_inactive_revisions": 5,
            "ingress": self._ingress(),
            "registries": registries(context),
            "secrets": [self._secrets.reference(variable) for variable in self._secret_variables()] if self._secrets else [],
            "identity_settings": settings,
        }

    def _ingress(self) -> app.IngressArgsDict:
        """Outside the environment, which is itself inside the cell's network: the entry is the only one let in, and by HTTPS alone.

        What is published the edge calls too, by a private link whose addresses are Azure's own and not known. So no list of addresses is asked there,
        and neighbours in the body's own environment may call it as everybody may; from other networks the security group of the environment's
        subnet still lets in the entry alone.
        """
        args = self._context.args
        allowed: list[app.IpSecurityRestrictionRuleArgsDict] = [
            {"name": f"entry-{number}", "ip_address_range": str(block), "action": app.Action.ALLOW}
            for number, block in enumerate(sorted(args.entries))
        ]
        return {
            "external": True,
            "target_port": args.workload.port,
            "transport": app.IngressTransportMethod.AUTO,
            "allow_insecure": False,
            "client_certificate_mode": app.IngressClientCertificateMode.IGNORE,
            "traffic": [{"latest_revision": True, "weight": 100}],
            # Needs what is so here anyway: HTTP, and a single revision (Microsoft Learn, "Session Affinity in Azure Container Apps").
            "sticky_sessions": {"affinity": app.Affinity.STICKY if args.workload.sticky else app.Affinity.NONE},
            "ip_security_restrictions": [] if args.published else allowed,
        }
