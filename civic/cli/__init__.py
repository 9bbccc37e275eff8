"""The ``civic`` command.

Exit codes: 0 all is well; 1 findings, stacks that were refused, records that clash, or late lines; 2 bad input, told in one message;
70 a programming error, told with its traceback; 130 stopped by Ctrl-C. They are defined in ``civic.commands.exit_codes``.
"""

import sys
import traceback
from pathlib import Path

import click

from civic.cli import bodies, planning, rules, store
from civic.cli.root import cli


def main() -> None:
    """Run the command. What people got wrong is one message; any other exception is ours, and keeps its traceback."""
    from civic.workspace import PACKAGES, enter_project, find_project

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
    except Exception as error:
        if isinstance(error, ModuleNotFoundError) and error.name in PACKAGES:
            click.echo(f"civic: {Path.cwd()}: found no clone of Civic Cloud here or above; allowed: a folder of a clone or fork", err=True)
            sys.exit(exit_codes.BAD_INPUT)
        traceback.print_exc()
        sys.exit(exit_codes.PROGRAMMING_ERROR)


__all__ = ["bodies", "cli", "main", "planning", "rules", "store"]
