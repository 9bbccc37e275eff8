"""A consumer's way to one offer on AWS: an endpoint in its own network, under the name that the service's certificate shows."""

import pulumi
import pulumi_aws as aws

from components.aws.endpoints import interface_endpoint
from components.aws.handles import NetworkHandle
from components.aws.options import inside
from components.contracts import ServiceSubscriptionArgs, of_tier

SUBSCRIPTION_TAG = "subscription"
"""Tag of the endpoints that the application role makes, by which it may change and delete these and no other."""


class ServiceSubscription(pulumi.ComponentResource):
    """An interface endpoint to the provider's service, and a private zone for exactly the service's host.

    The zone holds the host alone, so every other name of the provider's domain resolves as before. Nothing here is protected from
    deletion: it ends with the agreement. Sources: AWS PrivateLink Guide, "Connect to an endpoint service as the service consumer";
    Amazon Route 53 Developer Guide, "Routing traffic to an Amazon VPC interface endpoint". Outputs: see
    ``components.contracts.ServiceSubscriptionOutputs``.
    """

    def __init__(self, name: str, args: ServiceSubscriptionArgs[NetworkHandle], opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("civic-aws:index:ServiceSubscription", name, {}, opts)
        self._name, self._args = name, args
        self._inside = inside(self)
        endpoint = self._endpoint()
        self.endpoint: pulumi.Output[str] = endpoint.id
        self.host: pulumi.Output[str] = self._record(endpoint).name
        self.register_outputs({"endpoint": self.endpoint, "host": self.host})

    def _endpoint(self) -> aws.ec2.VpcEndpoint:
        args = self._args
        return interface_endpoint(
            f"{self._name}-endpoint",
            args.service,
            service_region=args.service_region if args.service_region not in ("", args.region) else None,
            vpc=args.network.vpc,
            subnets=of_tier(args.network.subnets, "endpoint"),
            group=self._security_group().id,
            # The provider's service claims no name: the zone below is the consumer's own.
            private_dns=False,
            tags={"Name": self._name, SUBSCRIPTION_TAG: args.key},
            opts=self._inside,
        )

    def _security_group(self) -> aws.ec2.SecurityGroup:
        args = self._args
        group = aws.ec2.SecurityGroup(
            f"{self._name}-group",
            name=args.owner.name("aws:general", f"from-{args.key}"),
            description="Calls to a shared service",
            vpc_id=args.network.vpc,
            opts=self._inside,
        )
        for block in args.sources:
            aws.vpc.SecurityGroupIngressRule(
                f"{self._name}-from-{str(block).replace('/', '-')}",
                security_group_id=group.id,
                description="Applications of the body",
                ip_protocol="tcp",
                from_port=args.port,
                to_port=args.port,
                cidr_ipv4=str(block),
                opts=self._inside,
            )
        return group

    def _record(self, endpoint: aws.ec2.VpcEndpoint) -> aws.route53.Record:
        args = self._args
        zone = aws.route53.Zone(
            f"{self._name}-zone",
            name=args.host,
            comment=f"{args.offer} of {args.provider}",
            vpcs=[{"vpc_id": args.network.vpc, "vpc_region": args.region}],
            force_destroy=False,
            # In another network it is another zone: nobody here may join a network to a zone that stands.
            opts=pulumi.ResourceOptions.merge(self._inside, pulumi.ResourceOptions(replace_on_changes=["vpcs"])),
        )
        entry = endpoint.dns_entries[0]
        return aws.route53.Record(
            f"{self._name}-name",
            zone_id=zone.zone_id,
            name=args.host,
            type="A",
            aliases=[{"name": entry.dns_name, "zone_id": entry.hosted_zone_id, "evaluate_target_health": True}],
            opts=self._inside,
        )
