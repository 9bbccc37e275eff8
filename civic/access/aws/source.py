"""The resources that a world is made from: by type, with the account and region that each stands in, and documents parsed where they stand."""

import json
from collections.abc import Iterable, Iterator, Mapping

from civic.access.aws.attached import Attached
from civic.access.aws.kinds import DocumentKind
from civic.access.aws.policies import DocumentFault, parse
from civic.access.errors import AccessError
from civic.plan import UNKNOWN, Resource
from civic.plan.wire import HIDDEN, SIGNATURE, UNKNOWNS

PROVIDER = "pulumi:providers:aws"


def opened(value: object) -> object:
    """A property's value without its envelope; ``UNKNOWN`` where that hides it."""
    if isinstance(value, Mapping) and SIGNATURE in value:
        inner = value.get("value", UNKNOWN)
        return UNKNOWN if inner == HIDDEN else opened(inner)
    return value


def is_unknown(value: object) -> bool:
    return isinstance(value, str) and (value in UNKNOWNS or value == HIDDEN)


def entries(value: object) -> list[object]:
    """A list property's values; none where it is left out or unknown."""
    found = opened(value)
    return [opened(one) for one in found] if isinstance(found, list) else []


def mapping(value: object) -> Mapping[str, object]:
    found = opened(value)
    return found if isinstance(found, Mapping) else {}


class Source:
    """Resources of AWS by type; faults found in reading them are gathered."""

    def __init__(self, resources: Iterable[Resource]) -> None:
        self._by_type: dict[str, list[Resource]] = {}
        self._by_urn: dict[str, Resource] = {}
        for resource in resources:
            if resource.type.startswith(("aws:", PROVIDER)):
                self._by_type.setdefault(resource.type, []).append(resource)
                self._by_urn[resource.urn] = resource
        self._places = {urn: _place(resource) for urn, resource in self._by_urn.items() if resource.type == PROVIDER}
        self.faults: list[AccessError] = []

    def of(self, *tokens: str) -> Iterator[Resource]:
        """Resources of these types, in the order they were made."""
        for token in tokens:
            yield from self._by_type.get(token, ())

    def everything(self) -> Iterator[Resource]:
        return iter(self._by_urn.values())

    @property
    def assumed(self) -> Mapping[str, tuple[str, ...]]:
        """URN of a provider -> roles that it assumes, first to last."""
        return {urn: roles for urn, (_, _, roles) in self._places.items() if roles}

    def by_urn(self, urn: str) -> Resource | None:
        return self._by_urn.get(urn)

    def account(self, resource: Resource) -> str:
        """Twelve digits: its own ARN's, or else those of the role its provider assumes, or else the only ones that provider allows."""
        parts = self.arn(resource).split(":", 5)
        if len(parts) == 6 and parts[4].isdigit():
            return parts[4]
        return self._place(resource)[0]

    def region(self, resource: Resource) -> str:
        given = opened(resource.outputs.get("region") or resource.inputs.get("region"))
        return given if isinstance(given, str) and not is_unknown(given) else self._place(resource)[1]

    def _place(self, resource: Resource) -> tuple[str, str, tuple[str, ...]]:
        return self._places.get(resource.provider.rpartition("::")[0], ("", "", ()))

    def arn(self, resource: Resource) -> str:
        """Its ARN; empty where it has none or that is not known yet."""
        found = opened(resource.outputs.get("arn"))
        return found if isinstance(found, str) and found.startswith("arn:") else ""

    def text(self, resource: Resource, key: str) -> str:
        """A property of text: as the program gave it, or else as the cloud did. Empty where unknown."""
        for side in (resource.inputs, resource.outputs):
            found = opened(side.get(key))
            if isinstance(found, str) and not is_unknown(found):
                return found
        return ""

    def name(self, resource: Resource) -> str:
        return self.text(resource, "name") or resource.id

    def dependency(self, resource: Resource, key: str, token: str) -> Resource | None:
        """The resource that a property comes from, for one whose value is not known yet."""
        for urn in resource.property_dependencies.get(key, ()):
            found = self._by_urn.get(urn)
            if found is not None and found.type == token:
                return found
        return None

    def tags(self, resource: Resource) -> Mapping[str, str]:
        found = mapping(resource.outputs.get("tagsAll")) or mapping(resource.inputs.get("tags"))
        return {key: str(value) for key, value in found.items()}

    def attach(self, resource: Resource, place: str, value: object, kind: DocumentKind) -> Attached | None:
        """A document where it stands; ``None`` where there is none. One that AWS would refuse is a fault, and of unknown content."""
        document = opened(value)
        if document is None or document == "":
            return None
        if is_unknown(document):
            return Attached(None, resource.urn, place)
        try:
            return Attached(parse(_readable(document), kind), resource.urn, place)
        except DocumentFault as fault:
            self.fault(resource, place, str(fault))
            return Attached(None, resource.urn, place)

    def fault(self, resource: Resource, place: str, problem: str) -> None:
        self.faults.append(AccessError.of(resource, place, problem))


def _readable(document: object) -> object:
    """A document given opened may hold envelopes inside."""
    if isinstance(document, str):
        return document
    return json.loads(json.dumps(document, default=str), object_hook=lambda found: opened(found) if SIGNATURE in found else found)


def _place(provider: Resource) -> tuple[str, str, tuple[str, ...]]:
    """(account, region, roles it assumes) of a provider; its lists are JSON texts (pulumi/pulumi, ``sdk/go/common/resource/plugin``)."""
    roles = tuple(
        str(one["roleArn"]) for one in _listed(provider.inputs.get("assumeRoles")) if isinstance(one, Mapping) and one.get("roleArn") is not None
    )
    parts = roles[-1].split(":", 5) if roles else []
    allowed = [str(one) for one in _listed(provider.inputs.get("allowedAccountIds"))]
    account = parts[4] if len(parts) == 6 else allowed[0] if allowed else ""
    region = opened(provider.inputs.get("region"))
    return account, region if isinstance(region, str) and not is_unknown(region) else "", tuple(role for role in roles if not is_unknown(role))


def _listed(value: object) -> list[object]:
    found = opened(value)
    if isinstance(found, str) and found.startswith("["):
        try:
            found = json.loads(found)
        except json.JSONDecodeError:
            return []
    return [opened(one) for one in found] if isinstance(found, list) else []
