"""Premises in the graph: they reach what is promised, by the firewall, and nothing else; whatever takes that away is told."""

import shutil
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest

from civic.reach.asked import StackReach
from civic.reach.places import ask
from tests.civic.reach.reaching import Inputs, altered, beside, example, found, one, without
from tests.looping import each
from tests.planning import ESTATE

HUB, WAN = "hub-eu-west-2", "hub-uksouth"
HOUSE, HALL, GUILD, GAUGES = "10.200.16.0/20", "10.210.0.0/18", "10.220.0.0/20", "10.230.0.0/20"
ROUTE, PROPAGATION = "aws:ec2transitgateway/route:Route", "aws:ec2transitgateway/routeTablePropagation:RouteTablePropagation"
Networks = Callable[[], Sequence[StackReach]]


def put(name: str, key: str, value: Any, token: str = "") -> Networks:
    return lambda: altered(name, lambda inputs: inputs.update({key: value}), token)


def attachment(name: str) -> str:
    return str(one(name).outputs["transitGatewayAttachmentId"])


def led(table: str, block: str, to: str) -> dict[str, str]:
    return {"transitGatewayRouteTableId": one(table).id, "destinationCidrBlock": block, "transitGatewayAttachmentId": to}


def rules(name: str, change: Callable[[list[Any]], list[Any]]) -> Networks:
    return lambda: altered(name, lambda inputs: inputs.update(rules=change(inputs["rules"])))


def without_premises(inputs: Inputs) -> None:
    """The isolation of before, which knew networks alone."""
    (rule,) = inputs["ruleCollections"][0]["rules"]
    for end in ("sourceAddresses", "destinationAddresses"):
        rule[end] = [block for block in rule[end] if not block.startswith(("10.220.", "10.230.", "10.0.64."))]


def text_of(bucket: int, change: Callable[[str], str]) -> Networks:
    def changed(inputs: Inputs) -> None:
        source = inputs["ruleGroup"]["rulesSource"]
        source["rulesString"] = change(source["rulesString"])

    return lambda: altered(f"{HUB}-agreements-{bucket}", changed)


def bucket_with(words: str) -> int:
    return next(n for n in (0, 1) if words in one(f"{HUB}-agreements-{n}").inputs["ruleGroup"]["rulesSource"]["rulesString"])


def widened(text: str) -> str:
    return text.replace(f"[{HOUSE}] any -> [10.33.0.0/22] 443", f"[{HOUSE}] any -> [10.0.0.0/8] any")


def private_traffic_untouched(inputs: Inputs) -> None:
    inputs["routingPolicies"] = [each_ for each_ in inputs["routingPolicies"] if each_["name"] != "private"]


AWS: dict[str, tuple[Networks, str, str]] = {
    "past inspection": (
        lambda: put(f"{HUB}-premises-to-inspection", "transitGatewayRouteTableId", one(f"{HUB}-inspection").id)(),
        "isolated",
        "past inspection",
    ),
    "to each other past the hub": (
        lambda: beside(
            f"{HUB}-premises-inward", ROUTE, led(f"{HUB}-premises-inward", HALL, attachment(f"{HUB}-premises-northshire-hall-line-association"))
        ),
        "isolated",
        "past inspection",
    ),
    "a gateway that learns": (put(f"{HUB}-premises", "defaultRouteTablePropagation", "enable"), "known", "makes known by BGP comes into"),
    "a table that learns": (
        lambda: beside(
            f"{HUB}-premises-outward",
            PROPAGATION,
            {
                "transitGatewayRouteTableId": one(f"{HUB}-premises-outward").id,
                "transitGatewayAttachmentId": attachment(f"{HUB}-premises-eastvale-house-vpn"),
            },
        ),
        "known",
        "it may be anybody's addresses",
    ),
    "a peering that nobody accepted": (lambda: without(f"{HUB}-premises-peering-accepted"), "known", "waits to be accepted"),
    "no way back": (lambda: without(f"{HUB}-premises-hub-to-10.200.16.0-20"), "delivered", "does not come back"),
    "no way there": (lambda: without(f"{HUB}-premises-eastvale-house-to-10.200.16.0-20"), "delivered", "no plan has a place where eastvale"),
    "addresses of nobody's": (
        put(f"{HUB}-premises-eastvale-house-to-10.200.16.0-20", "destinationCidrBlock", "10.200.0.0/16"),
        "isolated",
        "no record says that they are there",
    ),
    "a line that tells too little": (
        put(f"{HUB}-premises-northshire-hall-line-association", "allowedPrefixes", []),
        "delivered",
        "has no route there",
    ),
    "an association too few": (lambda: without(f"{HUB}-premises-eastvale-house-vpn-table"), "delivered", "is associated with no route table"),
    "a rule too few": (
        lambda: text_of(bucket_with("eastvale_premises_house_cell"), lambda text: text.replace(f"[{HOUSE}]", "[10.200.99.0/24]"))(),
        "delivered",
        "eastvale calls vikunja-eastvale.apps.commons.example on 443",
    ),
    "a rule too wide": (lambda: text_of(bucket_with("eastvale_premises_house_cell"), widened)(), "isolated", "eastvale's premises house reaches"),
    "a cell that does not let them in": (lambda: without(f"cell-a-entry-from-{HOUSE}"), "delivered", "answers nothing of tcp 443"),
}
AZURE: dict[str, tuple[Networks, str, str]] = {
    "no filter": (
        put(f"{WAN}-premises-kingsmere-guild-vpn", "routingConfiguration", {}),
        "known",
        "it has no inboundRouteMap: whatever is made known",
    ),
    "a filter that drops nothing": (rules(f"{WAN}-premises-kingsmere-guild-in", lambda held: held[:-1]), "known", "no rule of it drops"),
    "a filter that lets all pass": (
        rules(
            f"{WAN}-premises-kingsmere-guild-in",
            lambda held: [{**held[0], "matchCriteria": [{"matchCondition": "Contains", "routePrefix": ["10.192.0.0/10"]}]}, held[-1]],
        ),
        "isolated",
        "no record says that they are there",
    ),
    "a filter that lets nothing pass": (
        rules(f"{WAN}-premises-tidewatch-gauges-in", lambda held: held[-1:]),
        "delivered",
        "no plan has a place where tidewatch",
    ),
    "nothing made known there": (rules(f"{WAN}-premises-kingsmere-guild-out", lambda held: held[-1:]), "delivered", "has no route there"),
    "a filter that goes on": (
        rules(f"{WAN}-premises-kingsmere-guild-in", lambda held: [{**held[0], "nextStepIfMatched": "Continue"}, held[-1]]),
        "known",
        "goes on to the next",
    ),
    "past inspection": (lambda: altered(f"{WAN}-routing", private_traffic_untouched), "isolated", "past inspection"),
    "by an allowed name": (lambda: altered(f"{WAN}-rules-isolation", without_premises), "isolated", "reaches kingsmere's premises oldnet"),
    "no connection": (lambda: without(f"{WAN}-premises-kingsmere-guild-vpn"), "delivered", "no plan has a place where kingsmere"),
    "a gateway elsewhere": (
        put(f"{WAN}-vpn", "virtualHub", {"id": "/subscriptions/x/virtualHubs/y"}),
        "known",
        "its gateway is in no hub that a plan makes",
    ),
}


@pytest.mark.parametrize(("cloud", "case"), [(cloud, case) for cloud, cases in (("aws", AWS), ("azure", AZURE)) for case in cases])
def test_what_opens_or_cuts_premises_is_told(cloud: str, case: str):
    networks, invariant, text = {"aws": AWS, "azure": AZURE}[cloud][case]
    said = found(networks())[cloud]
    assert any(kind == invariant and text in message for kind, _, message in said), said


def test_premises_that_no_record_has_any_more_are_told(tmp_path: Path):
    """What a plan leads to belongs to whoever declares it: without the declaration it is nobody's."""
    estate = tmp_path / "estate"
    shutil.copytree(ESTATE, estate)
    record = estate / "organisations" / "tidewatch.yaml"
    text = record.read_text(encoding="utf-8")
    record.write_text(text[: text.index("  # The gauging stations")] + text[text.index("hosting:") :], encoding="utf-8")
    said = found(example().networks, estate)["azure"]
    assert [(kind, name) for kind, name, _ in said if "no record says" in _] == [("isolated", f"{WAN}-premises-tidewatch-gauges-line")]


def test_every_body_with_premises_has_something_promised_there_and_gets_it():
    asked = [one_ for proof in example().proofs for one_ in proof.delivered if one_.promise.kind == "office"]
    assert {one_.promise.caller.owner for one_ in asked} == {"eastvale", "kingsmere", "northshire", "tidewatch"}
    for one_ in each(asked, at_least=8):
        assert one_.trace.arrives


@pytest.mark.parametrize(
    ("start", "end", "stopped"),
    [
        ("10.200.16.9", "northshire", "between networks"),
        ("10.210.0.9", "cell a", "has no route there"),
        ("10.210.0.9", "10.200.16.9", "has no route there"),
        ("10.200.16.9", "internet", "has no route there"),
        ("10.220.0.9", "tidewatch", "has no route there"),
        ("10.220.0.9", "10.230.0.9", "has no route there"),
    ],
)
def test_nothing_else_is_reached_from_premises(start: str, end: str, stopped: str):
    (answer,) = ask(example().graphs, start, end, port=443)
    assert not answer.trace.arrives
    assert stopped in answer.trace.stopped


@pytest.mark.parametrize("start", ["10.200.16.9", "eastvale's premises house"])
def test_the_path_from_an_office_to_its_application_shows_the_firewall(start: str):
    (answer,) = ask(example().graphs, start, "vikunja-eastvale.apps.commons.example", port=443)
    names = [step.text for step in answer.trace.steps]
    assert answer.trace.arrives
    assert names[-1] == "eastvale-vikunja-service"
    for hop in (f"{HUB}-premises-inward", f"{HUB}-premises-peering", f"{HUB}-spokes", "cell-a-entry"):
        assert hop in names
    assert any(name.startswith(f"{HUB}-firewall ") for name in names)
