"""Direct routing of an Azure Communication Services resource: trunks and routes are data plane, so no ARM template makes them.

A Pulumi dynamic resource over ``SipRoutingClient`` (package azure-communication-phonenumbers). It signs in as whoever runs Pulumi
(``DefaultAzureCredential``: the pipeline's own identity); no credential is an input, so none is in a plan or a state.
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, TypedDict

import pulumi
from pulumi.dynamic import CreateResult, DiffResult, ReadResult, Resource, ResourceProvider, UpdateResult

from components.pickling import pickled_whole

if TYPE_CHECKING:
    from azure.communication.phonenumbers.siprouting import SipRoutingClient


class Route(TypedDict):
    """One route of outgoing calls."""

    name: str
    pattern: str
    """.NET regular expression of the whole number, which begins with ``+``."""


class Standby(TypedDict):
    """A second controller, which is tried after the first."""

    controller: str
    port: int


@pickled_whole
class SipRoutingProvider(ResourceProvider):
    """Sets the whole routing of one resource: what is not in the inputs is removed, and last, so that calls go on where a step before is refused.

    Raises ``RuntimeError`` where the service does not take the controller, whose domain must be verified in the resource first: that can only be
    done once the resource is there, so the first run ends with it. Otherwise whatever ``azure.core.exceptions.HttpResponseError`` the service
    answers with.
    """

    # Libraries of Azure are imported where they are used: a plan never needs them, and the engine's plugin process is another one.
    def _client(self, endpoint: str) -> "SipRoutingClient":
        from azure.communication.phonenumbers.siprouting import SipRoutingClient
        from azure.identity import DefaultAzureCredential

        return SipRoutingClient(f"https://{endpoint}", DefaultAzureCredential())

    def _ends(self, props: dict[str, Any]) -> dict[str, int]:
        """Name and port of each controller, in the order in which calls try them."""
        second = props.get("standby")
        return {end["controller"]: int(end["port"]) for end in (props, *([second] if second else []))}

    def _set(self, props: dict[str, Any]) -> None:
        from azure.communication.phonenumbers.siprouting import SipTrunk, SipTrunkRoute
        from azure.core.exceptions import HttpResponseError

        ends = self._ends(props)
        trunks = [SipTrunk(fqdn=name, sip_signaling_port=port) for name, port in ends.items()]
        routes = [SipTrunkRoute(name=route["name"], number_pattern=route["pattern"], trunks=list(ends)) for route in props["routes"]]
        with self._client(props["endpoint"]) as client:
            others = [one for one in client.list_trunks() if one.fqdn not in ends]
            try:
                # Beside those that calls take now: the service keeps a trunk that a route still uses.
                client.set_trunks([*others, *trunks])
            except HttpResponseError as error:
                raise RuntimeError(
                    f"{props['endpoint']} does not take the controller {' or '.join(ends)} ({error.message}): verify its domain in the resource "
                    "('Direct routing', 'Domains': a TXT record that the portal names), and run 'pulumi up' again; calls go on as before"
                ) from error
            client.set_routes(routes)
            if others:
                client.set_trunks(trunks)

    def create(self, props: dict[str, Any]) -> CreateResult:
        self._set(props)
        return CreateResult(f"{props['endpoint']}/sip", props)

    def update(self, _id: str, _olds: dict[str, Any], news: dict[str, Any]) -> UpdateResult:
        self._set(news)
        return UpdateResult(news)

    def diff(self, _id: str, olds: dict[str, Any], news: dict[str, Any]) -> DiffResult:
        changed = [key for key in ("endpoint", "controller", "port", "standby", "routes") if olds.get(key) != news.get(key)]
        moved = ["endpoint"] if "endpoint" in changed else []
        return DiffResult(changes=bool(changed), replaces=moved, stables=[], delete_before_replace=False)

    def read(self, id_: str, props: dict[str, Any]) -> ReadResult:
        with self._client(props["endpoint"]) as client:
            held = {one.fqdn: one.sip_signaling_port for one in client.list_trunks()}
            routes = [{"name": route.name, "pattern": route.number_pattern} for route in client.list_routes()]
        first = props["controller"] if props["controller"] in held else ""
        current: dict[str, Any] = {"controller": first, "port": held.get(first, 0), "routes": routes}
        if second := props.get("standby"):
            current["standby"] = {"controller": second["controller"], "port": held[second["controller"]]} if second["controller"] in held else None
        return ReadResult(id_, {**props, **current})

    def delete(self, _id: str, props: dict[str, Any]) -> None:
        with self._client(props["endpoint"]) as client:
            client.set_routes([])
            client.set_trunks([])


class SipRouting(Resource, module="civic", name="SipRouting"):
    """One controller, or two, as the only trunks, and the routes that lead to them. Type ``pulumi-python:dynamic/civic:SipRouting``.

    ``endpoint`` is the host name of the Communication Services resource, ``routes`` as ``Route``.
    """

    def __init__(
        self,
        name: str,
        *,
        endpoint: pulumi.Input[str],
        controller: str,
        port: int,
        routes: Sequence[Route],
        standby: Standby | None = None,
        opts: pulumi.ResourceOptions | None = None,
    ) -> None:
        props = {"endpoint": endpoint, "controller": controller, "port": port, "standby": standby, "routes": list(routes)}
        super().__init__(SipRoutingProvider(), name, props, opts)
