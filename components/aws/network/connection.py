"""A body's network: one VPC, one attachment to the hub, and no way out except through the hub."""

from typing import Any

import pulumi
import pulumi_aws as aws

from components.aws.documents import Statement, document
from components.contracts import NetworkConnectionArgs, PrivateEndpoint
from components.naming import physical

EXITS = ("application", "endpoint")
"""Tiers that lead to the hub. The data tier leads nowhere."""


def private_endpoints(wanted: tuple[str, ...], baseline: object) -> tuple[PrivateEndpoint, ...]:
    """The endpoints that a record's wanted stand for."""
    return tuple(PrivateEndpoint(name=name.replace(".", "-"), service=name) for name in wanted)


def hub_side(tenancy: pulumi.Input[str], region: str) -> dict[str, Any]:
    """What a connection needs to act in the hub: nothing, since the gateway is shared and accepts by itself."""
    return {}


class NetworkConnection(pulumi.ComponentResource):
    """A body's VPC, joined to the hub.

    It makes no internet gateway. The hub decides where newcomers lead: its default association table
    knows the way to inspection and no other (Amazon VPC Transit Gateways Guide, "Transit gateway route
    tables"). Outputs: see ``components.contracts.NetworkConnectionOutputs``.
    """

    def __init__(self, name: str, args: NetworkConnectionArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("civic-aws:index:NetworkConnection", name, {}, opts)
        self._name, self._args = name, args
        self._inside = pulumi.ResourceOptions(parent=self)
        self._kept = pulumi.ResourceOptions(parent=self, protect=True)
        vpc = aws.ec2.Vpc(
            f"{name}-vpc",
            cidr_block=str(args.block),
            enable_dns_support=True,
            enable_dns_hostnames=True,
            tags={"Name": name},
            opts=self._kept,
        )
        # AWS gives every VPC a group that lets its members talk. Adopting it without rules closes it.
        aws.ec2.DefaultSecurityGroup(f"{name}-default-group", vpc_id=vpc.id, ingress=[], egress=[], opts=self._inside)
        subnets = {key: self._subnet(vpc, key) for key in args.subnets}
        attachment = self._attach(vpc, subnets)
        tables = self._routes(vpc, subnets, attachment)
        self._record(vpc)
        self._resolve(vpc)
        self._endpoints(vpc, subnets, tables)
        self.network: pulumi.Output[str] = vpc.id
        self.attachment: pulumi.Output[str] = attachment.id
        self.subnets = {key: subnet.id for key, subnet in subnets.items()}
        self.register_outputs({"network": self.network, "attachment": self.attachment, "subnets": self.subnets})

    def _called(self, role: str) -> str:
        return physical("aws:general", platform=self._args.platform, organisation=self._args.organisation, role=role)

    def _subnet(self, vpc: aws.ec2.Vpc, key: str) -> aws.ec2.Subnet:
        zones = dict(zip("abc", self._args.zones, strict=False))
        return aws.ec2.Subnet(
            f"{self._name}-{key}",
            vpc_id=vpc.id,
            availability_zone=zones[key[-1]],
            cidr_block=str(self._args.subnets[key]),
            map_public_ip_on_launch=False,
            tags={"Name": f"{self._name}-{key}"},
            opts=self._inside,
        )

    def _attach(self, vpc: aws.ec2.Vpc, subnets: dict[str, aws.ec2.Subnet]) -> aws.ec2transitgateway.VpcAttachment:
        return aws.ec2transitgateway.VpcAttachment(
            f"{self._name}-attachment",
            transit_gateway_id=self._args.transit,
            vpc_id=vpc.id,
            subnet_ids=[subnet.id for key, subnet in subnets.items() if key.startswith("attachment-")],
            dns_support="enable",
            tags={"Name": self._name},
            opts=self._kept,
        )

    def _routes(
        self, vpc: aws.ec2.Vpc, subnets: dict[str, aws.ec2.Subnet], attachment: aws.ec2transitgateway.VpcAttachment
    ) -> dict[str, aws.ec2.RouteTable]:
        tables: dict[str, aws.ec2.RouteTable] = {}
        for tier in dict.fromkeys(key.rsplit("-", 1)[0] for key in subnets):
            tables[tier] = aws.ec2.RouteTable(f"{self._name}-{tier}-routes", vpc_id=vpc.id, opts=self._inside)
            if tier in EXITS:
                aws.ec2.Route(
                    f"{self._name}-{tier}-to-hub",
                    route_table_id=tables[tier].id,
                    destination_cidr_block="0.0.0.0/0",
                    transit_gateway_id=self._args.transit,
                    # A gateway can be named in a route only once the VPC is attached to it.
                    opts=pulumi.ResourceOptions(parent=self, depends_on=[attachment]),
                )
        for key, subnet in subnets.items():
            aws.ec2.RouteTableAssociation(
                f"{self._name}-{key}-routes", subnet_id=subnet.id, route_table_id=tables[key.rsplit("-", 1)[0]].id, opts=self._inside
            )
        return tables

    def _record(self, vpc: aws.ec2.Vpc) -> None:
        aws.ec2.FlowLog(
            f"{self._name}-flow",
            vpc_id=vpc.id,
            traffic_type="ALL",
            log_destination_type="s3",
            log_destination=pulumi.Output.concat(self._args.archive, "/flow/"),
            max_aggregation_interval=60,
            destination_options={"file_format": "parquet", "hive_compatible_partitions": True, "per_hour_partition": True},
            opts=self._inside,
        )
        aws.route53.ResolverQueryLogConfigAssociation(
            f"{self._name}-queries", resolver_query_log_config_id=self._args.query_logs, resource_id=vpc.id, opts=self._inside
        )

    def _resolve(self, vpc: aws.ec2.Vpc) -> None:
        aws.route53.ProfilesAssociation(
            f"{self._name}-dns", name=self._called("dns"), profile_id=self._args.dns, resource_id=vpc.id, opts=self._inside
        )

    def _endpoints(self, vpc: aws.ec2.Vpc, subnets: dict[str, aws.ec2.Subnet], tables: dict[str, aws.ec2.RouteTable]) -> None:
        ours = {
            "Sid": "OurOrganisation",
            "Effect": "Allow",
            "Principal": "*",
            "Action": "*",
            "Resource": "*",
            "Condition": {"StringEquals": {"aws:PrincipalOrgID": self._args.organisation_id}},
        }
        stem = f"com.amazonaws.{self._args.region}"
        aws.ec2.VpcEndpoint(
            f"{self._name}-s3",
            vpc_id=vpc.id,
            service_name=f"{stem}.s3",
            vpc_endpoint_type="Gateway",
            route_table_ids=[table.id for table in tables.values()],
            policy=document(ours, self._image_layers()),
            opts=self._inside,
        )
        group = self._endpoint_group(vpc)
        for endpoint in self._args.endpoints:
            aws.ec2.VpcEndpoint(
                f"{self._name}-{endpoint.name}",
                vpc_id=vpc.id,
                service_name=pulumi.Output.concat(stem, ".", endpoint.service),
                vpc_endpoint_type="Interface",
                private_dns_enabled=True,
                subnet_ids=[subnet.id for key, subnet in subnets.items() if key.startswith("endpoint-")],
                security_group_ids=[group.id],
                policy=document(ours),
                opts=self._inside,
            )

    def _image_layers(self) -> Statement:
        # ECR hands out its layers by signed address, as a principal of its own (Amazon ECR User Guide, "Create the Amazon S3 gateway endpoint").
        partition = aws.get_partition_output(opts=pulumi.InvokeOptions(parent=self)).partition
        layers = pulumi.Output.concat("arn:", partition, f":s3:::prod-{self._args.region}-starport-layer-bucket/*")
        return {"Sid": "ImageLayers", "Effect": "Allow", "Principal": "*", "Action": ["s3:GetObject"], "Resource": layers}

    def _endpoint_group(self, vpc: aws.ec2.Vpc) -> aws.ec2.SecurityGroup:
        group = aws.ec2.SecurityGroup(
            f"{self._name}-endpoint-group",
            name=self._called("endpoints"),
            description="Private endpoints, reached from this network alone",
            vpc_id=vpc.id,
            opts=self._inside,
        )
        aws.vpc.SecurityGroupIngressRule(
            f"{self._name}-endpoint-https",
            security_group_id=group.id,
            description="HTTPS from this network",
            ip_protocol="tcp",
            from_port=443,
            to_port=443,
            cidr_ipv4=str(self._args.block),
            opts=self._inside,
        )
        return group
