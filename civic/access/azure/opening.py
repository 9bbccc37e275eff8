"""Steps from an identity to data on Azure: states, cards, their secrets, secrets of vaults, blobs, keys of accounts, databases.

Microsoft Learn: "Authorize access to blob data with Azure role assignment conditions", "Prevent Shared Key authorization for an Azure Storage
account", "Provide access to Key Vault keys, certificates, and secrets with Azure role-based access control".
"""

from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import TYPE_CHECKING

from civic.access.azure.actors import NO_PATH, Actor, TextIndex, literals
from civic.access.azure.scopes import parent_of
from civic.access.azure.state import OPENED, WRITTEN, container_of, key_of
from civic.access.azure.values import lookup
from civic.access.graph import Node, NodeKind, Step, Worth
from civic.access.places import Place

if TYPE_CHECKING:
    from civic.access.azure.paths import AzureReach

DECRYPT = "Microsoft.KeyVault/vaults/keys/decrypt/action"
GET_SECRET = "Microsoft.KeyVault/vaults/secrets/getSecret/action"
LIST_KEYS = "Microsoft.Storage/storageAccounts/listKeys/action"
ACCOUNT, VAULT, SECRET = "microsoft.storage/storageaccounts", "microsoft.keyvault/vaults", "microsoft.keyvault/vaults/secrets"
_SERVER = "microsoft.dbforpostgresql/flexibleservers"
KINDS: Mapping[str, NodeKind] = {ACCOUNT: NodeKind.DATA, VAULT: NodeKind.SECRET, SECRET: NodeKind.SECRET, _SERVER: NodeKind.DATA}
_WRITES: Mapping[str, tuple[tuple[str, str], ...]] = {
    _SERVER: (
        ("Microsoft.DBforPostgreSQL/flexibleServers/administrators/write", "makes itself its administrator"),
        ("Microsoft.DBforPostgreSQL/flexibleServers/write", "sets a new password for its administrator"),
    ),
    VAULT: (("Microsoft.KeyVault/vaults/accessPolicies/write", "gives itself an access policy"),),
}


class Stores:
    """States, cards and secrets of states, of every run."""

    def __init__(self, reach: "AzureReach") -> None:
        self.nodes: dict[str, Node] = {}
        self.blobs: dict[str, dict[str, Node]] = {}
        """Container -> path -> node."""
        self.keys: dict[str, list[tuple[Node, Node]]] = {}
        """Key -> what it decrypts: the state, and the node of its secrets."""
        for stack, run in {**dict.fromkeys(reach.without_run, next(iter(reach.runs.values()), None)), **reach.runs}.items():
            store, place = run.store if run else None, reach.stack_places.get(stack)
            if store is None or place is None or not store.login.startswith("azblob://"):
                continue
            states, (cards, prefix) = container_of(reach.world, store.login), _cards(reach, store.cards)
            state = self._blob(states, f".pulumi/stacks/{store.project}/{stack}.json", NodeKind.STATE, place, f"state of {stack}")
            self._blob(cards, f"{prefix}{stack}.json", NodeKind.CARD, place, f"card of {stack}")
            if stack in reach.runs:
                secrets = self.nodes[f"secrets of {stack}"] = Node(f"secrets of {stack}", NodeKind.STATE_SECRETS, place)
                self.keys.setdefault(key_of(reach.world, store), []).append((state, secrets))

    def _blob(self, container: str, path: str, kind: NodeKind, place: Place, label: str) -> Node:
        node = Node(f"{container}/{path}", kind, place, label)
        self.nodes[node.id] = self.blobs.setdefault(container, {})[path] = node
        return node

    @cached_property
    def index(self) -> Mapping[str, TextIndex]:
        return {container: TextIndex(blobs) for container, blobs in self.blobs.items()}

    @cached_property
    def accounts(self) -> frozenset[str]:
        return frozenset(container.partition("/blobservices/")[0] for container in self.blobs)


def _cards(reach: "AzureReach", address: str) -> tuple[str, str]:
    from urllib.parse import urlsplit

    prefix = urlsplit(address).path.strip("/")
    return container_of(reach.world, address), f"{prefix}/" if prefix else ""


def opened(reach: "AzureReach") -> dict[str, Node]:
    """What can be read, by its id."""
    found: dict[str, Node] = {}
    for kind, what in KINDS.items():
        for scope in reach.index.by_type.get(kind, ()):
            if scope not in reach.stores.accounts:
                found[scope] = Node(scope, what, reach.resource_place(reach.world.resources[scope]))
    return found


def steps(reach: "AzureReach", actor: Actor, worth: Worth) -> Iterator[Step]:
    """Every step to data that is possible, or may be, and worth asking for; some that are not possible."""
    states = dict.fromkeys(node.id for node in _blobs(reach, actor) if worth(node))
    for key in states:
        yield from _blob_steps(actor, reach.stores.nodes[key])
    yield from _state_secrets(reach, actor, states)
    for kind, ways in _WRITES.items():
        for action, how in ways:
            for scope in reach.index.all_within(actor.scopes(action), kind):
                if worth(reach.opened[scope]):
                    yield Step(actor.node, reach.opened[scope], how, (actor.right(action, scope),))
    for scope in reach.administered.get(actor.principal.object_id.lower(), ()):
        yield Step(actor.node, reach.opened[scope], "is its administrator", ())
    for scope in _readable(reach, actor):
        if worth(reach.opened[scope]):
            yield from _reading(reach, actor, scope)


def tries(reach: "AzureReach", actor: Actor, target: Node) -> Iterator[Step]:
    """Each way by which the actor could reach a piece of data at once, possible or not."""
    if target.kind in (NodeKind.STATE, NodeKind.CARD):
        yield from _blob_steps(actor, target)
    elif target.kind is NodeKind.STATE_SECRETS:
        for key, pairs in reach.stores.keys.items():
            yield from (_decrypting(actor, key, state, secrets) for state, secrets in pairs if secrets == target)
    elif target.id in reach.opened:
        yield from _reading(reach, actor, target.id)


# States, cards and the secrets in them


def _blobs(reach: "AzureReach", actor: Actor) -> Iterator[Node]:
    """States and cards that a condition names, or that none keeps from the actor; and all of an account whose keys it may list."""
    listing = actor.scopes(LIST_KEYS)
    for container, blobs in reach.stores.blobs.items():
        account = container.partition("/blobservices/")[0]
        if (
            any(reach.world.tree.within(account, scope) for scope in listing)
            and _by_key(reach, account)
            and not actor.right(LIST_KEYS, account).verdict.denied
        ):
            yield from blobs.values()
        for action in (OPENED, WRITTEN):
            if not any(reach.world.tree.within(container, scope) for scope in actor.scopes(action, data=True)):
                continue
            if not actor.right(action, container, data=True, path=NO_PATH).verdict.denied:
                yield from blobs.values()
            named = [text for condition in actor.conditions(action, data=True) for text in literals(condition)]
            yield from (blobs[path] for path in reach.stores.index[container].like(named))


def _blob_steps(actor: Actor, node: Node) -> Iterator[Step]:
    """A state is its stack's own, to read and to write; a card is everybody's below to read."""
    container, path = _split(node.id)
    for action, how in ((OPENED, "reads it"), (WRITTEN, "writes it")):
        if action == WRITTEN or node.kind is NodeKind.STATE:
            yield Step(actor.node, node, how, (actor.right(action, container, data=True, path=path),))
    account = container.partition("/blobservices/")[0]
    if actor.scopes(LIST_KEYS):
        yield Step(actor.node, node, "lists the keys of its account", (actor.right(LIST_KEYS, account),))


def _split(blob: str) -> tuple[str, str]:
    head, _, rest = blob.partition("/containers/")
    name, _, path = rest.partition("/")
    return f"{head}/containers/{name}", path


def _state_secrets(reach: "AzureReach", actor: Actor, states: Mapping[str, object]) -> Iterator[Step]:
    """What a layer's key encrypts lies in the state: it takes both."""
    held = actor.scopes(DECRYPT, data=True)
    for key, pairs in reach.stores.keys.items() if held else ():
        if any(reach.world.tree.within(key, scope) for scope in held):
            yield from (_decrypting(actor, key, state, secrets) for state, secrets in pairs if state.id in states)


def _decrypting(actor: Actor, key: str, state: Node, secrets: Node) -> Step:
    container, path = _split(state.id)
    calls = (actor.right(DECRYPT, key, data=True), actor.right(OPENED, container, data=True, path=path))
    return Step(actor.node, secrets, "reads the state and decrypts them with its layer's key", calls)


# Vaults, accounts, databases


def _readable(reach: "AzureReach", actor: Actor) -> Iterator[str]:
    found: dict[str, None] = {}
    secrets = actor.scopes(GET_SECRET, data=True)
    for scope in (*reach.index.all_within(secrets, VAULT), *reach.index.all_within(secrets, SECRET)):
        found[scope] = None
    blobs = [*actor.scopes(OPENED, data=True), *actor.scopes(LIST_KEYS)]
    inside = [parent for scope in blobs if (parent := _account_above(scope)) in reach.world.resources]
    for scope in (*reach.index.all_within(blobs, ACCOUNT), *inside):
        found[scope] = None
    return (scope for scope in found if scope in reach.opened)


def _account_above(scope: str) -> str:
    while scope.count("/") > 8:
        scope = parent_of(scope)
    return scope


def _reading(reach: "AzureReach", actor: Actor, scope: str) -> Iterator[Step]:
    node = reach.opened[scope]
    if node.kind is NodeKind.SECRET:
        secret = scope if "/secrets/" in scope else f"{scope}/secrets/new"
        yield Step(actor.node, node, "reads it", (actor.right(GET_SECRET, secret, data=True),))
    elif scope in reach.index.by_type.get(ACCOUNT, ()):
        blob = f"{scope}/blobServices/default/containers/new"
        yield Step(actor.node, node, "reads it", (actor.right(OPENED, blob, data=True),))
        if _by_key(reach, scope):
            yield Step(actor.node, node, "lists its keys", (actor.right(LIST_KEYS, scope),))
    for action, how in _WRITES.get(_SERVER, ()) if scope in reach.index.by_type.get(_SERVER, ()) else ():
        yield Step(actor.node, node, how, (actor.right(action, scope),))


def _by_key(reach: "AzureReach", account: str) -> bool:
    """Whether an account's own keys open it."""
    resource = reach.world.resources.get(account)
    return resource is None or lookup(resource.inputs, "allowSharedKeyAccess") is not False
