"""What a cloud refuses because it is too many or too much, and no asking helps: quotas of the catalogue that cannot be raised."""

from collections.abc import Iterator, Mapping
from typing import Any

from civic.catalogue import Quota, row
from civic.quotas.counting import Named, Where, place, takes
from civic.simulator.state import CloudState, Failure


def over_limit(token: str, urn: str, inputs: Mapping[str, Any], state: CloudState, ref: str) -> Iterator[Failure]:
    """Hard quotas that a resource would exceed, counted with what is in the world already."""
    known = row(token)
    for quota in known.quotas if known else ():
        if quota.adjustable or quota.rate:
            continue
        named = _named(state)
        own, at = takes(quota, inputs, named), place(quota, inputs, _where(urn, inputs, state, ref))
        if not own or not at:
            continue
        used = own + (0 if quota.scope == "resource" else quota.before + _others(quota, token, at, state))
        if used > quota.limit:
            yield Failure(
                quota.counted, f"{used:,} {quota.name} ({at}); at most {quota.limit:,} are allowed, and more cannot be asked for ({quota.source})"
            )


def _others(quota: Quota, token: str, at: str, state: CloudState) -> int:
    named = _named(state)
    same = [thing for thing in list(state.world.things.values()) if thing.type == token]
    return sum(
        takes(quota, thing.inputs, named) for thing in same if place(quota, thing.inputs, _of_place(thing.place, thing.urn, thing.inputs)) == at
    )


def _where(urn: str, inputs: Mapping[str, Any], state: CloudState, ref: str) -> Where:
    return _of_place(state.tenancy(ref, regional=True, region=inputs.get("region")), urn, inputs)


def _of_place(where: str, urn: str, inputs: Mapping[str, Any]) -> Where:
    account, _, region = where.partition("/")
    location = str(inputs.get("location") or "").replace(" ", "").lower()
    return Where(account, location or region, urn)


def _named(state: CloudState) -> Named:
    def inputs_of(ident: str) -> Mapping[str, Any] | None:
        return next((thing.inputs for thing in list(state.world.things.values()) if thing.id == ident), None)

    return inputs_of
