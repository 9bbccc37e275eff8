"""Azure DNS Private Resolver."""

from civic.catalogue.row import NAME_UNLIMITED, REMADE, REPLACEMENT_UNREAD, Row

ROWS = (
    Row(
        "azure-native:dnsresolver:DnsForwardingRuleset",
        id="Microsoft.Network/dnsForwardingRulesets/{dnsForwardingRulesetName}",
        keep="protect",
        keep_reason="every body's network resolves names through it",
        lacks=NAME_UNLIMITED | REPLACEMENT_UNREAD,
    ),
    Row(
        "azure-native:dnsresolver:DnsResolver",
        id="Microsoft.Network/dnsResolvers/{dnsResolverName}",
        keep="protect",
        keep_reason="its inbound endpoint goes with it",
        lacks=NAME_UNLIMITED | REPLACEMENT_UNREAD,
    ),
    Row(
        "azure-native:dnsresolver:DnsResolverDomainList",
        id="Microsoft.Network/dnsResolverDomainLists/{dnsResolverDomainListName}",
        keep="no",
        keep_reason=REMADE,
        lacks=NAME_UNLIMITED | REPLACEMENT_UNREAD,
    ),
    Row(
        "azure-native:dnsresolver:DnsResolverPolicy",
        id="Microsoft.Network/dnsResolverPolicies/{dnsResolverPolicyName}",
        keep="no",
        keep_reason=REMADE,
        lacks=NAME_UNLIMITED | REPLACEMENT_UNREAD,
    ),
    Row(
        "azure-native:dnsresolver:DnsResolverPolicyVirtualNetworkLink",
        id="Microsoft.Network/dnsResolverPolicies/{dnsResolverPolicyName}/virtualNetworkLinks/{dnsResolverPolicyVirtualNetworkLinkName}",
        keep="no",
        keep_reason=REMADE,
        lacks=NAME_UNLIMITED | REPLACEMENT_UNREAD,
    ),
    Row(
        "azure-native:dnsresolver:DnsSecurityRule",
        id="Microsoft.Network/dnsResolverPolicies/{dnsResolverPolicyName}/dnsSecurityRules/{dnsSecurityRuleName}",
        keep="no",
        keep_reason=REMADE,
        lacks=NAME_UNLIMITED | REPLACEMENT_UNREAD,
    ),
    Row(
        "azure-native:dnsresolver:ForwardingRule",
        id="Microsoft.Network/dnsForwardingRulesets/{dnsForwardingRulesetName}/forwardingRules/{forwardingRuleName}",
        keep="no",
        keep_reason=REMADE,
        lacks=NAME_UNLIMITED | REPLACEMENT_UNREAD,
    ),
    Row(
        "azure-native:dnsresolver:InboundEndpoint",
        id="Microsoft.Network/dnsResolvers/{dnsResolverName}/inboundEndpoints/{inboundEndpointName}",
        keep="protect",
        keep_reason="every body's network asks for names at its address",
        lacks=NAME_UNLIMITED | REPLACEMENT_UNREAD,
    ),
    Row(
        "azure-native:dnsresolver:OutboundEndpoint",
        id="Microsoft.Network/dnsResolvers/{dnsResolverName}/outboundEndpoints/{outboundEndpointName}",
        keep="no",
        keep_reason=REMADE,
        lacks=NAME_UNLIMITED | REPLACEMENT_UNREAD,
    ),
    Row(
        "azure-native:dnsresolver:PrivateResolverVirtualNetworkLink",
        id="Microsoft.Network/dnsForwardingRulesets/{dnsForwardingRulesetName}/virtualNetworkLinks/{virtualNetworkLinkName}",
        keep="no",
        keep_reason=REMADE,
        lacks=NAME_UNLIMITED | REPLACEMENT_UNREAD,
    ),
)
