"""Numbers and short digests that come from a name alone: the same today, tomorrow and on every machine."""

import hashlib


def number_of(text: str, below: int) -> int:
    """A number from 0 to ``below`` - 1, spread evenly over texts. What was given by it is in ledgers and states, so it never changes."""
    return int.from_bytes(hashlib.sha256(text.encode()).digest()[:8], "big") % below


def short_hash(text: str, length: int = 8) -> str:
    """The first ``length`` hexadecimal digits of the text's SHA-256."""
    return hashlib.sha256(text.encode()).hexdigest()[:length]
