"""Four hundred bodies that take what the platform has: no stack outgrows its budget, and the stacks' order holds."""

import json
from collections import Counter
from collections.abc import Mapping
from datetime import date
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

from benchmarks import mix
from benchmarks.estates import nobody
from civic.engine.run import StackRun
from civic.estate.agreements import provided
from civic.estate.capacity import capacity
from civic.estate.checks import problems
from civic.estate.estate import Estate
from civic.estate.loading import load_estate
from civic.estate.targets import targets, with_reads
from civic.ledger.applications import add_application
from civic.ledger.joining import body, join
from civic.plan import Deployment
from civic.records.kinds import KINDS
from tests.civic.records.estates import ON
from tests.planning import plans_of

BUDGET = 600
"""The most resources that a stack may have."""
COMMON = ["district council"] * 9 + ["county council"] * 2
TYPES = [word for kind in KINDS.values() for word in kind.register_types[:1]]
UNREGISTERED = [kind.id for kind in KINDS.values() if not kind.register_types]
BODIES = 400


@pytest.fixture(scope="module")
def estate(tmp_path_factory: pytest.TempPathFactory) -> Estate:
    """Bodies of every kind on both clouds, each with ways out of its own and with what the benchmark's rules give it."""
    folder = tmp_path_factory.mktemp("scale")
    root, register = nobody(folder / "estate"), folder / "register.csv"
    cycle = [*COMMON, *TYPES]
    rows = [
        f"alder-{number},Alder {number},{cycle[number % len(cycle)]},yes,{'North' if number % 2 else 'South'}"
        for number in range(BODIES - len(UNREGISTERED))
    ]
    register.write_text("\n".join(["slug,name,type,principal,region", *rows, ""]), encoding="utf-8")
    mix.make(root, register, "both", date.fromisoformat(ON))
    join(load_estate(root), [_plain(kind, kind) for kind in UNREGISTERED], ON)
    return load_estate(root)


def _plain(slug: str, kind: str) -> dict[str, object]:
    record = body(slug, f"The {slug}", kind, "both", f"cloud@{slug}.example", "+442079460000")
    return {**record, "connection": {"egress": [f"api.{slug}.example"]}}


@pytest.fixture(scope="module")
def runs(estate: Estate) -> Mapping[str, StackRun]:
    """The platform's stacks, one body of each kind, and the county that most bodies take something of."""
    one_of_each = {record.kind: slug for slug, record in estate.organisations.items()}
    assert set(one_of_each) == set(KINDS)
    return plans_of(estate.root, "platform", *one_of_each.values(), _busiest(estate))


def _busiest(estate: Estate) -> str:
    return max(estate.organisations, key=lambda slug: len(provided(estate.agreements, slug, "aws")))


def test_the_records_agree(estate: Estate):
    assert len(estate.organisations) == BODIES
    assert problems(estate) == []
    assert {agreement.state for agreement in estate.agreements} == {"agreed"}
    assert {agreement.consumer for agreement in estate.agreements} == {
        slug for slug, record in estate.organisations.items() if record.kind == mix.TAKING
    }


def test_cells_are_as_many_as_their_tenants_need(estate: Estate):
    given = Counter((entry.cloud, entry.cell) for ledger in estate.ledgers.values() for entry in ledger.listeners)
    assert set(given) == {(cloud, key) for cloud in ("aws", "azure") for key in getattr(estate.platform.cloud(cloud), "cells", ())}
    assert {place: number for place, number in given.items() if number > capacity(place[0])} == {}
    assert sum(place[0] == "aws" for place in given) > 1


def test_no_stack_outgrows_its_budget(runs: Mapping[str, StackRun]):
    assert {name: run.error for name, run in runs.items() if run.error} == {}
    assert {name: run.resources for name, run in runs.items() if run.resources > BUDGET} == {}
    assert {name for name in runs if "-hosting-" in name} >= {"platform-aws-hosting-b", "platform-azure-hosting-b"}


def test_the_county_that_most_take_of_has_one_door_for_all(estate: Estate, runs: Mapping[str, StackRun]):
    slug = _busiest(estate)
    (door,) = Deployment.from_json(json.loads(runs[f"{slug}-aws-landing-zone"].plan)).of_type("aws:ec2/vpcEndpointService:VpcEndpointService")
    assert len(door.inputs["allowedPrincipals"]) == len(provided(estate.agreements, slug, "aws")) > 1


def test_every_body_has_its_way_out_in_the_network_stacks(estate: Estate, runs: Mapping[str, StackRun]):
    """The budget is kept by sharing rule groups, not by leaving bodies out."""
    for cloud in ("aws", "azure"):
        plan = runs[f"platform-{cloud}-network"].plan
        assert [slug for slug in estate.organisations if f"api.{slug}.example" not in plan] == []
        tenants = [slug for slug, ledger in estate.ledgers.items() if ledger.cell(cloud)]
        assert tenants
        assert [slug for slug in tenants if f"{slug}_cell" not in plan] == []


def test_a_cell_full_of_tenants_keeps_to_its_budget(tmp_path: Path):
    """The most tenants that a cell can have: as many as places, each with one application."""
    root = nobody(tmp_path / "estate")
    slugs = [f"birch-{number}" for number in range(capacity("aws"))]
    join(load_estate(root), [{**_plain(slug, "district-council"), "hosting": {"placement": "shared"}} for slug in slugs], ON)
    for slug in slugs:
        add_application(load_estate(root), slug, "vikunja", "", "aws", ON)
    for slug in slugs[: capacity("azure")]:
        add_application(load_estate(root), slug, "gotenberg", "", "azure", ON)
    full = plans_of(root, "platform-aws-hosting-a", "platform-azure-hosting-a")
    assert {name: run.error for name, run in full.items() if run.error} == {}
    assert {name: run.resources for name, run in full.items() if run.resources > BUDGET} == {}
    assert full["platform-aws-hosting-a"].plan.count('"type":"aws:iam/role:Role"') >= capacity("aws")


def test_the_stack_graph_has_no_cycle(estate: Estate):
    reads = with_reads(targets(estate, []), estate)
    cells = sum(len(getattr(estate.platform.cloud(cloud), "cells", ())) for cloud in ("aws", "azure"))
    assert len(reads) == 6 + cells + BODIES * 3 * 2 + (BODIES - len(UNREGISTERED)) * 2
    order = list(TopologicalSorter(reads).static_order())
    assert set(order) == set(reads)
