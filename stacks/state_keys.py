"""Which objects of the state store an identity may touch.

Pulumi's self-managed backends keep a project's state under ``.pulumi`` by stack name (pulumi/pkg/backend/diy/store.go), and cards lie beside
it, so rights by object key are rights by stack. No identity reads another stack's state: what it needs of it is on the card.
"""

from collections.abc import Iterable

from civic.estate.card_files import card_key
from civic.estate.layers import BY_NAME, PLATFORM, Layer
from components.contracts import StateKeys

ANY = "*"
"""Stands for every owner."""
BACKEND = ".pulumi/meta.yaml"
"""What the backend says of itself, read at each login."""


def state_keys(project: str, cloud: str, layers: Iterable[str], owner: str = ANY) -> StateKeys:
    """What whoever deploys these layers' stacks, of ``owner`` where they are a body's, may touch."""
    deployed = [BY_NAME[layer] for layer in layers]
    stacks = [_stack(cloud, layer, owner) for layer in deployed]
    read = [_stack(cloud, BY_NAME[above], owner) for layer in deployed for above in layer.reads]
    # Of the other side of an agreement, whoever that will be: a card is no secret.
    read += [_stack(cloud, BY_NAME[layer.agreed], ANY) for layer in deployed if layer.agreed]
    return StateKeys(
        stacks=tuple(stacks),
        written=tuple(key for stack in stacks for key in (*_state(project, stack), card_key(stack))),
        read=(BACKEND, *dict.fromkeys(card_key(stack) for stack in read)),
    )


def _state(project: str, stack: str) -> tuple[str, ...]:
    return (
        f".pulumi/stacks/{project}/{stack}.json*",
        # Read at every update, were it that there is none, and written with the first tag.
        f".pulumi/stacks/{project}/{stack}.pulumi-tags",
        f".pulumi/history/{project}/{stack}/*",
        f".pulumi/backups/{project}/{stack}/*",
        f".pulumi/locks/organization/{project}/{stack}/*",
    )


def _stack(cloud: str, layer: Layer, owner: str) -> str:
    stem = f"{PLATFORM if layer.owner == 'platform' else owner}-{cloud}-{layer.name}"
    return f"{stem}-*" if layer.name == "hosting" else stem
