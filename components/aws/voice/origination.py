"""Where a Voice Connector sends calls to: the controller by its name.

AWS takes a name, and where encryption is required wants the one on the controller's certificate; the provider's own resource takes addresses
alone (hashicorp/terraform-provider-aws issue 32545, ``voice_connector_origination.go``). Hence a Pulumi dynamic resource over the same API. Source:
Amazon Chime SDK API Reference, "PutVoiceConnectorOrigination" and "OriginationRoute".
"""

from collections.abc import Sequence
from typing import Any, Protocol, TypedDict, cast

import pulumi
from pulumi.dynamic import CreateResult, DiffResult, ReadResult, Resource, UpdateResult

from components.aws.dynamic.session import SessionProvider
from components.pickling import pickled_whole


class VoiceApi(Protocol):
    """The calls of boto3's client ``chime-sdk-voice`` that are made here."""

    exceptions: Any

    def get_voice_connector_origination(self, *, VoiceConnectorId: str) -> dict[str, Any]: ...
    def put_voice_connector_origination(self, *, VoiceConnectorId: str, Origination: dict[str, Any]) -> dict[str, Any]: ...
    def delete_voice_connector_origination(self, *, VoiceConnectorId: str) -> dict[str, Any]: ...


class Route(TypedDict):
    """One way to a controller; the lowest priority is tried first, and within one the weight shares out."""

    host: str
    """Name or address."""
    port: int
    protocol: str
    """``TCP`` or ``UDP``. With encryption required, TCP carries TLS."""
    priority: int
    """1 to 99, like the weight."""
    weight: int


@pickled_whole
class SipOriginationProvider(SessionProvider):
    """Sets all routes of one connector in one call: either AWS takes them, or those before go on. What AWS reports afterwards is compared, and
    where it is something else the routes before are put back, so that no call is lost half-way.

    Raises ``botocore.exceptions.ClientError`` where AWS refuses, and ``RuntimeError`` where it reports other routes than it was given.
    """

    def _client(self, props: dict[str, Any]) -> "VoiceApi":
        return cast("VoiceApi", self._session(props).client("chime-sdk-voice"))

    def _identifier(self, props: dict[str, Any]) -> str:
        return str(props["connector"]).rpartition("/")[2]

    def _routes(self, client: "VoiceApi", connector: str) -> list[dict[str, Any]]:
        """As AWS reports them, in the order of inputs; none where none were set."""
        try:
            told = client.get_voice_connector_origination(VoiceConnectorId=connector).get("Origination", {})
        except client.exceptions.NotFoundException:
            return []
        routes = [{key.lower(): value for key, value in route.items()} for route in told.get("Routes", [])]
        return [] if told.get("Disabled") else sorted(routes, key=lambda route: (route["priority"], route["host"]))

    def _put(self, client: "VoiceApi", connector: str, routes: Sequence[dict[str, Any]]) -> None:
        # Numbers come back from the engine as floats.
        whole = [{key.capitalize(): value if isinstance(value, str) else int(value) for key, value in route.items()} for route in routes]
        client.put_voice_connector_origination(VoiceConnectorId=connector, Origination={"Routes": whole, "Disabled": False})

    def _set(self, props: dict[str, Any]) -> None:
        client, connector = self._client(props), self._identifier(props)
        before, wanted = self._routes(client, connector), sorted(props["routes"], key=lambda route: (route["priority"], route["host"]))
        self._put(client, connector, wanted)
        now = self._routes(client, connector)
        if now != wanted:
            if before:
                self._put(client, connector, before)
            raise RuntimeError(f"{props['connector']}: AWS reports the routes {now} where {wanted} were set; those before are in force")

    def create(self, props: dict[str, Any]) -> CreateResult:
        self._set(props)
        return CreateResult(self._identifier(props), props)

    def update(self, _id: str, _olds: dict[str, Any], news: dict[str, Any]) -> UpdateResult:
        self._set(news)
        return UpdateResult(news)

    def diff(self, _id: str, olds: dict[str, Any], news: dict[str, Any]) -> DiffResult:
        changed = [key for key in ("connector", "region", "routes") if olds.get(key) != news.get(key)]
        moved = ["connector"] if "connector" in changed else []
        return DiffResult(changes=bool(changed), replaces=moved, stables=[], delete_before_replace=False)

    def read(self, id_: str, props: dict[str, Any]) -> ReadResult:
        return ReadResult(id_, {**props, "routes": self._routes(self._client(props), self._identifier(props))})

    def delete(self, _id: str, props: dict[str, Any]) -> None:
        client = self._client(props)
        try:
            client.delete_voice_connector_origination(VoiceConnectorId=self._identifier(props))
        except client.exceptions.NotFoundException:
            return


class SipOrigination(Resource, module="civic", name="SipOrigination"):
    """Type ``pulumi-python:dynamic/civic:SipOrigination``. ``connector`` is a Voice Connector's ARN; ``roles`` are passed through in turn."""

    def __init__(
        self,
        name: str,
        *,
        connector: pulumi.Input[str],
        region: str,
        roles: Sequence[pulumi.Input[str]],
        routes: Sequence[Route],
        opts: pulumi.ResourceOptions | None = None,
    ) -> None:
        props = {"connector": connector, "region": region, "roles": list(roles), "routes": list(routes)}
        super().__init__(SipOriginationProvider(), name, props, opts)
