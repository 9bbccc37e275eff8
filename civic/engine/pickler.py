"""Puts Python's pickler back as it was after a run."""

import contextlib
import pickle
from collections.abc import Iterator
from typing import Any

_PICKLER: Any = getattr(pickle, "_Pickler")  # noqa: B009


@contextlib.contextmanager
def pickler_put_back() -> Iterator[None]:
    """Run the body, and undo what the SDK does to the pickler.

    Each resource written in Python wraps the pickler's methods once more (``pulumi.dynamic``), which a process that ends after one
    stack never notices. A worker serves hundreds, and would run out of stack.
    """
    before = {name: getattr(_PICKLER, name) for name in ("_batch_setitems", "save_dict")}
    try:
        yield
    finally:
        for name, method in before.items():
            setattr(_PICKLER, name, method)
