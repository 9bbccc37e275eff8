"""An internal load balancer and two machines behind it that only pass packets on, to where a balancer itself cannot lead."""


from dataclasses import dataclass
from typing import Any

import pulumi
from pulumi_azure_native import compute, features, network, resources

from components.azure.dynamic.unknown_key import UnknownKey
from components.azure.network.security_groups import doors, forwarder_rules, wanted
from components.azure.services.forwarder_rules import custom_data
from components.contracts import ServiceOfferArgs
from components.naming import physical

MACHINES = 2
"""So that one may be lost, or be at its upgrade."""

SIZE = "Standard_D2s_v5"
"""Generation 2, with trusted launch and encryption at host (Microsoft Learn, "Dsv5 sizes series")."""

IMAGE = {"publisher": "Canonical", "offer": "0001-com-ubuntu-server-jammy", "sku": "22_04-lts-gen2", "version": "latest"}
"""The newest Ubuntu that Microsoft names both for automatic OS image upgrades and for trusted launch (``docs/decisions``)."""

USER = "forwarder"
"""Azure wants a name for a user. Nobody has its key, and the machine has no door for it."""

FRONT, POOL, PROBE = "consumers", "forwarders", "target"


@dataclass(frozen=True)
class Forwarders:
    """Makes them as children of a ``ServiceOffer``. ``address`` is the one that they lead to, on ``args.port``."""

    name: str
    args: ServiceOfferArgs
    group: resources.ResourceGroup
    address: pulumi.Output[str]
    tags: dict[str, str]
    inside: pulumi.ResourceOptions

    def make(self) -> network.LoadBalancer:
        """The balancer, whose front ``FRONT`` a Private Link Service stands before. The machines come after it."""
        balancer = self._balancer()
        self._machines(balancer, self._guard())
        return balancer

    def _called(self, kind: str, what: str = "") -> str:
        role = "-".join(part for part in ("offer", self.args.offer, what) if part)
        return physical(kind, platform=self.args.platform, organisation=self.args.organisation, role=role)

    def _balancer(self) -> network.LoadBalancer:
        args, called = self.args, self._called("azure:network")

        def part(kind: str, name: str) -> dict[str, pulumi.Output[str]]:
            # A part has no id before the balancer has.
            return {"id": pulumi.Output.concat(self.group.id, f"/providers/Microsoft.Network/loadBalancers/{called}/{kind}/{name}")}

        front = {
            "name": FRONT,
            "private_ip_allocation_method": network.IPAllocationMethod.DYNAMIC,
            "private_ip_address_version": network.IPVersion.I_PV4,
            "subnet": {"id": args.subnets[doors(args.subnets)[0]]},
            "zones": list(args.zones),
        }
        rule = {
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
            f"{self.name}-balancer",
            load_balancer_name=called,
            resource_group_name=self.group.name,
            location=args.region,
            sku={"name": network.LoadBalancerSkuName.STANDARD, "tier": network.LoadBalancerSkuTier.REGIONAL},
            frontend_ip_configurations=[front],
            backend_address_pools=[{"name": POOL}],
            # A forwarder passes the probe on as it does everything: who is well reaches the target.
            probes=[{"name": PROBE, "protocol": network.ProbeProtocol.TCP, "port": args.port, "interval_in_seconds": 5, "probe_threshold": 2}],
            load_balancing_rules=[rule],
            tags=self.tags,
            opts=self.inside,
        )

    def _guard(self) -> network.NetworkSecurityGroup:
        return network.NetworkSecurityGroup(
            f"{self.name}-forwarder-rules",
            network_security_group_name=self._called("azure:network", "forwarders"),
            resource_group_name=self.group.name,
            location=self.args.region,
            security_rules=forwarder_rules(wanted(self.args.ranges), self.args.port, pulumi.Output.concat(self.address, "/32")),
            tags=self.tags,
            opts=self.inside,
        )

    def _machines(self, balancer: network.LoadBalancer, guard: network.NetworkSecurityGroup) -> compute.VirtualMachineScaleSet:
        encryption = features.SubscriptionFeatureRegistration(
            f"{self.name}-encryption",
            provider_namespace="Microsoft.Compute",
            feature_name="EncryptionAtHost",
            # The Azure subscription's, which other offers share.
            opts=pulumi.ResourceOptions.merge(self.inside, pulumi.ResourceOptions(retain_on_delete=True)),
        )
        told = pulumi.ResourceOptions(
            depends_on=[encryption],
            # Machines read it once in a disk's life: another address is for other machines.
            replace_on_changes=["virtualMachineProfile.osProfile.customData"],
            delete_before_replace=True,
        )
        return compute.VirtualMachineScaleSet(
            f"{self.name}-forwarders",
            vm_scale_set_name=self._called("azure:scale-set"),
            resource_group_name=self.group.name,
            location=self.args.region,
            zones=list(self.args.zones),
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
            virtual_machine_profile=self._profile(balancer, guard),
            tags=self.tags,
            opts=pulumi.ResourceOptions.merge(self.inside, told),
        )

    def _profile(self, balancer: network.LoadBalancer, guard: network.NetworkSecurityGroup) -> dict[str, Any]:
        plane = pulumi.ProviderResource("pulumi-python", f"{self.name}-plane", {}, self.inside)
        key = UnknownKey(f"{self.name}-nobody", opts=pulumi.ResourceOptions.merge(self.inside, pulumi.ResourceOptions(provider=plane)))
        disk = {
            "create_option": compute.DiskCreateOptionTypes.FROM_IMAGE,
            "caching": compute.CachingTypes.READ_ONLY,
            "managed_disk": {"storage_account_type": compute.StorageAccountTypes.STANDARD_SS_D_LRS},
        }
        return {
            "storage_profile": {"image_reference": IMAGE, "os_disk": disk},
            "os_profile": {
                "computer_name_prefix": USER,
                "admin_username": USER,
                "custom_data": self.address.apply(lambda address: custom_data(address, self.args.port)),
                # Whoever may add an extension could run what they like.
                "allow_extension_operations": False,
                "linux_configuration": {
                    "disable_password_authentication": True,
                    "ssh": {"public_keys": [{"path": f"/home/{USER}/.ssh/authorized_keys", "key_data": key.public}]},
                },
            },
            "security_profile": {
                "security_type": compute.SecurityTypes.TRUSTED_LAUNCH,
                "uefi_settings": {"secure_boot_enabled": True, "v_tpm_enabled": True},
                "encryption_at_host": True,
            },
            # No storage account is named, so Azure keeps the pictures in its own.
            "diagnostics_profile": {"boot_diagnostics": {"enabled": True}},
            "network_profile": self._network(balancer, guard),
        }

    def _network(self, balancer: network.LoadBalancer, guard: network.NetworkSecurityGroup) -> dict[str, Any]:
        subnets = self.args.subnets
        way = {
            "name": "way",
            "primary": True,
            "private_ip_address_version": compute.IPVersion.I_PV4,
            "subnet": {"id": subnets[doors(subnets)[-1]]},
            "load_balancer_backend_address_pools": [{"id": pulumi.Output.concat(balancer.id, f"/backendAddressPools/{POOL}")}],
        }
        card = {
            "name": "way",
            "primary": True,
            # Packets leave under the machine's own address, so Azure need not let others pass.
            "enable_ip_forwarding": False,
            "enable_accelerated_networking": True,
            "network_security_group": {"id": guard.id},
            "ip_configurations": [way],
        }
        return {
            "health_probe": {"id": pulumi.Output.concat(balancer.id, f"/probes/{PROBE}")},
            "network_interface_configurations": [card],
        }
