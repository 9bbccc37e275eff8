"""Resources written in Python (``pulumi-python``): answered as they are given, and their code is never run.

Whatever real service such a resource speaks to is therefore never reached from a plan or a rehearsal.
"""

from collections.abc import Callable, Mapping
from typing import Any

from civic.catalogue import row
from civic.simulator.deletions import Kept, Lingers
from civic.simulator.digests import digest
from civic.simulator.existing import Existing
from civic.simulator.shapes import Shapes
from civic.simulator.state import CloudState

PACKAGE = "pulumi-python"
ANSWERS: Mapping[str, Callable[[Mapping[str, Any], CloudState, str], dict[str, Any]]] = {}
EXISTING: tuple[Existing, ...] = ()
KEPT: tuple[Kept, ...] = ()
LINGERS: tuple[Lingers, ...] = ()


def defaults(token: str, urn: str, inputs: dict[str, Any], olds: Mapping[str, Any]) -> dict[str, Any]:
    """The inputs: what such a resource fills in, only its own code knows."""
    return inputs


def answer(
    token: str, urn: str, outputs: Mapping[str, Any], inputs: Mapping[str, Any], state: CloudState, provider: str
) -> tuple[str, dict[str, Any]]:
    """An id, and nothing besides the inputs but what the catalogue says: a password and a key that open nothing."""
    known = row(token)
    return f"{token.rsplit(':', 1)[1].lower()}-{digest(urn)}", {**Shapes(known, urn, inputs).outputs(known)}


def previewed(token: str, olds: Mapping[str, Any], old_inputs: Mapping[str, Any], news: Mapping[str, Any]) -> dict[str, Any]:
    """The inputs: such a provider is not asked in a preview (``pulumi/dynamic/__main__.py`` says nothing of ``supportsPreview``)."""
    return dict(news)
