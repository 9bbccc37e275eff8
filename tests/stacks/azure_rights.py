"""Who may do what on Azure in the example estate, and what of it would be refused without one of the things that make it so."""

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from functools import cache

from civic.access import proof
from civic.access.asked import StackAsks, asked_by
from civic.access.runs import Refusal, Run, StateStore
from civic.engine.project import Project
from civic.estate.layers import StackName, reads
from civic.estate.loading import load_estate
from civic.plan import Deployment, Resource
from civic.records.owners import PLATFORM
from components.state_store import secrets_provider, state_store
from tests.planning import ESTATE, ROOT, example_estate

Change = Callable[[Resource], Resource | None]
"""What becomes of a resource; None: it is not there."""


@cache
def plans() -> Mapping[str, Deployment]:
    """The plans of every Azure stack, by its name."""
    found = {name: Deployment.from_json(json.loads(run.plan)) for name, run in example_estate().items() if StackName.parse(name).cloud == "azure"}
    assert found
    return found


@cache
def asks() -> tuple[StackAsks, ...]:
    return tuple(asked_by(stack, plan) for stack, plan in plans().items())


@cache
def runs() -> Mapping[str, Run]:
    """The run of every stack but the bootstrap's, which a person makes."""
    names = [StackName.parse(stack) for stack in plans()]
    return {str(name): _run(name) for name in names if name.layer != "bootstrap"}


def _run(name: StackName) -> Run:
    estate, project = load_estate(ESTATE), Project.read(ROOT).name
    section = estate.platform.cloud("azure")
    assert section
    own = name.owner != PLATFORM and name.layer != "identity"
    layer = "foundation" if name.layer == "identity" else name.layer
    card = plans()[f"{name.owner}-azure-identity" if own else "platform-azure-bootstrap"].stack_outputs
    store = state_store("azure", estate.platform.code, section.home)
    secrets = secrets_provider("azure", estate.platform.code, section.home, name.layer, str(name))
    return Run(
        stack=str(name),
        cloud="azure",
        issuer=section.pipeline.issuer,
        subject=section.pipeline.subject(layer, name.owner if own else ""),
        client=card["clients"][layer],
        principal=card["runs" if own else "pipelines"][layer],
        store=StateStore(project, store.login, store.cards, secrets, tuple(map(str, reads(name, estate)))),
    )


def refusals(change: Change = lambda resource: resource, stacks: Iterable[str] = ()) -> list[Refusal]:
    """What Azure would refuse to the runs of these stacks, or all, with what ``change`` makes of the estate."""
    changed = [replace(each, carriers=tuple(kept for one in each.carriers if (kept := change(one)))) for each in asks()]
    worlds = proof.worlds(changed, runs(), whole=True)
    wanted = set(stacks)
    return proof.refusals(worlds, [each for each in changed if not wanted or each.stack in wanted], runs(), processes=1)


def without(*names: str) -> Change:
    """The estate without the resources whose logical name ends so."""
    return lambda resource: None if resource.name.endswith(names) else resource


def without_action(*actions: str) -> Change:
    """The estate with these actions in no role definition of ours."""

    def change(resource: Resource) -> Resource:
        if resource.type != "azure-native:authorization:RoleDefinition":
            return resource
        kept = [
            {**each, **{key: [action for action in each.get(key, []) if action not in actions] for key in ("actions", "dataActions")}}
            for each in resource.inputs["permissions"]
        ]
        return replace(resource, inputs={**resource.inputs, "permissions": kept})

    return change


def told(found: Iterable[Refusal]) -> set[tuple[str, str]]:
    """Stack and action of each."""
    return {(each.stack, each.action) for each in found}
