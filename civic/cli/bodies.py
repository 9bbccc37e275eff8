"""Commands about bodies: beginning a platform, joining, what they share, addresses and telephone numbers. Each is one of ``civic.commands``, loaded only then."""

from pathlib import Path

import click

from civic.cli.root import cli
from civic.commands.options import AS_OF, ESTATE, FORM, ON, NearestChoice, hand_on
from civic.records.clouds import CLOUD_IDS


@cli.command()
@click.argument("folder", type=click.Path(path_type=Path))
@click.option("--name", help="The platform's full name.")
@click.option("--code", help="Short code, 2 to 8 letters, part of every physical name. It never changes.")
@click.option("--contact", help="Role mailbox of the platform team. Its domain stands in for others until they are filled in.")
@click.option("--cloud", type=NearestChoice([*CLOUD_IDS, "both"]), help="Where the platform lies.")
@click.option("--store", type=click.Path(path_type=Path), help="Applications store to copy.  [default: the project's estate/applications]")
def init(folder: Path, name: str | None, code: str | None, contact: str | None, cloud: str | None, store: Path | None) -> int:
    """Begin a platform of one's own in a new folder.

    The folder is new or empty. It gets a valid platform record with places to fill, and no bodies yet; 'civic plan --estate FOLDER' works at
    once. On a terminal it asks for what is missing.
    """
    from civic.commands.init import init_command

    return init_command(folder, name, code, contact, cloud, store)


@cli.command()
@click.argument("slug", metavar="[BODY]", required=False)
@click.option("--name", help="The body's full name.")
@click.option("--kind", help="What kind of body it is, such as district-council.")
@click.option("--cloud", type=NearestChoice([*CLOUD_IDS, "both"]), help="Where its tenancy lies.")
@click.option("--owner", help="Role mailbox of whoever answers for the body here. With --register: for rows without one; {slug} stands for the body.")
@click.option("--phone", help="Telephone number in E.164, such as +441632960000. With --register: for rows without one.")
@click.option("--register", type=click.Path(path_type=Path), help="Join every principal body of a register (CSV) at once.")
@click.option("--shown", is_flag=True, help="The platform's team has seen the TXT record that shows the domain of the owner's mailbox.")
@ON
@ESTATE
def join(
    slug: str | None,
    name: str | None,
    kind: str | None,
    cloud: str | None,
    owner: str | None,
    phone: str | None,
    register: Path | None,
    shown: bool,
    on: str,
    estate: Path,
) -> int:
    """Join a body: write its record and its ledger.

    Nothing else is written. On a terminal it asks for what is missing.
    """
    from civic.commands.join import join_command

    return join_command(estate, slug, name, kind, cloud, owner, phone, register, on, on if shown else "")


@cli.command()
@ESTATE
@FORM
def agreements(estate: Path, form: str) -> int:
    """List shared services: offered, requested, agreed."""
    from civic.commands.agreements import agreements_command

    return agreements_command(estate, form)


@cli.group(invoke_without_command=True)
@ESTATE
@click.option(
    "--format",
    "form",
    type=NearestChoice(["table", "json", "svg"]),
    default="table",
    show_default=True,
    help="For people, for programs, or a picture.",
)
@click.pass_context
def addresses(context: click.Context, estate: Path, form: str) -> int | None:
    """Show the address ledger, or change it.

    Alone it shows each supernet: what is given, what is free, and when it will be full at the speed of the last year.
    """
    from civic.commands.addresses import show_command

    return hand_on(context, estate) if context.invoked_subcommand else show_command(estate, form)


@addresses.command("import")
@click.argument("table", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@ESTATE
def import_addresses(table: Path, estate: Path) -> int:
    """Reserve ranges that exist already.

    TABLE is a CSV file with the columns 'range' and 'why'. Where any row overlaps what somebody has, or a supernet, each such overlap is told and
    nothing is written; exit code 1.
    """
    from civic.commands.addresses import import_command

    return import_command(estate, table)


@addresses.command()
@click.argument("owner", metavar="BODY")
@click.option("--cloud", type=NearestChoice(list(CLOUD_IDS)), required=True, help="Where.")
@click.option("--prefix", type=click.IntRange(20, 23), required=True, help="Length of the range's prefix.")
@ON
@ESTATE
def grow(owner: str, cloud: str, prefix: int, on: str, estate: Path) -> int:
    """Give a body a further range beside its first.

    Nothing that it has moves. The range is kept for it; no network uses it yet.
    """
    from civic.commands.addresses import grow_command

    return grow_command(estate, owner, cloud, prefix, on)


@addresses.command()
@click.argument("owner", metavar="BODY")
@click.option("--because", required=True, help="Why it gives them back.")
@ON
@ESTATE
def release(owner: str, because: str, on: str, estate: Path) -> int:
    """Withdraw the ranges of a body that has left.

    Nobody is given them before a year has passed.
    """
    from civic.commands.addresses import release_command

    return release_command(estate, owner, because, on)


@addresses.command()
@click.argument("slug", metavar="BODY")
@ON
@ESTATE
def mend(slug: str, on: str, estate: Path) -> int:
    """Make a body's ledger fit its record.

    Withdraws a range that clashes or fits no longer, and gives what is missing.
    """
    from civic.commands.addresses import mend_command

    return mend_command(estate, slug, on)


@cli.group()
def ledger() -> None:
    """See that ledgers are only added to."""


@ledger.command("check")
@ESTATE
def ledger_check(estate: Path) -> int:
    """Say which lines were rewritten or removed.

    By the seals of the entries and those in published cards; no git is asked. Exit code 1 where there are any. 'civic plan' says it too.
    """
    from civic.commands.ledger import ledger_check_command

    return ledger_check_command(estate)


@ledger.command("seal")
@click.argument("slug", metavar="BODY")
@ESTATE
def ledger_seal(slug: str, estate: Path) -> int:
    """Seal entries that were written by hand.

    Each gets the seal that shows that nobody rewrites it later. Seals that are there stay as they are.
    """
    from civic.commands.ledger import ledger_seal_command

    return ledger_seal_command(estate, slug)


@cli.group()
def tenancies() -> None:
    """Say when tenancies begin."""


@tenancies.command()
@click.argument("slug", metavar="BODY")
@ON
@ESTATE
def begin(slug: str, on: str, estate: Path) -> int:
    """Let a body's tenancies begin this month.

    Its budgets count from there. For a body that joined in an earlier month and is deployed now: Azure takes no budget that begins in a month
    gone by. What is deployed keeps its month.
    """
    from civic.commands.tenancies import begin_command

    return begin_command(estate, slug, on)


@cli.group(invoke_without_command=True)
@ESTATE
@FORM
@click.pass_context
def numbers(context: click.Context, estate: Path, form: str) -> int | None:
    """List telephone numbers, give and withdraw them.

    Alone it lists who holds which.
    """
    from civic.commands.numbers import numbers_command

    return hand_on(context, estate) if context.invoked_subcommand else numbers_command(estate, form)


@numbers.command()
@click.argument("body")
@click.argument("numbers", metavar="RANGE")
@click.option("--holder", required=True, help="Who holds them from the regulator: a carrier, or the body itself.")
@ON
@ESTATE
def give(body: str, numbers: str, holder: str, on: str, estate: Path) -> int:
    """Give a body numbers, such as +441632960100-+441632960199."""
    from civic.commands.numbers import give_command

    return give_command(estate, body, numbers, holder, on)


@numbers.command()
@click.argument("body")
@click.argument("numbers", metavar="RANGE")
@click.option("--because", required=True, help="Why they are withdrawn.")
@ON
@ESTATE
def withdraw(body: str, numbers: str, because: str, on: str, estate: Path) -> int:
    """Withdraw numbers from a body. Nobody is ever given them again."""
    from civic.commands.numbers import withdraw_command

    return withdraw_command(estate, body, numbers, because, on)


@cli.command()
@AS_OF
@ESTATE
@FORM
def lines(today: str, estate: Path, form: str) -> int:
    """List analogue lines still to move.

    The public switched telephone network is to be off by 31 January 2027. Exit code 1 where a line is late.
    """
    from civic.commands.numbers import lines_command

    return lines_command(estate, today, form)
