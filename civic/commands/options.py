"""Options that several subcommands share, and what they accept."""

import os
from pathlib import Path

import click
from click.core import ParameterSource

from civic import clock
from civic.records.errors import nearest
from civic.workspace import enter_project


class Day(click.ParamType[str]):
    """A day as ``YYYY-MM-DD``; anything else is refused before any file is read."""

    name = "day"

    def get_metavar(self, param: click.Parameter, ctx: click.Context) -> str:
        return "YYYY-MM-DD"

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> str:
        try:
            return clock.day(value).isoformat()
        except ValueError:
            self.fail(f"found '{value}'; allowed: {clock.ALLOWED}.", param, ctx)


class NearestChoice(click.Choice[str]):
    """One of a few words; another is refused with the word that is spelt most like it."""

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> str:
        if value not in self.choices:
            hint = nearest(value, self.choices)
            self.fail(f"found '{value}'; allowed: {', '.join(self.choices)}{f'; {hint}' if hint else '.'}", param, ctx)
        return value


def _today() -> str:
    return clock.today().isoformat()


ESTATE_VARIABLE = "CIVIC_ESTATE"
"""Variable with the folder of the records; the program that Pulumi runs reads it too."""
ESTATE = click.option(
    "--estate",
    type=click.Path(path_type=Path),
    default=Path("estate"),
    show_default=True,
    envvar=ESTATE_VARIABLE,
    show_envvar=True,
    help="Folder of the records.",
)


def _enter(_context: click.Context, _parameter: click.Parameter, project: Path) -> Path:
    """A project's own packages come first, before any of them is loaded."""
    enter_project(project)
    return project


PROJECT = click.option(
    "--project", type=click.Path(path_type=Path), default=Path(), callback=_enter, help="Folder of Pulumi.yaml.  [default: this folder]"
)
ON = click.option("--on", type=Day(), default=_today, show_default="today", help="Day of the change.")
AS_OF = click.option("--today", type=Day(), default=_today, show_default="today", help="Look as of this day.")
EVIDENCE = click.option(
    "--format",
    "form",
    type=NearestChoice(["table", "json", "sarif", "junit"]),
    default="table",
    show_default=True,
    help="For people, or for programs, code hosts and build servers.",
)
FORM = click.option(
    "--format", "form", type=NearestChoice(["table", "json"]), default="table", show_default=True, help="For people, or for programs."
)
QUIET = click.option("--quiet", "-q", is_flag=True, help="Print only what is wrong; nothing where all is well.")
WANTED = click.argument("wanted", nargs=-1, metavar="[OWNER|STACK]...")


def hand_on(context: click.Context, estate: Path) -> None:
    """``civic store --estate DIR add`` means the same as ``civic store add --estate DIR``."""
    assert isinstance(context.command, click.Group)
    if context.get_parameter_source("estate") is ParameterSource.COMMANDLINE:
        # What is said on the line goes before the variable, which the subcommand would otherwise read first.
        before = os.environ.get(ESTATE_VARIABLE)
        os.environ[ESTATE_VARIABLE] = str(estate)
        context.call_on_close(lambda: os.environ.pop(ESTATE_VARIABLE) if before is None else os.environ.update({ESTATE_VARIABLE: before}))
