"""A rehearsal that is broken off and goes on where it was: its clouds, its store and what came of each half, in a folder.

Halves follow one another there (``up`` of a stack, ``destroy`` of a stack), so that what a half had begun when it was broken off can be taken
back: the world is a file that only grows, and the store has one state for each stack.
"""

import json
import os
import shutil
from collections.abc import Mapping
from dataclasses import asdict, fields
from pathlib import Path
from typing import Any

from civic.errors import InputError
from civic.rehearsal.conformance import Mismatch
from civic.rehearsal.engine import WORLD_FILE
from civic.rehearsal.rehearsed import Rehearsed
from civic.rehearsal.remains import Remaining

RESULTS, STATES = "results.jsonl", "up"
STORED = Path("state", ".pulumi", "stacks")
"""Where Pulumi's own store has states, a folder for each project."""


class KeptRun:
    """``program``: digest of all that its outcome depends on. Raises ``InputError`` where another program's rehearsal is in the folder."""

    def __init__(self, folder: Path, program: str) -> None:
        self.folder, self._program = folder.resolve(), program
        self._folder_of_states = self.folder / STATES
        self._lines = self._read()
        if others := sorted(line["stack"] for line in self._lines if line["program"] != program):
            raise InputError(
                f"{folder}: {others[0]} was rehearsed there by another program or with other records; what is left of it stands in the way. "
                "Remove the folder, or name another one"
            )

    def before(self) -> dict[str, Rehearsed]:
        """What came of each stack so far."""
        found: dict[str, Rehearsed] = {}
        for line in self._lines:
            found[line["stack"]] = self._restored(line["done"])
        return found

    def had(self, stack: str, half: str) -> bool:
        """Whether it was done, well or not."""
        return any(line["stack"] == stack and line["half"] == half for line in self._lines)

    def take_back(self) -> None:
        """Let clouds and store be as the last half that came to its end left them."""
        self.folder.mkdir(parents=True, exist_ok=True)
        self._folder_of_states.mkdir(exist_ok=True)
        # Without the line at which a run was killed.
        _ = (self.folder / RESULTS).write_text("".join(json.dumps(line) + "\n" for line in self._lines), encoding="utf-8")
        world = self.folder / WORLD_FILE
        if world.exists():
            os.truncate(world, self._lines[-1]["world"] if self._lines else 0)
        shutil.rmtree(self.folder / "state" / ".pulumi" / "locks", ignore_errors=True)
        for stored in (self.folder / STORED).glob("*/*.json"):
            if not self.had(stored.stem, "up"):
                stored.unlink()
            elif not self.had(stored.stem, "destroy"):
                _ = shutil.copy(self._stored_then(stored.stem), stored)

    def add(self, done: Rehearsed, half: str) -> None:
        """A half came to its end."""
        world = self.folder / WORLD_FILE
        if half == "up":
            for stored in (self.folder / STORED).glob(f"*/{done.stack}.json"):
                _ = shutil.copy(stored, self._stored_then(done.stack))
        if half == "up" and done.state:
            _ = self._exported(done.stack).write_text(json.dumps(done.state), encoding="utf-8")
        line = {
            "program": self._program,
            "stack": done.stack,
            "half": half,
            "world": world.stat().st_size if world.exists() else 0,
            "done": {name: value for name, value in asdict(done).items() if name != "state"},
        }
        with (self.folder / RESULTS).open("a", encoding="utf-8") as lines:
            _ = lines.write(json.dumps(line) + "\n")
        self._lines.append(line)

    def _stored_then(self, stack: str) -> Path:
        return self._folder_of_states / f"{stack}.stored.json"

    def _exported(self, stack: str) -> Path:
        return self._folder_of_states / f"{stack}.json"

    def _restored(self, kept: Mapping[str, Any]) -> Rehearsed:
        done = Rehearsed(**{each.name: kept[each.name] for each in fields(Rehearsed) if each.name in kept})
        done.mismatches = [Mismatch(**entry) for entry in kept["mismatches"]]
        done.remaining = [Remaining(**entry) for entry in kept["remaining"]]
        exported = self._exported(done.stack)
        done.state = json.loads(exported.read_text(encoding="utf-8")) if exported.exists() else {}
        return done

    def _read(self) -> list[dict[str, Any]]:
        file = self.folder / RESULTS
        found: list[dict[str, Any]] = []
        for line in file.read_text(encoding="utf-8").splitlines() if file.exists() else ():
            try:
                found.append(json.loads(line))
            except ValueError:
                # The line at which a run was killed.
                continue
        return found
