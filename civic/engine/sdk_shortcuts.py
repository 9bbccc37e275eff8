"""Quicker spellings of what the SDK does for each resource and each output, where nothing waits and nothing is unknown.

The offline engine answers each registration at once and with every value, so futures that the SDK makes to wait for one
another, and searches for unknown values, cost most of a run and decide nothing.
"""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from functools import lru_cache, partial
from typing import Any

import pulumi
from pulumi import _types as sdk_types
from pulumi import log as sdk_log
from pulumi import output as sdk_output
from pulumi.runtime import resource as sdk_resource
from pulumi.runtime import rpc as sdk_rpc
from pulumi.runtime import settings as sdk_settings
from pulumi.runtime.proto import alias_pb2, resource_pb2

from civic.engine import sdk_registration as registration

Shortcut = tuple[Any, str, Any]
"""An object of the SDK, the name of what is changed in it, and what stands there instead."""

_RPC: Any = sdk_rpc
_PLAIN = frozenset({str, bool, int, float, type(None)})
"""Types of values that travel as they are."""


def shortcuts() -> tuple[Shortcut, ...]:
    """For one run, whose settings stand already."""
    settings: Any = sdk_settings.SETTINGS
    outstanding: set[asyncio.Future[Any]] = settings.outputs
    return (
        (pulumi.Output, "_track", lambda output: outstanding.add(output._data)),
        (pulumi.Output, "_untrack", lambda output: outstanding.discard(output._data)),
        (sdk_log, "debug", lambda *_arguments, **_options: None),
        (sdk_output, "contains_unknowns", _nothing_unknown),
        (sdk_rpc, "contains_unknowns", _nothing_unknown),
        (sdk_rpc, "serialize_property", partial(_serialized, _RPC.serialize_property)),
        (sdk_rpc, "serialize_properties", partial(registration.properties, _RPC.serialize_properties)),
        (sdk_rpc, "transfer_properties", registration.properties_as_futures),
        (sdk_rpc, "resolve_outputs", registration.resolve_outputs),
        (resource_pb2, "RegisterResourceRequest", registration.Request),
        (resource_pb2, "ReadResourceRequest", registration.Request),
        (sdk_resource, "prepare_aliases", partial(_aliases, sdk_resource.prepare_aliases)),
        # Of a registration without an engine, which this never is.
        (sdk_resource, "create_urn", lambda *_arguments, **_options: _NO_URN),
        (sdk_resource, "inherited_child_alias", lambda _name, _parent, alias, _type: alias),
        *((sdk_types, name, remembered) for name, remembered in _REMEMBERED.items()),
    )


def _nothing_unknown(_value: object) -> bool:
    return False


class _NoUrn:
    async def future(self) -> None:
        return None


_NO_URN = _NoUrn()


async def _serialized(whole: Callable[..., Awaitable[Any]], value: Any, *arguments: Any, return_protobuf_value: bool = False, **options: Any) -> Any:
    if type(value) in _PLAIN and not return_protobuf_value:
        return value
    return await whole(value, *arguments, return_protobuf_value=return_protobuf_value, **options)


async def _aliases(whole: Callable[..., Awaitable[list[alias_pb2.Alias]]], resource: Any, options: Any, specs: bool) -> list[alias_pb2.Alias]:
    """Old API versions of a type, of which an Azure resource has some twenty, are nothing to wait for."""
    given: Sequence[Any] = (options.aliases or ()) if options is not None else ()
    types = [_type_alone(alias) for alias in given]
    if specs and all(types):
        return [_alias_of(old) for old in types if old]
    return await whole(resource, options, specs)


def _type_alone(alias: Any) -> str:
    """The former type, where an alias says that and nothing else."""
    if not isinstance(alias, pulumi.Alias) or not isinstance(alias.type_, str):
        return ""
    others = (alias.name, alias.parent, alias.stack, alias.project)
    return alias.type_ if all(other is ... for other in others) else ""


@lru_cache(maxsize=16384)
def _alias_of(type_: str) -> alias_pb2.Alias:
    return alias_pb2.Alias(spec=alias_pb2.Alias.Spec(type=type_))


_OF_CLASSES = ("resource_types", "resource_pulumi_to_py_names", "resource_py_to_pulumi_names", "input_type_types", "input_type_py_to_pulumi_names")
_REMEMBERED: dict[str, Any] = {name: lru_cache(maxsize=4096)(getattr(sdk_types, name)) for name in (*_OF_CLASSES, "unwrap_type")}
"""What follows from a class alone, which the SDK finds anew for each resource."""
