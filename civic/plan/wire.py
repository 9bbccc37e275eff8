"""Pulumi's wire format: property values between protobuf, plain Python and the deployment document, and the envelopes among them.

Nothing else of ours spells these signatures (sdk/go/common/resource/sig, sdk/go/common/resource/plugin/rpc.go).
"""

import json
from collections.abc import Mapping
from typing import Any

from google.protobuf import struct_pb2

SIGNATURE = "4dabf18193072939515e22adb298388d"
"""The key that makes an object an envelope; its value is one of the next three."""
SECRET = "1b47061264138c4ac30d75fd1eb44270"
OUTPUT = "d0e6a833031e9bbcd3f4e8bde6ca49a4"
RESOURCE = "5cf8f73096256a8f31e491e813e4eb8e"
UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9"
"""What stands for a string that is not known yet."""
UNKNOWNS = frozenset(
    {
        UNKNOWN,
        "1c4a061d-8072-4f0a-a4cb-0ff528b18fe7",
        "3eeb2bf0-c639-47a8-9e75-3b44932eb421",
        "6a19a0b0-7e62-4c92-b797-7f8e31da9cc2",
        "030794c1-ac77-496b-92df-f27374a8bd58",
        "e48ece36-62e2-4504-bad9-02848725956a",
        "dd056dcd-154b-4c76-9bd3-c8f88648b5ff",
    }
)
"""What stands for a string, bool, number, array, asset, archive or object that is not known yet."""
HIDDEN = "[secret]"
"""What our plans have in place of a secret's text."""


def plain(struct: struct_pb2.Struct, *, outputs_opened: bool = True) -> dict[str, Any]:
    """A protobuf struct as plain Python.

    Output envelopes are opened (their dependencies are kept elsewhere) unless told otherwise; secret ones stay.
    """
    return {key: _plain(value, outputs_opened) for key, value in struct.fields.items()}


def _plain(value: struct_pb2.Value, outputs_opened: bool) -> Any:
    kind = value.WhichOneof("kind")
    if kind == "string_value":
        return value.string_value
    if kind == "struct_value":
        fields = value.struct_value.fields
        if outputs_opened and SIGNATURE in fields and fields[SIGNATURE].string_value == OUTPUT:
            return _without_output(fields)
        return {key: _plain(inner, outputs_opened) for key, inner in fields.items()}
    if kind == "list_value":
        return [_plain(inner, outputs_opened) for inner in value.list_value.values]
    if kind == "number_value":
        number = value.number_value
        return int(number) if number.is_integer() else number
    if kind == "bool_value":
        return value.bool_value
    return None


def _without_output(fields: Mapping[str, struct_pb2.Value]) -> Any:
    inner = _plain(fields["value"], True) if "value" in fields else UNKNOWN
    secret = "secret" in fields and fields["secret"].bool_value
    return {SIGNATURE: SECRET, "value": inner} if secret else inner


def struct(values: Mapping[str, Any]) -> struct_pb2.Struct:
    """Plain Python as a protobuf struct."""
    message = struct_pb2.Struct()
    for key, value in values.items():
        _fill(message.fields[key], value)
    return message


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
    """A value as the deployment document keeps it: a secret's text is replaced, never written, and keys stand in order."""
    if isinstance(value, Mapping):
        if is_sealed(value):
            return {SIGNATURE: SECRET, "ciphertext": HIDDEN}
        return {key: stored(inner) for key, inner in sorted(value.items()) if inner is not None}
    if isinstance(value, list | tuple):
        return [stored(inner) for inner in value]
    return value


def sealed(value: Any) -> Any:
    """The value as a secret; one that is a secret already stays as it is."""
    return value if is_sealed(value) else {SIGNATURE: SECRET, "value": value}


def is_sealed(value: Any) -> bool:
    """Whether this value is a secret's envelope."""
    return isinstance(value, Mapping) and value.get(SIGNATURE) == SECRET


def is_secret(value: Any) -> bool:
    """Whether this value, or anything inside it, is a secret."""
    if isinstance(value, Mapping):
        return is_sealed(value) or any(is_secret(inner) for inner in value.values())
    return isinstance(value, list | tuple) and any(is_secret(inner) for inner in value)


def known(value: Any) -> Any:
    """What is known of a value: nothing stands for what is not, and a list is without it."""
    if isinstance(value, Mapping):
        return {key: known(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [known(inner) for inner in value if inner != UNKNOWN]
    return None if value == UNKNOWN else value


def opened(value: Any) -> Any:
    """The value without the envelope around it; ``HIDDEN`` for a secret that the document only has encrypted.

    The engine sends a value, a decrypted state JSON text, and any other document only ciphertext.
    """
    if not isinstance(value, Mapping) or SIGNATURE not in value:
        return value
    if value[SIGNATURE] == SECRET:
        return json.loads(value["plaintext"]) if "plaintext" in value else opened(value.get("value", HIDDEN))
    if value[SIGNATURE] == OUTPUT:
        return opened(value.get("value", UNKNOWN))
    return value
