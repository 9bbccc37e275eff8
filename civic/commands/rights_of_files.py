"""Rights over plans or states that were read from files: asked where all that decides them is among the files, and else not, with the reason."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from civic.access.asked import asked_by
from civic.commands.forks import estate_of
from civic.commands.rights_proof import with_rights
from civic.commands.runs import BY_HAND, deciding
from civic.engine.project import Project
from civic.errors import InputError
from civic.estate.estate import Estate
from civic.estate.layers import StackName, implied
from civic.plan import Deployment
from civic.reports.results import StackResult


def with_rights_of_files(
    results: Sequence[StackResult], read: Mapping[str, Deployment], estate_root: Path, project: Project | None
) -> list[StackResult]:
    """The results with what is wrong with rights, or why nobody was asked. ``read``: every stack that was read, those of no result among them."""
    if project is None:
        return _unasked(results, "its runs are known in a clone of the project alone")
    try:
        estate = estate_of(project, estate_root, tolerant=True)
    except InputError as error:
        return _unasked(results, f"the records that say who deploys it cannot be read: {str(error).splitlines()[0]}")
    known = {str(name): name for name in implied(estate)}
    ours = [name for name in read if name in known]
    asked = with_rights(results, [asked_by(name, read[name]) for name in ours], estate, project.name)
    there = decided(estate, [known[name] for name in ours])
    return [replace(result, rights_unasked=_why(result.stack, estate, known, there)) for result in asked]


def decided(estate: Estate, stacks: Collection[StackName]) -> set[StackName]:
    """Those among ``stacks`` for which all that decides their rights is among them too."""
    found = {name for name in stacks if name.layer in BY_HAND}
    while more := {name for name in stacks if name not in found and found.issuperset(deciding(name, estate))}:
        found |= more
    return found


def _why(stack: str, estate: Estate, known: Mapping[str, StackName], there: Collection[StackName]) -> str:
    name = known.get(stack)
    if name is None:
        return f"no record in {estate.root} implies it, so nobody is known who deploys it"
    if name.layer in BY_HAND:
        return "an administrator deploys it by hand"
    missing = sorted({str(above) for above in deciding(name, estate)} - set(map(str, there)))
    return f"what decides them is not all among the files: {', '.join(missing)}" if missing else ""


def _unasked(results: Sequence[StackResult], why: str) -> list[StackResult]:
    return [replace(result, rights_unasked=why) for result in results]
