"""What the foundation's roles may do: sessions are short, and nobody gives more than the foundation made."""

import pytest

from civic.plan import Deployment
from components import aws
from tests.components.aws.subjects import FOUNDATION, plan_of, statements


@pytest.fixture(scope="module")
def plan() -> Deployment:
    return plan_of(aws.Foundation, "foundation", FOUNDATION)


def test_sessions_are_short_and_break_glass_is_shortest(plan: Deployment) -> None:
    sets = {each.inputs["name"]: each.inputs["sessionDuration"] for each in plan.of_type("aws:ssoadmin/permissionSet:PermissionSet")}
    assert sets == {"civic-reader": "PT4H", "civic-operator": "PT2H", "civic-auditor": "PT4H", "civic-break-glass": "PT1H"}
    administrators = [
        each.name
        for each in plan.of_type("aws:ssoadmin/managedPolicyAttachment:ManagedPolicyAttachment")
        if "AdministratorAccess" in each.inputs["managedPolicyArn"]
    ]
    assert administrators == ["foundation-access-break-glass-administratoraccess"]


def test_an_operator_touches_neither_rights_nor_networks(plan: Deployment) -> None:
    actions = statements(plan.named("foundation-access-operator-actions"), "inlinePolicy")["Operate"]["Action"]
    assert actions
    assert not [action for action in actions if action.split(":")[0] in ("iam", "ec2", "organizations", "sso", "kms", "*")]
