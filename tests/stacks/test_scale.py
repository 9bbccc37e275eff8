"""Four hundred bodies: no stack outgrows its budget, and the stacks' order holds."""

from graphlib import TopologicalSorter

import pytest

from civic.commands.join import body, join
from civic.planning import targets, with_reads
from civic.records.estate import Estate, load_estate
from civic.records.kinds import KINDS
from tests.civic.records.estates import ON, empty
from tests.planning import plans_of

BODIES = 400
BUDGET = 600
"""The most resources that a stack may have."""


@pytest.fixture(scope="module")
def estate(tmp_path_factory: pytest.TempPathFactory) -> Estate:
    """Bodies of every kind on both clouds, each with ways out of its own."""
    root = empty(tmp_path_factory.mktemp("scale"))
    kinds = sorted(KINDS)
    join(load_estate(root), [_body(number, kinds[number % len(kinds)]) for number in range(BODIES)], ON)
    return load_estate(root)


def _body(number: int, kind: str) -> dict[str, object]:
    slug = f"alder-{number}"
    egress = [f"api.{slug}.example", f"*.files.{slug}.example"]
    return {**body(slug, f"Alder {number}", kind, "both", f"cloud@{slug}.example", "+441632960000"), "connection": {"egress": egress}}


def test_no_stack_outgrows_its_budget(estate: Estate):
    one_of_each = {record.kind: slug for slug, record in estate.organisations.items()}
    assert set(one_of_each) == set(KINDS)
    runs = plans_of(estate.root, "platform", *one_of_each.values())
    assert {name: run.error for name, run in runs.items() if run.error} == {}
    assert {name: run.resources for name, run in runs.items() if run.resources > BUDGET} == {}


def test_every_body_has_its_way_out_in_the_network_stacks(estate: Estate):
    """The budget is kept by sharing rule groups, not by leaving bodies out."""
    runs = plans_of(estate.root, "platform")
    for cloud in ("aws", "azure"):
        plan = runs[f"platform-{cloud}-network"].plan
        assert [slug for slug in estate.organisations if f"api.{slug}.example" not in plan] == []


def test_the_stack_graph_has_no_cycle(estate: Estate):
    jobs = with_reads(targets(estate, []), estate)
    assert len(jobs) == 8 + BODIES * 2 * 2
    order = list(TopologicalSorter({job.stack: job.reads for job in jobs}).static_order())
    assert set(order) == {job.stack for job in jobs}
