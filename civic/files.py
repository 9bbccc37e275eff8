"""Files that are never half written."""

import os
import tempfile
from pathlib import Path


def write(path: Path, content: str) -> None:
    """Write to a temporary file beside ``path`` and rename, so that nobody ever reads half a plan."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as stream:
            stream.write(content)
        os.chmod(temporary, 0o644)
        os.replace(temporary, path)
    except BaseException:
        os.unlink(temporary)
        raise
