"""People of a body on AWS: groups, as one of four roles, until a day."""

from dataclasses import replace

import pytest

from civic.plan import Deployment
from components import aws
from components.contracts import AccessGrant, ContractError
from tests.components.aws.subjects import ACCESS, ACCOUNT, DEFINITIONS, GRANTS, GROUP, ORGANISATION, SENSITIVE, inventory, plan_of

ASSIGNMENT = "aws:ssoadmin/accountAssignment:AccountAssignment"


@pytest.fixture(scope="module")
def plan() -> Deployment:
    return plan_of(aws.Access, "town-access", ACCESS)


def test_access_is_exactly_these_resources_however_sensitive_the_body(plan: Deployment) -> None:
    expected = {("Access", "town-access"), *(("AccountAssignment", f"town-access-{grant.role}-{grant.group}") for grant in GRANTS)}
    assert inventory(plan) == expected
    assert inventory(plan_of(aws.Access, "town-access", ACCESS, owner=SENSITIVE)) == expected


def test_groups_are_given_their_role_in_this_account_alone(plan: Deployment) -> None:
    assignments = plan.of_type(ASSIGNMENT)
    given = {(each.inputs["permissionSetArn"], each.inputs["principalId"]) for each in assignments}
    assert given == {(DEFINITIONS[grant.role], grant.group) for grant in GRANTS}
    assert len(assignments) == len(GRANTS)
    for each in assignments:
        assert (each.inputs["targetId"], each.inputs["principalType"]) == (ACCOUNT, "GROUP")
        assert each.inputs["instanceArn"] == ORGANISATION.directory


def test_the_end_of_each_grant_is_where_rules_look(plan: Deployment) -> None:
    assert plan.named("town-access").outputs["ends"] == {f"{grant.role}-{grant.group}": grant.until for grant in GRANTS}


def test_the_same_role_twice_is_refused() -> None:
    twice = (*GRANTS, AccessGrant(role="reader", group=GROUP, until="2027-12-31"))
    with pytest.raises(ContractError, match="is given 'reader' twice"):
        replace(ACCESS, grants=twice)
