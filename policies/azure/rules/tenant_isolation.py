"""Isolation of each body's applications from every other's on Azure."""

import re
from collections.abc import Iterator

from policies.rule import Subject, Undecidable, at, entries, every, is_set, must, rule, value
from policies.values import known

APPLICATION = "civic-azure:index:Application"
APP = "azure-native:app:ContainerApp"
ROLE_ASSIGNMENT = "azure-native:authorization:RoleAssignment"
ONE_THING = re.compile(r"/subscriptions/[^/]+/resourceGroups/(?P<group>[^/]+)/providers/(?P<thing>.+)", re.IGNORECASE)
VAULT = re.compile(r"Microsoft\.KeyVault/vaults/[^/]+", re.IGNORECASE)
EVERYWHERE = ("0.0.0.0/0", "::/0")


@rule(
    "authorization-application-isolated",
    title="An application has rights on its own body's things alone, and only its cell's entry may call it",
    why="In a shared cell one body's flaw must not become another's breach.",
    severity="critical",
    types=(APP, ROLE_ASSIGNMENT),
    remediation="Give the role at one thing in the application's own resource group, and name the entry's ranges in ip_security_restrictions, "
    "unless the edge leads the internet to it.",
    scope="stack",
)
def application_isolated(subject: Subject) -> Iterator[str]:
    if subject.is_inside(APPLICATION):
        yield from _callers(subject) if subject.type == APP else _right(subject)


def _callers(subject: Subject) -> Iterator[str]:
    ingress = subject.get("configuration", "ingress")
    if not is_set(ingress):
        return
    named = entries(at(ingress, "ipSecurityRestrictions"))
    # What is published everybody calls, through the edge: that it shares its environment with no other body, the proof of reach says.
    if not named and is_set(subject.get("tags", "published")):
        return
    if not named:
        yield "every application in the environment may call the application"
    yield from every(*(_caller(entry) for entry in named))


def _caller(entry: object) -> Iterator[str]:
    # Where one range is allowed, all others are not; where one is denied, all others are allowed.
    if value(at(entry, "action")) != "Allow" or value(at(entry, "ipAddressRange")) in EVERYWHERE:
        yield "every application in the environment may call the application"


def _right(subject: Subject) -> Iterator[str]:
    scope = str(subject.value("scope"))
    found = ONE_THING.fullmatch(scope)
    if not found:
        yield f"the right is on everything in {scope}"
        return
    yield from every(
        must(lambda: not VAULT.fullmatch(found["thing"]), "the right is on every secret of the vault"),
        must(lambda: found["group"].lower() in _own_groups(subject), f"the right is on what is of another, in {found['group']}"),
    )


def _own_groups(subject: Subject) -> set[str]:
    """Resource groups in which this application makes things. Raises ``Undecidable`` where one of them is not known yet."""
    makes = [
        other.inputs["resourceGroupName"]
        for other in subject.stack
        if other.parent == subject.resource.parent and "resourceGroupName" in other.inputs
    ]
    if not all(known(group) for group in makes):
        raise Undecidable("is not known yet", "'resourceGroupName' of the application's parts")
    return {str(value(group)).lower() for group in makes}
