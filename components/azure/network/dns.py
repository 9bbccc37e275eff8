"""Names in the hub: a resolver at a fixed address, the private-link zones, and a list of names that are refused."""

from dataclasses import dataclass
from ipaddress import IPv4Address, IPv4Network

import pulumi
from pulumi_azure_native import dnsresolver, network, privatedns, resources

from components.azure import options
from components.azure.handles import ArchiveHandle, HubHandle, OrganisationHandle, TenancyHandle
from components.azure.logs import archive_logs
from components.azure.network.private_zones import ZONES, zone_group
from components.contracts import NetworkHubArgs, bare

HubArgs = NetworkHubArgs[OrganisationHandle, ArchiveHandle, HubHandle, TenancyHandle]


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
    """What answers for names in the hub."""

    network: network.VirtualNetwork
    ruleset: dnsresolver.DnsForwardingRuleset
    group: resources.ResourceGroup
    policy: dnsresolver.DnsResolverPolicy


@dataclass(frozen=True)
class _Context:
    """What its parts have in common."""

    name: str
    args: HubArgs
    group: resources.ResourceGroup
    network: network.VirtualNetwork
    parent: pulumi.Resource

    def physical(self, role: str) -> str:
        return self.args.owner.name("azure:general", f"{role}-{self.args.region}")


def create_hub_dns(name: str, args: HubArgs, parent: pulumi.Resource) -> HubDns:
    """Make the resolver, its ruleset and policy, and the zones, as children of ``parent``.

    Source: Microsoft Learn, "Azure DNS Private Resolver" and "DNS security policy".
    """
    group = resources.ResourceGroup(
        f"{name}-dns",
        resource_group_name=zone_group(args.owner, args.region),
        location=args.region,
        tags=args.owner.tags,
        opts=options.retained(parent),
    )
    resolver_network = network.VirtualNetwork(
        f"{name}-dns-network",
        virtual_network_name=args.owner.name("azure:network", f"dns-{args.region}"),
        resource_group_name=group.name,
        location=args.region,
        address_space={"address_prefixes": [str(dns_block(args.block))]},
        tags=args.owner.tags,
        opts=options.protected(parent),
    )
    context = _Context(name, args, group, resolver_network, parent)
    resolver = _resolver(context)
    inbound = _inbound(context, resolver)
    ruleset = _ruleset(context, resolver, inbound)
    policy = _policy(context)
    _zones(context)
    return HubDns(resolver_network, ruleset, group, policy)


def _resolver(context: _Context) -> dnsresolver.DnsResolver:
    return dnsresolver.DnsResolver(
        f"{context.name}-dns-resolver",
        dns_resolver_name=context.physical("resolver"),
        resource_group_name=context.group.name,
        location=context.args.region,
        virtual_network={"id": context.network.id},
        tags=context.args.owner.tags,
        opts=options.protected(context.parent),
    )


def _subnet(context: _Context, role: str, block: IPv4Network, opts: pulumi.ResourceOptions) -> network.Subnet:
    return network.Subnet(
        f"{context.name}-dns-{role}-subnet",
        subnet_name=role,
        resource_group_name=context.group.name,
        virtual_network_name=context.network.name,
        address_prefix=str(block),
        default_outbound_access=False,
        delegations=[{"name": "resolver", "service_name": "Microsoft.Network/dnsResolvers"}],
        opts=opts,
    )


def _inbound(context: _Context, resolver: dnsresolver.DnsResolver) -> dnsresolver.InboundEndpoint:
    args = context.args
    subnet = _subnet(context, "inbound", inbound_block(args.block), options.protected(context.parent))
    return dnsresolver.InboundEndpoint(
        f"{context.name}-dns-inbound",
        inbound_endpoint_name="inbound",
        dns_resolver_name=resolver.name,
        resource_group_name=context.group.name,
        location=args.region,
        # Fixed, since every body's network and the firewall's rules know it.
        ip_configurations=[
            {
                "subnet": {"id": subnet.id},
                "private_ip_address": str(resolver_address(args.block)),
                "private_ip_allocation_method": dnsresolver.IpAllocationMethod.STATIC,
            }
        ],
        tags=args.owner.tags,
        opts=options.protected(context.parent),
    )


def _ruleset(context: _Context, resolver: dnsresolver.DnsResolver, inbound: dnsresolver.InboundEndpoint) -> dnsresolver.DnsForwardingRuleset:
    """What the hub answers for bodies' networks: the services whose private zones it holds. Every attachment links its network to it."""
    args, parent = context.args, context.parent
    # A network takes one change to its subnets at a time.
    subnet = _subnet(context, "outbound", outbound_block(args.block), options.protected(parent, after=[inbound]))
    outbound = dnsresolver.OutboundEndpoint(
        f"{context.name}-dns-outbound",
        outbound_endpoint_name="outbound",
        dns_resolver_name=resolver.name,
        resource_group_name=context.group.name,
        location=args.region,
        subnet={"id": subnet.id},
        tags=args.owner.tags,
        opts=options.inside(parent),
    )
    ruleset = dnsresolver.DnsForwardingRuleset(
        f"{context.name}-dns-ruleset",
        dns_forwarding_ruleset_name=context.physical("names"),
        resource_group_name=context.group.name,
        location=args.region,
        dns_resolver_outbound_endpoints=[{"id": outbound.id}],
        tags=args.owner.tags,
        opts=options.protected(parent),
    )
    for namespace in sorted({*args.hosted, *(namespace for zone in ZONES for namespace in zone.namespaces)}):
        dnsresolver.ForwardingRule(
            f"{context.name}-dns-ask-{namespace}",
            forwarding_rule_name=namespace.replace(".", "-"),
            dns_forwarding_ruleset_name=ruleset.name,
            resource_group_name=context.group.name,
            domain_name=f"{namespace}.",
            target_dns_servers=[{"ip_address": str(resolver_address(args.block)), "port": 53}],
            forwarding_rule_state=dnsresolver.ForwardingRuleState.ENABLED,
            opts=options.inside(parent, after=[inbound]),
        )
    return ruleset


def _policy(context: _Context) -> dnsresolver.DnsResolverPolicy:
    args, parent = context.args, context.parent
    policy = dnsresolver.DnsResolverPolicy(
        f"{context.name}-dns-policy",
        dns_resolver_policy_name=context.physical("dns"),
        resource_group_name=context.group.name,
        location=args.region,
        tags=args.owner.tags,
        opts=options.inside(parent),
    )
    if args.blocked_domains:
        _block(context, policy)
    dnsresolver.DnsResolverPolicyVirtualNetworkLink(
        f"{context.name}-dns-policy-link",
        dns_resolver_policy_virtual_network_link_name="hub",
        dns_resolver_policy_name=policy.name,
        resource_group_name=context.group.name,
        location=args.region,
        virtual_network={"id": context.network.id},
        tags=args.owner.tags,
        opts=options.inside(parent),
    )
    archive_logs(f"{context.name}-dns-logs", resource=policy.id, region=args.region, archive=args.archive, categories=["DnsResponse"], parent=parent)
    return policy


def _block(context: _Context, policy: dnsresolver.DnsResolverPolicy) -> None:
    """Refuse the blocked names to every network that is linked to the policy."""
    args, parent = context.args, context.parent
    names = dnsresolver.DnsResolverDomainList(
        f"{context.name}-dns-blocked",
        dns_resolver_domain_list_name="blocked",
        resource_group_name=context.group.name,
        location=args.region,
        # A name stands for what lies under it too, and no list takes a wildcard ("DNS security policy", domain lists).
        domains=[f"{domain}." for domain in sorted({bare(domain) for domain in args.blocked_domains})],
        tags=args.owner.tags,
        opts=options.inside(parent),
    )
    dnsresolver.DnsSecurityRule(
        f"{context.name}-dns-block",
        dns_security_rule_name="blocked",
        dns_resolver_policy_name=policy.name,
        resource_group_name=context.group.name,
        location=args.region,
        priority=100,
        action={"action_type": dnsresolver.ActionType.BLOCK, "block_response_code": dnsresolver.BlockResponseCode.SERVFAIL},
        dns_resolver_domain_lists=[{"id": names.id}],
        dns_security_rule_state=dnsresolver.DnsSecurityRuleState.ENABLED,
        tags=args.owner.tags,
        opts=options.inside(parent),
    )


def _zones(context: _Context) -> None:
    for zone in ZONES:
        private_zone = privatedns.PrivateZone(
            f"{context.name}-zone-{zone.key}",
            private_zone_name=zone.name,
            resource_group_name=context.group.name,
            location="global",
            tags=context.args.owner.tags,
            opts=options.protected(context.parent),
        )
        privatedns.VirtualNetworkLink(
            f"{context.name}-zone-{zone.key}-link",
            virtual_network_link_name="hub",
            private_zone_name=private_zone.name,
            resource_group_name=context.group.name,
            location="global",
            registration_enabled=False,
            # A name that we do not hold, such as another directory's storage account, is asked of the internet.
            resolution_policy=privatedns.ResolutionPolicy.NX_DOMAIN_REDIRECT,
            virtual_network={"id": context.network.id},
            tags=context.args.owner.tags,
            opts=options.inside(context.parent),
        )
