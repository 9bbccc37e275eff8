"""A foundation on Azure subscriptions that were there: they are entered, and no second one is made."""

import dataclasses

from components import azure
from components.contracts import Existing
from tests.components.azure.subjects import FOUNDATION, plan_of

NETWORK = "5e0c9a4e-7a52-4f7e-9c1e-2a8d5b1f3c60"


def test_a_subscription_that_is_there_is_entered_and_not_made():
    plan = plan_of(azure.Foundation, "foundation", dataclasses.replace(FOUNDATION, existing=Existing(tenancies={"network": NETWORK})))
    names = {resource.name for resource in plan.resources if resource.type == "azure-native:subscription:Alias"}
    assert names == {"foundation-tenancy-log-archive", "foundation-tenancy-security", "foundation-tenancy-hosting"}
    assert plan.named("foundation-network").inputs["subscriptionId"] == NETWORK
