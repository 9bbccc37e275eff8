"""The door of one offer on AWS: a balancer that nobody reaches but through PrivateLink, and the service that names who may."""

from typing import TypeAlias

import pulumi
import pulumi_aws as aws

from components.aws.alarms import AlarmDefinition, metric_alarm
from components.aws.handles import CellHandle, NetworkHandle, TenancyHandle
from components.aws.options import inside
from components.contracts import ServiceOfferArgs, of_tier

OfferArgs: TypeAlias = ServiceOfferArgs[NetworkHandle, CellHandle, TenancyHandle]

CONNECTION_EVENTS = ("Accept", "Connect", "Delete", "Reject")
UNWELL = AlarmDefinition(
    namespace="AWS/NetworkELB",
    metric="UnHealthyHostCount",
    statistic="Maximum",
    operator="GreaterThanThreshold",
    threshold=0,
    period=60,
    breaches=None,
)
"""An empty target group, before its application came, measures nothing and is no fault."""


class ServiceOffer(pulumi.ComponentResource):
    """A Network Load Balancer and its endpoint service, in the provider's network.

    The list of principals is the agreement: both records say so before a consumer is on it, hence no connection waits for a
    person to accept it. The balancer's security group has no way in, and PrivateLink is let past it, so that a door cannot be
    reached from the provider's own network or from the hub. Nothing here is protected from deletion: a door holds nothing, and
    it must close when the last agreement ends. Sources: AWS PrivateLink Guide, "Share your services through AWS PrivateLink";
    Elastic Load Balancing, Network Load Balancers, "Update the security groups". Outputs: see
    ``components.contracts.ServiceOfferOutputs``.
    """

    def __init__(self, name: str, args: OfferArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("civic-aws:index:ServiceOffer", name, {}, opts)
        self._name, self._args = name, args
        self._inside = inside(self)
        balancer = self._balancer()
        target = self._target()
        self._listener(balancer, target)
        service = self._endpoint_service(balancer)
        if args.alarms != "":
            self._notify(balancer, target, service)
        self.service: pulumi.Output[str] = service.service_name
        self.target: pulumi.Output[str] = target.arn
        self.register_outputs({"service": self.service, "target": self.target})

    def _physical_name(self, kind: str) -> str:
        return self._args.owner.name(kind, f"offer-{self._args.offer}")

    def _balancer(self) -> aws.lb.LoadBalancer:
        subnets = self._args.network.subnets
        return aws.lb.LoadBalancer(
            f"{self._name}-balancer",
            name=self._physical_name("aws:load-balancer"),
            load_balancer_type="network",
            internal=True,
            # A body that takes the connection alone has no application tier.
            subnets=of_tier(subnets, "application") or of_tier(subnets, "endpoint"),
            security_groups=[self._security_group().id],
            enforce_security_group_inbound_rules_on_private_link_traffic="off",
            enable_cross_zone_load_balancing=True,
            opts=self._inside,
        )

    def _security_group(self) -> aws.ec2.SecurityGroup:
        args = self._args
        group = aws.ec2.SecurityGroup(
            f"{self._name}-group",
            name=self._physical_name("aws:general"),
            description="A door: in through PrivateLink alone",
            vpc_id=args.network.vpc,
            opts=self._inside,
        )
        aws.vpc.SecurityGroupEgressRule(
            f"{self._name}-group-out",
            security_group_id=group.id,
            description="To the service, and to ask whether it is well",
            ip_protocol="tcp",
            from_port=args.port,
            to_port=args.port,
            cidr_ipv4=str(args.block) if args.cell is not None else f"{args.address}/32",
            opts=self._inside,
        )
        return group

    def _target(self) -> aws.lb.TargetGroup:
        return self._application_target() if self._args.cell is not None else self._address_target()

    def _application_target(self) -> aws.lb.TargetGroup:
        # Layer 6 puts the application's balancer behind it. That one refuses a host it does not know, and is well all the same.
        return aws.lb.TargetGroup(
            f"{self._name}-target",
            name=self._physical_name("aws:load-balancer"),
            target_type="alb",
            port=self._args.port,
            protocol="TCP",
            vpc_id=self._args.network.vpc,
            health_check={"protocol": "HTTPS", "path": "/", "matcher": "200-499"},
            opts=self._inside,
        )

    def _address_target(self) -> aws.lb.TargetGroup:
        args = self._args
        target = aws.lb.TargetGroup(
            f"{self._name}-target",
            name=self._physical_name("aws:load-balancer"),
            target_type="ip",
            port=args.port,
            protocol="TCP",
            vpc_id=args.network.vpc,
            preserve_client_ip="false",
            proxy_protocol_v2=args.proxy_protocol,
            health_check={"protocol": "TCP"},
            opts=self._inside,
        )
        aws.lb.TargetGroupAttachment(
            f"{self._name}-target-address",
            target_group_arn=target.arn,
            target_id=args.address,
            port=args.port,
            # The address lies outside the network, so in none of its zones.
            availability_zone="all",
            opts=self._inside,
        )
        return target

    def _listener(self, balancer: aws.lb.LoadBalancer, target: aws.lb.TargetGroup) -> None:
        aws.lb.Listener(
            f"{self._name}-listener",
            load_balancer_arn=balancer.arn,
            port=self._args.port,
            protocol="TCP",
            default_actions=[{"type": "forward", "target_group_arn": target.arn}],
            opts=self._inside,
        )

    def _endpoint_service(self, balancer: aws.lb.LoadBalancer) -> aws.ec2.VpcEndpointService:
        args = self._args
        partition = aws.get_partition_output(opts=pulumi.InvokeOptions(parent=self)).partition
        regions = sorted({args.region, *args.regions})
        return aws.ec2.VpcEndpointService(
            f"{self._name}-service",
            acceptance_required=False,
            allowed_principals=[
                pulumi.Output.concat("arn:", partition, ":iam::", tenancy.account, ":root") for _key, tenancy in sorted(args.consumers.items())
            ],
            network_load_balancer_arns=[balancer.arn],
            supported_ip_address_types=["ipv4"],
            supported_regions=regions if len(regions) > 1 else None,
            tags={"Name": self._physical_name("aws:general")},
            opts=self._inside,
        )

    def _notify(self, balancer: aws.lb.LoadBalancer, target: aws.lb.TargetGroup, service: aws.ec2.VpcEndpointService) -> None:
        """The body hears of connections, and when nobody answers."""
        aws.ec2.VpcEndpointConnectionNotification(
            f"{self._name}-connections",
            vpc_endpoint_service_id=service.id,
            connection_notification_arn=self._args.alarms,
            connection_events=list(CONNECTION_EVENTS),
            opts=self._inside,
        )
        metric_alarm(
            f"{self._name}-unwell",
            self._physical_name("aws:general"),
            UNWELL,
            description=f"Nobody answers behind the offer {self._args.offer}",
            dimensions={"LoadBalancer": balancer.arn_suffix, "TargetGroup": target.arn_suffix},
            topic=self._args.alarms,
            tells_recovery=True,
            opts=self._inside,
        )
