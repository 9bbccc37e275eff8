"""Azure DNS Private Resolver."""

from civic.catalogue import azure_texts
from civic.catalogue.row import NAME_UNLIMITED, REMADE, Quota, Row, words

ROWS = (
    Row(
        "azure-native:dnsresolver:DnsForwardingRuleset",
        reach="name: who is asked",
        replaced_by=words(""),
        id="Microsoft.Network/dnsForwardingRulesets/{dnsForwardingRulesetName}",
        texts={
            "dnsForwardingRulesetName": azure_texts.RESOLVER,
        },
        keep="protect",
        keep_reason="every body's network resolves names through it",
        lacks=NAME_UNLIMITED,
    ),
    Row(
        "azure-native:dnsresolver:DnsResolver",
        reach="name: who is asked",
        quotas=(Quota("resolvers in a location", 15, "location", source="Microsoft Learn, Azure DNS limits"),),
        replaced_by=words(""),
        fixed=words("virtualNetwork"),
        id="Microsoft.Network/dnsResolvers/{dnsResolverName}",
        texts={
            "dnsResolverName": azure_texts.RESOLVER,
        },
        keep="protect",
        keep_reason="its inbound endpoint goes with it",
        lacks=NAME_UNLIMITED,
    ),
    Row(
        "azure-native:dnsresolver:DnsResolverDomainList",
        reach="name: that is not resolved",
        replaced_by=words(""),
        id="Microsoft.Network/dnsResolverDomainLists/{dnsResolverDomainListName}",
        texts={
            "dnsResolverDomainListName": azure_texts.RESOLVER,
        },
        keep="no",
        keep_reason=REMADE,
        lacks=NAME_UNLIMITED,
    ),
    Row(
        "azure-native:dnsresolver:DnsResolverPolicy",
        reach="name: that is not resolved",
        replaced_by=words(""),
        id="Microsoft.Network/dnsResolverPolicies/{dnsResolverPolicyName}",
        texts={
            "dnsResolverPolicyName": azure_texts.RESOLVER,
        },
        keep="no",
        keep_reason=REMADE,
        lacks=NAME_UNLIMITED,
    ),
    Row(
        "azure-native:dnsresolver:DnsResolverPolicyVirtualNetworkLink",
        reach="name: for which network it is not resolved",
        replaced_by=words(""),
        fixed=words("virtualNetwork"),
        id="Microsoft.Network/dnsResolverPolicies/{dnsResolverPolicyName}/virtualNetworkLinks/{dnsResolverPolicyVirtualNetworkLinkName}",
        texts={
            "dnsResolverPolicyVirtualNetworkLinkName": azure_texts.RESOLVER_LINK,
        },
        keep="no",
        keep_reason=REMADE,
        lacks=NAME_UNLIMITED,
    ),
    Row(
        "azure-native:dnsresolver:DnsSecurityRule",
        reach="name: that is not resolved",
        replaced_by=words(""),
        id="Microsoft.Network/dnsResolverPolicies/{dnsResolverPolicyName}/dnsSecurityRules/{dnsSecurityRuleName}",
        texts={
            "dnsSecurityRuleName": azure_texts.RESOLVER,
        },
        keep="no",
        keep_reason=REMADE,
        lacks=NAME_UNLIMITED,
    ),
    Row(
        "azure-native:dnsresolver:ForwardingRule",
        reach="name: who is asked",
        quotas=(Quota("rules of a forwarding ruleset", 1000, "within", of="dnsForwardingRulesetName", source="Microsoft Learn, Azure DNS limits"),),
        replaced_by=words(""),
        fixed=words("domainName"),
        id="Microsoft.Network/dnsForwardingRulesets/{dnsForwardingRulesetName}/forwardingRules/{forwardingRuleName}",
        texts={
            "domainName": azure_texts.ASKED_DOMAIN,
            "forwardingRuleName": azure_texts.RESOLVER,
        },
        keep="no",
        keep_reason=REMADE,
        lacks=NAME_UNLIMITED,
    ),
    Row(
        "azure-native:dnsresolver:InboundEndpoint",
        reach="interface: a resolver",
        quotas=(Quota("inbound endpoints of a resolver", 5, "within", of="dnsResolverName", source="Microsoft Learn, Azure DNS limits"),),
        replaced_by=words(""),
        fixed=words("ipConfigurations"),
        id="Microsoft.Network/dnsResolvers/{dnsResolverName}/inboundEndpoints/{inboundEndpointName}",
        texts={
            "inboundEndpointName": azure_texts.RESOLVER,
        },
        keep="protect",
        keep_reason="every body's network asks for names at its address",
        lacks=NAME_UNLIMITED,
    ),
    Row(
        "azure-native:dnsresolver:OutboundEndpoint",
        reach="name: who asks",
        quotas=(Quota("outbound endpoints of a resolver", 5, "within", of="dnsResolverName", source="Microsoft Learn, Azure DNS limits"),),
        replaced_by=words(""),
        fixed=words("subnet"),
        id="Microsoft.Network/dnsResolvers/{dnsResolverName}/outboundEndpoints/{outboundEndpointName}",
        texts={
            "outboundEndpointName": azure_texts.RESOLVER,
        },
        keep="no",
        keep_reason=REMADE,
        lacks=NAME_UNLIMITED,
    ),
    Row(
        "azure-native:dnsresolver:PrivateResolverVirtualNetworkLink",
        reach="name: which network asks",
        quotas=(Quota("networks of a forwarding ruleset", 500, "within", of="dnsForwardingRulesetName", source="Microsoft Learn, Azure DNS limits"),),
        replaced_by=words(""),
        fixed=words("virtualNetwork"),
        id="Microsoft.Network/dnsForwardingRulesets/{dnsForwardingRulesetName}/virtualNetworkLinks/{virtualNetworkLinkName}",
        texts={
            "virtualNetworkLinkName": azure_texts.RESOLVER_LINK,
        },
        keep="no",
        keep_reason=REMADE,
        lacks=NAME_UNLIMITED,
    ),
)
