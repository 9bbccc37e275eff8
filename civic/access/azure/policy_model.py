"""Policies as they are assigned.

Source: Microsoft Learn, "Azure Policy definition structure basics", "Azure Policy assignment structure", "Azure Policy exemption structure".
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from civic.access.azure.rules import Node
from civic.access.azure.values import JsonValue, Value
from civic.access.errors import AccessError

Problem = Callable[[AccessError], None]
EFFECTS = frozenset(
    {
        "addtonetworkgroup",
        "append",
        "audit",
        "auditifnotexists",
        "deny",
        "denyaction",
        "deployifnotexists",
        "disabled",
        "manual",
        "modify",
        "mutate",
    }
)
"""In lower case ("Azure Policy definitions effect basics")."""


@dataclass(frozen=True)
class PolicyDefinition:
    """One policy. ``condition`` is None where its content cannot be known."""

    id: str
    """Normal."""
    urn: str = ""
    """Empty for a built-in policy."""
    mode: str = "indexed"
    """``all``, ``indexed``, or a resource provider's, in lower case."""
    condition: Node | None = None
    effect: JsonValue = None
    """As written: a text, or an expression."""
    details: JsonValue = None
    existence: Node | None = None
    defaults: Mapping[str, Value] = field(default_factory=dict)
    """Default values of parameters by name in lower case; of one without, nothing."""


@dataclass(frozen=True)
class Member:
    """A policy of an assignment, with its parameters worked out."""

    definition: PolicyDefinition
    parameters: Mapping[str, Value]
    """By name in lower case."""
    reference: str = ""
    """In an initiative."""
    effect: str = ""
    """Effect that the assignment puts in place of the policy's own."""


@dataclass(frozen=True)
class Exemption:
    """What an assignment is not about."""

    urn: str
    scope: str
    references: tuple[str, ...] = ()
    """Of an initiative's policies; empty for all."""
    expires: str = ""


@dataclass(frozen=True)
class PolicyAssignment:
    """A policy or an initiative at a scope."""

    urn: str
    id: str
    name: str
    scope: str
    members: tuple[Member, ...]
    enforced: bool | None = True
    """False for ``DoNotEnforce``; None where it cannot be known."""
    not_scopes: tuple[str, ...] = ()
    exemptions: tuple[Exemption, ...] = ()
    identity: str = ""
    """Key of the identity that it mends with; empty where it has none."""
    message: str = ""
    selected: bool = False
    """Whether it is narrowed by resource selectors, which are not evaluated."""
