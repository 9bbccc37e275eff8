"""Names in the hub: a resolver at a fixed address, the private-link zones, and a list of names that are refused."""

from dataclasses import dataclass
from ipaddress import IPv4Address, IPv4Network

import pulumi
from pulumi_azure_native import dnsresolver, monitor, network, privatedns, resources

from components.azure.network.private_zones import ZONES, resolver_network_name, zone_group
from components.azure.tags import standard_tags
from components.contracts import NetworkHubArgs
from components.naming import physical


def dns_block(block: IPv4Network) -> IPv4Network:
    """Range of the resolver's network: the /24 behind the hub's own /23."""
    return list(block.subnets(new_prefix=24))[2]


def inbound_block(block: IPv4Network) -> IPv4Network:
    """Range of the subnet that answers questions."""
    return next(dns_block(block).subnets(new_prefix=28))


def outbound_block(block: IPv4Network) -> IPv4Network:
    """Range of the subnet from which questions of the bodies' networks are passed on."""
    return list(dns_block(block).subnets(new_prefix=28))[1]


def resolver_address(block: IPv4Network) -> IPv4Address:
    """Address of the resolver. Azure keeps the first four addresses of a subnet for itself."""
    return inbound_block(block)[4]


@dataclass(frozen=True)
class HubDns:
    """What the hub's names are made of."""

    network: network.VirtualNetwork
    endpoint: dnsresolver.InboundEndpoint
    ruleset: dnsresolver.DnsForwardingRuleset
    group: resources.ResourceGroup
    policy: dnsresolver.DnsResolverPolicy
    zones: dict[str, pulumi.Output[str]]


def make(name: str, args: NetworkHubArgs, parent: pulumi.Resource) -> HubDns:
    """Make them as children of ``parent``.

    Source: Microsoft Learn, "Azure DNS Private Resolver" and "DNS security policy".
    """
    inside, kept = pulumi.ResourceOptions(parent=parent), pulumi.ResourceOptions(parent=parent, protect=True)
    tags = standard_tags(platform=args.platform)
    group = resources.ResourceGroup(
        f"{name}-dns",
        resource_group_name=zone_group(args.platform, args.region),
        location=args.region,
        tags=tags,
        opts=kept,
    )
    made = network.VirtualNetwork(
        f"{name}-dns-network",
        virtual_network_name=resolver_network_name(args.platform, args.region),
        resource_group_name=group.name,
        location=args.region,
        address_space={"address_prefixes": [str(dns_block(args.block))]},
        tags=tags,
        opts=kept,
    )
    resolver = _resolver(name, args, group, made, tags, inside)
    endpoint = _inbound(name, args, group, made, resolver, tags, inside)
    ruleset = _ruleset(name, args, group, made, resolver, endpoint, tags, parent)
    policy = _policy(name, args, group, made, tags, inside)
    return HubDns(made, endpoint, ruleset, group, policy, _zones(name, group, made, tags, parent))


def _resolver(
    name: str,
    args: NetworkHubArgs,
    group: resources.ResourceGroup,
    made: network.VirtualNetwork,
    tags: dict[str, str],
    inside: pulumi.ResourceOptions,
) -> dnsresolver.DnsResolver:
    return dnsresolver.DnsResolver(
        f"{name}-dns-resolver",
        dns_resolver_name=physical("azure:general", platform=args.platform, role=f"resolver-{args.region}"),
        resource_group_name=group.name,
        location=args.region,
        virtual_network={"id": made.id},
        tags=tags,
        opts=inside,
    )


def _subnet(
    name: str, role: str, block: IPv4Network, group: resources.ResourceGroup, made: network.VirtualNetwork, inside: pulumi.ResourceOptions
) -> network.Subnet:
    return network.Subnet(
        f"{name}-dns-{role}-subnet",
        subnet_name=role,
        resource_group_name=group.name,
        virtual_network_name=made.name,
        address_prefix=str(block),
        default_outbound_access=False,
        delegations=[{"name": "resolver", "service_name": "Microsoft.Network/dnsResolvers"}],
        opts=inside,
    )


def _inbound(
    name: str,
    args: NetworkHubArgs,
    group: resources.ResourceGroup,
    made: network.VirtualNetwork,
    resolver: dnsresolver.DnsResolver,
    tags: dict[str, str],
    inside: pulumi.ResourceOptions,
) -> dnsresolver.InboundEndpoint:
    subnet = _subnet(name, "inbound", inbound_block(args.block), group, made, inside)
    return dnsresolver.InboundEndpoint(
        f"{name}-dns-inbound",
        inbound_endpoint_name="inbound",
        dns_resolver_name=resolver.name,
        resource_group_name=group.name,
        location=args.region,
        # Fixed, since every body's network and the firewall's rules know it.
        ip_configurations=[
            {
                "subnet": {"id": subnet.id},
                "private_ip_address": str(resolver_address(args.block)),
                "private_ip_allocation_method": dnsresolver.IpAllocationMethod.STATIC,
            }
        ],
        tags=tags,
        opts=inside,
    )


def _ruleset(
    name: str,
    args: NetworkHubArgs,
    group: resources.ResourceGroup,
    made: network.VirtualNetwork,
    resolver: dnsresolver.DnsResolver,
    inbound: dnsresolver.InboundEndpoint,
    tags: dict[str, str],
    parent: pulumi.Resource,
) -> dnsresolver.DnsForwardingRuleset:
    """What the hub answers for bodies' networks: the services whose private zones it holds. Every landing zone links its network to it."""
    inside, kept = pulumi.ResourceOptions(parent=parent), pulumi.ResourceOptions(parent=parent, protect=True)
    # A network takes one change to its subnets at a time.
    after = pulumi.ResourceOptions(parent=parent, depends_on=[inbound])
    outbound = dnsresolver.OutboundEndpoint(
        f"{name}-dns-outbound",
        outbound_endpoint_name="outbound",
        dns_resolver_name=resolver.name,
        resource_group_name=group.name,
        location=args.region,
        subnet={"id": _subnet(name, "outbound", outbound_block(args.block), group, made, after).id},
        tags=tags,
        opts=inside,
    )
    ruleset = dnsresolver.DnsForwardingRuleset(
        f"{name}-dns-ruleset",
        dns_forwarding_ruleset_name=physical("azure:general", platform=args.platform, role=f"names-{args.region}"),
        resource_group_name=group.name,
        location=args.region,
        dns_resolver_outbound_endpoints=[{"id": outbound.id}],
        tags=tags,
        opts=kept,
    )
    for asked in sorted({*args.hosted, *(name for zone in ZONES for name in zone.asked)}):
        dnsresolver.ForwardingRule(
            f"{name}-dns-ask-{asked}",
            forwarding_rule_name=asked.replace(".", "-"),
            dns_forwarding_ruleset_name=ruleset.name,
            resource_group_name=group.name,
            domain_name=f"{asked}.",
            target_dns_servers=[{"ip_address": str(resolver_address(args.block)), "port": 53}],
            forwarding_rule_state=dnsresolver.ForwardingRuleState.ENABLED,
            opts=pulumi.ResourceOptions(parent=parent, depends_on=[inbound]),
        )
    return ruleset


def _policy(
    name: str,
    args: NetworkHubArgs,
    group: resources.ResourceGroup,
    made: network.VirtualNetwork,
    tags: dict[str, str],
    inside: pulumi.ResourceOptions,
) -> dnsresolver.DnsResolverPolicy:
    policy = dnsresolver.DnsResolverPolicy(
        f"{name}-dns-policy",
        dns_resolver_policy_name=physical("azure:general", platform=args.platform, role=f"dns-{args.region}"),
        resource_group_name=group.name,
        location=args.region,
        tags=tags,
        opts=inside,
    )
    common = {"resource_group_name": group.name, "location": args.region, "tags": tags, "opts": inside}
    if args.blocked_domains:
        names = dnsresolver.DnsResolverDomainList(
            f"{name}-dns-blocked",
            dns_resolver_domain_list_name="blocked",
            domains=[f"{domain.rstrip('.')}." for domain in sorted(args.blocked_domains)],
            **common,
        )
        dnsresolver.DnsSecurityRule(
            f"{name}-dns-block",
            dns_security_rule_name="blocked",
            dns_resolver_policy_name=policy.name,
            priority=100,
            action={
                "action_type": dnsresolver.ActionType.BLOCK,
                "block_response_code": dnsresolver.BlockResponseCode.SERVFAIL,
            },
            dns_resolver_domain_lists=[{"id": names.id}],
            dns_security_rule_state=dnsresolver.DnsSecurityRuleState.ENABLED,
            **common,
        )
    dnsresolver.DnsResolverPolicyVirtualNetworkLink(
        f"{name}-dns-policy-link",
        dns_resolver_policy_virtual_network_link_name="hub",
        dns_resolver_policy_name=policy.name,
        virtual_network={"id": made.id},
        **common,
    )
    monitor.DiagnosticSetting(
        f"{name}-dns-logs",
        name="archive",
        resource_uri=policy.id,
        workspace_id=args.archive_workspace,
        logs=[{"category": "DnsResponse", "enabled": True}],
        opts=inside,
    )
    return policy


def _zones(
    name: str,
    group: resources.ResourceGroup,
    made: network.VirtualNetwork,
    tags: dict[str, str],
    parent: pulumi.Resource,
) -> dict[str, pulumi.Output[str]]:
    zones: dict[str, pulumi.Output[str]] = {}
    for zone in ZONES:
        held = privatedns.PrivateZone(
            f"{name}-zone-{zone.key}",
            private_zone_name=zone.name,
            resource_group_name=group.name,
            location="global",
            tags=tags,
            opts=pulumi.ResourceOptions(parent=parent, protect=True),
        )
        privatedns.VirtualNetworkLink(
            f"{name}-zone-{zone.key}-link",
            virtual_network_link_name="hub",
            private_zone_name=held.name,
            resource_group_name=group.name,
            location="global",
            registration_enabled=False,
            # A name that we do not hold, such as another directory's storage account, is asked of the internet.
            resolution_policy=privatedns.ResolutionPolicy.NX_DOMAIN_REDIRECT,
            virtual_network={"id": made.id},
            tags=tags,
            opts=pulumi.ResourceOptions(parent=parent),
        )
        zones[zone.name] = held.id
    return zones
