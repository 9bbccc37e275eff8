"""How tests ask the rules of a pack: of a cloud's clean stack, or of the clean estate, changed."""

import copy

from civic.plan import Deployment, Resource
from policies import Finding, Rule, all_rules, check, clouds, rules_for
from policies.estate import estate_findings
from policies.registry import COMPONENTS, ESTATE
from tests.policies.case import Change, Inputs
from tests.policies.examples import CASES, CLEAN

CLOUDS = clouds()
PACKS = (*CLOUDS, ESTATE)
RULES = [(pack, rule_id) for pack in PACKS for rule_id in CASES[pack]]
"""(pack, rule) of every rule that has examples; a test says that all have."""
OF_COMPONENTS = frozenset(rule.id for pack, rule in all_rules() if pack == COMPONENTS)
"""What a service's rule asks of a resource its component promises too; tests/policies/test_components.py takes that back."""


def rule_of(rule_id: str) -> Rule:
    (rule,) = [one for _, one in all_rules() if one.id == rule_id]
    return rule


def findings_in(pack: str, change: Change | None = None, *, preview: bool = False) -> list[Finding]:
    """What the rules of a pack find in its clean example, changed."""
    if pack == ESTATE:
        return estate_findings(estate_of(change))
    return check(stack_of(pack, change), rules_for(pack), stack_name="s", preview=preview)


def stack_of(cloud: str, change: Change | None = None) -> Deployment:
    resources = []
    for name, given in _changed(cloud, change).items():
        chain, _, logical = name.rpartition("::") if name not in CLEAN[cloud] else (CLEAN[cloud][name][0], "", name)
        resources.append(_resource("s", chain, logical, given))
    return Deployment(tuple(resources))


def estate_of(change: Change | None = None) -> dict[str, list[Resource]]:
    stacks: dict[str, list[Resource]] = {name.split("/")[0]: [] for name in CLEAN[ESTATE]}
    for name, given in _changed(ESTATE, change).items():
        stack, logical = name.split("/")
        stacks[stack].append(_resource(stack, CLEAN[ESTATE][name][0], logical, given))
    return stacks


def _changed(pack: str, change: Change | None) -> dict[str, Inputs]:
    inputs = {name: copy.deepcopy(given) for name, (_, given) in CLEAN[pack].items()}
    if change:
        change(inputs)
    return inputs


def _resource(stack: str, chain: str, name: str, given: Inputs) -> Resource:
    above, _, token = chain.rpartition("$")
    parent = f"urn:pulumi:{stack}::p::{above}::{name.split('/')[0]}" if above else ""
    ident = str(given.get("id", f"{name}-id"))
    return Resource(f"urn:pulumi:{stack}::p::{chain}::{name}", token, True, inputs=given, outputs=given, id=ident, parent=parent)
