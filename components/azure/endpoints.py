"""Private endpoints: a service's address inside a network."""

from collections.abc import Mapping

import pulumi
from pulumi_azure_native import network


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
