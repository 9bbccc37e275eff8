"""The resource monitor that records: what the Pulumi engine would be asked, kept as state.

It speaks the SDK's own protocol in process and keeps to the engine's rules: URNs carry the types
of all parents, a URN may occur once, providers are explicit, options are inherited as the engine
does it.
"""

import hashlib
import uuid
from collections.abc import Mapping
from pathlib import Path
from typing import Any, cast

import grpc
from google.protobuf import empty_pb2
from pulumi.runtime.proto import resource_pb2 as pb

from civic import simulator
from civic.engine.sdk_registration import Registered, Request
from civic.plan import wire
from civic.plan.writing import Entry

STACK_TYPE = "pulumi:pulumi:Stack"
PROVIDER_PREFIX = "pulumi:providers:"
_BY_CARD = "the state of another stack is not read: what it says to others is on its card (stacks/cards.py)"

_FEATURES = ("SECRETS", "RESOURCE_REFERENCES", "OUTPUT_VALUES", "ALIAS_SPECS", "DELETED_WITH", "REPLACE_WITH", "INVOKE_DEPENDS_ON")
FEATURES = [getattr(pb, f"RESOURCE_MONITOR_FEATURE_{name}") for name in _FEATURES]


class Refused(grpc.RpcError):
    """What the engine or a provider refuses. The SDK raises it in the program, with the message as it is."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message

    def code(self) -> grpc.StatusCode:
        return grpc.StatusCode.INVALID_ARGUMENT

    def details(self) -> str:
        return self.message


class RecordingMonitor:
    """Serves one run of one stack."""

    def __init__(
        self,
        *,
        project: str,
        stack: str,
        root: Path,
        denied: frozenset[str],
    ) -> None:
        self.project, self.stack, self.root = project, stack, root
        self.denied = denied
        self.entries: dict[str, Entry] = {}
        self.invokes: list[Mapping[str, Any]] = []
        """Each data source that was called: token, arguments, URN of the Pulumi provider."""
        self.cloud_state = simulator.CloudState()

    def GetDeploymentInfo(self, _request: Any) -> pb.DeploymentInfo:
        return pb.DeploymentInfo(supportedFeatures=FEATURES)

    def RegisterResource(self, request: pb.RegisterResourceRequest) -> pb.RegisterResourceResponse | Registered:
        if request.remote or request.packageRef:
            raise Refused(f"{request.type} is a component of another package; the offline engine does not run those")
        if request.transforms or (request.hooks and request.hooks.ByteSize()):
            raise Refused(f"{request.name}: transforms and hooks are not supported by the offline engine")
        urn = self._urn(request.parent, request.type, request.name)
        if urn in self.entries:
            raise Refused(f"Duplicate resource URN '{urn}'; try giving it a unique name")
        entry = self._entry(urn, request)
        _resolved(f"{request.type} {request.name!r}", {"its name": request.name, **entry.inputs})
        if request.custom:
            self._create(entry, request)
        self.entries[urn] = entry
        values = entry.outputs if request.custom else entry.inputs
        if isinstance(cast("object", request), Request):
            return Registered(urn, entry.id, values)
        return pb.RegisterResourceResponse(urn=urn, id=entry.id, object=wire.struct(values))

    def RegisterResourceOutputs(self, request: pb.RegisterResourceOutputsRequest) -> empty_pb2.Empty:
        outputs = wire.plain(request.outputs)
        _resolved(f"outputs of {request.urn.rpartition('::')[2]!r}", outputs)
        self.entries[request.urn].outputs = outputs
        return empty_pb2.Empty()

    def ReadResource(self, request: pb.ReadResourceRequest) -> pb.ReadResourceResponse:
        if request.type == "pulumi:pulumi:StackReference":
            raise Refused(f"{request.name}: {_BY_CARD}")
        raise Refused(f"{request.name}: reading an existing {request.type} needs a cloud, which the offline engine has not")

    def Invoke(self, request: pb.ResourceInvokeRequest) -> pb.ResourceInvokeResponse:
        if request.tok == "pulumi:pulumi:readStackOutputs":
            raise Refused(_BY_CARD)
        package = request.tok.split(":")[0]
        if not request.provider and package in self.denied:
            raise Refused(_denied(package, request.tok))
        if waits := self._waits_for(request.provider):
            raise Refused(_unanswered(request.tok, request.provider, waits))
        try:
            arguments = wire.plain(request.args)
            answer = simulator.invoke(request.tok, arguments, self.cloud_state, request.provider)
        except simulator.Unsupported as error:
            raise Refused(f"invoke {error} is not simulated; pass the value in, or teach civic/simulator to answer it") from error
        called = {"token": request.tok, "arguments": wire.stored(arguments), "provider": request.provider.rpartition("::")[0]}
        if called not in self.invokes:
            self.invokes.append(called)
        return _answered(answer)

    def _waits_for(self, provider: str) -> list[str]:
        """Resources whose outputs a provider is set up with: before they exist, the engine answers what is asked through it with nothing."""
        entry = self.entries.get(provider.rpartition("::")[0])
        return sorted({urn for urns in entry.property_dependencies.values() for urn in urns}) if entry else []

    def Call(self, request: Any) -> None:
        raise Refused(f"{request.tok}: resource methods are not supported by the offline engine")

    def SignalAndWaitForShutdown(self, _request: Any) -> empty_pb2.Empty:
        return empty_pb2.Empty()

    def __getattr__(self, name: str) -> Any:
        if not name[:1].isupper():
            raise AttributeError(name)

        def unsupported(_request: Any) -> None:
            raise Refused(f"{name} is not supported by the offline engine")

        return unsupported

    def _entry(self, urn: str, request: pb.RegisterResourceRequest) -> Entry:
        inputs = request.object if isinstance(request.object, dict) else wire.plain(request.object)
        parent = self.entries.get(request.parent)
        retained = request.retainOnDelete if request.HasField("retainOnDelete") else bool(parent and parent.retain_on_delete)
        return Entry(
            urn=urn,
            type=request.type,
            custom=request.custom,
            inputs=inputs,
            outputs={},
            parent=request.parent,
            provider=request.provider,
            dependencies=sorted(set(request.dependencies)),
            property_dependencies={key: sorted(set(deps.urns)) for key, deps in sorted(request.propertyDependencies.items()) if deps.urns},
            protect=request.protect if request.HasField("protect") else bool(parent and parent.protect),
            retain_on_delete=retained,
            aliases=sorted(self._alias(alias, request) for alias in request.aliases),
            additional_secrets=sorted(request.additionalSecretOutputs),
            ignore_changes=list(request.ignoreChanges),
            replace_on_changes=list(request.replaceOnChanges),
            deleted_with=request.deletedWith,
            source=self._position(request.sourcePosition),
        )

    def _create(self, entry: Entry, request: pb.RegisterResourceRequest) -> None:
        package = entry.type.split(":")[0]
        if entry.type.startswith(PROVIDER_PREFIX):
            self._create_provider(entry, request.version)
            return
        if not entry.provider:
            if package in self.denied:
                raise Refused(_denied(package, entry.type))
            raise Refused(f"{entry.type} {request.name!r} has no explicit provider; the offline engine makes no default ones")
        entry.inputs, failures = simulator.check(entry.type, entry.urn, entry.inputs, self.cloud_state, entry.provider)
        failures = failures or simulator.refused_at_creation(entry.type, entry.urn, entry.inputs, self.cloud_state, entry.provider)
        if failures:
            told = "; ".join(map(str, failures))
            where = f" ({entry.source})" if entry.source else ""
            raise Refused(f"{entry.type} {request.name!r}{where} is not what the provider accepts: {told}")
        entry.id, entry.outputs = simulator.create(entry.type, entry.urn, entry.inputs, self.cloud_state, entry.provider)
        entry.outputs.update({key: wire.sealed(entry.outputs[key]) for key in entry.additional_secrets if key in entry.outputs})
        if request.importId:
            entry.id = request.importId

    def _create_provider(self, entry: Entry, version: str) -> None:
        if version:
            entry.inputs["version"] = version
            entry.inputs["__internal"] = {}
        entry.outputs = {key: value for key, value in entry.inputs.items() if key != "__internal"}
        entry.id = _stable_uuid(entry.urn)
        self.cloud_state.add_provider(f"{entry.urn}::{entry.id}", entry.inputs)

    def _urn(self, parent: str, token: str, name: str) -> str:
        qualified = token
        if parent and (above := parent.split("::")[2]) != STACK_TYPE:
            qualified = f"{above}${token}"
        return f"urn:pulumi:{self.stack}::{self.project}::{qualified}::{name}"

    def _alias(self, alias: Any, request: pb.RegisterResourceRequest) -> str:
        if alias.WhichOneof("alias") == "urn":
            return alias.urn
        spec = alias.spec
        parent = "" if spec.noParent else (spec.parentUrn or request.parent)
        return self._urn(parent, spec.type or request.type, spec.name or request.name)

    def _position(self, position: Any) -> str:
        prefix = self.root.as_uri() + "/"
        if position is None or not position.uri.startswith(prefix):
            return ""
        return f"project:///{position.uri.removeprefix(prefix)}#{position.line}"


def _resolved(what: str, values: Mapping[str, Any]) -> None:
    """Raises ``Refused`` where a program made a text of an output: a provider would take it for a value, and nothing else of a program sees it."""
    if found := list(simulator.unresolved(values)):
        raise Refused(f"{what}: {'; '.join(map(str, found))}")


def _denied(package: str, token: str) -> str:
    return f"Default provider for '{package}' disabled. '{token}' must use an explicit provider."


def _unanswered(token: str, provider: str, waits: list[str]) -> str:
    named, first = provider.split("::")[-2], waits[0].rpartition("::")[2]
    return (
        f"{token} is asked through the provider '{named}', which is set up with outputs of '{first}' of this very stack; in a preview before "
        "that exists the engine answers nothing, and the program stops. Ask through a provider that is known, or take the value from a resource"
    )


def _answered(values: Mapping[str, Any]) -> pb.ResourceInvokeResponse:
    # The field is called ``return``, which Python cannot say as a keyword.
    fields: dict[str, Any] = {"return": wire.struct(values)}
    return pb.ResourceInvokeResponse(**fields)


def _stable_uuid(urn: str) -> str:
    return str(uuid.UUID(hashlib.sha256(urn.encode()).hexdigest()[:32]))
