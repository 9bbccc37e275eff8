"""No application of one body reaches another body's, seen over all stacks: what no stack's own plan can show of a group or a scope elsewhere."""

import re
from collections.abc import Iterator, Mapping, Sequence

from civic.plan import Resource
from policies.checks import Finding

GROUP = "aws:ec2/securityGroup:SecurityGroup"
WAYS = ("aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule", "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule")
ENDS = ("securityGroupId", "referencedSecurityGroupId")
APP = "azure-native:app:ContainerApp"
RIGHT = "azure-native:authorization:RoleAssignment"
TYPES = (GROUP, *WAYS, APP, RIGHT)

RULE = "estate-neighbours-fenced"
CONTROLS = {"ncsc-csp": ("3", "9"), "ncsc-caf-v3.2": ("B2.c", "B4.a")}
REMEDIATION = "Lead the way through the cell's entry or an agreement, and give rights in the application's own resource group alone."
_STACK = re.compile(r"(?P<owner>.+)-(?:aws|azure)-applications")
_SCOPE = re.compile(r"/subscriptions/[^/]+/resourceGroups/([^/]+)(?:/.*)?", re.IGNORECASE)
_APPLICATION = re.compile(r"civic-(?:aws|azure):index:Application\$")


def neighbour_findings(made: Mapping[str, Sequence[Resource]]) -> list[Finding]:
    """Findings over all stacks of a run, by stack. What is not known yet is asked by the packs, in the stack that has it."""
    mine = [(match["owner"], stack, resource) for stack, match, resource in _applications(made)]
    holders: dict[str, set[str]] = {}
    for owner, _, resource in mine:
        if resource.type in (GROUP, APP):
            holders.setdefault(_held(resource), set()).add(owner)
    return [
        _finding(stack, resource, f"an application of {owner} reaches what is of {other}")
        for owner, stack, resource in mine
        for other in sorted({one for place in _reached(resource) for one in holders.get(place, ())} - {owner})
    ]


def _applications(made: Mapping[str, Sequence[Resource]]) -> Iterator[tuple[str, re.Match[str], Resource]]:
    for stack, resources in sorted(made.items()):
        match = _STACK.fullmatch(stack)
        if match:
            yield from ((stack, match, one) for one in resources if one.type in TYPES and _APPLICATION.search(one.urn))


def _held(resource: Resource) -> str:
    return resource.id if resource.type == GROUP else str(resource.inputs.get("resourceGroupName")).lower()


def _reached(resource: Resource) -> list[str]:
    if resource.type in WAYS:
        return [str(resource.inputs.get(end)) for end in ENDS]
    if resource.type == RIGHT:
        match = _SCOPE.fullmatch(str(resource.inputs.get("scope")))
        return [match[1].lower()] if match else []
    return [_held(resource)]


def _finding(stack: str, resource: Resource, message: str) -> Finding:
    return Finding(
        rule=RULE,
        kind="broken",
        level="mandatory",
        severity="critical",
        title="No application of one body reaches another body's",
        why="In a shared cell one body's flaw must not become its neighbour's breach.",
        message=message,
        stack=stack,
        urn=resource.urn,
        name=resource.name,
        type=resource.type,
        source=resource.source,
        remediation=REMEDIATION,
        controls=CONTROLS,
    )
