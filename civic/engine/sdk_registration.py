"""One resource's way to the monitor and back without protobuf: both ends are in this process.

What goes out is checked and shaped as protobuf would shape it; what comes back is translated when the program first looks at it,
and of most properties it never does.
"""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from functools import cached_property
from typing import Any, cast

import pulumi
from google.protobuf import struct_pb2
from pulumi import _types as sdk_types
from pulumi import output as sdk_output
from pulumi.runtime import rpc as sdk_rpc
from pulumi.runtime.proto import resource_pb2

from civic.plan import wire

_RPC: Any = sdk_rpc
_TYPES: Any = sdk_types
_OUTPUT: Any = sdk_output


_LISTS = frozenset({"aliases", "additionalSecretOutputs", "ignoreChanges", "replaceOnChanges"})


class _Nested(type):
    """Gives the messages that are named after another."""

    message = resource_pb2.RegisterResourceRequest

    def __getattr__(cls, name: str) -> Any:
        return getattr(cls.message, name)


class Request(metaclass=_Nested):
    """Stands for a message to the monitor: its fields as they were given."""

    def __init__(self, **fields: Any) -> None:
        vars(self).update(fields)
        for name in _LISTS & fields.keys():
            vars(self)[name] = fields[name] or ()

    def HasField(self, name: str) -> bool:
        return getattr(self, name) is not None


class Registered:
    """Stands for the monitor's answer to a registration."""

    result = resource_pb2.SUCCESS
    unknown = False
    propertyDependencies: Mapping[str, Any] = {}

    def __init__(self, urn: str, id: str, object: Mapping[str, Any]) -> None:
        self.urn, self.id, self.object = urn, id, object


class _Unusual(Exception):
    """A value whose fate is the SDK's and protobuf's to tell."""


async def properties(
    whole: Callable[..., Awaitable[struct_pb2.Struct]],
    inputs: Mapping[str, Any],
    dependencies: dict[str, list[Any]],
    resource: Any = None,
    transformer: Callable[[str], str] | None = None,
    typ: type | None = None,
    **options: Any,
) -> struct_pb2.Struct | dict[str, Any]:
    """As ``serialize_properties`` for a resource, in plain Python. What is refused, the SDK refuses in its own words."""
    if resource is None or any(options.values()):
        return await whole(inputs, dependencies, resource, transformer, typ, **options)
    names: Mapping[str, str] = _TYPES.input_type_py_to_pulumi_names(typ) if typ else {}
    types: Mapping[str, Any] = _TYPES.input_type_types(typ) if typ else {}
    done: dict[str, Any] = {}
    met: dict[str, list[Any]] = {}
    try:
        for key in inputs:
            known = names.get(key) or key
            found: list[Any] = []
            value = await _RPC.serialize_property(inputs[key], found, key, resource, transformer, types.get(known))
            if value is not None:
                name = known if typ else transformer(key) if transformer else key
                done[name], met[name] = shaped(value), found
    except (ValueError, AssertionError, _Unusual):
        return await whole(inputs, dependencies, resource, transformer, typ, **options)
    dependencies.update(met)
    return done


def shaped(value: Any) -> Any:
    """A value as it comes out of protobuf: whole numbers are integers, envelopes of outputs are opened. Raises ``_Unusual``."""
    kind = type(value)
    if kind is str or kind is bool or value is None:
        return value
    if kind is dict:
        if value.get(wire.SIGNATURE) == wire.OUTPUT:
            raise _Unusual
        return {_key(key): shaped(inner) for key, inner in value.items()}
    if kind is list:
        return [shaped(inner) for inner in value]
    if kind is int or kind is float:
        number = float(value)
        return int(number) if number.is_integer() else number
    if isinstance(value, str):
        return str.__str__(value)
    raise _Unusual


def _key(key: Any) -> str:
    if type(key) is not str:
        raise _Unusual
    return key


class Property:
    """Settles the output that stands for a property of a resource."""

    def __init__(self, future: "asyncio.Future[Any]") -> None:
        self.settle = future.set_result
        self._fail = future.set_exception

    def __call__(self, _value: object, _known: bool, _secret: bool, _dependencies: object, failed: Exception) -> None:
        self._fail(failed)


def properties_as_futures(resource: Any, inputs: Mapping[str, Any], custom: bool) -> dict[str, Property]:
    """As ``transfer_properties``, which makes four futures and a task of each property."""
    resolvers: dict[str, Property] = {}
    own = vars(resource)
    futures = asyncio.get_running_loop().create_future
    for name in inputs:
        if name == "urn" or (custom and name == "id"):
            continue
        output: Any = object.__new__(pulumi.Output)
        output._data = futures()
        output._track()
        own[name] = output
        resolvers[name] = Property(output._data)
    return resolvers


def resolve_outputs(
    resource: Any,
    inputs: Mapping[str, Any],
    outputs: Mapping[str, Any],
    _dependencies: Mapping[str, set[Any]],
    resolvers: Mapping[str, Property],
    _custom: bool,
    by_type: bool = False,
    *_options: Any,
    **_more: Any,
) -> None:
    """As the SDK's, but that a value is translated where it is read."""
    names: Mapping[str, str] = _TYPES.resource_pulumi_to_py_names(type(resource)) if by_type else {}
    translate: Callable[[str], str] = (lambda key: names.get(key) or key) if by_type else resource.translate_output_property
    if isinstance(inputs, struct_pb2.Struct):
        inputs = wire.plain(inputs)
    waiting = dict(resolvers)
    for values in (outputs, inputs):
        for key, value in values.items() if waiting else ():
            if value is not None and (resolver := waiting.pop(translate(key), None)):
                resolver.settle(Later(resource, key, value, None if by_type else translate))
    for resolver in waiting.values():
        resolver.settle(_OUTPUT._OutputData({resource}, None, True, False))


class Later:
    """What an output holds, its value not yet translated from names and types of the wire (``_OutputData``)."""

    is_known = True

    def __init__(self, resource: Any, key: str, value: Any, translate: Callable[[str], str] | None) -> None:
        self.resources = {resource}
        self._from = resource, key, value, translate

    @cached_property
    def _translated(self) -> tuple[Any, bool]:
        resource, key, value, translate = self._from
        if type(value) is str or type(value) is bool:
            sent = value
        else:
            sent = _RPC.deserialize_properties(wire.struct({key: value}), True).get(key)
        typ = _TYPES.resource_types(type(resource)).get(key)
        told = _RPC.translate_output_properties(sent, translate or _as_it_is, typ, translate is None, path=_RPC._Path(key, resource=resource._name))
        return _RPC.unwrap_rpc_secret(told), _RPC.is_rpc_secret(told)

    @cached_property
    def value(self) -> Any:
        return self._translated[0]

    @cached_property
    def is_secret(self) -> bool:
        value = self._from[2]
        if isinstance(value, dict | list) and wire.SIGNATURE in repr(cast("object", value)):
            return self._translated[1]
        return False


def _as_it_is(key: str) -> str:
    return key
