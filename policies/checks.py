"""The dispatcher: each resource is read once and meets the rules of its type alone."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from civic.plan import Deployment
from policies.rule import Level, Rule, Severity, Subject, messages

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
    source: str
    remediation: str
    """What to do."""
    controls: Mapping[str, tuple[str, ...]]


def check(deployment: Deployment, rules: Sequence[Rule], *, stack_name: str, preview: bool = False) -> list[Finding]:
    """Every finding. What cannot be decided is advisory in a preview and mandatory anywhere else."""
    table = by_type(tuple(rules))
    found: list[Finding] = []
    for resource in deployment:
        asked_here = table.get(resource.type)
        if asked_here:
            subject = Subject(resource, deployment)
            for asked in asked_here:
                found += findings(asked, subject, stack_name, preview)
    return found


@lru_cache(maxsize=16)
def by_type(rules: tuple[Rule, ...]) -> Mapping[str, tuple[Rule, ...]]:
    """Rules by type token."""
    table: dict[str, tuple[Rule, ...]] = {}
    for asked in rules:
        for token in asked.types:
            table[token] = (*table.get(token, ()), asked)
    return table


def findings(asked: Rule, subject: Subject, stack_name: str, preview: bool) -> Iterator[Finding]:
    """What one rule has against one resource."""
    resource = subject.resource
    for kind, message in messages(asked, subject):
        yield Finding(
            rule=asked.id,
            kind=kind,
            level=asked.level if kind == "broken" else ("advisory" if preview else "mandatory"),
            severity=asked.severity,
            title=asked.title,
            why=asked.why,
            message=message,
            stack=stack_name,
            urn=resource.urn,
            name=resource.name,
            type=resource.type,
            source=resource.source,
            remediation=CURES.get(kind, asked.remediation),
            controls=asked.controls,
        )
