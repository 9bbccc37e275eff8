"""What activating a role asks is set on the policy that Azure made for the role, found by the role."""

from typing import Any

import pytest

from components.azure.dynamic.activation import RoleActivationProvider
from components.azure.people import activation_rules
from tests.components.azure.dynamic import management
from tests.components.azure.dynamic.management import Azure, Refused

SCOPE, ROLE = "/subscriptions/11111111-1111-4111-8111-111111111111", "8e3af657-a8ff-443c-a75c-2fe8c4bcb635"
POLICY = f"{SCOPE}/providers/Microsoft.Authorization/roleManagementPolicies/a-guid-of-azures"
PROPS = {"scope": SCOPE, "role": ROLE, "rules": activation_rules("break-glass", [], ""), "minutes": 20}


class Found(management.Answer):
    def __init__(self, status: int, *roles: str) -> None:
        super().__init__(status)
        self.roles = roles

    def json(self) -> dict[str, Any]:
        named = f"{SCOPE}/providers/Microsoft.Authorization/roleDefinitions/"
        policies = [(role, POLICY if role == ROLE else f"{POLICY}-of-another") for role in self.roles]
        return {"value": [{"properties": {"roleDefinitionId": f"{named}{role}", "policyId": policy}} for role, policy in policies]}


def set_with(monkeypatch: pytest.MonkeyPatch, looked: list[management.Answer], patched: list[management.Answer]) -> Azure:
    azure = Azure({"looked": looked, "patched": patched}, lambda path: "looked" if path.endswith("roleManagementPolicyAssignments") else "patched")
    monkeypatch.setattr(RoleActivationProvider, "_client", lambda _self: azure)
    RoleActivationProvider().create(PROPS)
    return azure


def test_the_policy_of_the_role_and_of_no_other_is_changed(monkeypatch: pytest.MonkeyPatch, clock: list[float]):
    azure = set_with(monkeypatch, [Found(200, "another", ROLE.upper(), ROLE)], [Found(200)])
    assert [method for method, _ in azure.asked] == ["GET", "PATCH"]


def test_a_new_azure_subscription_is_waited_for(monkeypatch: pytest.MonkeyPatch, clock: list[float]):
    azure = set_with(monkeypatch, [Found(403), Found(200), Found(200, "another"), Found(200, ROLE)], [Found(200)])
    assert azure.asked[-1] == ("PATCH", POLICY)
    assert clock == [30.0]


def test_a_role_without_a_policy_is_named(monkeypatch: pytest.MonkeyPatch, clock: list[float]):
    with pytest.raises(RuntimeError, match=rf"{ROLE} has no activation policy at {SCOPE} after 20 minutes"):
        set_with(monkeypatch, [Found(200)], [Found(200)])


def test_a_refusal_is_the_error(monkeypatch: pytest.MonkeyPatch, clock: list[float]):
    with pytest.raises(Refused):
        set_with(monkeypatch, [Found(200, ROLE)], [Found(403)])


def test_other_rules_are_set_in_place_and_another_role_is_another():
    provider = RoleActivationProvider()
    other = provider.diff("", PROPS, {**PROPS, "rules": []})
    assert (other.changes, other.replaces) == (True, [])
    assert provider.diff("", PROPS, {**PROPS, "role": "another"}).replaces == ["role"]
    assert not provider.diff("", PROPS, {**PROPS, "minutes": 5}).changes
