"""A folder of plans: what a run wrote there before and would not write again is taken away, and nothing else is touched."""

from collections.abc import Collection
from pathlib import Path

from civic.files import write

WRITTEN = ".civic-plans"
"""File of the folder with the names of the plans that were written into it. Whatever it does not name is somebody else's."""


def remove_stale(folder: Path, *, kept: Collection[str], written: Collection[str]) -> list[str]:
    """Take away plans that an earlier run wrote, of stacks that are neither ``kept`` nor ``written`` now; gives their stacks.

    ``kept``: stacks that there are, and that this run did not plan. ``written``: stacks whose plan this run wrote.
    """
    listed = folder / WRITTEN
    before = listed.read_text(encoding="utf-8").splitlines() if listed.is_file() else []
    ours = [name for name in before if Path(name).name == name]
    stale = sorted({*ours} - {*kept, *written})
    for stack in stale:
        (folder / f"{stack}.json").unlink(missing_ok=True)
    write(listed, "".join(f"{name}\n" for name in sorted({*ours, *written} - {*stale})))
    return stale
