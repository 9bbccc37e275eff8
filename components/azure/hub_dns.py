"""Names in the hub: a resolver at a fixed address, the private-link zones, and a list of names that are refused."""

from dataclasses import dataclass
from ipaddress import IPv4Address, IPv4Network

import pulumi
from pulumi_azure_native import dnsresolver, monitor, network, privatedns, resources

from components.azure.private_zones import ZONES, zone_group
from components.azure.tags import standard_tags
from components.contracts import NetworkHubArgs
from components.naming import physical


def dns_block(block: IPv4Network) -> IPv4Network:
    """Range of the resolver's network: the /24 behind the hub's own /23."""
    return list(block.subnets(new_prefix=24))[2]


def inbound_block(block: IPv4Network) -> IPv4Network:
    """Range of the subnet that answers questions."""
    return next(dns_block(block).subnets(new_prefix=28))


def resolver_address(block: IPv4Network) -> IPv4Address:
    """Address of the resolver. Azure keeps the first four addresses of a subnet for itself."""
    return inbound_block(block)[4]


@dataclass(frozen=True)
class HubDns:
    """What the hub's names are made of."""

    network: network.VirtualNetwork
    endpoint: dnsresolver.InboundEndpoint
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
        virtual_network_name=physical("azure:network", platform=args.platform, role=f"dns-{args.region}"),
        resource_group_name=group.name,
        location=args.region,
        address_space={"address_prefixes": [str(dns_block(args.block))]},
        tags=tags,
        opts=kept,
    )
    endpoint = _resolver(name, args, group, made, tags, inside)
    policy = _policy(name, args, group, made, tags, inside)
    return HubDns(made, endpoint, policy, _zones(name, group, made, tags, parent))


def _resolver(
    name: str,
    args: NetworkHubArgs,
    group: resources.ResourceGroup,
    made: network.VirtualNetwork,
    tags: dict[str, str],
    inside: pulumi.ResourceOptions,
) -> dnsresolver.InboundEndpoint:
    subnet = network.Subnet(
        f"{name}-dns-inbound-subnet",
        subnet_name="inbound",
        resource_group_name=group.name,
        virtual_network_name=made.name,
        address_prefix=str(inbound_block(args.block)),
        default_outbound_access=False,
        delegations=[{"name": "resolver", "service_name": "Microsoft.Network/dnsResolvers"}],
        opts=inside,
    )
    resolver = dnsresolver.DnsResolver(
        f"{name}-dns-resolver",
        dns_resolver_name=physical("azure:general", platform=args.platform, role=f"resolver-{args.region}"),
        resource_group_name=group.name,
        location=args.region,
        virtual_network={"id": made.id},
        tags=tags,
        opts=inside,
    )
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
