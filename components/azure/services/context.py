"""What the parts of an offer's door have in common: whose it is, its names, and where doors lie in a network."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TypeAlias

import pulumi
from pulumi_azure_native import resources

from components.azure.handles import CellHandle, NetworkHandle, TenancyHandle
from components.azure.network.security_groups import DOOR
from components.azure.options import inside
from components.azure.registration import python_plane
from components.contracts import ContractError, ServiceOfferArgs, of_tier

OfferArgs: TypeAlias = ServiceOfferArgs[NetworkHandle, CellHandle, TenancyHandle]


def physical_name(args: OfferArgs, kind: str, role: str = "") -> str:
    """Physical name of a part of the door."""
    return args.owner.name(kind, "-".join(part for part in ("offer", args.offer, role) if part))


def doors(network: NetworkHandle) -> list[pulumi.Input[str]]:
    """Ids of the subnets for doors, in order of zone. Raises ``ContractError`` where there is none."""
    subnets = of_tier(network.subnets, DOOR)
    if not subnets:
        raise ContractError("network: a shared service needs the subnet door-a; run 'pulumi up' of the landing zone first")
    return subnets


@dataclass(frozen=True)
class OfferContext:
    """A door's name, arguments, resource group, the address that it leads to, and its component."""

    name: str
    args: OfferArgs
    group: resources.ResourceGroup
    address: pulumi.Output[str]
    parent: pulumi.Resource

    @property
    def tags(self) -> Mapping[str, str]:
        return self.args.owner.tags

    @property
    def inside(self) -> pulumi.ResourceOptions:
        return inside(self.parent)

    @cached_property
    def plane(self) -> pulumi.ProviderResource:
        """Provider of what is written in Python."""
        return python_plane(self.name, self.inside)

    @property
    def doors(self) -> list[pulumi.Input[str]]:
        return doors(self.args.network)

    def physical_name(self, kind: str, role: str = "") -> str:
        return physical_name(self.args, kind, role)
