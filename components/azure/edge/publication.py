"""One published application: its domain and certificate, where its calls are led, and the firewall before them.

Sources: Microsoft Learn, "Use Azure Front Door Premium with a custom virtual network and Private Link" (Container Apps), "Domains in Azure Front
Door", "Secure your origin with Private Link in Azure Front Door Premium".
"""

from collections.abc import Sequence

import pulumi
from pulumi_azure_native import cdn

from components.azure.edge.context import EdgeContext
from components.azure.edge.firewall import create_firewall
from components.azure.edge.pages import create_rules
from components.azure.options import protected
from components.contracts import Published

GROUP_ID = "managedEnvironments"
"""What a private link to a Container Apps environment leads to."""


def request_message(context: EdgeContext) -> str:
    """What the environment's owner is told by Front Door's request, and knows it by."""
    return f"Edge of {context.args.owner.key}"


def create_domain(context: EdgeContext, published: Published) -> cdn.AFDCustomDomain:
    """The name, with a certificate that Front Door gets and renews once the zone above has the record that the domain tells."""
    return cdn.AFDCustomDomain(
        _name(context, published, "domain"),
        custom_domain_name=published.host.replace(".", "-"),
        host_name=published.host,
        profile_name=context.profile.name,
        resource_group_name=context.group.name,
        tls_settings={
            "certificate_type": cdn.AfdCertificateType.MANAGED_CERTIFICATE,
            "minimum_tls_version": cdn.AfdMinimumTlsVersion.TLS12,
            "cipher_suite_set_type": cdn.AfdCipherSuiteSetType.TLS12_2023,
        },
        # The zone above has its record, which another would not have.
        opts=protected(context.parent),
    )


def create_origin(context: EdgeContext, published: Published) -> tuple[cdn.AFDOriginGroup, cdn.AFDOrigin]:
    """The way to the application, by a private link to its environment. All of a profile's origins there share one endpoint."""
    group = cdn.AFDOriginGroup(
        _name(context, published, "origins"),
        origin_group_name=published.application,
        profile_name=context.profile.name,
        resource_group_name=context.group.name,
        load_balancing_settings={"sample_size": 4, "successful_samples_required": 3, "additional_latency_in_milliseconds": 50},
        session_affinity_state=cdn.EnabledState.DISABLED,
        opts=context.inside,
    )
    origin = cdn.AFDOrigin(
        _name(context, published, "origin"),
        origin_name="environment",
        origin_group_name=group.name,
        profile_name=context.profile.name,
        resource_group_name=context.group.name,
        # The environment knows an application by the name inside, and shows the certificate of it.
        host_name=published.inside,
        origin_host_header=published.inside,
        https_port=443,
        enforce_certificate_name_check=True,
        enabled_state=cdn.EnabledState.ENABLED,
        priority=1,
        weight=1000,
        shared_private_link_resource={
            "private_link": {"id": context.args.cell.environment},
            "private_link_location": context.args.region,
            "group_id": GROUP_ID,
            "request_message": request_message(context),
        },
        opts=context.inside,
    )
    return group, origin


def create_route(
    context: EdgeContext, published: Published, domain: cdn.AFDCustomDomain, group: cdn.AFDOriginGroup, after: Sequence[pulumi.Resource]
) -> None:
    """Lead calls to the name on, past the firewall. Nothing leads on from the endpoint's own name."""
    rules, made = create_rules(context, published)
    firewall = create_firewall(context, published)
    guarded = cdn.SecurityPolicy(
        _name(context, published, "guarded"),
        security_policy_name=published.application,
        profile_name=context.profile.name,
        resource_group_name=context.group.name,
        parameters={
            "type": "WebApplicationFirewall",
            "waf_policy": {"id": firewall.id},
            "associations": [{"domains": [{"id": domain.id}], "patterns_to_match": ["/*"]}],
        },
        opts=context.inside,
    )
    cdn.Route(
        _name(context, published, "route"),
        route_name=published.application,
        endpoint_name=context.endpoint.name,
        profile_name=context.profile.name,
        resource_group_name=context.group.name,
        custom_domains=[{"id": domain.id}],
        origin_group={"id": group.id},
        rule_sets=[{"id": rules.id}],
        patterns_to_match=["/*"],
        supported_protocols=[cdn.AFDEndpointProtocols.HTTP, cdn.AFDEndpointProtocols.HTTPS],
        https_redirect=cdn.HttpsRedirect.ENABLED,
        forwarding_protocol=cdn.ForwardingProtocol.HTTPS_ONLY,
        link_to_default_domain=cdn.LinkToDefaultDomain.DISABLED,
        enabled_state=cdn.EnabledState.ENABLED,
        # Nothing is led on before the firewall stands there, and before the endpoint is approved.
        opts=pulumi.ResourceOptions.merge(context.inside, pulumi.ResourceOptions(depends_on=[guarded, *made, *after])),
    )


def _name(context: EdgeContext, published: Published, role: str) -> str:
    return f"{context.name}-{published.application}-{role}"
