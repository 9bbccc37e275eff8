"""Settings that are there from the first day are set one after another, and waited for."""

import pytest

from components.azure.dynamic.settings import Setting, SubscriptionSettingsProvider
from tests.components.azure.dynamic import management
from tests.components.azure.dynamic.management import Azure, Refused

SUBSCRIPTION = "11111111-1111-4111-8111-111111111111"
FEATURE = Setting(
    path="/providers/Microsoft.Features/featureProviders/Microsoft.Compute/subscriptionFeatureRegistrations/EncryptionAtHost",
    version="2021-07-01",
    body={"properties": {}},
    wanted="Registered",
)
PLAN = Setting(path="/providers/Microsoft.Security/pricings/Arm", version="2024-01-01", body={"properties": {"pricingTier": "Standard"}})
PROPS = {"subscription": SUBSCRIPTION, "settings": [FEATURE, PLAN], "kinds": [], "minutes": 40}


class Answer(management.Answer):
    def json(self) -> dict[str, dict[str, str]]:
        return {"properties": {"state": self.state} if self.state else {}}


def last_word(path: str) -> str:
    return path.rsplit("/", 1)[1]


def applied(monkeypatch: pytest.MonkeyPatch, feature: list[Answer], plan: list[Answer]) -> Azure:
    azure = Azure({"EncryptionAtHost": feature, "Arm": plan}, last_word)
    monkeypatch.setattr(SubscriptionSettingsProvider, "_client", lambda _self: azure)
    SubscriptionSettingsProvider().create(PROPS)
    return azure


def test_a_feature_is_asked_for_once_and_waited_for_before_the_next(monkeypatch: pytest.MonkeyPatch, clock: list[float]):
    azure = applied(monkeypatch, [Answer(200, "Registering"), Answer(200, "Registering"), Answer(200, "Registered")], [Answer(200)])
    assert azure.asked_by_name == [("PUT", "EncryptionAtHost"), ("GET", "EncryptionAtHost"), ("GET", "EncryptionAtHost"), ("PUT", "Arm")]
    assert clock == [20.0]


def test_what_is_there_already_is_set_all_the_same(monkeypatch: pytest.MonkeyPatch, clock: list[float]):
    azure = applied(monkeypatch, [Answer(200, "Registered")], [Answer(200)])
    assert azure.asked_by_name == [("PUT", "EncryptionAtHost"), ("PUT", "Arm")]


def test_another_change_under_way_is_waited_for(monkeypatch: pytest.MonkeyPatch, clock: list[float]):
    azure = applied(monkeypatch, [Answer(200, "Registered")], [Answer(409), Answer(409), Answer(200)])
    assert azure.asked_by_name[1:] == [("PUT", "Arm")] * 3


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
        azure = Azure({"NetworkWatcherRG": answers}, last_word)
        monkeypatch.setattr(SubscriptionSettingsProvider, "_client", lambda _self, azure=azure: azure)
        SubscriptionSettingsProvider().create({**PROPS, "settings": [group]})
        assert [method for method, _ in azure.asked] == asked


def test_what_somebody_else_makes_is_waited_for_and_never_set(monkeypatch: pytest.MonkeyPatch, clock: list[float]):
    record = Setting(
        path="/resourceGroups/g/providers/Microsoft.Network/privateEndpoints/e/privateDnsZoneGroups/platform", version="v", body={}, awaited=True
    )
    azure = Azure({"platform": [Answer(404), Answer(404), Answer(200)]}, last_word)
    monkeypatch.setattr(SubscriptionSettingsProvider, "_client", lambda _self: azure)
    SubscriptionSettingsProvider().create({**PROPS, "settings": [record]})
    assert ([method for method, _ in azure.asked], clock) == (["GET"] * 3, [20.0])
    azure.answers["platform"] = [Answer(404)]
    with pytest.raises(RuntimeError, match=r"privateDnsZoneGroups/platform of .* is not there after 40 minutes"):
        SubscriptionSettingsProvider().create({**PROPS, "settings": [record]})
