"""Older and versioned type tokens, and today's that mean the same."""


def canonical(token: str) -> str:
    """Today's token of a type."""
    return token
