"""The simulated clouds over gRPC, for the real Pulumi engine (``PULUMI_DEBUG_PROVIDERS``).

The engine opens one connection for each provider instance, so the peer's address tells which
configuration a request belongs to. All connections act in one world (``civic.simulator.world``), whatever stack they serve.
"""

import itertools
from collections.abc import Iterator, Sequence
from concurrent import futures
from contextlib import contextmanager
from typing import Any

import grpc
from google.protobuf import empty_pb2
from pulumi.runtime.proto import plugin_pb2, provider_pb2_grpc
from pulumi.runtime.proto import provider_pb2 as pb

from civic.catalogue import replacing
from civic.clock import today
from civic.plan import wire
from civic.simulator import (
    CloudState,
    Failure,
    Unsupported,
    World,
    answered,
    called_so,
    check,
    create,
    delete,
    find,
    invoke,
    previewed,
    refused_at_change,
    refused_at_creation,
    refused_at_deletion,
    update,
)
from civic.simulator.denials import Denials
from civic.simulator.faults import Faults
from civic.simulator.previews import undecided
from civic.simulator.state import NotThere
from civic.simulator.world import restored

PACKAGES = {"aws": "7.51.1", "azure-native": "3.29.0", "pulumi-python": "0.1.0"}


class SimulatedProvider(provider_pb2_grpc.ResourceProviderServicer):
    """One package of simulated resources."""

    def __init__(self, package: str, version: str, world: World, denials: Denials, faults: Faults, *, much_exists: bool = False) -> None:
        """``world``, ``denials`` and ``faults`` are shared by every package that is served."""
        self.package, self.version, self.faults = package, version, faults
        self.world, self.denials, self.much_exists = world, denials, much_exists
        self.instances: dict[str, tuple[CloudState, str]] = {}
        """By address: what a provider instance remembers, and what it is called there."""
        self.numbers = itertools.count(1)

    def _at(self, context: Any) -> tuple[CloudState, str]:
        return self.instances.get(context.peer()) or self._connected(context)

    def _connected(self, context: Any, urn: str = "") -> tuple[CloudState, str]:
        # Not called by its address: ports are used again, and the last one's names are not this one's.
        state = CloudState(world=self.world, today=today(), much_exists=self.much_exists)
        instance = self.instances[context.peer()] = state, urn or f"instance-{next(self.numbers)}"
        return instance

    def _permit(self, context: Any, urn: str, operation: str) -> None:
        """End the request where the provider acts in another account than it was told to, or whoever calls may not make this call."""
        state, ref = self._at(context)
        allowed = state.allowed_accounts(ref)
        if allowed and state.account(ref) not in allowed:
            context.abort(grpc.StatusCode.FAILED_PRECONDITION, f"AWS account ID not allowed: {state.account(ref)}")
        if said := self.denials.refusal(urn, operation, state.roles(ref)):
            context.abort(grpc.StatusCode.PERMISSION_DENIED, f"{'AccessDenied' if self.package == 'aws' else 'AuthorizationFailed'}: {said}")

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
        """azure-native never says that a provider differs; pulumi-aws says what does, and that another region is another provider."""
        return _difference(f"pulumi:providers:{self.package}", request) if self.package == "aws" else pb.DiffResponse()

    def Configure(self, request: Any, context: Any) -> pb.ConfigureResponse:
        state, ref = self._connected(context, request.urn)
        state.add_provider(ref, wire.plain(request.args))
        return pb.ConfigureResponse(acceptSecrets=True, supportsPreview=True, acceptResources=True, acceptOutputs=True)

    def Check(self, request: Any, context: Any) -> pb.CheckResponse:
        inputs, failures = check(_type(request), request.urn, wire.plain(request.news), *self._at(context), olds=wire.plain(request.olds))
        refused = [pb.CheckFailure(property=failure.property, reason=failure.reason) for failure in failures]
        return pb.CheckResponse(inputs=wire.struct(inputs), failures=refused)

    def Diff(self, request: Any, context: Any) -> pb.DiffResponse:
        return _difference(_type(request), request)

    def Create(self, request: Any, context: Any) -> pb.CreateResponse:
        inputs, token, (state, ref) = wire.plain(request.properties), _type(request), self._at(context)
        if request.preview:
            # An empty id is what keeps the id unknown in a preview; whatever else the cloud would decide is unknown too.
            _, outputs = answered(token, state.world.seed(request.urn), inputs, state, ref)
            return pb.CreateResponse(id="", properties=wire.struct(undecided(inputs, outputs)))
        self._permit(context, request.urn, "create")
        hit = self.faults.before("create", context)
        with self.world.lock:
            _refuse(context, refused_at_creation(token, request.urn, inputs, state, ref))
            ident, outputs = create(token, request.urn, inputs, state, ref)
        self.faults.after(hit, context, ident, outputs, inputs)
        return pb.CreateResponse(id=ident, properties=wire.struct(outputs))

    def Read(self, request: Any, context: Any) -> pb.ReadResponse:
        """What the world has, which may be other than what the state says; an empty id where it has nothing."""
        self._permit(context, request.urn, "read")
        # Whoever looks again does so minutes later.
        self.world.pass_time()
        told, inputs = wire.plain(request.properties), wire.plain(request.inputs)
        asked = _type(request), request.id, {**inputs, **told}, *self._at(context)
        thing = find(*asked) or called_so(*asked)
        if thing is None:
            return pb.ReadResponse()
        outputs, given = restored(dict(thing.outputs), told), restored(dict(thing.inputs), inputs)
        return pb.ReadResponse(id=thing.id, properties=wire.struct(outputs), inputs=wire.struct(given))

    def Update(self, request: Any, context: Any) -> pb.UpdateResponse:
        news, token, (state, ref) = wire.plain(request.news), _type(request), self._at(context)
        if request.preview:
            planned = previewed(token, wire.plain(request.olds), wire.plain(request.old_inputs), news)
            return pb.UpdateResponse(properties=wire.struct(planned))
        # The engine keeps what is answered here as the outputs: the inputs alone would lose ids and ARNs.
        self._permit(context, request.urn, "update")
        hit = self.faults.before("update", context)
        with self.world.lock:
            _refuse(context, refused_at_change(token, request.urn, request.id, news, state, ref))
            outputs = update(token, request.urn, request.id, news, state, ref)
        self.faults.after(hit, context, request.id, outputs, news)
        return pb.UpdateResponse(properties=wire.struct(outputs))

    def Delete(self, request: Any, context: Any) -> empty_pb2.Empty:
        self._permit(context, request.urn, "delete")
        asked = _type(request), request.urn, request.id, wire.plain(request.properties), *self._at(context)
        hit = self.faults.before("delete", context)
        with self.world.lock:
            _refuse(context, refused_at_deletion(*asked), grpc.StatusCode.FAILED_PRECONDITION)
            delete(*asked)
        self.faults.after(hit, context, request.id, {}, {})
        return empty_pb2.Empty()

    def Invoke(self, request: Any, context: Any) -> pb.InvokeResponse:
        try:
            answer = invoke(request.tok, wire.plain(request.args), *self._at(context))
        except Unsupported as error:
            context.abort(grpc.StatusCode.UNIMPLEMENTED, f"invoke {error} is not simulated; pass the value in, or teach civic/simulator to answer it")
            raise
        except NotThere as error:
            context.abort(grpc.StatusCode.NOT_FOUND, str(error))
            raise
        fields: dict[str, Any] = {"return": wire.struct(answer)}
        return pb.InvokeResponse(**fields)

    def Cancel(self, request: Any, context: Any) -> empty_pb2.Empty:
        return empty_pb2.Empty()

    def Attach(self, request: Any, context: Any) -> empty_pb2.Empty:
        return empty_pb2.Empty()


def _type(request: Any) -> str:
    """The type of the resource that is spoken of; older engines say it in the URN alone."""
    return request.type or request.urn.split("::")[2].rsplit("$", 1)[-1]


def _difference(token: str, request: Any) -> pb.DiffResponse:
    old, new = wire.plain(request.old_inputs), wire.plain(request.news)
    changed = sorted(key for key in old.keys() | new.keys() if old.get(key) != new.get(key))
    kind = pb.DiffResponse.DIFF_SOME if changed else pb.DiffResponse.DIFF_NONE
    return pb.DiffResponse(changes=kind, diffs=changed, replaces=replacing(token, old, new))


def _refuse(context: Any, failures: Sequence[Failure], code: grpc.StatusCode = grpc.StatusCode.ALREADY_EXISTS) -> None:
    """End the request where a cloud says no."""
    if failures:
        context.abort(code, "; ".join(map(str, failures)))


@contextmanager
def served(world: World | None = None, denials: Denials | None = None, faults: Faults | None = None, *, much_exists: bool = False) -> Iterator[str]:
    """Serve every package on a free port; gives the text for ``PULUMI_DEBUG_PROVIDERS``.

    ``world``: where they act; without it in a new one, which ends with the process. ``denials``: what whoever calls may not; without it
    everybody may everything. ``faults``: what goes wrong at a counted call. ``much_exists``: the clouds hold what those who have
    worked on them before often have.
    """
    servers: list[grpc.Server] = []
    world, faults = world or World(), faults or Faults()
    addresses: list[str] = []
    try:
        for package, version in PACKAGES.items():
            server = grpc.server(futures.ThreadPoolExecutor(max_workers=16))
            provider = SimulatedProvider(package, version, world, denials or Denials(), faults, much_exists=much_exists)
            provider_pb2_grpc.add_ResourceProviderServicer_to_server(provider, server)
            addresses.append(f"{package}:{server.add_insecure_port('127.0.0.1:0')}")
            server.start()
            servers.append(server)
        yield ",".join(addresses)
    finally:
        for server in servers:
            server.stop(None)
