"""``civic orphans``: what carries the platform's tags in a cloud and is in no state, and the line that takes it up again."""

import shlex
import subprocess
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import click
from rich.console import Console

from civic.changes.orphans import Orphan, orphans
from civic.commands import exit_codes
from civic.commands.against import read_deployed
from civic.commands.forks import estate_of
from civic.commands.planning import plan_and_check
from civic.engine.project import Project
from civic.errors import InputError
from civic.estate.estate import Estate
from civic.estate.layers import StackName
from civic.estate.targets import own_stacks, refuse_unless_stack
from civic.input_files import parse_json, utf8
from civic.inventory import Inventory, inventory_of, places_of
from civic.inventory.simulated import SimulatedInventory
from civic.plan import Deployment, Resource
from civic.reports.console import counted, print_json

KEYS = ("platform", "organisation", "environment", "managed-by", "layer")
"""Tags that say whose a resource is."""
UNKNOWN_STACK = "no stack named"


def orphans_command(stack: str, state: Path | None, world: Path | None, estate_root: Path, project_root: Path, form: str) -> int:
    """Print what is in no state. Returns 1 where there is anything."""
    if bool(stack) == bool(state):
        raise InputError("give a stack or --state, one of the two")
    project = Project.read(project_root.resolve())
    estate = estate_of(project, estate_root, tolerant=True)
    states = dict(read_deployed(state, project.name).stacks) if state else _exported(estate, stack)
    names = [name for name in own_stacks(estate) if str(name) in states]
    if gone := states.keys() - {str(name) for name in names}:
        raise InputError(f"no record implies {', '.join(sorted(gone))}, so nothing says what it would have; 'civic plan --state' lists what it holds")
    plans = _planned(project, estate, names)
    inventories: dict[str, Inventory] = {}
    listed = []
    for place in sorted({place for deployment in states.values() for place in places_of(deployment)}):
        if place.cloud not in inventories:
            inventories[place.cloud] = SimulatedInventory(world) if world else inventory_of(place.cloud)
        for tags in _tags(plans, place.cloud):
            listed += inventories[place.cloud].resources(place, tags)
    found = orphans({one.id: one for one in listed}.values(), states, plans)
    # Stacks of one body have the same tags: what nothing planned is like may be of one whose state was not read.
    own, foreign = [one for one in found if one.stack], [one for one in found if not one.stack]
    whole = all(str(name) in states for name in own_stacks(estate) if {(name.owner, name.cloud)} & {(each.owner, each.cloud) for each in names})
    told = own + (foreign if whole else [])
    if form == "json":
        print_json([_as_data(one, states) for one in told])
    else:
        _print(told, states, len(listed), 0 if whole else len(foreign))
    return exit_codes.FINDINGS if told else exit_codes.WELL


def _exported(estate: Estate, stack: str) -> dict[str, Deployment]:
    """The states of a stack and of its owner's others on that cloud, which have the same tags; those that there are."""
    refuse_unless_stack(estate, stack)
    name = StackName.parse(stack)
    states: dict[str, Deployment] = {}
    for each in own_stacks(estate):
        if (each.owner, each.cloud) == (name.owner, name.cloud):
            command = ["pulumi", "stack", "export", "--stack", str(each)]
            try:
                ran = subprocess.run(command, capture_output=True, check=False)
            except FileNotFoundError:
                raise InputError("the pulumi CLI is not on the PATH; install it, or give exports with --state") from None
            if ran.returncode == 0:
                states[str(each)] = Deployment.from_json(parse_json(utf8(ran.stdout, str(each)), str(each), deepest=256))
            elif UNKNOWN_STACK not in ran.stderr.decode(errors="replace") or str(each) == stack:
                raise InputError(f"{' '.join(command)} failed: {ran.stderr.decode(errors='replace').strip()}")
    return states


def _planned(project: Project, estate: Estate, names: Sequence[StackName]) -> dict[str, Deployment]:
    with tempfile.TemporaryDirectory(prefix="civic-plans-") as folder:
        results = plan_and_check(Console(stderr=True), project, estate, names, out=Path(folder))
        for result in results:
            if result.error:
                raise InputError(f"{result.stack} cannot be planned, so nothing says what it would have:\n{result.error}")
        return {str(name): Deployment.read(Path(folder) / f"{name}.json") for name in names}


def _tags(plans: Mapping[str, Deployment], cloud: str) -> list[dict[str, str]]:
    """For each stack the tags that all that it makes has in common, of those that say whose it is."""
    found: dict[tuple[tuple[str, str], ...], None] = {}
    for stack, deployment in plans.items():
        if StackName.parse(stack).cloud != cloud:
            continue
        tagged = [tags for resource in deployment if "managed-by" in (tags := _tags_of(resource))]
        common = tuple((key, tagged[0][key]) for key in KEYS if tagged and len({tags.get(key) for tags in tagged}) == 1 and key in tagged[0])
        if common:
            found[common] = None
    return [dict(tags) for tags in found]


def _tags_of(resource: Resource) -> Mapping[str, Any]:
    tags = resource.outputs.get("tagsAll") or resource.outputs.get("tags")
    return tags if isinstance(tags, Mapping) else {}


def import_line(orphan: Orphan, resource: Resource, states: Mapping[str, Deployment]) -> str:
    """What makes a state know it as that resource. The next ``pulumi up`` then goes on from there."""
    words = ["pulumi", "import", "--stack", orphan.stack, "--yes", "--generate-code=false", f"--protect={'true' if resource.protect else 'false'}"]
    held = states[orphan.stack].by_urn
    provider = resource.provider.rsplit("::", 1)[0]
    for flag, urn in (("--parent", resource.parent), ("--provider", provider)):
        if urn in held and held[urn].type != "pulumi:pulumi:Stack":
            words += [flag, f"{urn.rsplit('::', 1)[-1]}={urn}"]
    return shlex.join([*words, resource.type, resource.name, orphan.import_id])


def _lines(orphan: Orphan, states: Mapping[str, Deployment]) -> list[str]:
    if orphan.twins:
        one = orphan.twins[0]
        has = states[orphan.stack].by_urn[one.urn].id
        return [f"made twice: the state has {one.type} {one.name} as {has}; delete this one in its cloud, once you have seen that nothing is in it"]
    if not orphan.candidates:
        return ["nothing that is planned is like it: made by hand, or left by a stack that is gone"]
    lines = (
        []
        if len(orphan.candidates) == 1
        else [f"one of {counted(len(orphan.candidates), 'resource')} with the same tags; look which, and import it as that"]
    )
    if not orphan.import_id:
        names = ", ".join(f"{one.type} {one.name}" for one in orphan.candidates)
        return [*lines, f"{names}: its ARN does not say the id that the provider takes; the provider's page of the type does ('Import')"]
    return [*lines, *(import_line(orphan, one, states) for one in orphan.candidates)]


def _print(told: Sequence[Orphan], states: Mapping[str, Deployment], listed: int, foreign: int) -> None:
    for one in told:
        click.echo(f"{one.stack or 'no stack'}  {one.id}")
        for line in _lines(one, states):
            click.echo(f"  {line}")
    click.echo(f"{counted(listed, 'resource')} listed with the tags, {counted(len(told), 'orphan')}.")
    if foreign:
        click.echo(f"{counted(foreign, 'other')} may be of stacks whose states were not given; give a folder with all states of the body.")


def _as_data(one: Orphan, states: Mapping[str, Deployment]) -> dict[str, Any]:
    return {
        "id": one.id,
        "stack": one.stack,
        "resources": [{"type": each.type, "name": each.name, "urn": each.urn} for each in one.candidates or one.twins],
        "twin": bool(one.twins),
        "import": [import_line(one, each, states) for each in one.candidates] if one.import_id else [],
        "todo": _lines(one, states),
    }
