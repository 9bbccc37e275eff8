"""Residents of one cell share its network, and nothing else: neither each other's applications nor each other's agreements."""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from civic.reach.asked import StackReach
from tests.civic.reach.reaching import found
from tests.civic.reach.residents import RESIDENTS, networks_of, residents

Networks = Sequence[StackReach]
ISOLATION, CELL = "hub-uksouth-rules-isolation", "10.49.0.0/22"


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return residents(tmp_path_factory.mktemp("residents"), "azure")


@pytest.fixture(scope="module")
def networks(root: Path) -> Networks:
    return networks_of(root, "azure")


def changed(networks: Networks, name: str, change: Callable[[dict[str, Any]], None]) -> Networks:
    """The networks with the inputs of the one resource of that logical name changed."""
    (chosen,) = [each for stack in networks for each in stack.resources if each.name == name]
    inputs = json.loads(json.dumps(chosen.inputs))
    change(inputs)
    made = replace(chosen, inputs=inputs)
    return [replace(stack, resources=tuple(made if each is chosen else each for each in stack.resources)) for stack in networks]


def test_residents_reach_what_is_theirs_and_nothing_of_each_other(root: Path, networks: Networks):
    assert found(networks, root)["azure"] == []


def test_a_cell_that_cannot_tell_its_residents_apart_has_no_way_to_their_agreements(networks: Networks):
    groups: Mapping[str, Any] = {each.name: each.inputs for stack in networks for each in stack.resources if "rules-agreements" in each.name}
    rules = [rule for group in groups.values() for collection in group["ruleCollections"] for rule in collection["rules"]]
    assert {rule["name"] for rule in rules} == {f"{resident}_cell" for resident in RESIDENTS}


def test_a_rule_that_leads_from_the_cell_to_one_residents_network_is_found(root: Path, networks: Networks):
    ranges = [
        each.inputs["addressSpace"]["addressPrefixes"][0] for stack in networks for each in stack.resources if each.name == "cedar-connection-vnet"
    ]

    def opened(inputs: dict[str, Any]) -> None:
        rule = {
            "ruleType": "NetworkRule",
            "name": "cedar_fir_forms",
            "sourceAddresses": [CELL],
            "destinationAddresses": ranges,
            "destinationPorts": ["443"],
            "ipProtocols": ["TCP"],
        }
        inputs["ruleCollections"] = [
            {
                "name": "more",
                "priority": 100,
                "action": {"type": "Allow"},
                "ruleCollectionType": "FirewallPolicyFilterRuleCollection",
                "rules": [rule],
            }
        ]

    wrong = found(changed(networks, "hub-uksouth-rules-platform", opened), root)["azure"]
    assert ("isolated", "hub-uksouth-rules-platform") in {(invariant, name) for invariant, name, _ in wrong}
    assert any("cell a reaches cedar" in text for _, _, text in wrong)


def test_an_application_that_answers_more_than_the_entry_is_its_neighbours(root: Path, networks: Networks):
    def opened(inputs: dict[str, Any]) -> None:
        inputs["configuration"]["ingress"]["ipSecurityRestrictions"] = []

    wrong = found(changed(networks, "cedar-forms-app", opened), root)["azure"]
    assert [(invariant, name) for invariant, name, _ in wrong] == [("isolated", "cedar-forms-app")]
    assert "dogwood-forms-app of dogwood reaches cedar-forms-app of cedar" in wrong[0][2]
