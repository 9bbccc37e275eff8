"""Packets on AWS arrive and are answered: from a body to its shared cell and back, and to premises, through the firewall both ways."""

import json
from collections.abc import Mapping
from ipaddress import IPv4Network
from pathlib import Path

import pytest

from civic.plan import Deployment
from tests.looping import each
from tests.planning import plans_of
from tests.stacks.hosted import CELL, PRIORITIES, hosted
from tests.stacks.routes import Lost, Routes
from tests.stacks.sharing import ADDRESSES, AWS, sharing_estate

ZONES = range(3)


def planned(root: Path) -> Mapping[str, Deployment]:
    runs = plans_of(root)
    assert not {name: run.error for name, run in runs.items() if run.error}
    return {name: Deployment.from_json(json.loads(run.plan)) for name, run in runs.items() if "-aws-" in name}


@pytest.fixture(scope="module")
def plans(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, Deployment]:
    return planned(hosted(tmp_path_factory.mktemp("hosted")))


@pytest.fixture(scope="module")
def routes(plans: Mapping[str, Deployment]) -> Routes:
    return Routes(plans.values())


def place(plans: Mapping[str, Deployment], owner: str) -> tuple[str, str]:
    """A subnet of a body's network or of the cell, and an address in it."""
    stack, name = (f"platform-aws-hosting-{CELL}", f"cell-{CELL}") if owner == CELL else (f"{owner}-aws-landing-zone", owner)
    subnet = plans[stack].named(f"{name}-connection-application-a")
    return str(subnet.id), str(IPv4Network(subnet.inputs["cidrBlock"])[10])


@pytest.mark.parametrize("owner", PRIORITIES)
@pytest.mark.parametrize("zone", ZONES)
@pytest.mark.parametrize("back", [False, True], ids=["there", "back"])
def test_a_tenant_reaches_its_cells_entry_and_is_answered_through_the_same_firewall(
    plans: Mapping[str, Deployment], routes: Routes, owner: str, zone: int, back: bool
):
    (subnet, own), (entry, called) = place(plans, owner), place(plans, CELL)
    (entries,) = plans[f"platform-aws-hosting-{CELL}"].of_type("aws:lb/loadBalancer:LoadBalancer")
    assert entry in entries.inputs["subnets"]
    start, end, arrived = (entry, own, subnet) if back else (subnet, called, entry)
    way = routes.way(start, end, zone=zone)
    hub, key = "hub-eu-west-2", "abc"[zone]
    assert way[1:5] == [f"{hub}-transit", f"{hub}-spokes", f"{hub}-attachment-{key}", way[4]]
    assert way[4].startswith("vpce-")
    assert way[5:8] == [f"{hub}-firewall-{key}", f"{hub}-transit", f"{hub}-inspection"]
    assert way[-1] == routes.names[arrived]


@pytest.mark.parametrize("called", ["10.1.2.3", "100.64.1.1", "172.20.1.1", "192.168.1.1"])
def test_no_private_address_is_sought_on_the_internet(plans: Mapping[str, Deployment], routes: Routes, called: str):
    with pytest.raises(Lost, match=r"hub-eu-west-2-transit > hub-eu-west-2-inspection: no route to"):
        routes.way(place(plans, "north")[0], called)


@pytest.mark.parametrize("owner", ["north", CELL])
@pytest.mark.parametrize("zone", ZONES)
def test_what_the_internet_answers_comes_back_through_the_firewall(plans: Mapping[str, Deployment], routes: Routes, owner: str, zone: int):
    subnet, own = place(plans, owner)
    out = routes.way(subnet, "192.0.2.1", zone=zone)
    key = "abc"[zone]
    assert out[-2:] == [f"hub-eu-west-2-firewall-{key}", f"hub-eu-west-2-nat-{key}"]
    public = plans["platform-aws-network"].named(f"hub-eu-west-2-public-{key}")
    back = routes.way(str(public.id), own, zone=zone)
    assert back[1].startswith("vpce-")
    assert back[2] == f"hub-eu-west-2-firewall-{key}"
    assert back[-1] == routes.names[subnet]


def test_isolation_names_cells_and_lets_answers_pass(plans: Mapping[str, Deployment]):
    group = plans["platform-aws-network"].named("hub-eu-west-2-isolation").inputs["ruleGroup"]["rulesSource"]["rulesString"]
    cell = IPv4Network("10.33.0.0/22")
    for line in each(group.split("\n"), at_least=3):
        sources = line.split("[")[1].split("]")[0].split(",")
        assert any(cell.subnet_of(IPv4Network(block)) for block in sources), line
        assert "flow:to_server;" in line


@pytest.mark.parametrize("called", ["10.200.1.10", "51.64.1.10"])
def test_a_door_leads_to_its_premises_by_the_gateway(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, called: str):
    """By the firewall, and then to the gateway that the ways to premises end at."""
    provider = AWS[0]
    monkeypatch.setitem(ADDRESSES, provider, called)
    plans = planned(sharing_estate(tmp_path))
    subnet = plans[f"{provider}-aws-landing-zone"].named(f"{provider}-connection-application-a")
    hops = Routes(plans.values()).way(str(subnet.id), called)
    assert any(hop.startswith("vpce-") for hop in hops)
    assert hops[-1].startswith("hub-eu-west-2-premises-peering")
