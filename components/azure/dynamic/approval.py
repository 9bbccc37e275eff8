"""The yes to Azure Front Door's request for a private link to a Container Apps environment.

Front Door asks from an Azure subscription of Microsoft's own, so no list approves it beforehand, and the name of its request is not known before it
is there: azure-native's ``ManagedEnvironmentPrivateEndpointConnection`` wants that name from the program. The request is looked up here by its
message, which says whose edge it is, and approved; every other one is left as it is.

A Pulumi dynamic resource over the management API. It signs in as whoever runs Pulumi (``DefaultAzureCredential``: the pipeline's own
identity); no credential is an input, so none is in a plan or a state. Sources: Microsoft Learn, "Use Azure Front Door Premium with a custom virtual
network and Private Link"; "Managed Environment Private Endpoint Connections - List", "- Create Or Update".
"""

from typing import TYPE_CHECKING, Any

import pulumi
from pulumi.dynamic import CreateResult, DiffResult, Resource, UpdateResult

from components.azure.dynamic.management import ManagementProvider
from components.pickling import pickled_whole

if TYPE_CHECKING:
    from azure.core import PipelineClient
    from azure.core.rest import HttpRequest, HttpResponse


@pickled_whole
class EndpointApprovalProvider(ManagementProvider):
    """Raises ``RuntimeError`` where no such request came after ``minutes``, and ``azure.core.exceptions.HttpResponseError`` where Azure refuses."""

    def _requests(self, client: "PipelineClient[HttpRequest, HttpResponse]", environment: str) -> list[dict[str, Any]]:
        from azure.core.rest import HttpRequest

        path = f"{environment}/privateEndpointConnections?api-version=2025-01-01"
        response = client.send_request(HttpRequest("GET", path))
        response.raise_for_status()
        return list(response.json().get("value", ()))

    def _approve(self, props: dict[str, Any]) -> None:
        import time

        from azure.core.rest import HttpRequest

        deadline = time.monotonic() + 60 * int(props["minutes"])
        with self._client() as client:
            while True:
                connections = [
                    (each, each["properties"].get("privateLinkServiceConnectionState") or {}) for each in self._requests(client, props["environment"])
                ]
                found = [(each, state) for each, state in connections if state.get("description") == props["message"]]
                waiting = [each for each, state in found if state.get("status") == "Pending"]
                for each in waiting:
                    state = {"status": "Approved", "description": props["message"], "actionsRequired": "None"}
                    body = {"properties": {"privateLinkServiceConnectionState": state}}
                    client.send_request(HttpRequest("PUT", f"{each['id']}?api-version=2025-01-01", json=body)).raise_for_status()
                if found and not waiting and any(state.get("status") == "Approved" for _, state in found):
                    return
                if time.monotonic() >= deadline:
                    raise RuntimeError(
                        f"no request '{props['message']}' for a private link was approved at {props['environment']} after {props['minutes']} minutes; "
                        "look at its 'Private endpoint connections', and run 'pulumi up' again"
                    )
                time.sleep(10)

    def create(self, props: dict[str, Any]) -> CreateResult:
        self._approve(props)
        return CreateResult(f"{props['environment']}/approved/{props['message']}", props)

    def update(self, _id: str, _olds: dict[str, Any], news: dict[str, Any]) -> UpdateResult:
        self._approve(news)
        return UpdateResult(news)

    def diff(self, _id: str, olds: dict[str, Any], news: dict[str, Any]) -> DiffResult:
        changed = [key for key in ("environment", "message") if olds.get(key) != news.get(key)]
        return DiffResult(changes=bool(changed), replaces=changed, stables=[], delete_before_replace=False)


class EndpointApproval(Resource, module="civic", name="EndpointApproval"):
    """Type ``pulumi-python:dynamic/civic:EndpointApproval``. ``environment`` is a resource id, ``message`` what the request says."""

    def __init__(self, name: str, *, environment: pulumi.Input[str], message: str, minutes: int, opts: pulumi.ResourceOptions) -> None:
        props = {"environment": environment, "message": message, "minutes": minutes}
        super().__init__(EndpointApprovalProvider(), name, props, opts)
