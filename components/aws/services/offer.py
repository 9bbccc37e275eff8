"""The door of one offer on AWS: a balancer that nobody reaches but through PrivateLink, and the service that names who may."""

# pyright: reportArgumentType=false
# The SDK takes plain dicts here, which the checker cannot tell from a mapping of another shape.

from typing import Any

import pulumi
import pulumi_aws as aws

from components.contracts import ServiceOfferArgs
from components.naming import physical

EVENTS = ["Accept", "Connect", "Delete", "Reject"]


class ServiceOffer(pulumi.ComponentResource):
    """A Network Load Balancer and its endpoint service, in the provider's network.

    The list of principals is the agreement: both records say so before a consumer is on it, hence no connection waits for a
    person to accept it. The balancer's security group has no way in, and PrivateLink is let past it, so that a door cannot be
    reached from the provider's own network or from the hub. Nothing here is protected from deletion: a door keeps nothing, and
    it must close when the last agreement ends. Sources: AWS PrivateLink Guide, "Share your services through AWS PrivateLink";
    Elastic Load Balancing, Network Load Balancers, "Update the security groups". Outputs: see
    ``components.contracts.ServiceOfferOutputs``.
    """

    def __init__(self, name: str, args: ServiceOfferArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("civic-aws:index:ServiceOffer", name, {}, opts)
        self._name, self._args = name, args
        self._inside = pulumi.ResourceOptions(parent=self)
        balancer = self._balancer()
        target = self._target()
        self._listen(balancer, target)
        service = self._service(balancer)
        if args.alarms != "":
            self._tell(balancer, target, service)
        self.service: pulumi.Output[str] = service.service_name
        self.target: pulumi.Output[str] = target.arn
        self.register_outputs({"service": self.service, "target": self.target})

    def _called(self, kind: str) -> str:
        return physical(kind, platform=self._args.platform, organisation=self._args.organisation, role=f"offer-{self._args.offer}")

    def _balancer(self) -> aws.lb.LoadBalancer:
        keys = sorted(self._args.subnets)
        # A body that takes the connection alone has no application tier.
        chosen = [key for key in keys if key.startswith("application-")] or [key for key in keys if key.startswith("endpoint-")]
        return aws.lb.LoadBalancer(
            f"{self._name}-balancer",
            name=self._called("aws:load-balancer"),
            load_balancer_type="network",
            internal=True,
            subnets=[self._args.subnets[key] for key in chosen],
            security_groups=[self._group().id],
            enforce_security_group_inbound_rules_on_private_link_traffic="off",
            enable_cross_zone_load_balancing=True,
            opts=self._inside,
        )

    def _group(self) -> aws.ec2.SecurityGroup:
        args = self._args
        group = aws.ec2.SecurityGroup(
            f"{self._name}-group",
            name=self._called("aws:general"),
            description="A door: in through PrivateLink alone",
            vpc_id=args.network,
            opts=self._inside,
        )
        aws.vpc.SecurityGroupEgressRule(
            f"{self._name}-group-out",
            security_group_id=group.id,
            description="To the service, and to ask whether it is well",
            ip_protocol="tcp",
            from_port=args.port,
            to_port=args.port,
            cidr_ipv4=f"{args.address}/32" if args.address else str(args.block),
            opts=self._inside,
        )
        return group

    def _target(self) -> aws.lb.TargetGroup:
        args = self._args
        common: dict[str, Any] = {"name": self._called("aws:load-balancer"), "port": args.port, "protocol": "TCP", "vpc_id": args.network}
        if not args.address:
            # Layer 6 puts the application's balancer behind it. That one refuses a host it does not know, and is well all the same.
            well = {"protocol": "HTTPS", "path": "/", "matcher": "200-499"}
            return aws.lb.TargetGroup(f"{self._name}-target", target_type="alb", health_check=well, **common, opts=self._inside)
        target = aws.lb.TargetGroup(
            f"{self._name}-target", target_type="ip", preserve_client_ip="false", health_check={"protocol": "TCP"}, **common, opts=self._inside
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

    def _listen(self, balancer: aws.lb.LoadBalancer, target: aws.lb.TargetGroup) -> None:
        aws.lb.Listener(
            f"{self._name}-listener",
            load_balancer_arn=balancer.arn,
            port=self._args.port,
            protocol="TCP",
            default_actions=[{"type": "forward", "target_group_arn": target.arn}],
            opts=self._inside,
        )

    def _service(self, balancer: aws.lb.LoadBalancer) -> aws.ec2.VpcEndpointService:
        args = self._args
        partition = aws.get_partition_output(opts=pulumi.InvokeOptions(parent=self)).partition
        regions = sorted({args.region, *args.regions})
        return aws.ec2.VpcEndpointService(
            f"{self._name}-service",
            acceptance_required=False,
            allowed_principals=[
                pulumi.Output.concat("arn:", partition, ":iam::", tenancy, ":root") for _slug, tenancy in sorted(args.consumers.items())
            ],
            network_load_balancer_arns=[balancer.arn],
            supported_ip_address_types=["ipv4"],
            supported_regions=regions if len(regions) > 1 else None,
            tags={"Name": self._called("aws:general")},
            opts=self._inside,
        )

    def _tell(self, balancer: aws.lb.LoadBalancer, target: aws.lb.TargetGroup, service: aws.ec2.VpcEndpointService) -> None:
        aws.ec2.VpcEndpointConnectionNotification(
            f"{self._name}-connections",
            vpc_endpoint_service_id=service.id,
            connection_notification_arn=self._args.alarms,
            connection_events=EVENTS,
            opts=self._inside,
        )
        aws.cloudwatch.MetricAlarm(
            f"{self._name}-unwell",
            name=self._called("aws:general"),
            alarm_description=f"Nobody answers behind the offer {self._args.offer}",
            namespace="AWS/NetworkELB",
            metric_name="UnHealthyHostCount",
            dimensions={"LoadBalancer": balancer.arn_suffix, "TargetGroup": target.arn_suffix},
            statistic="Maximum",
            comparison_operator="GreaterThanThreshold",
            threshold=0,
            period=60,
            evaluation_periods=3,
            # An empty group, before its application came, is no fault.
            treat_missing_data="notBreaching",
            alarm_actions=[self._args.alarms],
            ok_actions=[self._args.alarms],
            opts=self._inside,
        )
