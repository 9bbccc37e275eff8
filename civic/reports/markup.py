"""Sentences as markup of the store's pages: a manifest's addresses are links, its versions stay on one line, the rest is text."""

import re
from collections.abc import Collection

from markupsafe import Markup

LONGEST = 24
"""Characters that a screen of 320 pixels shows on one line beside the margins of a list; a longer version may break."""


def marked(sentence: str, addresses: Collection[str] = (), versions: Collection[str] = ()) -> Markup:
    """A sentence, escaped, with those addresses as links and those versions unbroken, wherever they stand whole."""
    known = "|".join(re.escape(each) for each in sorted({*addresses, *versions}, key=len, reverse=True))
    if not known:
        return Markup.escape(sentence)
    # A split by one group gives the text between and what was found, in turn.
    parts = re.split(rf"(?<![\w./-])({known})(?=[\s,;:)]|\.?$|\.\s)", sentence)
    return Markup().join(_known(part, addresses) if place % 2 else part for place, part in enumerate(parts))


def _known(text: str, addresses: Collection[str]) -> Markup:
    if text in addresses:
        return Markup('<a href="{0}" rel="noopener">{0}</a>').format(text) if text.startswith("https://") else Markup.escape(text)
    return Markup('<span class="unbroken">{}</span>').format(text) if len(text) <= LONGEST else Markup.escape(text)
