"""``civic doctor``: is everything there that the commands need? Nothing is changed and no network is used."""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from importlib import metadata
from pathlib import Path
from typing import Literal

from rich.markup import escape

from civic import clock
from civic.commands import exit_codes
from civic.commands.forks import estate_of
from civic.commands.options import ESTATE_VARIABLE
from civic.engine.project import Project
from civic.errors import InputError, message
from civic.estate.card_files import PUBLISHED
from civic.estate.layers import reads
from civic.estate.loading import load_estate
from civic.estate.published import AGREEMENTS
from civic.estate.targets import own_stacks
from civic.rehearsal import find_pulumi
from civic.reports.console import counted, plain_table, print_json, print_table, wide_console

State = Literal["well", "missing", "wrong"]
PYTHON = (3, 11)
PIN = re.compile(r"^([A-Za-z0-9._-]+)==([^\s;\\]+)", re.MULTILINE)
LANGUAGE_HOST = "pulumi-language-python"
COLOURS = {"well": "green", "missing": "yellow", "wrong": "red"}


@dataclass(frozen=True)
class Diagnosis:
    """One thing looked at. ``missing`` is what only some commands need; ``wrong`` stops a plan."""

    subject: str
    state: State
    found: str
    cure: str = ""


def doctor_command(estate_root: Path, project_root: Path, form: str) -> int:
    """Print every diagnosis. Returns 1 where something is wrong."""
    diagnoses = list(diagnose(estate_root, project_root))
    if form == "json":
        print_json([asdict(diagnosis) for diagnosis in diagnoses])
    else:
        table = plain_table("what", "state", "found", "what to do", whole=("what", "state"))
        for each in diagnoses:
            table.add_row(each.subject, f"[{COLOURS[each.state]}]{each.state}[/]", escape(each.found), escape(each.cure))
        print_table(wide_console(), table)
    return exit_codes.FINDINGS if any(each.state == "wrong" for each in diagnoses) else exit_codes.WELL


def diagnose(estate_root: Path, project_root: Path) -> Iterator[Diagnosis]:
    """In the order in which a newcomer would meet them."""
    yield _python()
    yield _packages(project_root)
    yield _project(project_root)
    yield _estate(estate_root)
    yield from _published(estate_root, project_root)
    yield from _variables()
    yield from _folders(estate_root)
    yield from _pulumi(project_root)


def _python() -> Diagnosis:
    found = ".".join(map(str, sys.version_info[:3]))
    if sys.version_info[:2] >= PYTHON:
        return Diagnosis("Python", "well", found)
    return Diagnosis("Python", "wrong", found, f"use Python {'.'.join(map(str, PYTHON))} or later; 'make PYTHON=...' names one")


def _packages(project_root: Path) -> Diagnosis:
    """Installed versions against the pins of ``requirements.txt``."""
    path = project_root / "requirements.txt"
    try:
        pins = dict(PIN.findall(path.read_text(encoding="utf-8")))
    except OSError as error:
        return Diagnosis("packages", "missing", message(error), "pins are compared where the project has a requirements.txt")
    differing = [f"{name} {_installed(name) or 'not installed'}, pinned {pin}" for name, pin in pins.items() if _installed(name) != pin]
    if differing:
        more = f", and {len(differing) - 3} more" if len(differing) > 3 else ""
        return Diagnosis("packages", "wrong", f"{'; '.join(differing[:3])}{more}", "run 'make plan', which installs what is pinned")
    return Diagnosis("packages", "well", f"{len(pins)} as pinned")


def _installed(name: str) -> str:
    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        return ""


def _project(root: Path) -> Diagnosis:
    try:
        return Diagnosis("project", "well", f"{Project.read(root.resolve()).name} in {root.resolve()}")
    except (InputError, OSError) as error:
        return Diagnosis("project", "wrong", message(error), "run civic where Pulumi.yaml is, or give --project")


def _estate(root: Path) -> Diagnosis:
    try:
        estate = load_estate(root)
    except (InputError, OSError) as error:
        return Diagnosis("estate", "wrong", message(error).splitlines()[0], f"mend it, or give --estate or {ESTATE_VARIABLE}")
    return Diagnosis("estate", "well", f"{counted(len(estate.organisations), 'bod', 'ies', one='y')} in {root.resolve()}")


def _published(estate_root: Path, project_root: Path) -> Iterator[Diagnosis]:
    """In a fork: what the platform published for it, without which its stacks have no plan."""
    try:
        estate = estate_of(Project.read(project_root.resolve()), estate_root, tolerant=True)
    except (InputError, OSError):
        return
    if not estate.published:
        return
    cards = {str(above) for name in own_stacks(estate) for above in reads(name, estate) if above.owner not in estate.owners}
    names = [*(f"{card}.json" for card in sorted(cards)), *([AGREEMENTS] if estate.agreements or estate.agreements_unknown else [])]
    missing = [name for name in names if not (estate_root / PUBLISHED / name).is_file()]
    if missing:
        cure = "copy estate/published from the platform's repository, where 'civic publish' writes it; docs/how-to/fork.md says how"
        yield Diagnosis("published", "wrong", f"not in {estate_root.name}/{PUBLISHED}: {', '.join(missing)}", cure)
    else:
        yield Diagnosis("published", "well", f"{counted(len(names), 'file')} in {estate_root.name}/{PUBLISHED} that this fork reads")


def _variables() -> Iterator[Diagnosis]:
    """Variables that change what commands do, so that nobody wonders."""
    for name, value in sorted(os.environ.items()):
        if name.startswith("CIVIC_") and name != clock.VARIABLE:
            yield Diagnosis(name, "well", value)
    try:
        yield Diagnosis(clock.VARIABLE, "well", f"looks as of {clock.today().isoformat()}")
    except InputError as error:
        yield Diagnosis(clock.VARIABLE, "wrong", str(error), f"give {clock.ALLOWED}, or unset it")


def _folders(estate_root: Path) -> Iterator[Diagnosis]:
    for subject, folder, why in (("records' folder", estate_root, "joining writes there"), ("working folder", Path(), "plans are written there")):
        if os.access(folder, os.W_OK):
            yield Diagnosis(subject, "well", f"{folder.resolve()} can be written")
        else:
            yield Diagnosis(subject, "missing", f"{folder.resolve()} cannot be written", why)


def _pulumi(project_root: Path) -> Iterator[Diagnosis]:
    command = find_pulumi()
    if command is None:
        yield Diagnosis("pulumi", "missing", "not on the PATH", "only 'civic rehearse' and deploying need it: https://www.pulumi.com/docs/install/")
        return
    ran = subprocess.run([command, "version"], capture_output=True, text=True, check=False)
    found, required = (ran.stdout or ran.stderr).strip(), _required(project_root)
    if ran.returncode == 0 and not _satisfies(found, required):
        yield Diagnosis(
            "pulumi", "missing", f"{found}, and the project requires {required}", "install such a one: the command refuses to run otherwise"
        )
    else:
        yield Diagnosis("pulumi", "well" if ran.returncode == 0 else "missing", found)
    host = shutil.which(LANGUAGE_HOST)
    if host is None:
        yield Diagnosis(
            "pulumi's Python host", "missing", f"{LANGUAGE_HOST} is not on the PATH", "it comes with the pulumi command: install that whole"
        )
    else:
        yield Diagnosis("pulumi's Python host", "well", host)


def _required(project_root: Path) -> str:
    """Versions of the Pulumi command that the project takes; empty where it says nothing or cannot be read."""
    try:
        return Project.read(project_root.resolve()).pulumi
    except (InputError, OSError):
        return ""


def _satisfies(version: str, required: str) -> bool:
    """Whether ``v3.260.0`` is within ``>=3.260.0 <4.0.0``; what is written otherwise is the command's own to judge."""
    found = _numbers(version)
    bounds = [(sign, _numbers(number)) for sign, number in re.findall(r"(>=|<)\s*v?([\d.]+)", required)]
    return not found or all(found >= number if sign == ">=" else found < number for sign, number in bounds)


def _numbers(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in re.findall(r"\d+", version.partition("-")[0])[:3])
