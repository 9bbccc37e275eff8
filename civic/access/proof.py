"""Over all stacks together: may every run do what its stack asks?

One world a cloud, made of all plans, is asked for every stack. Stacks are shared out over processes, since each is judged for itself.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from civic.access import aws, azure
from civic.access.asked import StackAsks
from civic.access.aws import runs as aws_runs
from civic.access.aws.strangers import strangers as aws_strangers
from civic.access.azure import by_hand
from civic.access.azure import runs as azure_runs
from civic.access.azure.strangers import strangers as azure_strangers
from civic.access.errors import AccessError
from civic.access.runs import Refusal, Run
from civic.access.strangers import Known, Stranger
from civic.processes import forked, processes_for

STACKS_WORTH_A_PROCESS = 40


@dataclass(frozen=True)
class Worlds:
    """What decides who may do what, on each cloud."""

    aws: aws.World
    azure: azure.World
    faults: tuple[AccessError, ...]
    """What a cloud would refuse of it, or what means nothing."""

    def refusals(self, run: Run, asks: StackAsks) -> Iterator[Refusal]:
        """What the run of one stack may not do."""
        if run.cloud == "aws":
            return aws_runs.refusals(self.aws, run, asks)
        return azure_runs.refusals(self.azure, run, asks)

    def strangers(self, asks: Sequence[StackAsks], runs: Mapping[str, Run], known: Known) -> Iterator[Stranger]:
        """Trusts, rights and deliveries that reach beyond the estate. ``asks``: of all its stacks."""
        resources = {resource.urn: resource for each in asks for resource in each.carriers}
        named = [one for each in asks for one in each.named]
        yield from aws_strangers(self.aws, resources, named, known)
        creators = frozenset(run.principal.lower() for run in runs.values() if run.cloud == "azure")
        yield from azure_strangers(self.azure, resources, named, known, creators)

    def documents(self, identities: Iterable[str]) -> dict[str, tuple[str, ...]]:
        """Identity -> URNs of what holds its rights."""
        return {key: self._documents(key) for key in set(identities)}

    def _documents(self, key: str) -> tuple[str, ...]:
        if known := self.aws.identity(key):
            return tuple(dict.fromkeys(one.urn for one in known.policies.attached if one.urn))
        return tuple(dict.fromkeys(each.urn for each in self.azure.held_by(azure.Principal(key))))


def worlds(asks: Collection[StackAsks], runs: Mapping[str, Run], *, whole: bool, joined: Mapping[str, aws.Joined] | None = None) -> Worlds:
    """The clouds as the plans make them.

    ``whole``: all stacks are there, so that what nothing makes is made by nobody. ``joined``: account id -> where it was put by hand.
    """
    carriers = [resource for each in asks for resource in each.carriers]
    ours = (resource for resource in carriers if resource.type.startswith(("aws:", "pulumi:providers:aws")))
    on_aws = aws.World.of(ours, joined=joined or {})
    tags = {arn: held for each in asks for arn, held in each.tags.items()}
    creators = {run.stack: run.principal for run in runs.values() if run.cloud == "azure"}
    about_azure = (one for one in carriers if one.type.startswith(("azure-native:", "pulumi-python:")))
    on_azure, problems = azure.World.read(about_azure, creators=creators, given=by_hand.given(creators))
    unmade = on_aws.unmade if whole else ()
    return Worlds(replace(on_aws, tags={**tags, **on_aws.tags}), on_azure, (*on_aws.faults, *unmade, *problems))


def refusals(made: Worlds, asks: Sequence[StackAsks], runs: Mapping[str, Run], processes: int = 0) -> list[Refusal]:
    """Everything that some run may not do, or of which nobody can know whether it may; in the order of the stacks."""
    judged = [(runs[each.stack], each) for each in asks if each.stack in runs]
    shared = processes_for(len(judged), STACKS_WORTH_A_PROCESS, processes)
    found = forked(lambda place: list(made.refusals(*judged[place])), len(judged), shared, chunk=16)
    return [refusal for of_stack in found for refusal in of_stack]
