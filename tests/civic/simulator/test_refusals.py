"""The simulated clouds refuse what the providers refuse."""

import json
from typing import Any

import pytest

from civic.simulator.world import UNKNOWN
from tests.civic.simulator.support import AWS, OTHER, refusals, world

VPC, SUBNET = "aws:ec2/vpc:Vpc", "aws:ec2/subnet:Subnet"
BUCKET, ROLE = "aws:s3/bucket:Bucket", "aws:iam/role:Role"
GROUP, DETECTOR = "aws:ec2/defaultSecurityGroup:DefaultSecurityGroup", "aws:guardduty/detector:Detector"
NETWORK, AZURE_SUBNET = "azure-native:network:VirtualNetwork", "azure-native:network:Subnet"
STORAGE = "azure-native:storage:StorageAccount"
ALLOWED = {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": {"Service": "ec2.amazonaws.com"}}]}


def storage(name: str, **more: Any) -> dict[str, Any]:
    return {"accountName": name, "resourceGroupName": "rg", "kind": "StorageV2", "sku": {"name": "Standard_LRS"}, **more}


@pytest.mark.parametrize(
    ("token", "inputs"),
    [
        (VPC, {"cidrBlock": "10.0.0.0/16"}),
        (BUCKET, {"bucket": "ccp-state-1234"}),
        (ROLE, {"name": "deploy", "assumeRolePolicy": json.dumps(ALLOWED)}),
        (STORAGE, storage("ccpstate1234")),
        (NETWORK, {"virtualNetworkName": "hub", "resourceGroupName": "rg", "addressSpace": {"addressPrefixes": ["10.0.0.0/16"]}}),
        ("aws:s3/bucketPolicy:BucketPolicy", {"bucket": "b", "policy": json.dumps(ALLOWED | {"Resource": "arn:aws:s3:::b/*"})}),
        ("aws:iam/rolePolicyAttachment:RolePolicyAttachment", {"role": "r", "policyArn": "arn:aws:iam::aws:policy/ReadOnlyAccess"}),
    ],
)
def test_what_is_right_is_accepted(token: str, inputs: dict[str, Any]):
    assert refusals(token, inputs) == []


@pytest.mark.parametrize(
    ("token", "inputs", "prop", "reason"),
    [
        (BUCKET, {"bucket": "b" * 64}, "bucket", "at most 63"),
        (BUCKET, {"bucket": "Upper_case"}, "bucket", "does not match"),
        (STORAGE, storage("x" * 25), "accountName", "at most 24"),
        (STORAGE, storage("with-hyphen"), "accountName", "does not match"),
        (VPC, {"cidrBlock": "10.0.0.1/16"}, "cidrBlock", "host bits"),
        (VPC, {"cidrBlock": "ten"}, "cidrBlock", "not a range"),
        (NETWORK, {"virtualNetworkName": "hub", "addressSpace": {"addressPrefixes": ["10.0.0.1/8"]}}, "addressSpace.addressPrefixes[0]", "host bits"),
        ("aws:sns/topicSubscription:TopicSubscription", {"topic": "arn:aws:sns:eu-west-2::t"}, "topic", "empty account"),
        ("aws:sns/topicSubscription:TopicSubscription", {"topic": "arn:aws:sns:eu-west-2:None:t"}, "topic", "None"),
        ("aws:sns/topicSubscription:TopicSubscription", {"topic": "arn::sns:eu-west-2:111122223333:t"}, "topic", "empty partition"),
        (AZURE_SUBNET, {"subnetName": "s", "natGateway": {"id": "/subscriptions//resourceGroups/rg/x"}}, "natGateway.id", "empty subscription"),
        (AZURE_SUBNET, {"subnetName": "s", "natGateway": {"id": "/subscriptions/a/resourceGroups//x"}}, "natGateway.id", "empty resource group"),
        (AZURE_SUBNET, {"subnetName": "s", "natGateway": {"id": "/subscriptions/None/resourceGroups/rg"}}, "natGateway.id", "None"),
        (ROLE, {"name": "r", "assumeRolePolicy": "{oops"}, "assumeRolePolicy", "not JSON"),
        (ROLE, {"name": "r", "assumeRolePolicy": '{"Version": "2012-10-17"}'}, "assumeRolePolicy", "no statement"),
        (ROLE, {"name": "r", "assumeRolePolicy": "{}"}, "assumeRolePolicy", "no statement"),
        (STORAGE, storage("ccpstate", minimumTlsVersion="TLS9"), "minimumTlsVersion", "none of"),
    ],
)
def test_what_is_wrong_is_named(token: str, inputs: dict[str, Any], prop: str, reason: str):
    found = refusals(token, inputs)
    assert [failure.property for failure in found] == [prop]
    assert reason in found[0].reason


def test_a_statement_is_looked_into():
    document = {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "kms:*", "Resource": "arn:aws:kms:eu-west-2::key/k"}]}
    assert "empty account" in refusals("aws:iam/policy:Policy", {"name": "p", "policy": json.dumps(document)})[0].reason


def test_a_name_is_given_once_in_its_scope():
    at = world()
    assert refusals(BUCKET, {"bucket": "shared-name"}, at=at) == []
    assert refusals(BUCKET, {"bucket": "shared-name"}, at=at) == [], "the same resource is checked again"
    assert "already" in refusals(BUCKET, {"bucket": "shared-name"}, name="second", at=at, ref=OTHER)[0].reason


def test_the_same_name_in_two_accounts_is_fine():
    at, inputs = world(), {"name": "deploy", "assumeRolePolicy": json.dumps(ALLOWED)}
    assert refusals(ROLE, inputs, at=at, ref=AWS) == []
    assert refusals(ROLE, inputs, name="second", at=at, ref=OTHER) == []


def test_two_providers_of_one_account_share_its_names():
    at, inputs = world(), {"name": "deploy", "assumeRolePolicy": json.dumps(ALLOWED)}
    at.add_provider("again", at.provider(AWS))
    assert refusals(ROLE, inputs, at=at, ref=AWS) == []
    assert "already" in refusals(ROLE, inputs, name="second", at=at, ref="again")[0].reason


def test_an_account_has_one_detector_in_a_region():
    at = world()
    at.add_provider("again", at.provider(AWS))
    at.add_provider("elsewhere", {**at.provider(AWS), "region": "eu-west-1"})
    assert refusals(DETECTOR, {}, at=at) == []
    assert refusals(DETECTOR, {}, name="elsewhere", at=at, ref="elsewhere") == []
    assert "one detector" in refusals(DETECTOR, {}, name="second", at=at, ref="again")[0].reason


def test_a_vpc_has_one_default_group():
    at = world()
    assert refusals(GROUP, {"vpcId": "vpc-1"}, at=at) == []
    assert refusals(GROUP, {"vpcId": "vpc-2"}, name="other", at=at) == []
    assert "one default group" in refusals(GROUP, {"vpcId": "vpc-1"}, name="second", at=at)[0].reason


def test_subnets_lie_in_their_network_and_apart():
    at = world()
    at.networks["vpc-1"] = ("10.0.0.0/16",)
    assert refusals(SUBNET, {"vpcId": "vpc-1", "cidrBlock": "10.0.0.0/24"}, at=at) == []
    assert "overlaps" in refusals(SUBNET, {"vpcId": "vpc-1", "cidrBlock": "10.0.0.128/25"}, name="second", at=at)[0].reason
    assert "outside" in refusals(SUBNET, {"vpcId": "vpc-1", "cidrBlock": "10.9.0.0/24"}, name="third", at=at)[0].reason


def test_what_is_not_known_yet_is_not_refused():
    at = world()
    for name in ("one", "two"):
        assert refusals(SUBNET, {"vpcId": UNKNOWN, "cidrBlock": "10.0.0.0/24"}, name=name, at=at) == []
        assert refusals(GROUP, {"vpcId": UNKNOWN}, name=name, at=at) == []
        assert refusals(BUCKET, {"bucket": UNKNOWN}, name=name, at=at) == []
    assert refusals(ROLE, {"name": "r", "assumeRolePolicy": UNKNOWN}, at=at) == []


def test_a_type_that_no_sdk_has_is_refused():
    assert "no installed SDK" in refusals("aws:ec2/vpn:Nothing", {})[0].reason
