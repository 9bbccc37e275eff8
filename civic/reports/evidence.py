"""What a check is evidence of: what was looked at, by which rules, by whose reckoning of the day, and which bytes it read."""

import hashlib
import importlib.metadata
import shutil
import subprocess
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import policies
from civic.clock import today
from civic.reports.mending import Mending, mending
from civic.reports.results import Entry, Outcome
from policies import Finding, Rule, access_rules, all_rules, path_rules, reach_rules
from policies.coverage import Coverage, coverage, times_asked

GRAVEST_FIRST = ("critical", "high", "medium", "low")


@dataclass(frozen=True)
class Evidence:
    """An outcome with what an auditor wants to know of it. The same inputs on the same day give the same, to the byte."""

    outcome: Outcome
    estate: Path
    inputs: Mapping[str, str]
    """File that was read -> SHA-256 of it."""
    commit: str
    """Of the repository that was checked, with ``-dirty`` where it differs; nothing outside of one."""
    day: str
    """As of which the rules looked: ``CIVIC_TODAY``, or today."""
    strict: bool = False
    """Whether what no rule looks at is a failure."""

    @cached_property
    def rules(self) -> Sequence[Rule]:
        return [rule for _, rule in all_rules()]

    @cached_property
    def asked(self) -> Mapping[str, int]:
        """Rule -> resources that it was asked of; of rules about rights, calls; of rules about reach, promises. ``civic rights`` alone asks for paths."""
        calls = sum(stack.calls for stack in self.outcome.stacks)
        resources = times_asked(_added(stack.counts for stack in self.outcome.stacks), self.rules)
        rights = {rule.id: 0 if rule in path_rules() else calls for rule in access_rules()}
        promised = sum(max(stack.promises, 0) for stack in self.outcome.stacks)
        return {**resources, **rights, **{rule.id: promised for rule in reach_rules()}}

    @cached_property
    def coverage(self) -> Coverage:
        return coverage(_added(stack.managed for stack in self.outcome.stacks), self.rules)

    @cached_property
    def findings(self) -> Sequence[tuple[Finding, Mending]]:
        """Gravest first, each with whose it is to mend."""
        return with_mending(self.outcome.findings, self.estate)

    @cached_property
    def _entries(self) -> Mapping[tuple[str, str], Entry]:
        return {(stack.stack, urn): entry for stack in self.outcome.stacks for urn, entry in stack.state.items()}

    def entry(self, finding: Finding) -> Entry | None:
        """Where the resource stands in the state that was checked; nothing for a plan."""
        return self._entries.get((finding.stack, finding.urn))

    @property
    def gaps(self) -> Collection[str]:
        """What a strict check does not let pass: types that no rule looks at, and nothing at all to look at."""
        if not self.strict:
            return ()
        return [*self.coverage.not_looked_at] if self.coverage.resources else ["no resource at all"]

    @property
    def well(self) -> bool:
        return self.outcome.well and not self.gaps


def evidence(outcome: Outcome, estate: Path, project: Path, files: Iterable[Path], *, strict: bool) -> Evidence:
    """Gather what is known of a check that was made of ``files``. Raises ``InputError`` where ``CIVIC_TODAY`` is no day."""
    return Evidence(outcome, estate, digests(files), commit_of(project), today().isoformat(), strict)


def with_mending(findings: Iterable[Finding], estate: Path) -> Sequence[tuple[Finding, Mending]]:
    """Findings, gravest first, each with whose it is to mend."""
    return [(finding, mending(finding, estate)) for finding in sorted(findings, key=gravity)]


def gravity(finding: Finding) -> tuple[bool, int, str, str, str, str]:
    """Key by which findings are ordered."""
    return (finding.level != "mandatory", GRAVEST_FIRST.index(finding.severity), finding.rule, finding.kind, finding.stack, finding.name)


def digests(files: Iterable[Path]) -> Mapping[str, str]:
    """File -> SHA-256; what is no plain file, such as a pipe that was read already, has none."""
    return {str(path): hashlib.sha256(path.read_bytes()).hexdigest() for path in sorted(files) if path.is_file()}


def tool_version() -> str:
    try:
        return importlib.metadata.version("civic-cloud")
    except importlib.metadata.PackageNotFoundError:
        return "unknown"


def rules_digest() -> str:
    """SHA-256 over the rules and frameworks that were asked: a fork's own, where it has others."""
    folder = Path(policies.__file__).resolve().parent
    whole = hashlib.sha256()
    for path in sorted(path for path in folder.rglob("*") if path.suffix in (".py", ".yaml")):
        whole.update(f"{path.relative_to(folder)}\x00".encode() + path.read_bytes() + b"\x00")
    return whole.hexdigest()


def commit_of(folder: Path) -> str:
    if shutil.which("git") is None:
        return ""
    command = ["git", "-C", str(folder), "describe", "--always", "--abbrev=40", "--dirty", "--exclude", "*"]
    ran = subprocess.run(command, capture_output=True, text=True, timeout=30, check=False)
    return ran.stdout.strip() if ran.returncode == 0 else ""


def _added(counts: Iterable[Mapping[str, int]]) -> Mapping[str, int]:
    total: dict[str, int] = {}
    for count in counts:
        for token, number in count.items():
            total[token] = total.get(token, 0) + number
    return total
