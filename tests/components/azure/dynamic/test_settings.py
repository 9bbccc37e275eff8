"""Settings that are there from the first day are set one after another, and waited for."""

import time
from typing import Any

import pytest

from components.azure.dynamic.settings import Setting, SubscriptionSettingsProvider

SUBSCRIPTION = "11111111-1111-4111-8111-111111111111"
FEATURE = Setting(
    path="/providers/Microsoft.Features/featureProviders/Microsoft.Compute/subscriptionFeatureRegistrations/EncryptionAtHost",
    version="2021-07-01",
    body={"properties": {}},
    wanted="Registered",
)
PLAN = Setting(path="/providers/Microsoft.Security/pricings/Arm", version="2024-01-01", body={"properties": {"pricingTier": "Standard"}})
PROPS = {"subscription": SUBSCRIPTION, "settings": [FEATURE, PLAN], "kinds": [], "minutes": 40}


class Refused(Exception):
    """What the library raises."""


class Answer:
    def __init__(self, status: int, state: str = "") -> None:
        self.status_code, self._state = status, state

    def raise_for_status(self) -> None:
        if self.status_code >= 400:
            raise Refused(self.status_code)

    def json(self) -> dict[str, dict[str, str]]:
        return {"properties": {"state": self._state} if self._state else {}}


class Azure:
    """Answers each setting's requests from a list; the last answer is for ever."""

    def __init__(self, answers: dict[str, list[Answer]]) -> None:
        self.answers, self.asked = answers, list[tuple[str, str]]()

    def __enter__(self) -> "Azure":
        return self

    def __exit__(self, *_: object) -> None:
        return None

    def send_request(self, request: Any) -> Answer:
        name = request.url.partition("?")[0].rsplit("/", 1)[1]
        self.asked.append((request.method, name))
        left = self.answers[name]
        return left.pop(0) if len(left) > 1 else left[0]


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    now = [0.0]
    monkeypatch.setattr(time, "monotonic", lambda: now[0])
    monkeypatch.setattr(time, "sleep", lambda seconds: now.__setitem__(0, now[0] + seconds))
    return now


def applied(monkeypatch: pytest.MonkeyPatch, feature: list[Answer], plan: list[Answer]) -> Azure:
    azure = Azure({"EncryptionAtHost": feature, "Arm": plan})
    monkeypatch.setattr(SubscriptionSettingsProvider, "_client", lambda _self: azure)
    SubscriptionSettingsProvider().create(PROPS)
    return azure


def test_a_feature_is_asked_for_once_and_waited_for_before_the_next(monkeypatch: pytest.MonkeyPatch, clock: list[float]):
    azure = applied(monkeypatch, [Answer(200, "Registering"), Answer(200, "Registering"), Answer(200, "Registered")], [Answer(200)])
    assert azure.asked == [("PUT", "EncryptionAtHost"), ("GET", "EncryptionAtHost"), ("GET", "EncryptionAtHost"), ("PUT", "Arm")]
    assert clock == [20.0]


def test_what_is_there_already_is_set_all_the_same(monkeypatch: pytest.MonkeyPatch, clock: list[float]):
    azure = applied(monkeypatch, [Answer(200, "Registered")], [Answer(200)])
    assert azure.asked == [("PUT", "EncryptionAtHost"), ("PUT", "Arm")]


def test_another_change_under_way_is_waited_for(monkeypatch: pytest.MonkeyPatch, clock: list[float]):
    azure = applied(monkeypatch, [Answer(200, "Registered")], [Answer(409), Answer(409), Answer(200)])
    assert azure.asked[1:] == [("PUT", "Arm")] * 3


def test_a_refusal_is_the_error(monkeypatch: pytest.MonkeyPatch, clock: list[float]):
    with pytest.raises(Refused):
        applied(monkeypatch, [Answer(403)], [Answer(200)])
    assert clock == [0.0]


def test_what_is_never_registered_is_named(monkeypatch: pytest.MonkeyPatch, clock: list[float]):
    with pytest.raises(RuntimeError, match=r"EncryptionAtHost of the Azure subscription 1{8}.* is Pending and not Registered after 40 minutes"):
        applied(monkeypatch, [Answer(200, "Registering"), Answer(200, "Pending")], [Answer(200)])


def test_other_settings_are_set_in_place_and_another_subscription_is_another():
    provider = SubscriptionSettingsProvider()
    more, other = (provider.diff("", PROPS, {**PROPS, **change}) for change in ({"settings": [PLAN]}, {"subscription": "2"}))
    assert (more.changes, more.replaces) == (True, [])
    assert (other.changes, other.replaces) == (True, ["subscription"])
    assert not provider.diff("", PROPS, {**PROPS, "minutes": 5}).changes


def test_what_may_be_there_is_looked_for_and_left(monkeypatch: pytest.MonkeyPatch, clock: list[float]):
    group = Setting(path="/resourceGroups/NetworkWatcherRG", version="2024-11-01", body={"location": "uksouth"}, left=True)
    for answers, asked in (([Answer(200)], ["GET"]), ([Answer(404), Answer(201)], ["GET", "PUT"])):
        azure = Azure({"NetworkWatcherRG": answers})
        monkeypatch.setattr(SubscriptionSettingsProvider, "_client", lambda _self, azure=azure: azure)
        SubscriptionSettingsProvider().create({**PROPS, "settings": [group]})
        assert [method for method, _ in azure.asked] == asked


def test_what_somebody_else_makes_is_waited_for_and_never_set(monkeypatch: pytest.MonkeyPatch, clock: list[float]):
    record = Setting(
        path="/resourceGroups/g/providers/Microsoft.Network/privateEndpoints/e/privateDnsZoneGroups/platform", version="v", body={}, awaited=True
    )
    azure = Azure({"platform": [Answer(404), Answer(404), Answer(200)]})
    monkeypatch.setattr(SubscriptionSettingsProvider, "_client", lambda _self: azure)
    SubscriptionSettingsProvider().create({**PROPS, "settings": [record]})
    assert ([method for method, _ in azure.asked], clock) == (["GET"] * 3, [20.0])
    azure.answers["platform"] = [Answer(404)]
    with pytest.raises(RuntimeError, match=r"privateDnsZoneGroups/platform of .* is not there after 40 minutes"):
        SubscriptionSettingsProvider().create({**PROPS, "settings": [record]})
