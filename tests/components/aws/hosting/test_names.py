"""A cell's public zone is signed with a key that Route 53 can use, and what it is asked is kept."""

import pytest

from civic.plan import Deployment
from components import aws
from tests.components.aws.hosting_subjects import HOSTING_CELL
from tests.components.aws.subjects import plan_of, statements

GLOBAL = "us-east-1"


@pytest.fixture(scope="module")
def plan() -> Deployment:
    return plan_of(aws.HostingCell, "cell", HOSTING_CELL)


def test_the_zone_is_signed_with_a_key_of_the_kind_and_in_the_region_that_route_53_takes(plan: Deployment) -> None:
    zone, key, signing, signed = (plan.named(f"cell-zone{end}") for end in ("", "-key", "-signing-key", "-signed"))
    assert (key.inputs["region"], key.inputs["customerMasterKeySpec"], key.inputs["keyUsage"]) == (GLOBAL, "ECC_NIST_P256", "SIGN_VERIFY")
    assert f":kms:{GLOBAL}:" in key.outputs["arn"]
    assert (key.protect, key.retain_on_delete) == (True, True)
    assert signing.inputs["keyManagementServiceArn"] == key.outputs["arn"]
    assert signing.inputs["status"] == "ACTIVE"
    assert signed.inputs["signingStatus"] == "SIGNING"
    assert signing.urn in signed.dependencies
    assert signing.inputs["hostedZoneId"] == signed.inputs["hostedZoneId"] == zone.outputs["zoneId"]
    assert (signing.protect, signed.protect) == (True, True)


def test_route_53_alone_signs_with_it_and_for_us_alone(plan: Deployment) -> None:
    said = statements(plan.named("cell-zone-key"))
    for one in (said["Signs"], said["Grants"]):
        assert one["Principal"] == {"Service": "dnssec-route53.amazonaws.com"}
        assert one["Condition"]["StringEquals"]["aws:SourceAccount"]
    assert said["Signs"]["Action"] == ["kms:DescribeKey", "kms:GetPublicKey", "kms:Sign"]
    assert said["Grants"]["Condition"]["Bool"] == {"kms:GrantIsForAWSResource": "true"}


def test_what_the_zone_is_asked_is_kept_as_long_as_other_logs(plan: Deployment) -> None:
    group, log = plan.named("cell-zone-queries"), plan.named("cell-zone-queries-log")
    assert group.inputs["region"] == GLOBAL
    assert group.inputs["retentionInDays"] == plan.named("cell-web-acl-logs").inputs["retentionInDays"]
    assert log.inputs["cloudwatchLogGroupArn"] == group.outputs["arn"]
    assert plan.named("cell-zone-queries-policy").urn in log.dependencies
