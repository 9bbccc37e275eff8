"""``civic addresses mend``: make a body's ledgers fit its record."""

from pathlib import Path

import click

from civic.commands import exit_codes
from civic.commands.forks import refuse_giving_in_fork
from civic.ledger.locking import locked_estate
from civic.ledger.mending import mend


def mend_command(estate_root: Path, owner: str, on: str) -> int:
    """Mend the ledgers of a body with its test tenancy, or of one owner key, and say what was done."""
    refuse_giving_in_fork(estate_root)
    with locked_estate(estate_root) as estate:
        lines = mend(estate, owner, on)
    for line in lines or [f"{owner} has a range of its own on every cloud; nothing to mend"]:
        click.echo(line)
    return exit_codes.WELL
