"""A body's network: one virtual network, one connection to the hub, and no way out except through the hub."""

from typing import Any

import pulumi
import pulumi_azure_native as azure
from pulumi_azure_native import network, resources

from components.azure.tags import standard_tags
from components.contracts import NetworkConnectionArgs, PrivateEndpoint
from components.naming import physical

FLOW_DAYS = 365
NOT_HERE = "attachment"
"""Tier that Azure does not need: a virtual hub takes the network as a whole."""


def private_endpoints(names: tuple[str, ...], baseline: Any) -> tuple[PrivateEndpoint, ...]:
    """The endpoints that a record's names stand for. On Azure keys and secrets are one service: the body's vault."""
    return (PrivateEndpoint(name="vault", service=baseline.vault, group="vault"),) if {"kms", "secretsmanager"} & set(names) else ()


def hub_side(tenancy: pulumi.Input[str], region: str) -> dict[str, Any]:
    """What a connection needs to act in the hub: a provider for the network Azure subscription."""
    provider = azure.Provider(
        f"hub-{region}", subscription_id=tenancy, location=region, use_oidc=True, disable_pulumi_partner_id=True
    )
    return {"hub_provider": provider}


class NetworkConnection(pulumi.ComponentResource):
    """A body's virtual network, joined to the hub.

    ``hub_provider`` acts in the network Azure subscription and makes the hub's half of the connection
    alone. Outputs: see ``components.contracts.NetworkConnectionOutputs``.
    """

    def __init__(
        self, name: str, args: NetworkConnectionArgs, opts: pulumi.ResourceOptions | None = None, *, hub_provider: azure.Provider
    ) -> None:
        super().__init__("civic-azure:index:NetworkConnection", name, {}, opts)
        self._name, self._args = name, args
        self._inside = pulumi.ResourceOptions(parent=self)
        self._tags = standard_tags(platform=args.platform, organisation=args.organisation, classification=args.classification)
        self._group = resources.ResourceGroup(
            f"{name}-group",
            resource_group_name=self._named("azure:resource-group", "network"),
            location=args.region,
            tags=self._tags,
            opts=pulumi.ResourceOptions(parent=self, protect=True),
        )
        watcher = self._watcher()
        vnet = self._network(watcher)
        subnets = self._subnets(vnet)
        attachment = self._attach(vnet, subnets, hub_provider)
        self._record(vnet, watcher)
        self._endpoints(subnets)
        self.network: pulumi.Output[str] = vnet.id
        self.attachment: pulumi.Output[str] = attachment.id
        self.subnets = {key: subnet.id for key, subnet in subnets.items()}
        self.register_outputs({"network": self.network, "attachment": self.attachment, "subnets": self.subnets})

    def _named(self, kind: str, role: str) -> str:
        return physical(kind, platform=self._args.platform, organisation=self._args.organisation, role=role)

    def _watcher(self) -> network.NetworkWatcher:
        return network.NetworkWatcher(
            f"{self._name}-watcher",
            network_watcher_name=self._named("azure:general", "watcher"),
            resource_group_name=self._group.name,
            location=self._args.region,
            tags=self._tags,
            opts=self._inside,
        )

    def _network(self, watcher: network.NetworkWatcher) -> network.VirtualNetwork:
        return network.VirtualNetwork(
            f"{self._name}-vnet",
            virtual_network_name=self._named("azure:network", "network"),
            resource_group_name=self._group.name,
            location=self._args.region,
            address_space={"address_prefixes": [str(self._args.block)]},
            dhcp_options={"dns_servers": [self._args.dns]},
            tags=self._tags,
            # Azure makes a watcher of its own with the first network, unless there is one. Subnets are resources of
            # their own, which the network's list would undo.
            opts=pulumi.ResourceOptions(parent=self, protect=True, depends_on=[watcher], ignore_changes=["subnets"]),
        )

    def _guard(self, tier: str) -> network.NetworkSecurityGroup:
        space = str(self._args.block)
        allowed = {"endpoint": "443", "data": "5432"}.get(tier)
        rules: list[dict[str, Any]] = []
        if allowed:
            rules.append(_rule("from-this-network", 200, "Inbound", "Allow", space, allowed, "Tcp"))
        rules.append(_rule("nothing-else-in", 4000, "Inbound", "Deny", "*", "*"))
        if tier == "data":
            rules.append(_rule("nothing-out", 4000, "Outbound", "Deny", "*", "*", destination="Internet"))
        return network.NetworkSecurityGroup(
            f"{self._name}-{tier}-guard",
            network_security_group_name=self._named("azure:general", tier),
            resource_group_name=self._group.name,
            location=self._args.region,
            security_rules=rules,
            tags=self._tags,
            opts=self._inside,
        )

    def _subnets(self, vnet: network.VirtualNetwork) -> dict[str, network.Subnet]:
        keys = [key for key in self._args.subnets if not key.startswith(NOT_HERE)]
        guards = {tier: self._guard(tier) for tier in dict.fromkeys(key.rsplit("-", 1)[0] for key in keys)}
        made: dict[str, network.Subnet] = {}
        for key in keys:
            made[key] = network.Subnet(
                f"{self._name}-{key}",
                subnet_name=key,
                virtual_network_name=vnet.name,
                resource_group_name=self._group.name,
                address_prefix=str(self._args.subnets[key]),
                default_outbound_access=False,
                network_security_group={"id": guards[key.rsplit("-", 1)[0]].id},
                private_endpoint_network_policies=network.VirtualNetworkPrivateEndpointNetworkPolicies.ENABLED,
                # Azure takes one change to a network at a time.
                opts=pulumi.ResourceOptions(parent=self, depends_on=list(made.values())[-1:]),
            )
        return made

    def _attach(
        self, vnet: network.VirtualNetwork, subnets: dict[str, network.Subnet], hub_provider: azure.Provider
    ) -> network.HubVirtualNetworkConnection:
        hub = pulumi.Output.from_input(self._args.transit)
        return network.HubVirtualNetworkConnection(
            f"{self._name}-attachment",
            connection_name=self._args.organisation,
            virtual_hub_name=hub.apply(lambda ident: ident.rsplit("/", 1)[-1]),
            resource_group_name=hub.apply(lambda ident: ident.split("/")[4]),
            remote_virtual_network={"id": vnet.id},
            enable_internet_security=True,
            opts=pulumi.ResourceOptions(parent=self, provider=hub_provider, protect=True, depends_on=list(subnets.values())),
        )

    def _record(self, vnet: network.VirtualNetwork, watcher: network.NetworkWatcher) -> None:
        network.FlowLog(
            f"{self._name}-flow",
            flow_log_name=self._named("azure:general", "flow"),
            network_watcher_name=watcher.name,
            resource_group_name=self._group.name,
            location=self._args.region,
            target_resource_id=vnet.id,
            storage_id=self._args.archive,
            enabled=True,
            format={"type": network.FlowLogFormatType.JSON, "version": 2},
            retention_policy={"enabled": True, "days": FLOW_DAYS},
            tags=self._tags,
            opts=self._inside,
        )

    def _endpoints(self, subnets: dict[str, network.Subnet]) -> None:
        for endpoint in self._args.endpoints:
            network.PrivateEndpoint(
                f"{self._name}-{endpoint.name}",
                private_endpoint_name=self._named("azure:general", endpoint.name),
                resource_group_name=self._group.name,
                location=self._args.region,
                subnet={"id": subnets["endpoint-a"].id},
                private_link_service_connections=[
                    {"name": endpoint.name, "private_link_service_id": endpoint.service, "group_ids": [endpoint.group]}
                ],
                tags=self._tags,
                # The foundation's policy writes the private name into the shared zone; it is not ours to take away.
                opts=pulumi.ResourceOptions(parent=self, ignore_changes=["customDnsConfigs"]),
            )


def _rule(
    name: str, priority: int, direction: str, access: str, source: str, port: str, protocol: str = "*", destination: str = "*"
) -> dict[str, Any]:
    return {
        "name": name,
        "priority": priority,
        "direction": direction,
        "access": access,
        "protocol": protocol,
        "source_address_prefix": source,
        "source_port_range": "*",
        "destination_address_prefix": destination,
        "destination_port_range": port,
    }
