"""What can go wrong between an engine and a cloud, at a counted call: the cloud says no, the answer is lost, somebody is killed."""

import os
import signal
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Literal, get_args

import grpc
from google.protobuf import any_pb2
from pulumi.runtime.proto import provider_pb2 as pb
from pulumi.runtime.proto import status_pb2

from civic.plan import wire

Kind = Literal["error", "throttled", "answer-lost", "partial", "session-expired", "engine-killed", "provider-killed"]
Operation = Literal["create", "update", "delete"]
KINDS: tuple[Kind, ...] = get_args(Kind)
DETAILS = "grpc-status-details-bin"
"""Trailer in which gRPC carries what an error says besides its text."""


@dataclass(frozen=True)
class Fault:
    """One thing that goes wrong, once; an expired session stays so."""

    kind: Kind
    operation: Operation
    nth: int = 1
    """At which call of that operation, from one; whichever resource it is about."""
    after: bool = False
    """Of a kill: whether the cloud has acted by then, so that nobody but it knows."""

    def __str__(self) -> str:
        when = (" after the call" if self.after else " before the call") if self.kind.endswith("killed") else ""
        return f"{self.kind}{when} at {self.operation} {self.nth}"


class Faults:
    """Counts the calls that change something, and strikes at the right one. ``kill_engine`` ends the engine as ``kill -9`` does."""

    def __init__(self, fault: Fault | None = None, kill_engine: Callable[[], None] = lambda: None) -> None:
        self.fault, self._kill_engine = fault, kill_engine
        self.struck = False
        self._count = 0
        self._lock = threading.Lock()

    def before(self, operation: Operation, context: Any) -> bool:
        """Called before a cloud acts; ends the call where it shall fail. Whether this is the call at which ``after`` strikes."""
        fault = self.fault
        if fault is None:
            return False
        with self._lock:
            self._count += operation == fault.operation
            hit = operation == fault.operation and self._count == fault.nth and not self.struck
            self.struck = self.struck or hit
        if fault.kind == "session-expired" and self.struck:
            context.abort(grpc.StatusCode.UNAUTHENTICATED, "ExpiredToken: the security token included in the request is expired")
        if not hit:
            return False
        if fault.kind == "error":
            context.abort(grpc.StatusCode.UNKNOWN, "InternalFailure: the request failed for a reason that the service does not say")
        if fault.kind == "throttled":
            context.abort(grpc.StatusCode.RESOURCE_EXHAUSTED, "ThrottlingException: Rate exceeded")
        if fault.kind.endswith("killed") and not fault.after:
            self._kill(context)
        return True

    def after(self, hit: bool, context: Any, ident: str, outputs: Mapping[str, Any], inputs: Mapping[str, Any]) -> None:
        """Called when the cloud has acted and nobody knows it yet."""
        fault = self.fault
        if fault is None or not hit:
            return
        if fault.kind == "answer-lost":
            context.abort(grpc.StatusCode.UNAVAILABLE, "connection reset by peer while waiting for the answer")
        if fault.kind == "partial":
            _abort_partly(context, ident, outputs, inputs)
        if fault.kind.endswith("killed"):
            self._kill(context)

    def _kill(self, context: Any) -> None:
        if self.fault and self.fault.kind == "provider-killed":
            os.kill(os.getpid(), signal.SIGKILL)
        self._kill_engine()
        context.abort(grpc.StatusCode.UNAVAILABLE, "nobody is there to hear this")


def _abort_partly(context: Any, ident: str, outputs: Mapping[str, Any], inputs: Mapping[str, Any]) -> None:
    """End the call as a provider does that made a resource and then waited for it in vain (``pulumirpc.ErrorResourceInitFailed``)."""
    said = "timeout while waiting for the resource to be ready"
    packed = any_pb2.Any()
    packed.Pack(pb.ErrorResourceInitFailed(id=ident, properties=wire.struct(outputs), reasons=[said], inputs=wire.struct(inputs)))
    status = status_pb2.Status(code=grpc.StatusCode.UNKNOWN.value[0], message=said, details=[packed])
    context.set_trailing_metadata(((DETAILS, status.SerializeToString()),))
    context.abort(grpc.StatusCode.UNKNOWN, said)
