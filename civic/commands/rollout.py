"""``civic rollout``: the commands that deploy the estate, in order, printed or run."""

import os
import shlex
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

import click
from rich.console import Console
from rich.markup import escape

from civic.commands import exit_codes
from civic.commands.deploying import Setting, commands
from civic.commands.forks import estate_here
from civic.commands.options import ESTATE_VARIABLE
from civic.commands.planning import clashes_of, report_unknown_agreements
from civic.commands.rollout_script import Step, environment_of, script
from civic.commands.unreadable import left_out, report_unreadable
from civic.errors import InputError
from civic.estate.card_store import VARIABLE as CARDS_VARIABLE
from civic.estate.estate import Estate
from civic.estate.images import image_copies
from civic.estate.layers import StackName, reads, waves
from civic.estate.pending_actions import unknown_agreements
from civic.estate.touched import with_touched
from civic.records.errors import Problem, RecordError, nearest
from civic.records.platform_template import PLACE_TO_FILL, PLATFORM_FILE
from civic.rehearsal import find_pulumi
from civic.reports.console import print_json


def rollout_command(estate_root: Path, wanted: Sequence[str], form: str, *, first_day: bool = False, begin_at: str = "", run: bool = False) -> int:
    """Print a shell script that goes on after a failure with what does not read the stack that failed; or ``run`` it.

    A body's own stacks come with those of others that its record reaches into. On the ``first_day`` there is no store yet, and a bootstrap's
    state begins in a folder. ``begin_at`` leaves out what comes before that stack.

    Records that lie elsewhere than in the project's ``estate/`` are named to every command of the script, by its environment.
    """
    estate = estate_here(estate_root, tolerant=True)
    _refuse_places_to_fill(estate)
    names = _from(with_touched(estate, wanted), begin_at)
    refused = _refused(estate, names)
    setting = Setting.of(estate, first_day=first_day)
    elsewhere = [name for name in names if name not in refused and not _is_deployed_here(estate, name)]
    rolled = [name for name in names if name not in (*refused, *elsewhere)]
    _report(estate, names)
    aside = form == "json" or run
    for line in (*(f"deployed by the platform's pipelines: {name}" for name in elsewhere), *refused.values()):
        click.echo(f"# {line}", err=aside)
    if not rolled:
        click.echo("# nothing is rolled out", err=aside)
    steps = [Step(name, tuple(map(str, reads(name, estate))), commands(name, setting), images_first(estate, name)) for name in rolled]
    environment = _environment(estate_root)
    code = exit_codes.FINDINGS if refused else exit_codes.WELL
    lines = script(
        steps, environment, shlex.join(["civic", "rollout", *wanted, *(["--first-day"] if first_day else [])]), own_store=setting.own_store
    )
    if run:
        return max(code, _run("\n".join(lines))) if steps else code
    if form == "json":
        _print_json(steps, environment)
    else:
        click.echo("\n".join(lines))
    return code


def images_first(estate: Estate, name: StackName) -> str:
    """What has to be in a registry before a stack of applications comes up: a command, as the copying needs a tool and the internet."""
    if name.layer != "applications" or not any(copy.stack.cloud == name.cloud for copy in image_copies(estate, [name.owner])[0]):
        return ""
    return f"civic images {name.owner} --run"


def _refused(estate: Estate, names: Sequence[StackName]) -> dict[StackName, str]:
    """Stacks that cannot be deployed as the records are, each with a line that says so."""
    clashes = {owner: clashes_of(estate, [owner]) for owner in dict.fromkeys(name.owner for name in names)}
    clashing = {name: f"left out: {name}, whose records clash" for name in names if clashes[name.owner]}
    unknown = {body for body in {name.body for name in names} if unknown_agreements(estate, [body])}
    # Brought up, it would take away what stands by an agreement that is merely not known here.
    unsure = {name: f"left out: {name}, of which it is not known here what was agreed" for name in names if name.body in unknown}
    return {**unsure, **clashing, **left_out(estate, names)}


def _report(estate: Estate, names: Sequence[StackName]) -> None:
    """Say on standard error what is wrong with records."""
    complaints = Console(stderr=True)
    report_unreadable(complaints, estate)
    for clash in dict.fromkeys(clash for owner in dict.fromkeys(name.owner for name in names) for clash in clashes_of(estate, [owner])):
        complaints.print(f"[bold red]estate[/] {escape(clash)}", soft_wrap=True)
    report_unknown_agreements(complaints, estate, names)


def _from(names: Sequence[StackName], begin_at: str) -> Sequence[StackName]:
    """The stacks from that one on. Raises ``InputError`` where it is not among them."""
    listed = [str(name) for name in names]
    if not begin_at:
        return names
    if begin_at not in listed:
        raise InputError(
            f"--from: found '{begin_at}', which is not in this rollout; {nearest(begin_at, listed) or 'without --from it names its stacks'}"
        )
    return names[listed.index(begin_at) :]


def _environment(estate_root: Path) -> dict[str, str]:
    elsewhere = estate_root.resolve() != Path("estate").resolve()
    return {**({ESTATE_VARIABLE: str(estate_root.resolve())} if elsewhere else {}), **environment_of([CARDS_VARIABLE])}


def _print_json(steps: Sequence[Step], environment: Mapping[str, str]) -> None:
    by_name = {step.name: step for step in steps}
    listed = [
        {
            "layer": wave[0].layer,
            "stacks": {str(name): list(by_name[name].commands) for name in wave},
            "reads": {str(name): list(by_name[name].reads) for name in wave},
            "images": {str(name): by_name[name].images for name in wave if by_name[name].images},
        }
        for wave in waves(by_name)
    ]
    print_json({"environment": environment, "waves": listed})


def _run(text: str) -> int:
    """Run the script where this command was given. Interrupted, it waits for the stack at work: Pulumi ends in order when it is told so."""
    if find_pulumi() is None:
        raise InputError("the pulumi CLI is not on the PATH, and a rollout is its work; without --run it is printed")
    # Its lines call this command, which need not be on the PATH to have been started.
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", os.defpath)])
    process = subprocess.Popen(["sh", "-c", text], env={**os.environ, "PATH": path})
    try:
        ended = process.wait()
    except KeyboardInterrupt:
        ended = process.wait()
    # Killed, it says by which signal, as shells do.
    return ended if ended >= 0 else 128 - ended


def _refuse_places_to_fill(estate: Estate) -> None:
    """Raises ``RecordError`` for each line of the platform record that 'civic init' left for its people: a plan takes it, a cloud would not."""
    file = f"{estate.root.name}/{PLATFORM_FILE}"
    lines = (estate.root / PLATFORM_FILE).read_text(encoding="utf-8").splitlines()
    hint = "then delete the mark: a plan takes it as it is, a deployment does not"
    marked = [(number, line.partition(PLACE_TO_FILL)) for number, line in enumerate(lines, 1) if PLACE_TO_FILL in line]
    problems = [
        Problem(file, number, before.partition(":")[0].strip(), f"'{PLACE_TO_FILL}'", why.strip(": ") or "what only you know", hint)
        for number, (before, _, why) in marked
        if before.strip() and not before.lstrip().startswith("#")
    ]
    if problems:
        raise RecordError(problems)


def _is_deployed_here(estate: Estate, name: StackName) -> bool:
    """In a fork a body's own pipeline, where its record names one, deploys its applications in dedicated hosting, and nothing else."""
    if not estate.published:
        return True
    record = estate.owners[name.owner]
    shared = record.hosting is not None and record.hosting.placement == "shared"
    return name.layer == "applications" and record.pipeline is not None and not shared
