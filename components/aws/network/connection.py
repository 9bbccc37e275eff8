"""A body's network: one VPC, and no way out of it except through the hub that ``HubAttachment`` joins it to."""

import pulumi
import pulumi_aws as aws

from components.aws.documents import Statement, document
from components.aws.endpoints import interface_endpoint
from components.aws.handles import ArchiveHandle, NetworkHandle, OrganisationHandle
from components.aws.network.security_groups import close_default_group, endpoint_group
from components.aws.options import inside, protected
from components.contracts import ZONES, ContractError, NetworkConnectionArgs, SubnetKey, of_tier, tier_named


class NetworkConnection(pulumi.ComponentResource):
    """A body's VPC. It makes no internet gateway, and until it is attached to a hub it leads nowhere.

    Raises ``ContractError`` for a subnet of a tier or zone that the network cannot have. Outputs: see
    ``components.contracts.NetworkConnectionOutputs``.
    """

    network: NetworkHandle

    def __init__(self, name: str, args: NetworkConnectionArgs[OrganisationHandle, ArchiveHandle], opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("civic-aws:index:NetworkConnection", name, {}, opts)
        self._name, self._args = name, args
        self._inside = inside(self)
        vpc = aws.ec2.Vpc(
            f"{name}-vpc",
            cidr_block=str(args.block),
            enable_dns_support=True,
            enable_dns_hostnames=True,
            tags={"Name": name},
            opts=protected(self),
        )
        close_default_group(name, vpc, self)
        subnets = {key: self._subnet(vpc, key) for key in args.subnets}
        tables = self._route_tables(vpc, subnets)
        self._flow_log(vpc)
        self._endpoints(vpc, subnets, tables)
        self.network = NetworkHandle(
            vpc=vpc.id,
            subnets={key: subnet.id for key, subnet in subnets.items()},
            hub_route_tables={tier: table.id for tier, table in tables.items() if tier_named(tier).leads_to_hub},
        )
        self.register_outputs({"network": self.network.to_card()})

    def _physical_name(self, role: str) -> str:
        args = self._args
        return args.owner.name("aws:general", f"{args.role}-{role}" if args.role else role)

    def _subnet(self, vpc: aws.ec2.Vpc, key: SubnetKey) -> aws.ec2.Subnet:
        zones = dict(zip(ZONES, self._args.zones, strict=False))
        if "aws" not in tier_named(key.tier).clouds or key.zone not in zones:
            raise ContractError(f"subnets: {key.name} cannot be in a network on AWS with the zones {', '.join(zones)}")
        return aws.ec2.Subnet(
            f"{self._name}-{key.name}",
            vpc_id=vpc.id,
            availability_zone=zones[key.zone],
            cidr_block=str(self._args.subnets[key]),
            map_public_ip_on_launch=False,
            tags={"Name": f"{self._name}-{key.name}"},
            opts=protected(self),
        )

    def _route_tables(self, vpc: aws.ec2.Vpc, subnets: dict[SubnetKey, aws.ec2.Subnet]) -> dict[str, aws.ec2.RouteTable]:
        """One for each tier, with no route but the network's own."""
        tables = {
            tier: aws.ec2.RouteTable(f"{self._name}-{tier}-routes", vpc_id=vpc.id, opts=self._inside)
            for tier in dict.fromkeys(key.tier for key in subnets)
        }
        for key, subnet in subnets.items():
            aws.ec2.RouteTableAssociation(
                f"{self._name}-{key.name}-routes", subnet_id=subnet.id, route_table_id=tables[key.tier].id, opts=self._inside
            )
        return tables

    def _flow_log(self, vpc: aws.ec2.Vpc) -> None:
        aws.ec2.FlowLog(
            f"{self._name}-flow",
            vpc_id=vpc.id,
            traffic_type="ALL",
            log_destination_type="s3",
            log_destination=pulumi.Output.concat(self._args.archive.bucket, "/flow/"),
            max_aggregation_interval=60,
            destination_options={"file_format": "parquet", "hive_compatible_partitions": True, "per_hour_partition": True},
            opts=self._inside,
        )

    def _endpoints(self, vpc: aws.ec2.Vpc, subnets: dict[SubnetKey, aws.ec2.Subnet], tables: dict[str, aws.ec2.RouteTable]) -> None:
        stem = f"com.amazonaws.{self._args.region}"
        aws.ec2.VpcEndpoint(
            f"{self._name}-s3",
            vpc_id=vpc.id,
            service_name=f"{stem}.s3",
            vpc_endpoint_type="Gateway",
            route_table_ids=[table.id for table in tables.values()],
            policy=document(self._our_organisation(), self._image_layers()),
            opts=self._inside,
        )
        group = endpoint_group(self._name, self._physical_name("endpoints"), vpc, self._args.block, self)
        for endpoint in self._args.endpoints:
            interface_endpoint(
                f"{self._name}-{endpoint.name}",
                pulumi.Output.concat(stem, ".", endpoint.service),
                vpc=vpc.id,
                subnets=[subnet.id for subnet in of_tier(subnets, "endpoint")],
                group=group.id,
                private_dns=True,
                policy=document(self._our_organisation()),
                opts=self._inside,
            )

    def _our_organisation(self) -> Statement:
        """Our identities, and what is ours (AWS, "Data perimeter policy examples": VPC endpoint policies)."""
        organisation = self._args.organisation.id
        return {
            "Sid": "OurOrganisation",
            "Effect": "Allow",
            "Principal": "*",
            "Action": "*",
            "Resource": "*",
            "Condition": {"StringEquals": {"aws:PrincipalOrgID": organisation, "aws:ResourceOrgID": organisation}},
        }

    def _image_layers(self) -> Statement:
        # ECR hands out its layers by signed address, as a principal of its own (Amazon ECR User Guide, "Create the Amazon S3 gateway endpoint").
        partition = aws.get_partition_output(opts=pulumi.InvokeOptions(parent=self)).partition
        layers = pulumi.Output.concat("arn:", partition, f":s3:::prod-{self._args.region}-starport-layer-bucket/*")
        return {"Sid": "ImageLayers", "Effect": "Allow", "Principal": "*", "Action": ["s3:GetObject"], "Resource": layers}
