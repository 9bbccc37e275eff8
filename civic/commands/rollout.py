"""``civic rollout``: the commands that deploy the estate, in waves."""

import shlex
from collections.abc import Sequence
from pathlib import Path

import click
from rich.console import Console
from rich.markup import escape

from civic.commands import exit_codes
from civic.commands.deploying import Setting, commands
from civic.commands.forks import estate_here
from civic.commands.options import ESTATE_VARIABLE
from civic.commands.planning import clashes_of, report_unknown_agreements
from civic.commands.unreadable import left_out, report_unreadable
from civic.estate.estate import Estate
from civic.estate.layers import StackName, waves
from civic.estate.targets import targets
from civic.records.errors import Problem, RecordError
from civic.records.platform_template import PLACE_TO_FILL, PLATFORM_FILE
from civic.reports.console import print_json


def rollout_command(estate_root: Path, wanted: Sequence[str], form: str, *, first_day: bool = False) -> int:
    """Print a shell script that stops at the first failure: stacks of one wave may run side by side, waves may not.

    On the ``first_day`` there is no store yet, and a bootstrap's state begins in a folder.

    Records that lie elsewhere than in the project's ``estate/`` are named to every command of the script, by its environment.
    """
    estate = estate_here(estate_root, tolerant=True)
    _refuse_places_to_fill(estate)
    names = targets(estate, wanted)
    clashes = {owner: clashes_of(estate, [owner]) for owner in dict.fromkeys(name.owner for name in names)}
    clashing = {name: f"left out: {name}, whose records clash" for name in names if clashes[name.owner]}
    refused = {**clashing, **left_out(estate, names)}
    setting = Setting.of(estate, first_day=first_day)
    elsewhere = [name for name in names if name not in refused and not _is_deployed_here(estate, name)]
    rolled = waves(name for name in names if name not in (*refused, *elsewhere))
    complaints = Console(stderr=True)
    report_unreadable(complaints, estate)
    for clash in dict.fromkeys(clash for found in clashes.values() for clash in found):
        complaints.print(f"[bold red]estate[/] {escape(clash)}", soft_wrap=True)
    report_unknown_agreements(complaints, estate, names)
    for name in elsewhere:
        click.echo(f"# deployed by the platform's pipelines: {name}", err=form == "json")
    for line in refused.values():
        click.echo(f"# {line}", err=form == "json")
    if form == "json":
        print_json([{"layer": wave[0].layer, "stacks": {str(name): commands(name, setting) for name in wave}} for wave in rolled])
        return exit_codes.FINDINGS if refused else exit_codes.WELL
    click.echo("set -e")
    if estate_root.resolve() != Path("estate").resolve():
        click.echo(f"export {ESTATE_VARIABLE}={shlex.quote(str(estate_root.resolve()))}")
    for number, wave in enumerate(rolled, 1):
        click.echo(f"# wave {number}: {wave[0].layer}")
        for name in wave:
            for line in commands(name, setting):
                click.echo(line)
    return exit_codes.FINDINGS if refused else exit_codes.WELL


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
