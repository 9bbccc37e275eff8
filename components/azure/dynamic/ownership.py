"""Ownership of an Azure subscription, given up by whoever made it.

Azure makes whoever makes an Azure subscription its Owner, outside of every plan. Once the roles that the run works with are there, nobody
needs that one, and a run that keeps it is held by none of them.

A Pulumi dynamic resource over the management API. It signs in as whoever runs Pulumi (``DefaultAzureCredential``: the pipeline's own
identity); no credential is an input, so none is in a plan or a state. Sources: Microsoft Learn, "Programmatically create Azure subscriptions",
"List Azure role assignments using the REST API", "Role Assignments - Delete By Id".
"""

from collections.abc import Sequence
from typing import Any

import pulumi
from pulumi.dynamic import CreateResult, DiffResult, Resource, UpdateResult

from components.azure.dynamic.management import ManagementProvider
from components.pickling import pickled_whole


@pickled_whole
class OwnershipGivenUpProvider(ManagementProvider):
    """Deletes the principal's assignments of Owner at the scope itself, and no other. Raises ``azure.core.exceptions.HttpResponseError``.

    It never comes back: there is nothing to undo when the resource is let go of.
    """

    def _give_up(self, props: dict[str, Any]) -> None:
        from azure.core.rest import HttpRequest

        scope, version = str(props["scope"]), "2022-04-01"
        given = {"api-version": version, "$filter": f"principalId eq '{props['principal']}'"}
        with self._client() as client:
            response = client.send_request(HttpRequest("GET", f"{scope}/providers/Microsoft.Authorization/roleAssignments", params=given))
            response.raise_for_status()
            for assignment in response.json().get("value", ()):
                held = assignment["properties"]
                owner = str(held["roleDefinitionId"]).lower().endswith(f"/{props['role'].lower()}")
                if owner and str(held["scope"]).lower() == scope.lower() and str(held["principalId"]).lower() == str(props["principal"]).lower():
                    client.send_request(HttpRequest("DELETE", f"{assignment['id']}?api-version={version}")).raise_for_status()

    def create(self, props: dict[str, Any]) -> CreateResult:
        self._give_up(props)
        return CreateResult(f"{props['scope']}/owners/{props['principal']}", props)

    def update(self, _id: str, _olds: dict[str, Any], news: dict[str, Any]) -> UpdateResult:
        return UpdateResult(news)

    def diff(self, _id: str, olds: dict[str, Any], news: dict[str, Any]) -> DiffResult:
        moved = [key for key in ("scope", "principal", "role") if olds.get(key) != news.get(key)]
        return DiffResult(changes=bool(moved), replaces=moved, stables=[], delete_before_replace=False)


class OwnershipGivenUp(Resource, module="civic", name="OwnershipGivenUp"):
    """Type ``pulumi-python:dynamic/civic:OwnershipGivenUp``. ``scope`` is an Azure subscription's, ``principal`` the object id of who made it, ``role``
    the GUID of Owner. It waits for ``after``: what Owner alone may make."""

    def __init__(
        self,
        name: str,
        *,
        scope: pulumi.Input[str],
        principal: pulumi.Input[str],
        role: str,
        after: Sequence[pulumi.Resource],
        parent: pulumi.Resource,
        plane: pulumi.ProviderResource,
    ) -> None:
        opts = pulumi.ResourceOptions(parent=parent, provider=plane, depends_on=list(after))
        super().__init__(OwnershipGivenUpProvider(), name, {"scope": scope, "principal": principal, "role": role}, opts)
