"""What Azure asks of whoever activates a role in an Azure subscription: hours, second factor, reason, and somebody's yes.

Each role has one such policy at each scope from the first day on, under an id that Azure chose. azure-native's ``RoleManagementPolicy`` wants that
id from the program, and nothing tells it before, so the policy is looked up here by role and changed in place. What was set stays.

A Pulumi dynamic resource over the management API. It signs in as whoever runs Pulumi (``DefaultAzureCredential``: the pipeline's own
identity); no credential is an input, so none is in a plan or a state. Sources: Microsoft Learn, "Role Management Policy Assignments - List For
Scope", "Role Management Policies - Update", "Rules in PIM - mapping guide"; pulumi-azure-native pull request 3130.
"""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import pulumi
from pulumi.dynamic import CreateResult, DiffResult, Resource, UpdateResult

from components.azure.dynamic.management import ManagementProvider
from components.pickling import pickled_whole

if TYPE_CHECKING:
    from azure.core import PipelineClient
    from azure.core.rest import HttpRequest, HttpResponse


@pickled_whole
class RoleActivationProvider(ManagementProvider):
    """Raises ``RuntimeError`` where the role has no policy at the scope after ``minutes``, and ``azure.core.exceptions.HttpResponseError`` where
    Azure refuses for other reasons than that rights in a new Azure subscription are not seen everywhere yet."""

    def _policy(self, client: "PipelineClient[HttpRequest, HttpResponse]", scope: str, role: str) -> str:
        """Id of the policy; nothing where it is not to be seen yet."""
        from azure.core.rest import HttpRequest

        wanted = f"{scope}/providers/Microsoft.Authorization/roleDefinitions/{role}"
        path = f"{scope}/providers/Microsoft.Authorization/roleManagementPolicyAssignments"
        given = {"api-version": "2020-10-01", "$filter": f"roleDefinitionId eq '{wanted}'"}
        response = client.send_request(HttpRequest("GET", path, params=given))
        if response.status_code in (401, 403, 404):
            return ""
        response.raise_for_status()
        for assignment in response.json().get("value", ()):
            if str(assignment["properties"]["roleDefinitionId"]).lower().endswith(f"/{role.lower()}"):
                return str(assignment["properties"]["policyId"])
        return ""

    def _set(self, props: dict[str, Any]) -> None:
        import time

        from azure.core.rest import HttpRequest

        deadline = time.monotonic() + 60 * int(props["minutes"])
        with self._client() as client:
            while not (policy := self._policy(client, props["scope"], props["role"])):
                if time.monotonic() >= deadline:
                    raise RuntimeError(
                        f"the role {props['role']} has no activation policy at {props['scope']} after {props['minutes']} minutes; look whether "
                        "whoever runs this may read roleManagementPolicyAssignments there, and whether the directory has Entra ID P2"
                    )
                time.sleep(10)
            body = {"properties": {"rules": props["rules"]}}
            client.send_request(HttpRequest("PATCH", f"{policy}?api-version=2020-10-01", json=body)).raise_for_status()

    def create(self, props: dict[str, Any]) -> CreateResult:
        self._set(props)
        return CreateResult(f"{props['scope']}/roles/{props['role']}/activation", props)

    def update(self, _id: str, _olds: dict[str, Any], news: dict[str, Any]) -> UpdateResult:
        self._set(news)
        return UpdateResult(news)

    def diff(self, _id: str, olds: dict[str, Any], news: dict[str, Any]) -> DiffResult:
        changed = [key for key in ("scope", "role", "rules") if olds.get(key) != news.get(key)]
        moved = [key for key in changed if key != "rules"]
        return DiffResult(changes=bool(changed), replaces=moved, stables=[], delete_before_replace=False)


class RoleActivation(Resource, module="civic", name="RoleActivation"):
    """Type ``pulumi-python:dynamic/civic:RoleActivation``. ``scope`` is an Azure subscription's, ``role`` the GUID of a definition."""

    def __init__(
        self,
        name: str,
        *,
        scope: pulumi.Input[str],
        role: pulumi.Input[str],
        rules: Sequence[Mapping[str, object]],
        minutes: int,
        opts: pulumi.ResourceOptions,
    ) -> None:
        props = {"scope": scope, "role": role, "rules": list(rules), "minutes": minutes}
        super().__init__(RoleActivationProvider(), name, props, opts)
