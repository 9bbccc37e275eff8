"""What clouds refuse of free texts: a length, a character that a service does not know, a tag."""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from typing import Any

from civic.catalogue import Text, row
from civic.plan.wire import UNKNOWN, opened
from civic.simulator.state import Failure

_AWS_TAGS_SOURCE = "AWS Tagging Guide, 'Tag naming limits and requirements'"
_AWS_TAG_KEY, _AWS_TAG_VALUE, _AWS_TAGS = 128, 256, 50
_AWS_TAG_SIGNS = frozenset("_.:/=+-@")


def texts(token: str, inputs: Mapping[str, Any]) -> Iterator[Failure]:
    """Everything wrong with the names, descriptions, comments and tags of a resource, but for its physical name, which is told elsewhere."""
    known = row(token)
    for path, text in (known.texts if known else {}).items():
        for where, value in values_at(inputs, path):
            if wrong := _wrong(value, text):
                yield Failure(where, f"{wrong} ({text.source})")
    tags = opened(inputs.get("tags"))
    if token.startswith("aws:") and isinstance(tags, Mapping):
        yield from _aws_tags(tags)


def values_at(inputs: Any, path: str, before: str = "") -> Iterator[tuple[str, str]]:
    """Each known text at a path with dots, with the place it has: ``rules.*.name`` gives ``rules[0].name``."""
    key, _, rest = path.partition(".")
    inputs = opened(inputs)
    if not path and isinstance(inputs, str) and UNKNOWN not in inputs:
        yield before, inputs
    elif key == "*" and isinstance(inputs, list):
        for number, inner in enumerate(inputs):
            yield from values_at(inner, rest, f"{before}[{number}]")
    elif path and isinstance(inputs, Mapping) and key in inputs:
        yield from values_at(inputs[key], rest, f"{before}.{key}".lstrip("."))


def _wrong(value: str, text: Text) -> str:
    if len(value) > text.longest:
        return f"'{value}' has {len(value)} characters; at most {text.longest} are allowed"
    if re.fullmatch(text.pattern, value):
        return ""
    # A sign is to blame where the text would do without it.
    blamed = [sign for sign in dict.fromkeys(value) if re.fullmatch(text.pattern, value.replace(sign, "a"))]
    because = f"has {', '.join(map(repr, blamed))} and " if blamed else ""
    return f"'{value}' {because}does not match {text.pattern}"


def _aws_tags(tags: Mapping[str, Any]) -> Iterator[Failure]:
    if len(tags) > _AWS_TAGS:
        yield Failure("tags", f"{len(tags)} tags; at most {_AWS_TAGS} are allowed ({_AWS_TAGS_SOURCE})")
    for key, given in tags.items():
        value = str(opened(given) or "")
        for text, longest in ((key, _AWS_TAG_KEY), (value, _AWS_TAG_VALUE)):
            odd = "" if UNKNOWN in text else "".join(sign for sign in dict.fromkeys(text) if not _in_tags(sign))
            if odd:
                yield Failure(
                    f"tags.{key}",
                    f"'{text}' has {odd!r}; allowed: letters, numbers, spaces and {''.join(sorted(_AWS_TAG_SIGNS))} ({_AWS_TAGS_SOURCE})",
                )
            if len(text) > longest:
                yield Failure(f"tags.{key}", f"'{text}' has {len(text)} characters; at most {longest} are allowed ({_AWS_TAGS_SOURCE})")
        if key.lower().startswith("aws:"):
            yield Failure(f"tags.{key}", f"'{key}': AWS keeps the beginning aws: for itself ({_AWS_TAGS_SOURCE})")


def _in_tags(sign: str) -> bool:
    return sign in _AWS_TAG_SIGNS or unicodedata.category(sign)[0] in "LZN"
