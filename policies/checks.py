"""The dispatcher: each resource is read once and meets the rules of its type alone."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from civic.plan import Deployment, Resource
from policies.canonical import normalised
from policies.frameworks import controls_of
from policies.rule import Level, Plans, Rule, Severity, Subject, faults

CURES = {
    "undecidable": "Give a value that is known before anything is deployed, or deploy and check the state: civic check --state FILE.",
    "error": "Compare the resource's inputs with what its provider documents; where they are right, the rule is at fault.",
}
"""What to do about a finding that is no broken rule."""


@dataclass(frozen=True)
class Finding:
    """A rule broken by a resource, or one that could not be decided or failed."""

    rule: str
    kind: str
    """``broken``, ``undecidable`` or ``error``."""
    level: Level
    severity: Severity
    title: str
    """What the rule demands."""
    why: str
    message: str
    """What is wrong here."""
    stack: str
    urn: str
    name: str
    type: str
    """As its program spells it."""
    source: str
    remediation: str
    """What to do."""
    controls: Mapping[str, tuple[str, ...]]
    """Framework -> controls by which it is a fault; where it could not be decided, all that the rule is evidence for."""
    record: tuple[str, ...] = ()
    """Keys of the body's record that say what is wrong; none where its program does."""
    write: str = ""
    """What its body would write there."""


def check(deployment: Deployment, rules: Sequence[Rule], *, stack_name: str, preview: bool = False) -> list[Finding]:
    """Every finding of one stack. What cannot be decided is advisory in a preview and mandatory anywhere else.

    What a program only reads is nobody's fault in it: rules see it beside what they are asked of, and are not asked of it.
    """
    table, deployment = by_type(tuple(rules)), normalised(deployment)
    return [
        finding
        for resource in deployment
        if resource.type in table and not resource.external
        for one in table[resource.type]
        for finding in findings(one, Subject(resource, deployment, stack_name=stack_name), preview)
    ]


def check_plans(by_stack: Mapping[str, Sequence[Resource]], rules: Sequence[Rule]) -> list[Finding]:
    """Every finding of rules over the whole estate, whose plans (or what its rules look at in them) are given by stack."""
    plans, table = Plans(by_stack), by_type(tuple(rules))
    return [
        finding
        for stack_name, resources in plans.by_stack.items()
        for deployment in (Deployment(tuple(resources)),)
        for resource in resources
        if not resource.external
        for one in table.get(resource.type, ())
        for finding in findings(one, Subject(resource, deployment, plans, stack_name), preview=False)
    ]


@lru_cache(maxsize=16)
def by_type(rules: tuple[Rule, ...]) -> Mapping[str, tuple[Rule, ...]]:
    """Rules by type token."""
    table: dict[str, tuple[Rule, ...]] = {}
    for one in rules:
        for token in one.types:
            table[token] = (*table.get(token, ()), one)
    return table


def findings(one: Rule, subject: Subject, preview: bool) -> Iterator[Finding]:
    """What one rule has against one resource."""
    resource = subject.resource
    for kind, fault in faults(one, subject):
        yield Finding(
            rule=one.id,
            kind=kind,
            level=one.level if kind == "broken" else ("advisory" if preview else "mandatory"),
            severity=one.severity,
            title=one.title,
            why=one.why,
            message=fault.message,
            stack=subject.stack_name,
            urn=resource.urn,
            name=resource.name,
            type=resource.token,
            source=resource.source,
            remediation=CURES.get(kind, one.remediation),
            controls=controls_of(one.id, fault.message if kind == "broken" else ""),
            record=fault.record,
            write=fault.write,
        )


def estate_finding(rule: Rule, kind: str, stack: str, urn: str, *, source: str, message: str, remediation: str) -> Finding:
    """A finding of a rule that is asked of whole estates by ``civic`` itself. Of what no resource stands for, such as a run, the URN is its stack's."""
    urn = urn or f"urn:pulumi:{stack}::{stack}::pulumi:pulumi:Stack::{stack}"
    return Finding(
        rule=rule.id,
        kind=kind,
        level="mandatory",
        severity=rule.severity,
        title=rule.title,
        why=rule.why,
        message=message,
        stack=stack,
        urn=urn,
        name=urn.rpartition("::")[2],
        type=urn.split("::")[2].rpartition("$")[2],
        source=source,
        remediation=remediation,
        controls=controls_of(rule.id),
    )
