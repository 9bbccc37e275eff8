"""People of a body on AWS: groups of its own directory, as one of four roles, for days that the trust itself names."""

import json
from dataclasses import replace
from typing import Any
from xml.etree import ElementTree

import pytest

from civic.plan import Deployment
from components import aws
from components.contracts import AccessGrant, ContractError, DirectoryIssuer
from tests.components.aws.permissions import granted
from tests.components.aws.subjects import ACCESS, DIRECTORY, GRANTS, GROUP, OTHERS, SENSITIVE, inventory, plan_of, statements
from tests.planning import PlanFailed

ROLE = "aws:iam/role:Role"
METADATA = "{urn:oasis:names:tc:SAML:2.0:metadata}"
SIGNATURE = "{http://www.w3.org/2000/09/xmldsig#}"


@pytest.fixture(scope="module")
def plan() -> Deployment:
    return plan_of(aws.Access, "town-access", ACCESS)


def trust(plan: Deployment, name: str) -> list[dict[str, Any]]:
    return json.loads(plan.named(name).inputs["assumeRolePolicy"])["Statement"]


def test_access_is_exactly_these_resources_however_sensitive_the_body(plan: Deployment) -> None:
    expected = {
        ("Access", "town-access"),
        ("SamlProvider", "town-access-directory"),
        ("Role", "town-access-reader"),
        ("RolePolicyAttachment", "town-access-reader-viewonlyaccess"),
        ("RolePolicy", "town-access-reader-rights"),
        ("Role", "town-access-break-glass"),
        ("RolePolicyAttachment", "town-access-break-glass-administratoraccess"),
        ("RolePolicy", "town-access-break-glass-rights"),
    }
    assert inventory(plan) == expected
    assert inventory(plan_of(aws.Access, "town-access", ACCESS, owner=SENSITIVE)) == expected


def test_a_role_trusts_its_group_of_the_bodys_directory_until_its_last_day_is_over(plan: Deployment) -> None:
    (reader,) = trust(plan, "town-access-reader")
    assert reader["Principal"] == {"Federated": plan.named("town-access-directory").outputs["arn"]}
    assert reader["Condition"]["ForAnyValue:StringEquals"] == {"saml:edupersonentitlement": [GROUP]}
    assert reader["Condition"]["DateLessThan"] == {"aws:CurrentTime": "2027-04-01T00:00:00Z"}
    (glass,) = trust(plan, "town-access-break-glass")
    assert glass["Condition"]["DateGreaterThanEquals"] == {"aws:CurrentTime": "2026-12-01T00:00:00Z"}
    assert glass["Condition"]["DateLessThan"] == {"aws:CurrentTime": "2026-12-05T00:00:00Z"}


def test_a_session_that_is_still_open_after_the_last_day_may_do_nothing(plan: Deployment) -> None:
    over = statements(plan.named("town-access-break-glass-rights"))["Over"]
    assert (over["Effect"], over["Action"], over["Resource"]) == ("Deny", "*", "*")
    assert over["Condition"] == {"DateGreaterThanEquals": {"aws:CurrentTime": "2026-12-05T00:00:00Z"}}


def test_sessions_are_short_and_break_glass_is_shortest_and_lies_under_the_bodys_own_path() -> None:
    every = (*GRANTS, AccessGrant(role="operator", group=GROUP, until="2027-03-31"), AccessGrant(role="auditor", group=GROUP, until="2027-03-31"))
    roles = plan_of(aws.Access, "town-access", ACCESS, grants=every).of_type(ROLE)
    assert {each.inputs["name"]: each.inputs["maxSessionDuration"] for each in roles} == {
        "civic-reader": 14400,
        "civic-operator": 7200,
        "civic-auditor": 14400,
        "civic-break-glass": 3600,
    }
    assert {each.inputs["path"] for each in roles} == {"/civic/northshire/"}


def test_an_operator_touches_neither_rights_nor_networks() -> None:
    grants = (AccessGrant(role="operator", group=GROUP, until="2027-03-31"),)
    plan = plan_of(aws.Access, "town-access", ACCESS, grants=grants)
    actions = statements(plan.named("town-access-operator-rights"))["Operate"]["Action"]
    assert actions
    assert not [action for action in actions if action.split(":")[0] in ("iam", "ec2", "organizations", "sso", "kms", "secretsmanager", "sts", "*")]


SECRETS = "arn:aws:secretsmanager:eu-west-2:444455556666:secret:"
THROUGH = {"kms:ViaService": "secretsmanager.eu-west-2.amazonaws.com"}
PASSED = {"iam:PassedToService": "backup.amazonaws.com"}
ROLES = "arn:aws:iam::444455556666:role/"
OPERATING = (
    ("secretsmanager:PutSecretValue", f"{SECRETS}civic/dedicated/{ACCESS.owner.key}/forms/TOKEN-AbCdEf", {}, True),
    ("secretsmanager:PutSecretValue", f"{SECRETS}civic/dedicated/another/forms/TOKEN-AbCdEf", {}, False),
    ("secretsmanager:PutSecretValue", f"{SECRETS}rds!db-1-AbCdEf", {}, False),
    ("secretsmanager:GetSecretValue", f"{SECRETS}civic/dedicated/{ACCESS.owner.key}/forms/TOKEN-AbCdEf", {}, False),
    ("kms:GenerateDataKey", "arn:aws:kms:eu-west-2:444455556666:key/1", THROUGH, True),
    ("kms:Decrypt", "arn:aws:kms:eu-west-2:444455556666:key/1", {}, False),
    ("backup:StartRestoreJob", "arn:aws:ec2:eu-west-2::snapshot/snap-1", {}, True),
    ("iam:PassRole", f"{ROLES}civic-service/civic-backup", PASSED, True),
    ("iam:PassRole", f"{ROLES}civic-service/civic-backup", {"iam:PassedToService": "ec2.amazonaws.com"}, False),
    ("iam:PassRole", f"{ROLES}civic-service/civic-databases-start", PASSED, False),
    ("sts:AssumeRole", f"{ROLES}civic-body/{ACCESS.owner.key}/ccp-forms-secrets", {}, True),
    ("sts:AssumeRole", f"{ROLES}civic-body/{ACCESS.owner.key}/ccp-forms-own", {}, False),
    ("sts:AssumeRole", f"{ROLES}civic-body/another/ccp-forms-secrets", {}, False),
)
"""(action, resource, condition keys, whether the operator of a body's account may)."""


@pytest.mark.parametrize(("action", "target", "context", "may"), OPERATING)
def test_an_operator_fills_its_bodys_secrets_and_restores(action: str, target: str, context: dict[str, str], may: bool) -> None:
    grants = (AccessGrant(role="operator", group=GROUP, until="2027-03-31"),)
    rights = plan_of(aws.Access, "town-access", ACCESS, grants=grants).named("town-access-operator-rights")
    # The end of the grants is a refusal of its own, whose day has not come.
    assert granted(rights, action, target, context | {"aws:CurrentTime": "2026-12-01T00:00:00Z"}) is may


def test_groups_with_the_same_days_share_one_statement_and_others_have_their_own() -> None:
    readers = (GRANTS[0], replace(GRANTS[0], group=OTHERS), replace(GRANTS[0], group=OTHERS.replace("0a", "1a"), until="2027-05-31"))
    named = [
        (each["Condition"]["ForAnyValue:StringEquals"]["saml:edupersonentitlement"], each["Condition"]["DateLessThan"]["aws:CurrentTime"][:10])
        for each in trust(plan_of(aws.Access, "town-access", ACCESS, grants=readers), "town-access-reader")
    ]
    assert named == [([GROUP, OTHERS], "2027-04-01"), ([OTHERS.replace("0a", "1a")], "2027-06-01")]


def test_the_metadata_says_of_the_directory_what_the_record_says_and_no_more(plan: Deployment) -> None:
    root = ElementTree.fromstring(plan.named("town-access-directory").inputs["samlMetadataDocument"])
    assert root.attrib["entityID"] == DIRECTORY.issuer
    assert {each.attrib["Location"] for each in root.iter(f"{METADATA}SingleSignOnService")} == {DIRECTORY.sign_in}
    assert [each.text for each in root.iter(f"{SIGNATURE}X509Certificate")] == list(DIRECTORY.certificates)


def test_the_end_of_each_grant_is_where_others_look(plan: Deployment) -> None:
    assert plan.named("town-access").outputs["ends"] == {f"{grant.role}-{grant.group}": grant.until for grant in GRANTS}


def test_the_same_role_twice_is_refused() -> None:
    twice = (*GRANTS, AccessGrant(role="reader", group=GROUP, until="2027-12-31"))
    with pytest.raises(ContractError, match="is given 'reader' twice"):
        replace(ACCESS, grants=twice)


def test_break_glass_without_a_first_day_and_a_directory_without_certificates_are_refused() -> None:
    with pytest.raises(ContractError, match="no first day"):
        AccessGrant(role="break-glass", group=GROUP, until="2027-12-31")
    with pytest.raises(ContractError, match="certificates"):
        DirectoryIssuer(issuer="https://login.northshire.example", sign_in="https://login.northshire.example", certificates=())


def test_grants_to_groups_of_no_known_directory_are_refused() -> None:
    with pytest.raises(PlanFailed, match="a directory that nothing names"):
        plan_of(aws.Access, "town-access", ACCESS, directory=None)


def test_more_groups_than_a_trust_holds_are_refused_before_aws_refuses_them() -> None:
    many = tuple(replace(GRANTS[0], group=f"{number:08x}{GROUP[8:]}", until=f"2027-0{number}-01") for number in range(1, 8))
    with pytest.raises(PlanFailed, match="AWS takes 2048"):
        plan_of(aws.Access, "town-access", ACCESS, grants=many)
