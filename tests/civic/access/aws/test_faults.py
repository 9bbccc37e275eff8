"""What AWS would refuse is told with resource, place and line, and never ends in a traceback."""

import json
from typing import Any

import pytest

from civic.access.aws import Principal, Request, World, evaluate
from civic.access.aws.kinds import DocumentKind
from civic.access.aws.policies import DocumentFault, parse
from civic.access.errors import AccessError
from civic.access.verdict import Decision
from civic.errors import InputError
from civic.plan import UNKNOWN, Resource
from civic.plan.wire import SECRET, SIGNATURE
from tests.civic.access.aws.case import HOME, made, provider

ALLOW = {"Effect": "Allow", "Action": "s3:GetObject", "Resource": "*"}


def _document(*statements: Any, **more: Any) -> dict[str, Any]:
    return {"Version": "2012-10-17", "Statement": list(statements), **more}


BAD = [
    ("{", "is no JSON"),
    ("[]", "found list; allowed: an object"),
    ("[" * 100_000, "nested too deeply|is no JSON"),
    ('{"Version": "2012-10-17", "Version": "2012-10-17", "Statement": []}', "'Version' twice"),
    (_document(), "found no Statement"),
    ({"Version": "2012-10-18", "Statement": [ALLOW]}, "Version: found '2012-10-18'; allowed: 2012-10-17 or 2008-10-17"),
    (_document(ALLOW, Policy={}), "the element 'Policy'"),
    (_document("Allow"), "statement #1: found str; allowed: an object"),
    (_document({**ALLOW, "Effect": "allow"}), "Effect: found 'allow'; allowed: Allow or Deny"),
    (_document({**ALLOW, "Actions": "s3:*"}), "the element 'Actions'"),
    (_document({"Effect": "Allow", "Resource": "*"}), "found no Action; allowed: Action or NotAction"),
    (_document({**ALLOW, "NotAction": "s3:*"}), "found both Action and NotAction"),
    (_document({"Effect": "Allow", "Action": "s3:GetObject"}), "found no Resource"),
    (_document({**ALLOW, "Action": "s3"}), "Action: found 's3'; allowed: service:Action"),
    (_document({**ALLOW, "Action": []}), "Action: found an empty list"),
    (_document({**ALLOW, "Action": [1]}), "Action: found 1; allowed: text"),
    (_document({**ALLOW, "Resource": "bucket"}), "Resource: found 'bucket'; allowed: an ARN"),
    (_document({**ALLOW, "Principal": "*"}), "found Principal, which this kind of document does not have"),
    (_document({**ALLOW, "Sid": "a b"}), "Sid: found 'a b'"),
    (_document({**ALLOW, "Sid": "A"}, {**ALLOW, "Sid": "A"}), "the Sid 'A' twice"),
    (
        _document({**ALLOW, "Condition": {"StringIs": {"aws:SourceIp": "x"}}}),
        "condition operator 'StringIs', which does not exist; allowed: StringEquals",
    ),
    (_document({**ALLOW, "Condition": {"NullIfExists": {"aws:SourceIp": "true"}}}), "condition operator 'NullIfExists'"),
    (_document({**ALLOW, "Condition": {"ForSomeValues:StringEquals": {"aws:TagKeys": "x"}}}), "condition operator 'ForSomeValues:StringEquals'"),
    (_document({**ALLOW, "Condition": {"IpAddress": {"aws:SourceIp": "10.0.0.0/40"}}}), "found no address range"),
    (_document({**ALLOW, "Condition": {"NumericLessThan": {"s3:max-keys": "ten"}}}), "found no number"),
    (_document({**ALLOW, "Condition": {"DateLessThan": {"aws:CurrentTime": "tomorrow"}}}), "found no date"),
    (_document({**ALLOW, "Condition": {"Bool": {"aws:SecureTransport": "yes"}}}), "found neither true nor false"),
    (_document({**ALLOW, "Condition": {"Null": {"aws:SourceIp": "maybe"}}}), "allowed: true or false"),
    (_document({**ALLOW, "Condition": {"ArnLike": {"aws:SourceArn": "here"}}}), "found no ARN"),
    (_document({**ALLOW, "Condition": {"BinaryEquals": {"key": "?"}}}), "found no base64"),
    (_document({**ALLOW, "Condition": []}), "Condition: found list"),
    (_document({**ALLOW, "Condition": {"StringEquals": "x"}}), "Condition: StringEquals: found str"),
    (_document({**ALLOW, "Condition": {"StringEquals": {"aws:SourceIp": {}}}}), "found {}; allowed: text"),
]


@pytest.mark.parametrize(("document", "told"), BAD, ids=[told[:40] for _, told in BAD])
def test_a_document_that_does_not_parse_is_told(document: Any, told: str):
    with pytest.raises(DocumentFault, match=told):
        parse(document, DocumentKind.MANAGED)


@pytest.mark.parametrize(
    ("principal", "told"),
    [
        ("nobody", "found 'nobody'"),
        ({}, "found {}"),
        ({"Person": "x"}, "found the kind 'Person'; allowed: AWS, Service"),
        ({"AWS": "12345"}, "found '12345' as AWS principal"),
        ({"AWS": "arn:aws:iam::111111111111:group/x"}, "as AWS principal"),
        ({"AWS": "arn:aws:iam::111111111111:role/*"}, "without wildcards"),
        ({"AWS": "arn:aws:sts::111111111111:assumed-role/x/*"}, "without wildcards"),
        ({"Service": "cloudtrail"}, "found 'cloudtrail' as Service principal"),
        ({"Federated": "https://ci.example"}, "as Federated principal"),
        ({"CanonicalUser": "me"}, "as CanonicalUser principal"),
        ({"AWS": [1]}, "found 1 as AWS principal"),
    ],
)
def test_a_principal_that_is_none_is_told(principal: Any, told: str):
    trust = _document({"Effect": "Allow", "Principal": principal, "Action": "sts:AssumeRole"})
    with pytest.raises(DocumentFault, match=told):
        parse(trust, DocumentKind.TRUST)


@pytest.mark.parametrize(
    ("statement", "told"),
    [
        ({"Effect": "Allow", "Principal": "*", "Action": "s3:*", "Resource": "*"}, "Effect: found Allow"),
        ({"Effect": "Deny", "Principal": {"AWS": "arn:aws:iam::111111111111:root"}, "Action": "s3:*", "Resource": "*"}, "Principal: allowed"),
        ({"Effect": "Deny", "Principal": "*", "Action": "*", "Resource": "*"}, "Action: found NotAction or"),
        ({"Effect": "Deny", "Principal": "*", "NotAction": "s3:*", "Resource": "*"}, "Action: found NotAction or"),
    ],
)
def test_a_guardrail_on_resources_has_rules_of_its_own(statement: Any, told: str):
    with pytest.raises(DocumentFault, match=told):
        parse(_document(statement), DocumentKind.RESOURCE_CONTROL)


@pytest.mark.parametrize("kind", [kind for kind in DocumentKind if kind.rules.principal == "must not"], ids=lambda kind: kind.name)
def test_a_document_over_its_size_is_told_and_one_at_its_size_is_not(kind: DocumentKind):
    padding = kind.rules.limit - len(json.dumps(_document({**ALLOW, "Resource": "arn:aws:s3:::"}), separators=(",", ":")))
    fits = json.dumps(_document({**ALLOW, "Resource": "arn:aws:s3:::" + "x" * padding}), separators=(",", ":"))
    assert parse(fits, kind).size == kind.rules.limit
    with pytest.raises(DocumentFault, match=f"allowed for a {kind.rules.label[:10]}".replace("(", r"\(")):
        parse(fits.replace("xx", "xxx", 1), kind)


def test_white_space_counts_in_a_guardrail_and_not_in_a_managed_policy():
    document = json.dumps(_document(ALLOW), indent=2000)
    assert len(document) > 10240
    assert parse(document, DocumentKind.MANAGED).size < 200
    with pytest.raises(DocumentFault, match="white space counted"):
        parse(document, DocumentKind.SERVICE_CONTROL)


EQUAL = [
    {"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::b/*"}},
    {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": ["s3:GetObject"], "Resource": ["arn:aws:s3:::b/*"]}]},
    {"Statement": [{"Resource": ["arn:aws:s3:::b/*"], "Action": "S3:getobject", "Effect": "Allow"}], "Version": "2012-10-17"},
]


@pytest.mark.parametrize("document", [*EQUAL, *(json.dumps(one) for one in EQUAL), *(json.dumps(one, indent=4) for one in EQUAL)])
def test_equal_forms_say_the_same(document: Any):
    world = World.of([_provider(), *_role(policy=document)])
    assert _ask(world, "s3:GetObject", "arn:aws:s3:::b/x") is Decision.ALLOWED
    assert _ask(world, "s3:PutObject", "arn:aws:s3:::b/x") is Decision.DENIED


def _provider() -> Resource:
    return Resource(provider(HOME), "pulumi:providers:aws", True, {"region": "eu-west-2", "allowedAccountIds": json.dumps([HOME])})


def _role(**inputs: Any) -> list[Resource]:
    trust = _document({"Effect": "Allow", "Principal": {"Service": "ec2.amazonaws.com"}, "Action": "sts:AssumeRole"})
    role = made("aws:iam/role:Role", "app", {"name": "app", "assumeRolePolicy": trust}, {"arn": f"arn:aws:iam::{HOME}:role/app"}, HOME, id="app")
    return [role, made("aws:iam/rolePolicy:RolePolicy", "own", {"role": "app", "name": "own", **inputs}, {}, HOME)]


def _ask(world: World, action: str, resource: str) -> Decision:
    return evaluate(world, Request(Principal.role(f"arn:aws:iam::{HOME}:role/app"), action, resource, HOME)).decision


def test_a_fault_in_a_plan_names_resource_property_and_line_and_the_document_counts_as_unknown():
    world = World.of([_provider(), *_role(policy='{"Version": "2012-10-17"}')])
    (fault,) = world.faults
    assert isinstance(fault, InputError)
    assert str(fault).startswith("program.py:3: urn:pulumi:stack::project::aws:iam/rolePolicy:RolePolicy::own: policy: found no Statement")
    assert _ask(world, "s3:GetObject", "arn:aws:s3:::b/x") is Decision.UNKNOWN


@pytest.mark.parametrize("hidden", [UNKNOWN, {SIGNATURE: SECRET, "ciphertext": "[secret]"}, {SIGNATURE: SECRET, "value": UNKNOWN}])
def test_a_document_that_is_not_known_yet_is_unknown_and_no_fault(hidden: Any):
    world = World.of([_provider(), *_role(policy=hidden)])
    assert world.faults == ()
    assert _ask(world, "s3:GetObject", "arn:aws:s3:::b/x") is Decision.UNKNOWN


def test_a_part_of_a_document_that_is_not_known_yet_decides_only_where_it_matters():
    half = _document({"Effect": "Allow", "Action": "s3:GetObject", "Resource": f"arn:aws:s3:::{UNKNOWN}/*"})
    world = World.of([_provider(), *_role(policy=json.dumps(half))])
    assert _ask(world, "s3:GetObject", "arn:aws:s3:::b/x") is Decision.UNKNOWN
    assert _ask(world, "s3:PutObject", "arn:aws:s3:::b/x") is Decision.DENIED
    assert _ask(world, "s3:GetObject", "arn:aws:s3:::b") is Decision.DENIED


def test_two_policies_of_one_name_are_told_with_both():
    one = {"policy": _document(ALLOW), "name": "rights"}
    policies = [
        made("aws:iam/policy:Policy", name, {**one, "path": f"/{name}/"}, {"arn": f"arn:aws:iam::{HOME}:policy/{name}/rights"}, HOME)
        for name in ("a", "b")
    ]
    (fault,) = World.of([_provider(), *policies]).faults
    assert fault.urn.endswith("::b")
    assert "found 'rights', which urn:pulumi:stack::project::aws:iam/policy:Policy::a has in the same account" in str(fault)


def test_two_inline_policies_of_one_name_on_a_role_are_told():
    role, own = _role(policy=_document(ALLOW))
    again = made("aws:iam/rolePolicy:RolePolicy", "again", {"role": "app", "name": "own", "policy": _document(ALLOW)}, {}, HOME)
    (fault,) = World.of([_provider(), role, own, again]).faults
    assert fault.urn.endswith("::again")
    assert "found the inline policy 'own'" in str(fault)


def test_inline_policies_of_a_role_are_counted_together():
    large = _document({**ALLOW, "Resource": "arn:aws:s3:::" + "x" * 6000})
    role, own = _role(policy=large)
    again = made("aws:iam/rolePolicy:RolePolicy", "again", {"role": "app", "name": "again", "policy": large}, {}, HOME)
    (fault,) = World.of([_provider(), role, own, again]).faults
    assert "characters of inline policies on app; allowed for inline policies of a role together: 10,240" in str(fault)


def test_a_role_that_is_assumed_and_made_nowhere_is_told_with_the_nearest():
    chain = json.dumps([{"roleArn": f"arn:aws:iam::{HOME}:role/deploy"}])
    other = Resource(provider("x"), "pulumi:providers:aws", True, {"assumeRoles": chain, "region": "eu-west-2"}, source="stacks/x.py:7")
    world = World.of([_provider(), other, *_role(policy=_document(ALLOW))])
    (told,) = world.unmade
    assert isinstance(told, AccessError)
    assert str(told).startswith("stacks/x.py:7: ")
    assert f"found arn:aws:iam::{HOME}:role/deploy, which is made nowhere; allowed: a role that is, such as arn:aws:iam::{HOME}:role/app" in str(told)


def test_a_trust_in_a_role_that_is_made_nowhere_is_told():
    trust = _document({"Effect": "Allow", "Principal": {"AWS": f"arn:aws:iam::{HOME}:role/gone"}, "Action": "sts:AssumeRole"})
    role = made("aws:iam/role:Role", "x", {"name": "x", "assumeRolePolicy": trust}, {"arn": f"arn:aws:iam::{HOME}:role/x"}, HOME, id="x")
    (told,) = World.of([_provider(), role]).unmade
    assert "assumeRolePolicy: statement #1: found" in str(told)


def test_an_aws_managed_policy_that_is_not_kept_is_unknown():
    role, _ = _role(policy=_document(ALLOW))
    arn = "arn:aws:iam::aws:policy/AmazonBraketFullAccess"
    attachment = made("aws:iam/rolePolicyAttachment:RolePolicyAttachment", "a", {"role": "app", "policyArn": arn}, {}, HOME)
    verdict = evaluate(World.of([_provider(), role, attachment]), Request(Principal.role(f"arn:aws:iam::{HOME}:role/app"), "ec2:DescribeVpcs", "*"))
    assert verdict.decision is Decision.UNKNOWN
    assert verdict.unknown == {arn}
