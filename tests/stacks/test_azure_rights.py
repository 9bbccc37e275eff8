"""The runs of the example estate's Azure stacks may do what they ask, and each right that makes it so is needed."""

from civic.access.verdict import Reason
from tests.stacks.azure_rights import asks, refusals, without


def test_whoever_makes_an_azure_subscription_registers_what_the_layers_below_need():
    found = [each for each in refusals(without("-registered")) if each.verdict.reason is Reason.NOT_REGISTERED]
    assert {each.stack.rpartition("-azure-")[2] for each in found} >= {"landing-zone", "applications"}
    assert not [each for each in refusals() if each.verdict.reason is Reason.NOT_REGISTERED]


def test_nobody_but_who_makes_an_azure_subscription_registers_anything_in_it():
    asking = {each.stack.rpartition("-azure-")[2] for each in asks() for asked in each.calls if asked.call.action.endswith("/register/action")}
    assert asking == {"bootstrap", "foundation", "tenancy"}


def test_an_azure_subscription_is_made_by_whom_people_let_and_no_run_moves_one():
    moving = {asked.call.action for each in asks() for asked in each.calls if "/managementGroups/subscriptions/" in asked.call.action}
    assert not moving
    assert not [each for each in refusals() if each.action.startswith(("Microsoft.Subscription/", "Microsoft.Management/"))]
