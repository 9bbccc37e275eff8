"""A second region on each cloud: its hub joins the first one, through inspection on both sides, and nobody reaches anybody without an agreement."""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from civic.commands.reach_proof import Reached
from civic.estate.estate import Estate
from civic.estate.loading import load_estate
from civic.plan import Deployment, Resource
from civic.reach.asked import networked
from policies import check, rules_for
from tests.civic.records.estates import empty, joined
from tests.looping import each
from tests.planning import plans_of
from tests.stacks.sharing import change

HOME = {"aws": "eu-west-2", "azure": "uksouth"}
SECOND = {"aws": "eu-west-1", "azure": "northeurope"}
PLACES = {
    "aws": {"zones": ["eu-west-1a", "eu-west-1b"], "hub": "10.40.0.0/20", "bodies": ["10.192.0.0/13"]},
    "azure": {"zones": ["1", "2", "3"], "hub": "10.56.0.0/20", "bodies": ["10.240.0.0/13"]},
}
HERE, THERE = {"aws": "alder", "azure": "cedar"}, {"aws": "birch", "azure": "dogwood"}
ROUTE = "aws:ec2transitgateway/route:Route"

Plans = Mapping[str, Deployment]


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two bodies on each cloud, one in each region."""
    root = empty(tmp_path_factory.mktemp("regions"))
    yaml = YAML()
    yaml.preserve_quotes = True
    platform = yaml.load((root / "platform.yaml").read_text(encoding="utf-8"))
    for cloud, place in PLACES.items():
        platform[cloud].pop("cells", None)
        platform[cloud]["regions"][SECOND[cloud]] = place
    with (root / "platform.yaml").open("w", encoding="utf-8") as stream:
        yaml.dump(platform, stream)
    for cloud in PLACES:
        joined(root, HERE[cloud], cloud=cloud)
        joined(root, THERE[cloud], cloud=cloud, region=SECOND[cloud])
        change(root, THERE[cloud], connection={"egress": ["*.service.gov.uk"]})
    return root


@pytest.fixture(scope="module")
def plans(root: Path) -> Plans:
    runs = plans_of(root)
    assert not {name: run.error for name, run in runs.items() if run.error}
    return {name: Deployment.from_json(json.loads(run.plan)) for name, run in runs.items()}


@pytest.fixture(scope="module")
def estate(root: Path) -> Estate:
    return load_estate(root)


def wrongs(plans: Plans, estate: Estate, cloud: str) -> list[tuple[str, str]]:
    reached = Reached([networked(stack, plan) for stack, plan in plans.items() if f"-{cloud}-" in stack], estate)
    (proof,) = [one for one in reached.proofs if one.cloud == cloud]
    return [("delivered", str(one.promise)) for one in proof.undelivered] + [(wrong.invariant, wrong.text) for wrong in proof.wrongs]


def altered(plans: Plans, stack: str, change: Callable[[Resource], Resource | None]) -> Plans:
    made = [changed for one in plans[stack] if (changed := change(one)) is not None]
    assert made != list(plans[stack])
    return {**plans, stack: Deployment(tuple(made))}


def put(name: str, **inputs: Any) -> Callable[[Resource], Resource]:
    return lambda one: replace(one, inputs={**one.inputs, **inputs}) if one.name == name else one


def without(name: str) -> Callable[[Resource], Resource | None]:
    return lambda one: None if one.name == name else one


@pytest.mark.parametrize("cloud", PLACES)
def test_each_body_has_what_it_was_promised_and_reaches_nobody_in_the_other_region(plans: Plans, estate: Estate, cloud: str):
    assert wrongs(plans, estate, cloud) == []


def test_no_rule_is_broken(plans: Plans):
    found = [f for name, plan in each(plans.items()) for f in check(plan, rules_for("aws" if "-aws-" in name else "azure"), stack_name=name)]
    assert [(f.rule, f.stack, f.name, f.message) for f in found] == []


def ways(plan: Deployment, table: str) -> dict[str, str]:
    return {
        str(route.inputs["destinationCidrBlock"]): str(route.inputs["transitGatewayAttachmentId"])
        for route in plan.of_type(ROUTE)
        if route.inputs["transitGatewayRouteTableId"] == plan.named(table).id
    }


def test_gateways_of_two_regions_lead_to_each_other_behind_inspection_alone(plans: Plans):
    plan, stem = plans["platform-aws-network"], "hub-eu-west-1-to-eu-west-2"
    peering = plan.named(f"{stem}-peering")
    assert peering.inputs["transitGatewayId"] == plan.named("hub-eu-west-1-transit").id
    assert (peering.inputs["peerTransitGatewayId"], peering.inputs["peerRegion"]) == (plan.named("hub-eu-west-2-transit").id, "eu-west-2")
    assert peering.protect
    assert ways(plan, "hub-eu-west-1-inspection") == {"10.64.0.0/10": peering.id}
    assert ways(plan, "hub-eu-west-2-inspection") == {"10.192.0.0/13": peering.id}
    led = {
        one.inputs["transitGatewayRouteTableId"]
        for one in plan.of_type("aws:ec2transitgateway/routeTableAssociation:RouteTableAssociation")
        if one.inputs["transitGatewayAttachmentId"] == peering.id
    }
    assert led == {plan.named(f"hub-{region}-spokes").id for region in ("eu-west-1", "eu-west-2")}


def test_hubs_of_azure_have_one_wan(plans: Plans):
    plan = plans["platform-azure-network"]
    (wan,) = plan.of_type("azure-native:network:VirtualWan")
    assert {hub.inputs["virtualWan"]["id"] for hub in plan.of_type("azure-native:network:VirtualHub")} == {wan.id}


SHORTCUTS: Sequence[tuple[str, Callable[[Deployment], Callable[[Resource], Resource | None]], str]] = (
    (
        "what arrives is led on, not to inspection",
        lambda plan: put("hub-eu-west-1-to-eu-west-2-inspected-there", transitGatewayRouteTableId=plan.named("hub-eu-west-2-inspection").id),
        "isolated",
    ),
    ("nobody accepts", lambda _: without("hub-eu-west-1-to-eu-west-2-peering-accepted"), "known"),
)


@pytest.mark.parametrize(("change", "invariant"), [one[1:] for one in SHORTCUTS], ids=[one[0] for one in SHORTCUTS])
def test_whatever_leads_past_inspection_between_regions_is_told(
    plans: Plans, estate: Estate, change: Callable[[Deployment], Callable[[Resource], Resource | None]], invariant: str
):
    """The firewall of the sender's region is taken to let everything to the other region pass, as one wrong rule would."""
    stack = "platform-aws-network"
    group = plans[stack].named("hub-eu-west-1-agreements-0")
    rule = 'pass ip any any -> 10.64.0.0/10 any (msg:"wrong"; sid:7; rev:1;)'
    source = {"rulesSource": {"rulesString": rule}, "statefulRuleOptions": {"ruleOrder": "STRICT_ORDER"}}
    opened = altered(plans, stack, put(group.name, ruleGroup=source))
    assert wrongs(opened, estate, "aws") == [], "the other region's own inspection stops it"
    assert invariant in {kind for kind, _ in wrongs(altered(opened, stack, change(plans[stack])), estate, "aws")}
