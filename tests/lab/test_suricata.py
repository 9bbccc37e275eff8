"""The planned rule text in a real Suricata: it loads, and decides real connections as the graph says."""

import re
from collections.abc import Sequence
from pathlib import Path

import pytest

from civic.plan import Resource
from civic.reach.filters import Filter
from civic.reach.sets import PROTOCOLS, Box, address, service
from tests.civic.reach.reaching import example
from tests.lab.suricata_engine import Flow, inline, missing, problem
from tests.looping import each

pytestmark = pytest.mark.skipif(bool(missing()), reason=f"no Suricata between network namespaces here: {missing()}")
GROUP, POLICY = "aws:networkfirewall/ruleGroup:RuleGroup", "aws:networkfirewall/firewallPolicy:FirewallPolicy"
EASTVALE, HARBOURS, WESTHOLM, CELL = "10.87.56.10", "10.64.160.10", "10.65.172.10", "10.33.0.10"
IN_EASTVALE, IN_CELL, OUTSIDE = "10.87.57.20", "10.33.1.20", "203.0.113.1"
"""Those who are called have other addresses than those who call."""
WAITING = """
drop tls any any -> any any (msg:"default"; tls.sni; content:"."; flow:established,to_server; sid:9000001; rev:1;)
drop http any any -> any any (msg:"default"; http.method; content:"GET"; flow:established,to_server; sid:9000002; rev:1;)
"""
"""As ``aws:drop_established_app_layer_to_server`` does, which is in no rule text: what no rule lets pass is dropped once it has shown its name."""
FLOWS = (
    Flow(EASTVALE, OUTSIDE, "tls", "www.service.gov.uk"),
    Flow(EASTVALE, OUTSIDE, "tls", "service.gov.uk"),
    Flow(EASTVALE, OUTSIDE, "tls", "notservice.gov.uk"),
    Flow(EASTVALE, OUTSIDE, "tls", "www.service.gov.uk.evil.example"),
    Flow(EASTVALE, OUTSIDE, "split", "www.service.gov.uk"),
    Flow(EASTVALE, OUTSIDE, "split", "evil.example"),
    Flow(EASTVALE, OUTSIDE, "http", "www.service.gov.uk", 80),
    Flow(EASTVALE, OUTSIDE, "http", "evil.example", 80),
    Flow(EASTVALE, OUTSIDE, "tls", "tides.harbours.example"),
    Flow(HARBOURS, OUTSIDE, "tls", "tides.harbours.example"),
    Flow(HARBOURS, OUTSIDE, "split", "tides.harbours.example"),
    Flow(HARBOURS, OUTSIDE, "http", "tides.harbours.example", 80),
    Flow(WESTHOLM, OUTSIDE, "tls", "www.service.gov.uk"),
    Flow(EASTVALE, OUTSIDE, "tls", "www.service.gov.uk", 8443),
    Flow(EASTVALE, OUTSIDE, "tcp", "", 22),
    Flow(EASTVALE, OUTSIDE, "udp", "", 443),
    Flow(EASTVALE, OUTSIDE, "udp", "", 53),
    Flow(EASTVALE, OUTSIDE, "ping"),
    Flow(EASTVALE, IN_CELL, "tls", "vikunja-eastvale.apps.commons.example"),
    Flow(EASTVALE, IN_CELL, "split", "vikunja-eastvale.apps.commons.example"),
    Flow(EASTVALE, IN_CELL, "http", "vikunja-eastvale.apps.commons.example", 80),
    Flow(EASTVALE, IN_CELL, "udp", "", 443),
    Flow(EASTVALE, IN_CELL, "ping"),
    Flow(CELL, IN_EASTVALE, "tls", "hr-payroll.northshire.example"),
    Flow(WESTHOLM, IN_CELL, "tls", "vikunja-eastvale.apps.commons.example"),
    Flow(WESTHOLM, IN_EASTVALE, "tls", "eastvale.example"),
    Flow(HARBOURS, IN_EASTVALE, "ping"),
)


def _planned() -> tuple[Filter, Sequence[Resource]]:
    """The hub's policy as the graph has it, and its rule groups in their order."""
    every = [one for stack in example().networks for one in stack.resources]
    (policy,) = [one for one in every if one.type == POLICY]
    groups = {one.outputs["arn"]: one for one in every if one.type == GROUP}
    references = sorted(policy.inputs["firewallPolicy"]["statefulRuleGroupReferences"], key=lambda one: one["priority"])
    return example().graphs["aws"].filters[policy.outputs["arn"]], [
        groups[one["resourceArn"]] for one in references if ":aws-managed:" not in one["resourceArn"]
    ]


def _text(group: Resource) -> str:
    return group.inputs["ruleGroup"]["rulesSource"]["rulesString"]


def _together() -> str:
    """Rules of all groups as one text. What passes stands before what drops in the plan, which is the order that Suricata itself takes."""
    lines = [line for group in _planned()[1] for line in _text(group).splitlines()]
    return "\n".join(re.sub(r"sid:\d+;", f"sid:{number};", line) for number, line in enumerate(lines, 1))


def test_every_planned_rule_group_loads(tmp_path: Path):
    for group in each(_planned()[1], at_least=5):
        assert problem(_text(group), tmp_path) == ""


@pytest.mark.parametrize("broken", ["pass tcp 10.0.0.0/33 any -> any 443 (sid:1;)", 'pass tls any any -> any 443 (tls.snee; content:"a"; sid:1;)'])
def test_what_is_no_rule_does_not_load(broken: str, tmp_path: Path):
    assert problem(broken, tmp_path)


def _says(found: Filter, flow: Flow) -> bool:
    protocol = {"udp": "udp", "ping": "icmp"}.get(flow.says, "tcp")
    port = 0 if flow.says == "ping" else flow.port
    packets = Box(address(flow.source), address(flow.destination), service(PROTOCOLS[protocol], port, port))
    return found.decides(packets, flow.name).passes


def _decided(rules: str, folder: Path) -> list[bool]:
    sources, destinations = (sorted({getattr(flow, end) for flow in FLOWS}) for end in ("source", "destination"))
    with inline(rules, sources, destinations, folder) as between:
        return between.answered(FLOWS)


def test_connections_are_decided_as_the_graph_says(tmp_path: Path):
    said = [_says(_planned()[0], flow) for flow in FLOWS]
    decided = _decided(_together() + WAITING, tmp_path)
    told = [f"{flow}: {'answered' if got else 'not answered'}" for flow, got, wanted in zip(FLOWS, decided, said, strict=True) if got != wanted]
    assert told == []
    assert 5 < sum(decided) < len(FLOWS) - 5
