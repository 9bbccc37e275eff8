"""All stacks of the example can be made in one world, from nothing and where much exists; what two stacks want is refused to the second."""

import json
from dataclasses import replace

import pytest

from civic.plan import Deployment
from civic.simulator import CloudState, World, create, refused_at_creation
from civic.simulator.across import StackTakes, refused_across, takes_of
from tests.looping import each
from tests.planning import example_estate

DESIGNATION, DETECTOR = "aws:guardduty/organizationAdminAccount:OrganizationAdminAccount", "aws:guardduty/detector:Detector"


def plan(stack: str) -> Deployment:
    return Deployment.from_json(json.loads(example_estate()[stack].plan))


@pytest.mark.parametrize(
    ("much_exists", "there"),
    [
        (False, set[str]()),
        (True, {"foundation-organisation", "foundation-analyser-admin", "foundation-guardduty-admin-eu-west-2", "foundation-posture-admin"}),
    ],
)
def test_the_example_is_made_in_one_world_as_it_was_planned(much_exists: bool, there: set[str]):
    """The example makes its organisation and says who watches it; where that is there already, its record would say so."""
    world, refused = World(), set[str]()
    for stack in each(example_estate(), at_least=30):
        state = CloudState(world=world, much_exists=much_exists)
        for resource in each(plan(stack)):
            if resource.type.startswith("pulumi:providers:"):
                state.add_provider(f"{resource.urn}::{resource.id}", resource.inputs)
            elif resource.custom:
                asked = resource.type, resource.urn, resource.inputs, state, resource.provider
                if refused_at_creation(*asked):
                    refused.add(resource.name)
                ident, _ = create(*asked)
                assert ident == resource.id
    assert refused == there


def test_nothing_of_the_example_meets_another_stack():
    assert refused_across([takes_of(stack, plan(stack)) for stack in each(example_estate(), at_least=30)]) == {}


def renamed(deployment: Deployment, stack: str) -> StackTakes:
    """The same stack once more, under another name."""
    takes = takes_of(stack, deployment)
    return replace(takes, taken=tuple(replace(taken, urn=taken.urn.replace("urn:pulumi:", "urn:pulumi:other-", 1)) for taken in takes.taken))


def test_two_stacks_that_want_one_name_are_told_apart():
    stack = "platform-aws-bootstrap"
    refused = refused_across([takes_of(stack, plan(stack)), replace(renamed(plan(stack), stack), stack=f"other-{stack}")])
    assert set(refused) == {f"other-{stack}"}
    assert any("aws:s3/bucket:Bucket" in told and f"of {stack} already" in told for told in refused[f"other-{stack}"])


def test_what_came_along_with_another_stack_is_refused_in_the_next():
    takes = [takes_of(stack, plan(stack)) for stack in example_estate()]
    (designating,) = [each for each in takes if any(f"{DESIGNATION}::" in urn for _, urn in each.brought)]
    key = next(key for key, urn in designating.brought if f"{DESIGNATION}::" in urn)
    (met,) = [met for met in designating.met if met.key == key]
    later = StackTakes("later-aws-landing-zone", met=(replace(met, urn=f"urn:pulumi:later-aws-landing-zone::p::{DETECTOR}::detector"),))
    assert refused_across([designating]) == {}, "within a stack the plan itself refuses it"
    (told,) = refused_across([designating, later])["later-aws-landing-zone"]
    assert told.startswith(f"{DETECTOR} 'detector' cannot be made: there is already")
    assert f"of {designating.stack}" in told
