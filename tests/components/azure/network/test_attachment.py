"""What joins a network to the hub on Azure: one connection, and the names that the hub answers and watches."""

import pytest

from civic.plan import Deployment
from components import azure
from tests.components.azure.subjects import ATTACHMENT, HUB, NETWORK, PLATFORM, SENSITIVE, TEST, inventory, plan_of
from tests.looping import each


@pytest.fixture(scope="module")
def plan() -> Deployment:
    return plan_of(azure.HubAttachment, "join", ATTACHMENT)


def test_an_attachment_is_exactly_these_resources(plan: Deployment):
    assert inventory(plan) == {
        ("HubAttachment", "join"),
        ("HubVirtualNetworkConnection", "join-connection"),
        ("PrivateResolverVirtualNetworkLink", "join-names"),
        ("DnsResolverPolicyVirtualNetworkLink", "join-names-watched"),
    }


def test_everything_goes_to_the_hub_and_its_connection_stays(plan: Deployment):
    connection = plan.named("join-connection")
    assert connection.inputs["enableInternetSecurity"]
    assert (connection.inputs["virtualHubName"], connection.inputs["resourceGroupName"]) == (HUB.hub, HUB.hub_group)
    assert connection.inputs["remoteVirtualNetwork"]["id"] == NETWORK.network
    assert connection.protect
    assert plan.named("join").outputs["attachment"] == connection.id


def test_names_come_from_the_hub_and_questions_are_watched(plan: Deployment):
    expected = {"join-names": ("dnsForwardingRulesetName", HUB.ruleset), "join-names-watched": ("dnsResolverPolicyName", HUB.dns_policy)}
    for name, (key, whose) in each(expected.items()):
        link = plan.named(name).inputs
        assert link["virtualNetwork"]["id"] == NETWORK.network
        assert (link[key], link["resourceGroupName"]) == (whose, HUB.dns_group)


def test_what_lies_in_the_hub_is_tagged_as_its_bodys():
    plan = plan_of(azure.HubAttachment, "join", ATTACHMENT, owner=SENSITIVE)
    tags = plan.named("join-names-watched").inputs["tags"]
    assert (tags["owner"], tags["data-classification"]) == ("northshire", "official-sensitive")


def test_no_two_networks_have_one_name_in_the_hub():
    owners = {"northshire": (ATTACHMENT.owner, ""), "northshire_test": (TEST, ""), "platform-main": (PLATFORM, "main")}
    for expected, (owner, role) in each(owners.items()):
        plan = plan_of(azure.HubAttachment, "join", ATTACHMENT, owner=owner, role=role)
        assert plan.named("join-connection").inputs["connectionName"] == expected
        assert plan.named("join-names").inputs["virtualNetworkLinkName"] == expected
