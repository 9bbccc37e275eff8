"""What commands that go on without a body say of one whose files cannot be read, and what they leave out for it."""

from collections.abc import Sequence

from rich.console import Console
from rich.markup import escape

from civic.commands import exit_codes
from civic.estate.estate import Estate
from civic.estate.layers import StackName
from civic.estate.unreadable import refuse_unreadable, standing_for, unreadable_for
from civic.records.errors import RecordError


def report_unreadable(console: Console, estate: Estate) -> None:
    """Say which bodies are left out, and why: with ``load_estate(..., tolerant=True)`` nobody else would."""
    for slug, found in estate.unreadable.items():
        text = escape(str(RecordError(found)))
        console.print(f"[bold yellow]{slug}[/] is left out, and so are the stacks that read it; others go on\n{text}", soft_wrap=True)


def exit_code_of_list(estate: Estate) -> int:
    """Say on standard error which bodies a list lacks. Returns 1 where there are any."""
    for slug, found in estate.unreadable.items():
        text = escape(str(RecordError(found)))
        Console(stderr=True).print(f"[bold yellow]{slug}[/] is left out of this list; others are in it\n{text}", soft_wrap=True)
    return exit_codes.FINDINGS if estate.unreadable else exit_codes.WELL


def refusal(estate: Estate, name: StackName) -> str:
    """Why a stack cannot be planned or deployed: what is wrong with the bodies that it reads. Empty where it can."""
    try:
        refuse_unreadable(estate, [name])
    except RecordError as error:
        return str(error)
    return ""


def left_out(estate: Estate, names: Sequence[StackName]) -> dict[StackName, str]:
    """The stacks of ``names`` that read a body whose files cannot be read, each with a line that says which."""
    return {
        name: f"left out: {name}, which reads {', '.join((*unreadable_for(estate, name), *standing_for(estate, name)))}"
        for name in names
        if refusal(estate, name)
    }
