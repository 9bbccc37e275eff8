"""A body's trunk on Azure: where it leads, what is kept of its calls, and who is told of too many."""

import base64
import json
import pickle
import re
import subprocess
import sys
from typing import Any

import pytest

from civic.plan import Deployment
from components import azure
from components.azure.voice.connection import routes
from components.azure.voice.routing import SipRoutingProvider
from tests.components.azure.subjects import ALARMS, ARCHIVE, SENSITIVE, VOICE, inventory, plan_of
from tests.planning import PlanFailed

PROPS = {"endpoint": "town.communication.azure.com", "controller": "sbc.northshire.example", "port": 5061, "routes": routes(("GB",))}


@pytest.fixture(scope="module")
def trunk() -> Deployment:
    return plan_of(azure.VoiceConnection, "town-voice", VOICE)


def test_what_is_kept_of_calls_stays_in_the_country(trunk: Deployment) -> None:
    service = trunk.named("town-voice-trunk")
    assert (service.inputs["dataLocation"], service.inputs["disableLocalAuth"], service.protect) == ("UK", True, True)
    assert trunk.named("town-voice-logs").inputs["workspaceId"] == ARCHIVE.workspace


def test_routing_names_the_controller_and_holds_no_credential(trunk: Deployment) -> None:
    routing = trunk.named("town-voice-routing")
    assert routing.type == "pulumi-python:dynamic/civic:SipRouting"
    assert {key: routing.inputs[key] for key in ("controller", "port", "routes")} == {key: PROPS[key] for key in ("controller", "port", "routes")}
    assert set(routing.inputs) == {"__provider", "controller", "endpoint", "port", "routes"}
    assert trunk.named("town-voice").outputs["emergency"]["tested"] == "2026-09-01"


@pytest.mark.parametrize(("number", "dialled"), [("+441632960000", True), ("999", False), ("112", False), ("+44999", False), ("+15550100000", False)])
def test_only_named_countries_can_be_dialled_and_emergency_numbers_never(number: str, dialled: bool) -> None:
    assert any(re.fullmatch(route["pattern"], number) for route in routes(("GB",))) is dialled


@pytest.mark.parametrize(
    ("number", "dialled"),
    [
        ("+449098790123", False),
        ("+447012345678", False),
        ("+447640123456", False),
        ("+447624123456", True),
        ("+448712345678", False),
        ("+448001111111", True),
        ("+447700900123", True),
        ("+353700123456", False),
        ("+35315550123", True),
    ],
)
def test_what_costs_more_than_a_call_is_not_dialled(number: str, dialled: bool) -> None:
    assert any(re.fullmatch(route["pattern"], number) for route in routes(("GB", "IE"))) is dialled


def test_a_country_without_a_prefix_is_refused() -> None:
    with pytest.raises(PlanFailed, match="FR has no prefix here; allowed: GB, IE"):
        plan_of(azure.VoiceConnection, "town-voice", VOICE, calling_regions=("GB", "FR"))


def test_a_trunk_is_exactly_these_resources(trunk: Deployment) -> None:
    assert inventory(trunk) == {
        ("VoiceConnection", "town-voice"),
        ("ResourceGroup", "town-voice-group"),
        ("CommunicationService", "town-voice-trunk"),
        ("Workspace", "town-voice-call-logs"),
        ("DiagnosticSetting", "town-voice-logs"),
        ("DiagnosticSetting", "town-voice-logs-here"),
        ("ScheduledQueryRule", "town-voice-alarm-calls"),
        ("RoleAssignment", "town-voice-right-alarm-calls"),
        ("pulumi-python", "town-voice-plane"),
        ("SipRouting", "town-voice-routing"),
    }


def test_everything_is_tagged_as_the_bodys_data_is_handled() -> None:
    plan = plan_of(azure.VoiceConnection, "town-voice", VOICE, owner=SENSITIVE)
    tagged = [resource for resource in plan if "tags" in resource.inputs]
    assert tagged
    assert {resource.inputs["tags"]["data-classification"] for resource in tagged} == {"official-sensitive"}


def test_call_logs_are_kept_for_as_long_as_the_body_says(trunk: Deployment) -> None:
    workspace = trunk.named("town-voice-call-logs")
    assert workspace.inputs["retentionInDays"] == 365
    assert workspace.retain_on_delete
    assert trunk.named("town-voice-logs-here").inputs["workspaceId"] == workspace.id
    longer = plan_of(azure.VoiceConnection, "town-voice", VOICE, retention_days=700)
    assert longer.named("town-voice-call-logs").inputs["retentionInDays"] == 700


def test_the_body_is_told_of_more_calls_at_once_than_agreed(trunk: Deployment) -> None:
    rule, workspace = trunk.named("town-voice-alarm-calls"), trunk.named("town-voice-call-logs")
    (condition,) = rule.inputs["criteria"]["allOf"]
    assert (condition["operator"], condition["threshold"], condition["metricMeasureColumn"]) == ("GreaterThan", VOICE.calls, "calls")
    assert rule.inputs["scopes"] == [workspace.id]
    assert rule.inputs["actions"]["actionGroups"] == [ALARMS]
    right = trunk.named("town-voice-right-alarm-calls").inputs
    assert (right["principalId"], right["scope"]) == (rule.outputs["identity"]["principalId"], workspace.id)


def test_a_region_without_a_data_location_is_refused() -> None:
    with pytest.raises(PlanFailed, match="eastus has no data location"):
        plan_of(azure.VoiceConnection, "town-voice", VOICE, region="eastus")


class _Service:
    """The service as the client library's transport sees it: one document, merged by PATCH."""

    def __init__(self) -> None:
        self.document: dict[str, Any] = {"trunks": {"old.example": {"sipSignalingPort": 5061}}, "routes": []}
        self.requests: list[str] = []

    def transport(self) -> Any:
        from azure.core.pipeline.transport import HttpTransport
        from azure.core.rest import HttpRequest

        service = self

        class Transport(HttpTransport[HttpRequest, Any]):
            def __enter__(self) -> "Transport":
                return self

            def __exit__(self, *args: object) -> None: ...
            def open(self) -> None: ...
            def close(self) -> None: ...

            def send(self, request: Any, **kwargs: Any) -> Any:
                return service.answer(request)

        return Transport()

    def answer(self, request: Any) -> Any:
        self.requests.append(f"{request.method} {request.url.split('?')[0]}")
        if request.method == "PATCH":
            change = json.loads(request.content)
            for name, trunk in (change.get("trunks") or {}).items():
                if trunk is None:
                    assert not any(name in route["trunks"] for route in self.document["routes"]), "the service keeps a trunk that a route uses"
                    self.document["trunks"].pop(name, None)
                else:
                    self.document["trunks"][name] = trunk
            self.document["routes"] = change.get("routes", self.document["routes"])
        return _response(request, self.document)


def _response(request: Any, body: Any) -> Any:
    from azure.core.pipeline.transport import HttpResponse

    class Response(HttpResponse):
        def __init__(self) -> None:
            super().__init__(request, None)
            self.status_code, self.reason, self.content_type = 200, "OK", "application/json"
            self.headers = {"Content-Type": "application/json"}

        def body(self) -> bytes:
            return json.dumps(body).encode()

        def json(self) -> Any:
            return body

        def text(self, encoding: str | None = None) -> str:
            return json.dumps(body)

        def read(self) -> bytes:
            return self.body()

        def raise_for_status(self) -> None: ...

    return Response()


@pytest.fixture
def service(monkeypatch: pytest.MonkeyPatch) -> _Service:
    from azure.communication.phonenumbers.siprouting import SipRoutingClient
    from azure.core.credentials import AzureKeyCredential

    double = _Service()
    key = AzureKeyCredential(base64.b64encode(b"0" * 32).decode())
    monkeypatch.setattr(
        SipRoutingProvider, "_client", lambda self, endpoint: SipRoutingClient(f"https://{endpoint}", key, transport=double.transport())
    )
    return double


def test_the_real_client_sets_the_whole_routing_and_nothing_stays_from_before(service: _Service) -> None:
    SipRoutingProvider().create(PROPS)
    assert service.document["trunks"].keys() == {"sbc.northshire.example"}
    assert [route["name"] for route in service.document["routes"]] == ["to-gb"]
    assert all("town.communication.azure.com" in request for request in service.requests)


def test_a_controller_can_be_replaced_while_routes_use_it(service: _Service) -> None:
    provider = SipRoutingProvider()
    provider.create(PROPS)
    moved = {**PROPS, "controller": "sbc2.northshire.example"}
    assert provider.diff("", PROPS, moved).changes
    assert not provider.diff("", PROPS, moved).replaces
    provider.update("", PROPS, moved)
    assert service.document["trunks"].keys() == {"sbc2.northshire.example"}


def test_a_refresh_sees_what_somebody_changed_by_hand(service: _Service) -> None:
    provider = SipRoutingProvider()
    provider.create(PROPS)
    service.document["routes"] = [{"name": "anywhere", "numberPattern": "^.*$", "trunks": ["sbc.northshire.example"]}]
    current = provider.read("town/sip", PROPS).outs
    assert provider.diff("", current or {}, PROPS).changes


def test_taking_it_away_leaves_no_trunk(service: _Service) -> None:
    provider = SipRoutingProvider()
    provider.create(PROPS)
    provider.delete("", PROPS)
    assert service.document["routes"] == []
    assert not service.document["trunks"]


def test_another_resource_means_another_routing() -> None:
    assert SipRoutingProvider().diff("", PROPS, {**PROPS, "endpoint": "other.communication.azure.com"}).replaces == ["endpoint"]
    assert not SipRoutingProvider().diff("", PROPS, PROPS).changes


def test_a_plan_never_reaches_the_real_client(monkeypatch: pytest.MonkeyPatch) -> None:
    def reached(self: object, endpoint: str) -> None:
        raise AssertionError(f"a plan called {endpoint}")

    monkeypatch.setattr(SipRoutingProvider, "_client", reached)
    assert plan_of(azure.VoiceConnection, "town-voice", VOICE).named("town-voice-routing").id


def test_a_worker_can_plan_any_number_of_them() -> None:
    """The SDK wraps the pickler once more for each such resource; what it leaves behind would add up to a stack overflow."""
    before = pickle._Pickler._batch_setitems  # pyright: ignore[reportAttributeAccessIssue]
    plan_of(azure.VoiceConnection, "town-voice", VOICE)
    assert pickle._Pickler._batch_setitems is before  # pyright: ignore[reportAttributeAccessIssue]


def test_the_engines_plugin_can_load_the_provider_without_this_repository() -> None:
    """Pickled by name it would need ``components`` on the plugin's path."""
    from pulumi.dynamic.dynamic import serialize_provider

    pickled = base64.b64decode(serialize_provider(SipRoutingProvider()))
    assert b"components.azure" not in pickled
    elsewhere = "import sys, base64, dill; provider = dill.loads(sys.stdin.buffer.read()); print(provider.diff('', {'port': 1}, {'port': 2}).changes)"
    ran = subprocess.run([sys.executable, "-I", "-c", elsewhere], input=pickled, capture_output=True, check=False, cwd="/")
    assert ran.stdout.strip() == b"True", ran.stderr.decode()
