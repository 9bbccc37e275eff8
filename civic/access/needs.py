"""What making, reading, changing or deleting one resource asks of the cloud: the catalogue's column *actions* with the resource's values.

``needs(bucket, "create", account="111122223333", region="eu-west-2", partition="aws")`` gives ``s3:CreateBucket`` on that bucket's ARN, and
so on. An evaluator asks each call, and refuses the operation for the first that is refused.
"""

import functools
import itertools
import json
import string
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Literal

from civic.catalogue import Need, row
from civic.catalogue.actions import TAGS, Actions, Needs
from civic.plan import Resource
from civic.plan.wire import SIGNATURE, UNKNOWNS

CHOSEN = frozenset({"hash", "HASH", "digits", "guid"})
"""Words of a template for what the cloud chooses."""
Operation = Literal["create", "read", "update", "delete"]


@dataclass(frozen=True, slots=True)
class NeededCall:
    """One call, as the cloud is asked it."""

    action: str
    resource: str
    """ARN, or scope on Azure; ``*`` for a call that takes none. What is not known yet stands in it as ``unknown-<property>``: no wildcard,
    so that a right on ``...:key/*`` covers it, and one on a single key does not."""
    context: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Condition keys in lower case, as far as the resource decides them: tags of the request, and of the resource where it has them and it
    is this one; the service that a role is passed to or a key is used through."""
    unknown: frozenset[str] = frozenset()
    """Properties whose value is not known: the answer holds for any of their values only if it does not hang on them."""
    new: bool = False
    """What it is asked on does not exist before the call: it has no tags and no policy of its own."""
    unless: str = ""
    """ARN of a service-linked role: where it exists, the call is not made."""
    instead: str = ""
    """Action that the provider tries where this one is refused: only if both are, the operation fails."""
    data: bool = False
    """Azure: an action on data."""


@dataclass(frozen=True, slots=True)
class _Values:
    """What the words of a template mean for one resource."""

    resource: Resource
    place: Mapping[str, str]
    others: Mapping[str, Resource]

    def of(self, word: str) -> list[str | None]:
        """Values of a word; ``None`` for one that is not known yet."""
        if word in self.place:
            return [self.place[word]]
        if word in CHOSEN:
            return [None]
        if word == "id":
            return [self.resource.id or None]
        path, _, attribute = word.partition("@")
        found = list(_along(self.resource.inputs, path)) or list(_along(self.resource.outputs, path))
        if attribute:
            return self._named(path, attribute, found) or self._unnamed(attribute, found)
        if not found and word in ("arn", "name"):
            return [None]
        return found

    def _named(self, path: str, attribute: str, values: list[str | None]) -> list[str | None]:
        """Attribute of the resources that a property names and depends on."""
        urns = self.resource.property_dependencies.get(path.partition(".")[0], ())
        if attribute == "account":
            return [self.place["account"] if urns else None]
        named = [self.others[urn] for urn in urns if urn in self.others]
        matching = [other for other in named if {other.id, other.outputs.get("arn"), other.outputs.get("name")} & set(values)]
        if attribute == "id":
            return [other.id or None for other in matching or named]
        properties = [other.outputs if attribute == "arn" else other.inputs for other in matching or named]
        return [value for each in properties for value in _along(each, attribute)]

    @staticmethod
    def _unnamed(attribute: str, values: list[str | None]) -> list[str | None]:
        """The same where no such resource is at hand: a value may be its ARN already."""
        return (
            [value if value and value.startswith("arn:") else None for value in values] if attribute == "arn" else [None] if attribute == "id" else []
        )


def needs(
    resource: Resource,
    operation: Operation,
    *,
    account: str = "",
    region: str = "",
    partition: str = "aws",
    others: Mapping[str, Resource] | None = None,
) -> list[NeededCall]:
    """The calls that an operation makes.

    ``account``, ``region`` and ``partition`` are those of the resource's provider (a resource's own ``region`` outweighs it); Azure's ids
    say it themselves. ``others`` are resources by URN, for names whose path another resource holds (``iam:PutRolePolicy``). Making and
    changing include reading back; ``update`` is every change that can be made in place. Nothing for a type that is in no catalogue:
    that it is in one, a test of the catalogue holds.
    """
    known = row(resource.type)
    actions = known.actions if known else None
    if actions is None:
        return []
    own_region = resource.inputs.get("region")
    place = {"account": account, "region": own_region if isinstance(own_region, str) else region, "partition": partition}
    values = _Values(resource, place, others or {})
    tags = _tags(resource)
    calls: dict[tuple[str, str, tuple[tuple[str, tuple[str, ...]], ...]], NeededCall] = {}
    for need in _asked(actions, operation):
        if _happens(need.when, resource, tags):
            for call in _calls(need, values, tags, own=need.on in actions.own):
                calls.setdefault((call.action, call.resource, tuple(call.context.items())), call)
    return list(calls.values())


def _asked(actions: Actions, operation: Operation) -> Needs:
    """What the operation asks: the provider reads back what it made or changed."""
    asked: Needs = {"create": actions.create, "read": actions.read, "update": actions.update, "delete": actions.delete}[operation]
    return asked + actions.read if operation in ("create", "update") else asked


def _calls(need: Need, values: _Values, tags: Mapping[str, str], *, own: bool) -> Iterator[NeededCall]:
    context: dict[str, tuple[str, ...]] = {}
    hidden: set[str] = set()
    for name, template in need.context:
        texts = list(_filled(template, values, hidden))
        if texts:
            context[name] = tuple(texts)
    if need.tags and tags:
        context |= {f"aws:requesttag/{name.lower()}": (value,) for name, value in tags.items()} | {"aws:tagkeys": tuple(tags)}
    if own and not need.new:
        context |= {f"aws:resourcetag/{name.lower()}": (value,) for name, value in tags.items()}
    action = next(_filled(need.action, values, hidden), need.action) if "{" in need.action else need.action
    unless = next(_filled(need.unless, values, hidden), "") if need.unless else ""
    for text, unknown in _each(need.on, values):
        yield NeededCall(action, text, context, unknown | hidden, need.new, unless, need.instead, need.data)


def _filled(template: str, values: _Values, hidden: set[str]) -> Iterator[str]:
    for text, unknown in _each(template, values):
        hidden |= unknown
        yield text


def _each(template: str, values: _Values) -> Iterator[tuple[str, frozenset[str]]]:
    """The template with every combination of its words' values, and the words that were not known. Nothing where a word has no value."""
    pieces = _parsed(template)
    choices = [values.of(word) for word, _ in pieces if word]
    for chosen in itertools.product(*choices):
        each = iter(chosen)
        text, unknown = [], set()
        for word, rest in pieces:
            if not word:
                text.append(rest)
                continue
            value = next(each)
            if value is None:
                unknown.add(word)
            text.append(_shaped(rest, f"unknown-{word.partition('@')[0]}" if value is None else value, values.place))
        yield "".join(text), frozenset(unknown)


@functools.lru_cache(maxsize=4096)
def _parsed(template: str) -> tuple[tuple[str, str], ...]:
    """Pieces: text as ``("", text)``, a word as ``(word, its shape)``."""
    pieces: list[tuple[str, str]] = []
    for text, word, shape, _ in string.Formatter().parse(template):
        if text:
            pieces.append(("", text))
        if word:
            pieces.append((word, shape or ""))
    return tuple(pieces)


def _shaped(shape: str, value: str, place: Mapping[str, str]) -> str:
    if shape == "issuer":
        return value.removeprefix("https://")
    if shape == "last":
        return value.rpartition("/")[2].rpartition(":")[2]
    if shape == "key" and not value.startswith("arn:"):
        return f"arn:{place['partition']}:kms:{place['region']}:{place['account']}:{value if value.startswith('alias/') else 'key/' + value}"
    return value


def _happens(when: str, resource: Resource, tags: Mapping[str, str]) -> bool:
    """Whether the input that makes the call happen is as it must be. One that is not known yet is."""
    if not when:
        return True
    if when == TAGS:
        return bool(tags)
    path = when.removeprefix("!")
    sign = next((character for character in path if character in "=~"), "")
    path, _, wanted = path.partition(sign) if sign else (path, "", "")
    found = list(_along(resource.inputs, path))
    match sign:
        case "=":
            happens = any(value is None or value == wanted for value in found)
        case "~":
            happens = any(value is None or wanted in value for value in found)
        case _:
            happens = any(value != "false" for value in found)
    return happens != when.startswith("!")


def _along(value: object, path: str) -> Iterator[str | None]:
    """Texts at the end of a path, all elements of the lists on it. Unset ones and empty texts are none; ``None`` is not known yet."""
    head, _, rest = path.partition(".")
    if (isinstance(value, str) and value in UNKNOWNS) or (isinstance(value, Mapping) and SIGNATURE in value):
        yield None
    elif isinstance(value, list):
        for each in value:
            yield from _along(each, path)
    elif isinstance(value, str) and path and value[:1] in ("{", "["):
        yield from _along(_json(value), path)
    elif path and isinstance(value, Mapping):
        yield from _along(value.get(head), rest)
    elif not path and isinstance(value, Mapping) and value:
        yield "set"
    elif not path and value not in (None, "") and not isinstance(value, Mapping):
        yield str(value).lower() if isinstance(value, bool) else str(value)


@functools.lru_cache(maxsize=512)
def _json(text: str) -> object:
    try:
        return json.loads(text)
    except ValueError:
        return None


def _tags(resource: Resource) -> Mapping[str, str]:
    """Tags of a resource, with those that its provider puts on everything."""
    found = resource.outputs.get("tagsAll") or resource.inputs.get("tags")
    return {name: value for name, value in found.items() if isinstance(value, str)} if isinstance(found, Mapping) else {}
