"""The commands, from what click knows of them."""

import click

from civic.cli import cli
from docs.generator.markdown import code, joined, prose, table


def commands_page() -> str:
    intro = (
        "Exit codes: 0 all is well; 1 findings, or stacks that were refused; 2 bad input, told in one message; 70 a programming error; 130 stopped."
    )
    return joined("# Commands", intro, *_sections(cli, "civic"))


def _sections(command: click.Command, path: str) -> list[str]:
    parts: list[str] = []
    if command is not cli:
        usage = " ".join([path, *command.collect_usage_pieces(click.Context(command))])
        parts = [f"## {path}", code(usage), prose(command.help or ""), _options(command)]
    for name, inner in sorted(command.commands.items()) if isinstance(command, click.Group) else ():
        parts += _sections(inner, f"{path} {name}")
    return parts


def _options(command: click.Command) -> str:
    rows: list[tuple[str, str, str]] = []
    context = click.Context(command)
    for one in command.params:
        if isinstance(one, click.Option) and not one.hidden:
            name = ", ".join(code(spelling) for spelling in one.opts)
            value = "" if one.is_flag else code(one.make_metavar(context))
            shown = f" Default: {_default(one.default)}." if one.show_default and one.default is not None else ""
            rows.append((name, value, prose(one.help or "") + shown))
    return table(("option", "value", ""), rows) if rows else ""


def _default(value: object) -> str:
    # The one default that is worked out is the day of the run.
    return "today" if callable(value) else code(str(value))
