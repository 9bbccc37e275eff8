"""Settings that an Azure subscription has already, or may have: set, and waited for, but never deleted.

azure-native looks first whether a resource is there and refuses to make one that is, so it cannot be what sets these: a feature's registration
always answers (pulumi-azure-native issue 1722), and so does each plan of the Defender; a network watcher comes with the first network. Nor does
it wait until a feature is registered.

A Pulumi dynamic resource over the management API. It signs in as whoever runs Pulumi (``DefaultAzureCredential``: the pipeline's own
identity); no credential is an input, so none is in a plan or a state. Sources: Microsoft Learn, "Set up preview features in Azure
subscription" (registering takes minutes), "Pricings REST API: Update", "Security contacts REST API: Create".
"""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, NotRequired, TypedDict

import pulumi
from pulumi.dynamic import CreateResult, DiffResult, Resource, UpdateResult

from components.azure.dynamic.management import ManagementProvider
from components.pickling import pickled_whole

if TYPE_CHECKING:
    from azure.core import PipelineClient
    from azure.core.rest import HttpRequest, HttpResponse


class Setting(TypedDict):
    """One setting of an Azure subscription."""

    path: pulumi.Input[str]
    """What comes after the Azure subscription's own id, such as ``/providers/Microsoft.Security/pricings/Arm``."""
    version: str
    """Version of its API."""
    body: Mapping[str, object]
    wanted: NotRequired[str]
    """``properties.state`` that is waited for; left out where an answer is enough."""
    left: NotRequired[bool]
    """Whether it is left as it is where it is there, and made where it is not."""
    awaited: NotRequired[bool]
    """Whether somebody else makes it, so that it is waited for and never set."""


@pickled_whole
class SubscriptionSettingsProvider(ManagementProvider):
    """Sets one after another, since an Azure subscription takes one change to such settings at a time. What was set stays when it is let go of.

    Raises ``RuntimeError`` with the setting that is not as wanted after ``minutes``, and ``azure.core.exceptions.HttpResponseError`` where
    Azure refuses for other reasons than another change under way.
    """

    def _send(self, client: "PipelineClient[HttpRequest, HttpResponse]", method: str, subscription: str, setting: Setting) -> "HttpResponse":
        from azure.core.rest import HttpRequest

        url = f"/subscriptions/{subscription}{setting['path']}?api-version={setting['version']}"
        return client.send_request(HttpRequest(method, url, json=setting["body"] if method == "PUT" else None))

    def _set(self, props: dict[str, Any]) -> None:
        import time

        deadline = time.monotonic() + 60 * int(props["minutes"])
        with self._client() as client:
            for setting in props["settings"]:
                method, found = "GET" if setting.get("left") or setting.get("awaited") else "PUT", ""
                while True:
                    response = self._send(client, method, props["subscription"], setting)
                    missing = response.status_code == 404 and method == "GET"
                    if missing and not setting.get("awaited"):
                        method = "PUT"
                        continue
                    # Another change is under way, or it is not there yet: the same is asked again.
                    if response.status_code != 409 and not missing:
                        response.raise_for_status()
                        found = str((response.json().get("properties") or {}).get("state", ""))
                        if setting.get("wanted", found) == found:
                            break
                        method = "GET"
                    if time.monotonic() >= deadline:
                        state = "is not there" if missing else f"is {found or 'being changed'} and not {setting.get('wanted', 'set')}"
                        raise RuntimeError(
                            f"{setting['path']} of the Azure subscription {props['subscription']} {state} after {props['minutes']} minutes; "
                            "run 'pulumi up' again: some features take an hour"
                        )
                    time.sleep(10)

    def create(self, props: dict[str, Any]) -> CreateResult:
        self._set(props)
        return CreateResult(f"/subscriptions/{props['subscription']}/providers", props)

    def update(self, _id: str, _olds: dict[str, Any], news: dict[str, Any]) -> UpdateResult:
        self._set(news)
        return UpdateResult(news)

    def diff(self, _id: str, olds: dict[str, Any], news: dict[str, Any]) -> DiffResult:
        changed = [key for key in ("subscription", "settings") if olds.get(key) != news.get(key)]
        moved = ["subscription"] if "subscription" in changed else []
        return DiffResult(changes=bool(changed), replaces=moved, stables=[], delete_before_replace=False)


class SubscriptionSettings(Resource, module="civic", name="SubscriptionSettings"):
    """Type ``pulumi-python:dynamic/civic:SubscriptionSettings``. ``subscription`` is an Azure subscription's id, without a path.

    ``kinds`` are the types of what is set, each with rights of its own. ``awaits`` are the resources in which something of type ``awaited`` is
    waited for, which asks for the right to read it there and for none to write.
    """

    def __init__(
        self,
        name: str,
        *,
        subscription: pulumi.Input[str],
        settings: Sequence[Setting],
        minutes: int,
        opts: pulumi.ResourceOptions,
        awaits: Sequence[pulumi.Input[str]] = (),
        awaited: str = "",
    ) -> None:
        kinds = sorted({_kind(path) for setting in settings if not setting.get("awaited") and isinstance(path := setting["path"], str)})
        props = {"subscription": subscription, "settings": list(settings), "kinds": kinds, "minutes": minutes}
        if awaits:
            props |= {"awaits": list(awaits), "awaited": awaited}
        super().__init__(SubscriptionSettingsProvider(), name, props, opts)


def _kind(path: str) -> str:
    """``Microsoft.Security/pricings`` of ``/providers/Microsoft.Security/pricings/Arm``: names stand between the types."""
    _, found, provider = path.rpartition("/providers/")
    if not found:
        return "Microsoft.Resources/subscriptions/resourceGroups"
    namespace, *segments = provider.split("/")
    return "/".join((namespace, *segments[::2]))
