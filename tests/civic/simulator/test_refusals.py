"""The simulated clouds refuse what the providers refuse."""

import json
import uuid
from typing import Any

import pytest

from civic.plan.wire import UNKNOWN
from civic.simulator import create, delete
from tests.civic.simulator.support import AWS, AZURE, OTHER, clouds, refusals, urn

VPC, SUBNET = "aws:ec2/vpc:Vpc", "aws:ec2/subnet:Subnet"
BUCKET, ROLE = "aws:s3/bucket:Bucket", "aws:iam/role:Role"
GROUP, DETECTOR = "aws:ec2/defaultSecurityGroup:DefaultSecurityGroup", "aws:guardduty/detector:Detector"
NETWORK, AZURE_SUBNET = "azure-native:network:VirtualNetwork", "azure-native:network:Subnet"
STORAGE = "azure-native:storage:StorageAccount"
ALLOWED = {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": {"Service": "ec2.amazonaws.com"}}]}

BUCKET_POLICY = {"Statement": [{"Effect": "Allow", "Principal": "*", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::b/*"}]}


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
        ("aws:s3/bucketPolicy:BucketPolicy", {"bucket": "b", "policy": json.dumps(BUCKET_POLICY)}),
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
    at = clouds()
    assert refusals(BUCKET, {"bucket": "shared-name"}, at=at) == []
    assert refusals(BUCKET, {"bucket": "shared-name"}, at=at) == [], "the same resource is checked again"
    assert "already" in refusals(BUCKET, {"bucket": "shared-name"}, name="second", at=at, ref=OTHER)[0].reason


def test_the_same_name_in_two_accounts_is_fine():
    at, inputs = clouds(), {"name": "deploy", "assumeRolePolicy": json.dumps(ALLOWED)}
    assert refusals(ROLE, inputs, at=at, ref=AWS) == []
    assert refusals(ROLE, inputs, name="second", at=at, ref=OTHER) == []


def test_two_providers_of_one_account_share_its_names():
    at, inputs = clouds(), {"name": "deploy", "assumeRolePolicy": json.dumps(ALLOWED)}
    at.add_provider("again", at.provider(AWS))
    assert refusals(ROLE, inputs, at=at, ref=AWS) == []
    assert "already" in refusals(ROLE, inputs, name="second", at=at, ref="again")[0].reason


def test_an_account_has_one_detector_in_a_region():
    at = clouds()
    at.add_provider("again", at.provider(AWS))
    at.add_provider("elsewhere", {**at.provider(AWS), "region": "eu-west-1"})
    assert refusals(DETECTOR, {}, at=at) == []
    assert refusals(DETECTOR, {}, name="elsewhere", at=at, ref="elsewhere") == []
    assert "one detector" in refusals(DETECTOR, {}, name="second", at=at, ref="again")[0].reason


def test_a_vpc_has_one_default_group():
    at = clouds()
    assert refusals(GROUP, {"vpcId": "vpc-1"}, at=at) == []
    assert refusals(GROUP, {"vpcId": "vpc-2"}, name="other", at=at) == []
    assert "one default group" in refusals(GROUP, {"vpcId": "vpc-1"}, name="second", at=at)[0].reason


def test_subnets_lie_in_their_network_and_apart():
    at = clouds()
    network, _ = create(VPC, urn(VPC), {"cidrBlock": "10.0.0.0/16"}, at, AWS)
    assert refusals(SUBNET, {"vpcId": network, "cidrBlock": "10.0.0.0/24"}, at=at) == []
    assert "overlaps" in refusals(SUBNET, {"vpcId": network, "cidrBlock": "10.0.0.128/25"}, name="second", at=at)[0].reason
    assert "outside" in refusals(SUBNET, {"vpcId": network, "cidrBlock": "10.9.0.0/24"}, name="third", at=at)[0].reason


def test_what_is_not_known_yet_is_not_refused():
    at = clouds()
    for name in ("one", "two"):
        assert refusals(SUBNET, {"vpcId": UNKNOWN, "cidrBlock": "10.0.0.0/24"}, name=name, at=at) == []
        assert refusals(GROUP, {"vpcId": UNKNOWN}, name=name, at=at) == []
        assert refusals(BUCKET, {"bucket": UNKNOWN}, name=name, at=at) == []
    assert refusals(ROLE, {"name": "r", "assumeRolePolicy": UNKNOWN}, at=at) == []


ROUTE, GATEWAY_ROUTE = "aws:ec2/route:Route", "aws:ec2transitgateway/route:Route"
FOLLOWS, GATEWAY_FOLLOWS = "aws:ec2/routeTableAssociation:RouteTableAssociation", "aws:ec2transitgateway/routeTableAssociation:RouteTableAssociation"
INGRESS, RIGHT = "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule", "azure-native:authorization:RoleAssignment"
SETTING, RULE = "azure-native:monitor:DiagnosticSetting", "azure-native:network:SecurityRule"


def guid(word: str) -> str:
    return str(uuid.uuid5(uuid.NAMESPACE_DNS, word))


NAMED = {RIGHT: "roleAssignmentName", SETTING: "name", RULE: "securityRuleName"}
ONCE = [
    (
        ROUTE,
        {"routeTableId": "rtb-1", "gatewayId": "igw-1", "destinationCidrBlock": "0.0.0.0/0"},
        "destinationCidrBlock",
        "10.0.0.0/8",
        "one way to a destination",
    ),
    (GATEWAY_ROUTE, {"transitGatewayRouteTableId": "t", "destinationCidrBlock": "0.0.0.0/0"}, "transitGatewayRouteTableId", "u", "one static way"),
    (FOLLOWS, {"subnetId": "subnet-1", "routeTableId": "rtb-1"}, "subnetId", "subnet-2", "follows one route table"),
    (GATEWAY_FOLLOWS, {"transitGatewayAttachmentId": "a", "transitGatewayRouteTableId": "t"}, "transitGatewayAttachmentId", "b", "follows one of"),
    (
        INGRESS,
        {"securityGroupId": "sg-1", "ipProtocol": "tcp", "fromPort": 443.0, "toPort": 443.0, "cidrIpv4": "10.0.0.0/8"},
        "fromPort",
        80.0,
        "once",
    ),
    (
        RIGHT,
        {"scope": "/subscriptions/a", "principalId": "p", "principalType": "User", "roleDefinitionId": "/r", "roleAssignmentName": guid("one")},
        "principalId",
        "q",
        "given a role once",
    ),
    (
        SETTING,
        {"resourceUri": "/subscriptions/a", "storageAccountId": "/s", "logs": [{"category": "Policy", "enabled": True}]},
        "storageAccountId",
        "/t",
        "a category",
    ),
    (
        RULE,
        {"networkSecurityGroupName": "g", "securityRuleName": "x", "direction": "Inbound", "priority": 100.0},
        "direction",
        "Outbound",
        "given once",
    ),
]


@pytest.mark.parametrize(("token", "inputs", "other", "value", "reason"), ONCE)
def test_what_there_is_once_is_refused_a_second_time(token: str, inputs: dict[str, Any], other: str, value: Any, reason: str):
    at = clouds()
    # On Azure a second resource has another name; on AWS none of these has one.
    names = ((guid(word) if token == RIGHT else word) for word in ("two", "three", "four"))
    second, third, fourth = ({**inputs, NAMED[token]: name} if token in NAMED else inputs for name in names)
    unknown = {**fourth, other: UNKNOWN}
    assert refusals(token, inputs, at=at) == []
    assert refusals(token, inputs, at=at) == [], "the same resource is changed to what it is"
    assert refusals(token, {**third, other: value}, name="other", at=at) == []
    (found,) = [failure for failure in refusals(token, second, name="second", at=at) if not failure.property]
    assert reason in found.reason
    assert "it has" in found.reason
    assert refusals(token, unknown, name="third", at=at) == []


def test_what_a_change_gives_up_is_free_again():
    at, inputs = clouds(), {"routeTableId": "rtb-1", "gatewayId": "igw-1", "destinationCidrBlock": "0.0.0.0/0"}
    assert refusals(ROUTE, inputs, at=at) == []
    assert refusals(ROUTE, {**inputs, "destinationCidrBlock": "10.0.0.0/8"}, at=at) == []
    assert refusals(ROUTE, inputs, name="second", at=at) == []
    (second,) = [thing for thing in at.world.things.values() if thing.urn == urn(ROUTE, "second")]
    delete(ROUTE, second.urn, second.id, second.outputs, at, AWS)
    assert refusals(ROUTE, inputs, name="third", at=at) == []


def rule(name: str, priority: float, direction: str = "Inbound") -> dict[str, Any]:
    return {"name": name, "priority": priority, "direction": direction, "access": "Allow", "protocol": "Tcp"}


def group(*rules: dict[str, Any]) -> dict[str, Any]:
    return {"networkSecurityGroupName": "g", "resourceGroupName": "rg", "securityRules": list(rules)}


SECURITY, COLLECTIONS = "azure-native:network:NetworkSecurityGroup", "azure-native:network:FirewallPolicyRuleCollectionGroup"
POLICY = "aws:networkfirewall/firewallPolicy:FirewallPolicy"
VAULT = {"tenantId": "11111111-2222-3333-4444-555555555555", "sku": {"family": "A", "name": "premium"}}
INSPECTED = {"statelessDefaultActions": ["aws:forward_to_sfe"], "statelessFragmentDefaultActions": ["aws:forward_to_sfe"]}
REFERENCE = {"priority": 1.0, "resourceArn": "arn:aws:network-firewall:eu-west-2:111122223333:stateful-rulegroup/g"}


DEFAULTS = "firewallPolicy.statefulDefaultActions"


def defaults(*actions: str, order: str = "STRICT_ORDER") -> dict[str, Any]:
    return {"name": "p", "firewallPolicy": {**INSPECTED, "statefulEngineOptions": {"ruleOrder": order}, "statefulDefaultActions": list(actions)}}


@pytest.mark.parametrize("family", ["established", "established_app_layer", "established_app_layer_to_server"])
def test_a_drop_and_the_alert_that_tells_of_it_go_together(family: str):
    assert refusals(POLICY, defaults(f"aws:drop_{family}", f"aws:alert_{family}", "aws:alert_strict")) == []


def collection(name: str) -> dict[str, Any]:
    return {"ruleCollectionType": "FirewallPolicyFilterRuleCollection", "name": name}


@pytest.mark.parametrize(
    ("token", "inputs", "prop", "reason"),
    [
        (SECURITY, group(rule("a", 99)), "securityRules[0].priority", "not between 100 and 4096"),
        (SECURITY, group(rule("a", 4097)), "securityRules[0].priority", "not between 100 and 4096"),
        (SECURITY, group(rule("a", 100), rule("b", 100)), "securityRules[1]", "given once in each direction"),
        (SECURITY, group(rule("a", 100), rule("a", 110)), "securityRules[1]", "names one rule"),
        (RULE, {"securityRuleName": "x", "priority": 5000.0}, "priority", "not between 100 and 4096"),
        (COLLECTIONS, {"ruleCollectionGroupName": "g", "priority": 65001.0}, "priority", "not between 100 and 65000"),
        (COLLECTIONS, {"ruleCollections": [collection("a"), collection("a")]}, "ruleCollections[1]", "names one collection"),
        (
            POLICY,
            {"name": "p", "firewallPolicy": {**INSPECTED, "statefulRuleGroupReferences": [REFERENCE, REFERENCE]}},
            "firewallPolicy.statefulRuleGroupReferences[1]",
            "the priority of one rule group",
        ),
        (POLICY, defaults("aws:drop_established", "aws:alert_established_app_layer_to_server"), DEFAULTS, "cannot exist together"),
        (POLICY, defaults("aws:drop_established_app_layer", "aws:alert_established_app_layer_to_server"), DEFAULTS, "cannot exist together"),
        (POLICY, defaults("aws:drop_strict", "aws:drop_established"), DEFAULTS, "one drop action at most"),
        (POLICY, defaults("aws:drop_all"), DEFAULTS, "is none of"),
        (POLICY, defaults("aws:drop_strict", order="DEFAULT_ACTION_ORDER"), DEFAULTS, "for STRICT_ORDER alone"),
        (
            NETWORK,
            {"virtualNetworkName": "hub", "addressSpace": {"addressPrefixes": ["10.0.0.0/16", "10.0.1.0/24"]}},
            "addressSpace.addressPrefixes[1]",
            "overlaps 10.0.0.0/16",
        ),
        (
            NETWORK,
            {"virtualNetworkName": "hub", "subnets": [{"addressPrefix": "10.0.0.0/24"}, {"addressPrefix": "10.0.0.128/25"}]},
            "subnets[1]",
            "overlaps 10.0.0.0/24",
        ),
        ("azure-native:keyvault:Vault", {"vaultName": "1vault", "resourceGroupName": "rg", "properties": VAULT}, "vaultName", "does not match"),
        ("azure-native:keyvault:Vault", {"vaultName": "a--vault", "resourceGroupName": "rg", "properties": VAULT}, "vaultName", "does not match"),
        ("azure-native:keyvault:Vault", {"vaultName": "v" * 25, "resourceGroupName": "rg", "properties": VAULT}, "vaultName", "at most 24"),
    ],
)
def test_what_contradicts_itself_is_named(token: str, inputs: dict[str, Any], prop: str, reason: str):
    found = refusals(token, inputs)
    assert [failure.property for failure in found] == [prop]
    assert reason in found[0].reason


def test_a_priority_is_free_in_the_other_direction():
    assert refusals(SECURITY, group(rule("in", 100), rule("out", 100, "Outbound"), rule("last", 4096))) == []


def test_azure_subnets_lie_in_their_network_and_apart():
    at, inputs = clouds(), {"virtualNetworkName": "hub", "resourceGroupName": "rg"}
    create(NETWORK, urn(NETWORK), {**inputs, "addressSpace": {"addressPrefixes": ["10.0.0.0/16", "10.1.0.0/16"]}}, at, AZURE)
    assert refusals(AZURE_SUBNET, {**inputs, "subnetName": "a", "addressPrefix": "10.1.0.0/24"}, at=at) == []
    second = refusals(AZURE_SUBNET, {**inputs, "subnetName": "b", "addressPrefix": "10.1.0.128/25"}, name="b", at=at)
    outside = refusals(AZURE_SUBNET, {**inputs, "subnetName": "c", "addressPrefix": "10.2.0.0/24"}, name="c", at=at)
    assert "overlaps 10.1.0.0/24 of it" in second[0].reason
    assert "outside its network 10.0.0.0/16, 10.1.0.0/16" in outside[0].reason


TRUST, ALLOW = {"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": {"AWS": "111122223333"}}, {"Effect": "Allow", "Action": "s3:GetObject"}
GUARDRAIL, OWN = "aws:organizations/policy:Policy", "aws:iam/policy:Policy"


def policy(token: str, *statements: dict[str, Any], version: str | None = "2012-10-17") -> dict[str, Any]:
    key = {ROLE: "assumeRolePolicy", OWN: "policy", GUARDRAIL: "content"}[token]
    return {"name": "p", key: json.dumps({**({"Version": version} if version else {}), "Statement": list(statements)})}


@pytest.mark.parametrize(
    ("token", "inputs", "reason"),
    [
        (ROLE, policy(ROLE, TRUST, version="2012-10-18"), "the version '2012-10-18' is none of"),
        (GUARDRAIL, policy(GUARDRAIL, {**ALLOW, "Resource": "*"}, version=None), "the policy has no version"),
        (ROLE, policy(ROLE, {**TRUST, "Effect": "allow"}), "neither Allow nor Deny"),
        (ROLE, policy(ROLE, {**TRUST, "NotAction": "s3:*"}), "either Action or NotAction"),
        (ROLE, policy(ROLE, {**TRUST, "Resource": "*"}), "names no resource"),
        (ROLE, policy(ROLE, {"Effect": "Allow", "Action": "sts:AssumeRole"}), "names a principal"),
        (OWN, policy(OWN, ALLOW), "either Resource or NotResource"),
        (OWN, policy(OWN, {**ALLOW, "Resource": "*", "Principal": "*"}), "names no principal"),
        (OWN, policy(OWN, {**ALLOW, "Resource": "*", "Sid": "not-allowed"}), "other characters"),
        (OWN, policy(OWN, {**ALLOW, "Resource": "*", "Sid": "One"}, {**ALLOW, "Resource": "*", "Sid": "One"}), "two statements are called 'One'"),
    ],
)
def test_a_policy_that_iam_would_not_take_is_refused(token: str, inputs: dict[str, Any], reason: str):
    (found,) = refusals(token, inputs)
    assert reason in found.reason


def test_iam_itself_takes_a_policy_without_a_version():
    """It reads it as one of 2008. Only AWS Organizations refuses it."""
    assert refusals(OWN, policy(OWN, {**ALLOW, "Resource": "*"}, version=None)) == []


def test_a_resource_may_be_in_another_region_than_its_provider():
    at = clouds()
    assert refusals(DETECTOR, {}, at=at) == []
    assert refusals(DETECTOR, {"region": "us-east-1"}, name="elsewhere", at=at) == []
    assert "one detector" in refusals(DETECTOR, {"region": "us-east-1"}, name="second", at=at)[0].reason


def test_a_type_that_no_sdk_has_is_refused():
    assert "no installed SDK" in refusals("aws:ec2/vpn:Nothing", {})[0].reason


def test_a_right_on_azure_says_of_what_type_its_principal_is():
    assignment, given = "azure-native:authorization:RoleAssignment", {"principalId": "p", "roleDefinitionId": "r", "scope": "/subscriptions/s"}
    assert "PrincipalNotFound" in str(refusals(assignment, given))
    assert refusals(assignment, {**given, "principalType": "ServicePrincipal"}) == []
