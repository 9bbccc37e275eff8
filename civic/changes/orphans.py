"""What a cloud has and no state knows: told apart from what is somebody else's, and given back to the resource that it was to be."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from civic.changes.change import is_managed
from civic.plan import Deployment, Resource


@dataclass(frozen=True)
class Listed:
    """A resource by its cloud's own list."""

    id: str
    """ARN, or Azure id."""
    tags: Mapping[str, str]


@dataclass(frozen=True)
class Orphan:
    """One that is in no state."""

    id: str
    stack: str = ""
    """Stack that would make it; empty where no plan has anything like it."""
    candidates: tuple[Resource, ...] = ()
    """Planned resources, not in the state yet, that it may be."""
    twins: tuple[Resource, ...] = ()
    """Where there is no such: those that the state has already, made a second time."""
    import_id: str = ""
    """What the provider calls it, as ``pulumi import`` takes it; empty where its ARN does not say."""


def orphans(listed: Iterable[Listed], states: Mapping[str, Deployment], plans: Mapping[str, Deployment]) -> list[Orphan]:
    """Everything listed that is in none of ``states``, by id; each once. ``plans`` say what it may be."""
    known = {_folded(ident) for deployment in states.values() for resource in deployment for ident in _ids(resource)}
    planned = [(stack, resource) for stack, deployment in sorted(plans.items()) for resource in deployment if is_managed(resource)]
    there = {resource.urn for deployment in states.values() for resource in deployment}
    loose = {one.id: one for one in listed if _folded(one.id) not in known}
    return [_orphan(one, planned, there) for _, one in sorted(loose.items())]


def _orphan(one: Listed, planned: Sequence[tuple[str, Resource]], there: set[str]) -> Orphan:
    alike = [(stack, resource) for stack, resource in planned if _is_alike(one, resource)]
    named = [(stack, resource) for stack, resource in alike if _tail(_own(resource)) == _tail(one.id)]
    alike = named or [(stack, resource) for stack, resource in alike if not _is_named(resource)]
    missing = [(stack, resource) for stack, resource in alike if resource.urn not in there]
    found = missing or alike
    if not found:
        return Orphan(one.id)
    resources = tuple(resource for _, resource in found)
    ident = _import_id(one.id, resources[0])
    return Orphan(one.id, found[0][0], resources if missing else (), () if missing else resources, ident)


def _own(resource: Resource) -> str:
    """ARN or Azure id of a planned resource."""
    arn = resource.outputs.get("arn")
    return arn if isinstance(arn, str) and arn.startswith("arn:") else resource.id


def _ids(resource: Resource) -> set[str]:
    return {resource.id, _own(resource)} - {""}


def _folded(ident: str) -> str:
    # Azure's ids are the same in any case (Azure Resource Manager, "Resource IDs are case-insensitive").
    return ident.casefold() if ident.startswith("/subscriptions/") else ident


def _is_alike(one: Listed, resource: Resource) -> bool:
    tags = resource.outputs.get("tagsAll") or resource.outputs.get("tags") or {}
    own = {key: value for key, value in one.tags.items() if not key.startswith(("aws:", "hidden-"))}
    return _kind(_own(resource)) == _kind(one.id) and own == tags


def _kind(ident: str) -> tuple[str, ...]:
    """Service and type in an ARN, with the region; the types in an Azure id."""
    if ident.startswith("arn:"):
        _, _, service, region, _, rest = ident.split(":", 5) if ident.count(":") >= 5 else ("", "", "", "", "", "")
        # What stands before the first slash or colon is the type, where there is one: "subnet/subnet-1", "log-group:/civic".
        return service, region, re.split(r"[/:]", rest, maxsplit=1)[0] if re.search(r"[/:]", rest) else ""
    return tuple(part.casefold() for part in ident.split("/")[1::2])


def _tail(ident: str) -> str:
    """What says which one it is, without the account, the region or the Azure subscription."""
    if ident.startswith("arn:"):
        return ident.split(":", 5)[-1]
    return "/".join(ident.casefold().split("/")[3:])


def _is_named(resource: Resource) -> bool:
    """Whether the program, and not the cloud, chose what it is called: another name is another resource."""
    last = re.split(r"[/:]", _own(resource))[-1]
    return any(value == last for value in resource.inputs.values())


def _import_id(ident: str, resource: Resource) -> str:
    """The provider's id of what was listed, by how that of the planned one lies in its ARN."""
    own = _own(resource)
    if resource.id == own:
        return ident
    before, after = own.split(":", 5)[-1], ident.split(":", 5)[-1]
    if not before.endswith(resource.id):
        return ""
    prefix = before.removesuffix(resource.id)
    return after.removeprefix(prefix) if after.startswith(prefix) else ""
