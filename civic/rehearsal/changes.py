"""One edit of a record at a time on a deployed stack: what the preview says is what ``up`` does, and nothing that holds data goes unsaid."""

import re
import shutil
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from subprocess import CompletedProcess
from typing import Any

from ruamel.yaml import YAML

from civic.changes import compare
from civic.changes.change import is_managed, statefulness
from civic.errors import InputError
from civic.estate.estate import Estate
from civic.estate.layers import StackName
from civic.estate.loading import load_estate
from civic.plan import Deployment
from civic.records.owners import PLATFORM
from civic.rehearsal.deployed import DeployedStack
from civic.rehearsal.planner import Planner
from civic.rehearsal.steps import Steps, differences
from civic.rehearsal.trials import Tried
from civic.simulator.world import World

OTHERS: Mapping[str, tuple[str, ...]] = {
    "kind": ("unitary", "county-council"), "classification": ("official-sensitive", "official"), "placement": ("dedicated", "shared"),
    "size": ("small", "medium"), "role": ("auditor", "operator"),
}  # fmt: skip
"""Fields whose other values no pattern gives."""
REFUSED = "refused by preview and up alike"
NOT_SEEN = "this stack does not see it"


@dataclass(frozen=True)
class Edit:
    """One scalar of a record that gets another value."""

    stack: str
    file: str
    """Of the estate."""
    path: tuple[str | int, ...]
    value: str | int | bool

    def __str__(self) -> str:
        return f"{self.stack}: edit: {self.file}: {'.'.join(map(str, self.path))} = {self.value}"


def edits_of(estate: Estate, name: StackName) -> Iterator[Edit]:
    """Each field of the body's record, or for a stack of the platform's of the platform record, with another value that looks right.

    What is another cloud's is left out.
    """
    other = {"aws", "azure"} - {name.cloud}
    file = "platform.yaml" if name.owner == PLATFORM else f"organisations/{name.body}.yaml"
    for path, value in _scalars(YAML().load(estate.root / file), ()):
        if path[0] not in other and (another := _another(str(path[-1]), value)) is not None:
            yield Edit(str(name), file, path, another)


def try_edit(deployed: DeployedStack, edit: Edit, tried: Tried, planner: Planner | None = None) -> None:
    """Preview it and do it. Raises ``EngineFailed``. A refused record, and an edit that this stack does not see, are skipped.

    ``planner``: asked first whether the stack sees it.
    """
    estate = _copied(deployed)
    if planner and not planner.unedited:
        planner.unedited = planner.digest(estate)
    _write(estate / edit.file, edit)
    try:
        _ = load_estate(estate)
    except (InputError, OSError) as error:
        tried.skipped = f"refused: {str(error).splitlines()[0]}"
        return
    if planner and planner.unedited and planner.digest(estate) == planner.unedited:
        tried.skipped = NOT_SEEN
        return
    deployed.restore("up")
    chosen = ("--stack", deployed.stack, "--json")
    with deployed.clouds(), deployed.engine.records(estate):
        preview = deployed.engine.attempt("preview", *chosen)
        said = Steps.of(preview.stdout)
        if not preview.returncode and not said.by_urn:
            tried.skipped = NOT_SEEN
            return
        up = deployed.engine.attempt("up", *chosen, "--yes", "--skip-preview")
    done = Steps.of(up.stdout)
    if preview.returncode and up.returncode:
        tried.done.append(f"{REFUSED}: {_complaint(said, preview)}")
        tried.wrong += [f"the preview said '{_complaint(said, preview)}', and up '{_complaint(done, up)}'"] if _other_reasons(said, done) else []
        tried.wrong += _lost(deployed, tried)
        return
    tried.done.append(", ".join(f"{number} {kind}" for kind, number in done.counts().items()) or "nothing")
    if bool(preview.returncode) != bool(up.returncode):
        tried.wrong.append(f"the preview and the up disagree: {_complaint(done, up) if up.returncode else _complaint(said, preview)}")
    else:
        _compare(said, done, deployed, tried)
    tried.wrong += _lost(deployed, tried)


def _copied(deployed: DeployedStack) -> Path:
    """Records as they lie in a repository once the stack is rolled out and published."""
    folder = deployed.world_file.parent / "edited"
    shutil.rmtree(folder, ignore_errors=True)
    estate = Path(shutil.copytree(deployed.engine.estate, folder, ignore=shutil.ignore_patterns("config", "published")))
    deployed.publish(estate)
    return estate


def _compare(said: Steps, done: Steps, deployed: DeployedStack, tried: Tried) -> None:
    """Resource by resource. What no preview can know is noted with the reason; all else is wrong."""
    after = deployed.engine.state(deployed.stack)["deployment"].get("resources") or []
    less: Counter[str] = Counter()
    for urn, reason in differences(said, done, after):
        promised, did = said.by_urn.get(urn), done.by_urn.get(urn)
        if reason:
            less[reason] += 1
        else:
            tried.wrong.append(f"{urn}: the preview said {promised.kind if promised else 'nothing'}, and up did {did.kind if did else 'nothing'}")
    tried.done += [f"the preview said more of {number}: {reason}" for reason, number in sorted(less.items())]


def _other_reasons(said: Steps, done: Steps) -> bool:
    """Whether an ``up`` met none of what its preview complained of. Each stops at what it meets first."""
    return bool(said.errors) and bool(done.errors) and set(said.errors).isdisjoint(done.errors)


def _complaint(steps: Steps, ran: CompletedProcess[str]) -> str:
    return "; ".join(steps.errors) or ran.stderr.strip() or ran.stdout.strip()[-500:]


def _lost(deployed: DeployedStack, tried: Tried) -> list[str]:
    """What something is lost with and is in the clouds no more under the id that it had, unless ``civic plan --against`` tells of it."""
    world, before = World(deployed.world_file), Deployment.from_json(deployed.state)
    gone = [one for one in before if is_managed(one) and statefulness(one) and world.of_urn(one.urn, one.id) is None]
    if not gone:
        return []
    # A stack that is up is as it was planned (conformance), so what differs from it now is what a plan would have shown.
    after = Deployment.from_json(deployed.engine.state(deployed.stack))
    findings = compare({deployed.stack: before}, {deployed.stack: after}, {deployed.stack}).findings
    told = {change.was or change.urn for change in findings}
    tried.done += [f"{one.name} is gone, as --against tells" for one in gone if one.urn in told]
    return [f"{one.urn} is gone, and --against does not tell" for one in gone if one.urn not in told]


def _scalars(value: Any, path: tuple[str | int, ...]) -> Iterator[tuple[tuple[str | int, ...], Any]]:
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from _scalars(inner, (*path, key))
    elif isinstance(value, list):
        for number, inner in enumerate(value):
            yield from _scalars(inner, (*path, number))
    elif value is not None:
        yield path, value


def _another(key: str, value: Any) -> str | int | bool | None:
    """Another value of the same form; None where there is none to be guessed."""
    if isinstance(value, bool):
        return not value
    if isinstance(value, int):
        return value + 1
    text = str(value)
    if key in OTHERS:
        return next(other for other in OTHERS[key] if other != text)
    if re.fullmatch(r"\d{4}-\d{2}-\d{2}", text):
        return f"{text[:8]}{28 if text[8:] != '28' else 27}"
    if re.fullmatch(r"[0-9a-f-]{36}", text):
        return text[:-1] + ("0" if text[-1] != "0" else "1")
    if re.fullmatch(r"\+?\d{6,}", text):
        return text[:-1] + str((int(text[-1]) + 1) % 10)
    if "://" in text or text.startswith("/") or re.fullmatch(r"[0-9a-f.:]+/\d+", text):
        return None
    if re.fullmatch(r"[^\s@]+@[^\s@]+", text) or re.fullmatch(r"[a-z0-9.*-]+\.[a-z]{2,}", text):
        return f"*.x{text[2:]}" if text.startswith("*.") else f"x{text}"
    return f"{text} B" if " " in text else f"{text}b"


def _write(file: Path, edit: Edit) -> None:
    yaml = YAML()
    yaml.preserve_quotes, yaml.width = True, 4096
    document = yaml.load(file)
    place = document
    for part in edit.path[:-1]:
        place = place[part]
    before = place[edit.path[-1]]
    # Quoted as it was: an unquoted date is refused.
    place[edit.path[-1]] = type(before)(edit.value) if isinstance(before, str) else edit.value
    with file.open("w", encoding="utf-8") as lines:
        yaml.dump(document, lines)
