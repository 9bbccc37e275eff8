"""AWS IAM."""

from collections.abc import Iterator, Mapping
from typing import Any

from policies.aws.rules.documents import allows, comparisons, everything, exact_values, is_everybody, listed, statements
from policies.aws.rules.people import is_open_for_days, trusts_directory
from policies.rule import Subject, every, rule

ROLE = "aws:iam/role:Role"
POLICIES = (
    "aws:iam/policy:Policy",
    "aws:iam/rolePolicy:RolePolicy",
    "aws:iam/userPolicy:UserPolicy",
    "aws:iam/groupPolicy:GroupPolicy",
)
ATTACHMENTS = (
    "aws:iam/rolePolicyAttachment:RolePolicyAttachment",
    "aws:iam/userPolicyAttachment:UserPolicyAttachment",
    "aws:iam/groupPolicyAttachment:GroupPolicyAttachment",
    "aws:iam/policyAttachment:PolicyAttachment",
    "aws:iam/rolePolicyAttachmentsExclusive:RolePolicyAttachmentsExclusive",
)
ADMINISTRATOR = ":iam::aws:policy/AdministratorAccess"
WITHIN = ("aws:principalorgid", "aws:principalorgpaths", "aws:principalaccount", "aws:principalarn", "aws:sourceaccount", "aws:sourcearn")
"""Condition keys that narrow "everybody" to whom one knows (IAM User Guide, "AWS global condition context keys")."""

SIGN_INS = {"accounts.google.com": "aud", "graph.facebook.com": "app_id", "www.amazon.com": "app_id"}
"""Sign-ins of the public -> the key by which an application is told (IAM User Guide, "Creating a role for web identity")."""


@rule(
    "iam-no-star-on-star",
    title="No policy allows every action on every resource",
    why="Whoever takes over such a role has taken over the account.",
    severity="critical",
    types=(*POLICIES, *ATTACHMENTS, ROLE),
    remediation="Name the services and resources that the role needs.",
    scope="stack",
    reads=(ROLE,),
)
def no_star_on_star(subject: Subject) -> Iterator[str]:
    if subject.type in ATTACHMENTS:
        if _open_for_days(subject):
            return
        keys = [key for key in ("policyArn", "policyArns") if subject.is_set(key)]
        yield from every(*(_attached(subject, key) for key in keys))
    elif subject.type == ROLE:
        yield from every(_attached(subject, "managedPolicyArns"), _inside(subject))
    else:
        yield from _star_on_star(subject.value("policy"))


def _open_for_days(attachment: Subject) -> bool:
    """Whether people alone may enter the role, for days that its trust names: break-glass, which ends by itself."""
    held = [one for one in attachment.stack.of_type(ROLE) if attachment.get("role") and one.inputs.get("name") == attachment.get("role")]
    trusts = [one for role in held for one in statements(role.inputs.get("assumeRolePolicy") or "{}") if allows(one)]
    return bool(trusts) and all(trusts_directory(one) and is_open_for_days(one) for one in trusts)


def _attached(subject: Subject, key: str) -> Iterator[str]:
    # The ARN of a policy of one's own may not be known yet; it is asked by itself.
    for place, arn in enumerate(listed(subject.get(key))):
        if str(arn).endswith(ADMINISTRATOR) or (isinstance(arn, Mapping) and str(subject.value(key, place)).endswith(ADMINISTRATOR)):
            yield "AdministratorAccess allows every action on every resource"


def _inside(role: Subject) -> Iterator[str]:
    for number, entry in enumerate(listed(role.get("inlinePolicies"))):
        if isinstance(entry, Mapping) and entry.get("policy"):
            yield from _star_on_star(role.value("inlinePolicies", number, "policy"))


def _star_on_star(document: Any) -> Iterator[str]:
    for statement in statements(document):
        if allows(statement) and everything(statement.get("Action")) and everything(statement.get("Resource")):
            yield "a statement allows every action on every resource"


@rule(
    "iam-trust-is-narrow",
    title="A role trusts named principals, and a pipeline by its exact subject",
    why="A wildcard in a trust policy lets strangers become this role.",
    severity="critical",
    types=(ROLE,),
    remediation="Name the principal; for a pipeline, compare aud and sub with StringEquals and exact texts.",
)
def trust_is_narrow(subject: Subject) -> Iterator[str]:
    for statement in statements(subject.value("assumeRolePolicy")):
        if not allows(statement):
            continue
        if is_everybody(statement) and not _within(statement):
            yield "the role may be assumed by anybody"
        principal = statement.get("Principal")
        for provider in listed(principal.get("Federated") if isinstance(principal, dict) else None):
            yield from _federated(str(provider), statement)


def _within(statement: Mapping[str, Any]) -> bool:
    """Whether a condition narrows everybody down."""
    return any(key in WITHIN and values and "*" not in values for _, key, values in comparisons(statement))


def _federated(provider: str, statement: Mapping[str, Any]) -> Iterator[str]:
    for claim in _claims(provider):
        if not exact_values(statement, claim):
            yield f"a federated identity is trusted without an exact '{claim}'"


def _claims(provider: str) -> tuple[str, ...]:
    """What must be compared, by who signs in: only a pipeline or a cluster has a subject that one knows beforehand."""
    if ":saml-provider/" in provider:
        # Who of a directory may come, the directory says.
        return ()
    if provider.startswith("cognito-identity."):
        return ("aud",)
    if provider in SIGN_INS:
        return (SIGN_INS[provider],)
    # A cluster's issuer has one audience, that of its own provider in IAM.
    return ("sub",) if "oidc.eks." in provider else ("aud", "sub")
