"""The platform's own people in its own accounts: where each role is, how long a session lasts, and nowhere without a grant."""

import pytest

from civic.plan import Deployment
from components import aws
from components.contracts import PLATFORM_ROLES, AccessGrant
from tests.components.aws.subjects import DIRECTORY, FOUNDATION, GROUP, plan_of

ROLE = "aws:iam/role:Role"
GRANTS = tuple(AccessGrant(role=role, group=GROUP, since="2026-12-01", until="2026-12-04") for role in PLATFORM_ROLES)


@pytest.fixture(scope="module")
def plan() -> Deployment:
    return plan_of(aws.Foundation, "foundation", FOUNDATION, grants=GRANTS, sign_ins=DIRECTORY)


def test_each_role_is_in_the_accounts_that_it_is_for_and_its_sessions_are_short(plan: Deployment) -> None:
    found = {each.name: each.inputs["maxSessionDuration"] for each in plan.of_type(ROLE) if "-access-" in each.name}
    seconds = {"soc-reader": 14400, "auditor": 14400, "break-glass": 3600}
    expected = {
        f"foundation-{account}-access-{role}": seconds[role] for account in ("log-archive", "security", "network", "hosting") for role in seconds
    }
    assert found == expected | {f"foundation-{account}-access-operator": 7200 for account in ("network", "hosting")}
    assert {each.inputs["path"] for each in plan.of_type(ROLE) if "-access-" in each.name} == {"/civic/"}


def test_without_a_grant_nobody_enters() -> None:
    assert not plan_of(aws.Foundation, "foundation", FOUNDATION).of_type("aws:iam/samlProvider:SamlProvider")
