"""The part of the graph of paths that is on Azure: identities, what they reach, and the steps between."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cached_property

from civic.access.asked import StackAsks
from civic.access.azure import becoming, governing, granting, opening
from civic.access.azure.actors import Actor, ScopeIndex
from civic.access.azure.assignments import Assignment
from civic.access.azure.identities import Identity
from civic.access.azure.request import Principal
from civic.access.azure.scopes import GROUPS, ROOT, group_of, name_of, normal, subscription_of
from civic.access.azure.world import World
from civic.access.graph import Node, NodeKind, Step, Worth
from civic.access.places import NOBODYS, PLATFORM, Place, owned_within
from civic.access.runs import Run
from civic.access.verdict import Grounds
from civic.plan import Resource, stack_of


class AzureReach:
    """See ``civic.access.graph.Reach``."""

    def __init__(self, world: World, asks: Sequence[StackAsks], runs: Mapping[str, Run], places: Mapping[str, Place]) -> None:
        self.world = world
        self.runs = runs
        self.without_run = [each.stack for each in asks if each.stack not in runs]
        self.stack_places = places
        self.owners = frozenset(place.owner for place in places.values())
        self.index = ScopeIndex(world)
        self._subscriptions = self._subscription_places(asks)
        self._actors: dict[str, Actor] = {}
        self.refused: dict[tuple[str, str, str], tuple[Grounds, ...]] = {}
        """Action, scope and identity -> policies that refuse something there with that identity on it."""
        self.bearers = becoming.Bearers(self)
        self._acting = self._acting_places()
        self.identities = {identity.key: self._identity_node(identity) for identity in world.identities.values()}
        self.people = {key: self._people_node(key) for key in world.assignments if key not in self.identities}
        self.stores = opening.Stores(self)
        self.opened = opening.opened(self)
        self.guardrails = governing.guardrail_nodes(self)

    @property
    def nodes(self) -> Mapping[str, Node]:
        return self._nodes

    @cached_property
    def _nodes(self) -> Mapping[str, Node]:
        scopes = {scope: self.scope_node(scope) for scope in self._subscriptions}
        guards = {node.id: node for node in map(self.guards_of, self._subscriptions)}
        return {**self.identities, **self.people, **self.opened, **self.stores.nodes, **self.guardrails, **scopes, **guards}

    def steps(self, source: Node, worth: Worth = lambda _: True) -> Iterator[Step]:
        actor = self.actor(source)
        if actor is not None:
            towards = (granting.steps(self, actor), becoming.steps(self, actor), opening.steps(self, actor, worth), governing.steps(self, actor))
            yield from (step for found in towards for step in found if step.possible)

    def unguarded(self, source: Node) -> Iterator[Step]:
        """None: no guardrail of Azure's stands between an identity and what its roles let it make of another."""
        yield from ()

    def tries(self, source: Node, target: Node) -> Iterator[Step]:
        actor = self.actor(source)
        if actor is not None:
            yield from becoming.tries(self, actor, target)
            yield from opening.tries(self, actor, target)

    @property
    def subscriptions(self) -> Mapping[str, Place]:
        return self._subscriptions

    @cached_property
    def administered(self) -> Mapping[str, tuple[str, ...]]:
        """Object id -> databases whose administrator it is made."""
        found: dict[str, list[str]] = {}
        for scope, resource in self.world.resources.items():
            if "/flexibleservers/" in scope and scope.rpartition("/")[0].endswith("/administrators"):
                server = scope.partition("/administrators/")[0]
                who = str(resource.inputs.get("objectId") or name_of(scope)).lower()
                if server in self.opened:
                    found.setdefault(who, []).append(server)
        return {who: tuple(servers) for who, servers in found.items()}

    @cached_property
    def groups(self) -> tuple[str, ...]:
        """Management groups."""
        tree = self.world.tree.parents
        return tuple(sorted({group for group in (*self.world.policies, *tree, *tree.values()) if group.startswith(GROUPS)}))

    @cached_property
    def held(self) -> Mapping[str, tuple[str, ...]]:
        """Role of the plan's own, by GUID -> scopes at which somebody holds it."""
        found: dict[str, dict[str, None]] = {}
        for scopes in self.world.assignments.values():
            for scope, assignments in scopes.items():
                for one in assignments:
                    if one.role.urn:
                        found.setdefault(one.role.guid, {})[scope] = None
        return {guid: tuple(scopes) for guid, scopes in found.items()}

    # Who acts

    def actor(self, node: Node) -> Actor | None:
        found = self._actors.get(node.id)
        if found is None and (node.id in self.identities or node.id in self.people):
            found = self._actors[node.id] = Actor(node, self.world, Principal(node.id), activated=node.id in self.people)
        return found

    def acting(self, node: Node, make: Callable[[], Actor]) -> Node:
        """A node at which somebody acts with rights of another making."""
        if node.id not in self._actors:
            self._actors[node.id] = make()
        return node

    # Where things stand

    def made_by(self, urn: str, *, below: bool = False) -> Place:
        """The place of what a resource of this URN is."""
        stack = stack_of(urn)
        place = self.stack_places.get(stack, NOBODYS)
        return Place(place.owner, place.layer, below)

    def resource_place(self, resource: Resource, *, below: bool = True) -> Place:
        """The same; of the platform's, whose body it is set apart for."""
        place = self.made_by(resource.urn, below=below)
        tags = resource.inputs.get("tags")
        inside = owned_within(normal(resource.id), tags if isinstance(tags, Mapping) else {}, self.owners) if place.owner == PLATFORM else ""
        return Place(inside, place.layer, below) if inside else place

    def scope_place(self, scope: str) -> Place:
        """Of everything at or below a scope."""
        if scope in self._subscriptions:
            return self._subscriptions[scope]
        resource = self.world.resources.get(scope) or self.world.resources.get(group_of(scope))
        if resource is not None:
            return self.resource_place(resource, below=False)
        return self._subscriptions.get(subscription_of(scope), NOBODYS)

    def scope_node(self, scope: str) -> Node:
        what = "everything" if scope == ROOT else f"{'Azure subscription' if scope in self._subscriptions else 'scope'} {scope}"
        return Node(scope, NodeKind.ACCOUNT, self.scope_place(scope), f"administration of {what}")

    def guards_of(self, scope: str) -> Node:
        """The policies on an Azure subscription as a whole: whoever moves it leaves them behind."""
        place = next(
            (self.made_by(found[0].urn, below=True) for group, found in self.world.policies.items() if group.startswith(GROUPS) and found), NOBODYS
        )
        return Node(f"guardrails of {scope}", NodeKind.GUARDRAIL, place, f"guardrails on {scope}")

    def _identity_node(self, identity: Identity) -> Node:
        name = name_of(identity.id) or identity.urn.rpartition("::")[2]
        return Node(identity.key, NodeKind.IDENTITY, self._acting.get(identity.key) or self.made_by(identity.urn, below=True), name)

    def _people_node(self, key: str) -> Node:
        """A group or person of the directory: of the stack that gives it its highest right."""
        held = [one for found in self.world.assignments[key].values() for one in found]
        places = sorted((self.made_by(one.urn, below=not _is_everything(one)) for one in held), key=lambda place: place.rank)
        return Node(key, NodeKind.IDENTITY, places[0], f"directory object {key}")

    def _acting_places(self) -> dict[str, Place]:
        """Object id -> the highest place of the runs that act as it."""
        found: dict[str, Place] = {}
        for stack, run in self.runs.items():
            place = self.stack_places.get(stack)
            if place:
                place = Place(PLATFORM, "foundation") if place.layer == "identity" else place
                key = run.principal.lower()
                if key not in found or place.rank < found[key].rank:
                    found[key] = place
        return found

    def _subscription_places(self, asks: Sequence[StackAsks]) -> dict[str, Place]:
        """Azure subscription -> the place of the stack that makes it, or places and fills it; nobody's where none does."""
        from civic.access.azure.created import ALIAS, made_subscription

        found: dict[str, Place] = {}
        for resource in (one for each in asks for one in each.carriers):
            if resource.type == ALIAS and (scope := made_subscription(resource)):
                found[scope] = self.made_by(resource.urn)
        for scope, resource in self.world.resources.items():
            if (subscription := subscription_of(scope)) and subscription not in found:
                place = self.made_by(resource.urn)
                found[subscription] = Place(place.owner, "tenancy") if place.owner != PLATFORM else NOBODYS
        return found


def _is_everything(assignment: Assignment) -> bool:
    return assignment.role.grants("microsoft.authorization/roleassignments/write") is True and assignment.condition.holds is None
