"""A repository as it was at a commit, in a folder of its own: read by git, and nothing of the work tree is touched."""

import io
import subprocess
import tarfile
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from civic.errors import InputError
from civic.input_files import printable

LARGEST = 1 << 29
"""Bytes of what is taken out of a repository."""


def resolved(commit: str, folder: Path) -> str:
    """The 40 digits of a commit, branch or tag. Raises ``InputError`` where git knows none of that name."""
    ran = _git(folder, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{commit}^{{commit}}")
    if ran is None or ran.returncode:
        why = "git is not on the PATH" if ran is None else "git knows no commit, branch or tag of that name here"
        raise InputError(f"{printable(commit)}: found no folder and no commit ({why}); allowed: a folder of records, or a commit of this repository")
    return ran.stdout.decode().strip()


def top_of(folder: Path) -> Path | None:
    """The folder of the repository in which ``folder`` lies; nothing where it lies in none."""
    ran = _git(folder, "rev-parse", "--show-toplevel")
    return Path(ran.stdout.decode().strip()) if ran is not None and not ran.returncode else None


@contextmanager
def taken_out(commit: str, folder: Path, parts: Sequence[str] = ()) -> Iterator[Path]:
    """The repository in which ``folder`` lies, or ``parts`` of it, as it was at a commit. Raises ``InputError`` as ``resolved`` does."""
    digits = resolved(commit, folder)
    top = top_of(folder) or folder
    ran = _git(top, "archive", "--format=tar", digits, "--", *parts) if parts else _git(top, "archive", "--format=tar", digits)
    if ran is None or ran.returncode or len(ran.stdout) > LARGEST:
        raise InputError(f"{printable(commit)}: git gives no archive of {', '.join(parts) or 'it'}: {ran.stderr.decode().strip() if ran else ''}")
    with tempfile.TemporaryDirectory(prefix="civic-commit-") as temporary, tarfile.open(fileobj=io.BytesIO(ran.stdout)) as archive:
        # "data" refuses links and paths that lead out of the folder (PEP 706).
        archive.extractall(temporary, filter="data")
        yield Path(temporary)


def _git(folder: Path, *words: str) -> "subprocess.CompletedProcess[bytes] | None":
    try:
        return subprocess.run(["git", "-C", str(folder), *words], capture_output=True, check=False, timeout=120)
    except FileNotFoundError:
        return None
