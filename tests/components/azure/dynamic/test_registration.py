"""Namespaces are registered, and waited for, also where a new Azure subscription does not know its owner yet."""

import pytest

from components.azure.dynamic.registration import ProviderRegistrationProvider
from components.azure.registration import BODY, MAY_REGISTER, PLATFORM
from components.contracts import PLATFORM_TENANCIES
from tests.components.azure.dynamic import management
from tests.components.azure.dynamic.management import Azure, Refused
from tests.looping import each

PROPS = {"subscription": "11111111-1111-4111-8111-111111111111", "namespaces": ["Microsoft.App", "Microsoft.Network"], "minutes": 20}


class Answer(management.Answer):
    def json(self) -> dict[str, str]:
        return {"registrationState": self.state}


def namespace(path: str) -> str:
    return path.split("/providers/")[1].partition("/")[0]


def registered(monkeypatch: pytest.MonkeyPatch, answers: dict[str, list[Answer]]) -> Azure:
    azure = Azure(answers, namespace)
    monkeypatch.setattr(ProviderRegistrationProvider, "_client", lambda _self: azure)
    ProviderRegistrationProvider().create(PROPS)
    return azure


def test_each_is_asked_for_once_and_then_looked_at(monkeypatch: pytest.MonkeyPatch, clock: list[float]):
    slow = [Answer(200, "Registering"), Answer(200, "Registering"), Answer(200, "Registered")]
    azure = registered(monkeypatch, {"Microsoft.App": [Answer(200, "Registered")], "Microsoft.Network": slow})
    network = f"/subscriptions/{PROPS['subscription']}/providers/Microsoft.Network"
    assert [asked for asked in azure.asked if "Network" in asked[1]] == [("POST", f"{network}/register"), ("GET", network), ("GET", network)]
    assert clock == [20.0]


def test_rights_that_are_not_seen_yet_are_waited_for(monkeypatch: pytest.MonkeyPatch, clock: list[float]):
    late = [Answer(403), Answer(404), Answer(200, "Registered")]
    azure = registered(monkeypatch, {"Microsoft.App": late, "Microsoft.Network": [Answer(200, "Registered")]})
    assert [method for method, path in azure.asked if "Microsoft.App" in path] == ["POST"] * 3


def test_rights_that_never_come_are_the_error(monkeypatch: pytest.MonkeyPatch, clock: list[float]):
    with pytest.raises(Refused):
        registered(monkeypatch, {"Microsoft.App": [Answer(403)], "Microsoft.Network": [Answer(200, "Registered")]})
    assert clock[0] >= 60 * PROPS["minutes"]


def test_what_is_never_registered_is_named(monkeypatch: pytest.MonkeyPatch, clock: list[float]):
    with pytest.raises(RuntimeError, match=r"^Microsoft\.Network: not registered in the Azure subscription 1{8}.*run 'pulumi up' again"):
        registered(monkeypatch, {"Microsoft.App": [Answer(200, "Registered")], "Microsoft.Network": [Answer(200, "Registering")]})


def test_another_list_is_registered_in_place_and_another_subscription_anew():
    provider = ProviderRegistrationProvider()
    more = provider.diff("", PROPS, {**PROPS, "namespaces": [*PROPS["namespaces"], "Microsoft.Storage"]})
    other = provider.diff("", PROPS, {**PROPS, "subscription": "22222222-2222-4222-8222-222222222222"})
    assert (more.changes, more.replaces) == (True, [])
    assert (other.changes, other.replaces) == (True, ["subscription"])
    assert not provider.diff("", PROPS, {**PROPS, "minutes": 5}).changes


def test_every_azure_subscription_of_the_platform_has_its_list_and_a_run_may_register_a_bodys():
    assert set(PLATFORM) == set(PLATFORM_TENANCIES)
    assert {f"{namespace}/register/action" for namespace in each(BODY)} < set(MAY_REGISTER)
