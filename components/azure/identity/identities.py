"""The managed identities that the runs of one body sign in as, and what they hold outside the body's own Azure subscription."""

from collections.abc import Mapping

import pulumi
from pulumi_azure_native import managedidentity

from components.azure import identifiers as ids
from components.azure import options, roles
from components.azure.handles import ArchiveHandle, CellHandle, HubHandle, OrganisationHandle, TenancyHandle
from components.azure.hosting import rights as hosting_rights
from components.azure.pipelines import pipeline_identity
from components.azure.state_rights import SECRETS_ROLE, STATE_ROLE, condition, role_id, run_group, store_id
from components.contracts import RUN_LAYERS, ContractError, RunIdentitiesArgs, SubnetKey, platform_owner

ENDPOINTS = SubnetKey("endpoint", "a")
"""Subnet of a cell's private endpoints."""


class RunIdentities(pulumi.ComponentResource):
    """One managed identity for each of a body's stacks that runs deploy: it trusts that stack's subject and opens that stack's state.

    It also gives them what they need of what bodies share: a place in the tree to put the Azure subscription, the hub to join, the
    archive to send logs to, and the body's own place in a shared cell. Whoever runs it therefore owns the platform's Azure subscriptions,
    and no stack of a body or of a cell hands out a right there. Give it a provider of the management Azure subscription. Outputs: see
    ``components.contracts.RunIdentitiesOutputs``.
    """

    runs: Mapping[str, pulumi.Output[str]]
    clients: Mapping[str, pulumi.Output[str]]

    def __init__(
        self,
        name: str,
        args: RunIdentitiesArgs[OrganisationHandle, ArchiveHandle, HubHandle, CellHandle, TenancyHandle],
        opts: pulumi.ResourceOptions | None = None,
    ) -> None:
        super().__init__("civic-azure:index:RunIdentities", name, {}, opts)
        self._name, self._args, self._platform = name, args, platform_owner(args.owner.platform)
        identities = {layer: self._identity(layer) for layer in RUN_LAYERS}
        self.runs = {layer: identity.principal_id for layer, identity in identities.items()}
        self.clients = {layer: identity.client_id for layer, identity in identities.items()}
        for layer in RUN_LAYERS:
            self._assign(layer, "state", self._role(STATE_ROLE), store_id(self._platform, args.management), condition(args.state[layer]))
            self._assign(layer, "key", self._role(SECRETS_ROLE), args.key_ids[layer])
        organisation = args.organisation
        self._assign("tenancy", "place", organisation.run_roles[roles.PLACE], organisation.units[args.owner.environment])
        self._assign("landing-zone", "archive", organisation.run_roles[roles.SEND], ids.group_of(args.archive.store))
        self._hub()
        self._cell()
        self.register_outputs({"runs": self.runs, "clients": self.clients})

    def _identity(self, layer: str) -> managedidentity.UserAssignedIdentity:
        args = self._args
        return pipeline_identity(
            f"{self._name}-{layer}",
            name=args.owner.name("azure:general", f"run-{layer}"),
            group=run_group(self._platform, layer),
            region=args.home,
            issuer=args.issuer,
            subject=args.subjects[layer],
            tags=args.owner.tags,
            opts=options.inside(self),
        )

    def _role(self, key: str) -> pulumi.Output[str]:
        return role_id(self._platform, self._args.management, key)

    def _assign(self, layer: str, key: str, role: pulumi.Input[str], scope: pulumi.Input[str], condition: str | None = None) -> None:
        owner = self._args.owner
        roles.assign(
            f"{self._name}-{layer}-{key}",
            key=(owner.platform, "run", owner.key, layer, key),
            principal=self.runs[layer],
            role=role,
            scope=scope,
            condition=condition,
            opts=options.inside(self),
        )

    def _hub(self) -> None:
        """Links of the body's network to the hub and to its names."""
        hub, subscription = self._args.hub, self._args.network.subscription

        def resource(group: pulumi.Input[str], kind: str, name: pulumi.Input[str]) -> pulumi.Output[str]:
            return ids.resource(subscription, group, pulumi.Output.concat(f"Microsoft.Network/{kind}/", name))

        joined = {
            "hub": resource(hub.hub_group, "virtualHubs", hub.hub),
            "names": resource(hub.dns_group, "dnsForwardingRulesets", hub.ruleset),
            "names-watched": resource(hub.dns_group, "dnsResolverPolicies", hub.dns_policy),
            "names-linked": hub.dns_network,
        }
        for key, scope in joined.items():
            self._assign("landing-zone", key, self._args.organisation.run_roles[roles.ATTACH], scope)

    def _cell(self) -> None:
        """The body's place in its shared cell, and the single things that tenants share: nothing beside them."""
        args, cell, hosting = self._args, self._args.cell, self._args.hosting
        if cell is None or hosting is None:
            return
        if args.owner.key not in cell.tenants:
            raise ContractError(
                f"{args.owner.key}: the shared cell has no place for it; it has {', '.join(sorted(cell.tenants)) or 'nobody'}; "
                "roll out the cell's stack first"
            )
        group = pulumi.Output.concat(ids.subscription_scope(hosting.subscription), "/resourceGroups/", cell.tenants[args.owner.key])
        handed_out = roles.may_assign_only(*hosting_rights.TENANT_HANDS_OUT)
        self._assign("applications", "place", args.organisation.tenant_roles[roles.TENANT], group, handed_out)
        shared = {
            "environment": cell.environment,
            "logs": cell.logs,
            "subnet": cell.network.subnets[ENDPOINTS],
        }
        for key, scope in shared.items():
            self._assign("applications", key, args.organisation.tenant_roles[roles.NEIGHBOUR], scope)
