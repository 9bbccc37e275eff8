"""Telephones, people and money of a body on Azure."""

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
from tests.components.azure.subjects import ACCESS, BUDGET, FOUNDATION, SUBSCRIPTION, VOICE, plan_of
from tests.components.voice_subjects import GRANTS
from tests.planning import PlanFailed

PROPS = {"endpoint": "town.communication.azure.com", "controller": "sbc.northshire.example", "port": 5061, "routes": routes(("GB",))}


@pytest.fixture(scope="module")
def trunk() -> Deployment:
    return plan_of(azure.VoiceConnection, "town-voice", VOICE)


def test_what_is_kept_of_calls_stays_in_the_country(trunk: Deployment) -> None:
    service = trunk.named("town-voice-trunk")
    assert (service.inputs["dataLocation"], service.inputs["disableLocalAuth"], service.protect) == ("UK", True, True)
    assert trunk.named("town-voice-logs").inputs["workspaceId"] == "/subscriptions/x/workspaces/archive"


def test_routing_names_the_controller_and_holds_no_credential(trunk: Deployment) -> None:
    routing = trunk.named("town-voice-routing")
    assert routing.type == "pulumi-python:dynamic/civic:SipRouting"
    assert {key: routing.inputs[key] for key in ("controller", "port", "routes")} == {key: PROPS[key] for key in ("controller", "port", "routes")}
    assert set(routing.inputs) == {"__provider", "controller", "endpoint", "port", "routes"}
    assert trunk.named("town-voice").outputs["emergency"]["tested"] == "2026-09-01"


@pytest.mark.parametrize(("number", "dialled"), [("+441632960000", True), ("999", False), ("112", False), ("+44999", False), ("+15550100000", False)])
def test_only_named_countries_can_be_dialled_and_emergency_numbers_never(number: str, dialled: bool) -> None:
    assert any(re.fullmatch(route["pattern"], number) for route in routes(("GB",))) is dialled


def test_a_region_without_a_data_location_is_refused() -> None:
    with pytest.raises(PlanFailed, match="eastus has no data location"):
        plan_of(azure.VoiceConnection, "town-voice", VOICE, region="eastus")


class _Service:
    """The service as the client library's transport sees it: one document, merged by PATCH."""

    def __init__(self) -> None:
        self.document: dict[str, Any] = {"trunks": {"old.example": {"sipSignalingPort": 5061}}, "routes": []}
        self.asked: list[str] = []

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
        self.asked.append(f"{request.method} {request.url.split('?')[0]}")
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

    made = _Service()
    key = AzureKeyCredential(base64.b64encode(b"0" * 32).decode())
    monkeypatch.setattr(
        SipRoutingProvider, "_client", lambda self, endpoint: SipRoutingClient(f"https://{endpoint}", key, transport=made.transport())
    )
    return made


def test_the_real_client_sets_the_whole_routing_and_nothing_stays_from_before(service: _Service) -> None:
    SipRoutingProvider().create(PROPS)
    assert service.document["trunks"].keys() == {"sbc.northshire.example"}
    assert [route["name"] for route in service.document["routes"]] == ["to-gb"]
    assert all("town.communication.azure.com" in asked for asked in service.asked)


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
    seen = provider.read("town/sip", PROPS).outs
    assert provider.diff("", seen or {}, PROPS).changes


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


def test_a_budget_tells_of_the_forecast_and_of_the_fact() -> None:
    made = plan_of(azure.Budget, "town-budget", BUDGET).named("town-budget-month").inputs
    assert (made["amount"], made["scope"], made["timePeriod"]) == (4000, f"/subscriptions/{SUBSCRIPTION}", {"startDate": "2026-04-01T00:00:00Z"})
    told = {(each["thresholdType"], each["threshold"], *each["contactEmails"]) for each in made["notifications"].values()}
    finance = "finance@northshire.example"
    assert told == {("Forecasted", 100, finance), ("Actual", 80, finance), ("Actual", 100, finance)}


def test_a_budget_with_more_thresholds_than_azure_takes_is_refused() -> None:
    with pytest.raises(PlanFailed, match="at most 5 thresholds together, got 6"):
        plan_of(azure.Budget, "town-budget", BUDGET, actual_percent=(50, 60, 70, 80, 100))


def test_nobody_holds_a_role_all_day_and_every_eligibility_ends() -> None:
    plan = plan_of(azure.Access, "town-access", ACCESS)
    schedules = list(plan.of_type("azure-native:authorization:PimRoleEligibilitySchedule"))
    assert {each.inputs["principalId"] for each in schedules} == {grant.group for grant in GRANTS}
    ends = {each.inputs["scheduleInfo"]["expiration"]["endDateTime"] for each in schedules}
    assert ends == {f"{grant.until}T23:59:59Z" for grant in GRANTS}
    assert all(each.inputs["scope"] == f"/subscriptions/{SUBSCRIPTION}" for each in schedules)
    assert plan.named("town-access").outputs["ends"] == {f"{grant.role}-{grant.group}": grant.until for grant in GRANTS}


def test_an_operator_is_given_neither_rights_nor_networks() -> None:
    plan = plan_of(azure.Foundation, "foundation", FOUNDATION)
    actions = plan.named("foundation-access-operator").inputs["permissions"][0]["actions"]
    writing = [action for action in actions if not action.endswith("/read")]
    assert writing
    assert not [action for action in writing if action.startswith(("*", "Microsoft.Network", "Microsoft.Authorization"))]
