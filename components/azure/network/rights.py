"""What the layers that attach networks may do in the hub: the actions of a custom role.

Source: Microsoft Learn, "Azure permissions for Networking".
"""

ATTACHING = (
    "Microsoft.Network/virtualHubs/read",
    "Microsoft.Network/virtualHubs/hubVirtualNetworkConnections/read",
    "Microsoft.Network/virtualHubs/hubVirtualNetworkConnections/write",
    "Microsoft.Network/virtualHubs/hubVirtualNetworkConnections/delete",
    "Microsoft.Network/dnsForwardingRulesets/read",
    "Microsoft.Network/dnsForwardingRulesets/virtualNetworkLinks/read",
    "Microsoft.Network/dnsForwardingRulesets/virtualNetworkLinks/write",
    "Microsoft.Network/dnsForwardingRulesets/virtualNetworkLinks/delete",
    "Microsoft.Network/dnsResolverPolicies/read",
    "Microsoft.Network/dnsResolverPolicies/virtualNetworkLinks/read",
    "Microsoft.Network/dnsResolverPolicies/virtualNetworkLinks/write",
    "Microsoft.Network/dnsResolverPolicies/virtualNetworkLinks/delete",
    # A cell's zone of names is linked to the network of the region's resolver.
    "Microsoft.Network/virtualNetworks/read",
    "Microsoft.Network/virtualNetworks/join/action",
)
"""Runs of landing zones, and the hosting pipeline, on a hub, its forwarding ruleset and its DNS security policy: links of networks, and nothing else."""
