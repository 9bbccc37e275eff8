"""What the clouds refuse to whoever deploys a stack: the proof of rights (``civic.access.proof``), asked call by call.

The proof is made over plans before anything is deployed, with the identity of each run, the roles that it passes through, guardrails and
policies; here its refusals meet the calls of the real engine.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from civic.access.aws.runs import ENTER
from civic.access.explaining import told
from civic.access.runs import Refusal
from civic.plan import stack_of

MAKES: Mapping[str, tuple[str, ...]] = {
    "create": ("create", "read"),
    "read": ("read",),
    "update": ("update", "read"),
    "delete": ("delete",),
}
"""What the engine asks of a provider -> operations of the proof whose calls the provider then makes: it reads back what it made or changed."""


@dataclass(frozen=True)
class Denials:
    """Refusals by the call that meets them. Made with ``of``; empty it refuses nothing."""

    calls: Mapping[tuple[str, str], str] = field(default_factory=dict)
    """(URN, operation of the proof) -> what the cloud says."""
    entrances: Mapping[tuple[str, str], str] = field(default_factory=dict)
    """(stack, role that a provider may not enter; empty where the run cannot sign in at all) -> what the cloud says."""

    @classmethod
    def of(cls, refusals: Iterable[Refusal]) -> "Denials":
        calls: dict[tuple[str, str], str] = {}
        entrances: dict[tuple[str, str], str] = {}
        for refusal in refusals:
            (said,) = told([refusal], {}, {})
            if refusal.urn:
                calls.setdefault((refusal.urn, refusal.operation), said.message)
            elif refusal.operation == "sign in":
                entrances.setdefault((refusal.stack, refusal.resource if refusal.action == ENTER else ""), said.message)
        return cls(calls, entrances)

    def refusal(self, urn: str, operation: str, roles: Sequence[str]) -> str:
        """Why the cloud refuses a call of the engine; empty where it does not. ``roles``: those that the provider passes through."""
        stack = stack_of(urn)
        for way in ("", *roles):
            if said := self.entrances.get((stack, way)):
                return said
        return next((said for part in MAKES[operation] if (said := self.calls.get((urn, part)))), "")
