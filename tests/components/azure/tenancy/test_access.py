"""Who may enter a body's Azure subscription."""

from components import azure
from tests.components.azure.subjects import ACCESS, DEFINITIONS, FOUNDATION, GRANTS, SUBSCRIPTION, plan_of


def test_nobody_holds_a_role_all_day_and_every_eligibility_ends() -> None:
    plan = plan_of(azure.Access, "town-access", ACCESS)
    schedules = list(plan.of_type("azure-native:authorization:PimRoleEligibilitySchedule"))
    assert {each.inputs["principalId"] for each in schedules} == {grant.group for grant in GRANTS}
    ends = {each.inputs["scheduleInfo"]["expiration"]["endDateTime"] for each in schedules}
    assert ends == {f"{grant.until}T23:59:59Z" for grant in GRANTS}
    starts = {each.inputs["principalId"]: each.inputs["scheduleInfo"].get("startDateTime") for each in schedules}
    assert starts == {grant.group: f"{grant.since}T00:00:00Z" if grant.since else None for grant in GRANTS}
    assert all(each.inputs["scope"] == f"/subscriptions/{SUBSCRIPTION}" for each in schedules)
    roles = {each.inputs["roleDefinitionId"] for each in schedules}
    assert roles == {f"/subscriptions/{SUBSCRIPTION}/providers/Microsoft.Authorization/roleDefinitions/{DEFINITIONS[grant.role]}" for grant in GRANTS}
    assert plan.named("town-access").outputs["ends"] == {f"{grant.role}-{grant.group}": grant.until for grant in GRANTS}


def test_an_operator_is_given_neither_rights_nor_networks() -> None:
    plan = plan_of(azure.Foundation, "foundation", FOUNDATION)
    actions = plan.named("foundation-access-operator").inputs["permissions"][0]["actions"]
    writing = [action for action in actions if not action.endswith("/read")]
    assert writing
    assert not [action for action in writing if action.startswith(("*", "Microsoft.Network", "Microsoft.Authorization"))]
