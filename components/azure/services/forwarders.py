"""An internal load balancer and two machines behind it that only pass packets on, to where a balancer itself cannot lead."""

import pulumi
from pulumi_azure_native import compute, network

from components.azure import identifiers as ids
from components.azure import settings
from components.azure.dynamic.unknown_key import UnknownKey
from components.azure.network.security_groups import forwarder_rules
from components.azure.options import inside
from components.azure.services.context import OfferContext
from components.azure.services.forwarder_rules import custom_data

MACHINES = 2
"""So that one may be lost, or be at its upgrade."""

SIZE = "Standard_D2s_v5"
"""Generation 2, with trusted launch and encryption at host (Microsoft Learn, "Dsv5 sizes series")."""

IMAGE: compute.ImageReferenceArgsDict = {
    "publisher": "Canonical",
    "offer": "0001-com-ubuntu-server-jammy",
    "sku": "22_04-lts-gen2",
    "version": "latest",
}
"""The newest Ubuntu that Microsoft names both for automatic OS image upgrades and for trusted launch (``docs/decisions``)."""

USER = "forwarder"
"""Azure wants a name for a user. Nobody has its key, and the machine has no door for it."""

FRONT, POOL, PROBE = "consumers", "forwarders", "target"


def create_forwarders(context: OfferContext) -> network.LoadBalancer:
    """The balancer, whose front ``FRONT`` a Private Link Service stands before, and the machines behind it.

    They lead to ``context.address``, on ``context.args.port``.
    """
    balancer = _balancer(context)
    _machines(context, balancer, _security_group(context))
    return balancer


def _balancer(context: OfferContext) -> network.LoadBalancer:
    args, name = context.args, context.physical_name("azure:network")

    def part(kind: str, part_name: str) -> network.SubResourceArgsDict:
        # A part has no id before the balancer has.
        return {"id": pulumi.Output.concat(context.group.id, f"/providers/Microsoft.Network/loadBalancers/{name}/{kind}/{part_name}")}

    front: network.FrontendIPConfigurationArgsDict = {
        "name": FRONT,
        "private_ip_allocation_method": network.IPAllocationMethod.DYNAMIC,
        "private_ip_address_version": network.IPVersion.I_PV4,
        "subnet": {"id": context.doors[0]},
        "zones": list(args.zones),
    }
    rule: network.LoadBalancingRuleArgsDict = {
        "name": args.offer,
        "protocol": network.TransportProtocol.TCP,
        "frontend_port": args.port,
        "backend_port": args.port,
        "frontend_ip_configuration": part("frontendIPConfigurations", FRONT),
        "backend_address_pool": part("backendAddressPools", POOL),
        "probe": part("probes", PROBE),
        "disable_outbound_snat": True,
        "enable_floating_ip": False,
        "enable_tcp_reset": True,
    }
    return network.LoadBalancer(
        f"{context.name}-balancer",
        load_balancer_name=name,
        resource_group_name=context.group.name,
        location=args.region,
        sku={"name": network.LoadBalancerSkuName.STANDARD, "tier": network.LoadBalancerSkuTier.REGIONAL},
        frontend_ip_configurations=[front],
        backend_address_pools=[{"name": POOL}],
        # A forwarder passes the probe on as it does everything: who is well reaches the target.
        probes=[{"name": PROBE, "protocol": network.ProbeProtocol.TCP, "port": args.port, "interval_in_seconds": 5, "probe_threshold": 2}],
        load_balancing_rules=[rule],
        tags=context.tags,
        opts=context.inside,
    )


def _security_group(context: OfferContext) -> network.NetworkSecurityGroup:
    args = context.args
    return network.NetworkSecurityGroup(
        f"{context.name}-forwarder-rules",
        network_security_group_name=context.physical_name("azure:network", "forwarders"),
        resource_group_name=context.group.name,
        location=args.region,
        security_rules=forwarder_rules(args.ranges, args.port, pulumi.Output.concat(context.address, "/32")),
        tags=context.tags,
        opts=context.inside,
    )


def _machines(context: OfferContext, balancer: network.LoadBalancer, group: network.NetworkSecurityGroup) -> None:
    # The Azure subscription's, which other offers share: it stays registered.
    encryption = settings.feature(
        f"{context.name}-encryption",
        subscription=ids.subscription_of(context.group.id),
        namespace="Microsoft.Compute",
        name="EncryptionAtHost",
        opts=inside(context.parent, context.plane),
    )
    # Machines read their rules once in a disk's life: another address is for other machines.
    read_once = pulumi.ResourceOptions(replace_on_changes=["virtualMachineProfile.osProfile.customData"], delete_before_replace=True)
    compute.VirtualMachineScaleSet(
        f"{context.name}-forwarders",
        vm_scale_set_name=context.physical_name("azure:scale-set"),
        resource_group_name=context.group.name,
        location=context.args.region,
        zones=list(context.args.zones),
        # Where a zone is lost, both machines may stand in another.
        zone_balance=False,
        platform_fault_domain_count=1,
        single_placement_group=False,
        orchestration_mode=compute.OrchestrationMode.UNIFORM,
        overprovision=False,
        sku={"name": SIZE, "tier": "Standard", "capacity": MACHINES},
        upgrade_policy={
            "mode": compute.UpgradeMode.ROLLING,
            "automatic_os_upgrade_policy": {"enable_automatic_os_upgrade": True, "disable_automatic_rollback": False},
        },
        virtual_machine_profile=_profile(context, balancer, group),
        tags=context.tags,
        opts=pulumi.ResourceOptions.merge(inside(context.parent, after=[encryption]), read_once),
    )


def _profile(
    context: OfferContext, balancer: network.LoadBalancer, group: network.NetworkSecurityGroup
) -> compute.VirtualMachineScaleSetVMProfileArgsDict:
    return {
        "storage_profile": {
            "image_reference": IMAGE,
            "os_disk": {
                "create_option": compute.DiskCreateOptionTypes.FROM_IMAGE,
                "caching": compute.CachingTypes.READ_ONLY,
                "managed_disk": {"storage_account_type": compute.StorageAccountTypes.STANDARD_SS_D_LRS},
            },
        },
        "os_profile": _system(context),
        "security_profile": {
            "security_type": compute.SecurityTypes.TRUSTED_LAUNCH,
            "uefi_settings": {"secure_boot_enabled": True, "v_tpm_enabled": True},
            "encryption_at_host": True,
        },
        # No storage account is named, so Azure keeps the pictures in its own.
        "diagnostics_profile": {"boot_diagnostics": {"enabled": True}},
        "network_profile": _network(context, balancer, group),
    }


def _system(context: OfferContext) -> compute.VirtualMachineScaleSetOSProfileArgsDict:
    key = UnknownKey(f"{context.name}-nobody", opts=inside(context.parent, context.plane))
    return {
        "computer_name_prefix": USER,
        "admin_username": USER,
        "custom_data": context.address.apply(lambda address: custom_data(address, context.args.port)),
        # Whoever may add an extension could run what they like.
        "allow_extension_operations": False,
        "linux_configuration": {
            "disable_password_authentication": True,
            "ssh": {"public_keys": [{"path": f"/home/{USER}/.ssh/authorized_keys", "key_data": key.public}]},
        },
    }


def _network(
    context: OfferContext, balancer: network.LoadBalancer, group: network.NetworkSecurityGroup
) -> compute.VirtualMachineScaleSetNetworkProfileArgsDict:
    address: compute.VirtualMachineScaleSetIPConfigurationArgsDict = {
        "name": "way",
        "primary": True,
        "private_ip_address_version": compute.IPVersion.I_PV4,
        "subnet": {"id": context.doors[-1]},
        "load_balancer_backend_address_pools": [{"id": pulumi.Output.concat(balancer.id, f"/backendAddressPools/{POOL}")}],
    }
    interface: compute.VirtualMachineScaleSetNetworkConfigurationArgsDict = {
        "name": "way",
        "primary": True,
        # Packets leave under the machine's own address, so Azure need not let others pass.
        "enable_ip_forwarding": False,
        "enable_accelerated_networking": True,
        "network_security_group": {"id": group.id},
        "ip_configurations": [address],
    }
    return {
        "health_probe": {"id": pulumi.Output.concat(balancer.id, f"/probes/{PROBE}")},
        "network_interface_configurations": [interface],
    }
