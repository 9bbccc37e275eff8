"""Which resource of a plan is which of a state: by URN, or by an alias, also one that its parent's gives it (as Pulumi's engine infers it)."""

from collections.abc import Iterator, Mapping

from civic.plan import Deployment, Resource

STACK_TYPE = "pulumi:pulumi:Stack"


def matched(before: Deployment, after: Deployment) -> Mapping[str, Resource]:
    """URN in ``after`` -> what it was in ``before``; each of ``before`` at most once. Whoever still has its URN keeps it."""
    left = dict(before.by_urn)
    pairs = {resource.urn: left.pop(resource.urn) for resource in after if resource.urn in left}
    for resource in after:
        if resource.urn in pairs:
            continue
        was = next((urn for urn in _former(resource, pairs) if urn in left), None)
        if was is not None:
            pairs[resource.urn] = left.pop(was)
    return pairs


def _former(resource: Resource, pairs: Mapping[str, Resource]) -> Iterator[str]:
    """URNs that a resource may have had. Parents stand before their children in a document."""
    yield from resource.aliases
    parent = pairs.get(resource.parent)
    if parent is None or parent.urn == resource.parent:
        return
    prefix, old_name, new_name = parent.urn.split("::", 3)[:2], parent.name, resource.parent.split("::", 3)[3]
    name = old_name + resource.name.removeprefix(new_name) if resource.name.startswith(new_name) else resource.name
    types = {resource.type, *(urn.split("::", 3)[2].rsplit("$", 1)[-1] for urn in resource.aliases)}
    above = "" if parent.type == STACK_TYPE else f"{parent.urn.split('::', 3)[2]}$"
    for token in sorted(types):
        for each in dict.fromkeys((name, resource.name)):
            yield "::".join((*prefix, f"{above}{token}", each))
