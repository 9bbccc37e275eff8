"""What components cannot be without: each need is met by the example estate, and missed where it is taken away, weakened or not known."""

import json
from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import pulumi
import pytest

from civic.errors import InputError
from civic.plan import UNKNOWN, Deployment, Resource
from components import contracts
from policies import check, clouds
from policies.components import component_rules, needs
from policies.components.demands import DEMANDS, found_at, met
from policies.components.needs import Component, Need, components
from tests.components.test_parity import CLOUDS, examples, provider_of
from tests.looping import each
from tests.planning import planned
from tests.policies.asking import OF_COMPONENTS
from tests.policies.plans import protected
from tests.policies.test_rules import asked_of_pack, exists, served

UNHEARD = ("somebody is told", "its failing is noticed")
EVERY = [(cloud, component, number) for cloud in clouds() for component in components(cloud) for number in range(len(component.needs))]
every_need = pytest.mark.parametrize(
    ("cloud", "component", "number"),
    EVERY,
    ids=[f"{component.token.split(':')[0]}-{component.token.split(':')[2]}-{number}" for _, component, number in EVERY],
)


def decided(need: Need) -> list[str]:
    """Paths of the demands that a value decides."""
    return [path for path, demand in need.having.items() if demand != {"set": True}]


every_decided_need = pytest.mark.parametrize(("cloud", "component", "number"), [one for one in EVERY if decided(one[1].needs[one[2]])])


@cache
def estate() -> Mapping[str, Deployment]:
    return {name: Deployment.from_json(json.loads(text)) for name, text in protected().items()}


def stack_with(component: Component, need: Need) -> tuple[str, Deployment]:
    """A stack of the example estate with this component, and what it needs in it."""
    for name, plan in estate().items():
        if plan.of_type(component.token) and meant(plan, component, need):
            return name, plan
    raise LookupError(f"no stack of the estate has {component.token} with {need.type}: the need protects nothing here")


def meant(plan: Deployment, component: Component, need: Need) -> list[Resource]:
    return [
        one
        for one in plan.of_type(need.type)
        if f"{component.token}$" in one.urn and all(met(demand, found) for path, demand in need.where.items() for found in found_at(one.inputs, path))
    ]


def found(cloud: str, plan: Deployment, component: Component) -> list[tuple[str, str]]:
    findings = check(plan, component_rules(cloud), stack_name="s")
    return [(finding.kind, finding.message) for finding in findings if finding.type == component.token]


def changed(plan: Deployment, these: list[Resource], **changes: Any) -> Deployment:
    urns = {one.urn for one in these}
    return Deployment(tuple(replace(one, **changes) if one.urn in urns else one for one in plan))


def test_the_example_estate_has_all():
    for name, plan in each(estate().items()):
        assert check(plan, [rule for cloud in clouds() for rule in component_rules(cloud)], stack_name=name) == []


@pytest.mark.parametrize(
    ("cloud", "component"), [(cloud, component) for cloud in clouds() for component in components(cloud)], ids=lambda one: getattr(one, "token", one)
)
def test_whatever_a_component_may_be_asked_for_it_has_all(cloud: contracts.CloudName, component: Component):
    """The plainest arguments and the fullest: a need that an option may leave out would alarm without cause."""
    name = component.token.rpartition(":")[2]
    for number, example in enumerate(each(examples(cloud, name))):
        plan = planned(
            lambda example=example: getattr(CLOUDS[cloud], name)("it", example, pulumi.ResourceOptions(provider=provider_of(cloud))), cloud
        )
        found = check(plan, component_rules(cloud), stack_name=f"example {number}")
        silent = getattr(example, "alarms", None) == ""
        assert [finding.message for finding in found if not (silent and finding.message.endswith(UNHEARD))] == []
        # An alarm that nobody was named for is a fault of who asked for the component so.
        assert any(finding.message.endswith(UNHEARD) for finding in found) or not silent or name == "Application"


@pytest.mark.parametrize("cloud", clouds())
@pytest.mark.parametrize("name", ["Foundation", "Tenancy"])
def test_what_was_there_already_need_not_be_made(cloud: contracts.CloudName, name: str):
    """An organisation, accounts or Azure subscriptions, and what watches them."""
    example = examples(cloud, name)[0]
    ids = {purpose: f"99990000111{number}" for number, purpose in enumerate(contracts.PLATFORM_TENANCIES)}
    everything = contracts.Existing(
        organisation=cloud == "aws", tenancies=ids, detection=("guardduty", "securityhub", "access-analyzer") if cloud == "aws" else ()
    )
    there = replace(example, existing=everything if name == "Foundation" else "999900001111")
    plan = planned(lambda: getattr(CLOUDS[cloud], name)("it", there, pulumi.ResourceOptions(provider=provider_of(cloud))), cloud)
    assert [finding.message for finding in check(plan, component_rules(cloud), stack_name="s")] == []
    (component,) = [one for one in plan if one.type == f"civic-{cloud}:index:{name}"]
    assert component.inputs["existing"], "a reviewer sees what it did not make"
    silent = changed(plan, [component], inputs={})
    unsaid = [finding.message for finding in check(silent, component_rules(cloud), stack_name="s")]
    assert unsaid or (cloud, name) == ("aws", "Tenancy"), "an account of a body's is no need of its component on AWS"


@pytest.mark.parametrize(("cloud", "component", "number"), [one for one in EVERY if one[1].needs[one[2]].count])
def test_what_is_taken_away_is_missed(cloud: str, component: Component, number: int):
    need = component.needs[number]
    _, plan = stack_with(component, need)
    gone = {one.urn for one in meant(plan, component, need)}
    rest = Deployment(tuple(one for one in plan if one.urn not in gone))
    assert [kind for kind, message in found(cloud, rest, component) if need.type in message and need.because in message]


@every_need
def test_what_is_weakened_is_seen(cloud: str, component: Component, number: int):
    need = component.needs[number]
    _, plan = stack_with(component, need)
    weak = meant(plan, component, need)
    if need.protected:
        bare = found(cloud, changed(plan, weak, protect=False), component)
        assert any("is not protected" in message and need.because in message for _, message in bare)
    for path in need.having:
        inputs = [without(one.inputs, path) for one in weak]
        for one, left in zip(weak, inputs, strict=True):
            said = found(cloud, changed(plan, [one], inputs=left), component)
            assert any(path in message and one.name in message for _, message in said), path


@every_decided_need
def test_what_is_not_known_is_not_passed_over(cloud: str, component: Component, number: int):
    need = component.needs[number]
    _, plan = stack_with(component, need)
    path = decided(need)[0]
    (one, *_) = meant(plan, component, need)
    unknown = found(cloud, changed(plan, [one], inputs=with_value(one.inputs, path, UNKNOWN)), component)
    assert [kind for kind, _ in unknown] == ["undecidable"] * len(unknown) != []


@every_need
def test_a_need_names_a_type_that_exists(cloud: str, component: Component, number: int):
    assert exists(component.token)
    assert exists(component.needs[number].type)


def with_value(raw: Any, path: str, value: object) -> Any:
    step, _, rest = path.partition(".")
    if isinstance(raw, list):
        chosen = range(len(raw)) if step == "*" else [int(step)]
        return [with_value(one, rest, value) if place in chosen and rest else (value if place in chosen else one) for place, one in enumerate(raw)]
    if not rest:
        return {**raw, step: value} if value is not None else {key: inner for key, inner in raw.items() if key != step}
    return {**raw, step: with_value(raw[step], rest, value)}


def without(raw: Any, path: str) -> Any:
    return with_value(raw, path, None)


def test_the_real_pack_misses_what_is_gone():
    plan = estate()["platform-aws-foundation"]
    shown = Deployment(tuple(one for one in plan if not one.type.startswith("pulumi:")))
    rest = Deployment(tuple(one for one in shown if one.type != "aws:cloudtrail/trail:Trail"))
    with served("aws") as pack:
        assert {rule for rule, _ in asked_of_pack(pack, shown)} & OF_COMPONENTS == set()
        assert {rule for rule, _ in asked_of_pack(pack, rest)} & OF_COMPONENTS == {"component-aws-foundation"}


def test_another_component_beside_it_does_not_help():
    """What one instance lacks, its neighbour of the same kind does not have for it."""
    name, plan = next((name, plan) for name, plan in estate().items() if len(plan.of_type("civic-aws:index:SecurityBaseline")) > 1)
    first, second, *_ = plan.of_type("civic-aws:index:SecurityBaseline")
    trail = next(one for one in plan.of_type("aws:cfg/recorderStatus:RecorderStatus") if one.parent == first.urn)
    rest = Deployment(tuple(one for one in plan if one.urn != trail.urn))
    assert {finding.urn for finding in check(rest, component_rules("aws"), stack_name=name)} == {first.urn} != {second.urn}


@pytest.mark.parametrize(
    ("demand", "good", "bad"),
    [
        (True, True, 1),
        (3, 3, 4),
        ({"set": True}, "x", ""),
        ({"at_least": 30}, 30, 29),
        ({"at_least": 30}, 31, "31"),
        ({"at_most": 2}, 2, 3),
        ({"one_of": ["a", "b"]}, "b", "c"),
        ({"contains": ["a", "b"]}, ["b", "a", "c"], ["a"]),
        ({"contains": "TLS13"}, "x-TLS13-y", None),
        ({"not": "x"}, "y", "x"),
    ],
)
def test_a_demand(demand: object, good: object, bad: object):
    assert met(demand, good)
    assert not met(demand, bad)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("a: {}", "a: found {}; allowed: why and a list of needs"),
        ("a: {why: b, severity: dire, needs: []}", "a.severity: found 'dire'; allowed: low, medium, high, critical"),
        ("a: {why: b, needs: [{type: t}]}", "a.needs[0]: found no because"),
        (
            "a: {why: b, needs: [{type: t, because: c, with: {x: {more: 1}}}]}",
            f"a.needs[0].with.x: found more; allowed: a value, or one of {', '.join(DEMANDS)}",
        ),
        ("- a", "found list; allowed: component -> why, severity and needs"),
        ("a: {why: b, needs: [{type: t, because: c, cuont: 2}]}", "a.needs[0].cuont: found 2"),
    ],
)
def test_a_file_that_says_what_cannot_be(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text: str, message: str):
    (tmp_path / "mist.yaml").write_text(text, encoding="utf-8")
    monkeypatch.setattr(needs, "FOLDER", tmp_path)
    with pytest.raises(InputError) as refused:
        components("mist")
    assert f"mist.yaml: {message}" in str(refused.value)
