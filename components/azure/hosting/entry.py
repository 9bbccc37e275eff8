"""The entry of a hosting cell: a private Application Gateway behind a web application firewall, and the names that lead to it."""

from collections.abc import Sequence

import pulumi
from pulumi_azure_native import managedidentity, network, privatedns

from components.azure.hosting.context import CellContext
from components.azure.options import protected
from components.contracts import REGION, SubnetKey

SUBNET = SubnetKey("entry", REGION)

TLS_POLICY = network.ApplicationGatewaySslPolicyName.APP_GW_SSL_POLICY20220101_S
"""The newest and strictest predefined policy of November 2026: TLS 1.2 and 1.3, without CBC (Microsoft Learn, "TLS policy overview")."""

RULE_SETS = (("Microsoft_DefaultRuleSet", "2.2"), ("Microsoft_BotManagerRuleSet", "1.1"))
"""Managed rule sets. 2.2 is general since April 2026 and rests on the OWASP core rule set 3.3.4 (Azure Network Security blog)."""

UNITS = (0, 10)
"""Instances held ready and at most. With none held ready the service still has two, in different zones, that are in its fixed price, and scales by
what is asked; a reserve is paid for whether or not anybody calls ("Scaling Application Gateway v2 and WAF v2", high availability)."""


def create_firewall(context: CellContext) -> network.WebApplicationFirewallPolicy:
    """Rules that every request meets, in prevention; whoever calls from elsewhere than ``sources`` is turned away first."""
    strangers: network.WebApplicationFirewallCustomRuleArgsDict = {
        "name": "strangers",
        "priority": 1,
        "rule_type": network.WebApplicationFirewallRuleType.MATCH_RULE,
        "action": network.WebApplicationFirewallAction.BLOCK,
        "match_conditions": [
            {
                "match_variables": [{"variable_name": network.WebApplicationFirewallMatchVariable.REMOTE_ADDR}],
                "operator": network.WebApplicationFirewallOperator.IP_MATCH,
                "negation_conditon": True,
                "match_values": [str(block) for block in context.args.sources],
            }
        ],
    }
    return network.WebApplicationFirewallPolicy(
        f"{context.name}-firewall",
        policy_name=context.physical_name("azure:general", "firewall"),
        resource_group_name=context.group.name,
        location=context.args.region,
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
        tags=context.tags,
        opts=context.inside,
    )


def create_gateway(
    context: CellContext,
    firewall: network.WebApplicationFirewallPolicy,
    identity: managedidentity.UserAssignedIdentity,
    backend: pulumi.Input[str],
    after: Sequence[pulumi.Resource],
) -> network.ApplicationGateway:
    """One listener for every name under ``domain``, one backend: the environment, which is told the name that was asked for.

    Private alone: it needs the feature ``EnableApplicationGatewayNetworkIsolation`` of the Azure subscription, without which a
    gateway wants a public address and may not stand behind the hub's default route.
    """
    args, name = context.args, context.physical_name("azure:general", "entry")
    parts = _Parts(context, name)
    subnet: network.SubResourceArgsDict = {"id": context.subnet(SUBNET)}
    return network.ApplicationGateway(
        f"{context.name}-entry",
        application_gateway_name=name,
        resource_group_name=context.group.name,
        location=args.region,
        sku={"name": network.ApplicationGatewaySkuName.WA_F_V2, "tier": network.ApplicationGatewayTier.WA_F_V2},
        zones=list(args.zones),
        autoscale_configuration={"min_capacity": UNITS[0], "max_capacity": UNITS[1]},
        identity={"type": network.ResourceIdentityType.USER_ASSIGNED, "user_assigned_identities": [identity.id]},
        firewall_policy={"id": firewall.id},
        ssl_policy={"policy_type": network.ApplicationGatewaySslPolicyType.PREDEFINED, "policy_name": TLS_POLICY},
        enable_http2=True,
        ssl_certificates=[{"name": "domain", "key_vault_secret_id": args.certificate}],
        gateway_ip_configurations=[{"name": "entry", "subnet": subnet}],
        frontend_ip_configurations=[_frontend(context, subnet)],
        frontend_ports=[{"name": "https", "port": 443}],
        http_listeners=[_listener(context, parts)],
        backend_address_pools=[{"name": "environment", "backend_addresses": [{"ip_address": backend}]}],
        backend_http_settings_collection=[_backend_settings(parts)],
        probes=[_probe(context)],
        request_routing_rules=[_rule(parts)],
        tags=context.tags,
        opts=protected(context.parent, after=after),
    )


def private_address(entry: network.ApplicationGateway) -> pulumi.Output[str]:
    """The address that the entry answers at."""
    return entry.frontend_ip_configurations.apply(lambda fronts: (fronts[0].private_ip_address or "") if fronts else "")


class _Parts:
    """References to parts of the gateway, which have no id before the gateway has."""

    def __init__(self, context: CellContext, gateway_name: str) -> None:
        group = pulumi.Output.concat("/subscriptions/", context.args.tenancy.subscription, "/resourceGroups/", context.group.name)
        self._gateway = pulumi.Output.concat(group, f"/providers/Microsoft.Network/applicationGateways/{gateway_name}")

    def reference(self, kind: str, name: str) -> network.SubResourceArgsDict:
        return {"id": pulumi.Output.concat(self._gateway, f"/{kind}/{name}")}


def _frontend(context: CellContext, subnet: network.SubResourceArgsDict) -> network.ApplicationGatewayFrontendIPConfigurationArgsDict:
    return {
        "name": "private",
        # The last of its subnet, fixed, since names lead to it.
        "private_ip_address": str(context.args.ranges[SUBNET][-2]),
        "private_ip_allocation_method": network.IPAllocationMethod.STATIC,
        "subnet": subnet,
    }


def _listener(context: CellContext, parts: _Parts) -> network.ApplicationGatewayHttpListenerArgsDict:
    return {
        "name": "applications",
        "protocol": network.ApplicationGatewayProtocol.HTTPS,
        "host_names": [f"*.{context.args.domain}"],
        "require_server_name_indication": True,
        "frontend_ip_configuration": parts.reference("frontendIPConfigurations", "private"),
        "frontend_port": parts.reference("frontendPorts", "https"),
        "ssl_certificate": parts.reference("sslCertificates", "domain"),
    }


def _backend_settings(parts: _Parts) -> network.ApplicationGatewayBackendHttpSettingsArgsDict:
    return {
        "name": "environment",
        "protocol": network.ApplicationGatewayProtocol.HTTPS,
        "port": 443,
        "cookie_based_affinity": network.ApplicationGatewayCookieBasedAffinity.DISABLED,
        "pick_host_name_from_backend_address": False,
        "request_timeout": 60,
        "probe_enabled": True,
        "probe": parts.reference("probes", "environment"),
    }


def _probe(context: CellContext) -> network.ApplicationGatewayProbeArgsDict:
    return {
        "name": "environment",
        "protocol": network.ApplicationGatewayProtocol.HTTPS,
        # No application has this name: the environment's own proxy answers, which is what is asked.
        "host": f"entry-health.{context.args.domain}",
        "path": "/",
        "interval": 30,
        "timeout": 30,
        "unhealthy_threshold": 3,
        "match": {"status_codes": ["200-404"]},
    }


def _rule(parts: _Parts) -> network.ApplicationGatewayRequestRoutingRuleArgsDict:
    return {
        "name": "applications",
        "priority": 100,
        "rule_type": network.ApplicationGatewayRequestRoutingRuleType.BASIC,
        "http_listener": parts.reference("httpListeners", "applications"),
        "backend_address_pool": parts.reference("backendAddressPools", "environment"),
        "backend_http_settings": parts.reference("backendHttpSettingsCollection", "environment"),
    }


def create_zone(context: CellContext, address: pulumi.Input[str]) -> None:
    """A private zone for ``domain`` in which every name leads to the entry, known to the cell's network and to the hub's resolver.

    The environment's own default domain gets no zone: whoever used it would go round the firewall.
    """
    args = context.args
    zone = privatedns.PrivateZone(
        f"{context.name}-zone",
        private_zone_name=args.domain,
        resource_group_name=context.group.name,
        location="global",
        tags=context.tags,
        opts=protected(context.parent),
    )
    privatedns.PrivateRecordSet(
        f"{context.name}-zone-every",
        private_zone_name=zone.name,
        resource_group_name=context.group.name,
        relative_record_set_name="*",
        record_type="A",
        ttl=300,
        a_records=[{"ipv4_address": address}],
        opts=context.inside,
    )
    for key, linked in (("network", args.network.network), ("resolver", args.hub.dns_network)):
        privatedns.VirtualNetworkLink(
            f"{context.name}-zone-link-{key}",
            virtual_network_link_name=key,
            private_zone_name=zone.name,
            resource_group_name=context.group.name,
            location="global",
            registration_enabled=False,
            virtual_network={"id": linked},
            tags=context.tags,
            opts=context.inside,
        )
