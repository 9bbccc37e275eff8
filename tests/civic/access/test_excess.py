"""What is granted is in excess only where neither a row of the catalogue nor a handler of CloudFormation asks for it."""

from typing import Any

from civic.access.excess import identity_rights
from tests.civic.access.judging import altered, judge_example

TENANCY, ROLE = "westholm-aws-tenancy", "westholm-deploy-rights"


def excess_of(*actions: str) -> set[str]:
    """Patterns in excess of the deploy role, were it given these actions."""

    def given(policy: dict[str, Any]) -> dict[str, Any]:
        policy["Statement"].append({"Effect": "Allow", "Action": list(actions), "Resource": "*"})
        return policy

    judged = judge_example(altered(TENANCY, ROLE, "policy", given), "westholm-aws-landing-zone")
    found = identity_rights(judged.worlds, judged.runs, judged.concerned)
    return {each.pattern for rights in found if rights.identity.endswith("/civic-deploy") for each in rights.excess}


def test_what_nobody_asks_for_is_in_excess_and_what_a_handler_may_is_not():
    # The handler of a log group may; the provider's row does not ask for it.
    found = excess_of("logs:PutDataProtectionPolicy", "quicksight:CreateAdmin")
    assert "quicksight:CreateAdmin" in found
    assert "logs:PutDataProtectionPolicy" not in found
