"""What guardrails do to whom, asked of the example estate's plans as AWS would answer."""

import json
from collections.abc import Mapping
from functools import cache

from civic.access.aws import Principal, Request, World, evaluate
from civic.access.verdict import Reason, Verdict
from civic.plan import Deployment
from tests.planning import ESTATE, plans_of

WANTED = ("northshire-aws-applications", "northshire-aws-landing-zone", "platform-aws-hosting-a", "platform-aws-network")
"""With what they read: the platform's own stacks, and one body's."""
REGION = "eu-west-2"
GUARDRAILS = (Reason.SERVICE_CONTROL_POLICY, Reason.RESOURCE_CONTROL_POLICY)


@cache
def plans() -> Mapping[str, Deployment]:
    runs = plans_of(ESTATE, *WANTED)
    assert not {name: run.error for name, run in runs.items() if run.error}
    return {name: Deployment.from_json(json.loads(run.plan)) for name, run in runs.items()}


@cache
def world() -> World:
    made = World.of(resource for plan in plans().values() for resource in plan)
    assert not made.faults, made.faults
    return made


def account(purpose: str) -> str:
    """Id of one of the platform's accounts, or of the body's (``northshire``), or of the management account."""
    if purpose == "northshire":
        return str(plans()["northshire-aws-tenancy"].stack_outputs["tenancy"]["account"])
    tree = world().organisation
    assert tree is not None
    if purpose == "management":
        return tree.management
    return str(plans()["platform-aws-foundation"].stack_outputs["tenancies"][purpose]["account"])


def role(purpose: str, name: str) -> Principal:
    """A role of an account by the end of its name; one that AWS or a person would make there besides is made up."""
    held = account(purpose)
    found = [arn for arn in world().identities if arn.startswith(f"arn:aws:iam::{held}:role/") and arn.rpartition("/")[2].startswith(name)]
    return Principal.role(min(found, key=len) if found else f"arn:aws:iam::{held}:role/{name}")


def break_glass(purpose: str) -> Principal:
    """Whoever comes in by break-glass, whether or not the account has it today."""
    return Principal.role(f"arn:aws:iam::{account(purpose)}:role/civic/any/civic-break-glass")


def verdict(who: Principal, action: str, resource: str = "*", **context: str | None) -> Verdict:
    """What AWS answers. Keys of ``context`` have ``__`` for a colon and ``___`` for a slash; ``None`` is a key that the request lacks."""
    given = {key.replace("___", "/").replace("__", ":").lower(): () if value is None else (value,) for key, value in context.items()}
    return evaluate(world(), Request(who, action, resource, context={"aws:requestedregion": (REGION,), **given}))


def guarded(who: Principal, action: str, resource: str = "*", **context: str | None) -> bool:
    """Whether a guardrail, and not a want of rights, refuses it."""
    answer = verdict(who, action, resource, **context)
    return answer.denied and answer.reason in GUARDRAILS
