"""The entry of a hosting cell: a private Application Gateway behind a web application firewall, and the names that lead to it."""

# pyright: reportArgumentType=false
# The SDK takes plain dicts here, which the checker cannot tell from a mapping of another shape.

from typing import Any

import pulumi
from pulumi_azure_native import managedidentity, network, privatedns

from components.azure.hosting.site import Site
from components.azure.network.private_zones import resolver_network

ISOLATION = "EnableApplicationGatewayNetworkIsolation"
"""Feature of an Azure subscription without which a gateway must have a public address."""

TLS_POLICY = network.ApplicationGatewaySslPolicyName.APP_GW_SSL_POLICY20220101_S
"""The newest and strictest predefined policy of November 2026: TLS 1.2 and 1.3, without CBC (Microsoft Learn, "TLS policy overview")."""

RULE_SETS = (("Microsoft_DefaultRuleSet", "2.2"), ("Microsoft_BotManagerRuleSet", "1.1"))
"""Managed rule sets. 2.2 is general since April 2026 and rests on the OWASP core rule set 3.3.4 (Azure Network Security blog)."""

UNITS = (2, 10)
"""Capacity units at least and at most: two, so that one may be lost."""


def firewall(site: Site) -> network.WebApplicationFirewallPolicy:
    """Rules that every request meets, in prevention; whoever calls from elsewhere than ``sources`` is turned away first."""
    strangers = {
        "name": "strangers",
        "priority": 1,
        "rule_type": network.WebApplicationFirewallRuleType.MATCH_RULE,
        "action": network.WebApplicationFirewallAction.BLOCK,
        "match_conditions": [
            {
                "match_variables": [{"variable_name": network.WebApplicationFirewallMatchVariable.REMOTE_ADDR}],
                "operator": network.WebApplicationFirewallOperator.IP_MATCH,
                "negation_conditon": True,
                "match_values": [str(block) for block in site.args.sources],
            }
        ],
    }
    return network.WebApplicationFirewallPolicy(
        f"{site.name}-firewall",
        policy_name=site.named("azure:general", "firewall"),
        resource_group_name=site.group.name,
        location=site.args.region,
        policy_settings={
            "state": network.WebApplicationFirewallEnabledState.ENABLED,
            "mode": network.WebApplicationFirewallMode.PREVENTION,
            "request_body_check": True,
            "request_body_enforcement": True,
            "max_request_body_size_in_kb": 2000,
            "file_upload_enforcement": True,
            "file_upload_limit_in_mb": 100,
        },
        custom_rules=[strangers],
        managed_rules={"managed_rule_sets": [{"rule_set_type": kind, "rule_set_version": version} for kind, version in RULE_SETS]},
        tags=site.tags,
        opts=site.inside,
    )


def gateway(
    site: Site,
    policy: network.WebApplicationFirewallPolicy,
    identity: managedidentity.UserAssignedIdentity,
    backend: pulumi.Input[str],
    after: list[pulumi.Resource],
) -> network.ApplicationGateway:
    """One listener for every name under ``domain``, one backend: the environment, which is told the name that was asked for.

    Private alone: it needs the feature ``EnableApplicationGatewayNetworkIsolation`` of the Azure subscription, without which a
    gateway wants a public address and may not stand behind the hub's default route.
    """
    args, name = site.args, site.named("azure:general", "entry")
    return network.ApplicationGateway(
        f"{site.name}-entry",
        application_gateway_name=name,
        resource_group_name=site.group.name,
        location=args.region,
        sku={"name": network.ApplicationGatewaySkuName.WA_F_V2, "tier": network.ApplicationGatewayTier.WA_F_V2},
        zones=list(args.zones),
        autoscale_configuration={"min_capacity": UNITS[0], "max_capacity": UNITS[1]},
        identity={"type": network.ResourceIdentityType.USER_ASSIGNED, "user_assigned_identities": [identity.id]},
        firewall_policy={"id": policy.id},
        ssl_policy={"policy_type": network.ApplicationGatewaySslPolicyType.PREDEFINED, "policy_name": TLS_POLICY},
        enable_http2=True,
        ssl_certificates=[{"name": "domain", "key_vault_secret_id": args.certificate}],
        **_front(site, name),
        **_back(site, name, backend),
        tags=site.tags,
        opts=pulumi.ResourceOptions(parent=site.parent, depends_on=after),
    )


def address(site: Site) -> str:
    """The entry's address: the last of its subnet, fixed, since names lead to it."""
    return str(site.args.ranges["entry-region"][-2])


def _part(site: Site, gateway_name: str, kind: str, name: str) -> dict[str, pulumi.Output[str]]:
    """Reference to a part of the gateway, which has no id before the gateway has."""
    start = pulumi.Output.concat("/subscriptions/", site.args.tenancy, "/resourceGroups/", site.group.name)
    return {"id": pulumi.Output.concat(start, f"/providers/Microsoft.Network/applicationGateways/{gateway_name}/{kind}/{name}")}


def _front(site: Site, name: str) -> dict[str, Any]:
    subnet = {"id": site.subnet("entry-region")}
    listener = {
        "name": "applications",
        "protocol": network.ApplicationGatewayProtocol.HTTPS,
        "host_names": [f"*.{site.args.domain}"],
        "require_server_name_indication": True,
        "frontend_ip_configuration": _part(site, name, "frontendIPConfigurations", "private"),
        "frontend_port": _part(site, name, "frontendPorts", "https"),
        "ssl_certificate": _part(site, name, "sslCertificates", "domain"),
    }
    private = {
        "name": "private",
        "private_ip_address": address(site),
        "private_ip_allocation_method": network.IPAllocationMethod.STATIC,
        "subnet": subnet,
    }
    return {
        "gateway_ip_configurations": [{"name": "entry", "subnet": subnet}],
        "frontend_ip_configurations": [private],
        "frontend_ports": [{"name": "https", "port": 443}],
        "http_listeners": [listener],
    }


def _back(site: Site, name: str, backend: pulumi.Input[str]) -> dict[str, Any]:
    settings = {
        "name": "environment",
        "protocol": network.ApplicationGatewayProtocol.HTTPS,
        "port": 443,
        "cookie_based_affinity": network.ApplicationGatewayCookieBasedAffinity.DISABLED,
        "pick_host_name_from_backend_address": False,
        "request_timeout": 60,
        "probe_enabled": True,
        "probe": _part(site, name, "probes", "environment"),
    }
    probe = {
        "name": "environment",
        "protocol": network.ApplicationGatewayProtocol.HTTPS,
        # No application has this name: the environment's own proxy answers, which is what is asked.
        "host": f"entry-health.{site.args.domain}",
        "path": "/",
        "interval": 30,
        "timeout": 30,
        "unhealthy_threshold": 3,
        "match": {"status_codes": ["200-404"]},
    }
    rule = {
        "name": "applications",
        "priority": 100,
        "rule_type": network.ApplicationGatewayRequestRoutingRuleType.BASIC,
        "http_listener": _part(site, name, "httpListeners", "applications"),
        "backend_address_pool": _part(site, name, "backendAddressPools", "environment"),
        "backend_http_settings": _part(site, name, "backendHttpSettingsCollection", "environment"),
    }
    return {
        "backend_address_pools": [{"name": "environment", "backend_addresses": [{"ip_address": backend}]}],
        "backend_http_settings_collection": [settings],
        "probes": [probe],
        "request_routing_rules": [rule],
    }


def names(site: Site) -> privatedns.PrivateZone:
    """A private zone for ``domain`` in which every name leads to the entry, known to the cell's network and to the platform's resolver.

    The environment's own default domain gets no zone: whoever used it would go round the firewall.
    """
    args = site.args
    zone = privatedns.PrivateZone(
        f"{site.name}-zone",
        private_zone_name=args.domain,
        resource_group_name=site.group.name,
        location="global",
        tags=site.tags,
        opts=pulumi.ResourceOptions(parent=site.parent, protect=True),
    )
    privatedns.PrivateRecordSet(
        f"{site.name}-zone-every",
        private_zone_name=zone.name,
        resource_group_name=site.group.name,
        relative_record_set_name="*",
        record_type="A",
        ttl=300,
        a_records=[{"ipv4_address": address(site)}],
        opts=site.inside,
    )
    links = {"network": args.network} | ({"resolver": resolver_network(args.platform, args.region, args.transit)} if args.transit != "" else {})
    for key, linked in links.items():
        privatedns.VirtualNetworkLink(
            f"{site.name}-zone-link-{key}",
            virtual_network_link_name=key,
            private_zone_name=zone.name,
            resource_group_name=site.group.name,
            location="global",
            registration_enabled=False,
            virtual_network={"id": linked},
            tags=site.tags,
            opts=site.inside,
        )
    return zone
