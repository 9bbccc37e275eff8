"""Direct routing: nothing is taken away before what takes its place is there."""

from typing import Any

import pytest
from azure.core.exceptions import HttpResponseError

from components.azure.voice.routing import SipRoutingProvider

PROPS = {
    "endpoint": "voice.communication.azure.com",
    "controller": "sbc.harbours.example",
    "port": 5061,
    "routes": [{"name": "to-gb", "pattern": "^\\+44[1-9][0-9]{6,11}$"}],
}


class Service:
    """A resource's routing as the service keeps it: a route names trunks that are there, and a trunk that a route names stays."""

    def __init__(self, trunks: dict[str, int], routes: dict[str, list[str]], verified: bool = True) -> None:
        self.trunks, self.routes, self.verified = trunks, routes, verified
        self.history: list[tuple[set[str], set[str]]] = []

    def __enter__(self) -> "Service":
        return self

    def __exit__(self, *_: object) -> None:
        return None

    def list_trunks(self) -> list[Any]:
        from azure.communication.phonenumbers.siprouting import SipTrunk

        return [SipTrunk(fqdn=name, sip_signaling_port=port) for name, port in self.trunks.items()]

    def list_routes(self) -> list[Any]:
        from azure.communication.phonenumbers.siprouting import SipTrunkRoute

        return [SipTrunkRoute(name=name, number_pattern="", trunks=trunks) for name, trunks in self.routes.items()]

    def set_trunks(self, trunks: list[Any]) -> None:
        names = {trunk.fqdn: trunk.sip_signaling_port for trunk in trunks}
        if not self.verified and names.keys() - self.trunks.keys():
            raise HttpResponseError("domain is not verified")
        assert {name for used in self.routes.values() for name in used} <= names.keys(), "a route still uses it"
        self.trunks = names
        self._note()

    def set_routes(self, routes: list[Any]) -> None:
        self.routes = {route.name: list(route.trunks) for route in routes}
        assert {name for used in self.routes.values() for name in used} <= self.trunks.keys(), "no such trunk"
        self._note()

    def _note(self) -> None:
        self.history.append((set(self.trunks), set(self.routes)))


@pytest.fixture
def old() -> Service:
    return Service({"old.harbours.example": 5061}, {"to-gb": ["old.harbours.example"]})


def applied(monkeypatch: pytest.MonkeyPatch, service: Service) -> None:
    monkeypatch.setattr(SipRoutingProvider, "_client", lambda _self, _endpoint: service)
    SipRoutingProvider().create(PROPS)


def test_the_first_routing_is_set(monkeypatch: pytest.MonkeyPatch):
    service = Service({}, {})
    applied(monkeypatch, service)
    assert (service.trunks, service.routes) == ({"sbc.harbours.example": 5061}, {"to-gb": ["sbc.harbours.example"]})


def test_another_controller_takes_the_place_of_the_first_and_calls_never_stop(monkeypatch: pytest.MonkeyPatch, old: Service):
    applied(monkeypatch, old)
    assert (old.trunks, old.routes) == ({"sbc.harbours.example": 5061}, {"to-gb": ["sbc.harbours.example"]})
    assert all(trunks and routes for trunks, routes in old.history), "at no time is there no way out"


def test_a_controller_whose_domain_is_not_verified_changes_nothing(monkeypatch: pytest.MonkeyPatch, old: Service):
    old.verified = False
    with pytest.raises(RuntimeError, match=r"sbc\.harbours\.example .*verify its domain .*run 'pulumi up' again"):
        applied(monkeypatch, old)
    assert (old.trunks, old.routes) == ({"old.harbours.example": 5061}, {"to-gb": ["old.harbours.example"]})
    assert old.history == []


def test_calls_try_a_second_controller_after_the_first(monkeypatch: pytest.MonkeyPatch, old: Service):
    monkeypatch.setattr(SipRoutingProvider, "_client", lambda _self, _endpoint: old)
    props = {**PROPS, "standby": {"controller": "sbc2.harbours.example", "port": 5062.0}}
    SipRoutingProvider().create(props)
    assert old.trunks == {"sbc.harbours.example": 5061, "sbc2.harbours.example": 5062}
    assert old.routes == {"to-gb": ["sbc.harbours.example", "sbc2.harbours.example"]}
    old.trunks.pop("sbc2.harbours.example")
    read = SipRoutingProvider().read("id", props)
    assert read.outs["standby"] is None, "somebody took it away, and a refresh says so"
