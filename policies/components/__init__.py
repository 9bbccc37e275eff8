"""Rules that hold each component of the platform to what it cannot be without. What that is stands in a cloud's file of this folder."""

from collections.abc import Iterator, Sequence
from functools import cache

from civic.plan import Resource
from policies.components.demands import found_at, met, said
from policies.components.needs import Component, Need, components
from policies.rule import Rule, Subject, Undecidable, every
from policies.values import value

__all__ = ["component_rules"]


@cache
def component_rules(cloud: str) -> tuple[Rule, ...]:
    """A rule for each component of a cloud that needs something."""
    return tuple(_rule(cloud, component) for component in components(cloud))


def _rule(cloud: str, component: Component) -> Rule:
    name = component.token.rpartition(":")[2]
    words = "".join(f"-{letter.lower()}" if letter.isupper() else letter for letter in name)
    return Rule(
        id=f"component-{cloud}{words}",
        title=f"{name} on {'AWS' if cloud == 'aws' else 'Azure'} has everything that it cannot be without",
        why=component.why,
        severity=component.severity,
        types=(component.token,),
        reads=tuple(sorted({need.type for need in component.needs})),
        remediation="Take back what was changed in the component, or in what is made of it; a program that makes the component unchanged has it all.",
        check=lambda subject: every(*(_missing(subject, need) for need in component.needs)),
        scope="stack",
    )


def _missing(subject: Subject, need: Need) -> Iterator[str]:
    inside = [resource for resource in subject.stack.of_type(need.type) if _is_inside(resource, subject)]
    meant = [resource for resource in inside if all(met(demand, found) for path, demand in need.where.items() for found in _found(resource, path))]
    if len(meant) < (0 if need.unless and need.unless in _existing(subject) else need.count):
        which = f" with {', '.join(f'{path} {said(demand)}' for path, demand in need.where.items())}" if need.where else ""
        few = f"no {need.type}" if not meant else f"{len(meant)} of at least {need.count} {need.type}"
        yield f"it has {few}{which}: {need.because}"
    yield from every(*(_wrong(resource, need) for resource in meant))


def _existing(subject: Subject) -> Sequence[object]:
    """What the component says that it has found there already."""
    named = value(subject.resource.inputs.get("existing"))
    return named if isinstance(named, list) else ()


def _wrong(resource: Resource, need: Need) -> Iterator[str]:
    if need.protected and not resource.protect:
        yield f"{resource.name} ({need.type}) is not protected: {need.because}"
    for path, demand in need.having.items():
        for found in _found(resource, path):
            try:
                if not met(demand, found):
                    yield f"{path} of {resource.name} ({need.type}) must be {said(demand)}: {need.because}"
            except Undecidable as unknown:
                raise Undecidable(unknown.state, f"'{path}' of {resource.name}") from None


def _found(resource: Resource, path: str) -> Iterator[object]:
    return found_at(resource.inputs, path)


def _is_inside(resource: Resource, subject: Subject) -> bool:
    """At any depth: components are made of components."""
    urn, seen = resource.parent, set[str]()
    while urn and urn not in seen:
        if urn == subject.urn:
            return True
        seen.add(urn)
        above = subject.stack.by_urn.get(urn)
        urn = above.parent if above else ""
    return False
