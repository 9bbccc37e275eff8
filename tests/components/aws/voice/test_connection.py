"""Telephones of a body on AWS: encrypted or not at all, and nobody else on the trunk."""

from dataclasses import replace
from ipaddress import IPv4Network

import pytest

from civic.plan import Deployment
from components import aws
from components.contracts import ContractError, Controller, VoiceConnectionArgs
from tests.components.aws.subjects import ALARMS, KEY, REGION, SENSITIVE, TENANCY_HANDLE, VOICE, inventory, plan_of
from tests.planning import PlanFailed


@pytest.fixture(scope="module")
def trunk() -> Deployment:
    return plan_of(aws.VoiceConnection, "town-voice", VOICE)


@pytest.fixture(scope="module")
def hardened() -> Deployment:
    return plan_of(aws.VoiceConnection, "town-voice", VOICE, owner=SENSITIVE, retention_days=500)


EXPECTED = {
    ("VoiceConnection", "town-voice"),
    ("VoiceConnector", "town-voice-trunk"),
    ("VoiceConnectorTermination", "town-voice-outward"),
    ("SipOrigination", "town-voice-inward"),
    ("pulumi-python", "town-voice-plane"),
    ("LogGroup", "town-voice-logs-messages"),
    ("LogGroup", "town-voice-logs-quality"),
    ("VoiceConnectorLogging", "town-voice-logs"),
    ("MetricAlarm", "town-voice-alarm-calls"),
}


def test_a_voice_connection_is_exactly_these_resources(trunk: Deployment, hardened: Deployment) -> None:
    assert inventory(trunk) == EXPECTED
    assert inventory(hardened) == EXPECTED


def test_a_trunk_is_encrypted_and_in_its_own_region(trunk: Deployment) -> None:
    connector = trunk.named("town-voice-trunk")
    assert (connector.inputs["requireEncryption"], connector.inputs["awsRegion"], connector.protect) == (True, REGION, True)
    inward = trunk.named("town-voice-inward").inputs
    assert inward["routes"] == [{"host": "sbc.northshire.example", "port": 5061, "protocol": "TCP", "priority": 1, "weight": 1}]
    assert (inward["connector"], inward["roles"]) == (connector.outputs["arn"], [TENANCY_HANDLE.deploy])


def test_only_the_controller_may_call_and_only_named_countries(trunk: Deployment) -> None:
    outward = trunk.named("town-voice-outward").inputs
    assert outward["cidrAllowLists"] == ["203.0.113.0/29"]
    assert outward["callingRegions"] == ["GB"]
    assert outward["cpsLimit"] == 1


STANDBY = Controller(controller="sbc2.northshire.example", port=5062, addresses=(IPv4Network("203.0.113.16/30"),))


def test_a_second_controller_is_tried_after_the_first_and_may_call_as_well() -> None:
    plan = plan_of(aws.VoiceConnection, "town-voice", VOICE, standby=STANDBY)
    assert inventory(plan) == EXPECTED
    tried = [(route["host"], route["port"], route["priority"]) for route in plan.named("town-voice-inward").inputs["routes"]]
    assert tried == [("sbc.northshire.example", 5061, 1), ("sbc2.northshire.example", 5062, 2)]
    assert plan.named("town-voice-outward").inputs["cidrAllowLists"] == ["203.0.113.0/29", "203.0.113.16/30"]


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
    with pytest.raises(ContractError, match=r"emergency|addresses|calls"):
        replace(VOICE, **taken)


def test_voice_arguments_say_that_emergency_calls_do_not_pass() -> None:
    assert "Emergency calls do not pass" in (VoiceConnectionArgs.__doc__ or "")
    assert "Emergency calls do not pass" in (aws.VoiceConnection.__doc__ or "")


@pytest.mark.parametrize(("role", "prefix"), [("messages", "/aws/ChimeVoiceConnectorSipMessages/"), ("quality", "/aws/ChimeVoiceConnectorLogs/")])
def test_call_logs_are_encrypted_with_the_bodys_key_and_end(trunk: Deployment, hardened: Deployment, role: str, prefix: str) -> None:
    group = trunk.named(f"town-voice-logs-{role}")
    assert group.inputs["name"] == prefix + trunk.named("town-voice-trunk").id
    assert (group.inputs["kmsKeyId"], group.inputs["retentionInDays"], group.retain_on_delete) == (KEY, 365, True)
    assert hardened.named(f"town-voice-logs-{role}").inputs["retentionInDays"] == 545
    # Chime makes a group that is not there, unencrypted and for ever.
    assert group.urn in trunk.named("town-voice-logs").dependencies


def test_somebody_hears_when_the_agreed_calls_are_reached(trunk: Deployment) -> None:
    alarm = trunk.named("town-voice-alarm-calls").inputs
    assert (alarm["threshold"], alarm["comparisonOperator"]) == (VOICE.calls, "GreaterThanOrEqualToThreshold")
    assert alarm["dimensions"] == {"VoiceConnectorId": trunk.named("town-voice-trunk").id}
    assert alarm["alarmActions"] == [ALARMS]
    assert not plan_of(aws.VoiceConnection, "town-voice", VOICE, alarms="").of_type("aws:cloudwatch/metricAlarm:MetricAlarm")
