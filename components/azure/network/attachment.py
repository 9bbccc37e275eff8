"""What joins a network to the hub of its region: the hub's half, made under a provider of the network Azure subscription."""

import pulumi
from pulumi_azure_native import dnsresolver
from pulumi_azure_native import network as networks

from components.azure import options
from components.azure.handles import HubHandle, NetworkHandle
from components.contracts import HubAttachmentArgs


class HubAttachment(pulumi.ComponentResource):
    """The hub's connection to a network, and what answers and watches the names that the network asks for.

    Routing intent of the hub sends everything to its firewall. The hub answers for what the platform holds, the network's own zones
    for the rest, and the hub's list refuses bad names. Give it a provider for the network Azure subscription. Sources: Microsoft
    Learn, "Virtual WAN hub virtual network connections", "Azure DNS Private Resolver", "DNS security policy".
    """

    attachment: pulumi.Output[str]
    """Resource id of the hub's connection."""

    def __init__(self, name: str, args: HubAttachmentArgs[HubHandle, NetworkHandle], opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("civic-azure:index:HubAttachment", name, {}, opts)
        hub, key = args.hub, _key(args)
        network = args.network.network
        connection = networks.HubVirtualNetworkConnection(
            f"{name}-connection",
            connection_name=key,
            virtual_hub_name=hub.hub,
            resource_group_name=hub.hub_group,
            remote_virtual_network={"id": network},
            enable_internet_security=True,
            opts=options.protected(self),
        )
        dnsresolver.PrivateResolverVirtualNetworkLink(
            f"{name}-names",
            virtual_network_link_name=key,
            dns_forwarding_ruleset_name=hub.ruleset,
            resource_group_name=hub.dns_group,
            virtual_network={"id": network},
            opts=options.inside(self),
        )
        dnsresolver.DnsResolverPolicyVirtualNetworkLink(
            f"{name}-names-watched",
            dns_resolver_policy_virtual_network_link_name=key,
            dns_resolver_policy_name=hub.dns_policy,
            resource_group_name=hub.dns_group,
            location=args.region,
            virtual_network={"id": network},
            tags=args.owner.tags,
            opts=options.inside(self),
        )
        self.attachment = connection.id
        self.register_outputs({"attachment": self.attachment})


def _key(args: HubAttachmentArgs[HubHandle, NetworkHandle]) -> str:
    """What the hub calls the network. Links take no dot, and no body's own key has an underscore, so no two networks meet."""
    return "-".join(part for part in (args.owner.key.replace(".", "_"), args.role) if part)
