"""What a service does with a key besides: every service against every way in which the key's rights can be given or missing."""

from typing import Any

import pytest

from civic.access.aws import Kind, World, evaluate_with_services, follow_ups
from civic.access.aws.services import USES, worst
from civic.access.verdict import Decision, Reason
from tests.civic.access.aws.case import HOME, Case, document, made, request, resources
from tests.civic.access.aws.case import world as case_world

KEY = Case("", {"name": "", "ask": ""}).text("$key")
FIREWALL = f"arn:aws:network-firewall:eu-west-2:{HOME}:stateful-rulegroup/rules"
SERVICES: dict[str, dict[str, Any]] = {
    "S3 reads": {"ask": "s3:GetObject on $bucket/a", "via": "s3"},
    "S3 writes": {"ask": "s3:PutObject on $bucket/a", "via": "s3"},
    "S3 writes in parts": {"ask": "s3:PutObject on $bucket/a", "via": "s3", "in_parts": True},
    "Secrets Manager reads": {"ask": "secretsmanager:GetSecretValue on $secret", "via": "secretsmanager"},
    "Secrets Manager writes": {"ask": "secretsmanager:PutSecretValue on $secret", "via": "secretsmanager"},
    "SNS": {"ask": "sns:Publish on $topic", "via": "sns"},
    "SQS": {"ask": "sqs:SendMessage on $queue", "via": "sqs"},
    "RDS": {"ask": f"rds:CreateDBInstance on arn:aws:rds:eu-west-2:{HOME}:db:main", "via": "rds"},
    "EBS": {"ask": f"ec2:CreateVolume on arn:aws:ec2:eu-west-2:{HOME}:volume/*", "via": "ec2"},
    "Network Firewall": {"ask": f"network-firewall:CreateRuleGroup on {FIREWALL}", "via": "network-firewall"},
    "Backup": {"ask": "backup:CreateBackupVault on $vault", "via": "backup"},
    "ECR": {"ask": "ecr:CreateRepository on $repository", "via": "ecr"},
    "DynamoDB": {"ask": f"dynamodb:CreateTable on arn:aws:dynamodb:eu-west-2:{HOME}:table/t", "via": "dynamodb"},
    "Lambda": {"ask": f"lambda:CreateFunction on arn:aws:lambda:eu-west-2:{HOME}:function:f", "via": "lambda"},
}
WAYS: dict[str, tuple[dict[str, Any], str]] = {
    "the key leaves it to IAM, and IAM allows both": ({"identity": ["Allow ACTION on *", "Allow kms:* on $key"]}, "allowed"),
    "IAM allows the action alone": ({"identity": ["Allow ACTION on *"]}, "denied NO_ALLOW"),
    "IAM allows the key alone": ({"identity": ["Allow kms:* on $key"]}, "denied NO_ALLOW"),
    "IAM allows another key": ({"identity": ["Allow ACTION on *", "Allow kms:* on arn:aws:kms:eu-west-2:111111111111:key/other"]}, "denied NO_ALLOW"),
    "the key leaves it to nobody": (
        {"identity": ["Allow ACTION on *", "Allow kms:* on *"], "key_policy": ["Allow to role:other kms:* on *"]},
        "denied RESOURCE_POLICY",
    ),
    "the key names the role": ({"identity": ["Allow ACTION on *"], "key_policy": ["Allow to role:app kms:* on *"]}, "allowed"),
    "through this service alone": (
        {"identity": ["Allow ACTION on *", "Allow kms:* on $key if StringEquals kms:ViaService VIA.eu-west-2.amazonaws.com"]},
        "allowed",
    ),
    "through another service alone": (
        {"identity": ["Allow ACTION on *", "Allow kms:* on $key if StringEquals kms:ViaService glue.eu-west-2.amazonaws.com"]},
        "denied NO_ALLOW",
    ),
    "a guardrail forbids keys": (
        {"identity": ["Allow ACTION on *", "Allow kms:* on $key"], "unit_scp": ["Deny kms:* on *"]},
        "denied SERVICE_CONTROL_POLICY",
    ),
    "a guardrail forbids keys but through a service": (
        {"identity": ["Allow ACTION on *", "Allow kms:* on $key"], "unit_scp": ["Deny kms:* on * if BoolIfExists aws:ViaAWSService false"]},
        "allowed",
    ),
}


def _case(service: str, way: str) -> tuple[Case, dict[str, Any]]:
    about = SERVICES[service]
    action = about["ask"].partition(" ")[0]
    data = {"name": way, "ask": about["ask"]}
    for key, value in WAYS[way][0].items():
        data[key] = [sentence.replace("ACTION", action).replace("VIA", about["via"]) for sentence in value]
    return Case("services", data), {"in_parts": about.get("in_parts", False)}


def _world(case: Case) -> World:
    policy = {"policy": document(case, case.get("key_policy"))} if case.get("key_policy") else {}
    key = made("aws:kms/key:Key", "the-key", {"description": "key", **policy}, {"arn": KEY}, HOME, id=KEY.rpartition("/")[2])
    return World.of([*(one for one in resources(case) if one.type != "aws:kms/key:Key"), key])


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("service", SERVICES)
def test_the_key_has_to_be_allowed_too(service: str, way: str):
    case, options = _case(service, way)
    decision, _, reason = WAYS[way][1].partition(" ")
    verdicts = evaluate_with_services(_world(case), request(case), key=KEY, **options)
    assert len(verdicts) > 1
    _, verdict = worst(verdicts)
    assert verdict.decision is Decision(decision), verdicts
    assert not reason or verdict.reason is Reason[reason]


LOGS = f"logs:CreateLogGroup on arn:aws:logs:eu-west-2:{HOME}:log-group:/civic/x"
SERVICE_WAYS: dict[str, tuple[list[str] | None, str]] = {
    "the account's root in the key is not the service": (None, "denied"),
    "the service": (["Allow to service:logs.eu-west-2.amazonaws.com kms:* on *"], "allowed"),
    "the service of another region": (["Allow to service:logs.us-east-1.amazonaws.com kms:* on *"], "denied"),
    "the service for this account's groups": (
        [
            f"Allow to service:logs.eu-west-2.amazonaws.com kms:* on * if ArnLike kms:EncryptionContext:aws:logs:arn arn:aws:logs:eu-west-2:{HOME}:log-group:*"
        ],
        "allowed",
    ),
    "the service for another account's groups": (
        [
            "Allow to service:logs.eu-west-2.amazonaws.com kms:* on * if ArnLike kms:EncryptionContext:aws:logs:arn arn:aws:logs:*:222222222222:log-group:*"
        ],
        "denied",
    ),
    "the service with a part of what it needs": (["Allow to service:logs.eu-west-2.amazonaws.com kms:Encrypt,kms:Decrypt on *"], "denied"),
    "the service with all that AWS lists": (
        ["Allow to service:logs.eu-west-2.amazonaws.com kms:Encrypt*,kms:Decrypt*,kms:ReEncrypt*,kms:GenerateDataKey*,kms:Describe* on *"],
        "allowed",
    ),
    "the service denied": (["Allow to service:logs.eu-west-2.amazonaws.com kms:* on *", "Deny to * kms:Decrypt on *"], "denied"),
}


@pytest.mark.parametrize("way", SERVICE_WAYS)
def test_logs_use_the_key_in_their_own_name(way: str):
    policy, decision = SERVICE_WAYS[way]
    case = Case("services", {"name": way, "ask": LOGS, "identity": ["Allow logs:* on *", "Allow kms:* on *"], "key_policy": policy})
    verdicts = evaluate_with_services(_world(case), request(case), key=KEY)
    assert {one.principal.kind for one, _ in verdicts[1:]} == {Kind.SERVICE}
    assert worst(verdicts)[1].decision is Decision(decision)


def test_grants_that_a_service_asks_for_are_for_its_own_resources():
    case, _ = _case("RDS", "IAM allows the action alone")
    grants = [one for one in follow_ups(_world(case), request(case), key=KEY) if one.action == "kms:CreateGrant"]
    assert [one.context["kms:grantisforawsresource"] for one in grants] == [("true",)]


def test_a_managed_master_password_is_a_secret_that_the_caller_makes():
    case = Case("services", {"name": "", "ask": SERVICES["RDS"]["ask"], "identity": ["Allow rds:* on *"]})
    refused = [one for one, verdict in evaluate_with_services(_world(case), request(case), managed_password=True) if verdict.denied]
    assert [one.action for one in refused] == ["secretsmanager:CreateSecret", "secretsmanager:TagResource"]
    assert all(":secret:rds!" in one.resource for one in refused)


def test_a_bucket_whose_objects_share_a_key_has_its_own_arn_as_context():
    case = Case("services", {"name": "", "ask": "s3:GetObject on $bucket/a"})
    rules = [{"bucketKeyEnabled": True, "applyServerSideEncryptionByDefault": {"sseAlgorithm": "aws:kms", "kmsMasterKeyId": KEY}}]
    token = "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration"
    world = World.of([*resources(case), made(token, "encryption", {"bucket": "data", "rules": rules}, {}, HOME)])
    (asked,) = follow_ups(world, request(case))
    assert (asked.action, asked.resource) == ("kms:Decrypt", KEY)
    assert asked.context["kms:encryptioncontext:aws:s3:arn"] == ("arn:aws:s3:::data",)


def test_what_is_encrypted_with_nobodys_key_asks_for_nothing_more():
    case = Case("services", {"name": "", "ask": "s3:GetObject on $bucket/a"})
    assert follow_ups(case_world(case), request(case)) == ()
    assert follow_ups(case_world(case), request(case), key=f"arn:aws:kms:eu-west-2:{HOME}:alias/aws/s3") == ()


@pytest.mark.parametrize("action", USES)
def test_each_use_names_its_page_and_operations_that_kms_has(action: str):
    operations = {
        *("CreateGrant", "Decrypt", "DescribeKey", "Encrypt", "GenerateDataKey", "GenerateDataKeyWithoutPlaintext"),
        *("ReEncryptFrom", "ReEncryptTo", "RetireGrant"),
    }
    assert USES[action].page
    assert set(USES[action].operations) <= operations
