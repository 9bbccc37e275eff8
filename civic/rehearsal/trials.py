"""What came of trials, a line of JSON each, so that a long row of them is taken up where it ended."""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path

PROGRAM = ("Pulumi.yaml", "stacks", "components", "civic", "policies")
"""What a trial or a rehearsal depends on, of a project, besides its records."""


@dataclass
class Tried:
    """One trial."""

    trial: str
    stack: str
    done: list[str] = field(default_factory=list)
    """What recovering took besides giving the command again; what a change did."""
    wrong: list[str] = field(default_factory=list)
    """What was not as it should be in the end."""
    skipped: str = ""
    """Why there was nothing to try."""
    seconds: float = 0.0

    @property
    def result(self) -> str:
        return "failed" if self.wrong else "skipped" if self.skipped else "survived"


class Trials:
    """The lines of one file. Those of another program do not count."""

    def __init__(self, file: Path | None, program: str) -> None:
        self._file, self._program = file, program
        self.before = {tried.trial: tried for tried in self._read() if not tried.wrong}

    def add(self, tried: Tried) -> None:
        if self._file is not None:
            self._file.parent.mkdir(parents=True, exist_ok=True)
            with self._file.open("a", encoding="utf-8") as lines:
                lines.write(json.dumps({"program": self._program, **asdict(tried)}) + "\n")

    def _read(self) -> Iterator[Tried]:
        if self._file is None or not self._file.exists():
            return
        for line in self._file.read_text(encoding="utf-8").splitlines():
            try:
                fields = json.loads(line)
            except ValueError:
                # The line at which a run was killed.
                continue
            if fields.pop("program", "") == self._program:
                yield Tried(**fields)


def digest_of_program(root: Path, estate: Path) -> str:
    """Of everything that its outcome depends on, wherever it lies."""
    digest = hashlib.sha256()
    for folder in (*(root / name for name in PROGRAM), estate):
        for path in sorted([folder] if folder.is_file() else folder.rglob("*")):
            if path.is_file() and "__pycache__" not in path.parts and path.suffix in (".py", ".yaml"):
                digest.update(path.relative_to(folder.parent).as_posix().encode())
                digest.update(path.read_bytes())
    return digest.hexdigest()[:16]
