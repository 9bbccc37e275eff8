"""On Azure: whoever may give roles gives those that a condition names, and a guardrail leaves nobody out."""

from collections.abc import Iterator, Mapping

from civic.access.azure.world import World
from civic.plan import Resource, stack_of
from policies.checks import Finding, estate_finding
from policies.guardrails import GUARDRAILS_STAND
from policies.rule import Rule

ROLES_NAMED = Rule(
    id="access-roles-handed-out-named",
    title="Whoever may give roles on Azure may give those that a condition names, and no others",
    why="Who may give any role may give himself every role, and anybody else too.",
    severity="critical",
    types=(),
    remediation="Give the assignment a condition that names the roles (RoleDefinitionId) and says of requests and of what is there who may get them.",
    scope="estate",
)
GIVING = "microsoft.authorization/roleassignments/write"
NAMES_ROLES = "roledefinitionid"


def handing_out_findings(world: World, resources: Mapping[str, Resource]) -> Iterator[Finding]:
    """Assignments that hand out any role, and guardrails with exceptions. ``resources``: by URN."""
    for scopes in world.assignments.values():
        for one in (each for held in scopes.values() for each in held):
            # What creation gives is given up or the top's own; Owner for an hour, which rings, is people's break-glass.
            if (
                (one.eligible and not one.role.urn)
                or one.document == "creation"
                or one.urn not in resources
                or one.role.grants(GIVING, False) is not True
            ):
                continue
            if one.condition.known and NAMES_ROLES not in one.condition.text.lower():
                message = f"condition: the role {one.role.name} may give any role at {one.scope or 'its scope'}: no condition names which"
                yield _finding(ROLES_NAMED, resources[one.urn], message)
    for assignment in (each for found in world.policies.values() for each in found):
        if assignment.urn in resources and (assignment.not_scopes or assignment.selected):
            left = ", ".join(assignment.not_scopes[:3]) or "what its selectors do not select"
            yield _finding(GUARDRAILS_STAND, resources[assignment.urn], f"notScopes: the guardrail leaves out {left}")


def _finding(rule: Rule, resource: Resource, message: str) -> Finding:
    return estate_finding(rule, "broken", stack_of(resource.urn), resource.urn, source=resource.source, message=message, remediation=rule.remediation)
