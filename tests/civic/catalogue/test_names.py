"""Two tables of name limits, written apart from different intents, must agree."""

import re

import pytest

from civic.catalogue import Name, row
from components.naming import RULES, physical

SAME = {
    "aws:bucket": "aws:s3/bucket:Bucket",
    "aws:role": "aws:iam/role:Role",
    "aws:policy": "aws:iam/policy:Policy",
    "aws:load-balancer": "aws:lb/loadBalancer:LoadBalancer",
    "aws:target-group": "aws:lb/targetGroup:TargetGroup",
    "aws:database": "aws:rds/instance:Instance",
    "aws:backup-vault": "aws:backup/vault:Vault",
    "aws:account": "aws:organizations/account:Account",
    "aws:organization-policy": "aws:organizations/policy:Policy",
    "aws:network-firewall": "aws:networkfirewall/firewall:Firewall",
    "azure:storage-account": "azure-native:storage:StorageAccount",
    "azure:key-vault": "azure-native:keyvault:Vault",
    "azure:resource-group": "azure-native:resources:ResourceGroup",
    "azure:management-group": "azure-native:management:ManagementGroup",
    "azure:policy-assignment": "azure-native:authorization:PolicyAssignment",
    "azure:network": "azure-native:network:VirtualNetwork",
    "azure:scale-set": "azure-native:compute:VirtualMachineScaleSet",
    "azure:workspace": "azure-native:operationalinsights:Workspace",
    "azure:communication-service": "azure-native:communication:CommunicationService",
    "azure:backup-vault": "azure-native:dataprotection:BackupVault",
    "azure:registry": "azure-native:containerregistry:Registry",
    "azure:container-app": "azure-native:app:ContainerApp",
    "azure:postgres": "azure-native:dbforpostgresql:Server",
    "azure:front-door-endpoint": "azure-native:cdn:AFDEndpoint",
}
ELSEWHERE = {"aws:general", "aws:log-delivery", "azure:front-door-rules", "azure:general", "azure:subscription-alias", "postgres:name"}
"""Kinds that stand for several types, or for something that no provider's type is."""


def limit(kind: str) -> Name:
    """What the catalogue knows of the names of a kind's type."""
    known = row(SAME[kind])
    assert known is not None
    assert known.name is not None, known.lacks
    return known.name


def test_every_kind_is_compared_or_listed():
    assert RULES.keys() == SAME.keys() | ELSEWHERE


@pytest.mark.parametrize("kind", SAME)
def test_no_name_is_longer_than_the_provider_takes(kind: str):
    assert RULES[kind].longest <= limit(kind).longest


@pytest.mark.parametrize("kind", SAME)
@pytest.mark.parametrize("organisation", ["", "eastvale", "north-east-lincolnshire-combined-authority"])
def test_every_name_is_one_that_the_provider_takes(kind: str, organisation: str):
    allowed = limit(kind)
    name = physical(kind, platform="ccp", organisation=organisation, role="logs")
    assert len(name) <= allowed.longest
    assert re.fullmatch(allowed.pattern, name), name


@pytest.mark.parametrize("kind", SAME)
def test_global_names_are_global_to_both(kind: str):
    assert (RULES[kind].scope == "global") == (limit(kind).scope == "global")
