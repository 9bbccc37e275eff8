"""Who deploys each stack: from the platform record and the cards that the stacks above give."""

import json
from collections.abc import Iterable, Mapping
from typing import Any

from civic.access.asked import StackAsks
from civic.access.aws import Joined
from civic.access.aws.tree import UNIT
from civic.access.runs import Run, StateStore
from civic.commands.state_stores import secrets_provider_of, store_of
from civic.estate.estate import Estate
from civic.estate.layers import BY_NAME, PLATFORM, StackName, reads
from civic.records.owners import environment_of

DEPLOYED_BY = {"identity": "foundation"}
"""Layers that another layer's pipeline deploys."""
BY_HAND = frozenset({"bootstrap"})
"""Layers that an administrator deploys, once."""


def runs_of(estate: Estate, project: str, stacks: Iterable[StackName], outputs: Mapping[str, Mapping[str, Any]]) -> dict[str, Run]:
    """Stack -> its run. ``outputs`` are those of planned stacks.

    Left out is a run whose identity none of them makes, and one above which a stack was not planned: half of what decides its rights is not
    there, as in a body's own fork, which has the platform's cards alone.
    """
    decided: set[StackName] = set()
    found: dict[str, Run] = {}
    for name in sorted(stacks, key=lambda one: BY_NAME[one.layer].number):
        if name.layer in BY_HAND:
            decided.add(name)
        elif decided.issuperset(deciding(name, estate)):
            decided.add(name)
            if run := _run(estate, project, name, reads(name, estate), outputs):
                found[str(name)] = run
    return found


def _run(estate: Estate, project: str, name: StackName, above: Iterable[StackName], outputs: Mapping[str, Mapping[str, Any]]) -> Run | None:
    section = estate.platform.cloud(name.cloud)
    layer = DEPLOYED_BY.get(name.layer, name.layer)
    client = clients(name, outputs).get(layer)
    if section is None or not isinstance(client, str):
        return None
    owner = "" if identity_stack(name).owner == PLATFORM else name.owner
    store = store_of(estate, name.cloud)
    return Run(
        stack=str(name),
        cloud=name.cloud,
        issuer=section.pipeline.issuer,
        subject=section.pipeline.subject(layer, owner),
        client=client,
        principal=str(clients(name, outputs, "runs" if owner else "pipelines").get(layer, "")),
        store=StateStore(project, store.login, store.cards, secrets_provider_of(estate, name), tuple(map(str, above))),
        address=section.pipeline.addresses[0].partition("/")[0] if section.pipeline.addresses else "",
    )


def deciding(name: StackName, estate: Estate) -> tuple[StackName, ...]:
    """Stacks above, without which nobody knows what the run of ``name`` may do."""
    return (identity_stack(name), *reads(name, estate))


def identity_stack(name: StackName) -> StackName:
    """The stack that makes the identity which ``name`` is deployed as."""
    run_of_body = name.owner != PLATFORM and name.layer not in DEPLOYED_BY
    return StackName(name.owner, name.cloud, "identity") if run_of_body else StackName(PLATFORM, name.cloud, "bootstrap")


def clients(name: StackName, outputs: Mapping[str, Mapping[str, Any]], field: str = "clients") -> Mapping[str, Any]:
    """Layer -> whom its runs sign in as, as the card of the stack that makes those identities says; nothing where it is not there."""
    found = outputs.get(str(identity_stack(name)), {}).get(field)
    return found if isinstance(found, Mapping) else {}


def joined_accounts(estate: Estate, asks: Mapping[str, StackAsks]) -> dict[str, Joined]:
    """Account id -> where it was put by hand, for every AWS account that was transferred, and the role that was made in it then.

    The platform's own that were there before are in the unit of its own accounts.
    """
    foundation = asks.get(f"{PLATFORM}-aws-foundation")
    units, own = _units(foundation), _own_unit(foundation)
    there = estate.platform.aws.existing.tenancies.values() if estate.platform.aws and own else ()
    found = {account: Joined(own, _entered_by(foundation, account)) for account in there if foundation}
    for owner, record in estate.owners.items():
        choice = record.clouds.get("aws")
        tenancy = asks.get(f"{owner}-aws-tenancy")
        unit = units.get(environment_of(owner))
        if choice and choice.existing and tenancy and unit:
            found[choice.existing] = Joined(unit, _entered_by(tenancy, choice.existing))
    return found


def _own_unit(foundation: StackAsks | None) -> str:
    """Id of the unit that the platform's own accounts are in; empty where no foundation is planned."""
    units = (each for each in foundation.carriers if each.type == UNIT and each.inputs.get("name") == PLATFORM) if foundation else iter(())
    return next((each.id for each in units), "")


def _units(foundation: StackAsks | None) -> Mapping[str, str]:
    organisation = foundation.outputs.get("organisation") if foundation else None
    units = organisation.get("units") if isinstance(organisation, Mapping) else None
    return {str(name): str(unit) for name, unit in units.items()} if isinstance(units, Mapping) else {}


def _entered_by(asks: StackAsks, account: str) -> str:
    """Name of the last role in the account that a stack's providers pass to."""
    for provider in asks.providers.values():
        for step in reversed(json.loads(provider.inputs.get("assumeRoles") or "[]")):
            if f":iam::{account}:role/" in step.get("roleArn", ""):
                return str(step["roleArn"]).partition(":role/")[2].rpartition("/")[2]
    return ""
