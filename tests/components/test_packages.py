"""The component packages: what a program in another language says arrives as the contract's own arguments, and makes the same resources."""

import inspect
import json
import tomllib
import typing
from collections.abc import Iterator, Mapping
from dataclasses import MISSING, fields, is_dataclass, replace
from ipaddress import IPv4Network
from types import ModuleType

import pulumi
import pytest
from pulumi.provider.experimental.component import ComponentProvider

from components import contracts
from components.aws import package as aws_package
from components.azure import package as azure_package
from components.contracts import ContractError, Handle
from components.package import PackagedComponent, arguments
from tests.components.test_parity import CLOUDS, examples, provider_of
from tests.looping import each
from tests.planning import ROOT, planned

PACKAGES: Mapping[contracts.CloudName, ModuleType] = {"aws": aws_package, "azure": azure_package}
OFFERED = [(cloud, shell) for cloud, package in PACKAGES.items() for shell in package.COMPONENTS]
NAMES = {"Output": pulumi.Output, "T": str}
"""What Pulumi's ``Input`` names by text."""
every_shell = pytest.mark.parametrize(("cloud", "shell"), OFFERED, ids=lambda value: value if isinstance(value, str) else value.__name__)


def plain(value: object) -> object:
    """``value`` as Pulumi hands it to a remote component: ranges as texts, whole numbers as floats."""
    if isinstance(value, Handle):
        return value.to_card()
    if is_dataclass(value):
        return {field.name: plain(getattr(value, field.name)) for field in fields(value) if getattr(value, field.name) != field.default}
    if isinstance(value, Mapping) and any(isinstance(key, contracts.SubnetKey) for key in value):
        tiers: dict[str, dict[str, object]] = {}
        for key, inner in value.items():
            tiers.setdefault(key.tier, {})[key.zone] = plain(inner)
        return tiers
    if isinstance(value, Mapping):
        return {key: plain(inner) for key, inner in value.items()}
    if isinstance(value, contracts.Destination):
        return {"range": str(value.range), "port": float(value.port)}
    if isinstance(value, tuple):
        return [plain(inner) for inner in value]
    if isinstance(value, int) and not isinstance(value, bool):
        return float(value)
    return str(value) if isinstance(value, IPv4Network) else value


def given(value: object) -> dict[str, object]:
    made = plain(value)
    assert isinstance(made, dict)
    return made


def test_both_clouds_offer_the_same_components() -> None:
    names = [{shell.__name__ for shell in package.COMPONENTS} for package in PACKAGES.values()]
    assert names[0] == names[1] >= {"NetworkConnection", "SecurityBaseline", "Application", "Budget"}


@every_shell
def test_the_contracts_arguments_come_back_as_they_were(cloud: contracts.CloudName, shell: type[PackagedComponent]) -> None:
    for example in each(examples(cloud, shell.__name__)):
        assert arguments(shell._arguments, given(example)) == example


@every_shell
def test_a_component_of_a_package_makes_what_the_component_makes(cloud: contracts.CloudName, shell: type[PackagedComponent]) -> None:
    direct = getattr(CLOUDS[cloud], shell.__name__)
    options = pulumi.ResourceOptions
    for example in each(examples(cloud, shell.__name__)):
        one = planned(lambda example=example: direct("it", example, options(provider=provider_of(cloud))), cloud)
        other = planned(lambda example=example: shell("it", given(example), options(provider=provider_of(cloud))), cloud)
        assert [replace(made, source="") for made in other] == [replace(made, source="") for made in one]
        assert len(list(one)) > 2


@every_shell
def test_every_output_of_the_contract_is_an_output_of_the_package(cloud: contracts.CloudName, shell: type[PackagedComponent]) -> None:
    promised = {name for name in vars(getattr(contracts, f"{shell.__name__}Outputs")) if not name.startswith("_")}
    assert set(inspect.get_annotations(shell)) >= promised
    held: list[object] = []

    def build() -> None:
        made = shell("it", given(examples(cloud, shell.__name__)[-1]), pulumi.ResourceOptions(provider=provider_of(cloud)))
        held.extend(getattr(made, name) for name in promised)

    planned(build, cloud)
    assert held
    assert all(isinstance(value, pulumi.Output | dict | list | tuple) and not isinstance(value, Handle) for value in held)


def _there(kind: object) -> object:
    """What a kind is where there is a value: the kind itself, without ``None``."""
    others = [one for one in typing.get_args(kind) if one is not type(None)]
    return others[0] if type(None) in typing.get_args(kind) and len(others) == 1 else kind


def _pairs(shape: object, kind: object, handles: Mapping[object, object]) -> Iterator[tuple[object, object]]:
    """Each ``TypedDict`` that is reached from ``shape``, with what it stands for in the contract."""
    kind = handles.get(_there(kind), _there(kind))
    if typing.is_typeddict(shape):
        yield shape, kind
        kinds = typing.get_type_hints(kind, localns=NAMES)
        for name, inner in typing.get_type_hints(shape, localns=NAMES).items():
            yield from _pairs(inner, kinds.get(name), handles)
    elif typing.get_origin(shape) is list:
        yield from _pairs(typing.get_args(shape)[0], typing.get_args(kind)[0], handles)


@every_shell
def test_a_packages_arguments_are_the_contracts(cloud: contracts.CloudName, shell: type[PackagedComponent]) -> None:
    """The same names, and the same ones with a default, down to the last handle."""
    kind = typing.get_origin(shell._arguments)
    handles = dict(zip(kind.__parameters__, typing.get_args(shell._arguments), strict=True))
    shape = inspect.get_annotations(shell.__init__)["args"]
    compared = list(_pairs(shape, kind, handles))
    assert len(compared) > 2
    for typed, contract in compared:
        hints = typing.get_type_hints(contract, localns=NAMES)
        defaulted = {f.name for f in fields(contract) if (f.default, f.default_factory) != (MISSING, MISSING)} if is_dataclass(contract) else set()
        assert set(typed.__annotations__) == set(hints), f"{cloud}: {typed.__name__}"
        assert typed.__optional_keys__ == defaulted, f"{cloud}: {typed.__name__}"


@pytest.mark.parametrize("cloud", sorted(PACKAGES))
def test_every_argument_in_the_schema_has_a_type(cloud: contracts.CloudName) -> None:
    schema = json.loads(ComponentProvider(PACKAGES[cloud].COMPONENTS, f"civic-{cloud}", None, "1.0.0").schema)
    assert set(schema["resources"]) == {f"civic-{cloud}:index:{shell.__name__}" for shell in PACKAGES[cloud].COMPONENTS}
    described = [*schema["resources"].values(), *schema["types"].values()]
    typed = [prop for one in described for group in ("inputProperties", "properties") for prop in one.get(group, {}).values()]
    assert len(typed) > 50
    for prop in typed:
        _assert_typed(prop, schema)


def _assert_typed(prop: Mapping[str, typing.Any], schema: Mapping[str, typing.Any]) -> None:
    if "$ref" in prop:
        kind = prop["$ref"].removeprefix("#/types/")
        assert schema["types"][kind]["properties"], f"{kind} is an empty object"
    elif prop["type"] == "array":
        _assert_typed(prop["items"], schema)
    elif prop["type"] == "object":
        _assert_typed(prop["additionalProperties"], schema)
    else:
        assert prop["type"] in {"string", "integer", "boolean"}


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"block": "10.20.0.1/22"}, "block: a range such as 10.20.0.0/22 is needed, got '10.20.0.1/22'"),
        ({"subnet": {}}, "subnet: no such argument; did you mean 'subnets'?"),
        ({"zones": "eu-west-2a"}, "zones: a list is needed, got 'eu-west-2a'"),
        ({"owner": {"platform": "ccp", "environment": "staging"}}, "owner.environment: one of live, test is needed, got 'staging'"),
        ({"owner": {}}, "owner.platform: missing"),
        ({"subnets": {"application": "10.20.0.0/25"}}, "subnets.application: a mapping is needed"),
        ({"endpoints": [{"name": "kms", "service": 7.0}]}, "endpoints[0].service: a text is needed, got 7.0"),
        ({"zones": ["eu-west-2a"]}, "zones: need two or three different zones, got eu-west-2a"),
    ],
)
def test_what_cannot_be_used_is_refused_with_its_place(changes: Mapping[str, object], message: str) -> None:
    shell = aws_package.NetworkConnection
    with pytest.raises(ContractError) as refused:
        arguments(shell._arguments, given(examples("aws", "NetworkConnection")[0]) | changes)
    assert str(refused.value).startswith(message)


def test_an_output_is_refused_where_a_value_must_be_known_before() -> None:
    def build() -> None:
        with pytest.raises(ContractError, match=r"^region: an output of another resource, where a text is needed that is known before"):
            arguments(
                aws_package.NetworkConnection._arguments,
                given(examples("aws", "NetworkConnection")[0]) | {"region": pulumi.Output.from_input("eu-west-2")},
            )

    planned(build, "aws")


@every_shell
def test_the_order_in_which_mappings_arrive_changes_nothing(cloud: contracts.CloudName, shell: type[PackagedComponent]) -> None:
    """Pulumi hands mappings over in another order in every run, and what is made of them in turn would seem to have changed."""
    example = given(examples(cloud, shell.__name__)[-1])
    assert _orders(arguments(shell._arguments, _reversed(example))) == _orders(arguments(shell._arguments, example))


def _reversed(value: typing.Any) -> typing.Any:
    return {key: _reversed(inner) for key, inner in reversed(value.items())} if isinstance(value, dict) else value


def _orders(value: object) -> list[object]:
    """Keys of every mapping in an argument, in their order."""
    if isinstance(value, Mapping):
        return [*value, *(_orders(inner) for inner in value.values())]
    return [_orders(getattr(value, field.name)) for field in fields(value)] if is_dataclass(value) else []


@pytest.mark.parametrize("found", [4000.5, "4000", True, float("inf"), float("nan")])
def test_a_whole_number_is_one(found: object) -> None:
    with pytest.raises(ContractError, match=r"^monthly: a whole number is needed"):
        arguments(aws_package.Budget._arguments, given(examples("aws", "Budget")[0]) | {"monthly": found})


@pytest.mark.parametrize("cloud", sorted(PACKAGES))
def test_a_package_asks_for_the_sdks_that_the_project_asks_for(cloud: contracts.CloudName) -> None:
    pinned = set(tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["dependencies"])
    wanted = (ROOT / "components" / cloud / "requirements.txt").read_text(encoding="utf-8").split()
    assert len(wanted) > 1
    assert set(wanted) <= pinned
