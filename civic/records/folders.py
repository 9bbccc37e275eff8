"""Names of the files in a folder of the estate."""

import os
from pathlib import Path

from civic.records.errors import Problem, RecordError


def names_in(folder: Path, shown: str) -> list[str]:
    """Names in order; none where there is no such folder. Raises ``RecordError`` for one that cannot be read, which is never taken for an empty one."""
    try:
        return sorted(os.listdir(folder))
    except FileNotFoundError:
        return []
    except OSError as error:
        raise RecordError([Problem(shown, 0, "", f"a folder that cannot be read ({error.strerror})", "a folder that you may read")]) from None
