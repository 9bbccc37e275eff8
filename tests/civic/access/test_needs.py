"""What one resource asks of the cloud: concrete calls, with the tags and the roles that go with them."""

import json

import pytest

from civic.access.needs import NeededCall, Operation, needs
from civic.plan import UNKNOWN, Resource
from civic.plan.wire import SECRET, SIGNATURE

ACCOUNT = "111122223333"
KEY = f"arn:aws:kms:eu-west-2:{ACCOUNT}:key/0a1b"
TAGS = {"organisation": "northshire", "Backup": "daily"}


def resource(type: str, *, called: str = "it", id: str = "", depends: dict[str, tuple[str, ...]] | None = None, **inputs: object) -> Resource:
    urn = f"urn:pulumi:stack::civic-cloud::{type}::{called}"
    return Resource(urn, type, True, inputs=inputs, outputs=inputs, id=id, property_dependencies=depends or {})


def calls(resource: Resource, operation: Operation = "create", *others: Resource) -> dict[tuple[str, str], NeededCall]:
    found = needs(resource, operation, account=ACCOUNT, region="eu-west-2", others={each.urn: each for each in others})
    assert len(found) == len({(call.action, call.resource, tuple(call.context.items())) for call in found})
    return {(call.action, call.resource): call for call in found}


def actions(resource: Resource, operation: Operation = "create", *others: Resource) -> set[str]:
    return {action for action, _ in calls(resource, operation, *others)}


def test_a_type_that_is_in_no_catalogue_asks_nothing():
    assert calls(resource("aws:never/never:Never")) == {}


@pytest.mark.parametrize(("right", "operation"), [("read", "read"), ("write", "create"), ("write", "update"), ("delete", "delete")])
def test_azure_follows_from_the_type(right: str, operation: Operation):
    scope = "/subscriptions/s/resourceGroups/g/providers/Microsoft.App/jobs/j"
    assert (f"Microsoft.App/jobs/{right}", scope) in calls(resource("azure-native:app:Job", id=scope), operation)


def test_azure_names_the_kind_of_a_record_as_the_record_does():
    scope = "/subscriptions/s/resourceGroups/g/providers/Microsoft.Network/privateDnsZones/z/CNAME/www"
    record = resource("azure-native:privatedns:PrivateRecordSet", id=scope, recordType="CNAME")
    assert ("Microsoft.Network/privateDnsZones/CNAME/write", scope) in calls(record)


def test_what_is_only_waited_for_is_read_where_it_lies_and_never_written():
    scope, kind = "/subscriptions/s/resourceGroups/g/providers/Microsoft.Network/privateEndpoints/e", "Microsoft.Network/privateEndpoints/x"
    wait = resource("pulumi-python:dynamic/civic:SubscriptionSettings", subscription="s", kinds=[], awaits=[scope], awaited=kind)
    assert calls(wait).keys() == {(f"{kind}/read", scope)}
    setting = resource("pulumi-python:dynamic/civic:SubscriptionSettings", subscription="s", kinds=["Microsoft.Security/pricings"])
    assert calls(setting).keys() == {(f"Microsoft.Security/pricings/{right}", "/subscriptions/s") for right in ("read", "write")}


def test_a_vaults_secret_is_deleted_in_the_vault():
    scope = "/subscriptions/s/resourceGroups/g/providers/Microsoft.KeyVault/vaults/v/secrets/s"
    assert [call.data for call in calls(resource("azure-native:keyvault:Secret", id=scope), "delete").values()] == [True]


def test_making_and_changing_read_back_and_deleting_does_not():
    alarm = resource("aws:cloudwatch/metricAlarm:MetricAlarm", name="busy")
    assert {"cloudwatch:PutMetricAlarm", "cloudwatch:DescribeAlarms"} <= actions(alarm) & actions(alarm, "update")
    assert "cloudwatch:DescribeAlarms" not in actions(alarm, "delete")


def test_what_is_made_in_another_is_asked_on_both():
    subnet = resource("aws:ec2/subnet:Subnet", id="subnet-1", vpcId="vpc-1", cidrBlock="10.0.0.0/24")
    made = calls(subnet)
    assert made["ec2:CreateSubnet", f"arn:aws:ec2:eu-west-2:{ACCOUNT}:subnet/subnet-1"].new
    assert not made["ec2:CreateSubnet", f"arn:aws:ec2:eu-west-2:{ACCOUNT}:vpc/vpc-1"].new


def test_a_list_is_a_call_for_each_and_an_empty_one_is_none():
    endpoint = resource("aws:ec2/vpcEndpoint:VpcEndpoint", id="vpce-1", vpcId="vpc-1", subnetIds=["subnet-1", "subnet-2"], routeTableIds=[])
    on = {of for action, of in calls(endpoint) if action == "ec2:CreateVpcEndpoint"}
    kinds = {"vpc-endpoint/vpce-1", "vpc/vpc-1", "subnet/subnet-1", "subnet/subnet-2"}
    assert on == {f"arn:aws:ec2:eu-west-2:{ACCOUNT}:{kind}" for kind in kinds}


def test_tags_are_in_the_request_that_makes_it_and_on_it_afterwards():
    topic = resource("aws:sns/topic:Topic", name="alarms", tagsAll=TAGS)
    arn = f"arn:aws:sns:eu-west-2:{ACCOUNT}:alarms"
    made = calls(topic)
    requested = {"aws:requesttag/organisation": ("northshire",), "aws:requesttag/backup": ("daily",), "aws:tagkeys": ("organisation", "Backup")}
    assert made["sns:CreateTopic", arn].context == requested
    assert made["sns:GetTopicAttributes", arn].context == {"aws:resourcetag/organisation": ("northshire",), "aws:resourcetag/backup": ("daily",)}
    assert ("sns:TagResource", arn) in made


def test_without_tags_nothing_is_tagged():
    assert "sns:TagResource" not in actions(resource("aws:sns/topic:Topic", name="alarms"))


def test_the_tags_of_one_resource_are_not_said_of_another():
    subnet = resource("aws:ec2/subnet:Subnet", id="subnet-1", vpcId="vpc-1", tagsAll=TAGS)
    vpc = calls(subnet)["ec2:CreateSubnet", f"arn:aws:ec2:eu-west-2:{ACCOUNT}:vpc/vpc-1"]
    assert not any(key.startswith("aws:resourcetag/") for key in vpc.context)


def test_a_role_is_passed_to_its_service():
    role = f"arn:aws:iam::{ACCOUNT}:role/civic/start"
    task = resource("aws:ecs/taskDefinition:TaskDefinition", family="web", executionRoleArn=role)
    assert calls(task)["iam:PassRole", role].context == {"iam:passedtoservice": ("ecs-tasks.amazonaws.com",)}
    assert "iam:PassRole" not in actions(resource("aws:ecs/taskDefinition:TaskDefinition", family="web"))


def test_a_service_linked_role_is_made_unless_it_exists():
    database = resource("aws:rds/instance:Instance", identifier="db", engine="postgres", engineVersion="17")
    arn = f"arn:aws:iam::{ACCOUNT}:role/aws-service-role/rds.amazonaws.com/AWSServiceRoleForRDS"
    linked = calls(database)["iam:CreateServiceLinkedRole", arn]
    assert (linked.unless, linked.context) == (arn, {"iam:awsservicename": ("rds.amazonaws.com",)})


def test_a_managed_password_is_a_secret_in_the_callers_name():
    made = {"identifier": "db", "engine": "postgres", "engineVersion": "17"}
    managed = resource("aws:rds/instance:Instance", manageMasterUserPassword=True, masterUserSecretKmsKeyId=KEY, **made)
    secrets = [call for call in calls(managed).values() if call.action == "secretsmanager:CreateSecret"]
    assert [call.resource.startswith(f"arn:aws:secretsmanager:eu-west-2:{ACCOUNT}:secret:rds!db-") for call in secrets] == [True]
    assert calls(managed)["kms:CreateGrant", KEY].context["kms:viaservice"] == ("secretsmanager.eu-west-2.amazonaws.com",)
    assert "secretsmanager:CreateSecret" not in actions(resource("aws:rds/instance:Instance", manageMasterUserPassword=False, **made))


@pytest.mark.parametrize("value", [KEY, "0a1b"])
def test_a_key_is_its_arn(value: str):
    assert ("kms:Decrypt", KEY) in calls(resource("aws:secretsmanager/secret:Secret", name="token", kmsKeyId=value))


@pytest.mark.parametrize("unknown", [UNKNOWN, {SIGNATURE: SECRET, "ciphertext": "[secret]"}])
def test_what_is_not_known_is_no_wildcard(unknown: object):
    """A right on every key of the account covers it, and one on a single key does not."""
    secret = resource("aws:secretsmanager/secret:Secret", name="token", kmsKeyId=unknown)
    call = next(call for call in calls(secret).values() if call.action == "kms:Decrypt")
    assert call.resource == f"arn:aws:kms:eu-west-2:{ACCOUNT}:key/unknown-kmsKeyId"
    assert "kmsKeyId" in call.unknown


def test_an_id_that_is_not_known_yet_is_said():
    assert calls(resource("azure-native:app:Job"))["Microsoft.App/jobs/write", "unknown-id"].unknown == {"id"}


def test_a_roles_path_is_read_from_the_role():
    arn, boundary = f"arn:aws:iam::{ACCOUNT}:role/civic-service/copier", f"arn:aws:iam::{ACCOUNT}:policy/boundary"
    role = resource("aws:iam/role:Role", called="role", id="copier", name="copier", arn=arn, permissionsBoundary=boundary)
    rights = resource("aws:iam/rolePolicy:RolePolicy", called="rights", role="copier", name="own", depends={"role": (role.urn,)})
    assert calls(rights, "create", role)["iam:PutRolePolicy", arn].context == {"iam:permissionsboundary": (boundary,)}
    assert calls(rights)["iam:PutRolePolicy", "unknown-role"].unknown >= {"role@arn"}


def test_what_another_stack_made_lies_in_an_account_that_is_not_known():
    attachment = {"vpcId": "vpc-1", "subnetIds": ["subnet-1"], "transitGatewayId": "tgw-1"}
    theirs = resource("aws:ec2transitgateway/vpcAttachment:VpcAttachment", id="tgw-attach-1", **attachment)
    ours = resource("aws:ec2transitgateway/vpcAttachment:VpcAttachment", id="tgw-attach-1", depends={"transitGatewayId": ("urn",)}, **attachment)
    action = "ec2:CreateTransitGatewayVpcAttachment"
    assert (action, "arn:aws:ec2:eu-west-2:unknown-transitGatewayId:transit-gateway/tgw-1") in calls(theirs)
    assert (action, f"arn:aws:ec2:eu-west-2:{ACCOUNT}:transit-gateway/tgw-1") in calls(ours)


def test_values_in_json_text_count():
    state = json.dumps({"Name": "x", "KmsKeyId": KEY, "GenerateSecretString": {"PasswordLength": 40}})
    made = calls(resource("aws:cloudcontrol/resource:Resource", id="arn:x", typeName="AWS::SecretsManager::Secret", desiredState=state))
    assert {("secretsmanager:GetRandomPassword", "*"), ("kms:GenerateDataKey", KEY)} <= set(made)
    assert calls(resource("aws:cloudcontrol/resource:Resource", id="arn:x", typeName="AWS::Other::Type", desiredState="{broken")).keys() & set(made)


def test_a_resources_own_region_outweighs_its_providers():
    rule = resource("aws:cloudwatch/eventRule:EventRule", name="root", region="us-east-1")
    assert ("events:PutRule", f"arn:aws:events:us-east-1:{ACCOUNT}:rule/root") in calls(rule)


def test_another_partition_is_another_arn():
    found = needs(resource("aws:s3/bucket:Bucket", bucket="b"), "create", account=ACCOUNT, region="cn-north-1", partition="aws-cn")
    assert ("s3:CreateBucket", "arn:aws-cn:s3:::b") in {(call.action, call.resource) for call in found}


@pytest.mark.parametrize(
    ("service", "owner", "unknown"),
    [
        ("com.amazonaws.eu-west-2.kms", ("amazon",), frozenset()),
        ("com.amazonaws.vpce.eu-west-2.vpce-svc-1", None, frozenset({"ec2:vpceserviceowner"})),
    ],
)
def test_a_condition_key_is_known_unknown_or_not_there(service: str, owner: tuple[str, ...] | None, unknown: frozenset[str]):
    made = calls(resource("aws:ec2/vpcEndpoint:VpcEndpoint", id="vpce-1", vpcId="vpc-1", serviceName=service))
    own, vpc = (made["ec2:CreateVpcEndpoint", f"arn:aws:ec2:eu-west-2:{ACCOUNT}:{kind}"] for kind in ("vpc-endpoint/vpce-1", "vpc/vpc-1"))
    assert (own.context["ec2:vpceservicename"], own.context.get("ec2:vpceserviceowner"), own.unknown_keys) == ((service,), owner, unknown)
    assert not {key for key in vpc.context | dict.fromkeys(vpc.unknown_keys, ()) if key.startswith("ec2:vpce")}


def test_the_region_is_said_where_an_arn_does_not_say_it():
    bucket, key = calls(resource("aws:s3/bucket:Bucket", bucket="b")), calls(resource("aws:kms/key:Key", id="0a1b"))
    assert bucket["s3:CreateBucket", "arn:aws:s3:::b"].context == {"aws:requestedregion": ("eu-west-2",)}
    assert key["kms:CreateKey", "*"].context == {"aws:requestedregion": ("eu-west-2",)}
    assert key["kms:DescribeKey", KEY].context == {}
    assert calls(resource("aws:route53/zone:Zone", name="z"))["route53:CreateHostedZone", "*"].context == {}


def test_what_the_provider_tries_where_it_is_refused_is_said():
    bucket = calls(resource("aws:s3/bucket:Bucket", bucket="b", tagsAll=TAGS))
    assert bucket["s3:TagResource", "arn:aws:s3:::b"].instead == "s3:PutBucketTagging"


@pytest.mark.parametrize(
    ("inputs", "expected"),
    [
        ({"targetId": "r-ab12"}, "root/o-unknown-hash/r-ab12"),
        ({"targetId": "ou-ab12-34cd56ef"}, "ou/o-unknown-hash/ou-ab12-34cd56ef"),
        ({"targetId": "444455556666"}, "account/o-unknown-hash/444455556666"),
    ],
)
def test_the_form_of_a_value_decides_what_is_asked(inputs: dict[str, object], expected: str):
    attached = calls(resource("aws:organizations/policyAttachment:PolicyAttachment", policyId="p-1", **inputs))
    assert {of for action, of in attached if action == "organizations:AttachPolicy" and "policy" not in of} == {
        f"arn:aws:organizations::{ACCOUNT}:{expected}"
    }


@pytest.mark.parametrize(("state", "action"), [(True, "config:StartConfigurationRecorder"), (False, "config:StopConfigurationRecorder")])
def test_a_value_that_is_off_is_not_set(state: bool, action: str):
    made = actions(resource("aws:cfg/recorderStatus:RecorderStatus", name="civic", isEnabled=state))
    assert {"config:StartConfigurationRecorder", "config:StopConfigurationRecorder"} & made == {action}
