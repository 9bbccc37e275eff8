"""May every run do what its stack asks? Asked of all planned stacks together, and told as findings of each."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from civic.access import paths
from civic.access.asked import StackAsks
from civic.access.explaining import Told, told
from civic.access.graph import Graph
from civic.access.path_proof import wrong_paths
from civic.access.paths import held_by_guardrails_alone
from civic.access.places import Place
from civic.access.proof import Worlds, refusals, worlds
from civic.access.runs import Refusal, Run
from civic.access.strangers import Known
from civic.commands.known import known_of
from civic.commands.runs import joined_accounts, runs_of
from civic.estate.estate import Estate
from civic.estate.layers import StackName, implied
from civic.reports.results import StackResult
from policies import Finding
from policies.guardrails import guardrail_findings
from policies.handing_out import handing_out_findings
from policies.rights import path_findings, rights_findings, stranger_findings
from policies.service_roles import service_findings


@dataclass(frozen=True)
class Judged:
    """What came of asking."""

    worlds: Worlds
    runs: Mapping[str, Run]
    concerned: Sequence[StackAsks]
    """Of the stacks that were asked about."""
    refusals: Sequence[Refusal]
    """Everything that a run may not do, call by call."""
    refused: Sequence[Told]
    """The same, those of one kind together."""
    sources: Mapping[str, str]
    """URN -> program line."""
    asks: Sequence[StackAsks]
    """Of all planned stacks."""
    whole: bool
    """Whether those are all stacks of the estate."""
    known: Known
    """Whom records name."""
    processes: int = 0
    """That look for paths; 0 for as many as are worth it."""

    @cached_property
    def graph(self) -> Graph:
        """Who can become whom, and reach what, of all that was planned."""
        names = {each.stack: StackName.parse(each.stack) for each in self.asks}
        places = {stack: Place(name.owner, name.layer) for stack, name in names.items()}
        return paths.graph(self.worlds, self.asks, self.runs, places)

    @property
    def wrong_paths(self) -> Sequence[Finding]:
        """Paths upward and sideways, as findings of the stacks concerned."""
        concerned = {each.stack for each in self.concerned}
        upward, sideways = wrong_paths(self.graph, self.processes)
        held = held_by_guardrails_alone(self.graph, {path.start.id for path in (*upward, *sideways)})
        found = path_findings(upward, sideways, self.sources, held)
        return [finding for finding in found if finding.stack in concerned]

    @property
    def held_open(self) -> Sequence[Finding]:
        """What guardrails, assignments and services' roles let through or lack against what the platform promises, of the stacks concerned."""
        concerned = {each.stack for each in self.concerned}
        made = {one.urn: one for each in self.asks for one in each.carriers}
        tree = [one for one in made.values() if one.type.startswith("aws:organizations/")]
        found = (
            *guardrail_findings(self.worlds.aws, tree),
            *service_findings(self.worlds.aws),
            *handing_out_findings(self.worlds.azure, made),
        )
        return [finding for finding in found if finding.stack in concerned]

    @property
    def strangers(self) -> Sequence[Finding]:
        """Trusts in whom nothing makes and no record names, as findings of the stacks concerned."""
        concerned = {each.stack for each in self.concerned}
        found = stranger_findings(self.worlds.strangers(self.asks, self.runs, self.known))
        return [finding for finding in found if finding.stack in concerned]


def judged(asks: Sequence[StackAsks], concerned: Collection[str], estate: Estate, project: str, *, processes: int = 0) -> Judged:
    """Ask for the stacks ``concerned``. ``asks`` are those of all planned stacks, also of those that are only read: what they make decides."""
    by_stack = {each.stack: each for each in asks}
    runs = runs_of(estate, project, map(StackName.parse, by_stack), {stack: each.outputs for stack, each in by_stack.items()})
    whole = {str(name) for name in implied(estate)} <= by_stack.keys()
    made = worlds(asks, runs, whole=whole, joined=joined_accounts(estate, by_stack))
    asking = [each for each in asks if each.stack in concerned]
    refused = tuple(refusals(made, asking, runs, processes))
    sources = {urn: source for each in asks for urn, source in each.sources.items()}
    documents = made.documents(refusal.identity for refusal in refused)
    return Judged(made, runs, asking, refused, tuple(told(refused, documents, sources)), sources, asks, whole, known_of(estate, runs), processes)


def with_rights(results: Sequence[StackResult], asks: Sequence[StackAsks], estate: Estate, project: str, *, processes: int = 0) -> list[StackResult]:
    """The results, each with what is wrong with the rights that its stack asks for or gives.

    Paths and strangers are looked for where all stacks of the estate were planned: who may become whom, and who is the estate's, is not said by a
    part of them.
    """
    concerned = {result.stack for result in results if not result.error}
    proof = judged(asks, concerned, estate, project, processes=processes)
    by_stack: dict[str, list[Finding]] = {}
    wrong = (*proof.held_open, *proof.strangers, *proof.wrong_paths) if proof.whole else ()
    for finding in (*rights_findings(proof.refused, proof.worlds.faults, proof.sources), *wrong):
        by_stack.setdefault(finding.stack, []).append(finding)
    calls = {each.stack: len(each.calls) for each in proof.concerned if each.stack in proof.runs}
    return [replace(result, findings=(*result.findings, *by_stack.get(result.stack, ())), calls=calls.get(result.stack, 0)) for result in results]
