"""Values as plans hold them: known, not known yet, or sealed in one of Pulumi's envelopes."""

import json
from collections.abc import Mapping
from typing import Any

from civic.plan import SECRET, UNKNOWN

_SECRET_SIGNATURE = "1b47061264138c4ac30d75fd1eb44270"
_OUTPUT_SIGNATURE = "d0e6a833031e9bbcd3f4e8bde6ca49a4"
HIDDEN = "[secret]"
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
"""What stands for a string, bool, number, array, asset, archive or object that is not known yet (sdk/go/common/resource/plugin/rpc.go)."""


class Undecidable(Exception):
    """A value that the rule needs is not known yet, or is secret: ``what`` it is, and which of the two."""

    def __init__(self, state: str, what: str = "a value") -> None:
        super().__init__(f"{what} {state}")
        self.state = state


def is_set(found: Any) -> bool:
    """Whether there is a value at all; one that is not known yet counts."""
    bare = _bare(found)
    return bare is not None and bare not in ("", [], {})


def value(found: Any) -> Any:
    """The value itself. Raises ``Undecidable`` where it, or anything in it, is unknown or a hidden secret."""
    bare = _opened(found)
    if isinstance(bare, Mapping):
        return {key: value(inner) for key, inner in bare.items()}
    if isinstance(bare, list):
        return [value(inner) for inner in bare]
    return bare


def is_secret(found: Any) -> bool:
    """Whether Pulumi keeps it as a secret, whatever it is."""
    return found == HIDDEN or (isinstance(found, Mapping) and found.get(SECRET) == _SECRET_SIGNATURE)


def known(found: Any) -> bool:
    """Whether ``value`` would answer."""
    try:
        value(found)
    except Undecidable:
        return False
    return True


def at(found: Any, *path: str | int) -> Any:
    """What is at ``path`` inside ``found``, or ``None``; unknown when the way there is."""
    for step in path:
        found = _bare(found)
        if isinstance(found, str) and (found in UNKNOWNS or found == HIDDEN):
            return found
        if isinstance(step, int):
            found = found[step] if isinstance(found, list) and len(found) > step else None
        else:
            found = found.get(step) if isinstance(found, Mapping) else None
    return found


def entries(found: Any) -> list[Any]:
    """The entries of a list, each as it comes; none when unset. Raises ``Undecidable``, and ``TypeError`` for what is no list."""
    bare = _opened(found)
    if bare is not None and not isinstance(bare, list):
        raise TypeError(f"expected a list, found {type(bare).__name__}")
    return bare or []


def _opened(found: Any) -> Any:
    bare = _bare(found)
    if isinstance(bare, str):
        if bare in UNKNOWNS:
            raise Undecidable("is not known yet")
        if bare == HIDDEN:
            raise Undecidable("is secret")
    return bare


def _bare(found: Any) -> Any:
    if isinstance(found, Mapping) and SECRET in found:
        if found[SECRET] == _SECRET_SIGNATURE:
            # The engine sends a value, a decrypted state JSON text, and any other document only ciphertext.
            return json.loads(found["plaintext"]) if "plaintext" in found else _bare(found.get("value", HIDDEN))
        if found[SECRET] == _OUTPUT_SIGNATURE:
            return _bare(found.get("value", UNKNOWN))
    return found
