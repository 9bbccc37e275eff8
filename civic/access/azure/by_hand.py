"""What people give before a run can: rights above every Azure subscription, which no plan of ours holds.

Each is one action at one scope for the runs of one layer, so that it lets nothing else through. Who gives it, and how, is in the page
"Rights" of the documentation. Sources: Microsoft Learn, "Programmatically create Azure subscriptions for a Microsoft Customer Agreement"
(the role *Azure subscription creator* on an invoice section) and "... Enterprise Agreement" (*SubscriptionCreator* on an enrolment account);
"Elevate access to manage all Azure subscriptions and management groups" (assignments at ``/``); "Quickstart: Create a management group"
(who may make one); pulumi-azure-native issues 263 and 553 (reading a management group that does not exist is forbidden, not "not found").
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from civic.access.azure.assignments import Assignment
from civic.access.azure.roles import Permission, RoleDefinition
from civic.access.azure.scopes import ROOT


@dataclass(frozen=True)
class GivenByHand:
    """One right."""

    layers: frozenset[str]
    """Whose runs hold it."""
    actions: tuple[str, ...]
    scope: str
    """Normal."""
    giver: str
    """Who gives it, and as what, in a few words."""


_GROUPS = "Microsoft.Management/managementGroups"

GIVEN_BY_HAND = (
    GivenByHand(
        frozenset({"foundation"}),
        (f"{_GROUPS}/read", f"{_GROUPS}/write", f"{_GROUPS}/delete", *(f"{_GROUPS}/subscriptions/{verb}" for verb in ("read", "write", "delete"))),
        ROOT,
        # A group that is not there yet lies in no other, so the provider's look whether it is there is answered at '/' alone.
        "a global administrator with elevated access: Management Group Contributor at '/'",
    ),
    GivenByHand(
        frozenset({"foundation", "tenancy"}),
        ("Microsoft.Subscription/aliases/read", "Microsoft.Subscription/aliases/write"),
        ROOT,
        "the owner of the billing account: subscription creator on the invoice section or enrolment account of 'billing'",
    ),
)


def given(runs: Mapping[str, str]) -> Iterator[Assignment]:
    """The assignments that these are. ``runs``: name of a stack -> object id of the identity that it acts as."""
    for stack, principal in runs.items():
        layer = stack.rpartition("-azure-")[2]
        for each in GIVEN_BY_HAND:
            if layer in each.layers and principal:
                role = RoleDefinition("", each.giver, (Permission(each.actions),))
                yield Assignment("", principal.lower(), role, each.scope, document="by hand")
