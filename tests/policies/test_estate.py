"""The rules over all plans together, on stacks that pass, that fail, and that they have nothing to say about."""

import pytest

from civic.plan import UNKNOWN, Resource
from policies.estate import estate_findings
from policies.estate.service_pairs import ENDPOINTS, SERVICES, STACK

SERVICE = {
    "aws": "com.amazonaws.vpce.eu-west-2.vpce-svc-0123456789abcdef0",
    "azure": "/subscriptions/s/resourceGroups/g/providers/Microsoft.Network/privateLinkServices/payroll",
}
TENANCY = {"aws": "555555555555", "azure": "55555555-5555-4555-8555-555555555555"}
Stacks = dict[str, list[Resource]]


def resource(stack: str, token: str, name: str, inputs: dict[str, object], outputs: dict[str, object] | None = None, ident: str = "") -> Resource:
    return Resource(f"urn:pulumi:{stack}::p::{token}::{name}", token, True, inputs=inputs, outputs=outputs or {}, id=ident)


def service(cloud: str, allowed: object) -> Resource:
    stack, name = f"northshire-{cloud}-landing-zone", "northshire-offer-payroll-service"
    if cloud == "aws":
        return resource(stack, SERVICES[cloud], name, {"allowedPrincipals": allowed}, {"serviceName": SERVICE[cloud]})
    return resource(stack, SERVICES[cloud], name, {"visibility": {"subscriptions": allowed}}, ident=SERVICE[cloud])


def endpoint(cloud: str, target: str) -> Resource:
    inputs: dict[str, object] = (
        {"serviceName": target} if cloud == "aws" else {"manualPrivateLinkServiceConnections": [{"privateLinkServiceId": target}]}
    )
    return resource(f"eastvale-{cloud}-applications", ENDPOINTS[cloud], "eastvale-from-northshire-payroll-abcdef-endpoint", inputs)


def shared(cloud: str) -> Stacks:
    """Two bodies with both sides, as a run of the whole estate has them."""
    allowed = [f"arn:aws:iam::{TENANCY[cloud]}:root"] if cloud == "aws" else [TENANCY[cloud]]
    tenancy = f"eastvale-{cloud}-tenancy"
    return {
        f"northshire-{cloud}-landing-zone": [service(cloud, allowed)],
        f"eastvale-{cloud}-applications": [endpoint(cloud, SERVICE[cloud])],
        f"eastvale-{cloud}-landing-zone": [],
        tenancy: [resource(tenancy, STACK, "p-s", {}, {"tenancy": {{"aws": "account", "azure": "subscription"}[cloud]: TENANCY[cloud]}})],
    }


@pytest.mark.parametrize("cloud", SERVICES)
def test_two_sides_that_meet_are_well(cloud: str):
    assert estate_findings(shared(cloud)) == []


@pytest.mark.parametrize("cloud", SERVICES)
def test_a_service_without_an_endpoint_is_found(cloud: str):
    for gone in ({f"eastvale-{cloud}-applications": []}, {f"eastvale-{cloud}-applications": [endpoint(cloud, SERVICE[cloud] + "0")]}):
        found = [f for f in estate_findings({**shared(cloud), **gone}) if f.stack.endswith("landing-zone")]
        assert [(f.rule, f.kind, f.level, f.severity) for f in found] == [("estate-service-pairs-complete", "broken", "mandatory", "high")]
        assert found[0].message == "northshire has a service for eastvale, which has no endpoint of it"
    without = shared(cloud)
    del without[f"eastvale-{cloud}-applications"]
    assert [f.message for f in estate_findings(without)] == ["northshire has a service for eastvale, which has no endpoint of it"]


@pytest.mark.parametrize("cloud", SERVICES)
def test_an_endpoint_without_a_service_is_found(cloud: str):
    found = estate_findings({**shared(cloud), f"northshire-{cloud}-landing-zone": []})
    assert [(f.rule, f.stack) for f in found] == [("estate-service-pairs-complete", f"eastvale-{cloud}-applications")]
    assert found[0].message == "eastvale has an endpoint of a shared service that no provider has"


@pytest.mark.parametrize("cloud", SERVICES)
def test_a_side_whose_other_is_not_in_the_run_is_let_be(cloud: str):
    whole = shared(cloud)
    provider, consumer = f"northshire-{cloud}-landing-zone", f"eastvale-{cloud}-applications"
    assert estate_findings({provider: whole[provider]}) == []
    assert estate_findings({consumer: whole[consumer]}) == []
    assert estate_findings({provider: whole[provider], f"eastvale-{cloud}-tenancy": whole[f"eastvale-{cloud}-tenancy"]}) == []


def test_endpoints_of_the_clouds_own_services_are_no_sides():
    kms = resource("northshire-aws-landing-zone", ENDPOINTS["aws"], "northshire-connection-kms", {"serviceName": "com.amazonaws.eu-west-2.kms"})
    vault = resource(
        "northshire-azure-landing-zone",
        ENDPOINTS["azure"],
        "northshire-connection-endpoint-vault",
        {"privateLinkServiceConnections": [{"privateLinkServiceId": "/subscriptions/s/providers/Microsoft.KeyVault/vaults/v"}]},
    )
    assert estate_findings({"northshire-aws-landing-zone": [kms], "northshire-azure-landing-zone": [vault]}) == []


@pytest.mark.parametrize("cloud", SERVICES)
def test_who_may_come_must_be_known(cloud: str):
    found = estate_findings({**shared(cloud), f"northshire-{cloud}-landing-zone": [service(cloud, UNKNOWN)]})
    assert [(f.rule, f.kind, f.level) for f in found] == [("estate-service-pairs-complete", "undecidable", "mandatory")]
