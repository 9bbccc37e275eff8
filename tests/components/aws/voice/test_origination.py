"""Routes of calls are set whole or not at all, as the SDK's own client speaks to Amazon Chime."""

from typing import Any

import boto3
import pytest
from botocore.exceptions import ClientError
from botocore.stub import Stubber

from components.aws.voice.origination import SipOriginationProvider

CONNECTOR = "arn:aws:chime:eu-west-2:111111111111:vc/abcdefabcdefabcdefabcd"
IDENTIFIER = {"VoiceConnectorId": "abcdefabcdefabcdefabcd"}


def told(host: str, port: int = 5061) -> dict[str, Any]:
    """One route as AWS has it."""
    return {"Routes": [{"Host": host, "Port": port, "Protocol": "TCP", "Priority": 1, "Weight": 1}], "Disabled": False}


def given(host: str, port: float = 5061.0) -> dict[str, Any]:
    """Inputs with one route, as the engine hands them to the plugin: numbers are floats."""
    return {
        "connector": CONNECTOR,
        "region": "eu-west-2",
        "roles": [],
        "routes": [{"host": host, "port": port, "protocol": "TCP", "priority": 1.0, "weight": 1.0}],
    }


class Service:
    """The provider with its client answered by botocore's stubber, which refuses any other call than the next one expected."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        client = boto3.client("chime-sdk-voice", region_name="eu-west-2", aws_access_key_id="none", aws_secret_access_key="none")
        self.stub = Stubber(client)
        self.stub.activate()
        monkeypatch.setattr(SipOriginationProvider, "_client", lambda self, props: client)
        self.provider = SipOriginationProvider()

    def reports(self, origination: dict[str, Any] | None) -> None:
        if origination is None:
            self.stub.add_client_error("get_voice_connector_origination", "NotFoundException", http_status_code=404, expected_params=IDENTIFIER)
        else:
            self.stub.add_response("get_voice_connector_origination", {"Origination": origination}, IDENTIFIER)

    def takes(self, origination: dict[str, Any]) -> None:
        self.stub.add_response("put_voice_connector_origination", {"Origination": origination}, {**IDENTIFIER, "Origination": origination})


@pytest.fixture
def service(monkeypatch: pytest.MonkeyPatch) -> Service:
    return Service(monkeypatch)


def test_a_name_is_set_in_one_call_and_read_back(service: Service):
    service.reports(None)
    service.takes(told("sbc.northshire.example"))
    service.reports(told("sbc.northshire.example"))
    assert service.provider.create(given("sbc.northshire.example")).id == IDENTIFIER["VoiceConnectorId"]
    service.stub.assert_no_pending_responses()


def test_what_aws_refuses_leaves_the_routes_before_untouched(service: Service):
    service.reports(told("old.northshire.example"))
    service.stub.add_client_error("put_voice_connector_origination", "BadRequestException", http_status_code=400)
    with pytest.raises(ClientError, match="BadRequest"):
        service.provider.update("id", given("old.northshire.example"), given("new.northshire.example"))
    service.stub.assert_no_pending_responses()


def test_routes_that_came_out_otherwise_are_put_back(service: Service):
    service.reports(told("old.northshire.example"))
    service.takes(told("new.northshire.example"))
    service.reports({"Routes": [], "Disabled": False})
    service.takes(told("old.northshire.example"))
    with pytest.raises(RuntimeError, match="those before are in force"):
        service.provider.update("id", given("old.northshire.example"), given("new.northshire.example"))
    service.stub.assert_no_pending_responses()


def test_a_refresh_sees_what_is_the_case(service: Service):
    service.reports(told("other.northshire.example"))
    read = service.provider.read("id", given("sbc.northshire.example"))
    assert read.outs is not None
    assert [route["host"] for route in read.outs["routes"]] == ["other.northshire.example"]
    service.reports(None)
    read = service.provider.read("id", given("sbc.northshire.example"))
    assert read.outs is not None
    assert read.outs["routes"] == []


def test_what_is_gone_is_deleted(service: Service):
    service.stub.add_client_error("delete_voice_connector_origination", "NotFoundException", http_status_code=404, expected_params=IDENTIFIER)
    service.provider.delete("id", given("sbc.northshire.example"))
    service.stub.assert_no_pending_responses()


def test_only_another_connector_replaces(service: Service):
    olds = given("sbc.northshire.example")
    assert not service.provider.diff("id", olds, given("sbc.northshire.example")).changes
    changed = service.provider.diff("id", olds, given("new.northshire.example"))
    assert (changed.changes, changed.replaces) == (True, [])
    moved = service.provider.diff("id", olds, {**olds, "connector": CONNECTOR[:-1] + "e"})
    assert (moved.replaces, moved.delete_before_replace) == (["connector"], False)
