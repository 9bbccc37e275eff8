"""Files that are never half written, and what is wrong with one, in words."""

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


def in_words(error: OSError) -> str:
    """An error of the system in words; the system's own where there are none."""
    words = {
        FileExistsError: "this is a file, where a folder is meant",
        FileNotFoundError: "there is no such file",
        IsADirectoryError: "this is a folder, where a file is meant",
        NotADirectoryError: "a part of this path is a file, where a folder is meant",
        PermissionError: "it may not be read or written by you",
    }
    return f"{error.filename}: {words.get(type(error), error.strerror)}" if error.filename else str(error)
