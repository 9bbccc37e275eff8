"""Registration of resource providers in an Azure subscription, waited for: registering is an action, so neither ARM nor azure-native makes it.

A Pulumi dynamic resource over the management API. It signs in as whoever runs Pulumi (``DefaultAzureCredential``: the pipeline's own
identity); no credential is an input, so none is in a plan or a state. Sources: Microsoft Learn, "Azure resource providers and types"
(register resource provider) and "Resources REST API: Providers - Register"; pulumi-azure-native issues 1075 (POST is no resource) and 3479
(what registers on demand misses types that lie on others).
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import pulumi
from pulumi.dynamic import CreateResult, DiffResult, Resource, UpdateResult

from components.azure.dynamic.management import ManagementProvider
from components.pickling import pickled_whole

if TYPE_CHECKING:
    from azure.core import PipelineClient
    from azure.core.rest import HttpRequest, HttpResponse


@pickled_whole
class ProviderRegistrationProvider(ManagementProvider):
    """Registers every namespace and waits for all. What is registered stays so: what lies in a namespace needs it.

    Raises ``RuntimeError`` with the namespaces that are not registered after ``minutes``, and ``azure.core.exceptions.HttpResponseError``
    where Azure refuses for other reasons than that rights in a new Azure subscription are not seen everywhere yet.
    """

    def _state(self, client: "PipelineClient[HttpRequest, HttpResponse]", method: str, path: str, last: bool) -> str:
        """Registration state as Azure answers; nothing where whoever asks is not known there yet and this is not the ``last`` try."""
        from azure.core.rest import HttpRequest

        response = client.send_request(HttpRequest(method, f"{path}?api-version=2021-04-01"))
        if response.status_code in (401, 403, 404) and not last:
            return ""
        response.raise_for_status()
        return str(response.json().get("registrationState", ""))

    def _register(self, props: dict[str, Any]) -> None:
        import time

        deadline = time.monotonic() + 60 * int(props["minutes"])
        states = dict.fromkeys(props["namespaces"], "")
        with self._client() as client:
            while True:
                last = time.monotonic() >= deadline
                for namespace in [name for name, state in states.items() if state != "Registered"]:
                    path = f"/subscriptions/{props['subscription']}/providers/{namespace}"
                    # Asked for until Azure has heard it, then only looked at.
                    heard = states[namespace] == "Registering"
                    states[namespace] = self._state(client, "GET" if heard else "POST", path if heard else f"{path}/register", last)
                missing = sorted(name for name, state in states.items() if state != "Registered")
                if not missing:
                    return
                if last:
                    raise RuntimeError(
                        f"{', '.join(missing)}: not registered in the Azure subscription {props['subscription']} after {props['minutes']} minutes; "
                        "run 'pulumi up' again, and look at it under 'Resource providers' in the portal if that does not help"
                    )
                time.sleep(10)

    def create(self, props: dict[str, Any]) -> CreateResult:
        self._register(props)
        return CreateResult(f"/subscriptions/{props['subscription']}/providers", props)

    def update(self, _id: str, _olds: dict[str, Any], news: dict[str, Any]) -> UpdateResult:
        self._register(news)
        return UpdateResult(news)

    def diff(self, _id: str, olds: dict[str, Any], news: dict[str, Any]) -> DiffResult:
        changed = [key for key in ("subscription", "namespaces") if olds.get(key) != news.get(key)]
        moved = ["subscription"] if "subscription" in changed else []
        return DiffResult(changes=bool(changed), replaces=moved, stables=[], delete_before_replace=False)


class ProviderRegistration(Resource, module="civic", name="ProviderRegistration"):
    """Type ``pulumi-python:dynamic/civic:ProviderRegistration``. ``subscription`` is an Azure subscription's id, without a path."""

    def __init__(self, name: str, *, subscription: pulumi.Input[str], namespaces: Sequence[str], minutes: int, opts: pulumi.ResourceOptions) -> None:
        props = {"subscription": subscription, "namespaces": list(namespaces), "minutes": minutes}
        super().__init__(ProviderRegistrationProvider(), name, props, opts)
