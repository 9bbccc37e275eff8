"""What making, reading, changing or deleting one resource asks of the cloud: the catalogue's column *actions* with the resource's values.

``needs(bucket, "create", account="111122223333", region="eu-west-2", partition="aws")`` gives ``s3:CreateBucket`` on that bucket's ARN, and
so on. An evaluator asks each call, and refuses the operation for the first that is refused.
"""

import functools
import itertools
import json
import string
from collections.abc import Hashable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Literal

from civic.access.aws.context import GLOBAL_SERVICES
from civic.catalogue import Need, row
from civic.catalogue.actions import TAGS, Actions, Needs
from civic.catalogue.invokes import INVOKES
from civic.plan import Resource
from civic.plan.wire import SIGNATURE, UNKNOWNS

CHOSEN = frozenset({"hash", "HASH", "digits", "guid"})
"""Words of a template for what the cloud chooses."""
_NONE: frozenset[str] = frozenset()
Operation = Literal["create", "read", "update", "delete"]
OPERATIONS: tuple[Operation, ...] = ("create", "read", "update", "delete")


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
    """Properties in ``resource`` whose value is not known: an answer that hangs on them is one for this placeholder alone."""
    unknown_keys: frozenset[str] = frozenset()
    """Condition keys, in lower case, that the request carries with a value that is not known."""
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
    _known: dict[str, list[str | None]] = field(default_factory=dict)
    """Words that were looked up already: a type's needs ask for the same few again and again."""

    def of(self, word: str) -> list[str | None]:
        """Values of a word; ``None`` for one that is not known yet."""
        if (known := self._known.get(word)) is None:
            known = self._known[word] = self._looked_up(word)
        return known

    def _looked_up(self, word: str) -> list[str | None]:
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
            told = [value.split(":")[4] for value in values if value and value.startswith("arn:") and value.count(":") >= 5]
            return [*told] or [self.place["account"] if urns else None]
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
    if known is None or known.actions is None:
        return []
    made = _Calls(resource, known.actions, account, region, partition, others or {})
    calls = {_key(call): call for need in reversed(_asked(known.actions, operation)) for call in reversed(list(made.of(need)))}
    return list(reversed(calls.values()))


def every_need(
    resource: Resource, *, account: str = "", region: str = "", partition: str = "aws", others: Mapping[str, Resource] | None = None
) -> Iterator[tuple[Operation, NeededCall]]:
    """Every call that any operation makes, once, with the first operation that makes it. Arguments as of ``needs``."""
    known = row(resource.type)
    if known is None or known.actions is None:
        return
    made = _Calls(resource, known.actions, account, region, partition, others or {})
    seen: set[Hashable] = set()
    for operation in OPERATIONS:
        for need in getattr(known.actions, operation):
            for call in made.of(need):
                if (key := _key(call)) not in seen:
                    seen.add(key)
                    yield operation, call


def invoked(token: str, arguments: Mapping[str, object], *, account: str = "", region: str = "", partition: str = "aws") -> list[NeededCall]:
    """The calls that a data source makes. Nothing for one that is in no catalogue: that it is in one, a test of the catalogue holds."""
    made = _Calls(Resource("", token, True, dict(arguments)), Actions(), account, region, partition, {})
    return [call for need in INVOKES.get(token, ()) for call in made.of(need)]


def _key(call: NeededCall) -> Hashable:
    return call.action, call.resource, tuple(call.context.items())


class _Calls:
    """Makes concrete calls of the needs of one resource."""

    def __init__(self, resource: Resource, actions: Actions, account: str, region: str, partition: str, others: Mapping[str, Resource]) -> None:
        own_region = resource.inputs.get("region")
        place = {"account": account, "region": own_region if isinstance(own_region, str) else region, "partition": partition}
        self._resource, self._own, self._tags = resource, actions.own, _tags(resource)
        self._values = _Values(resource, place, others)
        self._asked_region = {"aws:requestedregion": (place["region"],)}
        self._given = {f"aws:requesttag/{name.lower()}": (value,) for name, value in self._tags.items()} | {"aws:tagkeys": tuple(self._tags)}
        self._held, self._others = _resource_tags(self._tags), others
        self._known: dict[str, tuple[tuple[str, frozenset[str]], ...]] = {}
        self._contexts: dict[Hashable, Mapping[str, tuple[str, ...]]] = {}

    def of(self, need: Need) -> Iterator[NeededCall]:
        if need.changed and need.changed in (*self._resource.ignore_changes, *self._resource.replace_on_changes):
            return
        if not _happens(need.when, self._resource, self._tags):
            return
        unknown_keys: set[str] = set()
        context = self._context(need, unknown_keys)
        unless = self._first(need.unless)
        for action, _ in self._filled(need.action):
            for text, unknown in self._filled(need.on):
                region = self._region(action, text)
                where = self._same({**context, **region} if region else context)
                yield NeededCall(action, text, where, unknown, frozenset(unknown_keys) or _NONE, need.new, unless, need.instead, need.data)

    def _same(self, context: Mapping[str, tuple[str, ...]]) -> Mapping[str, tuple[str, ...]]:
        """Equal contexts as one object: a resource's hundred calls have some five, and all of an estate's are in memory at once."""
        return self._contexts.setdefault(tuple(context.items()), context)

    def _filled(self, template: str) -> tuple[tuple[str, frozenset[str]], ...]:
        """As ``_each``, once for each template: a type's needs are mostly about the same few things."""
        known = self._known.get(template)
        if known is None:
            known = self._known[template] = tuple(_each(template, self._values)) if "{" in template or "}" in template else ((template, _NONE),)
        return known

    def _context(self, need: Need, unknown_keys: set[str]) -> Mapping[str, tuple[str, ...]]:
        given = self._given if need.tags and self._tags else {}
        held = self._held if self._tags and not need.new and need.on in self._own else self._held_by(need.tags_of) if need.tags_of else {}
        if not need.context and not (given and held):
            return given or held
        context: dict[str, tuple[str, ...]] = {}
        for name, template in need.context:
            filled = self._filled(template)
            if any(unknown for _, unknown in filled):
                unknown_keys.add(name)
            elif filled:
                context[name] = tuple(text for text, _ in filled)
        return {**context, **given, **held}

    def _held_by(self, property: str) -> Mapping[str, tuple[str, ...]]:
        """Tags of what a property names, as condition keys. Nothing where that is not at hand."""
        named = (self._others.get(urn) for urn in self._resource.property_dependencies.get(property, ()))
        return _resource_tags(next((tags for other in named if other and (tags := _tags(other))), {}))

    def _region(self, action: str, resource: str) -> Mapping[str, tuple[str, ...]]:
        """The region that is asked, where an ARN does not say it: most services have an endpoint in each. Azure's actions have no colon."""
        service, colon, _ = action.partition(":")
        parts = resource.split(":", 4)
        return {} if not colon or service in GLOBAL_SERVICES or (len(parts) > 4 and parts[3]) else self._asked_region

    def _first(self, template: str) -> str:
        return next((text for text, _ in self._filled(template)), template) if "{" in template else template


def _asked(actions: Actions, operation: Operation) -> Needs:
    """What the operation asks: the provider reads back what it made or changed."""
    asked: Needs = {"create": actions.create, "read": actions.read, "update": actions.update, "delete": actions.delete}[operation]
    return asked + actions.read if operation in ("create", "update") else asked


def _each(template: str, values: _Values) -> Iterator[tuple[str, frozenset[str]]]:
    """The template with every combination of its words' values, and the words that were not known. Nothing where a word has no value."""
    pieces = _parsed(template)
    if not any(word for word, _ in pieces):
        yield template, _NONE
        return
    choices = [[(text, word) for text in values.of(word)] if word else [(text, "")] for word, text in pieces]
    for chosen in itertools.product(*choices):
        texts, unknown = [], set()
        for (text, word), (_, rest) in zip(chosen, pieces, strict=True):
            stand_in = f"unknown-{word.partition('@')[0]}"
            shaped = _shaped(rest, stand_in if text is None else text, values.place) if word else rest
            if text is None or not shaped:
                unknown.add(word)
            texts.append(shaped or stand_in)
        yield "".join(texts), frozenset(unknown) if unknown else _NONE


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
    """A word's value in the form that the template asks for; empty where the value does not say it."""
    if shape == "owner":
        return "" if ".vpce-svc-" in value or value.startswith("unknown-") else "amazon"
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


def _resource_tags(tags: Mapping[str, str]) -> Mapping[str, tuple[str, ...]]:
    return {f"aws:resourcetag/{name.lower()}": (value,) for name, value in tags.items()}


def _tags(resource: Resource) -> Mapping[str, str]:
    """Tags of a resource, with those that its provider puts on everything."""
    found = resource.outputs.get("tagsAll") or resource.inputs.get("tags")
    return {name: value for name, value in found.items() if isinstance(value, str)} if isinstance(found, Mapping) else {}
