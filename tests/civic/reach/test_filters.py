"""Firewall rules: their text as sets of packets, their order, and what is not decided by them."""

import pytest

from civic.reach.errors import ReachError
from civic.reach.filters import Filter, FilterRule, NamePattern
from civic.reach.sets import ANYWHERE, Box, Intervals, block, blocks, service
from civic.reach.suricata import Variables, rules

URN = "urn:pulumi:s::p::t::group"
INSIDE = block("10.0.0.0/8")


def read(text: str, variables: Variables | None = None) -> list[FilterRule]:
    return list(rules(text, URN, variables))


def filtered(text: str, default: str = "drop") -> Filter:
    return Filter(tuple(read(text)), default, name="policy")  # pyright: ignore[reportArgumentType]


def packets(source: str = "10.1.0.0/24", destination: str = "10.2.0.0/24", port: int = 443, protocol: int = 6) -> Box:
    return Box(block(source), block(destination), service(protocol, port, port))


@pytest.mark.parametrize(
    ("head", "sources", "destinations", "services"),
    [
        ("pass tcp 10.1.0.0/16 any -> 10.2.0.0/16 443", block("10.1.0.0/16"), block("10.2.0.0/16"), service(6, 443, 443)),
        (
            "pass tcp [10.1.0.0/16,10.3.0.0/16] any -> any [80,443]",
            blocks(("10.1.0.0/16", "10.3.0.0/16")),
            ANYWHERE,
            service(6, 80, 80) | service(6, 443, 443),
        ),
        ("drop ip any any -> ![10.0.0.0/8, 172.16.0.0/12] any", ANYWHERE, ANYWHERE - blocks(("10.0.0.0/8", "172.16.0.0/12")), None),
        ("pass udp any any -> any [1000:1010,!1005]", ANYWHERE, ANYWHERE, service(17, 1000, 1004) | service(17, 1006, 1010)),
        ("pass icmp $OURS any -> any any", block("10.9.0.0/16"), ANYWHERE, service(1)),
        ("pass tcp [10.0.0.0/8,!10.1.0.0/16] any -> any :1023", INSIDE - block("10.1.0.0/16"), ANYWHERE, service(6, 0, 1023)),
    ],
)
def test_the_head_of_a_rule_is_a_set_of_packets(head: str, sources: Intervals, destinations: Intervals, services: Intervals | None):
    (rule,) = read(f'{head} (msg:"m"; flow:to_server; sid:1; rev:1;)', Variables({"OURS": ["10.9.0.0/16"]}, {}))
    assert (rule.box.sources, rule.box.destinations) == (sources, destinations)
    assert services is None or rule.box.services == services
    assert rule.exact
    assert not rule.answers


@pytest.mark.parametrize(
    ("options", "matching", "other"),
    [
        ('tls.sni; content:"api.example.org"; startswith; nocase; endswith;', "API.example.org", "x.api.example.org"),
        ('tls.sni; dotprefix; content:".example.org"; nocase; endswith;', "a.b.example.org", "badexample.org"),
        ('http.host; dotprefix; content:".example.org"; endswith;', "example.org", "example.org.evil.net"),
    ],
)
def test_a_rule_by_name_says_which_names(options: str, matching: str, other: str):
    (rule,) = read(f'pass tls 10.0.0.0/8 any -> any 443 ({options} msg:"a; b"; flow:to_server; sid:1;)')
    assert rule.exact
    assert any(name.matches(matching) for name in rule.names)
    assert not any(name.matches(other) for name in rule.names)


@pytest.mark.parametrize(
    "options", ['content:"GET";', 'tls.sni; content:"example";', "flowbits:isset,x;", 'tls.sni; pcre:"/x/";', "threshold: type limit;"]
)
def test_a_rule_that_asks_more_is_not_taken_for_one_that_surely_passes(options: str):
    found = filtered(f"pass tcp any any -> any 443 ({options} flow:to_server; sid:1;)")
    assert not found.decides(packets()).passes, "it may let pass less than its addresses say"
    assert found.openings, "and it may let pass that much"


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ("pass tcp 10.0.0.0/8 any 10.0.0.0/8 443 (sid:1;)", "allowed: SOURCE PORT -> DESTINATION PORT"),
        ("pass tcp 10.0.0.1/8 any -> any 443 (sid:1;)", "host bits set"),
        ("pass tcp any any -> any 443:80 (sid:1;)", "the smaller first"),
        ("pass tcp $NOBODY any -> any 443 (sid:1;)", "it gives none"),
        ("allow tcp any any -> any 443 (sid:1;)", "found no rule"),
        ("pass foo any any -> any 443 (sid:1;)", "found protocol 'foo'"),
    ],
)
def test_what_is_no_rule_is_refused_with_its_line(line: str, problem: str):
    with pytest.raises(ReachError, match=r"group: line 2 of its rules") as caught:
        read(f"# first\n{line}")
    assert problem in str(caught.value)


def test_the_first_rule_that_matches_decides():
    pass_, drop = (
        "pass tcp 10.1.0.0/24 any -> 10.2.0.0/24 443 (flow:to_server; sid:1;)",
        "drop ip 10.0.0.0/8 any -> 10.0.0.0/8 any (flow:to_server; sid:2;)",
    )
    assert filtered(f"{pass_}\n{drop}").decides(packets()).passes
    stopped = filtered(f"{drop}\n{pass_}").decides(packets())
    assert not stopped.passes
    assert stopped.rule is not None
    assert stopped.rule.text == drop
    assert not filtered(f"{pass_}\n{drop}").decides(packets(port=80)).passes
    assert not filtered(f"{pass_}\n{drop}").decides(packets(source="10.1.0.0/16")).passes, "a part of the packets is not all of them"


def test_what_opens_is_what_no_rule_before_it_drops():
    found = filtered("drop ip 10.1.0.0/25 any -> any any (sid:1;)\npass tcp 10.1.0.0/24 any -> 10.2.0.0/24 443 (flow:to_server; sid:2;)")
    ((opening,),) = [opening.boxes for opening in found.openings]
    assert opening == Box(block("10.1.0.128/25"), block("10.2.0.0/24"), service(6, 443, 443))


def test_a_default_that_drops_established_lets_a_first_datagram_through():
    found = filtered("drop udp 10.0.0.0/8 any -> any any (flow:to_server; sid:1;)", "pass what is not established")
    left = [box for opening in found.openings for box in opening.boxes]
    assert not any(box & packets(protocol=17) for box in left)
    assert any(box & packets(source="192.168.0.0/24", protocol=17) for box in left)
    assert not any(box & packets() for box in left), "of a connection over TCP nothing but the handshake gets through"


def test_answers_are_dropped_by_a_rule_that_looks_at_both_directions():
    pass_ = "pass tcp 10.1.0.0/24 any -> 10.2.0.0/24 443 (flow:to_server; sid:1;)"
    one_way, both = "drop ip 10.0.0.0/8 any -> 10.0.0.0/8 any (flow:to_server; sid:2;)", "drop ip 10.0.0.0/8 any -> 10.0.0.0/8 any (sid:2;)"
    assert filtered(f"{pass_}\n{one_way}").answers(packets()).passes
    assert not filtered(f"{pass_}\n{both}").answers(packets()).passes


@pytest.mark.parametrize(
    ("wide", "narrow", "covers"),
    [
        ("*.example.org", "a.example.org", True),
        ("*.example.org", "*.a.example.org", True),
        ("a.example.org", "*.example.org", False),
        ("*.a.example.org", "*.example.org", False),
        ("*.example.org", "other.org", False),
        ("a.example.org", "a.example.org", True),
    ],
)
def test_a_pattern_covers_what_it_matches(wide: str, narrow: str, covers: bool):
    def pattern(text: str) -> NamePattern:
        return NamePattern(text.removeprefix("*."), below=text.startswith("*."))

    assert pattern(wide).covers(pattern(narrow)) is covers
