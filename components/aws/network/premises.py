"""Ways from the hub to bodies' premises: a gateway of their own, VPN connections and Direct Connect gateways, and routes for what was declared."""

from collections.abc import Iterator
from ipaddress import IPv4Network

import pulumi
import pulumi_aws as aws

from components.aws.documents import logs_encrypt
from components.aws.handles import ArchiveHandle, HubHandle, OrganisationHandle, TenancyHandle
from components.aws.keys import encryption_key
from components.aws.logs import log_group
from components.aws.options import inside, protected
from components.contracts import NetworkHubArgs, Premises

GATEWAY_NUMBER, LINE_NUMBER = 64513, 64514
"""Autonomous system numbers of the gateway of premises and of Direct Connect gateways; the hub's own gateway has AWS's 64512."""
IKE, ENCRYPTION, INTEGRITY, GROUPS = ("ikev2",), ("AES256-GCM-16",), ("SHA2-384", "SHA2-512"), (20, 21)
"""Proposals that a device may choose from (Site-to-Site VPN User Guide, "Tunnel options"). AWS takes far weaker ones unless it is told not to."""


class PremisesGateway:
    """Children of the hub, where any premises are.

    Whatever a device makes known by BGP would come into the hub's tables, and a more specific range than a body's own would take its traffic.
    So ways end at a transit gateway of their own, which learns nothing: its routes to premises are the declared ranges, written, and its routes
    to the hub are what each of the bodies there may call. Peered gateways exchange no routes by themselves either (Amazon VPC Transit Gateways
    Guide, "Transit gateway peering attachments"). From the peering packets enter the hub as a newcomer's do: to inspection.

    A way that is not taken is made and stands by: its routes come with another ``preference``.
    """

    def __init__(
        self,
        name: str,
        args: NetworkHubArgs[OrganisationHandle, ArchiveHandle, HubHandle, TenancyHandle],
        hub: aws.ec2transitgateway.TransitGateway,
        spokes: aws.ec2transitgateway.RouteTable,
        inspected: aws.ec2transitgateway.RouteTable,
        partition: pulumi.Output[str],
        *,
        parent: pulumi.Resource,
    ) -> None:
        self._name, self._args, self._parent = name, args, parent
        self._log_key = self._key(partition).arn if any(place.vpn for place in args.premises) else None
        self._gateway = aws.ec2transitgateway.TransitGateway(
            f"{name}-premises",
            description=f"Premises of bodies in {args.region}",
            amazon_side_asn=GATEWAY_NUMBER,
            auto_accept_shared_attachments="disable",
            default_route_table_association="disable",
            default_route_table_propagation="disable",
            dns_support="enable",
            vpn_ecmp_support="enable",
            opts=protected(parent),
        )
        self._outward = self._table("outward")
        self._inward = self._table("inward")
        peering = self._peer(hub)
        self._lead(peering, hub_table=spokes, back=inspected)
        for place in args.premises:
            self._place(place)

    def _key(self, partition: pulumi.Output[str]) -> aws.kms.Key:
        """Tunnels are logged in CloudWatch alone (Site-to-Site VPN User Guide, "AWS Site-to-Site VPN logs")."""
        account = self._args.tenancy.account
        return encryption_key(
            f"{self._name}-premises-key",
            "Encrypts what tunnels to premises log",
            logs_encrypt(partition, self._args.region, account),
            account=account,
            partition=partition,
            parent=self._parent,
        )

    def _table(self, role: str) -> aws.ec2transitgateway.RouteTable:
        """``inward``: what premises know. ``outward``: what leads to them."""
        return aws.ec2transitgateway.RouteTable(
            f"{self._name}-premises-{role}",
            transit_gateway_id=self._gateway.id,
            tags={"Name": f"{self._name}-premises-{role}"},
            opts=protected(self._parent),
        )

    def _peer(self, hub: aws.ec2transitgateway.TransitGateway) -> aws.ec2transitgateway.PeeringAttachmentAccepter:
        peering = aws.ec2transitgateway.PeeringAttachment(
            f"{self._name}-premises-peering",
            transit_gateway_id=self._gateway.id,
            peer_transit_gateway_id=hub.id,
            peer_account_id=self._args.tenancy.account,
            peer_region=self._args.region,
            opts=protected(self._parent),
        )
        return aws.ec2transitgateway.PeeringAttachmentAccepter(
            f"{self._name}-premises-peering-accepted", transit_gateway_attachment_id=peering.id, opts=protected(self._parent)
        )

    def _lead(
        self,
        peering: aws.ec2transitgateway.PeeringAttachmentAccepter,
        *,
        hub_table: aws.ec2transitgateway.RouteTable,
        back: aws.ec2transitgateway.RouteTable,
    ) -> None:
        name = f"{self._name}-premises"
        for role, table, replaces in (("to-inspection", hub_table, True), ("from-hub", self._outward, None)):
            aws.ec2transitgateway.RouteTableAssociation(
                f"{name}-{role}",
                transit_gateway_attachment_id=peering.id,
                transit_gateway_route_table_id=table.id,
                # The hub associates newcomers by itself, with the same table.
                replace_existing_association=replaces,
                opts=inside(self._parent),
            )
        for block in _all(place.ranges for place in self._args.premises):
            self._route(f"{name}-hub-to-{_word(block)}", back, block, peering.id)
        for block in _all(place.told for place in self._args.premises):
            self._route(f"{name}-tells-{_word(block)}", self._inward, block, peering.id)

    def _route(self, name: str, table: aws.ec2transitgateway.RouteTable, block: IPv4Network, attachment: pulumi.Input[str]) -> None:
        aws.ec2transitgateway.Route(
            name,
            destination_cidr_block=str(block),
            transit_gateway_attachment_id=attachment,
            transit_gateway_route_table_id=table.id,
            opts=inside(self._parent),
        )

    def _place(self, place: Premises) -> None:
        name = f"{self._name}-premises-{place.key}"
        ways: dict[str, pulumi.Output[str]] = {}
        if place.vpn:
            ways["vpn"] = self._vpn(name, place)
        if place.circuit:
            ways["circuit"] = self._circuit(name, place)
        for way, attachment in ways.items():
            aws.ec2transitgateway.RouteTableAssociation(
                f"{name}-{way}-table",
                transit_gateway_attachment_id=attachment,
                transit_gateway_route_table_id=self._inward.id,
                opts=inside(self._parent),
            )
        for block in place.ranges:
            self._route(f"{name}-to-{_word(block)}", self._outward, block, ways[place.taken])

    def _vpn(self, name: str, place: Premises) -> pulumi.Output[str]:
        assert place.vpn is not None
        large = place.vpn.number > 2_147_483_647
        device = aws.ec2.CustomerGateway(
            f"{name}-device",
            type="ipsec.1",
            ip_address=place.vpn.peer,
            bgp_asn=None if large else str(place.vpn.number),
            bgp_asn_extended=str(place.vpn.number) if large else None,
            tags={"Name": name, **place.tags},
            opts=inside(self._parent),
        )
        logs = log_group(
            f"{name}-tunnels-log",
            f"/civic/{self._name}/tunnels-{place.key}",
            owner=self._args.owner,
            key=self._log_key,
            retention_days=self._args.retention_days,
            parent=self._parent,
        )
        connection = aws.ec2.VpnConnection(
            f"{name}-vpn",
            type="ipsec.1",
            customer_gateway_id=device.id,
            transit_gateway_id=self._gateway.id,
            static_routes_only=False,
            # AWS makes the keys and puts them into Secrets Manager; it tells them to nobody who asks for the connection.
            preshared_key_storage="SecretsManager",
            tags={"Name": name, **place.tags},
            # Its owner says beforehand when a tunnel is renewed, one at a time.
            tunnel1_ike_versions=list(IKE),
            tunnel1_phase1_encryption_algorithms=list(ENCRYPTION),
            tunnel1_phase1_integrity_algorithms=list(INTEGRITY),
            tunnel1_phase1_dh_group_numbers=list(GROUPS),
            tunnel1_phase2_encryption_algorithms=list(ENCRYPTION),
            tunnel1_phase2_integrity_algorithms=list(INTEGRITY),
            tunnel1_phase2_dh_group_numbers=list(GROUPS),
            tunnel1_enable_tunnel_lifecycle_control=True,
            tunnel1_log_options={"cloudwatch_log_options": {"log_enabled": True, "log_group_arn": logs.arn, "log_output_format": "json"}},
            tunnel2_ike_versions=list(IKE),
            tunnel2_phase1_encryption_algorithms=list(ENCRYPTION),
            tunnel2_phase1_integrity_algorithms=list(INTEGRITY),
            tunnel2_phase1_dh_group_numbers=list(GROUPS),
            tunnel2_phase2_encryption_algorithms=list(ENCRYPTION),
            tunnel2_phase2_integrity_algorithms=list(INTEGRITY),
            tunnel2_phase2_dh_group_numbers=list(GROUPS),
            tunnel2_enable_tunnel_lifecycle_control=True,
            tunnel2_log_options={"cloudwatch_log_options": {"log_enabled": True, "log_group_arn": logs.arn, "log_output_format": "json"}},
            opts=protected(self._parent),
        )
        return connection.transit_gateway_attachment_id

    def _circuit(self, name: str, place: Premises) -> pulumi.Output[str]:
        """A Direct Connect gateway for each line, so that each has an attachment, and routes of its own."""
        gateway = aws.directconnect.Gateway(
            f"{name}-line",
            name=self._args.owner.name("aws:general", f"{self._name}-{place.key}"),
            amazon_side_asn=str(LINE_NUMBER),
            tags={"Name": name, **place.tags},
            opts=protected(self._parent),
        )
        association = aws.directconnect.GatewayAssociation(
            f"{name}-line-association",
            dx_gateway_id=gateway.id,
            associated_gateway_id=self._gateway.id,
            allowed_prefixes=[str(block) for block in place.told],
            opts=protected(self._parent),
        )
        aws.directconnect.HostedTransitVirtualInterfaceAcceptor(
            f"{name}-line-end",
            dx_gateway_id=gateway.id,
            virtual_interface_id=place.circuit,
            tags={"Name": name, **place.tags},
            # Deleting the gateway fails while it is associated, and taking the line away comes first.
            opts=protected(self._parent, depends_on=[association]),
        )
        return association.transit_gateway_attachment_id


def _all(blocks: Iterator[tuple[IPv4Network, ...]]) -> list[IPv4Network]:
    return sorted({block for each in blocks for block in each})


def _word(block: IPv4Network) -> str:
    return str(block).replace("/", "-")
