"""AWS IAM."""

from collections.abc import Iterator
from typing import Any

from policies.aws.rules.documents import listed, statements
from policies.rule import Subject, rule


@rule(
    "iam-no-star-on-star",
    title="No policy allows every action on every resource",
    why="Whoever takes over such a role has taken over the account.",
    severity="critical",
    types=("aws:iam/policy:Policy", "aws:iam/rolePolicy:RolePolicy"),
    remediation="Name the services and resources that the role needs.",
)
def no_star_on_star(subject: Subject) -> Iterator[str]:
    for statement in statements(subject.value("policy")):
        if statement.get("Effect") == "Allow" and "*" in listed(statement.get("Action")) and "*" in listed(statement.get("Resource")):
            yield "a statement allows every action on every resource"


@rule(
    "iam-trust-is-narrow",
    title="A role trusts named principals, and a pipeline by its exact subject",
    why="A wildcard in a trust policy lets strangers become this role.",
    severity="critical",
    types=("aws:iam/role:Role",),
    remediation="Name the principal; for a pipeline, compare aud and sub with StringEquals and exact texts.",
)
def trust_is_narrow(subject: Subject) -> Iterator[str]:
    for statement in statements(subject.value("assumeRolePolicy")):
        if statement.get("Effect") != "Allow":
            continue
        principal = statement.get("Principal")
        named = [principal] if not isinstance(principal, dict) else [p for listing in principal.values() for p in listed(listing)]
        if "*" in named:
            yield "the role may be assumed by anybody"
        if isinstance(principal, dict) and "Federated" in principal:
            yield from _federated(statement.get("Condition") or {})


def _federated(condition: dict[str, Any]) -> Iterator[str]:
    exact = {key.rsplit(":", 1)[-1]: listed(found) for key, found in (condition.get("StringEquals") or {}).items()}
    for claim in ("aud", "sub"):
        if not exact.get(claim) or any("*" in str(found) for found in exact[claim]):
            yield f"a federated identity is trusted without an exact '{claim}'"
