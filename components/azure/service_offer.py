"""The door of one offer on Azure: a Private Link Service that its consumers alone can see."""

# pyright: reportArgumentType=false
# The SDK takes plain dicts here, which the checker cannot tell from a mapping of another shape.

import pulumi
from pulumi_azure_native import monitor, network, resources

from components.azure.network_rules import doors
from components.azure.tags import standard_tags
from components.contracts import ServiceOfferArgs
from components.naming import physical

FULL = 80
"""Share of the ports for translated calls, in per cent, above which the body is told."""


class ServiceOffer(pulumi.ComponentResource):
    """A Private Link Service to a fixed address, approved beforehand for the consumers' Azure subscriptions and invisible to others.

    It leads to the address itself (``destination_ip_address``), with no load balancer between: the backend pool of a balancer
    behind a Private Link Service holds network interfaces, which neither an application gateway nor a machine on premises has
    here. Where Microsoft does not offer that, the records make no agreement (``docs/decisions``). Every port of the address can
    be asked for; what answers is decided by the entry's own rules, or by the hub's firewall on the way to the premises. Source:
    Microsoft Learn, "Configure Private Link service Direct Connect". Outputs: see ``components.contracts.ServiceOfferOutputs``.
    """

    service: pulumi.Output[str]
    target: pulumi.Output[str]

    def __init__(self, name: str, args: ServiceOfferArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("civic-azure:index:ServiceOffer", name, {}, opts)
        self._name, self._args = name, args
        self._tags = standard_tags(platform=args.platform, organisation=args.organisation, classification=args.classification)
        self._inside = pulumi.ResourceOptions(parent=self)
        self._group = resources.ResourceGroup(
            f"{name}-group",
            resource_group_name=self._called("azure:resource-group"),
            location=args.region,
            tags=self._tags,
            opts=self._inside,
        )
        address = pulumi.Output.from_input(args.address or args.entry)
        service = self._service(address)
        if args.alarms != "":
            self._tell(service)
        self.service = service.id
        self.target = address
        self.register_outputs({"service": self.service, "target": self.target})

    def _called(self, kind: str) -> str:
        return physical(kind, platform=self._args.platform, organisation=self._args.organisation, role=f"offer-{self._args.offer}")

    def _service(self, address: pulumi.Output[str]) -> network.PrivateLinkService:
        args = self._args
        subnet = {"id": args.subnets[doors(args.subnets)[0]]}
        who = {"subscriptions": [tenancy for _slug, tenancy in sorted(args.consumers.items())]}
        return network.PrivateLinkService(
            f"{self._name}-service",
            service_name=self._called("azure:network"),
            resource_group_name=self._group.name,
            location=args.region,
            destination_ip_address=address,
            # Two at least, in even numbers: the service has no balancer to survive the loss of one.
            ip_configurations=[
                {
                    "name": key,
                    "primary": key == "first",
                    "private_ip_allocation_method": "Dynamic",
                    "private_ip_address_version": "IPv4",
                    "subnet": subnet,
                }
                for key in ("first", "second")
            ],
            visibility=who,
            # The list is the agreement: both records say so before a consumer is on it.
            auto_approval=who,
            enable_proxy_protocol=False,
            tags=self._tags,
            opts=self._inside,
        )

    def _tell(self, service: network.PrivateLinkService) -> None:
        monitor.MetricAlert(
            f"{self._name}-full",
            rule_name=self._called("azure:general"),
            resource_group_name=self._group.name,
            location="global",
            description=f"The offer {self._args.offer} runs out of ports for calls",
            severity=2,
            enabled=True,
            scopes=[service.id],
            evaluation_frequency="PT5M",
            window_size="PT15M",
            criteria={
                "odata_type": "Microsoft.Azure.Monitor.SingleResourceMultipleMetricCriteria",
                "all_of": [
                    {
                        "criterion_type": "StaticThresholdCriterion",
                        "name": "ports",
                        "metric_namespace": "Microsoft.Network/privateLinkServices",
                        "metric_name": "PLSNatPortsUsage",
                        "operator": "GreaterThan",
                        "threshold": FULL,
                        "time_aggregation": "Maximum",
                    }
                ],
            },
            actions=[{"action_group_id": self._args.alarms}],
            tags=self._tags,
            opts=self._inside,
        )
