"""The ``civic`` command.

Exit codes: 0 all is well; 1 findings, stacks that were refused, records that clash, or late lines; 2 bad input, told in one message;
70 a programming error, told with its traceback; 130 stopped by Ctrl-C. They are defined in ``civic.commands.exit_codes``.
"""

import sys
import traceback
from pathlib import Path

import click

from civic import clock
from civic.commands.options import AS_OF, ESTATE, EVIDENCE, FORM, ON, PROJECT, QUIET, WANTED, NearestChoice, hand_on
from civic.records.clouds import CLOUD_IDS

COMPLETION = 'Completion in bash: eval "$(_CIVIC_COMPLETE=bash_source civic)"; zsh and fish: zsh_source, fish_source.'


@click.group(context_settings={"help_option_names": ["-h", "--help"]}, epilog=COMPLETION)
@click.version_option(package_name="civic-cloud", message="civic %(version)s")
@click.pass_context
def cli(context: click.Context) -> None:
    """Plan, check and run a government-wide shared platform."""
    if context.invoked_subcommand != "doctor":  # which diagnoses it
        clock.today()


@cli.command()
@WANTED
@ESTATE
@PROJECT
@click.option("--out", type=click.Path(path_type=Path), help="Write each plan to OUT/<stack>.json.")
@click.option(
    "--timeout",
    type=click.FloatRange(min=0, min_open=True),
    default=120.0,
    show_default=True,
    help="Seconds after which a stack is stopped and named.",
)
@click.option("--processes", type=click.IntRange(min=1), help="Worker processes.  [default: one for each processor, fewer for a few stacks]")
@FORM
@QUIET
def plan(
    wanted: tuple[str, ...], estate: Path, project: Path, out: Path | None, timeout: float, processes: int | None, form: str, quiet: bool
) -> int:
    """Plan stacks offline and check every resource."""
    from civic.commands.plan import plan_command

    return plan_command(wanted, estate, project, out, timeout=timeout, processes=processes or 0, form=form, quiet=quiet)


@cli.command()
@WANTED
@ESTATE
@PROJECT
@click.option("--plans", type=click.Path(path_type=Path), help="Check the plans in this folder instead of planning.")
@click.option("--state", type=click.Path(path_type=Path), help="Check one file as 'pulumi stack export' writes it, of any Pulumi project.")
@click.option("--strict", is_flag=True, help="Fail on resources of types that no rule looks at.")
@EVIDENCE
@QUIET
def check(wanted: tuple[str, ...], estate: Path, project: Path, plans: Path | None, state: Path | None, strict: bool, form: str, quiet: bool) -> int:
    """Check plans, or a stack's real state, against the rules."""
    from civic.commands.check import check_command

    return check_command(wanted, estate, project, plans, state, form, strict=strict, quiet=quiet)


@cli.command()
@FORM
def rules(form: str) -> int:
    """List the rules."""
    from civic.commands.rules import rules_command

    return rules_command(form)


@cli.command()
@click.argument("rule", metavar="RULE")
@FORM
def explain(rule: str, form: str) -> int:
    """Explain one rule.

    What it demands, why, of what, what to do, and which controls it is evidence for.
    """
    from civic.commands.rules import explain_command

    return explain_command(rule, form)


@cli.command()
@click.option("--framework", default="", help="One framework, such as ncsc-caf-v3.2.  [default: all]")
@FORM
def controls(framework: str, form: str) -> int:
    """List controls, and the rules for each."""
    from civic.commands.rules import controls_command

    return controls_command(framework, form)


@cli.command()
@ESTATE
@FORM
def stacks(estate: Path, form: str) -> int:
    """List the stacks that the records imply, by layer."""
    from civic.commands.stacks import stacks_command

    return stacks_command(estate, form)


@cli.command()
@WANTED
@ESTATE
@FORM
def rollout(wanted: tuple[str, ...], estate: Path, form: str) -> int:
    """Print the exact commands that deploy the estate, in waves."""
    from civic.commands.rollout import rollout_command

    return rollout_command(estate, wanted, form)


@cli.command()
@ESTATE
@FORM
def agreements(estate: Path, form: str) -> int:
    """List shared services: offered, requested, agreed."""
    from civic.commands.agreements import agreements_command

    return agreements_command(estate, form)


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
    on: str,
    estate: Path,
) -> int:
    """Join a body: write its record and its ledger.

    Nothing else is written. On a terminal it asks for what is missing.
    """
    from civic.commands.join import join_command

    return join_command(estate, slug, name, kind, cloud, owner, phone, register, on)


@cli.group()
def addresses() -> None:
    """Mend the address ledger."""


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


@cli.group(invoke_without_command=True)
@ESTATE
@FORM
@click.pass_context
def store(context: click.Context, estate: Path, form: str) -> int | None:
    """List the applications store, or change who has what.

    Alone it lists the store.
    """
    from civic.commands.store import list_command

    return hand_on(context, estate) if context.invoked_subcommand else list_command(estate, form)


@store.command(name="list")
@ESTATE
@FORM
def list_store(estate: Path, form: str) -> int:
    """List the store."""
    from civic.commands.store import list_command

    return list_command(estate, form)


@store.command()
@click.argument("application", metavar="NAME[@VERSION]")
@ESTATE
def show(application: str, estate: Path) -> int:
    """Explain one application.

    What it holds and needs, who helps, who runs it, what was checked and what was not.
    """
    from civic.commands.store import show_command

    return show_command(estate, application)


@store.command()
@click.argument("body")
@click.argument("application", metavar="NAME[@VERSION]")
@click.option("--version", default="", help="Which version, as NAME@VERSION says too.  [default: the newest]")
@click.option("--cloud", default="", help="Which cloud, where the body has both.")
@ON
@ESTATE
def add(body: str, application: str, version: str, cloud: str, on: str, estate: Path) -> int:
    """Give a body an application, or another version of one that it has."""
    from civic.commands.store import add_command

    return add_command(estate, body, application, version, cloud, on)


@store.command()
@click.option("--out", type=click.Path(path_type=Path), required=True, help="Folder for the pages. It is written whole.")
@ESTATE
def site(out: Path, estate: Path) -> int:
    """Write the store as web pages that need nothing from elsewhere."""
    from civic.commands.store import site_command

    return site_command(estate, out)


@cli.command()
@click.argument("stack", nargs=-1)
@click.option("--from", "source", type=click.Path(path_type=Path), help="Folder of plans or stack exports.  [default: ask the pulumi CLI]")
@ON
@ESTATE
def publish(stack: tuple[str, ...], source: Path | None, on: str, estate: Path) -> int:
    """Write stacks' cards for other repositories.

    The cards and the agreements go to estate/published, for repositories whose Pulumi state lies in another store.
    """
    from civic.commands.publish import publish_command

    return publish_command(estate, stack, source, on)


@cli.command()
@ESTATE
def schema(estate: Path) -> int:
    """Write JSON Schemas, so that editors complete records."""
    from civic.commands.schema import schema_command

    return schema_command(estate)


@cli.command()
@WANTED
@ESTATE
@PROJECT
@click.option("--keep", type=click.Path(path_type=Path), help="Keep each state after 'up' as KEEP/<stack>.json, for 'civic check --state'.")
@click.option("--at-once", type=click.IntRange(min=1), help="Stacks at once.  [default: one for each processor, at most four]")
def rehearse(wanted: tuple[str, ...], estate: Path, project: Path, keep: Path | None, at_once: int | None) -> int:
    """Run Pulumi's own engine against simulated clouds.

    Each stack: preview, up, up again, destroy. Needs the pulumi command.
    """
    from civic.commands.rehearse import rehearse_command

    return rehearse_command(wanted, estate, project, keep=keep, at_once=at_once or 0)


@cli.command()
@click.option("--store", type=click.Path(path_type=Path), default=Path("out/simulated"), show_default=True, help="Folder for the state.")
def simulate(store: Path) -> int:
    """Serve simulated clouds for the pulumi command.

    Prints what to paste into another shell, where the pulumi command can then be tried by hand with no cloud.
    """
    from civic.commands.simulate import simulate_command

    return simulate_command(store)


@cli.command()
@ESTATE
@PROJECT
@FORM
def doctor(estate: Path, project: Path, form: str) -> int:
    """Look whether everything is there that the commands need.

    Python, packages, project, records, variables, folders, the pulumi command. Exit code 1 where something would stop a plan.
    """
    from civic.commands.doctor import doctor_command

    return doctor_command(estate, project, form)


def main() -> None:
    """Run the command. What people got wrong is one message; any other exception is ours, and keeps its traceback."""
    from civic.workspace import enter_project, find_project

    # Before anything that loads a package of the project's.
    enter_project(find_project(Path.cwd()))
    from civic.commands import exit_codes
    from civic.commands.streams import prepare_streams
    from civic.errors import InputError, message

    prepare_streams()

    try:
        sys.exit(cli(standalone_mode=False) or exit_codes.WELL)
    except click.exceptions.Abort:
        click.echo("stopped", err=True)
        sys.exit(exit_codes.STOPPED)
    except click.ClickException as error:
        error.show()
        sys.exit(exit_codes.BAD_INPUT)
    except (InputError, OSError) as error:
        click.echo(f"civic: {message(error)}", err=True)
        sys.exit(exit_codes.BAD_INPUT)
    except Exception:
        traceback.print_exc()
        sys.exit(exit_codes.PROGRAMMING_ERROR)


if __name__ == "__main__":
    main()
