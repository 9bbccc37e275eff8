"""IAM policy documents, opened."""

import json
from collections.abc import Iterator, Mapping
from typing import Any


def statements(text: Any) -> Iterator[Mapping[str, Any]]:
    """Each statement of a policy document in JSON. Raises ``ValueError`` for text that is none."""
    document = json.loads(text)
    found = document.get("Statement") or []
    yield from found if isinstance(found, list) else [found]


def listed(found: Any) -> list[Any]:
    """A value that may stand alone or in a list."""
    return [] if found is None else found if isinstance(found, list) else [found]
