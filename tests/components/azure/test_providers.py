"""Providers on Azure say where; strangers to a shared cell are told so."""

from dataclasses import replace

import pulumi
import pytest

from civic.plan import Deployment
from components import azure
from components.contracts import ContractError, PrivateEndpoint
from tests.components.azure.hosting_subjects import CELL_CARD
from tests.components.azure.subjects import DIRECTORY, HOME, HUB_HOME, HUB_SUBSCRIPTION, NORTHSHIRE, PLATFORM, SUBSCRIPTION, TEST
from tests.planning import planned


@pytest.fixture(scope="module")
def plan() -> Deployment:
    def build() -> None:
        inside: pulumi.ProviderResource = azure.deploy_provider(HOME, "uksouth", NORTHSHIRE)
        azure.management_provider("management", SUBSCRIPTION, "uksouth", PLATFORM)
        azure.platform_provider("hosting", HUB_HOME, "uksouth", PLATFORM)
        azure.application_provider(HOME, "uksouth", NORTHSHIRE)
        azure.tenant_provider(CELL_CARD, HUB_HOME, "uksouth", NORTHSHIRE)
        azure.attachment_provider(HUB_HOME, "uksouth", inside)

    return planned(build, cloud="azure")


@pytest.mark.parametrize(
    ("name", "subscription"),
    [
        ("management", SUBSCRIPTION),
        ("hosting", HUB_SUBSCRIPTION),
        ("tenancy-uksouth", SUBSCRIPTION),
        ("applications-uksouth", SUBSCRIPTION),
        ("tenant-uksouth", HUB_SUBSCRIPTION),
        ("hub-uksouth", HUB_SUBSCRIPTION),
    ],
)
def test_each_acts_in_one_azure_subscription(plan: Deployment, name: str, subscription: str):
    inputs = plan.named(name).inputs
    assert (inputs["subscriptionId"], inputs["location"]) == (subscription, "uksouth")


@pytest.mark.parametrize("owner", [TEST, replace(NORTHSHIRE, organisation="westholm")])
def test_a_stranger_to_a_cell_has_no_provider_in_it(owner):
    with pytest.raises(ContractError, match=f"{owner.key}: the shared cell has no place for it; it has eastvale, northshire"):
        azure.tenant_provider(CELL_CARD, HOME, "uksouth", owner)


def test_a_networks_endpoints_are_those_of_the_baseline_alone():
    service = PrivateEndpoint(name="vault", service=f"/subscriptions/{DIRECTORY}/vault", group="vault")
    assert azure.private_endpoints(("kms", "logs"), hosting=True, services=(service,)) == (service,)
    assert azure.private_endpoints(("kms",), hosting=True) == ()
