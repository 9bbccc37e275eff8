"""Both clouds keep one contract: the same capabilities, the same arguments, the same outputs, the same cards.

Nothing here is listed by name. A new capability is held to the contract as soon as one cloud exports it: it needs ``<Name>Args``
and ``<Name>Outputs`` in ``components.contracts``, a class on each cloud, and an example of its arguments in each ``subjects``.
"""

import inspect
import json
import types
import typing
from collections.abc import Mapping
from dataclasses import fields
from functools import cache
from typing import Any

import pulumi
import pulumi_aws
import pulumi_azure_native
import pytest

from civic.estate import cards
from civic.estate.layers import StackName
from civic.plan import Deployment
from components import aws, azure, contracts
from tests.components.aws import subjects as aws_subjects
from tests.components.azure import subjects as azure_subjects
from tests.planning import plans_of

CLOUDS = {"aws": aws, "azure": azure}
SUBJECTS = {"aws": aws_subjects, "azure": azure_subjects}
PROVIDERS = (pulumi_aws.Provider, pulumi_azure_native.Provider)


def capabilities(cloud: str) -> dict[str, type]:
    exported = {name: getattr(CLOUDS[cloud], name) for name in CLOUDS[cloud].__all__}
    return {name: made for name, made in exported.items() if isinstance(made, type) and issubclass(made, pulumi.ComponentResource)}


EVERY = sorted(capabilities("aws").keys() | capabilities("azure").keys())
BOTH = sorted(capabilities("aws").keys() & capabilities("azure").keys())


def parameters(made: Any) -> dict[str, inspect.Parameter]:
    found = inspect.signature(made.__init__ if isinstance(made, type) else made, eval_str=True).parameters
    return {name: parameter for name, parameter in found.items() if name != "self"}


def of_contract(name: str) -> dict[str, Any]:
    """Fields of the capability's outputs protocol, with their types."""
    protocol = getattr(contracts, f"{name}Outputs", None)
    assert protocol is not None, f"components.contracts has no {name}Outputs: say there what {name} gives, on every cloud"
    return typing.get_type_hints(protocol)


def test_both_clouds_export_the_same_names() -> None:
    assert set(aws.__all__) == set(azure.__all__)
    assert BOTH == EVERY


@pytest.mark.parametrize("name", EVERY)
def test_a_capability_takes_the_contracts_arguments(name: str) -> None:
    args = getattr(contracts, f"{name}Args", None)
    assert args is not None, f"components.contracts has no {name}Args"
    for cloud in CLOUDS:
        taken = parameters(capabilities(cloud)[name])
        plain = {key: parameter for key, parameter in taken.items() if parameter.kind is parameter.POSITIONAL_OR_KEYWORD}
        assert list(plain) == ["name", "args", "opts"], f"{cloud}.{name}"
        assert plain["args"].annotation is args, f"{cloud}.{name}"
        # The one thing that may differ: the provider of a second account, given by name.
        for key in taken.keys() - plain.keys():
            kind = taken[key].annotation
            among = typing.get_args(kind) if isinstance(kind, types.UnionType) else (kind,)
            assert set(among) <= {*PROVIDERS, type(None)}, f"{cloud}.{name}({key}=...) is an argument that the other cloud does not have"


@pytest.mark.parametrize("name", [name for name in sorted(aws.__all__) if inspect.isfunction(getattr(aws, name))])
def test_a_function_is_called_alike(name: str) -> None:
    """Whatever one cloud demands the other takes, by place or by name."""
    first, second = parameters(getattr(aws, name)), parameters(getattr(azure, name))
    demanded = {key for taken in (first, second) for key, parameter in taken.items() if parameter.default is parameter.empty}
    assert demanded <= first.keys() & second.keys()


def built(cloud: str, name: str, monkeypatch: pytest.MonkeyPatch) -> tuple[pulumi.ComponentResource, Mapping[str, Any]]:
    """The component that the example of its arguments makes, with the outputs that it registers."""
    args, made = getattr(contracts, f"{name}Args"), capabilities(cloud)[name]
    examples = [value for value in vars(SUBJECTS[cloud]).values() if type(value) is args]
    assert examples, f"tests/components/{cloud}/subjects.py has no example of {name}Args"
    seen: list[tuple[pulumi.ComponentResource, Mapping[str, Any]]] = []
    monkeypatch.setattr(made, "register_outputs", lambda self, outputs: seen.append((self, outputs)))
    SUBJECTS[cloud].plan_of(made, "it", examples[0])
    assert len(seen) == 1, f"{cloud}.{name} registers its outputs {len(seen)} times"
    return seen[0]


@pytest.mark.parametrize("cloud", sorted(CLOUDS))
@pytest.mark.parametrize("name", BOTH)
def test_a_capability_gives_the_contracts_outputs(name: str, cloud: str, monkeypatch: pytest.MonkeyPatch) -> None:
    component, registered = built(cloud, name, monkeypatch)
    promised = of_contract(name)
    for field, kind in promised.items():
        value = getattr(component, field, None)
        origin, inner = typing.get_origin(kind) or kind, typing.get_args(kind)
        assert isinstance(value, origin), f"{cloud}.{name}.{field} is {type(value).__name__}"
        if isinstance(value, Mapping):
            # Plain text where the program knows it, such as a last day; an output where the cloud decides.
            within = typing.get_origin(inner[1]) or inner[1]
            assert all(isinstance(each, within) for each in value.values()), f"{cloud}.{name}.{field}"
    # A provider is handed on in the program; it is nothing that a state could hold.
    values = {field for field, kind in promised.items() if kind is not pulumi.ProviderResource}
    assert set(registered) == values, f"{cloud}.{name} registers other outputs than the contract's"


@cache
def outputs_of_the_estate() -> dict[str, Mapping[str, Any]]:
    return {name: Deployment.from_json(json.loads(run.plan)).stack_outputs for name, run in plans_of().items()}


@pytest.mark.parametrize("layer", sorted(cards.CARDS))
def test_a_card_has_the_same_fields_whichever_the_cloud(layer: str) -> None:
    # Annotations are texts there, so that records can be read without the SDK.
    mappings = {field.name for field in fields(cards.CARDS[layer]) if str(field.type).startswith("Mapping[")}
    stacks = {name: outputs for name, outputs in outputs_of_the_estate().items() if StackName.parse(name).layer == layer}
    for name, outputs in stacks.items():
        assert set(outputs) == set(cards.fields_of(layer)), f"{name}'s outputs are not its card's fields"
        assert {field for field, value in outputs.items() if isinstance(value, Mapping)} == mappings, name
    assert not stacks or {StackName.parse(name).cloud for name in stacks} == set(CLOUDS)
