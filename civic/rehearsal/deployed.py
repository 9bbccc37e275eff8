"""One stack on the real engine with clouds of its own, from whose state before and after it was made every trial begins."""

import json
import shutil
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Literal

from civic.estate.card_files import card_path
from civic.estate.card_store import PublishedStore
from civic.estate.card_writing import has_card, put_card
from civic.estate.layers import StackName
from civic.files import write
from civic.rehearsal.clouds_apart import clouds_apart
from civic.rehearsal.engine import Engine
from civic.simulator.faults import Fault, Faults
from civic.simulator.serve import served
from civic.simulator.world import World

Moment = Literal["empty", "up"]


class DeployedStack:
    """``engine`` is this stack's own. What the stacks above tell it comes from their plans: they are not brought up."""

    def __init__(
        self,
        engine: Engine,
        stack: str,
        plans: Mapping[str, Mapping[str, Any]],
        above: Sequence[str],
        note_deployed: Callable[[Path], object] = lambda estate: None,
    ) -> None:
        """Bring it up. ``note_deployed``: writes into ledgers what landing zones were deployed with. Raises ``EngineFailed``."""
        self.engine, self.stack, self.note_deployed = engine, stack, note_deployed
        self._kept = Path(tempfile.mkdtemp(prefix="kept-", dir=engine.store.parent))
        self.world_file = engine.store.parent / "deployed.jsonl"
        for read in above:
            put_card(engine.cards, read, json.dumps(plans[read]).encode())
        _ = engine.run("stack", "init", stack)
        self._keep("empty")
        with self.clouds():
            _ = engine.run("up", "--stack", stack, "--yes", "--skip-preview")
        self._keep("up")
        self.state = engine.state(stack)
        self._above = above

    @property
    def resources(self) -> Sequence[Mapping[str, Any]]:
        return self.state["deployment"].get("resources") or []

    @contextmanager
    def clouds(self, fault: Fault | None = None) -> Iterator[Callable[[], bool]]:
        """Serve the clouds as the world's file has them. Gives a function that says whether the fault was met."""
        if fault is not None and fault.kind == "provider-killed":
            with clouds_apart(self.world_file, fault) as (providers, process):
                self.engine.reach(providers)
                yield lambda: process.poll() is not None
            return
        faults = Faults(fault, self.engine.kill)
        with served(World(self.world_file), faults=faults) as providers:
            self.engine.reach(providers)
            yield lambda: faults.struck

    def import_state(self, text: str) -> None:
        """Take this for the stack's state."""
        file = self._kept / "imported.json"
        _ = file.write_text(text, encoding="utf-8")
        _ = self.engine.run("stack", "import", "--stack", self.stack, "--file", str(file))

    def publish(self, estate: Path) -> None:
        """Put what was rolled out, this stack and those above it, into a copy of the records, as ``civic publish`` does."""
        put_card(PublishedStore(estate), self.stack, json.dumps(self.state).encode())
        for read in filter(has_card, map(StackName.parse, self._above)):
            write(card_path(estate, str(read)), self.engine.cards.read(str(read)).decode())
        self.note_deployed(estate)

    def restore(self, moment: Moment) -> None:
        """Let store and clouds be as they were then."""
        folder = self._kept / moment
        shutil.rmtree(self.engine.store)
        _ = shutil.copytree(folder / "state", self.engine.store)
        self.world_file.unlink(missing_ok=True)
        if (folder / "world.jsonl").exists():
            _ = shutil.copy(folder / "world.jsonl", self.world_file)

    def _keep(self, moment: Moment) -> None:
        folder = self._kept / moment
        _ = shutil.copytree(self.engine.store, folder / "state")
        if self.world_file.exists():
            _ = shutil.copy(self.world_file, folder / "world.jsonl")
