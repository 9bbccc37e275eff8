"""Ownership by creation is given up, and nothing else is taken away."""

from typing import Any

import pytest

from components.azure.dynamic.ownership import OwnershipGivenUpProvider
from tests.components.azure.dynamic import management
from tests.components.azure.dynamic.management import Azure, Refused

SCOPE, OWNER, ME = (
    "/subscriptions/11111111-1111-4111-8111-111111111111",
    "8e3af657-a8ff-443c-a75c-2fe8c4bcb635",
    "22222222-2222-4222-8222-222222222222",
)
PROPS = {"scope": SCOPE, "principal": ME, "role": OWNER}


class Held(management.Answer):
    def __init__(self, status: int, *held: tuple[str, str, str]) -> None:
        super().__init__(status)
        self.held = held

    def json(self) -> dict[str, Any]:
        return {
            "value": [
                {
                    "id": f"{scope}/providers/Microsoft.Authorization/roleAssignments/{number}",
                    "properties": {
                        "scope": scope,
                        "roleDefinitionId": f"/providers/Microsoft.Authorization/roleDefinitions/{role}",
                        "principalId": who,
                    },
                }
                for number, (scope, role, who) in enumerate(self.held)
            ]
        }


def given_up(monkeypatch: pytest.MonkeyPatch, held: Held, deleted: management.Answer) -> list[tuple[str, str]]:
    azure = Azure({"held": [held], "deleted": [deleted]}, lambda path: "held" if path.endswith("roleAssignments") else "deleted")
    monkeypatch.setattr(OwnershipGivenUpProvider, "_client", lambda _self: azure)
    OwnershipGivenUpProvider().create(PROPS)
    return azure.asked[1:]


def test_only_ones_own_ownership_of_this_azure_subscription_goes(monkeypatch: pytest.MonkeyPatch):
    group = "/providers/Microsoft.Management/managementGroups/bodies"
    held = Held(200, (SCOPE, "another-role", ME), (group, OWNER, ME), (SCOPE, OWNER, "somebody-else"), (SCOPE.upper(), OWNER, ME))
    (only,) = given_up(monkeypatch, held, Held(200))
    assert only == ("DELETE", f"{SCOPE.upper()}/providers/Microsoft.Authorization/roleAssignments/3")


def test_whoever_owns_nothing_gives_nothing_up(monkeypatch: pytest.MonkeyPatch):
    assert given_up(monkeypatch, Held(200), Held(200)) == []


def test_a_refusal_is_the_error(monkeypatch: pytest.MonkeyPatch):
    with pytest.raises(Refused):
        given_up(monkeypatch, Held(200, (SCOPE, OWNER, ME)), Held(403))
