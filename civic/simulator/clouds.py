"""The three questions a provider answers: is this acceptable, what comes of it, and what is the case."""

from collections.abc import Mapping
from typing import Any, get_args, get_origin

from pulumi import _types

from civic.catalogue import row, unchangeable
from civic.plan.wire import known, opened
from civic.simulator import aws, azure, deletions, dynamic, existing, sdk
from civic.simulator.aws.zones import refused_zones
from civic.simulator.azure import budgets
from civic.simulator.claims import called, claims, network_of, place_in_network, refused_claims
from civic.simulator.digests import digest
from civic.simulator.limits import over_limit
from civic.simulator.refusals import refused
from civic.simulator.state import CloudState, Failure
from civic.simulator.world import Thing

CLOUDS = {"aws": aws, "azure-native": azure, dynamic.PACKAGE: dynamic}


class Unsupported(LookupError):
    """The simulated clouds do not answer this. The text names it."""


def check(
    token: str, urn: str, inputs: dict[str, Any], state: CloudState, provider: str, olds: Mapping[str, Any] | None = None
) -> tuple[dict[str, Any], list[Failure]]:
    """The inputs with the provider's defaults, and what it refuses of them. ``olds``: inputs of the resource that is there, whose names stay."""
    if token.startswith(f"{dynamic.PACKAGE}:"):
        return inputs, []
    cloud = CLOUDS.get(token.split(":")[0])
    if cloud is None:
        return inputs, [Failure("", f"no simulated cloud has the type {token}")]
    try:
        completed = cloud.defaults(token, state.world.seed(urn), inputs, olds or {})
        return completed, refused(token, completed)
    except sdk.UnknownType:
        return inputs, [Failure("", f"no installed SDK knows the type {token}")]


def refused_at_creation(token: str, urn: str, inputs: Mapping[str, Any], state: CloudState, provider: str) -> list[Failure]:
    """Why a resource cannot be made although its inputs are right: it is there already, or another has what only one may have."""
    cloud = CLOUDS.get(token.split(":")[0])
    if cloud is None:
        return []
    there = existing.collisions(cloud.EXISTING, token, inputs, state, provider)
    if token == budgets.BUDGET:
        there.extend(budgets.refused_start(inputs, state.today))
    there.extend(refused_zones(token, inputs, state.world))
    taken = [*refused_claims(token, urn, inputs, state, provider), *_same_id(token, urn, inputs, state, provider)]
    kept = deletions.refused_name(cloud.LINGERS, token, _place(token, inputs, state, provider), inputs, state.world)
    return [*there, *kept, *taken, *over_limit(token, urn, inputs, state, provider)]


def _same_id(token: str, urn: str, inputs: Mapping[str, Any], state: CloudState, provider: str) -> list[Failure]:
    """azure-native looks before it makes, and makes nothing that is there (``provider.go``, ``checkForExistence``)."""
    if not token.startswith("azure-native:") or token in azure.ALWAYS_THERE:
        return []
    ident, _ = answered(token, state.world.seed(urn), inputs, state, provider)
    thing = find(token, ident, inputs, state, provider)
    advice = "give another name, or import what is there"
    return [Failure("", f"cannot create already existing resource '{ident}': {called(thing.urn, urn)} has it; {advice}")] if thing else []


def create(token: str, urn: str, inputs: Mapping[str, Any], state: CloudState, provider: str) -> tuple[str, dict[str, Any]]:
    """Id and outputs of a resource that is made: its inputs, what its type always has, and what the cloud's tables say.

    It is in the world from now on, with what comes along with it.
    """
    seed = state.world.seed(urn)
    ident, outputs = answered(token, seed, inputs, state, provider)
    cloud, thing = CLOUDS[token.split(":")[0]], _thing(token, urn, seed, ident, inputs, outputs, state, provider)
    state.world.put(thing, new=True)
    existing.bring(cloud.EXISTING, token, {**outputs, "id": ident}, state, provider)
    deletions.fill(cloud.KEPT, thing, state.world)
    return ident, outputs


def refused_at_deletion(token: str, urn: str, ident: str, values: Mapping[str, Any], state: CloudState, provider: str) -> list[Failure]:
    """Why a resource cannot be deleted: something uses it, it is not empty, or it is guarded. What is not there may be deleted."""
    thing = find(token, ident, values, state, provider) or state.world.of_urn(urn, ident)
    return deletions.refused_deletion(CLOUDS[token.split(":")[0]].KEPT, thing, state.world) if thing else []


def refused_at_change(token: str, urn: str, ident: str, inputs: Mapping[str, Any], state: CloudState, provider: str) -> list[Failure]:
    """Why a resource cannot be changed so: another has what only one may have, or nobody may change it."""
    thing = state.world.of_urn(urn, ident)
    fixed = unchangeable(token, thing.inputs, inputs) if thing else []
    never = [Failure(path, "cannot be changed once it is made: only another resource has another one") for path in fixed]
    never += budgets.refused_other_start(thing.inputs, inputs) if token == budgets.BUDGET and thing else ()
    never += refused_zones(token, inputs, state.world)
    return [*never, *refused_claims(token, urn, inputs, state, provider, thing.address if thing else None)]


def update(token: str, urn: str, ident: str, inputs: Mapping[str, Any], state: CloudState, provider: str) -> dict[str, Any]:
    """Outputs after a change in place."""
    thing = state.world.of_urn(urn, ident)
    seed = thing.seed if thing else urn
    _, outputs = answered(token, seed, inputs, state, provider)
    state.world.put(_thing(token, urn, seed, ident, inputs, outputs, state, provider), new=thing is None)
    return outputs


def previewed(token: str, olds: Mapping[str, Any], old_inputs: Mapping[str, Any], news: Mapping[str, Any]) -> dict[str, Any]:
    """Outputs that a preview of a change in place shows, as each provider answers it."""
    return CLOUDS[token.split(":")[0]].previewed(token, olds, old_inputs, news)


def find(token: str, ident: str, values: Mapping[str, Any], state: CloudState, provider: str) -> Thing | None:
    """What a cloud has under an id, where the provider acts. ``values``: what is known of it, for its region."""
    return state.world.things.get((token, _place(token, values, state, provider), ident))


def called_so(token: str, ident: str, values: Mapping[str, Any], state: CloudState, provider: str) -> Thing | None:
    """What a provider finds under an id that its cloud knows the thing by, its name or ARN, where nothing says what id the type has."""
    known, place = row(token), _place(token, values, state, provider)
    if known is None or known.id is not None or not ident:
        return None
    called = (known.name.property if known.name else "", "arn")
    alike = [thing for thing in state.world.things.values() if thing.address[:2] == (token, place) and ident in map(thing.outputs.get, called)]
    return alike[0] if len(alike) == 1 else None


def delete(token: str, urn: str, ident: str, values: Mapping[str, Any], state: CloudState, provider: str) -> None:
    """A resource is deleted, with what lies inside it on Azure; its names and ranges are free again. Not finding it is no fault."""
    thing = find(token, ident, values, state, provider) or state.world.of_urn(urn, ident)
    if thing is None or _later(thing, values):
        return
    inside = f"{thing.id}/".lower()
    # What is only set back takes nothing along.
    taken_along = token.startswith("azure-native:") and token not in azure.ALWAYS_THERE
    for other in list(state.world.things.values()) if taken_along else ():
        if other.id.lower().startswith(inside):
            state.world.remove(other.address)
    state.world.remove(thing.address)
    deletions.linger(CLOUDS[token.split(":")[0]].LINGERS, thing, state.world)


def _later(thing: Thing, values: Mapping[str, Any]) -> bool:
    """Whether what has the id now is a later revision of what is to be deleted."""
    before, now = values.get("arn"), thing.outputs.get("arn")
    return bool(before and now and before != now)


def answered(token: str, urn: str, inputs: Mapping[str, Any], state: CloudState, provider: str) -> tuple[str, dict[str, Any]]:
    """Id and outputs of a resource, made from ``urn`` where the cloud would choose by chance. Nothing is made."""
    cloud = CLOUDS[token.split(":")[0]]
    outputs = dict(inputs)
    for name, kind in _computed(token).items():
        if name not in outputs:
            outputs[name] = _stand_in(kind, name, urn)
    # In a preview much is not known; what is made of it is then not told either.
    ident, special = cloud.answer(token, urn, known({key: opened(value) for key, value in outputs.items()}), known(inputs), state, provider)
    outputs.update(special)
    return ident, outputs


def invoke(token: str, args: Mapping[str, Any], state: CloudState, provider: str) -> dict[str, Any]:
    """The answer to a data source. Raises ``Unsupported``."""
    cloud = CLOUDS.get(token.split(":")[0])
    answer = cloud.ANSWERS.get(token) if cloud else None
    if answer is None:
        raise Unsupported(token)
    return answer(args, state, provider)


def _computed(token: str) -> Mapping[str, Any]:
    return {} if token.startswith(f"{dynamic.PACKAGE}:") else sdk.computed(token)


def _stand_in(kind: Any, name: str, urn: str) -> Any:
    """Something of the right type that depends on the URN alone."""
    if kind is str:
        return f"{name}-{digest(urn, name, length=8)}"
    if kind is bool:
        return False
    if kind in (int, float):
        return 0
    origin = get_origin(kind)
    if origin is not None and any(getattr(base, "__name__", "") in ("Mapping", "dict") for base in (origin,)):
        return {}
    if origin is not None and getattr(origin, "__name__", "") in ("Sequence", "list"):
        return []
    if isinstance(kind, type) and _types.is_output_type(kind):
        return {inner: _stand_in(of, f"{name}.{inner}", urn) for inner, of in sdk.computed_inside(kind).items()}
    if get_args(kind):
        return _stand_in(next((inner for inner in get_args(kind) if inner is str), get_args(kind)[0]), name, urn)
    return f"{name}-{digest(urn, name, length=8)}"


def _thing(
    token: str, urn: str, seed: str, ident: str, inputs: Mapping[str, Any], outputs: Mapping[str, Any], state: CloudState, provider: str
) -> Thing:
    place = _place(token, outputs, state, provider)
    keys = tuple(claim.key for claim in claims(token, inputs, state, provider))
    (lies_in, blocks), (network, spans) = place_in_network(token, inputs, state, provider), network_of(token, ident, inputs, state, provider)
    return Thing(token, place, ident, urn, seed, inputs, outputs, keys, lies_in, blocks, spans, network)


def _place(token: str, values: Mapping[str, Any], state: CloudState, provider: str) -> str:
    """The account and region, or the Azure subscription; nowhere in particular for what is no cloud's."""
    if token.startswith(f"{dynamic.PACKAGE}:"):
        return ""
    return state.tenancy(provider, regional="region" in _computed(token), region=values.get("region"))
