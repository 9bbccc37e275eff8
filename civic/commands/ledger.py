"""``civic ledger check`` and ``civic ledger seal``: whether ledgers were only added to, and seals for what was written by hand."""

from pathlib import Path

import click

from civic.commands import exit_codes
from civic.commands.forks import estate_here, refuse_giving_in_fork
from civic.estate.ledger_checks import ledger_problems
from civic.ledger.locking import locked_estate
from civic.ledger.sealing import seal
from civic.reports.console import counted


def ledger_check_command(estate_root: Path) -> int:
    """Say which lines were rewritten or removed. No git is asked."""
    estate = estate_here(estate_root)
    problems = list(ledger_problems(estate))
    for problem in problems:
        click.echo(str(problem))
    if not problems:
        click.echo(f"{counted(len(estate.ledgers), 'ledger')}: nothing was rewritten or removed")
    return exit_codes.FINDINGS if problems else exit_codes.WELL


def ledger_seal_command(estate_root: Path, owner: str) -> int:
    """Seal what has no seal, and say what was done."""
    refuse_giving_in_fork(estate_root)
    with locked_estate(estate_root) as estate:
        lines = seal(estate, owner) if owner in estate.ledgers else seal(estate, estate.organisation(owner).slug)
    for line in lines or [f"every entry of {owner} has a seal; nothing to do"]:
        click.echo(line)
    return exit_codes.WELL
