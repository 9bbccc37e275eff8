"""Writing a file that must not exist yet."""

import os
import tempfile
from pathlib import Path


def write_new(path: Path, text: str) -> None:
    """Write ``path`` whole or not at all. Raises ``FileExistsError`` rather than touch a file that is there, whoever wrote it since."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as stream:
            stream.write(text)
        os.chmod(temporary, 0o644)
        # A link, because a rename replaces without asking.
        os.link(temporary, path)
    finally:
        os.unlink(temporary)


def write_all_new(files: list[tuple[Path, str]]) -> None:
    """Write every file, or none: what was written is taken back when one cannot be."""
    written: list[Path] = []
    try:
        for path, text in files:
            write_new(path, text)
            written.append(path)
    except BaseException:
        for path in written:
            path.unlink()
        raise
