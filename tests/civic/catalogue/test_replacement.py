"""What would replace a resource: the real engine asks it of the simulated clouds, and a plan that would replace something kept says so."""

import inspect

import pytest

from civic.catalogue import replaces, replacing, row, rows, unchangeable
from civic.simulator.sdk import resource_class
from tests.civic.catalogue.planned import planned_types

ANYWHERE = {"region", "location", "scope", "resourceGroupName"}
"""What forces a replacement of almost anything; it says nothing of a type."""
NEVER = {"aws:organizations/organization:Organization", "azure-native:resources:ResourceGroup"}
"""Nothing that can be changed in the first makes another one; the second's own name is among those above."""


def test_every_kept_type_knows_what_would_replace_it():
    kept = [token for token in planned_types() if (known := row(token)) and known.keep != "no" and token not in NEVER]
    assert kept
    assert [token for token in kept if not replaces(token) - ANYWHERE] == []


@pytest.mark.parametrize("token", [token for token in planned_types() if not token.startswith("pulumi-python:")])
def test_of_every_planned_type_it_is_written_down_what_replaces_it(token: str):
    known = row(token)
    assert known is not None
    assert known.replaced_by is not None, f"{token}: what of it can never change? civic/catalogue names it in replaced_by (and fixed), or words('')"


ENVIRONMENT, HUB = "azure-native:app:ManagedEnvironment", "azure-native:network:VirtualHub"


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ({"internal": True, "infrastructureSubnetId": "/a"}, {"internal": True, "infrastructureSubnetId": "/b"}, ["vnetConfiguration"]),
        ({"internal": True}, {"internal": True, "other": 1}, []),
        ({}, {"internal": True}, ["vnetConfiguration"]),
    ],
)
def test_what_lies_in_a_property_may_replace_where_the_property_does_not(old: object, new: object, expected: list[str]):
    assert replacing(ENVIRONMENT, {"vnetConfiguration": old}, {"vnetConfiguration": new}) == expected


def test_what_a_cloud_lets_nobody_change_is_known_apart():
    assert unchangeable(HUB, {"addressPrefix": "10.0.0.0/23"}, {"addressPrefix": "10.1.0.0/23"}) == ["addressPrefix"]
    assert replacing(HUB, {"addressPrefix": "10.0.0.0/23"}, {"addressPrefix": "10.1.0.0/23"}) == []
    assert unchangeable(HUB, {}, {"addressPrefix": "10.1.0.0/23"}) == [], "a value that was the cloud's own is said now"
    assert unchangeable("aws:ec2/never:Never", {}, {"x": 1}) == []


@pytest.mark.parametrize(
    ("token", "property"),
    [
        ("aws:s3/bucket:Bucket", "bucket"),
        ("aws:s3/bucket:Bucket", "objectLockEnabled"),
        ("aws:backup/vault:Vault", "kmsKeyArn"),
        ("aws:kms/key:Key", "multiRegion"),
        ("aws:organizations/account:Account", "email"),
        ("aws:cloudwatch/eventRule:EventRule", "region"),
        ("aws:lb/listenerRule:ListenerRule", "listenerArn"),
        ("aws:acm/certificate:Certificate", "domainName"),
        ("aws:route53/record:Record", "name"),
        ("aws:appautoscaling/target:Target", "resourceId"),
        ("aws:iam/samlProvider:SamlProvider", "name"),
        ("azure-native:storage:StorageAccount", "accountName"),
        ("azure-native:keyvault:Key", "vaultName"),
        ("azure-native:network:Subnet", "subnetName"),
        ("azure-native:network:VirtualNetwork", "location"),
    ],
)
def test_this_change_replaces(token: str, property: str):
    assert property in replaces(token)


@pytest.mark.parametrize(
    ("token", "property"),
    [
        ("aws:organizations/account:Account", "name"),
        ("aws:organizations/account:Account", "parentId"),
        ("aws:kms/key:Key", "policy"),
        ("aws:lb/listenerRule:ListenerRule", "priority"),
        ("azure-native:network:Subnet", "networkSecurityGroup"),
        ("azure-native:network:Subnet", "subscription"),
    ],
)
def test_this_change_does_not(token: str, property: str):
    assert property not in replaces(token)


def test_of_an_unknown_type_only_its_place_is_known():
    assert replaces("aws:ec2/never:Never") == {"region"}
    assert replaces("random:index/randomPet:RandomPet") == frozenset()


@pytest.mark.parametrize("token", [found.type for found in rows() if found.type.startswith(("aws:", "azure-native:"))])
def test_a_row_names_inputs_that_exist(token: str):
    found = row(token)
    assert found is not None
    known = {_wire(name) for name in inspect.signature(resource_class(token)._internal_init).parameters}
    once = found.once.properties if found.once else ()
    named = {found.name.property} if found.name else set()
    generated = {found.generated_name} if found.generated_name else set()
    paths = {path.partition(".")[0] for path in (*(found.replaced_by or ()), *found.fixed)}
    assert {*paths, *once, *found.documents, *named, *generated} <= known


def _wire(name: str) -> str:
    first, *rest = name.rstrip("_").split("_")
    return first + "".join(word.capitalize() for word in rest)
