"""The simulated clouds as provider servers, for the real Pulumi engine.

``PULUMI_DEBUG_PROVIDERS`` makes the engine attach to a server that is already listening. It opens
one connection for each provider instance, so the connection tells which provider a request is for:
what ``Configure`` brought on it is what accounts, regions and subscriptions are taken from, exactly
as the offline engine takes them from the provider's inputs.
"""

import threading
from collections.abc import Iterator, Sequence
from concurrent import futures
from contextlib import contextmanager
from typing import Any

import grpc
from google.protobuf import empty_pb2, struct_pb2
from pulumi.runtime.proto import plugin_pb2, provider_pb2_grpc
from pulumi.runtime.proto import provider_pb2 as pb

from civic.engine import wire
from civic.simulator.clouds import CLOUDS, Unsupported, check, create, invoke, release, update
from civic.simulator.replacement import replaces
from civic.simulator.world import World

_LOCK = threading.RLock()


class Provider(provider_pb2_grpc.ResourceProviderServicer):
    """One simulated cloud. All provider instances of all stacks that attach share ``world``."""

    def __init__(self, world: World) -> None:
        self.world = world
        self._instances: dict[str, str] = {}
        """Connection -> provider reference."""

    def Handshake(self, request: Any, context: grpc.ServicerContext) -> pb.ProviderHandshakeResponse:
        # Ports are used again: whoever had this one before is gone.
        self._instances.pop(context.peer(), None)
        return pb.ProviderHandshakeResponse(accept_secrets=True, accept_resources=True, accept_outputs=True)

    def Attach(self, request: Any, context: grpc.ServicerContext) -> empty_pb2.Empty:
        return empty_pb2.Empty()

    def GetPluginInfo(self, request: Any, context: grpc.ServicerContext) -> plugin_pb2.PluginInfo:
        return plugin_pb2.PluginInfo(version="")

    def GetSchema(self, request: Any, context: grpc.ServicerContext) -> pb.GetSchemaResponse:
        return pb.GetSchemaResponse(schema="{}")

    def CheckConfig(self, request: pb.CheckRequest, context: grpc.ServicerContext) -> pb.CheckResponse:
        return pb.CheckResponse(inputs=request.news)

    def DiffConfig(self, request: pb.DiffRequest, context: grpc.ServicerContext) -> pb.DiffResponse:
        return _difference(request, frozenset())

    def Configure(self, request: pb.ConfigureRequest, context: grpc.ServicerContext) -> pb.ConfigureResponse:
        ref = f"{request.urn}::{request.id}"
        with _LOCK:
            self.world.add_provider(ref, wire.plain(request.args))
            self._instances[context.peer()] = ref
        return pb.ConfigureResponse(acceptSecrets=True, supportsPreview=True, acceptResources=True, acceptOutputs=True)

    def Check(self, request: pb.CheckRequest, context: grpc.ServicerContext) -> pb.CheckResponse:
        with _LOCK:
            inputs, failures = check(_token(request.urn), request.urn, wire.plain(request.news), self.world, self._ref(context))
        told = [pb.CheckFailure(property=failure.property, reason=failure.reason) for failure in failures]
        return pb.CheckResponse(inputs=wire.struct(inputs), failures=told)

    def Diff(self, request: pb.DiffRequest, context: grpc.ServicerContext) -> pb.DiffResponse:
        return _difference(request, replaces(_token(request.urn)))

    def Create(self, request: pb.CreateRequest, context: grpc.ServicerContext) -> pb.CreateResponse:
        if request.preview:
            # No id and no computed outputs: that is what keeps them unknown in a preview.
            return pb.CreateResponse(id="", properties=request.properties)
        with _LOCK:
            ident, outputs = create(_token(request.urn), request.urn, wire.plain(request.properties), self.world, self._ref(context))
        return pb.CreateResponse(id=ident, properties=wire.struct(outputs))

    def Read(self, request: pb.ReadRequest, context: grpc.ServicerContext) -> pb.ReadResponse:
        return pb.ReadResponse(id=request.id, properties=request.properties, inputs=request.inputs)

    def Update(self, request: pb.UpdateRequest, context: grpc.ServicerContext) -> pb.UpdateResponse:
        if request.preview:
            return pb.UpdateResponse(properties=request.news)
        with _LOCK:
            outputs = update(_token(request.urn), request.urn, wire.plain(request.news), self.world, self._ref(context))
        return pb.UpdateResponse(properties=wire.struct(outputs))

    def Delete(self, request: pb.DeleteRequest, context: grpc.ServicerContext) -> empty_pb2.Empty:
        with _LOCK:
            release(request.urn, self.world)
        return empty_pb2.Empty()

    def Invoke(self, request: pb.InvokeRequest, context: grpc.ServicerContext) -> pb.InvokeResponse:
        try:
            with _LOCK:
                answer = invoke(request.tok, wire.plain(request.args), self.world, self._ref(context))
        except Unsupported as error:
            context.abort(grpc.StatusCode.UNIMPLEMENTED, f"invoke {error} is not simulated; pass the value in, or teach civic/simulator to answer it")
            raise
        # The field is called ``return``, which Python cannot say as a keyword.
        fields: dict[str, Any] = {"return": wire.struct(answer)}
        return pb.InvokeResponse(**fields)

    def Cancel(self, request: Any, context: grpc.ServicerContext) -> empty_pb2.Empty:
        return empty_pb2.Empty()

    def _ref(self, context: grpc.ServicerContext) -> str:
        return self._instances.get(context.peer(), "")


@contextmanager
def serving(clouds: Sequence[str] = tuple(CLOUDS)) -> Iterator[str]:
    """Serve the simulated clouds on free local ports; yields the value for ``PULUMI_DEBUG_PROVIDERS``."""
    world = World()
    servers, ports = [], []
    try:
        for cloud in clouds:
            server = grpc.server(futures.ThreadPoolExecutor(max_workers=16))
            provider_pb2_grpc.add_ResourceProviderServicer_to_server(Provider(world), server)
            ports.append(f"{cloud}:{server.add_insecure_port('127.0.0.1:0')}")
            server.start()
            servers.append(server)
        yield ",".join(ports)
    finally:
        for server in servers:
            server.stop(grace=None).wait()


def _token(urn: str) -> str:
    return urn.split("::")[2].rsplit("$", 1)[-1]


def _difference(request: pb.DiffRequest, replacing: frozenset[str]) -> pb.DiffResponse:
    old, new = request.old_inputs.fields, request.news.fields
    changed = sorted(key for key in {*old, *new} if _value(old, key) != _value(new, key) and key not in request.ignoreChanges)
    kind = pb.DiffResponse.DIFF_SOME if changed else pb.DiffResponse.DIFF_NONE
    return pb.DiffResponse(changes=kind, diffs=changed, replaces=[key for key in changed if key in replacing])


def _value(fields: Any, key: str) -> Any:
    # Compared without envelopes: a value does not change by becoming a secret, or by its dependencies.
    return wire.plain(struct_pb2.Struct(fields={key: fields[key]}))[key] if key in fields else None
