"""What a contract refuses."""

import pulumi


class ContractError(pulumi.RunError):
    """An argument that no component can be built with, or a card that is not what its reader needs.

    It derives from Pulumi's own ``RunError``, so whichever program uses a component ends with this one line and no traceback. Text:
    which argument, what was found, what is allowed.
    """


class CardError(ContractError):
    """A card lacks a field or holds something else in it."""

    def __init__(self, field: str, expected: str) -> None:
        super().__init__(f"'{field}' is not {expected}")
        self.field = field
        """Keys from the top, joined by dots."""
        self.expected = expected
