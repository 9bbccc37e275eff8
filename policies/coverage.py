"""How much of a stack is under rules: what no rule looks at has not been checked, and is counted as that."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from civic.plan import Deployment, Resource
from policies.rule import Rule


@dataclass(frozen=True)
class Coverage:
    """Resources that providers make, and those of types that some rule looks at."""

    resources: int
    resources_under_rules: int
    types: int
    types_under_rules: int
    not_looked_at: Mapping[str, int]
    """Type that no rule looks at -> resources of it, the most frequent first."""


def managed_types(deployment: Deployment) -> Counter[str]:
    """Type -> resources that a provider made for this stack; not what is read, nor providers, components and the stack itself."""
    return Counter(resource.type for resource in deployment if is_managed(resource))


def is_managed(resource: Resource) -> bool:
    return resource.custom and not resource.external and not resource.type.startswith("pulumi:")


def coverage(managed: Mapping[str, int], rules: Collection[Rule]) -> Coverage:
    """Coverage of resources, by type, by rules: of those types that a rule is asked of, or reads to decide."""
    known = types_of(rules)
    missed = sorted(((token, count) for token, count in managed.items() if token not in known), key=lambda entry: (-entry[1], entry[0]))
    return Coverage(
        resources=sum(managed.values()),
        resources_under_rules=sum(count for token, count in managed.items() if token in known),
        types=len(managed),
        types_under_rules=sum(token in known for token in managed),
        not_looked_at=dict(missed),
    )


def types_of(rules: Iterable[Rule]) -> frozenset[str]:
    return frozenset(token for one in rules for token in (*one.types, *one.reads))


def times_asked(counts: Mapping[str, int], rules: Iterable[Rule]) -> Mapping[str, int]:
    """Rule -> resources that it was asked of, from resources by type; 0 for a rule that met none."""
    return {one.id: sum(counts.get(token, 0) for token in one.types) for one in rules}
