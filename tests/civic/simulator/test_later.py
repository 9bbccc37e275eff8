"""What a cloud does minutes later is waited for by whoever needs it: else the offline engine refuses the stack."""

from collections.abc import Sequence

import pytest

from civic.plan.writing import Entry
from civic.simulator.later import LATER, SETTINGS, too_soon
from civic.simulator.sdk import resource_class
from tests.civic.simulator.support import SUBSCRIPTION, refusals
from tests.looping import each

ENDPOINT, JOB = "azure-native:network:PrivateEndpoint", "azure-native:app:Job"
INSIDE = "/resourceGroups/g/providers/Microsoft.Network/privateEndpoints/registry"


def entry(token: str, name: str, *after: Entry, ident: str = "", **inputs: object) -> Entry:
    return Entry(
        urn=f"urn:pulumi:s::p::{token}::{name}",
        type=token,
        custom=True,
        inputs=inputs,
        outputs={},
        parent="",
        provider="",
        dependencies=[each.urn for each in after],
        property_dependencies={},
        id=ident,
    )


def told(entries: Sequence[Entry]) -> list[str]:
    return too_soon({one.urn: one for one in entries})


@pytest.fixture
def registry() -> Entry:
    return entry(ENDPOINT, "registry", ident=f"/subscriptions/{SUBSCRIPTION}{INSIDE}")


def wait(of: Entry, path: str) -> Entry:
    return entry(SETTINGS, "recorded", of, settings=[{"path": f"{path}/privateDnsZoneGroups/platform"}])


def test_a_job_that_calls_by_a_new_private_name_waits_until_it_leads_inside(registry: Entry):
    (text,) = told([registry, entry(JOB, "job", registry)])
    assert text.startswith("job comes too soon after registry: its service's name leads to a closed public address")
    recorded = wait(registry, INSIDE)
    assert told([registry, recorded, entry(JOB, "job", recorded)]) == []
    assert told([registry, recorded, entry(JOB, "job", registry)]), "the wait is there, and the job does not wait for it"


def test_another_names_wait_is_none(registry: Entry):
    other = wait(registry, "/resourceGroups/g/providers/Microsoft.Network/privateEndpoints/vault")
    assert told([registry, other, entry(JOB, "job", other)])


def test_what_does_not_come_after_the_endpoint_is_not_meant(registry: Entry):
    assert told([registry, entry(JOB, "job")]) == []
    assert told([entry(JOB, "job")]) == []


def test_entries_name_types_that_exist_and_a_source():
    for later in each(LATER):
        assert later.source
        for token in each((later.after, *later.before)):
            assert token.startswith("pulumi-python:") or resource_class(token)


def test_a_right_says_of_what_type_its_principal_is():
    assignment, given = "azure-native:authorization:RoleAssignment", {"principalId": "p", "roleDefinitionId": "r", "scope": "/subscriptions/s"}
    assert "PrincipalNotFound" in str(refusals(assignment, given))
    assert refusals(assignment, {**given, "principalType": "ServicePrincipal"}) == []
