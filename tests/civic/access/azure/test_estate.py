"""The example estate's Azure plans as one world."""

import json
from collections.abc import Iterator
from functools import cache

from civic.access.azure import Principal, World, evaluate, judge, later, operation
from civic.access.verdict import Decision
from civic.plan import Deployment, Resource
from tests.planning import example_estate

ANYBODY = Principal("00000000-0000-4000-8000-000000000000")


@cache
def planned() -> tuple[Resource, ...]:
    plans = [Deployment.from_json(json.loads(run.plan)) for name, run in example_estate().items() if "-azure-" in name]
    assert plans
    return tuple(resource for plan in plans for resource in plan)


@cache
def world() -> World:
    return World.of(planned())


def requests() -> Iterator[tuple[Resource, object]]:
    for resource in planned():
        if resource.type.startswith("azure-native:"):
            request = operation(resource, "write", ANYBODY)
            assert request, resource.urn
            yield resource, request


def test_azure_would_refuse_nothing_of_it():
    _, problems = World.read(planned())
    assert not problems


def test_every_role_and_every_policy_of_it_is_known():
    given = [each for scopes in world().assignments.values() for found in scopes.values() for each in found]
    assert given
    assert not world().loose
    assert not [each.urn for each in given if each.role.permissions is None]
    assert not [each.urn for each in given if not each.condition.known]
    members = [member for found in world().policies.values() for each in found for member in each.members]
    assert members
    assert not [member.definition.id for member in members if member.definition.condition is None]


def test_nobody_without_a_role_may_make_any_of_it():
    asked = [operation(resource, "write", ANYBODY) for resource in planned() if resource.type.startswith("azure-native:")]
    assert asked
    assert all(request and evaluate(world(), request).denied for request in asked)


def test_no_policy_of_ours_denies_what_we_make_and_none_is_undecided():
    owner = Principal("00000000-0000-4000-8000-000000000001")
    tenant = Resource(
        "urn:pulumi:test::test::azure-native:authorization:RoleAssignment::tenant",
        "azure-native:authorization:RoleAssignment",
        True,
        {
            "principalId": owner.object_id,
            "roleDefinitionId": "/providers/Microsoft.Authorization/roleDefinitions/8e3af657-a8ff-443c-a75c-2fe8c4bcb635",
            "scope": "/",
        },
    )
    everything = World.of([*planned(), tenant])
    verdicts = {}
    for resource in planned():
        request = operation(resource, "write", owner)
        if request:
            verdicts[resource.urn] = evaluate(everything, request)
    assert verdicts
    assert not {urn: verdict for urn, verdict in verdicts.items() if verdict.decision is not Decision.ALLOWED}


def test_whatever_a_policy_makes_later_its_identity_may_make():
    found = []
    for resource in planned():
        request = operation(resource, "write", ANYBODY)
        if request:
            found += later(world(), request)
    assert found
    assert not [each for each in found if each.suffices is not True or each.missing_roles]


def test_every_resource_is_judged_with_what_it_needs_elsewhere():
    judged = [judge(world(), request) for resource in planned() if (request := operation(resource, "delete", ANYBODY))]
    assert judged
    assert all(each.verdict.denied for each in judged)
