"""One run of a Container Apps job, waited for: starting a job is an action, so no ARM template makes it.

A Pulumi dynamic resource over the management API. It signs in as whoever runs Pulumi (``DefaultAzureCredential``: the pipeline's own
identity); no credential is an input, so none is in a plan or a state. Source: Microsoft Learn, "Container Apps REST API: Jobs - Start".
"""

from typing import TYPE_CHECKING, Any, NotRequired, TypedDict

import pulumi
from pulumi.dynamic import CreateResult, DiffResult, Resource

from components.azure.dynamic.management import ManagementProvider
from components.pickling import pickled_whole

if TYPE_CHECKING:
    from azure.core import PipelineClient
    from azure.core.rest import HttpRequest, HttpResponse


class Execution(TypedDict):
    """What Azure says of one run: some versions of the API have the status inside, some beside the name."""

    name: str
    status: NotRequired[str]
    properties: NotRequired[dict[str, str]]


@pickled_whole
class JobRunProvider(ManagementProvider):
    """Starts the job when it is made, and again when ``version`` changes. What was done is not undone.

    Raises ``RuntimeError`` with the job's name where the run failed or took longer than ``minutes``, and
    ``azure.core.exceptions.HttpResponseError`` where Azure refuses.
    """

    def _send(self, client: "PipelineClient[HttpRequest, HttpResponse]", method: str, path: str) -> "Execution":
        from azure.core.rest import HttpRequest

        response = client.send_request(HttpRequest(method, f"{path}?api-version=2024-03-01"))
        response.raise_for_status()
        return response.json()

    def create(self, props: dict[str, Any]) -> CreateResult:
        import time

        job, deadline = props["job"], time.monotonic() + 60 * int(props["minutes"])
        with self._client() as client:
            run = self._send(client, "POST", f"{job}/start")["name"]
            while time.monotonic() < deadline:
                execution = self._send(client, "GET", f"{job}/executions/{run}")
                status = execution.get("status") or execution.get("properties", {}).get("status", "")
                if status == "Succeeded":
                    return CreateResult(run, props)
                if status in ("Failed", "Degraded", "Stopped"):
                    raise RuntimeError(f"the run {run} of {job} ended as {status}: its log is in the cell's workspace")
                time.sleep(10)
        raise RuntimeError(f"the run {run} of {job} has not ended after {props['minutes']} minutes: its log is in the cell's workspace")

    def diff(self, _id: str, olds: dict[str, Any], news: dict[str, Any]) -> DiffResult:
        changed = [key for key in ("job", "version") if olds.get(key) != news.get(key)]
        return DiffResult(changes=bool(changed), replaces=changed, stables=[], delete_before_replace=False)


class JobRun(Resource, module="civic", name="JobRun"):
    """Type ``pulumi-python:dynamic/civic:JobRun``. ``job`` is the job's resource id; ``version`` says for what it is run."""

    def __init__(self, name: str, *, job: pulumi.Input[str], version: pulumi.Input[str], minutes: int, opts: pulumi.ResourceOptions) -> None:
        super().__init__(JobRunProvider(), name, {"job": job, "version": version, "minutes": minutes}, opts)
