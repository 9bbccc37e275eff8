"""A Pulumi deployment document (``pulumi stack export``, version 3), read and queried."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from civic.errors import InputError


class DocumentError(InputError):
    """The text is not a version-3 deployment document. The message says why."""


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
    aliases: tuple[str, ...] = ()
    """URNs that the resource had before."""
    source: str = ""
    """``path:line`` of the program line that made it, where the plan knows."""

    @property
    def name(self) -> str:
        """Logical name: what the program called it."""
        return self.urn.rsplit("::", 1)[1]

    @property
    def stack(self) -> str:
        return self.urn.split("::")[0].removeprefix("urn:pulumi:")

    @classmethod
    def from_json(cls, entry: Mapping[str, Any]) -> "Resource":
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
            aliases=tuple(entry.get("aliases") or ()),
            source=position.removeprefix("project:///").replace("#", ":").split(",")[0],
        )


@dataclass(frozen=True)
class Deployment:
    """A stack's plan or state. Iterating gives its resources in the order they were made."""

    resources: tuple[Resource, ...]

    @classmethod
    def from_json(cls, document: Any) -> "Deployment":
        """Read what ``pulumi stack export`` writes. Raises ``DocumentError``.

        A resource that has been replaced and waits to be deleted is the stack's no more, and is left out.
        """
        if not isinstance(document, dict) or document.get("version") != 3:
            found = document.get("version") if isinstance(document, dict) else type(document).__name__
            raise DocumentError(f"expected a deployment document of version 3, found {found!r}")
        try:
            entries = (document.get("deployment") or {}).get("resources") or []
            return cls(tuple(Resource.from_json(entry) for entry in entries if not entry.get("delete")))
        except KeyError as error:
            raise DocumentError(f"a resource of the deployment has no {error}") from error
        except (TypeError, AttributeError) as error:
            raise DocumentError(f"the deployment is malformed: {error}") from error

    @classmethod
    def read(cls, path: Path) -> "Deployment":
        """Read a file. Raises ``DocumentError`` and ``OSError``."""
        try:
            return cls.from_json(json.loads(path.read_text(encoding="utf-8")))
        except (json.JSONDecodeError, UnicodeDecodeError) as error:
            raise DocumentError(f"{path}: not JSON: {error}") from error
        except DocumentError as error:
            raise DocumentError(f"{path}: {error}") from error

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
