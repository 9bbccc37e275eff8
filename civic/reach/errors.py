"""What stops a proof of reach before it begins."""

from civic.errors import InputError


class ReachError(InputError):
    """A plan from which no network can be read. The message says which resource, what was found, and what is allowed."""
