"""No application of one body reaches another body's, seen over all stacks: what no stack's own plan can show of a group or a scope elsewhere."""

import re
from collections.abc import Iterator, Mapping

from civic.plan import Resource
from policies.estate.stacks import parts_of
from policies.rule import Plans, Subject, rule

GROUP = "aws:ec2/securityGroup:SecurityGroup"
GROUP_RULES = ("aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule", "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule")
ENDS = ("securityGroupId", "referencedSecurityGroupId")
APP = "azure-native:app:ContainerApp"
ROLE_ASSIGNMENT = "azure-native:authorization:RoleAssignment"
_SCOPE = re.compile(r"/subscriptions/[^/]+/resourceGroups/([^/]+)(?:/.*)?", re.IGNORECASE)
_APPLICATION = re.compile(r"civic-[a-z]+:index:Application\$")


@rule(
    "estate-tenants-isolated",
    title="No application of one body reaches another body's",
    why="In a shared cell one body's flaw must not become another's breach.",
    severity="critical",
    types=(GROUP, *GROUP_RULES, APP, ROLE_ASSIGNMENT),
    remediation="Let applications meet at the cell's entry or by an agreement alone, and give rights in the application's own resource group.",
    scope="estate",
)
def tenants_isolated(subject: Subject) -> Iterator[str]:
    # Whether a group or a scope that is not known yet is another's, the packs ask in the stack that has it.
    owner = _owner(subject.stack_name, subject.resource)
    if not owner:
        return
    holders = subject.plans.once(_holders)
    if subject.type == APP and not isinstance(subject.value("resourceGroupName"), str):
        raise TypeError(f"expected the name of a resource group, found {subject.value('resourceGroupName')!r}")
    others = {holder for place in _reached(subject.resource) for holder in holders.get(place, ())} - {owner}
    yield from (f"an application of {owner} reaches what is of {other}" for other in sorted(others))


def _owner(stack: str, resource: Resource) -> str:
    """The body whose application made the resource; empty where none did."""
    parts = parts_of(stack)
    return parts.owner if parts and parts.layer == "applications" and _APPLICATION.search(resource.urn) else ""


def _holders(plans: Plans) -> Mapping[str, set[str]]:
    """Security group or resource group -> bodies whose applications are in it."""
    holders: dict[str, set[str]] = {}
    for stack, resources in plans.by_stack.items():
        for resource in resources:
            if resource.type in (GROUP, APP) and (owner := _owner(stack, resource)):
                holders.setdefault(_place(resource), set()).add(owner)
    return holders


def _place(resource: Resource) -> str:
    return resource.id if resource.type == GROUP else str(resource.inputs.get("resourceGroupName")).lower()


def _reached(resource: Resource) -> list[str]:
    if resource.type in GROUP_RULES:
        return [str(resource.inputs.get(end)) for end in ENDS]
    if resource.type == ROLE_ASSIGNMENT:
        match = _SCOPE.fullmatch(str(resource.inputs.get("scope")))
        return [match[1].lower()] if match else []
    return [_place(resource)]
