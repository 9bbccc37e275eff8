"""What the simulated clouds answer: the right shapes, always the same, from the account that the provider enters."""

import json
import re
from typing import Any

import pytest

from civic.simulator import Unsupported, check, create, invoke
from tests.civic.simulator.support import ACCOUNT, AWS, AZURE, OTHER, SUBSCRIPTION, clouds, urn
from tests.looping import each
from tests.planning import plans_of

GROUP = f"/subscriptions/{SUBSCRIPTION}/resourceGroups/rg"
GUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")


def answered(token: str, inputs: dict[str, Any], ref: str = "") -> tuple[str, dict[str, Any]]:
    return create(token, urn(token), inputs, clouds(), ref or (AZURE if token.startswith("azure") else AWS))


def test_equal_questions_have_equal_answers():
    inputs = {"cidrBlock": "10.0.0.0/16"}
    assert answered("aws:ec2/vpc:Vpc", inputs) == answered("aws:ec2/vpc:Vpc", inputs)
    other = create("aws:ec2/vpc:Vpc", urn("aws:ec2/vpc:Vpc", "other"), inputs, clouds(), AWS)
    assert other[0] != answered("aws:ec2/vpc:Vpc", inputs)[0]


@pytest.mark.parametrize("stack", ["platform-aws-network", "platform-azure-network"])
def test_the_order_of_the_inputs_does_not_matter(stack: str):
    # The real engine hands them over in another order than the program gave them.
    entries = [entry for run in plans_of(None, stack).values() for entry in json.loads(run.plan)["deployment"]["resources"]]
    for entry in each(entry for entry in entries if entry["type"].startswith(("aws:", "azure-native:"))):
        inputs = entry.get("inputs") or {}
        there, back = (create(entry["type"], entry["urn"], given, clouds(), AWS) for given in (inputs, dict(reversed(inputs.items()))))
        assert there == back


def test_outputs_hold_the_inputs():
    inputs = {"cidrBlock": "10.0.0.0/16", "tags": {"a": "b"}}
    assert inputs.items() <= answered("aws:ec2/vpc:Vpc", inputs)[1].items()


@pytest.mark.parametrize(
    ("token", "pattern"),
    [
        ("aws:ec2/vpc:Vpc", r"vpc-[0-9a-f]{17}"),
        ("aws:ec2/subnet:Subnet", r"subnet-[0-9a-f]{17}"),
        ("aws:ec2transitgateway/transitGateway:TransitGateway", r"tgw-[0-9a-f]{17}"),
        ("aws:ec2transitgateway/vpcAttachment:VpcAttachment", r"tgw-attach-[0-9a-f]{17}"),
        ("aws:organizations/organization:Organization", r"o-[0-9a-z]{10}"),
        ("aws:organizations/account:Account", r"[0-9]{12}"),
    ],
)
def test_ids_have_the_cloud_s_shape(token: str, pattern: str):
    assert re.fullmatch(pattern, answered(token, {})[0])


def test_a_bucket_is_its_name_everywhere():
    ident, outputs = answered("aws:s3/bucket:Bucket", {"bucket": "ccp-logs"})
    assert (ident, outputs["arn"]) == ("ccp-logs", "arn:aws:s3:::ccp-logs")


def test_arns_carry_the_account_of_the_last_role():
    assert answered("aws:iam/role:Role", {"name": "r"})[1]["arn"] == f"arn:aws:iam::{ACCOUNT}:role/r"
    assert answered("aws:sns/topic:Topic", {"name": "t"})[1]["arn"] == f"arn:aws:sns:eu-west-2:{ACCOUNT}:t"
    assert answered("aws:sns/topic:Topic", {"name": "t"}, OTHER)[1]["arn"] == "arn:aws:sns:eu-west-1:444455556666:t"


def test_an_organisation_has_a_root_and_a_management_account():
    outputs = answered("aws:organizations/organization:Organization", {})[1]
    assert re.fullmatch(r"r-[0-9a-f]{4}", outputs["roots"][0]["id"])
    assert outputs["masterAccountId"] == ACCOUNT


def test_a_firewall_has_an_endpoint_in_every_subnet():
    mappings = [{"subnetId": "subnet-1"}, {"subnetId": "subnet-2"}]
    states = answered("aws:networkfirewall/firewall:Firewall", {"subnetMappings": mappings})[1]["firewallStatuses"][0]["syncStates"]
    endpoints = {state["attachments"][0]["subnetId"]: state["attachments"][0]["endpointId"] for state in states}
    assert endpoints.keys() == {"subnet-1", "subnet-2"}
    assert len(set(endpoints.values())) == 2


@pytest.mark.parametrize(
    ("token", "inputs", "ident"),
    [
        ("resources:ResourceGroup", {"resourceGroupName": "rg"}, GROUP),
        ("network:VirtualNetwork", {"virtualNetworkName": "v"}, f"{GROUP}/providers/Microsoft.Network/virtualNetworks/v"),
        ("network:Subnet", {"virtualNetworkName": "v", "subnetName": "s"}, f"{GROUP}/providers/Microsoft.Network/virtualNetworks/v/subnets/s"),
        ("storage:StorageAccount", {"accountName": "a"}, f"{GROUP}/providers/Microsoft.Storage/storageAccounts/a"),
        ("management:ManagementGroup", {"groupId": "g"}, "/providers/Microsoft.Management/managementGroups/g"),
        (
            "authorization:RoleAssignment",
            {"scope": GROUP, "roleAssignmentName": "n"},
            f"{GROUP}/providers/Microsoft.Authorization/roleAssignments/n",
        ),
    ],
)
def test_azure_ids(token: str, inputs: dict[str, Any], ident: str):
    assert answered(f"azure-native:{token}", {"resourceGroupName": "rg", **inputs})[0] == ident


def test_a_subscription_is_a_guid():
    outputs = answered("azure-native:subscription:Alias", {"aliasName": "a", "properties": {"displayName": "A"}})[1]
    assert GUID.fullmatch(outputs["properties"]["subscriptionId"])


def test_an_identity_has_a_principal():
    outputs = answered("azure-native:managedidentity:UserAssignedIdentity", {"resourceGroupName": "rg", "resourceName": "i"})[1]
    assert GUID.fullmatch(outputs["principalId"])
    assert outputs["principalId"] != outputs["clientId"]


def test_a_name_left_out_is_made():
    completed, _ = check("aws:iam/role:Role", urn("aws:iam/role:Role", "deploy"), {}, clouds(), AWS)
    assert re.fullmatch(r"deploy-[0-9a-f]{7}", completed["name"])


def test_data_sources_answer_for_their_provider():
    at = clouds()
    assert invoke("aws:index/getCallerIdentity:getCallerIdentity", {}, at, AWS)["accountId"] == ACCOUNT
    assert invoke("aws:index/getRegion:getRegion", {}, at, OTHER)["region"] == "eu-west-1"
    assert invoke("azure-native:authorization:getClientConfig", {}, at, AZURE)["subscriptionId"] == SUBSCRIPTION


def test_availability_zones_are_those_of_the_region():
    names = invoke("aws:index/getAvailabilityZones:getAvailabilityZones", {}, clouds(), AWS)["names"]
    assert names == ["eu-west-2a", "eu-west-2b", "eu-west-2c"]


def test_another_data_source_is_refused_by_name():
    with pytest.raises(Unsupported, match="getAmi"):
        invoke("aws:ec2/getAmi:getAmi", {}, clouds(), AWS)


def test_assigned_identities_are_given_as_a_list_and_answered_by_id():
    assigned = f"{GROUP}/providers/Microsoft.ManagedIdentity/userAssignedIdentities/writer"
    inputs = {"flowLogName": "f", "identity": {"type": "UserAssigned", "userAssignedIdentities": [assigned]}}
    identity = answered("azure-native:network:FlowLog", inputs)[1]["identity"]
    assert identity["type"] == "UserAssigned"
    assert GUID.fullmatch(identity["userAssignedIdentities"][assigned]["principalId"])
