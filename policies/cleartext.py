"""Secrets among plain settings, told by their names and by their looks."""

import re

NAMED = re.compile(
    r"passw(or)?d|passphrase|(^|_)secrets?($|_)|(^|_)tokens?($|_)|credential|(api|access|account|private|signing|encryption|session|secret)_?key",
    re.IGNORECASE,
)
WHERE = re.compile(r"_(file|path|arn|name|id|ur[il])$", re.IGNORECASE)
"""Where a secret is, not what it is."""
LOOKS = re.compile(r"-----BEGIN [A-Z ]*PRIVATE KEY|\bAKIA[0-9A-Z]{16}\b|://[^/\s:@]+:[^/\s@]+@|\bAccountKey=")
"""Private keys, AWS access keys, addresses with a password in them, Azure Storage connection strings."""
SETTING = re.compile(r"true|false|[0-9]{0,5}", re.IGNORECASE)
"""What ``PASSWORD_LENGTH`` or ``TOKEN_HOURS`` would hold."""


def is_cleartext_secret(name: str, value: str) -> bool:
    """Whether a plain setting of this name and value looks like a secret."""
    return bool(LOOKS.search(value) or (NAMED.search(name) and not WHERE.search(name) and not SETTING.fullmatch(value)))
