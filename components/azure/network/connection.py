"""A body's network on Azure: subnets for every tier, closed to everybody until the hub's half of an attachment joins it."""

from collections.abc import Mapping

import pulumi
from pulumi_azure_native import network as networks
from pulumi_azure_native import resources

from components.azure import identifiers as ids
from components.azure import options, settings
from components.azure.endpoints import private_endpoint
from components.azure.handles import ArchiveHandle, NetworkHandle, OrganisationHandle
from components.azure.network.security_groups import DELEGATIONS, DOOR, security_rules
from components.azure.registration import python_plane
from components.contracts import ContractError, NetworkConnectionArgs, SubnetKey, of_tier, tier_named

CLOUD = "azure"


class NetworkConnection(pulumi.ComponentResource):
    """One network and a subnet for every tier and zone. There is no way out of it but the hub that ``HubAttachment`` joins it to.

    A subnet spans Azure's zones; each zone key still has its own, so that what is meant for a zone keeps its range on every
    cloud. Raises ``ContractError`` for a tier that Azure has not, for private endpoints without a tier for them, and for a region
    without a store of flow logs. Sources: Microsoft Learn, "Virtual network flow logs", "Default outbound access".
    """

    network: NetworkHandle

    def __init__(self, name: str, args: NetworkConnectionArgs[OrganisationHandle, ArchiveHandle], opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("civic-azure:index:NetworkConnection", name, {}, opts)
        _check(args)
        self._name, self._args, self._tags = name, args, args.owner.tags
        self._group = resources.ResourceGroup(
            f"{name}-network",
            resource_group_name=self._physical("azure:resource-group", f"network-{args.region}"),
            location=args.region,
            tags=self._tags,
            opts=options.retained(self),
        )
        # Before the network, with which Azure would make it by itself, some time later.
        watcher = self._watcher()
        network = self._network(watcher)
        self.network = _whole(network, self._subnets(network))
        self._flow_log(watcher)
        self._endpoints()
        self.register_outputs({"network": self.network.to_card()})

    def _physical(self, kind: str, role: str) -> str:
        return self._args.owner.name(kind, "-".join(part for part in (self._args.role, role) if part))

    def _watcher(self) -> pulumi.Resource:
        return settings.network_watcher(
            f"{self._name}-watcher",
            subscription=ids.subscription_of(self._group.id),
            region=self._args.region,
            opts=options.inside(self, python_plane(self._name, options.inside(self))),
        )

    def _network(self, watcher: pulumi.Resource) -> networks.VirtualNetwork:
        return networks.VirtualNetwork(
            f"{self._name}-vnet",
            virtual_network_name=self._physical("azure:network", self._args.region),
            resource_group_name=self._group.name,
            location=self._args.region,
            address_space={"address_prefixes": [str(self._args.block)]},
            encryption={"enabled": True, "enforcement": networks.VirtualNetworkEncryptionEnforcement.ALLOW_UNENCRYPTED},
            tags=self._tags,
            opts=options.protected(self, after=[watcher]),
        )

    def _subnets(self, network: networks.VirtualNetwork) -> dict[SubnetKey, networks.Subnet]:
        ranges = dict(sorted(self._args.subnets.items()))
        groups = {tier: self._security_group(tier) for tier in sorted({key.tier for key in ranges})}
        subnets: dict[SubnetKey, networks.Subnet] = {}
        previous: pulumi.Resource = network
        for key, block in ranges.items():
            # A Private Link Service takes no subnet where these policies are on.
            policies = "Disabled" if key.tier == DOOR else "Enabled"
            delegations: list[networks.DelegationArgsDict] = (
                [{"name": key.tier, "service_name": DELEGATIONS[key.tier]}] if key.tier in DELEGATIONS else []
            )
            previous = subnets[key] = networks.Subnet(
                f"{self._name}-{key.name}",
                subnet_name=key.name,
                resource_group_name=self._group.name,
                virtual_network_name=network.name,
                address_prefix=str(block),
                network_security_group={"id": groups[key.tier].id},
                default_outbound_access=False,
                private_endpoint_network_policies=policies,
                private_link_service_network_policies=policies,
                delegations=delegations or None,
                # Azure takes one change to a network at a time.
                opts=options.protected(self, after=[previous]),
            )
        return subnets

    def _security_group(self, tier: str) -> networks.NetworkSecurityGroup:
        return networks.NetworkSecurityGroup(
            f"{self._name}-rules-{tier}",
            network_security_group_name=self._physical("azure:network", tier),
            resource_group_name=self._group.name,
            location=self._args.region,
            security_rules=security_rules(tier, self._args.block, self._args.subnets, self._args.callers),
            tags=self._tags,
            opts=options.inside(self),
        )

    def _flow_log(self, watcher: pulumi.Resource) -> None:
        archive = self._args.archive
        networks.FlowLog(
            f"{self._name}-flow-log",
            flow_log_name=self._physical("azure:network", "flows"),
            network_watcher_name=settings.watcher_name(self._args.region),
            resource_group_name=settings.WATCHERS_GROUP,
            location=self._args.region,
            target_resource_id=self.network.network,
            storage_id=archive.flow_stores[self._args.region],
            identity={"type": networks.ResourceIdentityType.USER_ASSIGNED, "user_assigned_identities": [archive.flow_writer]},
            enabled=True,
            # The store itself deletes what is old.
            retention_policy={"enabled": False, "days": 0},
            format={"type": networks.FlowLogFormatType.JSON, "version": 2},
            tags=self._tags,
            opts=options.inside(self, after=[watcher]),
        )

    def _endpoints(self) -> None:
        for endpoint in self._args.endpoints:
            private_endpoint(
                f"{self._name}-endpoint-{endpoint.name}",
                name=self._physical("azure:network", f"endpoint-{endpoint.name}"),
                group=self._group.name,
                region=self._args.region,
                subnet=of_tier(self.network.subnets, "endpoint")[0],
                service=endpoint.service,
                sub_resource=endpoint.group,
                connection=endpoint.name,
                tags=self._tags,
                opts=options.inside(self),
            )


def _whole(network: networks.VirtualNetwork, subnets: Mapping[SubnetKey, networks.Subnet]) -> NetworkHandle:
    """The network as others know it: whoever takes any part of it waits for every subnet.

    Azure puts nothing into a subnet, and changes nothing of a network, while one of its subnets is being written.
    """
    ids = pulumi.Output.all(network.id, *(subnet.id for subnet in subnets.values()))
    return NetworkHandle(
        network=ids.apply(lambda known: str(known[0])),
        subnets={key: ids.apply(lambda known, place=place: str(known[place])) for place, key in enumerate(subnets, 1)},
    )


def _check(args: NetworkConnectionArgs[OrganisationHandle, ArchiveHandle]) -> None:
    for key in args.subnets:
        if CLOUD not in tier_named(key.tier).clouds:
            raise ContractError(f"subnets: {key.name}: Azure has no tier '{key.tier}'; take the tiers from 'tiers_on(\"azure\", ...)'")
    if args.endpoints and not of_tier(args.subnets, "endpoint"):
        wanted = ", ".join(endpoint.name for endpoint in args.endpoints)
        raise ContractError(f"endpoints: {wanted} of {args.owner.key} need the subnet endpoint-a; add the tier 'endpoint'")
    if args.region not in args.archive.flow_stores:
        allowed = ", ".join(sorted(args.archive.flow_stores)) or "none"
        raise ContractError(f"region: the archive has no store of flow logs in {args.region}; it has: {allowed}")
