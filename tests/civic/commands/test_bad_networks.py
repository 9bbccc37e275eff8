"""Plans of networks that no cloud would make: one clear message each, with the stack, the resource, what was found and what is allowed."""

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from civic.cli import cli
from civic.errors import InputError
from tests.planning import ESTATE, example_estate

Case = tuple[str, str, str, Callable[[dict[str, Any]], object], str]
AWS, AZURE = "platform-aws-network", "platform-azure-network"
HARBOURS, KINGSMERE = "harbours-aws-landing-zone", "kingsmere-azure-landing-zone"


def put(**properties: object) -> Callable[[dict[str, Any]], object]:
    return lambda inputs: inputs.update(properties)


def port(given: str) -> Callable[[dict[str, Any]], object]:
    def change(inputs: dict[str, Any]) -> None:
        inputs["securityRules"][0].update(destinationPortRange=given, protocol="Tcp")

    return change


def space(prefix: str) -> Callable[[dict[str, Any]], object]:
    return put(addressSpace={"addressPrefixes": [prefix]})


NOT_READ: Mapping[str, Case] = {
    "host bits on AWS": (AWS, "hub-eu-west-2-firewall-a-out", "Route", put(destinationCidrBlock="10.0.0.1/8"), "host bits set"),
    "host bits on Azure": (KINGSMERE, "kingsmere-connection-vnet", "VirtualNetwork", space("10.157.232.1/21"), "host bits set"),
    "another family on AWS": (AWS, "hub-eu-west-2-firewall-a-out", "Route", put(destinationCidrBlock="fd00::/8"), "is of IPv6"),
    "another family on Azure": (KINGSMERE, "kingsmere-connection-vnet", "VirtualNetwork", space("fd00::/48"), "is of IPv6"),
    "ports backwards on AWS": (
        "platform-aws-hosting-a",
        "cell-a-entry-from-10.64.0.0/10",
        "SecurityGroupIngressRule",
        put(fromPort=443, toPort=80),
        "ports 443 to 80",
    ),
    "ports backwards on Azure": (
        KINGSMERE,
        "kingsmere-connection-rules-data",
        "NetworkSecurityGroup",
        port("443-80"),
        "the smaller first",
    ),
}
WRONG: Mapping[str, Case] = {
    "a target of nobody's on AWS": (AWS, "hub-eu-west-2-firewall-a-out", "Route", put(natGatewayId="nat-00000000000000000"), "which no plan makes"),
    "a target of nobody's on Azure": (
        AZURE,
        "hub-uksouth-routing",
        "RoutingIntent",
        put(routingPolicies=[{"name": "x", "destinations": ["Internet"], "nextHop": "/x/azureFirewalls/nobodys"}]),
        "leads Internet to nobodys, which no plan makes",
    ),
    "networks that overlap on AWS": (HARBOURS, "harbours-connection-vpc", "Vpc", put(cidrBlock="10.71.48.0/21"), "overlap"),
    "networks that overlap on Azure": (KINGSMERE, "kingsmere-connection-vnet", "VirtualNetwork", space("10.191.112.0/21"), "overlap"),
    "a zone of nobody's on AWS": (
        "northshire-aws-landing-zone",
        "northshire-hosting-addresses",
        "Record",
        put(zoneId="Z0"),
        "of the zone Z0, which no plan",
    ),
    "no such zone of a region on AWS": (
        AWS,
        "hub-eu-west-2-firewall-a",
        "Subnet",
        put(availabilityZone="eu-west-9a"),
        "availabilityZone is eu-west-9a",
    ),
    "no such zone of a region on Azure": (
        AZURE,
        "hub-uksouth-firewall",
        "AzureFirewall",
        put(zones=["1", "4"]),
        "its zones name 4; allowed: 1, 2, 3",
    ),
}


def spoilt(folder: Path, case: Case) -> str:
    """The example's plans with one resource changed; its URN."""
    stack, resource, kind, change, _ = case
    changed: list[str] = []
    for each, run in example_estate().items():
        plan = json.loads(run.plan)
        for one in plan["deployment"]["resources"] if each == stack else ():
            if one["urn"].endswith(f":{kind}::{resource}"):
                changed.append(one["urn"])
                change(one["inputs"])
        (folder / f"{each}.json").write_text(json.dumps(plan), encoding="utf-8")
    assert len(changed) == 1
    return changed[0]


def reach(folder: Path, *words: str) -> tuple[int, str]:
    result = CliRunner().invoke(cli, ["reach", "--plans", str(folder), "--estate", str(ESTATE), *words], standalone_mode=False)
    if result.exception:
        raise result.exception
    return result.return_value, result.stdout


@pytest.mark.parametrize("name", NOT_READ)
def test_what_no_network_can_be_read_from_is_refused_in_one_line(tmp_path: Path, name: str) -> None:
    spoilt(tmp_path, NOT_READ[name])
    stack, resource, _, _, said = NOT_READ[name]
    with pytest.raises(InputError) as refused:
        reach(tmp_path)
    told = str(refused.value)
    assert told.startswith(f"{stack}, {resource}: ")
    assert said in told
    assert "; allowed: " in told
    assert "\n" not in told


def checked(folder: Path) -> tuple[int, list[dict[str, Any]]]:
    result = CliRunner().invoke(cli, ["check", "--plans", str(folder), "--estate", str(ESTATE), "--format", "json"], standalone_mode=False)
    if result.exception:
        raise result.exception
    return result.return_value, json.loads(result.stdout)["findings"]


def test_a_check_of_plans_asks_who_reaches_whom_too(tmp_path: Path) -> None:
    urn = spoilt(tmp_path, WRONG["no such zone of a region on Azure"])
    code, findings = checked(tmp_path)
    assert code == 1
    assert ("reach-known", urn) in [(each["rule"], each["urn"]) for each in findings]
    spoilt(tmp_path, NOT_READ["host bits on AWS"])
    with pytest.raises(InputError, match="host bits set"):
        checked(tmp_path)


@pytest.mark.parametrize("name", WRONG)
def test_what_dangles_or_does_not_fit_is_one_finding_at_its_resource(tmp_path: Path, name: str) -> None:
    urn, said = spoilt(tmp_path, WRONG[name]), WRONG[name][-1]
    code, text = reach(tmp_path, "--format", "json")
    assert code == 1
    clouds = json.loads(text)["clouds"].values()
    found = [each for cloud in clouds for each in cloud["invariants"]["known"]["found"] if said in each["text"]]
    assert len(found) == 1
    if "overlap" not in said:
        assert found[0]["urn"] == urn
    assert found[0]["source"].startswith("components/")
