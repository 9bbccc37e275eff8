"""Property values between protobuf, plain Python and the deployment document."""

from collections.abc import Mapping
from typing import Any

from google.protobuf import struct_pb2

SIGNATURE = "4dabf18193072939515e22adb298388d"
SECRET = "1b47061264138c4ac30d75fd1eb44270"
OUTPUT = "d0e6a833031e9bbcd3f4e8bde6ca49a4"
RESOURCE = "5cf8f73096256a8f31e491e813e4eb8e"
UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9"
HIDDEN = "[secret]"


def plain(struct: struct_pb2.Struct) -> dict[str, Any]:
    """A protobuf struct as plain Python; output envelopes are opened (their dependencies are kept elsewhere)."""
    return {key: _plain(value) for key, value in struct.fields.items()}


def _plain(value: struct_pb2.Value) -> Any:
    kind = value.WhichOneof("kind")
    if kind == "string_value":
        return value.string_value
    if kind == "struct_value":
        fields = value.struct_value.fields
        if SIGNATURE in fields and fields[SIGNATURE].string_value == OUTPUT:
            return _opened(fields)
        return {key: _plain(inner) for key, inner in fields.items()}
    if kind == "list_value":
        return [_plain(inner) for inner in value.list_value.values]
    if kind == "number_value":
        number = value.number_value
        return int(number) if number.is_integer() else number
    if kind == "bool_value":
        return value.bool_value
    return None


def _opened(fields: Mapping[str, struct_pb2.Value]) -> Any:
    inner = _plain(fields["value"]) if "value" in fields else UNKNOWN
    secret = "secret" in fields and fields["secret"].bool_value
    return {SIGNATURE: SECRET, "value": inner} if secret else inner


def struct(values: Mapping[str, Any]) -> struct_pb2.Struct:
    """Plain Python as a protobuf struct."""
    made = struct_pb2.Struct()
    for key, value in values.items():
        _fill(made.fields[key], value)
    return made


def _fill(slot: struct_pb2.Value, value: Any) -> None:
    if isinstance(value, str):
        slot.string_value = value
    elif isinstance(value, bool):
        slot.bool_value = value
    elif value is None:
        slot.null_value = struct_pb2.NullValue.NULL_VALUE
    elif isinstance(value, int | float):
        slot.number_value = value
    elif isinstance(value, Mapping):
        slot.struct_value.SetInParent()
        for key, inner in value.items():
            _fill(slot.struct_value.fields[key], inner)
    else:
        slot.list_value.SetInParent()
        for inner in value:
            _fill(slot.list_value.values.add(), inner)


def stored(value: Any) -> Any:
    """A value as the deployment document keeps it: a secret's text is replaced, never written."""
    if isinstance(value, Mapping):
        if value.get(SIGNATURE) == SECRET:
            return {SIGNATURE: SECRET, "ciphertext": HIDDEN}
        return {key: stored(inner) for key, inner in value.items() if inner is not None}
    if isinstance(value, list | tuple):
        return [stored(inner) for inner in value]
    return value


def sealed(value: Any) -> Any:
    """The value as a secret; one that is a secret already stays as it is."""
    return value if isinstance(value, Mapping) and value.get(SIGNATURE) == SECRET else {SIGNATURE: SECRET, "value": value}


def is_secret(value: Any) -> bool:
    """Whether this value, or anything inside it, is a secret."""
    if isinstance(value, Mapping):
        return value.get(SIGNATURE) == SECRET or any(is_secret(inner) for inner in value.values())
    return isinstance(value, list | tuple) and any(is_secret(inner) for inner in value)
