"""One body's Azure subscription: its place in the tree, and the roles that act in it."""

import pulumi
import pulumi_azure_native as azure
from pulumi_azure_native import authorization, managedidentity, management, resources, subscription

from components.azure import identifiers as ids
from components.azure.hosting import rights as hosting_roles
from components.azure.tags import standard_tags
from components.azure.tenancy import rights as tenancy_roles
from components.contracts import TenancyArgs
from components.naming import physical

AUDIENCE = "api://AzureADTokenExchange"
"""Audience that Entra asks of another issuer's token (Microsoft Learn, "Workload identity federation")."""


class Tenancy(pulumi.ComponentResource):
    """A vended or transferred Azure subscription, with a deploy role and an application role.

    Closing one is never a plan's side effect: the alias is protected and kept. Give it a provider under the tenancy pipeline's
    identity. Source: Microsoft Learn, "Programmatically create Azure subscriptions".
    """

    tenancy: pulumi.Output[str]
    """Azure subscription id."""
    deploy: pulumi.Output[str]
    """Resource id of the deploy role's definition."""
    application: pulumi.Output[str]
    """Resource id of the application role's definition."""

    def __init__(self, name: str, args: TenancyArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("civic-azure:index:Tenancy", name, {}, opts)
        self._name, self._args = name, args
        self._tags = standard_tags(platform=args.platform, organisation=args.organisation, classification=args.classification)
        self.tenancy = pulumi.Output.from_input(args.existing) if args.existing else self._vend()
        provider = azure.Provider(
            f"{name}-tenancy",
            subscription_id=self.tenancy,
            location=args.home,
            use_oidc=True,
            disable_pulumi_partner_id=True,
            opts=pulumi.ResourceOptions(parent=self),
        )
        self.inside: pulumi.ProviderResource = provider
        self._within = pulumi.ResourceOptions(parent=self, provider=provider)
        # The Azure subscription that is placed is the provider's own.
        placed = management.ManagementGroupSubscription(f"{name}-place", group_id=ids.last_part(args.unit), opts=self._within)
        self._after = pulumi.ResourceOptions(parent=self, provider=provider, depends_on=[placed])
        deploy = self._role("deploy", tenancy_roles.DEPLOY, tenancy_roles.DEPLOY_NOT)
        application = self._role("application", tenancy_roles.APPLICATION, tenancy_roles.APPLICATION_NOT)
        self._grant("deploy", deploy, args.pipelines["landing-zone"], hosting_roles.CELL_HANDS_OUT)
        self._grant("application", application, args.pipelines["applications"], hosting_roles.RESIDENT_HANDS_OUT)
        if args.pipeline_issuer:
            self._grant("pipeline", application, self._pipeline().principal_id, hosting_roles.RESIDENT_HANDS_OUT)

        self.deploy = deploy.id
        self.application = application.id
        self.register_outputs({"tenancy": self.tenancy, "deploy": self.deploy, "application": self.application})

    def _vend(self) -> pulumi.Output[str]:
        args = self._args
        if not args.billing:
            raise ValueError(f"{args.organisation}: a new Azure subscription needs a billing scope; give 'billing' in estate/platform.yaml")
        alias = subscription.Alias(
            f"{self._name}-alias",
            alias_name=physical("azure:subscription-alias", platform=args.platform, organisation=args.organisation, role="tenancy"),
            properties={
                "billing_scope": args.billing,
                "display_name": physical("azure:subscription-alias", platform=args.platform, organisation=args.organisation, role="tenancy"),
                "workload": subscription.Workload.PRODUCTION,
                # Born in its place: under the default group it would be without guardrails for a while.
                "additional_properties": {"management_group_id": args.unit, "tags": self._tags},
            },
            opts=pulumi.ResourceOptions(parent=self, protect=True, retain_on_delete=True),
        )
        return alias.properties.apply(lambda properties: properties.subscription_id)

    def _role(self, key: str, actions: tuple[str, ...], not_actions: tuple[str, ...]) -> authorization.RoleDefinition:
        args = self._args
        scope = ids.subscription_scope(self.tenancy)
        return authorization.RoleDefinition(
            f"{self._name}-role-{key}",
            role_definition_id=ids.guid(args.platform, "tenancy", args.organisation, key),
            # A role's name is unique in the directory, so it carries the body's.
            role_name=physical("azure:general", platform=args.platform, organisation=args.organisation, role=f"civic-{key}"),
            role_type="CustomRole",
            scope=scope,
            assignable_scopes=[scope],
            permissions=[{"actions": list(actions), "not_actions": list(not_actions), "data_actions": [], "not_data_actions": []}],
            opts=self._after,
        )

    def _grant(self, key: str, role: authorization.RoleDefinition, principal: pulumi.Input[str], handed_out: tuple[str, ...]) -> None:
        ids.assign(
            f"{self._name}-right-{key}",
            key=(self._args.platform, "tenancy", self._args.organisation, "right", key),
            principal=principal,
            role=role.id,
            scope=ids.subscription_scope(self.tenancy),
            condition=ids.may_assign_only(*handed_out),
            opts=self._after,
        )

    def _pipeline(self) -> managedidentity.UserAssignedIdentity:
        args = self._args
        group = resources.ResourceGroup(
            f"{self._name}-access",
            resource_group_name=physical("azure:resource-group", platform=args.platform, organisation=args.organisation, role="access"),
            location=args.home,
            tags=self._tags,
            opts=self._after,
        )
        identity = managedidentity.UserAssignedIdentity(
            f"{self._name}-pipeline",
            resource_name_=physical("azure:general", platform=args.platform, organisation=args.organisation, role="pipeline"),
            resource_group_name=group.name,
            location=args.home,
            tags=self._tags,
            opts=self._within,
        )
        managedidentity.FederatedIdentityCredential(
            f"{self._name}-pipeline-trust",
            federated_identity_credential_resource_name="pipeline",
            resource_name_=identity.name,
            resource_group_name=group.name,
            issuer=args.pipeline_issuer,
            subject=args.pipeline_subject,
            audiences=[AUDIENCE],
            opts=self._within,
        )
        return identity
