"""The platform's foundation on Azure: the tree of management groups, the platform's own tenancies, guardrails and the log archive."""

from collections.abc import Mapping

import pulumi
import pulumi_azure_native as azure
from pulumi_azure_native import authorization, management

from components.azure import identifiers as ids
from components.azure import options, roles, settings
from components.azure.foundation import rights as pipeline_rights
from components.azure.foundation.archive import create_archive
from components.azure.foundation.guardrails import Guardrails, Tree
from components.azure.foundation.own_tenancies import OwnTenancies
from components.azure.foundation.watch import Watch
from components.azure.handles import ArchiveHandle, OrganisationHandle, TenancyHandle
from components.azure.hosting import rights as hosting_rights
from components.azure.network.rights import ATTACHING
from components.azure.people import grants_in, let_in
from components.azure.providers import pinned
from components.azure.registration import PLATFORM, python_plane, register
from components.azure.tenancy.access import access_roles
from components.azure.vending import vended_subscription
from components.contracts import PLATFORM_TENANCIES, FoundationArgs

UNITS: Mapping[str, tuple[str, str]] = {"live": ("bodies", "Bodies"), "test": ("test", "Test tenancies of bodies")}
"""Key and title of the management group of bodies' Azure subscriptions, by environment."""


class Foundation(pulumi.ComponentResource):
    """What every tenancy of the platform stands on.

    Give it a provider that may act on the tenant root management group. It makes a provider for each of the platform's tenancies that
    it vends, which are born in their place in the tree, to make there what every layer stands on. Sources: Microsoft Learn, "Azure landing zone
    management groups", "Programmatically create Azure subscriptions".
    """

    organisation: OrganisationHandle
    archive: ArchiveHandle
    tenancies: Mapping[str, TenancyHandle]

    def __init__(self, name: str, args: FoundationArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("civic-azure:index:Foundation", name, args.existing.told(), opts)
        self._name, self._args, self._owner = name, args, args.owner
        root = self._group("root", "Civic Cloud", args.root)
        directory = root.tenant_id.apply(lambda tenant: tenant or "")
        platform = self._group("platform", "Platform", root.id)
        self._units = {environment: self._group(key, title, root.id) for environment, (key, title) in UNITS.items()}
        suspended = self._group("suspended", "Suspended", root.id)
        self._plane = python_plane(name, options.inside(self))
        self._subscriptions = {purpose: self._vend(purpose, platform) for purpose in PLATFORM_TENANCIES}
        self._inside = {purpose: self._enter(purpose, directory) for purpose in PLATFORM_TENANCIES}
        archive = create_archive(
            name,
            owner=args.owner,
            home=args.home,
            regions=args.regions,
            second_region=args.second_region,
            retention_days=args.retention_days,
            locked=args.archive_locked,
            provider=self._inside["log-archive"],
            parent=self,
        )
        tree = Tree(root=root, platform=platform, units=self._units)
        guardrails = Guardrails(name, args.owner, args.home, tree, self)
        Watch(
            name,
            owner=args.owner,
            home=args.home,
            contact=args.contact,
            workspace=archive.handle.workspace,
            store=archive.handle.store,
            around=archive.group.id,
            groups={"root": root, "platform": platform, "suspended": suspended, **{key: self._units[unit] for unit, (key, _) in UNITS.items()}},
            pipelines=args.pipelines,
            provider=self._inside["log-archive"],
            parent=self,
        )
        activity_log = guardrails.create(args.regions, archive.handle.workspace, archive.handle.flow_writer, self._subscriptions["network"])
        own = OwnTenancies(name, owner=args.owner, contact=args.contact, archive=archive.handle, plane=self._plane, parent=self)
        own.create(self._subscriptions, self._inside, activity_log)
        own.create_management(args.management, args.home)
        run_roles = self._rights(root, archive.group.id)

        self.archive = archive.handle
        self.tenancies = {
            purpose: TenancyHandle(subscription=subscription_id, deploy="", application="")
            for purpose, subscription_id in self._subscriptions.items()
        }
        access = access_roles(name, owner=args.owner, root=root.id, parent=self)
        self._people(access)
        self.organisation = OrganisationHandle(
            directory=directory,
            root=root.id,
            units={environment: group.id for environment, group in self._units.items()},
            roles=access,
            run_roles=run_roles,
            tenant_roles=self._hosting(),
            activity_log=activity_log.assignment.id,
        )
        self.register_outputs(
            {
                "organisation": self.organisation.to_card(),
                "archive": self.archive.to_card(),
                "tenancies": {purpose: handle.to_card() for purpose, handle in self.tenancies.items()},
            }
        )

    def _group(self, key: str, title: str, parent: pulumi.Input[str]) -> management.ManagementGroup:
        return management.ManagementGroup(
            f"{self._name}-{key}",
            group_id=self._owner.name("azure:management-group", key),
            display_name=title,
            details={"parent": {"id": parent}},
            opts=options.protected(self),
        )

    def _vend(self, purpose: str, group: management.ManagementGroup) -> pulumi.Output[str]:
        """Id of the Azure subscription for a purpose. One that was there is put into its group by whoever hands it over."""
        if there := self._args.existing.tenancies.get(purpose):
            return pulumi.Output.from_input(there)
        return vended_subscription(
            f"{self._name}-tenancy-{purpose}",
            name=self._owner.name("azure:subscription-alias", purpose),
            billing=self._args.billing,
            unit=group.id,
            tags=self._owner.tags,
            opts=options.retained(self),
        )

    def _enter(self, purpose: str, directory: pulumi.Input[str]) -> azure.Provider:
        """A provider for one of them, in which nothing is made before what it is made of is registered."""
        registered = register(
            f"{self._name}-registered-{purpose}",
            subscription=self._subscriptions[purpose],
            namespaces=PLATFORM[purpose],
            opts=options.inside(self, self._plane),
        )
        return pinned(
            f"{self._name}-{purpose}",
            self._subscriptions[purpose],
            self._args.home,
            directory=directory,
            opts=options.inside(self, after=[registered]),
        )

    def _rights(self, root: management.ManagementGroup, archive: pulumi.Input[str]) -> dict[str, pulumi.Output[str]]:
        """What the pipelines may do, and where; the result is role definition ids for the runs of bodies, by key."""
        platform, pipelines = self._owner.platform, self._args.pipelines
        network = ids.subscription_scope(self._subscriptions["network"])
        provider = self._inside["network"]
        role = self._role("network", pipeline_rights.NETWORK, network, provider)
        self._right("network", role, "network", network, provider, condition=roles.may_assign_only(self._role_guid(roles.ATTACH)))
        sender = self._role("archive-sender", pipeline_rights.SENDING, archive, self._inside["log-archive"])
        for layer in ("network", "hosting"):
            roles.assign(
                f"{self._name}-right-archive-sender-{layer}",
                key=(platform, "right", "archive-sender", layer),
                principal=pipelines[layer],
                role=sender.id,
                scope=archive,
                opts=options.inside(self, self._inside["log-archive"]),
            )
        return {
            roles.PLACE: self._role(roles.PLACE, pipeline_rights.PLACE, root.id).id,
            roles.TENANCY: self._role(roles.TENANCY, pipeline_rights.TENANCY, root.id).id,
            roles.SEND: sender.id,
            roles.ATTACH: self._role(roles.ATTACH, ATTACHING, network, provider).id,
        }

    def _people(self, access: Mapping[str, pulumi.Input[str]]) -> None:
        """The platform's own people in its own Azure subscriptions; into the management one the bootstrap lets them."""
        for purpose in PLATFORM_TENANCIES:
            if grants := grants_in(purpose, self._args.grants):
                let_in(
                    f"{self._name}-{purpose}-access",
                    grants=grants,
                    subscription=self._subscriptions[purpose],
                    roles=access,
                    whose="the platform",
                    plane=self._plane,
                    parent=self,
                    provider=self._inside[purpose],
                    told=self._args.contact,
                )

    def _hosting(self) -> dict[str, pulumi.Output[str]]:
        """What shared hosting stands on: its pipeline's role, and the roles (ids by key) of tenants' runs."""
        provider, scope = self._inside["hosting"], ids.subscription_scope(self._subscriptions["hosting"])
        actions = {roles.TENANT: hosting_rights.TENANT, roles.NEIGHBOUR: hosting_rights.NEIGHBOUR}
        tenant_roles = {key: self._role(key, allowed, scope, provider) for key, allowed in actions.items()}
        role = self._role("hosting", pipeline_rights.HOSTING, scope, provider)
        self._right("hosting", role, "hosting", scope, provider, condition=roles.may_assign_only(*hosting_rights.CELL_HANDS_OUT))
        settings.feature(
            f"{self._name}-isolation",
            subscription=self._subscriptions["hosting"],
            namespace="Microsoft.Network",
            name=hosting_rights.GATEWAY_ISOLATION,
            # Nothing is asked of an Azure subscription before it knows the service.
            opts=options.inside(self, self._plane, after=[provider]),
        )
        return {key: role.id for key, role in tenant_roles.items()}

    def _right(
        self,
        key: str,
        role: authorization.RoleDefinition,
        layer: str,
        scope: pulumi.Input[str],
        provider: azure.Provider | None = None,
        *,
        condition: str,
    ) -> None:
        roles.assign(
            f"{self._name}-right-{key}",
            key=(self._owner.platform, "right", key),
            principal=self._args.pipelines[layer],
            role=role.id,
            scope=scope,
            condition=condition,
            opts=options.inside(self, provider),
        )

    def _role(
        self, key: str, actions: tuple[str, ...], scope: pulumi.Input[str], provider: azure.Provider | None = None
    ) -> authorization.RoleDefinition:
        # A tenancy's run keeps this role for good (components/azure/tenancy), and Azure deletes no role that somebody has.
        kept = options.retained if key == roles.TENANCY else options.inside
        return roles.custom_role(
            f"{self._name}-role-{key}",
            key=self._role_key(key),
            owner=self._owner,
            role=key,
            actions=actions,
            scope=scope,
            opts=kept(self, provider),
        )

    def _role_key(self, key: str) -> tuple[str, ...]:
        return (self._owner.platform, "role", key)

    def _role_guid(self, key: str) -> str:
        return ids.guid(*self._role_key(key))
