"""May every run do what its stack asks? Asked of all planned stacks together, and told as findings of each."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace

from civic.access import proof
from civic.access.asked import StackAsks
from civic.access.explaining import told
from civic.access.runs import Run
from civic.commands.runs import runs_of
from civic.estate.estate import Estate
from civic.estate.layers import StackName, implied
from civic.reports.results import StackResult
from policies import Finding
from policies.rights import rights_findings


def with_rights(results: Sequence[StackResult], asks: Sequence[StackAsks], estate: Estate, project: str, *, processes: int = 0) -> list[StackResult]:
    """The results, each with what is wrong with the rights that its stack asks for or gives.

    ``asks`` are those of all planned stacks, also of those that are only read: what they make decides.
    """
    runs = runs_of(estate, project, (StackName.parse(each.stack) for each in asks), {each.stack: each.outputs for each in asks})
    concerned = {result.stack for result in results}
    by_stack: dict[str, list[Finding]] = {}
    for finding in _findings(asks, runs, estate, concerned, processes):
        by_stack.setdefault(finding.stack, []).append(finding)
    return [replace(result, findings=(*result.findings, *by_stack.get(result.stack, ()))) for result in results]


def _findings(asks: Sequence[StackAsks], runs: Mapping[str, Run], estate: Estate, concerned: Collection[str], processes: int) -> Iterator[Finding]:
    whole = {str(name) for name in implied(estate)} <= {each.stack for each in asks}
    worlds = proof.worlds(asks, runs, whole=whole)
    refused = proof.refusals(worlds, [each for each in asks if each.stack in concerned], runs, processes)
    sources = {urn: source for each in asks for urn, source in each.sources.items()}
    return rights_findings(told(refused, worlds.documents(refusal.identity for refusal in refused), sources), worlds.faults, sources)
