"""What is known of each stack once it was planned and checked, for whoever reads the outcome."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from civic.plan import Resource
from civic.quotas.usage import Used
from policies import Finding


@dataclass(frozen=True)
class Entry:
    """Where a resource stands in a state that was read, and by what the cloud knows it."""

    id: str
    """Its ARN or Azure id where the provider says it, else the provider's own id."""
    file: str
    line: int


@dataclass(frozen=True)
class StackResult:
    """One stack: checked, or failed with the reason."""

    stack: str
    resources: int = 0
    error: str = ""
    crashed: bool = False
    """Whether it failed by a programming error, whose frames ``error`` shows."""
    printed: str = ""
    """What its program printed."""
    findings: tuple[Finding, ...] = ()
    shared: tuple[Resource, ...] = ()
    """Resources that the rules over the whole estate look at."""
    counts: Mapping[str, int] = field(default_factory=dict)
    """Resources by type, without those that are only read."""
    managed: Mapping[str, int] = field(default_factory=dict)
    """Resources by type that providers make."""
    used: tuple[Used, ...] = ()
    """What it takes of quotas."""
    calls: int = 0
    """Calls of its providers that its run's identity was asked for."""
    rights_unasked: str = ""
    """Why it was not; empty where it was, or where its rights were no question."""
    promises: int = -1
    """Promises of reach that were asked of its network; -1 where none was, since not all of its cloud was planned."""
    state: Mapping[str, Entry] = field(default_factory=dict)
    """Resources by URN, where it is the state of what is there; a plan has none."""


@dataclass(frozen=True)
class Outcome:
    """Everything that a run found."""

    stacks: Sequence[StackResult]
    findings: Sequence[Finding]
    """Of all stacks and over all of them together."""
    clashes: Sequence[str] = ()
    """What is wrong between records, a sentence each."""
    unreadable: Mapping[str, str] = field(default_factory=dict)
    """Bodies that are left out because their files cannot be read, by slug, with the reason."""

    @property
    def resources(self) -> int:
        return sum(stack.resources for stack in self.stacks)

    @property
    def failed(self) -> list[StackResult]:
        return [stack for stack in self.stacks if stack.error]

    @property
    def crashed(self) -> bool:
        return any(stack.crashed for stack in self.stacks)

    @property
    def errors(self) -> Iterable[tuple[str, str]]:
        """(stack, or ``estate``; what is wrong)."""
        yield from ((stack.stack, stack.error) for stack in self.failed)
        yield from (("estate", clash) for clash in self.clashes)
        yield from self.unreadable.items()

    @property
    def well(self) -> bool:
        return not self.failed and not self.clashes and not self.unreadable and not any(finding.level == "mandatory" for finding in self.findings)
