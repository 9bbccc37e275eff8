"""One body's Azure subscription: its place in the tree, and the roles that act in it."""

import pulumi
from pulumi_azure_native import authorization, managedidentity, resources

from components.azure import identifiers as ids
from components.azure import options, roles
from components.azure.dynamic.ownership import OwnershipGivenUp
from components.azure.handles import OrganisationHandle, TenancyHandle
from components.azure.hosting import rights as hosting_rights
from components.azure.pipelines import pipeline_identity
from components.azure.providers import pinned
from components.azure.registration import BODY, python_plane, register
from components.azure.tenancy import rights
from components.azure.vending import vended_subscription
from components.contracts import TenancyArgs


class Tenancy(pulumi.ComponentResource):
    """A vended or transferred Azure subscription, with a deploy role and an application role.

    Give it a provider under the identity of the body's own tenancy run. It makes a provider of its own for the Azure subscription, in which its
    roles lie. A vended one is born in its place in the tree; a transferred one is put there by whoever transfers it, since the right to move
    one into a management group is the right to rewrite that group. Raises ``ContractError`` where a new one has no billing scope. Outputs: see
    ``components.contracts.TenancyOutputs``.
    """

    tenancy: TenancyHandle
    provider: pulumi.ProviderResource

    def __init__(self, name: str, args: TenancyArgs[OrganisationHandle], opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("civic-azure:index:Tenancy", name, {"existing": ["tenancy"]} if args.existing else {}, opts)
        self._name, self._args, self._owner = name, args, args.owner
        self._subscription = pulumi.Output.from_input(args.existing) if args.existing else self._vend()
        plane = python_plane(name, options.inside(self))
        # Nothing that Azure has no provider for is made in it.
        registered = register(f"{name}-registered", subscription=self._subscription, namespaces=BODY, opts=options.inside(self, plane))
        self.provider = pinned(f"{name}-tenancy", self._subscription, args.home, opts=options.inside(self, after=[registered]))
        deploy = self._role("deploy", rights.DEPLOY, rights.DEPLOY_NOT)
        application = self._role("application", rights.APPLICATION, rights.APPLICATION_NOT)
        beside = self._role("beside", rights.BESIDE, rights.APPLICATION_NOT)
        applications = self._applications()
        # With its own role the run needs no longer be the Owner whom Azure makes of whoever makes an Azure subscription.
        own = tuple(self._role_guid(key) for key in ("deploy", "application", "beside"))
        acting = self._grant("tenancy", args.organisation.run_roles[roles.TENANCY], args.runs["tenancy"], own)
        self._grant("deploy", deploy.id, args.runs["landing-zone"], hosting_rights.CELL_HANDS_OUT)
        deploying = {"application": args.runs["applications"], **({"pipeline": self._pipeline().principal_id} if args.pipeline_issuer else {})}
        for key, principal in deploying.items():
            self._grant(key, application.id, principal, hosting_rights.TENANT_HANDS_OUT, applications.id)
            self._grant(f"{key}-beside", beside.id, principal)

        OwnershipGivenUp(
            f"{name}-owner-given-up",
            scope=ids.subscription_scope(self._subscription),
            principal=args.runs["tenancy"],
            role=roles.OWNER,
            after=[acting],
            parent=self,
            plane=plane,
        )

        self.tenancy = TenancyHandle(subscription=self._subscription, deploy=deploy.id, application=application.id)
        self.register_outputs({"tenancy": self.tenancy.to_card()})

    def _vend(self) -> pulumi.Output[str]:
        return vended_subscription(
            f"{self._name}-alias",
            name=self._owner.name("azure:subscription-alias", "tenancy"),
            billing=self._args.billing,
            unit=self._args.organisation.units[self._owner.environment],
            creator=self._args.runs["tenancy"],
            tags=self._owner.tags,
            opts=options.retained(self),
        )

    def _role(self, key: str, actions: tuple[str, ...], not_actions: tuple[str, ...]) -> authorization.RoleDefinition:
        return roles.custom_role(
            f"{self._name}-role-{key}",
            key=self._role_key(key),
            owner=self._owner,
            role=f"civic-{key}",
            actions=actions,
            not_actions=not_actions,
            scope=ids.subscription_scope(self._subscription),
            opts=options.inside(self, self.provider),
        )

    def _role_key(self, key: str) -> tuple[str, ...]:
        return (self._owner.platform, "tenancy", self._owner.key, key)

    def _role_guid(self, key: str) -> str:
        return ids.guid(*self._role_key(key))

    def _applications(self) -> resources.ResourceGroup:
        """Where the body's applications lie, and nothing else does: with the right to hand out roles in it nothing of the landing zone is reached."""
        return resources.ResourceGroup(
            f"{self._name}-applications",
            resource_group_name=ids.applications_group(self._owner),
            location=self._args.home,
            tags=self._owner.tags,
            opts=options.retained(self, self.provider),
        )

    def _grant(
        self,
        key: str,
        role: pulumi.Input[str],
        principal: pulumi.Input[str],
        handed_out: tuple[str, ...] = (),
        scope: pulumi.Input[str] | None = None,
    ) -> authorization.RoleAssignment:
        """In all of the Azure subscription, or at ``scope``. ``handed_out``: the roles that whoever holds it may assign in turn."""
        return roles.assign(
            f"{self._name}-right-{key}",
            key=(self._owner.platform, "tenancy", self._owner.key, "right", key),
            principal=principal,
            role=role,
            scope=scope or ids.subscription_scope(self._subscription),
            condition=roles.may_assign_only(*handed_out) if handed_out else None,
            # Nobody can take away the role that he takes it away by: it goes with the Azure subscription.
            opts=(options.retained if key == "tenancy" else options.inside)(self, self.provider),
        )

    def _pipeline(self) -> managedidentity.UserAssignedIdentity:
        """The identity of the body's own pipeline."""
        args = self._args
        group = resources.ResourceGroup(
            f"{self._name}-access",
            resource_group_name=self._owner.name("azure:resource-group", "access"),
            location=args.home,
            tags=self._owner.tags,
            opts=options.retained(self, self.provider),
        )
        return pipeline_identity(
            f"{self._name}-pipeline",
            name=self._owner.name("azure:general", "pipeline"),
            group=group.name,
            region=args.home,
            issuer=args.pipeline_issuer,
            subject=args.pipeline_subject,
            tags=self._owner.tags,
            opts=options.inside(self, self.provider),
        )
