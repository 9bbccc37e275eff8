"""Which objects of the state store a layer's pipeline may touch.

Pulumi's self-managed backends keep a project's state under ``.pulumi`` by stack name
(pulumi/pkg/backend/diy/store.go), so rights by object key are rights by stack.
"""

from civic.estate.layers import LAYERS


def own(project: str, cloud: str, layer: str) -> tuple[str, ...]:
    """Key patterns, with ``*``, that the layer's pipeline writes: its stacks' state, history, backups and locks."""
    stacks = _pattern(cloud, layer)
    return (
        f".pulumi/stacks/{project}/{stacks}.json*",
        f".pulumi/history/{project}/{stacks}/*",
        f".pulumi/backups/{project}/{stacks}/*",
        f".pulumi/locks/organization/{project}/{stacks}/*",
    )


def read(project: str, cloud: str, layer: str) -> tuple[str, ...]:
    """Key patterns that the layer's pipeline reads: the backend's own file and the states its layer reads."""
    above = next(entry.reads for entry in LAYERS if entry.name == layer)
    return (".pulumi/meta.yaml", *(f".pulumi/stacks/{project}/{_pattern(cloud, name)}.json*" for name in above))


def _pattern(cloud: str, layer: str) -> str:
    owner = next(entry.owner for entry in LAYERS if entry.name == layer)
    stem = f"{'platform' if owner == 'platform' else '*'}-{cloud}-{layer}"
    return f"{stem}-*" if layer == "hosting" else stem
