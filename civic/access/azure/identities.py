"""Managed identities of a plan, and whose tokens may become them.

Source: Microsoft Learn, "What are managed identities for Azure resources?" and "Workload identity federation".
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from civic.access.azure.request import Principal
from civic.access.azure.scopes import normal, parent_of
from civic.access.azure.values import has_unknown, is_mapping, is_unknown, lookup
from civic.plan import Resource

USER_ASSIGNED = "azure-native:managedidentity:UserAssignedIdentity"
FEDERATED = "azure-native:managedidentity:FederatedIdentityCredential"


@dataclass(frozen=True)
class Federation:
    """Tokens of an issuer for a subject and audience become the identity."""

    urn: str
    identity: str
    """Key of the identity (``Identity.key``)."""
    issuer: str
    subject: str
    audiences: tuple[str, ...]

    def accepts(self, issuer: str, subject: str, audience: str) -> bool:
        """Whether a token is let in. All three are compared sign by sign: there are no wildcards."""
        return (self.issuer, self.subject) == (issuer, subject) and audience in self.audiences


@dataclass(frozen=True)
class Identity:
    """A managed identity: one of its own, or that of a resource."""

    urn: str
    id: str
    """Resource id (normal) of the identity, or of the resource whose own it is; empty where it cannot be known."""
    object_id: str
    """Lower case; empty where it cannot be known yet."""
    client_id: str = ""
    user_assigned: bool = True

    @property
    def key(self) -> str:
        """What assignments name it by: its object id, else its URN in lower case."""
        return self.object_id or self.urn.lower()

    @property
    def principal(self) -> Principal:
        """It, as who asks. A managed identity's groups are the directory's."""
        return Principal(self.key)


def read_identity(resource: Resource) -> Identity | None:
    """The managed identity that a resource is, or has of its own; None where it is and has none."""
    place = normal(resource.id) if resource.id and not has_unknown(resource.id) else ""
    if resource.type == USER_ASSIGNED:
        outputs = resource.outputs
        return Identity(resource.urn, place, _known(lookup(outputs, "principalId")), _known(lookup(outputs, "clientId")))
    asked = lookup(resource.inputs, "identity")
    if not is_mapping(asked) or "systemassigned" not in str(lookup(asked, "type")).replace(" ", "").lower():
        return None
    given = lookup(resource.outputs, "identity")
    return Identity(resource.urn, place, _known(lookup(given, "principalId")) if is_mapping(given) else "", user_assigned=False)


def read_federation(resource: Resource, identities: Mapping[str, Identity]) -> Federation | None:
    """A federated credential; ``identities`` by resource id and by URN. None where its identity is not in the plan."""
    above = identities.get(parent_of(normal(resource.id))) if resource.id and not has_unknown(resource.id) else None
    identity = above or next((identities[urn] for urn in _related(resource) if urn in identities), None)
    if identity is None:
        return None
    audiences = lookup(resource.inputs, "audiences")
    return Federation(
        urn=resource.urn,
        identity=identity.key,
        issuer=_exact(lookup(resource.inputs, "issuer")),
        subject=_exact(lookup(resource.inputs, "subject")),
        audiences=tuple(entry for entry in audiences if isinstance(entry, str)) if isinstance(audiences, list) else (),
    )


def _related(resource: Resource) -> Iterable[str]:
    yield from resource.property_dependencies.get("resourceName", ())
    yield resource.parent


def _known(value: object) -> str:
    return value.lower() if isinstance(value, str) and not is_unknown(value) and not has_unknown(value) else ""


def _exact(value: object) -> str:
    return value if isinstance(value, str) and not has_unknown(value) else ""
