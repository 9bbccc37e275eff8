"""One body's applications and another's, over all stacks together."""

import pytest

from civic.plan import UNKNOWN, Resource
from policies.estate import estate_findings
from policies.estate.tenant_isolation import APP, GROUP, GROUP_RULES, ROLE_ASSIGNMENT

CLOUD = {GROUP: "aws", GROUP_RULES[0]: "aws", GROUP_RULES[1]: "aws", APP: "azure", ROLE_ASSIGNMENT: "azure"}
Stacks = dict[str, list[Resource]]


def part(owner: str, token: str, ident: str = "", *, component: str = "Application", **inputs: object) -> Resource:
    cloud = CLOUD[token]
    urn = f"urn:pulumi:{owner}-{cloud}-applications::p::civic-{cloud}:index:{component}${token}::{owner}-part"
    return Resource(urn, token, True, inputs=inputs, id=ident)


def found_in(*parts: Resource) -> list[tuple[str, str, str]]:
    stacks: Stacks = {}
    for one in parts:
        stacks.setdefault(one.stack, []).append(one)
    return [(found.rule, found.stack, found.message) for found in estate_findings(stacks)]


NORTH, SOUTH = part("north", GROUP, "sg-north"), part("south", GROUP, "sg-south")
APPS = (part("north", APP, resourceGroupName="Cell-North"), part("south", APP, resourceGroupName="cell-south"))
REACHES = [("estate-tenants-isolated", "north-{}-applications", "an application of north reaches what is of south")]


def reaches(cloud: str) -> list[tuple[str, str, str]]:
    return [(rule, stack.format(cloud), message) for rule, stack, message in REACHES]


@pytest.mark.parametrize("token", GROUP_RULES)
def test_a_way_to_anothers_group_is_found(token: str):
    assert found_in(NORTH, SOUTH, part("north", token, securityGroupId="sg-north", referencedSecurityGroupId="sg-south")) == reaches("aws")
    assert found_in(NORTH, SOUTH, part("north", token, securityGroupId="sg-south", cidrIpv4="10.0.0.0/8")) == reaches("aws")


def test_ways_to_the_entry_and_among_ones_own_are_well():
    own = part("north", GROUP_RULES[0], securityGroupId="sg-north", referencedSecurityGroupId="sg-entry")
    assert found_in(NORTH, SOUTH, own, part("south", GROUP_RULES[0], securityGroupId="sg-south", referencedSecurityGroupId=UNKNOWN)) == []


@pytest.mark.parametrize("scope", ["/subscriptions/s/resourceGroups/cell-south", "/subscriptions/s/resourcegroups/Cell-South/providers/x/y/z"])
def test_a_right_in_anothers_resource_group_is_found(scope: str):
    assert found_in(*APPS, part("north", ROLE_ASSIGNMENT, scope=scope)) == reaches("azure")


def test_rights_in_ones_own_resource_group_are_well():
    assert found_in(*APPS, part("north", ROLE_ASSIGNMENT, scope="/subscriptions/s/resourceGroups/cell-north/providers/x/y/z")) == []
    assert found_in(*APPS, part("north", ROLE_ASSIGNMENT, component="ServiceSubscription", scope="/subscriptions/s/resourceGroups/cell-south")) == []


def test_two_bodies_in_one_resource_group_are_found():
    found = found_in(APPS[1], part("north", APP, resourceGroupName="cell-south"))
    assert [stack for _, stack, _ in found] == ["north-azure-applications", "south-azure-applications"]
