"""``civic tenancies begin``: the month in which a body's tenancies begin."""

from pathlib import Path

import click

from civic.commands import exit_codes
from civic.commands.forks import refuse_giving_in_fork
from civic.ledger.beginning import begin
from civic.ledger.locking import locked_estate


def begin_command(estate_root: Path, owner: str, on: str) -> int:
    """Write the month into the ledgers of a body with its test tenancy, or of one owner key, and say what was done."""
    refuse_giving_in_fork(estate_root)
    with locked_estate(estate_root) as estate:
        lines = begin(estate, owner, on)
    for line in lines or [f"{owner} has no tenancy that begins later than its ledger says; nothing to do"]:
        click.echo(line)
    return exit_codes.WELL
