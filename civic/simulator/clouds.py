"""The three questions a provider answers: is this acceptable, what comes of it, and what is the case."""

from collections.abc import Mapping
from typing import Any, get_args, get_origin

from pulumi import _types

from civic.plan.wire import opened
from civic.simulator import aws, azure, dynamic, existing, sdk
from civic.simulator.digests import digest
from civic.simulator.refusals import refused
from civic.simulator.state import CloudState, Failure

CLOUDS = {"aws": aws, "azure-native": azure, dynamic.PACKAGE: dynamic}


class Unsupported(LookupError):
    """The simulated clouds do not answer this. The text names it."""


def check(token: str, urn: str, inputs: dict[str, Any], state: CloudState, provider: str) -> tuple[dict[str, Any], list[Failure]]:
    """The inputs with the provider's defaults, and what it refuses of them."""
    if token.startswith(f"{dynamic.PACKAGE}:"):
        return inputs, []
    cloud = CLOUDS.get(token.split(":")[0])
    if cloud is None:
        return inputs, [Failure("", f"no simulated cloud has the type {token}")]
    try:
        completed = cloud.defaults(token, urn, inputs)
        return completed, refused(token, urn, completed, state, provider)
    except sdk.UnknownType:
        return inputs, [Failure("", f"no installed SDK knows the type {token}")]


def create(token: str, urn: str, inputs: Mapping[str, Any], state: CloudState, provider: str) -> tuple[str, dict[str, Any]]:
    """Id and outputs of a resource that is made: its inputs, what its type always has, and what the cloud's tables say.

    What comes along with it is there from now on.
    """
    ident, outputs = _answered(token, urn, inputs, state, provider)
    _remember(token, inputs, ident, state)
    existing.bring(CLOUDS[token.split(":")[0]].EXISTING, token, {**outputs, "id": ident}, state, provider)
    return ident, outputs


def refused_at_creation(token: str, inputs: Mapping[str, Any], state: CloudState, provider: str) -> list[Failure]:
    """Why a resource cannot be made although its inputs are right: it is there already, with what to do instead."""
    cloud = CLOUDS.get(token.split(":")[0])
    return existing.collisions(cloud.EXISTING, token, inputs, state, provider) if cloud else []


def update(token: str, urn: str, inputs: Mapping[str, Any], state: CloudState, provider: str) -> dict[str, Any]:
    """Outputs after a change in place."""
    ident, outputs = _answered(token, urn, inputs, state, provider)
    _remember(token, inputs, ident, state)
    return outputs


def _answered(token: str, urn: str, inputs: Mapping[str, Any], state: CloudState, provider: str) -> tuple[str, dict[str, Any]]:
    cloud = CLOUDS[token.split(":")[0]]
    outputs = dict(inputs)
    for name, kind in _computed(token).items():
        if name not in outputs:
            outputs[name] = _stand_in(kind, name, urn)
    ident, special = cloud.answer(token, urn, {key: opened(value) for key, value in outputs.items()}, inputs, state, provider)
    outputs.update(special)
    return ident, outputs


def release(urn: str, state: CloudState) -> None:
    """Forget a deleted resource: its names and ranges are free again."""
    # Copied first: other stacks may be adding theirs meanwhile.
    for name in [name for name, owner in list(state.names.items()) if owner == urn]:
        state.names.pop(name, None)
    for key in state.claims.pop(urn, ()):
        state.claimed.pop(key, None)
    for taken in state.ranges.values():
        taken[:] = [(block, owner) for block, owner in taken if owner != urn]


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


def _remember(token: str, inputs: Mapping[str, Any], ident: str, state: CloudState) -> None:
    if token == "aws:ec2/vpc:Vpc":
        state.networks[ident] = (str(inputs.get("cidrBlock")),)
    if token == "azure-native:network:VirtualNetwork":
        blocks = (inputs.get("addressSpace") or {}).get("addressPrefixes") or ()
        state.networks[f"{inputs.get('resourceGroupName')}/{inputs.get('virtualNetworkName')}"] = tuple(blocks)
