"""Front Door's own request for a private link is approved, known by its message, and no other."""

from typing import Any

import pytest

from components.azure.dynamic.approval import EndpointApprovalProvider
from tests.components.azure.dynamic import management
from tests.components.azure.dynamic.management import Azure, Refused

ENVIRONMENT = "/subscriptions/11111111-1111-4111-8111-111111111111/resourceGroups/cell/providers/Microsoft.App/managedEnvironments/cell"
PROPS = {"environment": ENVIRONMENT, "message": "Edge of northshire", "minutes": 30}
OURS, STRANGERS = f"{ENVIRONMENT}/privateEndpointConnections/ours", f"{ENVIRONMENT}/privateEndpointConnections/strangers"


class Found(management.Answer):
    def __init__(self, status: int, *requests: tuple[str, str, str]) -> None:
        super().__init__(status)
        self.requests = requests

    def json(self) -> dict[str, Any]:
        found = [
            {"id": ident, "properties": {"privateLinkServiceConnectionState": {"status": state, "description": message}}}
            for ident, state, message in self.requests
        ]
        return {"value": found}


WAITING, APPROVED = (OURS, "Pending", PROPS["message"]), (OURS, "Approved", PROPS["message"])
STRANGER = (STRANGERS, "Pending", "please approve")


def approved(monkeypatch: pytest.MonkeyPatch, looked: list[management.Answer], put: list[management.Answer]) -> Azure:
    azure = Azure({"looked": looked, "put": put}, lambda path: "looked" if path.endswith("privateEndpointConnections") else "put")
    monkeypatch.setattr(EndpointApprovalProvider, "_client", lambda _self: azure)
    EndpointApprovalProvider().create(PROPS)
    return azure


def test_the_edges_own_request_is_approved_and_no_other(monkeypatch: pytest.MonkeyPatch, clock: list[float]) -> None:
    azure = approved(monkeypatch, [Found(200, STRANGER, WAITING), Found(200, STRANGER, APPROVED)], [Found(200)])
    assert [(method, path.rpartition("/")[2].partition("?")[0]) for method, path in azure.asked if method == "PUT"] == [("PUT", "ours")]


def test_a_request_that_has_not_come_is_waited_for(monkeypatch: pytest.MonkeyPatch, clock: list[float]) -> None:
    azure = approved(monkeypatch, [Found(200), Found(200, STRANGER), Found(200, WAITING), Found(200, APPROVED)], [Found(200)])
    assert [method for method, _ in azure.asked].count("PUT") == 1


def test_what_is_approved_already_is_left(monkeypatch: pytest.MonkeyPatch, clock: list[float]) -> None:
    assert [method for method, _ in approved(monkeypatch, [Found(200, APPROVED)], []).asked] == ["GET"]


def test_a_request_that_never_comes_is_an_error_that_says_where_to_look(monkeypatch: pytest.MonkeyPatch, clock: list[float]) -> None:
    with pytest.raises(
        RuntimeError, match=r"'Edge of northshire' for a private link was approved .* after 30 minutes; look at its 'Private endpoint"
    ):
        approved(monkeypatch, [Found(200, STRANGER)], [])


def test_a_refusal_is_the_error(monkeypatch: pytest.MonkeyPatch, clock: list[float]) -> None:
    with pytest.raises(Refused):
        approved(monkeypatch, [Found(200, WAITING)], [Found(403)])


def test_another_environment_is_another_request() -> None:
    provider = EndpointApprovalProvider()
    assert provider.diff("", PROPS, {**PROPS, "minutes": 5}).changes is False
    assert provider.diff("", PROPS, {**PROPS, "environment": "another"}).replaces == ["environment"]
