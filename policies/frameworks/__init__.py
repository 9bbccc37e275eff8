"""Frameworks as data: what each control that a rule names is called."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import yaml

FOLDER = Path(__file__).resolve().parent


@dataclass(frozen=True)
class Framework:
    """A set of controls that auditors ask about."""

    key: str
    name: str
    version: str
    source: str
    """Where its text is."""
    controls: Mapping[str, str]
    """Id -> title."""


def frameworks() -> tuple[Framework, ...]:
    """Every framework of this folder."""
    return tuple(framework(path.stem) for path in sorted(FOLDER.glob("*.yaml")))


@lru_cache(maxsize=32)
def framework(key: str) -> Framework:
    """The framework of this key. Raises ``LookupError`` for one that has no file here."""
    path = FOLDER / f"{key}.yaml"
    if not path.is_file():
        raise LookupError(f"no framework '{key}'; there are {', '.join(sorted(found.stem for found in FOLDER.glob('*.yaml')))}")
    data = yaml.safe_load(path.read_text(encoding="utf-8"))
    controls = {str(control): title for control, title in data["controls"].items()}
    return Framework(key, data["name"], str(data["version"]), data["source"], controls)
