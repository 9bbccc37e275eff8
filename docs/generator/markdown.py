"""Text as Markdown, with nothing in it taken for markup."""

import inspect
import re
from collections.abc import Iterable, Sequence

_CODE = re.compile(r"(``[^`]+``|`[^`]+`)")
_MARKUP = re.compile(r"([\\*_\[\]<>#|~])")


def prose(text: str) -> str:
    """A docstring's or message's text: double back-quotes are code, everything else that could be markup is escaped."""
    parts = _CODE.split(inspect.cleandoc(text))
    return "".join(code(part.strip("`")) if number % 2 else _MARKUP.sub(r"\\\1", part) for number, part in enumerate(parts))


def code(text: str) -> str:
    """``text`` as code, whatever back-quotes it has."""
    fence = "`" * (max((len(run) for run in re.findall("`+", text)), default=0) + 1)
    space = " " if "`" in text else ""
    return f"{fence}{space}{text}{space}{fence}"


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table of ready Markdown. Cells lose their line ends, and a bar in code is escaped, as tables want it."""
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join("| " + " | ".join(_cell(cell) for cell in line) + " |" for line in lines) + "\n"


def _cell(text: str) -> str:
    return re.sub(r"(?<!\\)\|", r"\\|", " ".join(text.split()))


def joined(*parts: str) -> str:
    """Blocks with an empty line between them."""
    return "\n\n".join(part.strip("\n") for part in parts if part.strip()) + "\n"
