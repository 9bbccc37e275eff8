"""Real packets through the planned networks agree with the graph, on both clouds; and a mistake in either is a disagreement."""

import ast
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from civic.reach import paths, suricata
from civic.reach.aws import networks as aws_networks
from civic.reach.azure import firewalls, interfaces, security_groups
from civic.reach.azure import networks as azure_networks
from civic.reach.filters import Filter, NamePattern
from civic.reach.sets import ANY_SERVICE
from tests.lab import aws, azure, suricata_rules
from tests.lab.kernel import missing
from tests.lab.running import Ran, drawn, graph_again, graph_of, run
from tests.looping import each

pytestmark = pytest.mark.skipif(bool(missing()), reason=f"no lab of network namespaces here: {missing()}")
CALLS, FEWER = 700, 500
CLOUDS = ("aws", "azure")
Patch = Callable[[pytest.MonkeyPatch], None]


@pytest.fixture(scope="module")
def ran() -> dict[str, Ran]:
    return {cloud: run(cloud, drawn(cloud, CALLS)) for cloud in CLOUDS}


@pytest.mark.parametrize("cloud", CLOUDS)
def test_packets_and_graph_agree(ran: dict[str, Ran], cloud: str, capsys: pytest.CaptureFixture[str]):
    answered = sum(ran[cloud].answers)
    with capsys.disabled():
        print(f"\nLab of {cloud}: {len(ran[cloud].calls)} calls, {answered} answered")
    assert ran[cloud].against(graph_of(cloud)) == []
    assert CALLS / 20 < answered < CALLS * 19 / 20, "a lab in which nothing or everything is answered shows nothing"


def test_the_translator_knows_nothing_of_the_graph():
    for path in each([Path(module.__file__ or "") for module in (aws, azure, suricata_rules)], at_least=3):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        named = {name for node in ast.walk(tree) for name in _imported(node)}
        assert not [name for name in named if name.startswith(("civic.reach", "tests.civic"))]


def _imported(node: ast.AST) -> Iterator[str]:
    if isinstance(node, ast.ImportFrom) and node.module:
        yield node.module
    elif isinstance(node, ast.Import):
        yield from (name.name for name in node.names)


def _ignoring_drops(self: Filter):
    return replace(self, rules=tuple(rule for rule in self.rules if rule.passes))


OPENINGS, OWN_FILTER = Filter._openings, security_groups._filter
GRAPH_MISTAKES: dict[str, tuple[str, Patch]] = {
    "rules that drop are not asked": ("aws", lambda patch: patch.setattr(Filter, "_openings", lambda self: OPENINGS(_ignoring_drops(self)))),
    "what a group lets out is not asked": (
        "aws",
        lambda patch: patch.setattr(paths, "let_out", lambda interface, packets, called=None: packets.services),
    ),
    "ports of rules are not read": ("aws", lambda patch: patch.setattr(suricata, "_services", lambda protocol, port, variables: ANY_SERVICE)),
    "attached networks are made known nowhere": (
        "aws",
        lambda patch: patch.setattr(aws_networks._Reader, "_known_in", lambda self, attachment: set()),
    ),
    "a name that ends so is taken for one below": (
        "aws",
        lambda patch: patch.setattr(NamePattern, "matches", lambda self, called: called.endswith(self.name)),
    ),
    "a group's rules are asked from the last": (
        "azure",
        lambda patch: patch.setattr(security_groups, "_filter", lambda *asked: replace(made := OWN_FILTER(*asked), rules=made.rules[::-1])),
    ),
    "names of rules are not read": ("azure", lambda patch: patch.setattr(firewalls, "_names", lambda rule, kind: ())),
    "the hub leads nothing to the internet": (
        "azure",
        lambda patch: patch.setattr(azure_networks._Reader, "_next", _without_internet(azure_networks._Reader._next)),
    ),
    "no group is asked for endpoints": ("azure", lambda patch: patch.setattr(interfaces._Reader, "_open", lambda self, subnet: True)),
}


def _without_internet(own):
    return lambda self, hub, traffic: None if traffic == "Internet" else own(self, hub, traffic)


@pytest.mark.parametrize("mistake", GRAPH_MISTAKES)
def test_a_mistake_in_the_graph_is_a_disagreement(ran: dict[str, Ran], mistake: str, monkeypatch: pytest.MonkeyPatch):
    cloud, patch = GRAPH_MISTAKES[mistake]
    patch(monkeypatch)
    assert ran[cloud].against(graph_again(cloud))


NEXT_HOP, ALLOWS = azure._Translator.next_hop, aws._Translator.allows
LAB_MISTAKES: dict[str, tuple[str, Patch]] = {
    "rule groups from the last": ("aws", lambda patch: patch.setattr(aws._Translator, "ordered", staticmethod(lambda references: references[::-1]))),
    "groups have no members": (
        "aws",
        lambda patch: patch.setattr(aws._Translator, "allows", staticmethod(lambda rule, side, members: ALLOWS(rule, side, {}))),
    ),
    "no address is translated": ("aws", lambda patch: patch.setattr(aws._Translator, "_nat", lambda self, nat, address: _plain(self, nat, address))),
    "private traffic passes no firewall": (
        "azure",
        lambda patch: patch.setattr(
            azure._Translator, "next_hop", lambda self, hub, traffic: "" if traffic == "PrivateTraffic" else NEXT_HOP(self, hub, traffic)
        ),
    ),
    "priorities from the last": (
        "azure",
        lambda patch: patch.setattr(azure._Translator, "ordered", staticmethod(lambda items, priority: sorted(items, key=priority, reverse=True))),
    ),
    "names are whatever": ("azure", lambda patch: patch.setattr(azure._Translator, "_named", lambda self, patterns: list(self.lab.names.values()))),
}


def _plain(self: aws._Translator, nat, address: str) -> None:
    self._appliance(nat.id, nat.inputs["subnetId"], "")
    self.lab.route(nat.inputs["subnetId"], f"{address}/32", nat.id)


@pytest.mark.parametrize("mistake", LAB_MISTAKES)
def test_a_mistake_in_the_lab_is_a_disagreement(ran: dict[str, Ran], mistake: str, monkeypatch: pytest.MonkeyPatch):
    cloud, patch = LAB_MISTAKES[mistake]
    patch(monkeypatch)
    assert run(cloud, ran[cloud].calls[:FEWER]).against(graph_of(cloud))
