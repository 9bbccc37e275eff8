"""A consumer's way to one offer on Azure: a private endpoint in its own network, under the name that the service's certificate shows."""

from hashlib import sha256
from typing import TypeAlias

import pulumi
from pulumi_azure_native import network, privatedns

from components.azure import identifiers as ids
from components.azure.handles import NetworkHandle
from components.azure.options import inside
from components.azure.services.context import doors
from components.contracts import ServiceSubscriptionArgs

ANSWER_SECONDS = 300
"""For how long an answer may be kept."""

SubscriptionArgs: TypeAlias = ServiceSubscriptionArgs[NetworkHandle]


class ServiceSubscription(pulumi.ComponentResource):
    """A private endpoint to the provider's Private Link Service, and a private zone for exactly the service's host.

    The zone is linked to the consumer's own network and to no other: another consumer of the same service has the same name for
    another address. Within the network every application may call, and from a shared cell those that the hub's firewall lets in:
    Azure applies no security group to an endpoint of such a service, so ``sources`` is what those two add up to. Sources:
    Microsoft Learn, "What is Azure Private Link service?", "Azure DNS Private Resolver endpoints and rulesets". Outputs: see
    ``components.contracts.ServiceSubscriptionOutputs``. Raises ``ContractError`` for a network without a subnet for doors.
    """

    endpoint: pulumi.Output[str]
    host: pulumi.Output[str]

    def __init__(self, name: str, args: SubscriptionArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("civic-azure:index:ServiceSubscription", name, {}, opts)
        self._name, self._args = name, args
        self._inside = inside(self)
        self._group = ids.applications_group(args.owner)
        endpoint = self._endpoint()
        record = self._record(endpoint)
        self.endpoint = endpoint.id
        self.host = record.id.apply(lambda _id: args.host)
        self.register_outputs({"endpoint": self.endpoint, "host": self.host})

    def _physical_name(self, kind: str, role: str = "") -> str:
        return self._args.owner.name(kind, "-".join(part for part in ("from", self._args.key, role) if part))

    def _endpoint(self) -> network.PrivateEndpoint:
        args = self._args
        subnets = doors(args.network)
        # By name alone, so that another subscription moves none; the subnets are small, so they share the load.
        chosen = int.from_bytes(sha256(args.key.encode()).digest()[:4], "big") % len(subnets)
        return network.PrivateEndpoint(
            f"{self._name}-endpoint",
            private_endpoint_name=self._physical_name("azure:network"),
            custom_network_interface_name=self._interface_name(),
            resource_group_name=self._group,
            location=args.region,
            subnet={"id": subnets[chosen]},
            # Asked for and not taken: the consumer has no role at the provider. The service's list approves it at once.
            manual_private_link_service_connections=[
                {
                    "name": args.offer,
                    "private_link_service_id": args.service,
                    "group_ids": [],
                    "request_message": f"{args.owner.key} takes {args.offer} of {args.provider}",
                }
            ],
            tags=args.owner.tags,
            opts=self._inside,
        )

    def _interface_name(self) -> str:
        return self._physical_name("azure:network", "nic")

    def _record(self, endpoint: network.PrivateEndpoint) -> privatedns.PrivateRecordSet:
        args = self._args
        zone = privatedns.PrivateZone(
            f"{self._name}-zone",
            private_zone_name=args.host,
            resource_group_name=self._group,
            location="global",
            tags=args.owner.tags,
            opts=self._inside,
        )
        privatedns.VirtualNetworkLink(
            f"{self._name}-zone-link",
            virtual_network_link_name="own-network",
            private_zone_name=zone.name,
            resource_group_name=self._group,
            location="global",
            registration_enabled=False,
            virtual_network={"id": args.network.network},
            tags=args.owner.tags,
            opts=self._inside,
        )
        return privatedns.PrivateRecordSet(
            f"{self._name}-name",
            relative_record_set_name="@",
            record_type="A",
            private_zone_name=zone.name,
            resource_group_name=self._group,
            ttl=ANSWER_SECONDS,
            a_records=[{"ipv4_address": self._address(endpoint)}],
            opts=self._inside,
        )

    def _address(self, endpoint: network.PrivateEndpoint) -> pulumi.Output[str]:
        """The endpoint itself does not tell its address; its network interface does."""
        interface = network.get_network_interface_output(
            # An output of the endpoint, so that nobody asks before the interface is there.
            network_interface_name=endpoint.id.apply(lambda _id: self._interface_name()),
            resource_group_name=self._group,
            opts=pulumi.InvokeOutputOptions(parent=self, depends_on=[endpoint]),
        )
        return interface.ip_configurations.apply(lambda configurations: str(configurations[0].private_ip_address))
