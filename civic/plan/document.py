"""A Pulumi deployment document (``pulumi stack export``), read and queried."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from types import NoneType
from typing import Any

from civic.errors import InputError
from civic.input_files import printable
from civic.plan import reading

VERSIONS = (3, 4)
"""Of the document. 4 is 3 with a list of ``features`` (pulumi/sdk/go/common/apitype/core.go); what it adds to a resource, no rule asks."""


class DocumentError(InputError):
    """The text is no deployment document. The message says why, and where."""


def stack_of(urn: str) -> str:
    """Name of the stack that a URN is of; empty for none."""
    return urn.removeprefix("urn:pulumi:").partition("::")[0]


@dataclass(frozen=True)
class Resource:
    """One resource of a deployment, as Pulumi's state has it."""

    urn: str
    type: str
    """Type token, such as ``aws:ec2/vpc:Vpc``."""
    custom: bool
    inputs: Mapping[str, Any] = field(default_factory=dict)
    outputs: Mapping[str, Any] = field(default_factory=dict)
    id: str = ""
    parent: str = ""
    provider: str = ""
    dependencies: tuple[str, ...] = ()
    property_dependencies: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    protect: bool = False
    retain_on_delete: bool = False
    ignore_changes: tuple[str, ...] = ()
    """Properties whose changes the program leaves alone."""
    replace_on_changes: tuple[str, ...] = ()
    """Properties that make another resource of it when they change, whatever its provider could do in place."""
    aliases: tuple[str, ...] = ()
    """URNs that the resource had before."""
    source: str = ""
    """``path:line`` of the program line that made it, where the plan knows."""
    external: bool = False
    """Read by the program and managed by somebody else."""
    line: int = field(default=0, compare=False)
    """Line of the file that it was read from; 0 where it is of no file."""

    @property
    def name(self) -> str:
        """Logical name: what the program called it."""
        return self.urn.split("::", 3)[3]

    @property
    def stack(self) -> str:
        """Name of its stack."""
        return stack_of(self.urn)

    @property
    def project(self) -> str:
        """Name of its project."""
        return self.urn.split("::")[1]

    @property
    def token(self) -> str:
        """Its type as its own program and provider spell it."""
        return self.urn.split("::")[2].rsplit("$", 1)[-1]

    @classmethod
    def from_json(cls, entry: Mapping[str, Any], place: str = "the resource", lines: Mapping[str, int] | None = None) -> "Resource":
        """Read one entry of ``resources``; ``lines`` has URNs' own. Raises ``DocumentError``, with the place in the file."""
        _validate(entry, place)
        position = entry.get("sourcePosition") or ""
        return cls(
            urn=entry["urn"],
            type=entry["type"],
            custom=bool(entry.get("custom")),
            inputs=entry.get("inputs") or {},
            outputs=entry.get("outputs") or {},
            id=entry.get("id") or "",
            parent=entry.get("parent") or "",
            provider=entry.get("provider") or "",
            dependencies=tuple(entry.get("dependencies") or ()),
            property_dependencies={key: tuple(urns or ()) for key, urns in (entry.get("propertyDependencies") or {}).items()},
            protect=bool(entry.get("protect")),
            retain_on_delete=bool(entry.get("retainOnDelete")),
            ignore_changes=tuple(entry.get("ignoreChanges") or ()),
            replace_on_changes=tuple(entry.get("replaceOnChanges") or ()),
            aliases=tuple(entry.get("aliases") or ()),
            source=position.removeprefix("project:///").replace("#", ":").split(",")[0],
            external=bool(entry.get("external")),
            line=(lines or {}).get(entry["urn"], 0),
        )


@dataclass(frozen=True)
class Invoke:
    """One call of a data source."""

    token: str
    arguments: Mapping[str, Any]
    provider: str
    """URN of the Pulumi provider."""


@dataclass(frozen=True)
class Deployment:
    """A stack's plan or state. Iterating gives its resources in the order they were made."""

    resources: tuple[Resource, ...]
    planned: bool = False
    """Whether it says of itself that it is a plan of the offline engine, whose ids a simulated cloud chose."""
    invokes: tuple[Invoke, ...] = ()
    """Data sources that the program called. A state says none."""

    @classmethod
    def from_json(cls, document: Any, lines: Mapping[str, int] | None = None) -> "Deployment":
        """Read what ``pulumi stack export`` writes; ``lines`` has the line of each URN. Raises ``DocumentError``.

        A resource that has been replaced and waits to be deleted is the stack's no more, and is left out.
        """
        if not isinstance(document, dict) or document.get("version") not in VERSIONS:
            raise DocumentError(
                f"found {_version(document)}; allowed: a deployment document of version {' or '.join(map(str, VERSIONS))}, {EXPORTED}"
            )
        if "checkpoint" in document and "deployment" not in document:
            raise DocumentError(f"found a checkpoint, which is the engine's own file; allowed: a deployment document, {EXPORTED}")
        deployment = document.get("deployment")
        _expect(deployment, (dict, NoneType), "deployment")
        entries = (deployment or {}).get("resources")
        _expect(entries, (list, NoneType), "deployment.resources")
        places = [(f"deployment.resources[{number}]", entry) for number, entry in enumerate(entries or ())]
        read = [Resource.from_json(entry, place, lines) for place, entry in places if not (isinstance(entry, dict) and entry.get("delete"))]
        return cls(tuple(read), _is_planned(deployment or {}), tuple(_invokes(deployment or {})))

    @classmethod
    def read(cls, path: Path) -> "Deployment":
        """Read a file. Raises ``InputError`` and ``OSError``."""
        data, lines = reading.load(path)
        try:
            return cls.from_json(data, lines)
        except DocumentError as error:
            raise DocumentError(f"{path}: {error}") from None

    def __iter__(self) -> Iterator[Resource]:
        return iter(self.resources)

    def __len__(self) -> int:
        return len(self.resources)

    @cached_property
    def by_urn(self) -> Mapping[str, Resource]:
        return {resource.urn: resource for resource in self.resources}

    @cached_property
    def _by_type(self) -> Mapping[str, tuple[Resource, ...]]:
        found: dict[str, list[Resource]] = {}
        for resource in self.resources:
            found.setdefault(resource.type, []).append(resource)
        return {token: tuple(made) for token, made in found.items()}

    @property
    def stack(self) -> Resource:
        """The root stack resource. Raises ``DocumentError`` when there is none."""
        for resource in self._by_type.get("pulumi:pulumi:Stack", ()):
            return resource
        raise DocumentError("the deployment has no root stack")

    @property
    def stack_outputs(self) -> Mapping[str, Any]:
        return self.stack.outputs

    def of_type(self, token: str) -> tuple[Resource, ...]:
        return self._by_type.get(token, ())

    def named(self, name: str, token: str = "") -> Resource:
        """The one resource of this logical name (and type). Raises ``LookupError`` for none or several."""
        found = [r for r in self.resources if r.name == name and token in ("", r.type)]
        if len(found) != 1:
            raise LookupError(f"{len(found)} resources are called {name!r}{' of type ' + token if token else ''}")
        return found[0]

    def refers_to(self, resource: Resource, token: str, key: str = "") -> tuple[Resource, ...]:
        """Resources of type ``token`` on which ``resource`` (through property ``key``, or any) depends."""
        deps = resource.property_dependencies
        urns = deps.get(key, ()) if key else [urn for found in deps.values() for urn in found]
        seen = dict.fromkeys(urns)
        return tuple(self.by_urn[urn] for urn in seen if urn in self.by_urn and self.by_urn[urn].type == token)


EXPORTED = "as 'pulumi stack export' writes it"
NO_TIME = "0001-01-01T00:00:00Z"
"""When a plan was made, by its own word: equal runs give equal bytes. A state has the time of its last change."""
_TEXTS = ("id", "parent", "provider", "sourcePosition")
_LISTS = ("dependencies", "aliases")
_MAPPINGS = ("inputs", "outputs", "propertyDependencies")
_WORDS = {dict: "an object", list: "a list", str: "text", NoneType: "nothing", bool: "true or false", int: "a number", float: "a number"}


def _version(document: Any) -> str:
    if not isinstance(document, dict):
        return type(document).__name__
    return f"version {printable(str(document['version']))}" if "version" in document else "no version"


def _is_planned(deployment: Mapping[str, Any]) -> bool:
    manifest = deployment.get("manifest")
    return isinstance(manifest, dict) and manifest.get("time") == NO_TIME


def _invokes(deployment: Mapping[str, Any]) -> Iterator[Invoke]:
    metadata = deployment.get("metadata") or {}
    _expect(metadata, (dict,), "deployment.metadata")
    called = metadata.get("invokes") or []
    _expect(called, (list,), "deployment.metadata.invokes")
    for number, one in enumerate(called):
        place = f"deployment.metadata.invokes[{number}]"
        _expect(one, (dict,), place)
        for key, kind in (("token", str), ("arguments", dict), ("provider", str)):
            _expect(one.get(key), (kind,), f"{place}.{key}")
        yield Invoke(one["token"], one["arguments"], one["provider"])


def _validate(entry: Any, place: str) -> None:
    _expect(entry, (dict,), place)
    for key in ("urn", "type"):
        _expect(entry.get(key), (str,), f"{place}.{key}")
    # urn:pulumi:STACK::PROJECT::TYPE::NAME, where the name may hold colons too.
    if not entry["urn"].startswith("urn:pulumi:") or entry["urn"].count("::") < 3:
        raise DocumentError(f"{place}.urn: found {printable(entry['urn'])}; allowed: urn:pulumi:STACK::PROJECT::TYPE::NAME")
    for keys, kind in ((_TEXTS, str), (_LISTS, list), (_MAPPINGS, dict)):
        for key in keys:
            _expect(entry.get(key), (kind, NoneType), f"{place}.{key}")
    for key in _LISTS:
        for number, text in enumerate(entry.get(key) or ()):
            _expect(text, (str,), f"{place}.{key}[{number}]")
    for key, urns in (entry.get("propertyDependencies") or {}).items():
        _expect(urns, (list, NoneType), f"{place}.propertyDependencies[{printable(key)}]")


def _expect(value: Any, kinds: tuple[type, ...], place: str) -> None:
    if not isinstance(value, kinds):
        allowed = " or ".join(dict.fromkeys(_WORDS[kind] for kind in kinds if kind is not NoneType))
        raise DocumentError(f"{place}: found {_WORDS.get(type(value), type(value).__name__)}; allowed: {allowed}, {EXPORTED}")
