"""The simulated clouds over gRPC, for the real Pulumi engine (``PULUMI_DEBUG_PROVIDERS``).

The engine opens one connection for each provider instance, so the peer's address tells which
configuration a request belongs to. Names that must be unique are known to all connections, whatever
stack they serve: two stacks cannot both have a bucket, and a name is free again once its resource is deleted.
"""

import itertools
from collections.abc import Iterator
from concurrent import futures
from contextlib import contextmanager
from typing import Any

import grpc
from google.protobuf import empty_pb2
from pulumi.runtime.proto import plugin_pb2, provider_pb2_grpc
from pulumi.runtime.proto import provider_pb2 as pb

from civic.catalogue import replaces
from civic.plan import wire
from civic.simulator import CloudState, Unsupported, check, create, invoke, refused_at_creation, release, update

PACKAGES = {"aws": "7.51.1", "azure-native": "3.29.0", "pulumi-python": "0.1.0"}


class SimulatedProvider(provider_pb2_grpc.ResourceProviderServicer):
    """One package of simulated resources."""

    def __init__(self, version: str, names: dict[tuple[str, ...], str]) -> None:
        """``names`` is shared by every package that is served: who has a name that must be unique."""
        self.version = version
        self.names = names
        self.instances: dict[str, tuple[CloudState, str]] = {}
        """By address: what a provider instance remembers, and what it is called there."""
        self.numbers = itertools.count(1)

    def _at(self, context: Any) -> tuple[CloudState, str]:
        return self.instances.get(context.peer()) or self._connected(context)

    def _connected(self, context: Any) -> tuple[CloudState, str]:
        # Not called by its address: ports are used again, and the last one's names are not this one's.
        instance = self.instances[context.peer()] = CloudState(names=self.names), f"instance-{next(self.numbers)}"
        return instance

    def Handshake(self, request: Any, context: Any) -> pb.ProviderHandshakeResponse:
        self._connected(context)
        return pb.ProviderHandshakeResponse(accept_secrets=True, accept_resources=True, accept_outputs=True)

    def GetPluginInfo(self, request: Any, context: Any) -> plugin_pb2.PluginInfo:
        return plugin_pb2.PluginInfo(version=self.version)

    def GetSchema(self, request: Any, context: Any) -> pb.GetSchemaResponse:
        return pb.GetSchemaResponse(schema="{}")

    def CheckConfig(self, request: Any, context: Any) -> pb.CheckResponse:
        return pb.CheckResponse(inputs=request.news)

    def DiffConfig(self, request: Any, context: Any) -> pb.DiffResponse:
        return pb.DiffResponse(changes=pb.DiffResponse.DIFF_NONE)

    def Configure(self, request: Any, context: Any) -> pb.ConfigureResponse:
        state, ref = self._at(context)
        state.add_provider(ref, wire.plain(request.args))
        return pb.ConfigureResponse(acceptSecrets=True, supportsPreview=True, acceptResources=True, acceptOutputs=True)

    def Check(self, request: Any, context: Any) -> pb.CheckResponse:
        token = request.type or request.urn.split("::")[2].rsplit("$", 1)[-1]
        inputs, failures = check(token, request.urn, wire.plain(request.news), *self._at(context))
        refused = [pb.CheckFailure(property=failure.property, reason=failure.reason) for failure in failures]
        return pb.CheckResponse(inputs=wire.struct(inputs), failures=refused)

    def Diff(self, request: Any, context: Any) -> pb.DiffResponse:
        old, new = wire.plain(request.old_inputs), wire.plain(request.news)
        changed = sorted(key for key in old.keys() | new.keys() if old.get(key) != new.get(key))
        forcing = replaces(request.urn.split("::")[2].rsplit("$", 1)[-1])
        kind = pb.DiffResponse.DIFF_SOME if changed else pb.DiffResponse.DIFF_NONE
        return pb.DiffResponse(changes=kind, diffs=changed, replaces=[key for key in changed if key in forcing])

    def Create(self, request: Any, context: Any) -> pb.CreateResponse:
        inputs = wire.plain(request.properties)
        token = request.type or request.urn.split("::")[2].rsplit("$", 1)[-1]
        state, ref = self._at(context)
        if not request.preview and (failures := refused_at_creation(token, inputs, state, ref)):
            context.abort(grpc.StatusCode.ALREADY_EXISTS, "; ".join(failure.reason for failure in failures))
        ident, outputs = create(token, request.urn, inputs, state, ref)
        if request.preview:
            # An empty id is what keeps the id unknown in a preview; whatever else the cloud would decide is unknown too.
            return pb.CreateResponse(id="", properties=wire.struct(_undecided(inputs, outputs)))
        return pb.CreateResponse(id=ident, properties=wire.struct(outputs))

    def Read(self, request: Any, context: Any) -> pb.ReadResponse:
        return pb.ReadResponse(id=request.id, properties=request.properties, inputs=request.inputs)

    def Update(self, request: Any, context: Any) -> pb.UpdateResponse:
        if request.preview:
            return pb.UpdateResponse(properties=request.news)
        # The engine keeps what is answered here as the outputs: the inputs alone would lose ids and ARNs.
        token = request.urn.split("::")[2].rsplit("$", 1)[-1]
        outputs = update(token, request.urn, wire.plain(request.news), *self._at(context))
        return pb.UpdateResponse(properties=wire.struct(outputs))

    def Delete(self, request: Any, context: Any) -> empty_pb2.Empty:
        release(request.urn, self._at(context)[0])
        return empty_pb2.Empty()

    def Invoke(self, request: Any, context: Any) -> pb.InvokeResponse:
        try:
            answer = invoke(request.tok, wire.plain(request.args), *self._at(context))
        except Unsupported as error:
            context.abort(grpc.StatusCode.UNIMPLEMENTED, f"invoke {error} is not simulated; pass the value in, or teach civic/simulator to answer it")
            raise
        fields: dict[str, Any] = {"return": wire.struct(answer)}
        return pb.InvokeResponse(**fields)

    def Cancel(self, request: Any, context: Any) -> empty_pb2.Empty:
        return empty_pb2.Empty()

    def Attach(self, request: Any, context: Any) -> empty_pb2.Empty:
        return empty_pb2.Empty()


def _undecided(inputs: Any, outputs: Any) -> Any:
    """The outputs with everything unknown that the inputs do not say, or say in another shape than the cloud answers."""
    if isinstance(inputs, dict) and isinstance(outputs, dict):
        return {key: _undecided(inputs[key], value) if key in inputs else wire.UNKNOWN for key, value in outputs.items()}
    return inputs if inputs == outputs else wire.UNKNOWN


@contextmanager
def served() -> Iterator[str]:
    """Serve every package on a free port; gives the text for ``PULUMI_DEBUG_PROVIDERS``."""
    servers: list[grpc.Server] = []
    names: dict[tuple[str, ...], str] = {}
    addresses: list[str] = []
    try:
        for package, version in PACKAGES.items():
            server = grpc.server(futures.ThreadPoolExecutor(max_workers=16))
            provider_pb2_grpc.add_ResourceProviderServicer_to_server(SimulatedProvider(version, names), server)
            addresses.append(f"{package}:{server.add_insecure_port('127.0.0.1:0')}")
            server.start()
            servers.append(server)
        yield ",".join(addresses)
    finally:
        for server in servers:
            server.stop(None)
