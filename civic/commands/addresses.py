"""``civic addresses``: the address ledger as a whole, ranges that exist already, and what is given, given beside and given back."""

from pathlib import Path

import click

from civic.clock import today
from civic.commands import exit_codes
from civic.commands.forks import estate_here, refuse_giving_in_fork
from civic.estate.address_overview import overview
from civic.ledger.growing import grow, release
from civic.ledger.importing import overlaps, read_existing, reserve
from civic.ledger.locking import locked_estate
from civic.ledger.mending import mend
from civic.reports.addresses import addresses_svg, print_addresses, print_addresses_json
from civic.reports.console import counted


def mend_command(estate_root: Path, owner: str, on: str) -> int:
    """Mend the ledgers of a body with its test tenancy, or of one owner key, and say what was done."""
    refuse_giving_in_fork(estate_root)
    with locked_estate(estate_root) as estate:
        lines = mend(estate, owner, on)
    for line in lines or [f"{owner} has a range of its own on every cloud; nothing to mend"]:
        click.echo(line)
    return exit_codes.WELL


def show_command(estate_root: Path, form: str) -> int:
    """Print the ledger as a table, as JSON, or as a picture."""
    estate = estate_here(estate_root)
    found = overview(estate, today())
    if form == "svg":
        click.echo(addresses_svg(found, estate.platform.name), nl=False)
    elif form == "json":
        print_addresses_json(found)
    else:
        print_addresses(found)
    return exit_codes.WELL


def import_command(estate_root: Path, table: Path) -> int:
    """Reserve ranges that exist already. Where any overlaps something, say which, and write nothing."""
    refuse_giving_in_fork(estate_root)
    rows = read_existing(table)
    with locked_estate(estate_root) as estate:
        found = overview(estate, today())
        every = (*(held for each in found.supernets for held in each.held), *found.outside)
        held = [(each.block, f"{each.kind}: {each.whose}") for each in every]
        wrong = overlaps(estate, rows, held)
        lines = [] if wrong else reserve(estate, rows)
    for line in wrong or lines or ["all of them are reserved already; nothing to do"]:
        click.echo(line)
    if wrong:
        click.echo(f"{counted(len(wrong), 'overlap')}; nothing was written")
    return exit_codes.FINDINGS if wrong else exit_codes.WELL


def grow_command(estate_root: Path, owner: str, cloud: str, prefix: int, on: str) -> int:
    """Give a body a further range, and say which."""
    refuse_giving_in_fork(estate_root)
    with locked_estate(estate_root) as estate:
        click.echo(grow(estate, owner, cloud, prefix, on))
    return exit_codes.WELL


def release_command(estate_root: Path, owner: str, because: str, on: str) -> int:
    """Withdraw what a body had that has left, and say what."""
    refuse_giving_in_fork(estate_root)
    with locked_estate(estate_root) as estate:
        lines = release(estate, owner, because, on)
    for line in lines or [f"{owner} holds nothing any more; nothing to do"]:
        click.echo(line)
    return exit_codes.WELL
