"""Steps from one identity to another on Azure: federated credentials, identities put on what one runs, orders to what runs as one.

Microsoft Learn: "Workload identity federation" and "Important considerations and restrictions for federated identity credentials"; "Managed
identity operator"; the ways themselves: "AzureHound" edges (SpecterOps, BloodHound documentation).
"""

from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import TYPE_CHECKING

from civic.access.azure import policy
from civic.access.azure.actors import Actor
from civic.access.azure.request import Principal, Request
from civic.access.azure.scopes import normal
from civic.access.azure.values import JsonValue, is_mapping, lookup
from civic.access.graph import Call, Node, Step
from civic.access.verdict import Decision, Grounds, Reason, Verdict
from civic.plan import Resource

if TYPE_CHECKING:
    from civic.access.azure.identities import Identity
    from civic.access.azure.paths import AzureReach

IDENTITY = "microsoft.managedidentity/userassignedidentities"
FEDERATE = "Microsoft.ManagedIdentity/userAssignedIdentities/federatedIdentityCredentials/write"
PUT_ON = "Microsoft.ManagedIdentity/userAssignedIdentities/assign/action"
COMPUTE = (
    *("Microsoft.App/containerApps/write", "Microsoft.App/jobs/write", "Microsoft.Compute/virtualMachines/write"),
    *("Microsoft.Compute/virtualMachineScaleSets/write", "Microsoft.ContainerInstance/containerGroups/write", "Microsoft.Web/sites/write"),
    *("Microsoft.Resources/deploymentScripts/write", "Microsoft.Automation/automationAccounts/write", "Microsoft.Logic/workflows/write"),
    *("Microsoft.ContainerService/managedClusters/write", "Microsoft.DataFactory/factories/write", "Microsoft.Batch/batchAccounts/write"),
)
"""Writes of what runs code and can bear an identity, whose token the code then has."""
ORDERS: Mapping[str, tuple[str, ...]] = {
    "microsoft.compute/virtualmachines": (
        "Microsoft.Compute/virtualMachines/runCommand/action",
        "Microsoft.Compute/virtualMachines/runCommands/write",
        "Microsoft.Compute/virtualMachines/extensions/write",
    ),
    "microsoft.compute/virtualmachinescalesets": ("Microsoft.Compute/virtualMachineScaleSets/virtualMachines/runCommand/action",),
    "microsoft.app/containerapps": ("Microsoft.App/containerApps/write",),
    # A job is started with any container that the caller names (Microsoft Learn, "Container Apps REST API: Jobs - Start").
    "microsoft.app/jobs": ("Microsoft.App/jobs/write", "Microsoft.App/jobs/start/action"),
    "microsoft.containerinstance/containergroups": ("Microsoft.ContainerInstance/containerGroups/containers/exec/action",),
    "microsoft.web/sites": ("Microsoft.Web/sites/write", "Microsoft.Web/sites/publishxml/action"),
    "microsoft.authorization/policyassignments": ("Microsoft.Authorization/policyAssignments/write",),
    "microsoft.automation/automationaccounts": ("Microsoft.Automation/automationAccounts/runbooks/write",),
    "microsoft.logic/workflows": ("Microsoft.Logic/workflows/write",),
}
"""Type (lower case) -> operations by which one makes it do what one wants, under the identity that it bears."""


NOBODY = "00000000-0000-4000-8000-000000000001"
"""Who asks where it makes no difference."""


class Bearers:
    """What bears which identity."""

    def __init__(self, reach: "AzureReach") -> None:
        self._reach = reach

    @cached_property
    def by_scope(self) -> Mapping[str, tuple[str, ...]]:
        """Resource (normal) -> keys of the identities that it bears."""
        found: dict[str, tuple[str, ...]] = {}
        known = self._reach.world.identities
        for scope, resource in self._reach.world.resources.items():
            own = [known[scope].key] if scope in known and not known[scope].user_assigned else []
            put = [known[one].key for one in _put_on(resource) if one in known]
            if own or put:
                found[scope] = (*own, *put)
        return found


def _put_on(resource: Resource) -> Iterator[str]:
    identity = lookup(resource.inputs, "identity")
    several = lookup(identity, "userAssignedIdentities") if is_mapping(identity) else None
    for one in several if isinstance(several, list | Mapping) else ():
        if isinstance(one, str) and one.startswith("/"):
            yield normal(one)


def steps(reach: "AzureReach", actor: Actor) -> Iterator[Step]:
    """Every step to another identity that is possible, or may be; some that are not."""
    for scope in reach.index.all_within(actor.scopes(FEDERATE), IDENTITY):
        if identity := _other(reach, actor, scope):
            yield _federating(reach, actor, identity)
    for scope in reach.index.all_within(actor.scopes(PUT_ON), IDENTITY):
        if (identity := _other(reach, actor, scope)) and (run := _compute(reach, actor, identity)):
            yield Step(actor.node, reach.identities[identity.key], "puts it on what it runs", (actor.right(PUT_ON, identity.id), run))
    yield from _ordering(reach, actor)


def tries(reach: "AzureReach", actor: Actor, target: Node) -> Iterator[Step]:
    """Each way by which the actor could become the target, possible or not."""
    identity = reach.world.identities.get(target.id)
    if identity is None:
        return
    if identity.user_assigned:
        yield _federating(reach, actor, identity)
        yield Step(
            actor.node,
            target,
            "puts it on what it runs",
            (actor.right(PUT_ON, identity.id), *([run] if (run := _compute(reach, actor, identity)) else [])),
        )
    for scope, keys in reach.bearers.by_scope.items():
        if identity.key in keys:
            for action in ORDERS.get(_type(scope), ()):
                yield Step(actor.node, target, "gives orders to what bears it", (_order(reach, actor, action, scope),))


def _other(reach: "AzureReach", actor: Actor, scope: str) -> "Identity | None":
    identity = reach.world.identities.get(scope)
    return identity if identity is not None and identity.key != actor.principal.object_id.lower() else None


def _federating(reach: "AzureReach", actor: Actor, identity: "Identity") -> Step:
    properties = {"issuer": "https://elsewhere.example", "subject": "anybody", "audiences": ["api://AzureADTokenExchange"]}
    call = actor.call(FEDERATE, f"{identity.id}/federatedIdentityCredentials/new", properties)
    return Step(actor.node, reach.identities[identity.key], "makes a credential by which it signs in as it", (call,))


def _compute(reach: "AzureReach", actor: Actor, identity: "Identity") -> Call | None:
    """A right to run something that bears the identity, anywhere: those of one directory are put on what runs in any of its Azure subscriptions."""
    found: Call | None = None
    for action in COMPUTE:
        for scope in actor.scopes(action):
            call = _running(reach, actor, identity, action, scope)
            if call.verdict.allowed:
                return call
            found = call if found is None or (found.verdict.denied and not call.verdict.denied) else found
    return found


def _running(reach: "AzureReach", actor: Actor, identity: "Identity", action: str, scope: str) -> Call:
    """What assignments say of it; and Azure Policy, where it refuses such a thing with the identity on it that it would not refuse without."""
    call = actor.right(action, scope)
    if call.verdict.denied or not actor.world.policies:
        return call
    place = f"{scope.rstrip('/')}/providers/{action.removesuffix('/write')}/new"
    for_it = [grounds for grounds in _refusals(reach, action, place, identity.id) if grounds not in _refusals(reach, action, place, "")]
    return Call(action, place, Verdict(Decision.DENIED, Reason.AZURE_POLICY, tuple(for_it))) if for_it else call


def _refusals(reach: "AzureReach", action: str, scope: str, identity: str) -> tuple[Grounds, ...]:
    """Policies that certainly refuse the writing of something with this identity on it. Who asks, they do not see."""
    known = reach.refused.get((action, scope, identity))
    if known is None:
        borne: Mapping[str, JsonValue] = {"type": "UserAssigned", "userAssignedIdentities": [identity]} if identity else {"type": "None"}
        said = policy.answer(reach.world, Request(Principal(NOBODY), action, scope, properties={"identity": borne}))
        sure = (each for each in said.refusals if each.applies and each.effect == "deny" and not each.assignment.selected)
        known = reach.refused[action, scope, identity] = tuple(each.grounds for each in sure if each.assignment.enforced is True)
    return known


def _ordering(reach: "AzureReach", actor: Actor) -> Iterator[Step]:
    for kind, actions in ORDERS.items():
        for action in actions:
            for scope in reach.index.all_within(actor.scopes(action), kind):
                for key in reach.bearers.by_scope.get(scope, ()):
                    if key != actor.principal.object_id.lower():
                        yield Step(actor.node, reach.identities[key], "gives orders to what bears it", (_order(reach, actor, action, scope),))


def _order(reach: "AzureReach", actor: Actor, action: str, scope: str) -> Call:
    if not action.endswith("/write") or _type(scope) == "microsoft.compute/virtualmachines":
        return actor.right(action, scope)
    return actor.call(action, scope, reach.world.resources[scope].inputs, linked=True)


def _type(scope: str) -> str:
    from civic.access.azure.scopes import type_of

    return type_of(scope)
