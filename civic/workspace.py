"""The project that the command is used in: the nearest folder with a ``Pulumi.yaml``, whose own packages come first.

``civic`` is installed; ``stacks``, ``components`` and ``policies`` are folders that a fork owns. An installed package of one of these names
must never be taken for the fork's. Where the command stands in no clone or fork, as an auditor's does who checks somebody else's stack, the
packages are those of the clone that it was installed from.
"""

import importlib
import sys
from pathlib import Path

FILE = "Pulumi.yaml"
PACKAGES = ("stacks", "components", "policies")
"""Packages that are the project's own."""
CLONE = Path(__file__).resolve().parents[1]
"""Where ``civic`` itself lies: the clone, where it was installed from one to be edited, as ``make`` does."""


def find_project(start: Path) -> Path:
    """The nearest folder from ``start`` upwards that holds a ``Pulumi.yaml`` and is no policy pack or plugin; ``start`` where none does."""
    here = start.resolve()
    return next((folder for folder in (here, *here.parents) if (folder / FILE).is_file()), here)


def is_clone(folder: Path) -> bool:
    """Whether it is a clone or a fork of this project. Another Pulumi project may have a folder of one of the names, seldom packages of all."""
    return (folder / FILE).is_file() and all((folder / name / "__init__.py").is_file() for name in PACKAGES)


def enter_project(root: Path) -> None:
    """Have ``root``'s packages found first from now on, or the clone's where ``root`` is no clone. Loaded ones from elsewhere are forgotten."""
    if not is_clone(root) and is_clone(CLONE):
        root = CLONE
    first = str(root.resolve())
    sys.path[:] = [first, *(entry for entry in sys.path if entry != first)]
    for name, module in list(sys.modules.items()):
        if name.split(".")[0] in PACKAGES and not _lies_in(root, getattr(module, "__file__", None)):
            del sys.modules[name]
    importlib.invalidate_caches()


def _lies_in(root: Path, file: str | None) -> bool:
    return file is not None and Path(file).resolve().is_relative_to(root.resolve())
