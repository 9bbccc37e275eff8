"""Which guardrails hang where: on the root of the tree, and on accounts of the platform's own that need more, or less, than all have."""

from collections.abc import Mapping
from dataclasses import dataclass

import pulumi
import pulumi_aws as aws

from components.aws.foundation.guardrails import declarative_policies, resource_control_policies, service_control_policies
from components.aws.foundation.organisation import DECLARATIVE, RESOURCE, SERVICE, Organisation
from components.aws.options import inside, protected
from components.contracts import FoundationArgs

MANAGEMENT = "management"
ROOT = "root"


@dataclass(frozen=True)
class Hanging:
    """Where one policy hangs."""

    kind: str
    everywhere: bool = True
    """On the root, so that an account has it from birth and no move to another unit, or to none, takes it away."""
    accounts: tuple[str, ...] = ()
    """On these accounts of the platform's: keys of ``PLATFORM_TENANCIES``."""


HANGINGS: Mapping[str, Hanging] = {
    "regions": Hanging(SERVICE),
    "baseline": Hanging(SERVICE),
    "identities": Hanging(SERVICE),
    "networks": Hanging(SERVICE),
    "archive": Hanging(SERVICE, everywhere=False, accounts=("log-archive", "security")),
    "tenants": Hanging(SERVICE, everywhere=False, accounts=("hosting",)),
    "perimeter": Hanging(RESOURCE),
    # The management account stands under the root too, and a declarative policy binds it.
    "ec2": Hanging(DECLARATIVE),
    # The hub's way to the internet. A policy nearer to the account prevails over the root's.
    "gateways": Hanging(DECLARATIVE, everywhere=False, accounts=("network",)),
}
"""Guardrail -> where it hangs."""


def attach_guardrails(
    name: str,
    args: FoundationArgs,
    *,
    organisation: Organisation,
    accounts: Mapping[str, pulumi.Input[str]],
    parent: pulumi.Resource,
) -> None:
    """Make every guardrail and hang it up. ``accounts`` are ids by purpose."""
    for role, hanging in HANGINGS.items():
        policy = aws.organizations.Policy(
            f"{name}-guardrail-{role}",
            name=args.owner.name("aws:organization-policy", f"guardrail-{role}"),
            type=hanging.kind,
            content=organisation.id.apply(lambda identifier, role=role: guardrails(args, identifier)[role]),
            opts=protected(parent, depends_on=organisation.ready),
        )
        root = {ROOT: organisation.root} if hanging.everywhere else {}
        targets = {**root, **{f"account-{purpose}": accounts[purpose] for purpose in hanging.accounts}}
        for target, identifier in targets.items():
            aws.organizations.PolicyAttachment(f"{name}-guardrail-{role}-{target}", policy_id=policy.id, target_id=identifier, opts=inside(parent))


def guardrails(args: FoundationArgs, organisation: str) -> Mapping[str, str]:
    """Text of every guardrail, by name. ``organisation``: ``o-...``."""
    return {
        **service_control_policies(args.regions, organisation, args.second_region),
        **resource_control_policies(organisation),
        **declarative_policies(),
    }
