"""Commands that list rules and controls. Each is one of ``civic.commands``, loaded only then."""

import click

from civic.cli.root import cli
from civic.commands.options import FORM


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
