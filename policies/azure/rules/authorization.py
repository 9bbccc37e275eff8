"""Rights on Azure."""

from collections.abc import Iterator
from typing import Any

from policies.rule import Subject, every, must, rule

AUDIENCES = ("api://AzureADTokenExchange", "api://AzureADTokenExchangeUSGov", "api://AzureADTokenExchangeChina")
"""Of each of Azure's clouds (Microsoft Entra, "Workload identity federation")."""


@rule(
    "authorization-no-star-role",
    title="No role of ours allows every action",
    why="Whoever takes over such an identity has taken over the Azure subscription.",
    severity="critical",
    types=("azure-native:authorization:RoleDefinition",),
    remediation="Name the actions that the role needs.",
)
def no_star_role(subject: Subject) -> Iterator[str]:
    for permission in subject.value("permissions") or ():
        if "*" in [*(permission.get("actions") or ()), *(permission.get("dataActions") or ())]:
            yield "the role allows every action"


@rule(
    "authorization-federation-exact",
    title="A federated identity trusts one exact subject",
    why="A loose subject lets another repository's pipeline become this identity.",
    severity="critical",
    types=("azure-native:managedidentity:FederatedIdentityCredential",),
    remediation="Name one repository and one environment, and the audience api://AzureADTokenExchange.",
)
def federation_exact(subject: Subject) -> Iterator[str]:
    yield from every(
        _subject(subject),
        must(lambda: _is_token_exchange(subject.value("audiences")), f"the audience is not {AUDIENCES[0]}"),
        must(lambda: str(subject.value("issuer") or "").startswith("https://"), "the issuer is not an https address"),
    )


def _is_token_exchange(audiences: Any) -> bool:
    return isinstance(audiences, list) and len(audiences) == 1 and audiences[0] in AUDIENCES


def _subject(subject: Subject) -> Iterator[str]:
    text = subject.value("subject")
    if not isinstance(text, str) or not text or "*" in text:
        yield f"the subject '{text or ''}' is not exact"
