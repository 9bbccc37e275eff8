"""What is wrong with rights as they are written: told with the resource and the line that made it."""

from civic.errors import InputError
from civic.plan import Resource


class AccessError(InputError):
    """A policy document, a principal, an assignment that the cloud would refuse or that means nothing.

    The message says resource, place, what was found, what is allowed.
    """

    def __init__(self, urn: str, document: str, problem: str, source: str = "") -> None:
        """``document`` is the property that carries the fault (``"policy"``, ``"inlinePolicies[0]"``), ``source`` the program's ``path:line``."""
        self.urn = urn
        self.document = document
        self.problem = problem
        self.source = source
        place = f"{urn}: {document}" if document else urn
        super().__init__(f"{source + ': ' if source else ''}{place}: {problem}")

    @classmethod
    def of(cls, resource: Resource, document: str, problem: str) -> "AccessError":
        """The same, with URN and source line taken from the resource."""
        return cls(resource.urn, document, problem, resource.source)
