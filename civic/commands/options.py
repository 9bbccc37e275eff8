"""Options that several subcommands share, and what they accept."""

from datetime import date
from pathlib import Path

import click

from civic.workspace import enter_project


class Day(click.ParamType[str]):
    """A day as ``YYYY-MM-DD``; anything else is refused before any file is read."""

    name = "day"

    def get_metavar(self, param: click.Parameter, ctx: click.Context) -> str:
        return "YYYY-MM-DD"

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> str:
        try:
            if len(value) == len("2027-01-31"):
                return date.fromisoformat(value).isoformat()
        except ValueError:
            pass
        self.fail(f"found '{value}'; allowed: a real day as YYYY-MM-DD.", param, ctx)


def _today() -> str:
    return date.today().isoformat()


ESTATE = click.option("--estate", type=click.Path(path_type=Path), default=Path("estate"), show_default=True, help="Folder of the records.")


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
    type=click.Choice(["table", "json", "sarif", "junit"]),
    default="table",
    show_default=True,
    help="For people, or for programs, code hosts and build servers.",
)
FORM = click.option("--format", "form", type=click.Choice(["table", "json"]), default="table", show_default=True, help="For people, or for programs.")
WANTED = click.argument("wanted", nargs=-1, metavar="[OWNER|STACK]...")


def hand_on(context: click.Context, estate: Path) -> None:
    """``civic store --estate DIR add`` means the same as ``civic store add --estate DIR``."""
    assert isinstance(context.command, click.Group)
    context.default_map = {name: {"estate": estate} for name in context.command.commands}
