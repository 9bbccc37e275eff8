"""Whether the project's own ``estate/`` is the example still: what only the example shows is skipped aloud where it is another."""

from pathlib import Path

import pytest
from ruamel.yaml import YAML

from tests.planning import ESTATE, ROOT

OWN_ESTATE = ROOT / "estate"


def is_example(estate: Path) -> bool:
    """Whether a folder's platform has the example's name and code."""
    path = estate / "platform.yaml"
    return path.is_file() and _platform(path) == _platform(ESTATE / "platform.yaml")


def _platform(path: Path) -> tuple[object, object]:
    record = YAML(typ="safe", pure=True).load(path.read_text(encoding="utf-8"))
    return (record.get("name"), record.get("code")) if isinstance(record, dict) else (None, None)


needs_the_example = pytest.mark.skipif(
    not is_example(OWN_ESTATE), reason="SKIPPED: estate/platform.yaml is not the example's, and this looks at the example estate of this project"
)
