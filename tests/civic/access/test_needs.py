"""What one resource asks of the cloud: concrete calls, with the tags and the roles that go with them."""

import pytest

from civic.access.needs import NeededCall, Operation, needs
from civic.plan import Resource


def asked(resource: Resource, operation: Operation = "create", **others: Resource) -> dict[tuple[str, str], NeededCall]:
    by_urn = {each.urn: each for each in others.values()}
    calls = needs(resource, operation, account="111122223333", region="eu-west-2", partition="aws", others=by_urn)
    return {(call.action, call.resource): call for call in calls}


def resource(type: str, name: str = "it", **properties: object) -> Resource:
    return Resource(f"urn:pulumi:stack::civic-cloud::{type}::{name}", type, True, inputs=properties, outputs=properties)


def test_a_type_that_is_in_no_catalogue_asks_nothing():
    assert asked(resource("aws:never/never:Never")) == {}


@pytest.mark.parametrize(("right", "operation"), [("read", "read"), ("write", "create"), ("write", "update"), ("delete", "delete")])
def test_azure_follows_from_the_type(right: str, operation: Operation):
    scope = "/subscriptions/s/resourceGroups/g/providers/Microsoft.App/jobs/j"
    job = Resource("urn:pulumi:stack::civic-cloud::azure-native:app:Job::j", "azure-native:app:Job", True, id=scope)
    assert (f"Microsoft.App/jobs/{right}", scope) in asked(job, operation)


def test_an_id_that_is_not_known_yet_is_no_wildcard():
    job = resource("azure-native:app:Job")
    assert asked(job)["Microsoft.App/jobs/write", "unknown-id"].unknown == {"id"}
