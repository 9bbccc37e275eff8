"""Which domain names can be somebody's: the Public Suffix List, as the package ``publicsuffixlist`` brings it."""

import difflib
import io
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from publicsuffixlist import PublicSuffixList

RESERVED = frozenset({"example", "internal", "invalid", "local", "localhost", "test"})
"""Top-level names that the internet will never have: RFC 6761, RFC 6762, and ICANN's resolution 2024.07.29.06 on ``internal``."""

PUBLIC_BODIES = frozenset({"gov.uk", "nhs.uk", "police.uk"})
"""Suffixes under which none but public bodies can register."""


def why_no_domain(name: str) -> str:
    """Why no name like this exists; empty where one can. ``name`` is in lower case and has no ``*.``."""
    top = name.rpartition(".")[2]
    if top in RESERVED or _suffixes(top).publicsuffix(name):
        return ""
    close = difflib.get_close_matches(top, _tops(), n=1)
    return f"there is no top-level domain '.{top}'" + (f" | did you mean '{name.removesuffix(top)}{close[0]}'?" if close else "")


def is_blocked(domain: str, blocked: str) -> bool:
    """Whether a blocked domain refuses every name that ``domain`` stands for: itself and all that lies under it, on every cloud. Both may begin with
    ``*.``."""
    return f".{domain.removeprefix('*.')}".endswith(f".{blocked.removeprefix('*.')}")


def suffix_of(name: str) -> str:
    """The part of a name under which anybody may register: ``co.uk`` of ``a.co.uk``; empty for a reserved or unknown one."""
    top = name.rpartition(".")[2]
    return "" if top in RESERVED else _suffixes(top).publicsuffix(name) or ""


def rented_under(name: str) -> str:
    """A suffix at or below a name under which a company lets anybody have names (``s3.amazonaws.com``); empty where there is none.

    To call whatever is below such a name is to call whoever rents there. What public bodies hold together is theirs.
    """
    if any(name == body or name.endswith(f".{body}") for body in PUBLIC_BODIES):
        return ""
    return min((each for each in _rented(name.rpartition(".")[2]) if each == name or each.endswith(f".{name}")), key=len, default="")


@cache
def _rented(top: str) -> frozenset[str]:
    """Every suffix of a top-level domain, companies' own among them."""
    return frozenset(line.removeprefix("*.").removeprefix("!") for line in _lines() if line.endswith(f".{top}") and not line.startswith("//"))


@cache
def _suffixes(top: str) -> "PublicSuffixList":
    """The list as far as one top-level domain needs it: a tenth of a second less in every process that reads a record.

    Names that companies let their customers register under (``github.io``) are left out: they are theirs, and can be named.
    """
    from publicsuffixlist import PublicSuffixList

    written = top.encode().decode("idna") if top.isascii() else top
    lines = (line for line in _lines() if line.startswith("// ===") or line == written or line.endswith(f".{written}"))
    return PublicSuffixList(source=io.StringIO("\n".join(lines)), accept_unknown=False, only_icann=True)


def _tops() -> list[str]:
    return [line for line in _lines() if line and line.isalnum()]


def _lines() -> Iterator[str]:
    from publicsuffixlist import PSLFILE

    for line in Path(PSLFILE).read_text(encoding="utf-8").splitlines():
        yield line.strip()
