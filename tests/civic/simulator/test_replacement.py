"""A plan that would replace something stateful says so: every protected type of the example estate is in the tables."""

import inspect
import json

import pytest

from civic.plan import Deployment
from civic.simulator import replaces
from civic.simulator.replacement import _TABLE
from civic.simulator.sdk import resource_class
from tests.planning import plans_of

ANYWHERE = {"region", "location", "scope", "resourceGroupName"}
"""What forces a replacement of almost anything; it says nothing of a type."""
KNOWN = {"aws:organizations/organization:Organization", "azure-native:resources:ResourceGroup"}
"""Nothing that can be asked of the first makes another one; the second's own name is among those above."""


def test_every_protected_type_knows_what_would_replace_it() -> None:
    kept = {resource.type for run in plans_of().values() for resource in Deployment.from_json(json.loads(run.plan)) if resource.protect}
    own = {token for token in kept if token.startswith(("aws:", "azure-native:")) and token not in KNOWN}
    assert {token for token in own if not replaces(token) - ANYWHERE} == set()


@pytest.mark.parametrize(
    ("token", "property"),
    [
        ("aws:s3/bucket:Bucket", "bucket"),
        ("aws:s3/bucket:Bucket", "objectLockEnabled"),
        ("aws:backup/vault:Vault", "kmsKeyArn"),
        ("aws:kms/key:Key", "multiRegion"),
        ("aws:organizations/account:Account", "email"),
        ("aws:cloudwatch/eventRule:EventRule", "region"),
        ("azure-native:storage:StorageAccount", "accountName"),
        ("azure-native:keyvault:Key", "vaultName"),
        ("azure-native:network:Subnet", "subnetName"),
        ("azure-native:network:VirtualNetwork", "location"),
    ],
)
def test_this_change_replaces(token: str, property: str) -> None:
    assert property in replaces(token)


@pytest.mark.parametrize(
    ("token", "property"),
    [
        ("aws:organizations/account:Account", "name"),
        ("aws:organizations/account:Account", "parentId"),
        ("aws:kms/key:Key", "policy"),
        ("azure-native:network:Subnet", "networkSecurityGroup"),
    ],
)
def test_this_change_does_not(token: str, property: str) -> None:
    assert property not in replaces(token)


def test_the_tables_name_inputs_that_exist() -> None:
    for token, properties in _TABLE.items():
        known = {_wire(name) for name in inspect.signature(resource_class(token)._internal_init).parameters}
        assert properties <= known, f"{token}: {sorted(properties - known)}"


def _wire(name: str) -> str:
    first, *rest = name.rstrip("_").split("_")
    return first + "".join(word.capitalize() for word in rest)
