"""One body's applications and another's, over all stacks together."""

import json
from collections.abc import Mapping

import pytest

from civic.plan import UNKNOWN, Deployment, Resource
from policies.estate import ESTATE_TYPES, estate_findings
from policies.estate.neighbours import APP, GROUP, RIGHT, WAYS
from tests.planning import example_estate

CLOUD = {GROUP: "aws", WAYS[0]: "aws", WAYS[1]: "aws", APP: "azure", RIGHT: "azure"}
Stacks = dict[str, list[Resource]]


def part(owner: str, token: str, ident: str = "", *, component: str = "Application", **inputs: object) -> Resource:
    cloud = CLOUD[token]
    urn = f"urn:pulumi:{owner}-{cloud}-applications::p::civic-{cloud}:index:{component}${token}::{owner}-part"
    return Resource(urn, token, True, inputs=inputs, id=ident)


def told(*parts: Resource) -> list[tuple[str, str, str]]:
    made: Stacks = {}
    for one in parts:
        made.setdefault(one.stack, []).append(one)
    return [(found.rule, found.stack, found.message) for found in estate_findings(made)]


NORTH, SOUTH = part("north", GROUP, "sg-north"), part("south", GROUP, "sg-south")
APPS = (part("north", APP, resourceGroupName="Cell-North"), part("south", APP, resourceGroupName="cell-south"))
REACHES = [("estate-neighbours-fenced", "north-{}-applications", "an application of north reaches what is of south")]


def reaches(cloud: str) -> list[tuple[str, str, str]]:
    return [(rule, stack.format(cloud), message) for rule, stack, message in REACHES]


@pytest.mark.parametrize("token", WAYS)
def test_a_way_to_anothers_group_is_found(token: str):
    assert told(NORTH, SOUTH, part("north", token, securityGroupId="sg-north", referencedSecurityGroupId="sg-south")) == reaches("aws")
    assert told(NORTH, SOUTH, part("north", token, securityGroupId="sg-south", cidrIpv4="10.0.0.0/8")) == reaches("aws")


def test_ways_to_the_entry_and_among_ones_own_are_well():
    own = part("north", WAYS[0], securityGroupId="sg-north", referencedSecurityGroupId="sg-entry")
    assert told(NORTH, SOUTH, own, part("south", WAYS[0], securityGroupId="sg-south", referencedSecurityGroupId=UNKNOWN)) == []


@pytest.mark.parametrize("scope", ["/subscriptions/s/resourceGroups/cell-south", "/subscriptions/s/resourcegroups/Cell-South/providers/x/y/z"])
def test_a_right_in_anothers_resource_group_is_found(scope: str):
    assert told(*APPS, part("north", RIGHT, scope=scope)) == reaches("azure")


def test_rights_in_ones_own_resource_group_are_well():
    assert told(*APPS, part("north", RIGHT, scope="/subscriptions/s/resourceGroups/cell-north/providers/x/y/z")) == []
    assert told(*APPS, part("north", RIGHT, component="ServiceSubscription", scope="/subscriptions/s/resourceGroups/cell-south")) == []


def test_two_bodies_in_one_resource_group_are_found():
    found = told(APPS[1], part("north", APP, resourceGroupName="cell-south"))
    assert [stack for _, stack, _ in found] == ["north-azure-applications", "south-azure-applications"]


def plans() -> Mapping[str, list[Resource]]:
    read = {name: Deployment.from_json(json.loads(run.plan)) for name, run in example_estate().items()}
    return {name: [one for one in plan if one.type in ESTATE_TYPES] for name, plan in read.items()}


def test_the_example_estates_neighbours_are_fenced_and_one_that_is_not_is_found():
    made = {name: list(resources) for name, resources in plans().items()}
    assert estate_findings(made) == []
    (group, *_) = [one for one in made["eastvale-aws-applications"] if one.type == GROUP and "Application$" in one.urn]
    made["northshire-aws-applications"].append(part("northshire", WAYS[1], securityGroupId=group.id))
    assert [found.message for found in estate_findings(made)] == ["an application of northshire reaches what is of eastvale"]
