"""What is not known any more once resources are made anew: their ids, and what else their cloud chose for them, wherever somebody is given it."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping
from typing import Any

from civic.changes.values import SHORTEST, computed, pieces, texts
from civic.plan import Resource
from civic.plan.wire import UNKNOWN


class Anew:
    """Resources that are made anew, among all that are planned."""

    def __init__(self, planned: Iterable[Resource]) -> None:
        self.urns: set[str] = set()
        self._of: dict[str, str] = {}
        """What a cloud chose for one resource alone -> its URN. Others are given it through a dependency, or by another stack's card."""
        self._named: dict[str, frozenset[str]] = {}
        """URN -> what the resource is called, by its own inputs: that says nothing but where there is a dependency."""
        resources = list(planned)
        self._counts = Counter(text for resource in resources for text in {resource.id, *computed(resource)})
        self._given: dict[str, dict[str, frozenset[str]]] = {}
        """URN -> its inputs -> everything that stands in them."""
        self._readers: defaultdict[str, set[str]] = defaultdict(set)
        """Text, or URN of a dependency or provider -> who has it among its inputs."""
        for resource in resources:
            given = {key: frozenset[str]().union(*map(pieces, texts(value))) for key, value in resource.inputs.items()}
            self._given[resource.urn] = given
            depended = [urn for urns in resource.property_dependencies.values() for urn in urns]
            for text in (*(text for held in given.values() for text in held), *depended, resource.provider.rsplit("::", 1)[0]):
                self._readers[text].add(resource.urn)

    def add(self, fresh: Collection[Resource]) -> set[str]:
        """More are made anew. Gives the URNs of those that may differ because of it."""
        concerned: set[str] = set()
        for resource in fresh:
            self.urns.add(resource.urn)
            own = set(texts(resource.inputs))
            chosen = {text for text in {resource.id, *computed(resource)} if len(text) >= SHORTEST and text not in own and self._counts[text] == 1}
            self._of |= dict.fromkeys(chosen, resource.urn)
            self._named[resource.urn] = frozenset({resource.id, *computed(resource)} - chosen - {""})
            concerned |= {urn for text in (*chosen, resource.urn) for urn in self._readers[text]}
        return concerned

    def with_unknowns(self, resource: Resource, settled: Mapping[str, Any]) -> tuple[Mapping[str, Any], tuple[str, ...]]:
        """Its ``settled`` inputs, with what comes from those that are made anew unknown; and the URNs of those."""
        new, follows = dict(settled), dict[str, None]()
        for key, held in self._given[resource.urn].items() if self.urns else ():
            if key not in new:
                continue
            gone = {text: self._of[text] for text in held & self._of.keys() if self._of[text] != resource.urn}
            for urn in resource.property_dependencies.get(key, ()):
                gone |= dict.fromkeys(held & self._named.get(urn, frozenset()), urn)
            if gone:
                new[key] = _unknown_where(new[key], resource.inputs[key], gone)
                follows |= dict.fromkeys(sorted(set(gone.values())))
        return new, tuple(follows)


def _unknown_where(settled: Any, value: Any, gone: Collection[str]) -> Any:
    """``settled`` with nothing known where ``value``, of the same shape, has one of the texts in it that are gone."""
    if isinstance(value, str):
        return UNKNOWN if not pieces(value).isdisjoint(gone) else settled
    if isinstance(value, Mapping) and isinstance(settled, Mapping):
        return {key: _unknown_where(inner, value.get(key), gone) for key, inner in settled.items()}
    if isinstance(value, list | tuple) and isinstance(settled, list) and len(value) == len(settled):
        return [_unknown_where(inner, each, gone) for inner, each in zip(settled, value, strict=True)]
    return settled
