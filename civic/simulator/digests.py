"""What a cloud would choose by chance, chosen by what it is for instead: two plans of one program are the same."""

import hashlib
import uuid


def digest(*parts: str, length: int = 17) -> str:
    """Hexadecimal that depends on ``parts`` alone."""
    return hashlib.sha256("\x00".join(parts).encode()).hexdigest()[:length]


def digits(*parts: str, length: int = 12) -> str:
    """Decimal digits that depend on ``parts`` alone; never a leading zero."""
    number = int(digest(*parts, length=40), 16) % (9 * 10 ** (length - 1))
    return str(10 ** (length - 1) + number)


def guid(*parts: str) -> str:
    return str(uuid.UUID(digest(*parts, length=32)))
