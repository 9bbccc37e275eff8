"""Private endpoints: a service's address inside a network, and the wait until its name leads there."""

from collections.abc import Mapping, Sequence

import pulumi
from pulumi_azure_native import network

from components.azure import identifiers as ids
from components.azure.dynamic.settings import Setting, SubscriptionSettings

RECORD, RECORDS = "platform", "2023-09-01"
"""Name of the record that the platform's policy makes for each endpoint (``foundation.policy_rules``), and the version of its API."""
LONGEST_MINUTES = 40
"""Minutes for which a record is waited for. A policy acts ten to twenty minutes after the endpoint is there (Microsoft Learn, "Remediate noncompliant
resources with Azure Policy"); until then the service's name leads to its public address, which is closed."""


def private_endpoint(
    logical: str,
    *,
    name: str,
    group: pulumi.Input[str],
    region: str,
    subnet: pulumi.Input[str],
    service: pulumi.Input[str],
    sub_resource: str,
    connection: str,
    tags: Mapping[str, str],
    opts: pulumi.ResourceOptions,
) -> network.PrivateEndpoint:
    """A private way to ``service`` (a resource id); the platform's policy records it in the hub's zones.

    ``name`` is the endpoint's, of kind ``azure:network`` or ``azure:general``; its network interface has it too, with ``-nic``.
    ``connection`` names the connection within the endpoint.
    """
    return network.PrivateEndpoint(
        logical,
        private_endpoint_name=name,
        custom_network_interface_name=f"{name}-nic",
        resource_group_name=group,
        location=region,
        subnet={"id": subnet},
        private_link_service_connections=[{"name": connection, "private_link_service_id": service, "group_ids": [sub_resource]}],
        tags=tags,
        opts=opts,
    )


def recorded(logical: str, *, endpoints: Sequence[network.PrivateEndpoint], opts: pulumi.ResourceOptions) -> SubscriptionSettings:
    """Wait until the platform's policy has recorded each endpoint, all of one Azure subscription. Give it a provider of ``python_plane``."""
    records = [
        Setting(path=pulumi.Output.concat(ids.inside_subscription(each.id), "/privateDnsZoneGroups/", RECORD), version=RECORDS, body={}, awaited=True)
        for each in endpoints
    ]
    return SubscriptionSettings(
        logical,
        subscription=ids.subscription_of(endpoints[0].id),
        settings=records,
        minutes=LONGEST_MINUTES,
        opts=opts,
        awaits=[each.id for each in endpoints],
        awaited="Microsoft.Network/privateEndpoints/privateDnsZoneGroups",
    )
