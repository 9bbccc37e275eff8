"""What Pulumi, and whoever writes and reads cards, ask of blob containers and of a key for one stack.

Sources: as of ``civic.access.aws.state``; gocloud.dev ``blob/azureblob`` and ``secrets/azurekeyvault`` (``Encrypt`` and ``Decrypt`` with the key).
"""

from collections.abc import Iterator
from urllib.parse import parse_qsl, urlsplit

from civic.access.azure.request import BLOB_PATH, Principal, Request
from civic.access.azure.world import World
from civic.access.runs import Run, StateStore

BLOBS = "Microsoft.Storage/storageAccounts/blobServices/containers/blobs"
CONTAINERS = "Microsoft.Storage/storageAccounts/blobServices/containers/read"
KEYS = "Microsoft.KeyVault/vaults/keys"
OPENED, WRITTEN, ADDED, GONE = f"{BLOBS}/read", f"{BLOBS}/write", f"{BLOBS}/add/action", f"{BLOBS}/delete"


def state_requests(world: World, run: Run, principal: Principal) -> Iterator[Request]:
    """Everything that is asked for the state, the secrets and the cards of the run's stack."""
    store = run.store
    if store is None or not store.login.startswith("azblob://"):
        return
    state = container_of(world, store.login)
    yield Request(principal, OPENED, state, data=True, suboperation="Blob.List")
    for action, blob in _state(store.project, run.stack):
        yield _of_blob(principal, action, state, blob)
    cards, folder = container_of(world, store.cards), urlsplit(store.cards).path.strip("/")
    yield _of_blob(principal, WRITTEN, cards, f"{folder}/{run.stack}.json")
    for above in store.reads:
        yield _of_blob(principal, OPENED, cards, f"{folder}/{above}.json")
    key = key_of(world, store)
    for action in ("encrypt/action", "decrypt/action"):
        yield Request(principal, f"{KEYS}/{action}", key, data=True)


def _state(project: str, stack: str) -> Iterator[tuple[str, str]]:
    yield OPENED, ".pulumi/meta.yaml"
    for action in (OPENED, WRITTEN, GONE):
        yield action, f".pulumi/stacks/{project}/{stack}.json"
        yield action, f".pulumi/locks/organization/{project}/{stack}/00000000-0000-0000-0000-000000000000.json"
    yield WRITTEN, f".pulumi/stacks/{project}/{stack}.json.bak"
    yield OPENED, f".pulumi/stacks/{project}/{stack}.pulumi-tags"
    for kept in ("history", "backups"):
        yield WRITTEN, f".pulumi/{kept}/{project}/{stack}/{stack}-1795680000000000000.json"


def _of_blob(principal: Principal, action: str, container: str, path: str) -> Request:
    return Request(principal, action, container, data=True, attributes={BLOB_PATH: (path,)})


def container_of(world: World, address: str) -> str:
    """Scope of the container that an address names; of nothing where no plan has its account."""
    parts = urlsplit(address)
    account = dict(parse_qsl(parts.query)).get("storage_account", "").lower()
    found = world.named.get(("microsoft.storage/storageaccounts", account), f"/unknown/{account}")
    return f"{found}/blobservices/default/containers/{parts.netloc}"


def key_of(world: World, store: StateStore) -> str:
    parts = urlsplit(store.secrets)
    vault, name = parts.netloc.partition(".")[0].lower(), parts.path.rpartition("/")[2]
    found = world.named.get(("microsoft.keyvault/vaults", vault), f"/unknown/{vault}")
    return f"{found}/keys/{name}"
