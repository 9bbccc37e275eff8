"""Data sources that the program calls: each is in the table with what it asks, and is asked of the run."""

import json

from civic.access.asked import asked_by
from civic.catalogue.invokes import INVOKES
from civic.plan import Deployment
from tests.civic.catalogue.authority import resource_types
from tests.looping import each
from tests.planning import example_estate

PREFIXES = "ec2:DescribePrefixLists"


def plans() -> dict[str, Deployment]:
    return {name: Deployment.from_json(json.loads(run.plan)) for name, run in example_estate().items()}


def test_every_data_source_that_a_program_calls_is_in_the_table():
    called = {(name, invoke.token) for name, plan in plans().items() for invoke in plan.invokes}
    assert {token for _, token in each(called)} - INVOKES.keys() == set()


def test_what_a_data_source_asks_are_actions():
    for needs in each([needs for needs in INVOKES.values() if needs]):
        assert [need.action for need in needs if ":" in need.action and resource_types(need.action) is None] == []


def test_a_stack_asks_what_its_data_sources_ask_as_whom_it_called_them():
    asking = {}
    for name, plan in plans().items():
        if any(invoke.token == "aws:ec2/getPrefixList:getPrefixList" for invoke in plan.invokes):
            asking[name] = [asked for asked in asked_by(name, plan).calls if asked.call.action == PREFIXES and "Stack::" in asked.urn]
    for name, found in each(asking.items()):
        assert found, name
        for asked in found:
            assert (asked.operation, asked.call.resource) == ("read", "*")
            assert asked.call.context["aws:requestedregion"] == ("eu-west-2",)
