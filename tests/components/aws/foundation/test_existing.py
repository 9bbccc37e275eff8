"""A foundation on an organisation that was there: it is used as it is, and nothing of it is made a second time."""

import dataclasses
import json

import pytest

from civic.plan import Deployment
from components import aws
from components.aws.foundation.organisation import SERVICES
from components.contracts import ContractError, Existing
from tests.components.aws.subjects import FOUNDATION, plan_of
from tests.looping import each

SECURITY = "999900001111"
WATCHED = Existing(organisation=True, tenancies={"security": SECURITY}, detection=("guardduty", "securityhub", "access-analyzer"))


def planned(existing: Existing) -> Deployment:
    return plan_of(aws.Foundation, "foundation", dataclasses.replace(FOUNDATION, existing=existing))


@pytest.fixture(scope="module")
def adopted() -> Deployment:
    return planned(WATCHED)


def types(plan: Deployment) -> set[str]:
    return {resource.type for resource in plan.resources}


def test_what_is_there_is_not_made(adopted: Deployment):
    made = {
        "aws:organizations/organization:Organization",
        "aws:guardduty/detector:Detector",
        "aws:guardduty/organizationAdminAccount:OrganizationAdminAccount",
        "aws:securityhub/account:Account",
        "aws:securityhub/organizationAdminAccount:OrganizationAdminAccount",
        "aws:organizations/delegatedAdministrator:DelegatedAdministrator",
    }
    assert made <= types(planned(Existing()))
    assert not made & types(adopted)
    assert "aws:organizations/account:Account" in types(adopted), "the other accounts are made"
    assert "foundation-security" not in {resource.name for resource in adopted.resources}


def test_services_are_let_in_one_by_one_and_never_shut_out_by_a_plan(adopted: Deployment):
    let_in = [one for one in adopted.resources if one.type == "aws:organizations/awsServiceAccess:AwsServiceAccess"]
    assert {one.inputs["servicePrincipal"] for one in let_in} == set(SERVICES)
    assert all(one.retain_on_delete for one in each(let_in))


def test_what_runs_there_is_looked_after_as_where_it_is_made(adopted: Deployment):
    members = [one for one in adopted.resources if one.type == "aws:guardduty/organizationConfiguration:OrganizationConfiguration"]
    assert all(one.inputs["autoEnableOrganizationMembers"] == "ALL" for one in each(members))
    providers = [one for one in adopted.resources if one.name.startswith("foundation-in-security")]
    assert all(json.loads(one.inputs["allowedAccountIds"]) == [SECURITY] for one in each(providers))


def test_guardrails_hang_on_the_root_that_is_there(adopted: Deployment):
    targets = {one.inputs["targetId"] for one in adopted.resources if one.type == "aws:organizations/policyAttachment:PolicyAttachment"}
    (unit,) = [one for one in adopted.resources if one.name == "foundation-platform"]
    assert unit.inputs["parentId"] in targets


def test_without_the_types_of_policies_the_program_stops_with_the_command(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("components.aws.foundation.organisation.POLICY_TYPES", ("SERVICE_CONTROL_POLICY", "AISERVICES_OPT_OUT_POLICY"))
    with pytest.raises(AssertionError, match=r"aws organizations enable-policy-type --root-id r-.* --policy-type AISERVICES_OPT_OUT_POLICY"):
        planned(Existing(organisation=True))


def test_detection_runs_from_an_account_that_is_named():
    with pytest.raises(ContractError, match="security account"):
        Existing(organisation=True, detection=("guardduty",))
