"""The door of one offer on Azure: a Private Link Service that its consumers alone can see."""


from collections.abc import Mapping

import pulumi
from pulumi_azure_native import monitor, network, resources

from components.azure.network.security_groups import doors
from components.azure.services.forwarders import FRONT, Forwarders
from components.azure.tags import standard_tags
from components.contracts import ServiceOfferArgs
from components.naming import physical

FULL = 80
"""Share of the ports for translated calls, in per cent, above which the body is told."""

FULL_METRIC = {
    "metric_namespace": "Microsoft.Network/privateLinkServices",
    "metric_name": "PLSNatPortsUsage",
    "operator": "GreaterThan",
    "threshold": FULL,
    "time_aggregation": "Maximum",
}
UNREACHED_METRIC = {
    "metric_namespace": "Microsoft.Network/loadBalancers",
    "metric_name": "DipAvailability",
    # Half of two machines well is one of them, which carries on alone.
    "operator": "LessThan",
    "threshold": 50,
    "time_aggregation": "Average",
}
"""Microsoft Learn, "Supported metrics": ``DipAvailability`` is the share of probes that are answered, in per cent."""


class ServiceOffer(pulumi.ComponentResource):
    """A Private Link Service to a fixed address, approved beforehand for the consumers' Azure subscriptions and invisible to others.

    Before forwarders (``service_forwarders``): a service needs a balancer whose backend holds network interfaces, which neither an
    application gateway nor a machine on premises has here. With ``direct`` it leads to the address itself, where Microsoft
    offers that (``docs/decisions``). Sources: Microsoft Learn, "What is Azure Private Link service?", "Configure Private Link
    service Direct Connect". Outputs: see ``components.contracts.ServiceOfferOutputs``.
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
        balancer = None if args.direct else Forwarders(name, args, self._group, address, self._tags, self._inside).make()
        service = self._service(address, balancer)
        if args.alarms != "":
            self._tell("full", service.id, FULL_METRIC, f"The offer {args.offer} runs out of ports for calls")
            if balancer is not None:
                self._tell("unreached", balancer.id, UNREACHED_METRIC, f"No forwarder of the offer {args.offer} reaches what is offered")
        self.service = service.id
        self.target = address
        self.register_outputs({"service": self.service, "target": self.target})

    def _called(self, kind: str, what: str = "") -> str:
        role = "-".join(part for part in ("offer", self._args.offer, what) if part)
        return physical(kind, platform=self._args.platform, organisation=self._args.organisation, role=role)

    def _service(self, address: pulumi.Output[str], balancer: network.LoadBalancer | None) -> network.PrivateLinkService:
        args = self._args
        subnet = {"id": args.subnets[doors(args.subnets)[0]]}
        who = {"subscriptions": [tenancy for _slug, tenancy in sorted(args.consumers.items())]}
        # Without a balancer to survive the loss of one, two at least, in even numbers.
        addresses = ("first", "second") if balancer is None else ("first",)
        front = None if balancer is None else pulumi.Output.concat(balancer.id, f"/frontendIPConfigurations/{FRONT}")
        return network.PrivateLinkService(
            f"{self._name}-service",
            service_name=self._called("azure:network"),
            resource_group_name=self._group.name,
            location=args.region,
            destination_ip_address=address if balancer is None else None,
            load_balancer_frontend_ip_configurations=[{"id": front}] if front is not None else None,
            ip_configurations=[
                {
                    "name": key,
                    "primary": key == "first",
                    "private_ip_allocation_method": "Dynamic",
                    "private_ip_address_version": "IPv4",
                    "subnet": subnet,
                }
                for key in addresses
            ],
            visibility=who,
            # The list is the agreement: both records say so before a consumer is on it.
            auto_approval=who,
            enable_proxy_protocol=False,
            tags=self._tags,
            opts=self._inside,
        )

    def _tell(self, key: str, scope: pulumi.Output[str], metric: Mapping[str, object], description: str) -> None:
        monitor.MetricAlert(
            f"{self._name}-{key}",
            rule_name=self._called("azure:general", "" if key == "full" else key),
            resource_group_name=self._group.name,
            location="global",
            description=description,
            severity=2,
            enabled=True,
            scopes=[scope],
            evaluation_frequency="PT5M",
            window_size="PT15M",
            criteria={
                "odata_type": "Microsoft.Azure.Monitor.SingleResourceMultipleMetricCriteria",
                "all_of": [{"criterion_type": "StaticThresholdCriterion", "name": key, **metric}],
            },
            actions=[{"action_group_id": self._args.alarms}],
            tags=self._tags,
            opts=self._inside,
        )
