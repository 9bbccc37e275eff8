"""Where all traffic passes: a VPC with a firewall in each zone, and the only way to the internet."""

from collections.abc import Sequence
from ipaddress import IPv4Network

import pulumi
import pulumi_aws as aws

from components.aws.handles import ArchiveHandle, HubHandle, OrganisationHandle, TenancyHandle
from components.aws.network.alarms import create_alarms
from components.aws.network.firewall import Firewall
from components.aws.network.ranges import inside as inside_ranges
from components.aws.network.security_groups import close_default_group
from components.aws.options import inside, protected
from components.contracts import ZONES, ContractError, NetworkHubArgs, SubnetKey

HUB_TIERS = {"attachment": 0, "firewall": 1, "public": 2}
"""The hub's own tiers, which no other network has -> quarter of the zone's part of the hub's range."""
EVERYWHERE = "0.0.0.0/0"


class Inspection:
    """Children of the hub that inspect (AWS Network Firewall Developer Guide, "Architecture with an internet gateway and a NAT gateway")."""

    def __init__(
        self,
        name: str,
        args: NetworkHubArgs[OrganisationHandle, ArchiveHandle, HubHandle, TenancyHandle],
        gateway: aws.ec2transitgateway.TransitGateway,
        partition: pulumi.Output[str],
        *,
        parent: pulumi.Resource,
    ) -> None:
        self._name, self._args, self._gateway, self._parent = name, args, gateway, parent
        self._inside = inside(parent)
        self._zones: dict[str, str] = dict(zip(ZONES, args.zones, strict=False))
        self.vpc = self._network()
        self._subnets = {key: self._subnet(key) for key in (SubnetKey(tier, zone) for tier in HUB_TIERS for zone in self._zones)}
        self.attachment = self._attach()
        self._internet = aws.ec2.InternetGateway(f"{name}-internet", vpc_id=self.vpc.id, opts=self._inside)
        self._exits = {zone: self._exit(zone) for zone in self._zones}
        firewall = Firewall(name, args, self.vpc, self._of_tier("firewall"), partition, parent=parent)
        self.firewall = firewall.firewall
        create_alarms(
            name,
            owner=args.owner,
            account=args.tenancy.account,
            key=firewall.key.arn,
            contact=args.contact,
            translators={zone: exit_.id for zone, exit_ in self._exits.items()},
            zones=self._zones,
            firewall=self.firewall.name,
            transit=gateway.id,
            opts=self._inside,
        )
        for zone in self._zones:
            self._routes(zone)

    def _of_tier(self, tier: str) -> list[pulumi.Output[str]]:
        return [self._subnets[SubnetKey(tier, zone)].id for zone in self._zones]

    def _network(self) -> aws.ec2.Vpc:
        name = self._name
        vpc = aws.ec2.Vpc(
            f"{name}-vpc",
            cidr_block=str(self._args.block),
            enable_dns_support=True,
            enable_dns_hostnames=True,
            tags={"Name": name},
            opts=protected(self._parent),
        )
        close_default_group(name, vpc, self._parent)
        aws.ec2.FlowLog(
            f"{name}-flow",
            vpc_id=vpc.id,
            traffic_type="ALL",
            log_destination_type="s3",
            log_destination=pulumi.Output.concat(self._args.archive.bucket, "/flow/"),
            max_aggregation_interval=60,
            opts=self._inside,
        )
        return vpc

    def _range(self, key: SubnetKey) -> IPv4Network:
        quarter = list(self._args.block.subnets(prefixlen_diff=2))[ZONES.index(key.zone)]
        return list(quarter.subnets(prefixlen_diff=2))[HUB_TIERS[key.tier]]

    def _subnet(self, key: SubnetKey) -> aws.ec2.Subnet:
        return aws.ec2.Subnet(
            f"{self._name}-{key.name}",
            vpc_id=self.vpc.id,
            availability_zone=self._zones[key.zone],
            cidr_block=str(self._range(key)),
            map_public_ip_on_launch=False,
            opts=protected(self._parent),
        )

    def _attach(self) -> aws.ec2transitgateway.VpcAttachment:
        return aws.ec2transitgateway.VpcAttachment(
            f"{self._name}-inspection-attachment",
            transit_gateway_id=self._gateway.id,
            vpc_id=self.vpc.id,
            subnet_ids=self._of_tier("attachment"),
            # A firewall keeps the state of a connection in one zone; both directions must pass it there.
            appliance_mode_support="enable",
            transit_gateway_default_route_table_association=False,
            transit_gateway_default_route_table_propagation=False,
            opts=protected(self._parent),
        )

    def _exit(self, zone: str) -> aws.ec2.NatGateway:
        address = aws.ec2.Eip(f"{self._name}-address-{zone}", domain="vpc", opts=protected(self._parent))
        return aws.ec2.NatGateway(
            f"{self._name}-nat-{zone}",
            allocation_id=address.id,
            subnet_id=self._subnets[SubnetKey("public", zone)].id,
            opts=inside(self._parent, depends_on=[self._internet]),
        )

    def _routes(self, zone: str) -> None:
        """Out: attachment, firewall, public, internet. Back: public, firewall, gateway."""
        endpoint = self._endpoint(zone)
        attachment, firewall, public = (SubnetKey(tier, zone) for tier in HUB_TIERS)
        tables = {key: self._route_table(key) for key in (attachment, firewall, public)}
        self._route(attachment, "out", tables[attachment], EVERYWHERE, vpc_endpoint_id=endpoint)
        self._route(firewall, "out", tables[firewall], EVERYWHERE, nat_gateway_id=self._exits[zone].id)
        self._route(public, "out", tables[public], EVERYWHERE, gateway_id=self._internet.id)
        for block in inside_ranges(self._args):
            # Keyed by the range itself: adding one before another renames nothing.
            role = f"inside-{str(block).replace('/', '-')}"
            self._route(firewall, role, tables[firewall], str(block), transit_gateway_id=self._gateway.id)
            self._route(public, role, tables[public], str(block), vpc_endpoint_id=endpoint)

    def _route_table(self, key: SubnetKey) -> aws.ec2.RouteTable:
        stem = f"{self._name}-{key.name}"
        table = aws.ec2.RouteTable(f"{stem}-routes", vpc_id=self.vpc.id, opts=self._inside)
        aws.ec2.RouteTableAssociation(f"{stem}-table", subnet_id=self._subnets[key].id, route_table_id=table.id, opts=self._inside)
        return table

    def _route(
        self,
        key: SubnetKey,
        role: str,
        table: aws.ec2.RouteTable,
        destination: str,
        *,
        vpc_endpoint_id: pulumi.Input[str] | None = None,
        nat_gateway_id: pulumi.Input[str] | None = None,
        transit_gateway_id: pulumi.Input[str] | None = None,
        gateway_id: pulumi.Input[str] | None = None,
    ) -> None:
        aws.ec2.Route(
            f"{self._name}-{key.name}-{role}",
            route_table_id=table.id,
            destination_cidr_block=destination,
            vpc_endpoint_id=vpc_endpoint_id,
            nat_gateway_id=nat_gateway_id,
            transit_gateway_id=transit_gateway_id,
            gateway_id=gateway_id,
            opts=inside(self._parent, depends_on=[self.attachment]),
        )

    def _endpoint(self, zone: str) -> pulumi.Output[str]:
        """The firewall's endpoint in a zone: the one that lies in that zone's subnet."""

        def in_subnet(statuses: Sequence[aws.networkfirewall.outputs.FirewallFirewallStatus], subnet: str) -> str:
            attachments = [attachment for status in statuses for state in status.sync_states or () for attachment in state.attachments or ()]
            for attachment in attachments:
                if attachment.subnet_id == subnet and attachment.endpoint_id:
                    return attachment.endpoint_id
            raise ContractError(f"{self._name}: the firewall has no endpoint in zone {zone} yet; run it again once it has")

        subnet = self._subnets[SubnetKey("firewall", zone)].id
        return self.firewall.firewall_statuses.apply(lambda statuses: subnet.apply(lambda identifier: in_subnet(statuses, identifier)))
