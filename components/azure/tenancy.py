"""A body's Azure subscription, and the two roles in it: one for its landing zone, one for its applications."""

import pulumi
from pulumi_azure_native import managedidentity, management, resources, subscription

from components.azure.providers import entered
from components.azure.roles import assign, custom_role, subscription_scope
from components.azure.tags import standard_tags
from components.contracts import TenancyArgs
from components.naming import physical

DEPLOY_ACTIONS = (
    "Microsoft.Authorization/locks/*", "Microsoft.Authorization/*/read", "Microsoft.DataProtection/backupVaults/*",
    "Microsoft.Insights/actionGroups/*", "Microsoft.Insights/activityLogAlerts/*", "Microsoft.Insights/diagnosticSettings/*",
    "Microsoft.KeyVault/*", "Microsoft.Network/networkSecurityGroups/*", "Microsoft.Network/networkWatchers/*",
    "Microsoft.Network/privateEndpoints/*", "Microsoft.Network/virtualNetworks/*", "Microsoft.Resources/deployments/*",
    "Microsoft.Resources/subscriptions/resourceGroups/*", "Microsoft.Security/*",
)  # fmt: skip
"""What the landing zone makes, by type; joining the hub is ``virtualNetworks/peer/action``."""

APPLICATION_ACTIONS = (
    "Microsoft.App/*", "Microsoft.ContainerRegistry/*", "Microsoft.DBforPostgreSQL/*", "Microsoft.Insights/*", "Microsoft.KeyVault/vaults/read",
    "Microsoft.ManagedIdentity/userAssignedIdentities/*", "Microsoft.Network/*/read", "Microsoft.Network/privateEndpoints/*",
    "Microsoft.Network/virtualNetworks/subnets/join/action", "Microsoft.OperationalInsights/*/read", "Microsoft.Resources/deployments/*",
    "Microsoft.Resources/subscriptions/resourceGroups/read", "Microsoft.Storage/*",
)  # fmt: skip
NEVER_FOR_APPLICATIONS = (
    "Microsoft.Authorization/*/write", "Microsoft.Authorization/*/delete", "Microsoft.Network/virtualNetworks/write",
    "Microsoft.Network/virtualNetworks/peer/action", "Microsoft.Network/virtualNetworks/virtualNetworkPeerings/write",
    "Microsoft.ManagedIdentity/userAssignedIdentities/federatedIdentityCredentials/write",
)  # fmt: skip
"""Neither networks nor rights are an application's to touch."""


class Tenancy(pulumi.ComponentResource):
    """One body's Azure subscription in its place in the tree. Outputs: see ``components.contracts.TenancyOutputs``."""

    def __init__(self, name: str, args: TenancyArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("civic-azure:index:Tenancy", name, {}, opts)
        self._name, self._args = name, args
        self.tenancy: pulumi.Output[str] = self._subscription()
        group = pulumi.Output.from_input(args.unit).apply(lambda unit: unit.rsplit("/", 1)[-1])
        provider = entered(f"{name}-subscription", self.tenancy, args.home, parent=self)
        # The resource has no input for the Azure subscription: it places the one that its provider acts in.
        placed = management.ManagementGroupSubscription(
            f"{name}-place", group_id=group, opts=pulumi.ResourceOptions(parent=self, provider=provider)
        )
        there = pulumi.ResourceOptions(parent=self, provider=provider, depends_on=[placed])
        scope = subscription_scope(self.tenancy)
        deploy = custom_role(f"{name}-deploy-role", title="Civic deploy", scope=scope, actions=DEPLOY_ACTIONS, options=there)
        assign(f"{name}-deploy", role=deploy.id, principal=args.pipelines["landing-zone"], scope=scope, options=there)
        application = custom_role(
            f"{name}-application-role",
            title="Civic application",
            scope=scope,
            actions=APPLICATION_ACTIONS,
            not_actions=NEVER_FOR_APPLICATIONS,
            options=there,
        )
        assign(f"{name}-application", role=application.id, principal=args.pipelines["applications"], scope=scope, options=there)
        if args.pipeline_issuer:
            self._own_pipeline(application.id, scope, there)
        self.deploy: pulumi.Output[str] = deploy.id
        self.application: pulumi.Output[str] = application.id
        self.register_outputs({"tenancy": self.tenancy, "deploy": self.deploy, "application": self.application})

    def _subscription(self) -> pulumi.Output[str]:
        args = self._args
        if args.existing:
            return pulumi.Output.from_input(args.existing)
        alias = physical("azure:subscription-alias", platform=args.platform, organisation=args.organisation, role="tenancy")
        made = subscription.Alias(
            f"{self._name}-alias",
            alias_name=alias,
            properties={"display_name": alias, "billing_scope": args.billing, "workload": subscription.Workload.PRODUCTION},
            opts=pulumi.ResourceOptions(parent=self, protect=True, retain_on_delete=True),
        )
        return made.properties.subscription_id

    def _own_pipeline(self, role: pulumi.Input[str], scope: pulumi.Input[str], there: pulumi.ResourceOptions) -> None:
        args = self._args
        tags = standard_tags(platform=args.platform, organisation=args.organisation, classification=args.classification)
        group = resources.ResourceGroup(
            f"{self._name}-pipeline-group",
            resource_group_name=physical("azure:resource-group", platform=args.platform, organisation=args.organisation, role="pipeline"),
            location=args.home,
            tags=tags,
            opts=there,
        )
        identity = managedidentity.UserAssignedIdentity(
            f"{self._name}-pipeline",
            resource_name_=physical("azure:general", platform=args.platform, organisation=args.organisation, role="pipeline"),
            resource_group_name=group.name,
            location=args.home,
            tags=tags,
            opts=there,
        )
        managedidentity.FederatedIdentityCredential(
            f"{self._name}-pipeline-trust",
            federated_identity_credential_resource_name="pipeline",
            resource_group_name=group.name,
            resource_name_=identity.name,
            issuer=args.pipeline_issuer,
            subject=args.pipeline_subject,
            audiences=["api://AzureADTokenExchange"],
            opts=there,
        )
        assign(f"{self._name}-pipeline-application", role=role, principal=identity.principal_id, scope=scope, options=there)
