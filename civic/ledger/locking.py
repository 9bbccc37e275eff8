"""One writer at a time: whoever gives something reads the estate and writes it while nobody else does."""

import fcntl
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from civic.errors import InputError
from civic.estate.estate import Estate
from civic.estate.loading import load_estate

PATIENCE = 120.0
"""Seconds to wait for other writers. Each takes about one, and a register of 400 bodies ten."""


@contextmanager
def locked_estate(root: Path, patience: float = PATIENCE) -> Iterator[Estate]:
    """The estate, read once nobody else writes it and to be changed before anybody else does.

    Every command that reads, decides and writes does all three inside. Raises ``RecordError`` where any body's files cannot be read,
    since what they hold must not be given to another; ``InputError`` where another writer does not end.
    """
    if not root.is_dir():
        load_estate(root)
    # The folder itself is locked: there is no lock file to be left behind, committed or cleaned up.
    folder = os.open(root, os.O_RDONLY | os.O_DIRECTORY)
    try:
        _wait(folder, root, patience)
        yield load_estate(root)
    finally:
        os.close(folder)


def _wait(folder: int, root: Path, patience: float) -> None:
    until = time.monotonic() + patience
    while True:
        try:
            return fcntl.flock(folder, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() > until:
                raise InputError(f"{root}: another civic command has been writing for {patience:.0f} seconds; nothing was written") from None
            time.sleep(0.02)
