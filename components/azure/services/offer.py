"""The door of one offer on Azure: a Private Link Service that its consumers alone can see."""

import pulumi
from pulumi_azure_native import network, resources

from components.azure.options import inside
from components.azure.services.alarms import ports_alarm, target_alarm
from components.azure.services.context import OfferArgs, OfferContext, physical_name
from components.azure.services.forwarders import FRONT, create_forwarders


class ServiceOffer(pulumi.ComponentResource):
    """A Private Link Service to a fixed address, approved beforehand for the consumers' Azure subscriptions and invisible to others.

    Before forwarders (``services.forwarders``): a service needs a balancer whose backend holds network interfaces, which neither an
    application gateway nor a machine on premises has here. With ``direct`` it leads to the address itself, where Microsoft
    offers that (``docs/decisions``). Sources: Microsoft Learn, "What is Azure Private Link service?", "Configure Private Link
    service Direct Connect". Outputs: see ``components.contracts.ServiceOfferOutputs``. Raises ``ContractError`` for a network without
    a subnet for doors.
    """

    service: pulumi.Output[str]
    target: pulumi.Output[str]

    def __init__(self, name: str, args: OfferArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("civic-azure:index:ServiceOffer", name, {}, opts)
        group = resources.ResourceGroup(
            f"{name}-group",
            resource_group_name=physical_name(args, "azure:resource-group"),
            location=args.region,
            tags=args.owner.tags,
            opts=inside(self),
        )
        self._context = context = OfferContext(name, args, group, _address(args), self)
        balancer = None if args.direct else create_forwarders(context)
        service = self._service(balancer)
        if args.alarms != "":
            ports_alarm(context, service)
            if balancer is not None:
                target_alarm(context, balancer)
        self.service = service.id
        self.target = context.address
        self.register_outputs({"service": self.service, "target": self.target})

    def _service(self, balancer: network.LoadBalancer | None) -> network.PrivateLinkService:
        context, args = self._context, self._context.args
        subnet: network.SubnetArgsDict = {"id": context.doors[0]}
        subscriptions = [tenancy.subscription for _key, tenancy in sorted(args.consumers.items())]
        # Without a balancer to survive the loss of one, two at least, in even numbers.
        addresses = ("first", "second") if balancer is None else ("first",)
        fronts: list[network.FrontendIPConfigurationArgsDict] = (
            [] if balancer is None else [{"id": pulumi.Output.concat(balancer.id, f"/frontendIPConfigurations/{FRONT}")}]
        )
        return network.PrivateLinkService(
            f"{context.name}-service",
            service_name=context.physical_name("azure:network"),
            resource_group_name=context.group.name,
            location=args.region,
            destination_ip_address=context.address if balancer is None else None,
            load_balancer_frontend_ip_configurations=fronts or None,
            ip_configurations=[
                {
                    "name": key,
                    "primary": key == "first",
                    "private_ip_allocation_method": network.IPAllocationMethod.DYNAMIC,
                    "private_ip_address_version": network.IPVersion.I_PV4,
                    "subnet": subnet,
                }
                for key in addresses
            ],
            visibility={"subscriptions": subscriptions},
            # The list is the agreement: both records say so before a consumer is on it.
            auto_approval={"subscriptions": subscriptions},
            enable_proxy_protocol=args.proxy_protocol,
            tags=context.tags,
            opts=context.inside,
        )


def _address(args: OfferArgs) -> pulumi.Output[str]:
    """What the door leads to: the address on the provider's premises, or the entry of its dedicated hosting."""
    if args.cell is None:
        return pulumi.Output.from_input(args.address)
    return pulumi.Output.from_input(args.cell.entry_address)
