"""Telephones, people and money of a body on AWS."""

from dataclasses import replace
from ipaddress import IPv4Network

import pytest

from civic.plan import Deployment
from components import aws
from components.contracts import AccessGrant, VoiceConnectionArgs
from tests.components.aws.subjects import ACCESS, ACCOUNT, BUDGET, DEFINITIONS, FOUNDATION, REGION, VOICE, plan_of, statements
from tests.components.voice_subjects import GRANTS, GROUP
from tests.planning import PlanFailed


@pytest.fixture(scope="module")
def trunk() -> Deployment:
    return plan_of(aws.VoiceConnection, "town-voice", VOICE)


def test_a_trunk_is_encrypted_and_in_its_own_region(trunk: Deployment) -> None:
    connector = trunk.named("town-voice-trunk")
    assert (connector.inputs["requireEncryption"], connector.inputs["awsRegion"], connector.protect) == (True, REGION, True)
    assert trunk.named("town-voice-inward").inputs["routes"] == [
        {"host": "sbc.northshire.example", "port": 5061, "protocol": "TCP", "priority": 1, "weight": 1}
    ]


def test_only_the_controller_may_call_and_only_named_countries(trunk: Deployment) -> None:
    outward = trunk.named("town-voice-outward").inputs
    assert outward["cidrAllowLists"] == ["203.0.113.0/29"]
    assert outward["callingRegions"] == ["GB"]
    assert outward["cpsLimit"] == 1


def test_calls_are_logged_and_emergency_calls_are_known_to_go_elsewhere(trunk: Deployment) -> None:
    logs = trunk.named("town-voice-logs").inputs
    assert (logs["enableSipLogs"], logs["enableMediaMetricLogs"]) == (True, True)
    told = trunk.named("town-voice").outputs["emergency"]
    assert told == {"through": "carrier trunk of the exchange at County Hall", "tested": "2026-09-01"}


def test_a_busy_body_gets_more_new_calls_a_second() -> None:
    plan = plan_of(aws.VoiceConnection, "town-voice", VOICE, calls=600, calling_regions=("GB", "IE"))
    assert plan.named("town-voice-outward").inputs["cpsLimit"] == 10
    assert plan.named("town-voice-outward").inputs["callingRegions"] == ["GB", "IE"]


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"region": "eu-south-1"}, "eu-south-1 has no Voice Connectors"),
        ({"addresses": (IPv4Network("203.0.113.0/24"),)}, "ranges of /27 or smaller"),
    ],
)
def test_what_a_voice_connector_cannot_be_is_refused(changes: dict[str, object], message: str) -> None:
    with pytest.raises(PlanFailed, match=message):
        plan_of(aws.VoiceConnection, "town-voice", VOICE, **changes)


@pytest.mark.parametrize("taken", [{"emergency_through": ""}, {"emergency_tested": " "}, {"addresses": ()}, {"calls": 0}])
def test_no_trunk_without_what_makes_it_safe(taken: dict[str, object]) -> None:
    with pytest.raises(ValueError, match=r"emergency|addresses|calls"):
        replace(VOICE, **taken)  # pyright: ignore[reportArgumentType]


def test_voice_arguments_say_that_emergency_calls_do_not_pass() -> None:
    assert "Emergency calls do not pass" in (VoiceConnectionArgs.__doc__ or "")
    assert "Emergency calls do not pass" in (aws.VoiceConnection.__doc__ or "")


def test_a_budget_tells_of_the_forecast_and_of_the_fact() -> None:
    made = plan_of(aws.Budget, "town-budget", BUDGET).named("town-budget-month").inputs
    assert (made["limitAmount"], made["limitUnit"], made["timeUnit"]) == ("4000", "USD", "MONTHLY")
    told = {(each["notificationType"], each["threshold"], *each["subscriberEmailAddresses"]) for each in made["notifications"]}
    finance = "finance@northshire.example"
    assert told == {("FORECASTED", 100, finance), ("ACTUAL", 80, finance), ("ACTUAL", 100, finance)}


def test_a_budget_with_more_thresholds_than_aws_takes_is_refused() -> None:
    with pytest.raises(PlanFailed, match="at most 5 thresholds together, got 6"):
        plan_of(aws.Budget, "town-budget", BUDGET, actual_percent=(50, 60, 70, 80, 100))


@pytest.mark.parametrize("taken", [{"contacts": ()}, {"forecast_percent": ()}, {"monthly": 0}])
def test_a_budget_that_would_not_tell_in_time_is_refused(taken: dict[str, object]) -> None:
    with pytest.raises(ValueError, match=r"contacts|forecast_percent|monthly"):
        replace(BUDGET, **taken)  # pyright: ignore[reportArgumentType]


def test_groups_are_given_their_role_in_this_account_alone() -> None:
    plan = plan_of(aws.Access, "town-access", ACCESS)
    found = {
        (each.inputs["permissionSetArn"], each.inputs["principalId"]) for each in plan.of_type("aws:ssoadmin/accountAssignment:AccountAssignment")
    }
    assert found == {(DEFINITIONS[grant.role], grant.group) for grant in GRANTS}
    for each in plan.of_type("aws:ssoadmin/accountAssignment:AccountAssignment"):
        assert (each.inputs["targetId"], each.inputs["principalType"]) == (ACCOUNT, "GROUP")
    assert plan.named("town-access").outputs["ends"] == {f"{grant.role}-{grant.group}": grant.until for grant in GRANTS}


def test_the_same_role_twice_is_refused() -> None:
    twice = (*GRANTS, AccessGrant(role="reader", group=GROUP, until="2027-12-31"))
    with pytest.raises(ValueError, match="is given 'reader' twice"):
        replace(ACCESS, grants=twice)


def test_sessions_are_short_and_break_glass_is_shortest() -> None:
    plan = plan_of(aws.Foundation, "foundation", FOUNDATION)
    sets = {each.inputs["name"]: each.inputs["sessionDuration"] for each in plan.of_type("aws:ssoadmin/permissionSet:PermissionSet")}
    assert sets == {"civic-reader": "PT4H", "civic-operator": "PT2H", "civic-auditor": "PT4H", "civic-break-glass": "PT1H"}
    administrators = [
        each.name
        for each in plan.of_type("aws:ssoadmin/managedPolicyAttachment:ManagedPolicyAttachment")
        if "AdministratorAccess" in each.inputs["managedPolicyArn"]
    ]
    assert administrators == ["foundation-access-break-glass-administratoraccess"]


def test_an_operator_touches_neither_rights_nor_networks() -> None:
    plan = plan_of(aws.Foundation, "foundation", FOUNDATION)
    actions = statements(plan.named("foundation-access-operator-actions"), "inlinePolicy")["Operate"]["Action"]
    assert not [action for action in actions if action.split(":")[0] in ("iam", "ec2", "organizations", "sso", "kms", "*")]


def test_vending_may_give_the_foundations_roles_and_no_other() -> None:
    plan = plan_of(aws.Foundation, "foundation", FOUNDATION)
    made = {each.outputs["arn"] for each in plan.of_type("aws:ssoadmin/permissionSet:PermissionSet")}
    resources = statements(plan.named("foundation-vending-rights"))["Assign"]["Resource"]
    assert {each for each in resources if "permissionset" in each.lower()} == made
    assert "*" not in resources
