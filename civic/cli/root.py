"""The root of the command: what all of it shares."""

import click

from civic import clock

COMPLETION = 'Completion in bash: eval "$(_CIVIC_COMPLETE=bash_source civic)"; zsh and fish: zsh_source, fish_source.'


@click.group(context_settings={"help_option_names": ["-h", "--help"]}, epilog=COMPLETION)
@click.version_option(package_name="civic-cloud", message="civic %(version)s")
@click.pass_context
def cli(context: click.Context) -> None:
    """Plan, check and run a government-wide shared platform."""
    if context.invoked_subcommand != "doctor":  # which diagnoses it
        clock.today()
