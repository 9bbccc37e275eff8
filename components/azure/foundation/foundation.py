"""The platform's foundation on Azure: the tree of management groups, the platform's own tenancies, guardrails and the log archive."""

import pulumi
import pulumi_azure_native as azure
from pulumi_azure_native import authorization, features, management, subscription

from components.azure import identifiers as ids
from components.azure.foundation import archive as log_archive
from components.azure.foundation import flow_stores
from components.azure.foundation import rights as pipeline_roles
from components.azure.foundation.guardrails import Guardrails
from components.azure.hosting import rights as hosting_roles
from components.azure.hosting.entry import ISOLATION
from components.azure.tags import standard_tags
from components.azure.tenancy import access
from components.contracts import PLATFORM_TENANCIES, FoundationArgs
from components.naming import physical

GROUPS = {"platform": "Platform", "bodies": "Bodies", "suspended": "Suspended"}
"""Management groups below the root, by key."""


class Foundation(pulumi.ComponentResource):
    """What every tenancy of the platform stands on.

    Give it a provider that may act on the tenant root management group. Sources: Microsoft Learn, "Azure landing zone
    management groups", "Programmatically create Azure subscriptions".
    """

    organisation: pulumi.Output[str]
    """Directory tenant id."""
    organisation_arn: pulumi.Output[str]
    """Resource id of the platform's root management group."""
    bodies: pulumi.Output[str]
    """Resource id of the management group under which bodies' tenancies are placed."""
    tenancies: dict[str, pulumi.Output[str]]
    """Azure subscription id by purpose."""
    archive: pulumi.Output[str]
    """Resource id of the archive's storage account."""
    archive_workspace: pulumi.Output[str]
    """Resource id of the archive's Log Analytics workspace."""
    vending: pulumi.Output[str]
    """Principal id of the tenancy pipeline."""
    network: pulumi.Output[str]
    """Principal id of the network pipeline."""
    hosting: pulumi.Output[str]
    """Principal id of the hosting pipeline."""
    directory: pulumi.Output[str]
    """Directory tenant id."""
    access: dict[str, pulumi.Output[str]]
    """Role definition id by role."""

    def __init__(self, name: str, args: FoundationArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("civic-azure:index:Foundation", name, {}, opts)
        self._name, self._args = name, args
        inside = pulumi.ResourceOptions(parent=self)
        root = self._group("root", "Civic Cloud", args.management)
        groups = {"root": root} | {key: self._group(key, title, root.id) for key, title in GROUPS.items()}
        providers: dict[str, azure.Provider] = {}
        self.tenancies = {}
        for purpose in PLATFORM_TENANCIES:
            self.tenancies[purpose] = self._tenancy(purpose, groups["platform"])
            providers[purpose] = self._enter(purpose, root, groups["platform"])
        made = log_archive.make(name, args.platform, args.home, args.retention_days, providers["log-archive"], self)
        flow_stores.make(name, args.platform, args.home, args.regions, args.retention_days, made.group, providers["log-archive"], self)
        Guardrails(name, args.platform, args.home, groups, inside).make(args.regions, made.workspace.id, self.tenancies["network"])
        self._rights(groups["bodies"], made, providers)

        self.organisation = root.tenant_id.apply(lambda tenant: tenant or "")
        self.organisation_arn = root.id
        self.bodies = groups["bodies"].id
        self.archive = made.store.id
        self.archive_workspace = made.workspace.id
        self.vending = pulumi.Output.from_input(args.pipelines["tenancy"])
        self.network = pulumi.Output.from_input(args.pipelines["network"])
        self.hosting = pulumi.Output.from_input(args.pipelines["hosting"])
        self.directory = self.organisation
        self.access = access.roles(name, platform=args.platform, bodies=groups["bodies"].id, parent=self)
        outputs = (
            "organisation",
            "organisation_arn",
            "bodies",
            "tenancies",
            "archive",
            "archive_workspace",
            "vending",
            "network",
            "hosting",
            "directory",
            "access",
        )
        self.register_outputs({key: getattr(self, key) for key in outputs})

    def _group(self, key: str, title: str, parent: pulumi.Input[str]) -> management.ManagementGroup:
        return management.ManagementGroup(
            f"{self._name}-{key}",
            group_id=physical("azure:management-group", platform=self._args.platform, role=key),
            display_name=title,
            details={"parent": {"id": parent}},
            opts=pulumi.ResourceOptions(parent=self, protect=True),
        )

    def _tenancy(self, purpose: str, group: management.ManagementGroup) -> pulumi.Output[str]:
        alias = subscription.Alias(
            f"{self._name}-tenancy-{purpose}",
            alias_name=physical("azure:subscription-alias", platform=self._args.platform, role=purpose),
            properties={
                "billing_scope": self._args.billing,
                "display_name": physical("azure:subscription-alias", platform=self._args.platform, role=purpose),
                "workload": subscription.Workload.PRODUCTION,
                # Born in its place: under the default group it would be without guardrails for a while.
                "additional_properties": {"management_group_id": group.id, "tags": standard_tags(platform=self._args.platform)},
            },
            opts=pulumi.ResourceOptions(parent=self, protect=True, retain_on_delete=True),
        )
        return alias.properties.apply(lambda properties: properties.subscription_id)

    def _enter(self, purpose: str, root: management.ManagementGroup, group: management.ManagementGroup) -> azure.Provider:
        provider = azure.Provider(
            f"{self._name}-{purpose}",
            subscription_id=self.tenancies[purpose],
            tenant_id=root.tenant_id,
            location=self._args.home,
            use_oidc=True,
            disable_pulumi_partner_id=True,
            opts=pulumi.ResourceOptions(parent=self),
        )
        # The Azure subscription that is placed is the provider's own.
        management.ManagementGroupSubscription(
            f"{self._name}-place-{purpose}",
            group_id=group.name,
            opts=pulumi.ResourceOptions(parent=self, provider=provider),
        )
        return provider

    def _rights(self, bodies: management.ManagementGroup, made: log_archive.Archive, providers: dict[str, azure.Provider]) -> None:
        args, platform = self._args, self._args.platform
        self._right("vending", pipeline_roles.VENDING, "tenancy", bodies.id, None, ids.may_not_assign(*ids.PRIVILEGED))
        attach = tuple(ids.guid(platform, "attach", region) for region in args.regions)
        network = ids.subscription_scope(self.tenancies["network"])
        self._right("network", pipeline_roles.NETWORK, "network", network, providers["network"], ids.may_assign_only(*attach))
        self._hosting(providers["hosting"])
        sender = self._role("archive-sender", pipeline_roles.SENDING, made.group.id, providers["log-archive"])
        for layer in ("network", "hosting", "landing-zone"):
            ids.assign(
                f"{self._name}-right-archive-sender-{layer}",
                key=(platform, "right", "archive-sender", layer),
                principal=args.pipelines[layer],
                role=sender.id,
                scope=made.group.id,
                opts=pulumi.ResourceOptions(parent=self, provider=providers["log-archive"]),
            )

    def _hosting(self, provider: azure.Provider) -> None:
        """What shared hosting stands on: its pipeline's role, and the roles that a cell hands out to the applications pipeline."""
        scope = ids.subscription_scope(self.tenancies["hosting"])
        self._role("resident", hosting_roles.RESIDENT, scope, provider)
        self._role("neighbour", hosting_roles.NEIGHBOUR, scope, provider)
        handed_out = (*hosting_roles.CELL_HANDS_OUT, *(hosting_roles.role_id(self._args.platform, key) for key in ("resident", "neighbour")))
        self._right("hosting", pipeline_roles.HOSTING, "hosting", scope, provider, ids.may_assign_only(*handed_out))
        features.SubscriptionFeatureRegistration(
            f"{self._name}-isolation",
            provider_namespace="Microsoft.Network",
            feature_name=ISOLATION,
            opts=pulumi.ResourceOptions(parent=self, provider=provider),
        )

    def _right(
        self,
        key: str,
        actions: tuple[str, ...],
        layer: str,
        scope: pulumi.Input[str],
        provider: azure.Provider | None,
        condition: str,
    ) -> None:
        role = self._role(key, actions, scope, provider)
        ids.assign(
            f"{self._name}-right-{key}",
            key=(self._args.platform, "right", key),
            principal=self._args.pipelines[layer],
            role=role.id,
            scope=scope,
            condition=condition,
            opts=pulumi.ResourceOptions(parent=self, provider=provider),
        )

    def _role(self, key: str, actions: tuple[str, ...], scope: pulumi.Input[str], provider: azure.Provider | None) -> authorization.RoleDefinition:
        return authorization.RoleDefinition(
            f"{self._name}-role-{key}",
            role_definition_id=ids.guid(self._args.platform, "role", key),
            role_name=physical("azure:general", platform=self._args.platform, role=key),
            role_type="CustomRole",
            scope=scope,
            assignable_scopes=[scope],
            permissions=[{"actions": list(actions), "not_actions": [], "data_actions": [], "not_data_actions": []}],
            opts=pulumi.ResourceOptions(parent=self, provider=provider),
        )
