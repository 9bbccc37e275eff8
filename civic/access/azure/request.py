"""What is asked: who wants to do what, where, with which content."""

import functools
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Literal

from civic.access.azure.scopes import normal
from civic.access.azure.values import JsonValue

Verb = Literal["read", "write", "delete", "action"]
NOTHING: Mapping[str, tuple[str, ...]] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Principal:
    """Who asks: a managed identity, a service principal, a person."""

    object_id: str
    """Of the directory's object; of an identity whose object id is not known yet, its URN (``World.principal``)."""
    groups: frozenset[str] = frozenset()
    """Object ids of all groups that it is in, nested ones too. Membership is the directory's, and in no plan."""

    @property
    def ids(self) -> tuple[str, ...]:
        """Its own id and its groups', as assignments are indexed."""
        return (self.object_id.lower(), *(group.lower() for group in self.groups)) if self.groups else (self.object_id.lower(),)


@dataclass(frozen=True, slots=True)
class Request:
    """One operation."""

    principal: Principal
    action: str
    """``<provider>/<type>/<verb>``, in any case. The last part is ``read``, ``write``, ``delete`` or ``action``."""
    scope: str
    """Id of the resource that it is done to: the one to be made, for a write."""
    data: bool = False
    """Whether it is of the data plane, which no lock and no policy of Azure Resource Manager sees."""
    properties: Mapping[str, JsonValue] | None = field(default=None, hash=False)
    """Body of a write, or what the resource holds that is deleted: a plan's inputs or Azure's own form. None where it is not known."""
    attributes: Mapping[str, tuple[str, ...]] = field(default_factory=lambda: NOTHING, hash=False)
    """Attributes for conditions by ``attribute(...)``, beyond those that follow from scope and properties. Empty: known to be absent."""
    suboperation: str = ""
    """Of a data action, such as ``Blob.List``."""
    activated: bool = False
    """Whether the principal has activated the roles that it is eligible for (Privileged Identity Management)."""
    at: str = ""
    """Moment of the request, ISO 8601 with a zone; empty where it is not known."""
    without: frozenset[str] = frozenset()
    """URNs of assignments, locks and policies that are not there yet, or no longer."""

    @property
    def verb(self) -> Verb:
        """What kind of operation it is."""
        return _read(self.action)[0]

    @property
    def type(self) -> str:
        """Resource type that the action names, lower case."""
        return _read(self.action)[1]

    @property
    def place(self) -> str:
        """The scope, normal."""
        return normal(self.scope)


@functools.lru_cache(maxsize=65_536)
def _read(action: str) -> tuple[Verb, str]:
    """Verb and type of an action: of ``<type>/<name>/action`` the type is without the last two parts."""
    kind, _, last = action.lower().rpartition("/")
    if last == "read" or last == "write" or last == "delete":
        return last, kind
    return "action", kind.rpartition("/")[0]


def attribute(source: Literal["Request", "Resource", "Principal", "Environment"], name: str) -> str:
    """Key of an attribute as ``Request.attributes`` has it: ``attribute("Resource", "Microsoft.Storage/storageAccounts:name")``."""
    return f"@{source}[{name}]".lower()


BLOB_PATH = attribute("Resource", "Microsoft.Storage/storageAccounts/blobServices/containers/blobs:path")
"""Path of a blob in its container."""
