"""Layer 0: the state store, one secrets key and one pipeline identity for each layer.

Plain resources, no component: it is made once, by an administrator, and differs from cloud to cloud
in everything but its card.
"""

import importlib
from typing import Any

from stacks.context import Context


def build(context: Context) -> dict[str, Any]:
    """Make the store and the pipelines' identities; the result is the bootstrap card."""
    return importlib.import_module(f"stacks.bootstrap_{context.cloud}").build(context)
