"""What is in a cloud by its own word: each cloud's inventory call behind one small adapter, and the simulated clouds' world as they would answer.

| cloud | call |
|---|---|
| AWS | ``GetResources`` of the Resource Groups Tagging API, in each account and region; of IAM, which that leaves out, ``ListRoles`` |
| Azure | Azure Resource Graph, in each Azure subscription |

The clouds' libraries are imported by the two adapters that need them, and with nothing else.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from civic.changes.orphans import Listed
from civic.errors import InputError
from civic.plan import Resource


class InventoryRefused(InputError):
    """The cloud cannot be reached, or does not allow this. The message says what and where."""


@dataclass(frozen=True, order=True)
class Place:
    """Where a stack's providers act."""

    cloud: str
    account: str
    """AWS account or Azure subscription."""
    region: str = ""
    """Of AWS."""
    roles: tuple[str, ...] = ()
    """ARNs of the roles that are taken on, one after the other."""


class Inventory(Protocol):
    """A cloud's own list."""

    def resources(self, place: Place, tags: Mapping[str, str]) -> Iterable[Listed]:
        """What carries all of ``tags`` in one place. Raises ``InventoryRefused``."""
        ...


def places_of(resources: Iterable[Resource]) -> Sequence[Place]:
    """Where the providers of a stack act, of its state or plan."""
    found: set[Place] = set()
    for resource in resources:
        inputs = resource.inputs
        if resource.type == "pulumi:providers:aws":
            roles = tuple(role["roleArn"] for role in _plain(inputs.get("assumeRoles")) or () if isinstance(role.get("roleArn"), str))
            account = next(iter(_plain(inputs.get("allowedAccountIds")) or ()), roles[-1].split(":")[4] if roles else "")
            found.add(Place("aws", str(account), str(inputs.get("region") or ""), roles))
        elif resource.type == "pulumi:providers:azure-native" and isinstance(inputs.get("subscriptionId"), str):
            found.add(Place("azure", inputs["subscriptionId"]))
    return sorted(found)


def _plain(value: object) -> list:
    """A provider's nested inputs are JSON text in a state."""
    value = json.loads(value) if isinstance(value, str) else value
    return value if isinstance(value, list) else []


def inventory_of(cloud: str) -> Inventory:
    """The adapter of a cloud."""
    if cloud == "aws":
        from civic.inventory.aws import TaggedOnAws

        return TaggedOnAws()
    from civic.inventory.azure import TaggedOnAzure

    return TaggedOnAzure()
