"""People on Azure, over the plans of the example estate: who may take which role, for how long, and what activating it asks."""

from functools import cache

import pytest

from civic.access.azure import Principal, Request, World, evaluate
from civic.plan import Resource
from components.azure.people import HOURS
from tests.looping import each
from tests.stacks.azure_rights import asks, plans

ELIGIBLE, ACTIVATION = "azure-native:authorization:PimRoleEligibilitySchedule", "pulumi-python:dynamic/civic:RoleActivation"
SOC, AUDITORS = "0c5d7e92-3b61-4fa8-8d14-a9e6270bc351", "6e1f84a3-d207-49bc-b5e8-57c3a0f91d26"
OPERATORS, BREAK_GLASS = "b93a60d5-71ce-4e28-9af3-08d4e6c25b17", "47d8c1e0-92f6-4ab5-8e63-f1b05a7d39c4"
"""Groups of the platform's record."""
OWN = ("log-archive", "security", "network", "hosting")


@cache
def world() -> World:
    return World.of(one for stack in asks() for one in stack.carriers if one.type.startswith("azure-native:"))


def subscription(purpose: str) -> str:
    if purpose == "management":
        return "/subscriptions/2b9f0c57-6a1d-4f3e-9f0b-3c5d7e9a1b20"
    return f"/subscriptions/{plans()['platform-azure-foundation'].stack_outputs['tenancies'][purpose]['subscription']}"


def may(group: str, action: str, scope: str, *, activated: bool = True) -> bool:
    person = Principal("00000000-0000-4000-8000-000000000009", frozenset({group}))
    return evaluate(world(), Request(person, action, scope, activated=activated)).allowed


def every(kind: str) -> list[Resource]:
    return [one for plan in plans().values() for one in plan.of_type(kind)]


@pytest.mark.parametrize("purpose", [*OWN, "management"])
def test_the_platforms_own_people_see_its_own_once_they_have_activated_it(purpose: str) -> None:
    place = subscription(purpose)
    assert may(SOC, "Microsoft.Security/alerts/read", place)
    assert not may(SOC, "Microsoft.Security/alerts/read", place, activated=False)
    assert may(AUDITORS, "Microsoft.Authorization/roleAssignments/read", place)
    assert may(BREAK_GLASS, "Microsoft.Authorization/locks/delete", place)
    assert not may(BREAK_GLASS, "Microsoft.Authorization/locks/delete", place, activated=False)
    for group in (SOC, AUDITORS, OPERATORS):
        for action in ("Microsoft.Authorization/roleAssignments/write", "Microsoft.Resources/subscriptions/resourceGroups/write"):
            assert not may(group, action, place)


def test_operators_keep_running_what_runs_and_nothing_else() -> None:
    restart = "Microsoft.DBforPostgreSQL/flexibleServers/restart/action"
    assert {purpose for purpose in (*OWN, "management") if may(OPERATORS, restart, subscription(purpose))} == {"network", "hosting"}


def test_the_platforms_own_people_enter_no_bodys_azure_subscription() -> None:
    bodies = {stack.partition("-azure-")[0]: plan for stack, plan in plans().items() if stack.endswith("-tenancy")}
    for plan in each(bodies.values()):
        for group in (SOC, AUDITORS, OPERATORS, BREAK_GLASS):
            assert not may(group, "Microsoft.Resources/subscriptions/read", f"/subscriptions/{plan.stack_outputs['tenancy']['subscription']}")


def test_each_eligibility_ends_and_none_begins_before_it_is_settled_what_activating_asks() -> None:
    for schedule in each(every(ELIGIBLE)):
        assert schedule.inputs["scheduleInfo"]["expiration"]["type"] == "AfterDateTime"
        settled = [one for one in every(ACTIVATION) if one.urn in schedule.dependencies]
        assert [one.inputs["role"] for one in settled] == [schedule.inputs["roleDefinitionId"].rpartition("/")[2]], schedule.urn
        assert [one.inputs["scope"] for one in settled] == [schedule.inputs["scope"]], schedule.urn


def test_whoever_activates_a_role_is_asked_for_a_second_factor_and_has_it_for_hours() -> None:
    for one in each(every(ACTIVATION)):
        rules = {rule["id"]: rule for rule in one.inputs["rules"]}
        assert set(rules["Enablement_EndUser_Assignment"]["enabledRules"]) == {"MultiFactorAuthentication", "Justification"}
        longest = rules["Expiration_EndUser_Assignment"]
        assert (longest["isExpirationRequired"], longest["maximumDuration"]) == (
            True,
            f"PT{HOURS[one.name.removesuffix('-activation').partition('-access-')[2]]}H",
        )
        assert rules["Expiration_Admin_Eligibility"]["isExpirationRequired"] is True


def test_break_glass_on_the_platforms_own_waits_for_somebodys_yes_and_is_told() -> None:
    for purpose in each(OWN):
        rules = {
            rule["id"]: rule
            for rule in plans()["platform-azure-foundation"].named(f"foundation-{purpose}-access-break-glass-activation").inputs["rules"]
        }
        setting = rules["Approval_EndUser_Assignment"]["setting"]
        assert setting["isApprovalRequired"] is True
        assert [one["id"] for one in setting["approvalStages"][0]["primaryApprovers"]] == [SOC]
        assert rules["Notification_Admin_EndUser_Assignment"]["notificationRecipients"] == ["platform@commons.example"]
