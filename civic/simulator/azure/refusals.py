"""What Azure's services refuse in their own code, besides what every input tells.

Sources: Microsoft Learn, "Azure Virtual Network frequently asked questions" (the smallest subnet), "Artifact cache overview" and
terraform-provider-azurerm pull request 27983 (Docker Hub wants credentials), "Configuring virtual networks Azure Container Apps environments".
"""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from civic.simulator.claims import as_range
from civic.simulator.state import Failure

SMALLEST = 29
"""Length of the prefix of the smallest subnet."""


def refused_values(token: str, inputs: Mapping[str, Any]) -> Iterator[Failure]:
    """What a service says no to. What is not known yet is not refused."""
    if token in _BY_TYPE:
        yield from _BY_TYPE[token](inputs)


def _subnet(inputs: Mapping[str, Any]) -> Iterator[Failure]:
    block = as_range(inputs.get("addressPrefix"))
    if block is not None and block.version == 4 and block.prefixlen > SMALLEST:
        yield Failure("addressPrefix", f"{block} is smaller than a /{SMALLEST}, the smallest subnet that Azure has: take a larger network")


def _assignment(inputs: Mapping[str, Any]) -> Iterator[Failure]:
    if not inputs.get("principalType"):
        why = "PrincipalNotFound: a principal that was just made is not seen everywhere for minutes, and Azure asks for it; say of what type it is"
        yield Failure("principalType", f"{why} (Microsoft Learn, Troubleshoot Azure RBAC: assign a role to a new service principal)")


def _cache_rule(inputs: Mapping[str, Any]) -> Iterator[Failure]:
    if str(inputs.get("sourceRepository")).startswith("docker.io/") and not inputs.get("credentialSetResourceId"):
        yield Failure("credentialSetResourceId", "EnforceDockerAuthentication: Docker Hub is copied with credentials alone; name a credential set")


_BY_TYPE: Mapping[str, Callable[[Mapping[str, Any]], Iterator[Failure]]] = {
    "azure-native:authorization:RoleAssignment": _assignment,
    "azure-native:containerregistry:CacheRule": _cache_rule,
    "azure-native:network:Subnet": _subnet,
}
