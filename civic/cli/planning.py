"""Commands that plan, check, deploy and rehearse stacks. Each is one of ``civic.commands``, loaded only then."""

from pathlib import Path

import click

from civic.cli.root import cli
from civic.commands.options import ESTATE, EVIDENCE, FORM, ON, PROJECT, QUIET, WANTED, NearestChoice

SOURCE = click.option("--from", "source", type=click.Path(path_type=Path), help="Folder of plans or stack exports.  [default: ask the pulumi CLI]")

MUCH_EXISTS = click.option("--much-exists", is_flag=True, help="The clouds hold what those who have worked on them before often have.")


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
@click.option(
    "--against", type=click.Path(path_type=Path), help="Say what changes of what is deployed: a folder of exports, or of plans kept by --out."
)
@click.option("--state", type=click.Path(path_type=Path), help="The same for one stack: a file as 'pulumi stack export' writes it.")
@FORM
@QUIET
def plan(
    wanted: tuple[str, ...],
    estate: Path,
    project: Path,
    out: Path | None,
    timeout: float,
    processes: int | None,
    against: Path | None,
    state: Path | None,
    form: str,
    quiet: bool,
) -> int:
    """Plan stacks offline and check every resource.

    With --against or --state also what is new, changed, replaced, deleted or orphaned of what is deployed; exits with 1 where anything is lost with it.
    """
    from civic.commands.plan import plan_command
    from civic.errors import InputError

    if against and state:
        raise InputError("give --against or --state, not both")
    deployed = against or state
    return plan_command(wanted, estate, project, out, timeout=timeout, processes=processes or 0, form=form, quiet=quiet, against=deployed)


@cli.command()
@click.argument("before", metavar="A")
@click.argument("after", metavar="[B]", required=False, default="")
@click.option("--only", multiple=True, metavar="OWNER|STACK", help="Only this body, stack, or 'platform'; may be given several times.")
@click.option("--records", is_flag=True, help="Compare records alone, and plan nothing: a second instead of minutes.")
@ESTATE
@PROJECT
@click.option(
    "--format",
    "form",
    type=NearestChoice(["table", "markdown", "json"]),
    default="table",
    show_default=True,
    help="For people, for a pull request, or for programs.",
)
def diff(before: str, after: str, only: tuple[str, ...], records: bool, estate: Path, project: Path, form: str) -> int:
    """Say what differs between two estates, or two commits.

    A and B are folders of records, planned by the project here, or commits, each planned by its own program; without B it is the records as they
    are here. Body by body: what was edited, and what that makes new, changes, replaces and deletes. Exits with 1 where anything is lost with it.
    """
    from civic.commands.diff import diff_command

    return diff_command(before, after, estate, project, form, only=only, records_alone=records)


@cli.command()
@WANTED
@ESTATE
@PROJECT
@click.option("--plans", type=click.Path(path_type=Path), help="Check the plans in this folder instead of planning.")
@click.option(
    "--state", type=click.Path(path_type=Path), help="Check a file as 'pulumi stack export' writes it, or a folder of them, of any Pulumi projects."
)
@click.option("--strict", is_flag=True, help="Fail on resources of types that no rule looks at.")
@EVIDENCE
@QUIET
def check(wanted: tuple[str, ...], estate: Path, project: Path, plans: Path | None, state: Path | None, strict: bool, form: str, quiet: bool) -> int:
    """Check plans, or a stack's real state, against the rules."""
    from civic.commands.check import check_command

    return check_command(wanted, estate, project, plans, state, form, strict=strict, quiet=quiet)


@cli.command()
@WANTED
@ESTATE
@PROJECT
@click.option("--from", "start", default="", metavar="IDENTITY", help="Show the path from this identity: an ARN, an Azure object id.")
@click.option("--to", "end", default="", metavar="WHAT", help="... to this identity, secret, state, card, key, bucket, database or guardrail.")
@click.option("--format", "form", type=click.Choice(["table", "json", "svg"]), default="table", show_default=True, help="svg: a picture of the path.")
def rights(wanted: tuple[str, ...], estate: Path, project: Path, start: str, end: str, form: str) -> int:
    """Show as whom stacks are deployed.

    What each identity needs, what it is granted, and what of that nothing asks for; or the path from one identity to another, and what stops it.
    """
    from civic.commands.rights import rights_command

    return rights_command(wanted, estate, project, form, start=start, end=end)


@cli.command()
@click.argument("ends", nargs=-1, metavar="[A B]")
@ESTATE
@PROJECT
@click.option("--plans", type=click.Path(path_type=Path), help="Read the plans in this folder instead of planning.")
@click.option("--port", type=click.IntRange(1, 65535), default=443, show_default=True, help="On which B is called.")
@click.option("--name", default="", metavar="HOST", help="By which B is called.")
@click.option("--promises", is_flag=True, help="Print every promise with its verdict.")
@click.option(
    "--format", "form", type=click.Choice(["table", "json", "svg"]), default="table", show_default=True, help="svg: a picture of the network."
)
def reach(ends: tuple[str, ...], estate: Path, project: Path, plans: Path | None, port: int, name: str, promises: bool, form: str) -> int:
    """Prove who reaches whom.

    From the plans alone: every promise of the records is delivered, and nothing else is reachable; or every hop from A to B, and the one that stops it.
    A and B: a body, 'cell a', an application or other resource by its logical name, an address, a name that is called, 'internet'.
    """
    from civic.commands.reach import reach_command

    return reach_command(ends, estate, project, plans, form, port=port, name=name, promised=promises)


@cli.command()
@WANTED
@ESTATE
@PROJECT
@FORM
def quotas(wanted: tuple[str, ...], estate: Path, project: Path, form: str) -> int:
    """Show what binds by number.

    What the plans take of each quota of the clouds, how many more bodies it lasts for, and what to ask for. Exits with 1 where one is exceeded.
    """
    from civic.commands.quotas import quotas_command

    return quotas_command(wanted, estate, project, form)


@cli.command()
@ESTATE
@FORM
def stacks(estate: Path, form: str) -> int:
    """List the stacks that the records imply, by layer."""
    from civic.commands.stacks import stacks_command

    return stacks_command(estate, form)


@cli.command()
@WANTED
@click.option("--first-day", is_flag=True, help="There is no state store yet: a bootstrap's state begins in a folder, and moves.")
@click.option("--from", "begin_at", default="", metavar="STACK", help="Leave out the stacks before this one.")
@click.option("--run", is_flag=True, help="Run the commands instead of printing them.")
@ESTATE
@FORM
def rollout(wanted: tuple[str, ...], first_day: bool, begin_at: str, run: bool, estate: Path, form: str) -> int:
    """Print the commands that deploy the estate, or run them.

    A body comes with the platform's stacks that its record reaches into and the other side of its agreements; a stack that is named comes alone.
    A stack that fails stops only those that read it: the end names them, the exit code is 1, and the same command takes up again.
    """
    from civic.commands.rollout import rollout_command

    return rollout_command(estate, wanted, form, first_day=first_day, begin_at=begin_at, run=run)


@cli.command()
@click.argument("stack", nargs=-1)
@SOURCE
@ON
@ESTATE
def publish(stack: tuple[str, ...], source: Path | None, on: str, estate: Path) -> int:
    """Write stacks' cards for other repositories.

    The cards and the agreements go to estate/published, for repositories whose Pulumi state lies in another store.
    """
    from civic.commands.publish import publish_command

    return publish_command(estate, stack, source, on)


@cli.command("orphans")
@click.argument("stack", required=False, default="")
@click.option("--state", type=click.Path(path_type=Path), help="Exports to read instead of asking the pulumi CLI: one file, or a folder of a body's.")
@click.option(
    "--world",
    envvar="CIVIC_WORLD",
    show_envvar=True,
    type=click.Path(path_type=Path),
    help="Look into the simulated clouds' world.jsonl instead of the clouds.",
)
@ESTATE
@PROJECT
@FORM
def orphans_of(stack: str, state: Path | None, world: Path | None, estate: Path, project: Path, form: str) -> int:
    """Find what was made and is in no state.

    What carries the platform's tags by its cloud's own inventory call, under your own credentials, and is in none of the states; what it was to be
    by the plan, and the line that imports it. Exits with 1 where there is anything.
    """
    from civic.commands.orphans import orphans_command

    return orphans_command(stack, state, world, estate, project, form)


@cli.group()
def card() -> None:
    """What stacks tell the stacks that read them."""


@card.command("put")
@click.argument("stack")
@SOURCE
@ON
@ESTATE
def card_put(stack: str, source: Path | None, on: str, estate: Path) -> int:
    """Put a deployed stack's card where others read it.

    The last step of its rollout: the card goes beside the state of its cloud, under your own credentials. It is never secret.
    """
    from civic.commands.publish import card_put_command

    return card_put_command(estate, stack, source, on)


@card.command("show")
@click.argument("stack")
@ESTATE
def card_show(stack: str, estate: Path) -> int:
    """Print a stack's card as the stacks that read it find it.

    With the commit and the day that it was put, and the digest of the state that it was made of.
    """
    from civic.commands.publish import card_show_command

    return card_show_command(estate, stack)


@cli.command()
@WANTED
@ESTATE
@PROJECT
@click.option("--keep", type=click.Path(path_type=Path), help="Keep each state after 'up' as KEEP/<stack>.json, for 'civic check --state'.")
@click.option("--at-once", type=click.IntRange(min=1), help="Stacks at once.  [default: one for each processor, at most four]")
@MUCH_EXISTS
@click.option("--faults", "what", flag_value="faults", help="Instead: let calls fail and processes die at counted calls, recover, and compare.")
@click.option("--changes", "what", flag_value="changes", help="Instead: one edit of the records at a time; the preview must say what is done.")
@click.option("--drift", "what", flag_value="drift", help="Instead: change and delete by hand; it must be seen and mended.")
@click.option(
    "--results",
    type=click.Path(path_type=Path),
    help="Where it goes on when it was broken off, by the same program: a folder, or of these three a file.",
)
@click.option("--first", type=click.IntRange(min=1), help="Of these: no more than so many of each stack.")
@FORM
@QUIET
def rehearse(
    wanted: tuple[str, ...],
    estate: Path,
    project: Path,
    keep: Path | None,
    at_once: int | None,
    much_exists: bool,
    what: str | None,
    results: Path | None,
    first: int | None,
    form: str,
    quiet: bool,
) -> int:
    """Run Pulumi's own engine against simulated clouds.

    Each stack: preview, up, up again, destroy. Needs the pulumi command. With --faults, --changes or --drift the stacks that are named, or one of
    each layer and cloud, are brought up alone, from cards of the plans above, and each trial begins there.
    """
    if what:
        from civic.commands.rehearse_trials import rehearse_trials_command

        return rehearse_trials_command(what, wanted, estate, project, results=results, at_once=at_once or 0, first=first or 0, form=form)
    from civic.commands.rehearse import rehearse_command

    return rehearse_command(
        wanted, estate, project, keep=keep, at_once=at_once or 0, much_exists=much_exists, results=results, form=form, quiet=quiet
    )


@cli.command()
@click.option("--store", type=click.Path(path_type=Path), default=Path("out/simulated"), show_default=True, help="Folder for the state.")
@MUCH_EXISTS
@click.option("--callers", is_flag=True, help="The clouds know who calls: plan the estate first, and refuse what each stack's run may not.")
def simulate(store: Path, much_exists: bool, callers: bool) -> int:
    """Serve simulated clouds for the pulumi command.

    Prints what to paste into another shell, where the pulumi command can then be tried by hand with no cloud.
    """
    from civic.commands.simulate import simulate_command

    return simulate_command(store, much_exists=much_exists, callers=callers)


@cli.command()
@ESTATE
def schema(estate: Path) -> int:
    """Write JSON Schemas, so that editors complete records."""
    from civic.commands.schema import schema_command

    return schema_command(estate)


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
