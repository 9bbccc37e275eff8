"""Whoever is trusted is the estate's own, or named in its records: of every kind of policy, of rights on Azure, and of the example."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import pytest

from civic.access.aws import World
from civic.access.aws.strangers import strangers
from civic.access.strangers import Known, Named, Signer, named_in
from civic.commands.rights_proof import with_rights
from civic.estate.loading import load_estate
from civic.plan import Resource
from civic.reports.results import StackResult
from policies.rights import TRUSTS_KNOWN
from tests.civic.access.judging import PROJECT, Change, altered, example_asks, judge_example
from tests.civic.access.path_estates import ACCOUNT, MANAGEMENT, REGION, Estate, role_arn
from tests.looping import each
from tests.planning import ESTATE

FOREIGN = "999988887777"
GROUP, STRANGER = "3f0d2c5a-91b7-4c6e-8a24-5d7b1e9c0f31", "0badc0de-1111-4222-8333-444455556666"
NETWORK = "platform-aws-network"
PLACES: Mapping[str, tuple[str, str, dict[str, Any], str]] = {
    # kind -> (type, property that holds the policy or names what it is of, other inputs, action)
    "role": ("aws:iam/role:Role", "assumeRolePolicy", {"name": "made"}, "sts:AssumeRole"),
    "key": ("aws:kms/key:Key", "policy", {}, "kms:Decrypt"),
    "bucket": ("aws:s3/bucketPolicy:BucketPolicy", "policy", {"bucket": "state"}, "s3:GetObject"),
    "topic": ("aws:sns/topicPolicy:TopicPolicy", "policy", {"arn": f"arn:aws:sns:{REGION}:{ACCOUNT}:made"}, "sns:Publish"),
    "queue": ("aws:sqs/queue:Queue", "policy", {"name": "made"}, "sqs:SendMessage"),
    "secret": ("aws:secretsmanager/secretPolicy:SecretPolicy", "policy", {"secretArn": "made"}, "secretsmanager:GetSecretValue"),
    "repository": ("aws:ecr/repositoryPolicy:RepositoryPolicy", "policy", {"repository": "made"}, "ecr:BatchGetImage"),
    "vault": ("aws:backup/vaultPolicy:VaultPolicy", "policy", {"backupVaultName": "made"}, "backup:CopyIntoBackupVault"),
    "bus": ("aws:cloudwatch/eventBusPolicy:EventBusPolicy", "policy", {"eventBusName": "default"}, "events:PutEvents"),
}
CARRIED = {
    "secretArn": "aws:secretsmanager/secret:Secret",
    "repository": "aws:ecr/repository:Repository",
    "backupVaultName": "aws:backup/vault:Vault",
}


def _said(kind: str, principal: object, condition: object = None) -> list[str]:
    token, holder, inputs, action = PLACES[kind]
    statement = {"Effect": "Allow", "Principal": principal, "Action": action, **({} if kind == "role" else {"Resource": "*"})}
    document = {"Version": "2012-10-17", "Statement": [{**statement, **({"Condition": condition} if condition else {})}]}
    estate = Estate()
    for key, carried in CARRIED.items():
        if key in inputs:
            service = "secretsmanager" if key == "secretArn" else "ecr" if key == "repository" else "backup"
            estate.add(NETWORK, carried, "made", {"name": "made"}, id="made", arn=f"arn:aws:{service}:{REGION}:{ACCOUNT}:made")
    made = estate.add(NETWORK, token, "made", {**inputs, holder: json.dumps(document)}, id="made", arn=_arn(kind))
    return [one.problem for one in _strangers(estate) if one.urn == made.urn]


def _arn(kind: str) -> str | None:
    return {"role": role_arn("made"), "key": f"arn:aws:kms:{REGION}:{ACCOUNT}:key/made", "queue": f"arn:aws:sqs:{REGION}:{ACCOUNT}:made"}.get(kind)


def _strangers(estate: Estate, known: Known | None = None) -> list[Any]:
    resources: list[Resource] = [one for made in estate.resources.values() for one in made]
    named: list[Named] = [name for one in resources for name in named_in(one)]
    return list(strangers(World.of(resources), {one.urn: one for one in resources}, named, known or Known({}, {})))


@pytest.mark.parametrize("kind", PLACES)
def test_a_policy_lets_in_nobody_of_an_account_that_is_not_the_estates(kind: str) -> None:
    for principal in each((f"arn:aws:iam::{FOREIGN}:root", FOREIGN, f"arn:aws:iam::{FOREIGN}:role/anybody")):
        assert [f"{FOREIGN}" in one for one in _said(kind, {"AWS": principal})] == [True], principal
    assert ["lets in everybody" in one for one in _said(kind, {"AWS": "*"})] == [True]
    assert ["o-another" in one for one in _said(kind, "*", {"StringEquals": {"aws:PrincipalOrgID": "o-another"}})] == [True]
    assert _said(kind, {"AWS": f"arn:aws:iam::{ACCOUNT}:root"}) == []
    assert _said(kind, {"AWS": f"arn:aws:iam::{MANAGEMENT}:root"}) == []
    assert _said(kind, "*", {"StringEquals": {"aws:PrincipalOrgID": "o-home"}}) == []
    assert _said(kind, "*", {"ArnLike": {"aws:PrincipalArn": f"arn:aws:iam::{ACCOUNT}:role/*"}}) == []


def test_a_condition_that_a_stranger_meets_holds_nobody_out() -> None:
    for condition in each(
        (
            {"StringEquals": {"aws:PrincipalOrgID": ["o-home", "o-another"]}},
            {"StringLike": {"aws:PrincipalOrgID": "o-*"}},
            {"StringEqualsIfExists": {"aws:SourceAccount": ACCOUNT}},
            {"StringEquals": {"aws:PrincipalAccount": FOREIGN}},
            {"StringEquals": {"sts:ExternalId": "a secret that is none"}},
            {"ArnLike": {"aws:PrincipalArn": "arn:aws:iam::*:role/civic-*"}},
        )
    ):
        assert _said("bucket", "*", condition), condition


def test_a_service_does_nothing_in_the_name_of_a_stranger() -> None:
    trail = {"Service": "cloudtrail.amazonaws.com"}
    document = {"Effect": "Allow", "Principal": trail, "Action": "s3:PutObject", "Resource": "*"}
    held = ({"aws:SourceAccount": ACCOUNT}, {"aws:SourceOrgID": "o-home"}, {"aws:SourceArn": f"arn:aws:cloudtrail:{REGION}:{ACCOUNT}:trail/made"})
    for condition in each((None, {"aws:SourceAccount": FOREIGN}, {"aws:SourceOrgID": "o-another"})):
        assert ["for whoever orders it" in one for one in _bucket({**document, **_when(condition)})] == [True], condition
    for condition in each(held):
        assert _bucket({**document, **_when(condition)}) == [], condition
    # It says nothing of whom it acts for, so nothing can be asked of it.
    assert _said("topic", {"Service": "events.amazonaws.com"}) == []
    assert _bucket({**document, "Action": "s3:GetBucketAcl"}) == []
    # The account from which load balancers of London deliver their logs may do that, and nothing else.
    london = {"Effect": "Allow", "Principal": {"AWS": "arn:aws:iam::652711504416:root"}, "Action": "s3:PutObject", "Resource": "*"}
    assert _bucket(london) == []
    assert len(_bucket({**london, "Action": "s3:*"})) == len(_said("role", london["Principal"])) == 1


def _when(condition: Mapping[str, str] | None) -> dict[str, Any]:
    return {"Condition": {"StringEquals": condition}} if condition else {}


def _bucket(statement: Mapping[str, Any]) -> list[str]:
    estate = Estate()
    document = json.dumps({"Version": "2012-10-17", "Statement": [statement]})
    made = estate.add(NETWORK, "aws:s3/bucketPolicy:BucketPolicy", "made", {"bucket": "state", "policy": document})
    return [one.problem for one in _strangers(estate) if one.urn == made.urn]


def test_a_right_on_what_is_in_a_strangers_account_is_told() -> None:
    estate = Estate()
    estate.role(NETWORK, "out", f"Allow sts:AssumeRole on {role_arn('any', FOREIGN)}", f"Allow sts:AssumeRole on {role_arn('any')}", runs=False)
    assert [FOREIGN in one.problem for one in _strangers(estate)] == [True]
    # Where the record of the body names it, it is no stranger.
    named = Known({NETWORK: "platform"}, {"platform": frozenset({FOREIGN})})
    estate = Estate()
    estate.role(NETWORK, "in", trust=[f"Allow to root:{FOREIGN} sts:AssumeRole"], runs=False)
    assert len(_strangers(estate)) == 1
    assert _strangers(estate, named) == []


@pytest.mark.parametrize(
    ("token", "inputs"),
    [
        ("aws:ram/principalAssociation:PrincipalAssociation", {"principal": FOREIGN}),
        ("aws:ec2/vpcEndpointService:VpcEndpointService", {"allowedPrincipals": [f"arn:aws:iam::{FOREIGN}:root"]}),
        ("aws:kms/grant:Grant", {"keyId": "made", "granteePrincipal": role_arn("any", FOREIGN), "operations": ["Decrypt"]}),
        ("aws:cloudwatch/eventTarget:EventTarget", {"arn": f"arn:aws:events:{REGION}:{FOREIGN}:event-bus/default"}),
        ("aws:organizations/delegatedAdministrator:DelegatedAdministrator", {"accountId": FOREIGN}),
        ("aws:ec2/flowLog:FlowLog", {"logDestination": f"arn:aws:logs:{REGION}:{FOREIGN}:log-group:away"}),
    ],
)
def test_whoever_a_resource_shares_with_or_delivers_to_is_the_estates(token: str, inputs: Mapping[str, Any]) -> None:
    estate, own = Estate(), Estate()
    made = estate.add(NETWORK, token, "made", inputs)
    own.add(NETWORK, token, "made", json.loads(json.dumps(inputs).replace(FOREIGN, ACCOUNT)))
    assert [(one.urn, FOREIGN in one.problem) for one in _strangers(estate)] == [(made.urn, True)]
    assert _strangers(own) == []


def test_a_token_enters_what_its_runs_sign_in_as_and_nothing_else() -> None:
    mine, other = role_arn("mine"), role_arn("other")
    known = Known(
        {"a-aws-tenancy": "a", "b-aws-tenancy": "b"},
        {},
        {("aws", "https://i", "run"): Signer("platform", frozenset({mine})), ("aws", "https://i", "own"): Signer("a")},
    )
    assert known.wrong_signer("aws", "https://i", "run", "urn:pulumi:a-aws-tenancy::x", mine) == ""
    assert "sign in as" in known.wrong_signer("aws", "https://i", "run", "urn:pulumi:a-aws-tenancy::x", other)
    assert known.wrong_signer("aws", "https://i", "own", "urn:pulumi:a-aws-tenancy::x", other) == ""
    assert "pipeline of a" in known.wrong_signer("aws", "https://i", "own", "urn:pulumi:b-aws-tenancy::x", other)
    assert "no record" in known.wrong_signer("aws", "https://i", "stranger", "urn:pulumi:a-aws-tenancy::x", mine)
    assert "no record" in known.wrong_signer("azure", "https://i", "run", "urn:pulumi:a-azure-tenancy::x", "")


# The example


def _told(asks: Any, stack: str) -> list[tuple[str, str]]:
    return [(one.urn.rpartition("::")[2], one.message) for one in judge_example(asks, stack).strangers if one.rule == TRUSTS_KNOWN.id]


def test_nobody_whom_the_example_trusts_is_a_stranger() -> None:
    assert list(judge_example(example_asks()).strangers) == []


def _adding(statement: Mapping[str, Any]) -> Change:
    return lambda document: {**document, "Statement": [*document["Statement"], statement]}


def _text(old: str, new: str) -> Change:
    def change(value: Any) -> Any:
        before = value if isinstance(value, str) else json.dumps(value)
        assert old in before, before
        return before.replace(old, new) if isinstance(value, str) else json.loads(before.replace(old, new))

    return change


def _entering(**principal: str) -> Mapping[str, Any]:
    return {"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": principal}


EXAMPLES: Sequence[tuple[str, str, str, Change, str]] = [
    ("northshire-aws-tenancy", "northshire-deploy", "assumeRolePolicy", _adding(_entering(AWS=f"arn:aws:iam::{FOREIGN}:root")), FOREIGN),
    ("northshire-aws-tenancy", "northshire-application", "assumeRolePolicy", _text("repo:northshire/", "repo:stranger/"), "no record names"),
    ("platform-aws-bootstrap", "bootstrap-pipeline-network", "assumeRolePolicy", _text("environment:network", "environment:hosting"), "sign in as"),
    ("eastvale-aws-identity", "eastvale-runs-tenancy", "assumeRolePolicy", _text("eastvale-tenancy", "northshire-tenancy"), "sign in as"),
    ("platform-aws-bootstrap", "bootstrap-pipelines", "url", _text("commons", "stranger"), "which no record names as an issuer"),
    ("northshire-aws-tenancy", "northshire-access-directory", "samlMetadataDocument", _text("sts.windows.net", "stranger.example"), "as a directory"),
    (
        "northshire-aws-tenancy",
        "northshire-access-reader",
        "assumeRolePolicy",
        _text(GROUP, STRANGER),
        f"the group {STRANGER}, which no record names",
    ),
    ("kingsmere-azure-identity", "kingsmere-runs-tenancy-trust", "subject", _text("commons", "stranger"), "no record names"),
    ("kingsmere-azure-identity", "kingsmere-runs-tenancy-trust", "issuer", _text("commons", "stranger"), "no record names"),
    ("kingsmere-azure-identity", "kingsmere-runs-tenancy-trust", "subject", _text("tenancy", "landing-zone"), "sign in as"),
    ("kingsmere-azure-tenancy", "kingsmere-right-deploy", "principalId", lambda _: GROUP, f"directory or principal {GROUP}"),
]


@pytest.mark.parametrize(("stack", "name", "key", "change", "said"), EXAMPLES, ids=[f"{one[1]} {one[2]} {one[4]}" for one in EXAMPLES])
def test_a_stranger_in_the_example_is_told_where_he_is_let_in(stack: str, name: str, key: str, change: Change, said: str) -> None:
    found = _told(altered(stack, name, key, change), stack)
    assert any(place == name and said in message for place, message in found), found


def test_a_delegation_to_a_strangers_directory_is_told() -> None:
    directory = "9a1b2c3d-0000-4444-8888-aaaaaaaaaaaa"
    inputs = {"properties": {"managedByTenantId": directory, "authorizations": [{"principalId": GROUP, "roleDefinitionId": "x"}]}}
    token = "azure-native:managedservices:RegistrationDefinition"
    resource = Resource("urn:pulumi:kingsmere-azure-tenancy::p::t::delegated", token, True, inputs, inputs, source="x.py:1")
    asks = [replace(one, named=(*one.named, *named_in(resource))) if one.stack == "kingsmere-azure-tenancy" else one for one in example_asks()]
    found = _told(asks, "kingsmere-azure-tenancy")
    assert [directory in message or GROUP in message for _, message in found] == [True, True], found


def test_of_a_part_of_the_estate_nobody_is_called_a_stranger() -> None:
    few = [one for one in example_asks() if one.stack != "eastvale-aws-tenancy"]
    results = with_rights([StackResult(one.stack) for one in few], few, load_estate(ESTATE), PROJECT, processes=1)
    assert [finding for result in results for finding in result.findings if finding.rule == TRUSTS_KNOWN.id] == []
