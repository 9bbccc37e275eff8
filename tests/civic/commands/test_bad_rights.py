"""Documents about rights that no cloud would take, or that name nobody: one clear message at the resource, and no flood of what follows from it."""

import json
from collections import Counter
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

from tests.civic.commands.test_check import ran
from tests.planning import ESTATE, example_estate

Change = Callable[[dict[str, Any]], object]
OURS = "arn:aws:iam::111122223333:role/civic"
NOBODY = "0badc0de-1111-4222-8333-444455556666"
FOUNDATION, IDENTITY, TENANCY = "platform-aws-foundation", "northshire-aws-identity", "kingsmere-azure-tenancy"
RIGHTS, ROLE, ASSIGNMENT = "northshire-runs-tenancy-rights", "northshire-runs-applications", "kingsmere-right-deploy"


def within(key: str, change: Callable[[dict[str, Any]], object]) -> Change:
    """A change of the document that a property holds as text."""

    def changed(inputs: dict[str, Any]) -> None:
        document = json.loads(inputs[key])
        change(document)
        inputs[key] = json.dumps(document)

    return changed


def put(**properties: object) -> Change:
    return lambda inputs: inputs.update(properties)


CASES: Mapping[str, tuple[str, str, Change, str]] = {
    "does not parse": (FOUNDATION, "foundation-guardrail-regions", lambda inputs: put(content=inputs["content"][:-5])(inputs), "content: is no JSON"),
    "over its size": (
        FOUNDATION,
        "foundation-guardrail-regions",
        within("content", lambda it: it["Statement"].append({"Effect": "Deny", "Action": [f"s3:Foo{n}" for n in range(999)], "Resource": "*"})),
        "allowed for a service control policy: 5,120",
    ),
    "an element that is none": (
        IDENTITY,
        RIGHTS,
        lambda inputs: put(policy=inputs["policy"].replace('"Effect"', '"Efect"', 1))(inputs),
        "found the element 'Efect'; allowed: Action",
    ),
    "an operator that is none": (
        IDENTITY,
        RIGHTS,
        within("policy", lambda it: it["Statement"][0].update(Condition={"StringEqals": {"aws:PrincipalOrgID": "o-x"}})),
        "found the condition operator 'StringEqals', which does not exist",
    ),
    "a principal that is none": (
        IDENTITY,
        ROLE,
        within("assumeRolePolicy", lambda it: it["Statement"][0].update(Principal={"AWS": "arn:aws:iam::12:rol/x"})),
        "found 'arn:aws:iam::12:rol/x' as AWS principal; allowed",
    ),
    "a role that is made nowhere": (
        IDENTITY,
        RIGHTS,
        within("policy", lambda it: it["Statement"].append({"Effect": "Allow", "Action": "sts:AssumeRole", "Resource": f"{OURS}/nobody"})),
        "/nobody, which is made nowhere; allowed: a role that is",
    ),
    "two policies of one name": (IDENTITY, RIGHTS, put(role="ccp-northshire-run-landing-zone"), "run"),
    "a principal that is no id": (TENANCY, ASSIGNMENT, put(principalId="not-a-guid"), "principalId: found 'not-a-guid'; allowed: the object id"),
    "a principal that is nobody": (TENANCY, ASSIGNMENT, put(principalId=NOBODY), f"{NOBODY}, which the estate neither has nor names"),
    "a definition that is none": (
        TENANCY,
        ASSIGNMENT,
        put(roleDefinitionId="/subscriptions/x/nothing"),
        "roleDefinitionId: found '/subscriptions/x/nothing'",
    ),
    "a condition that does not parse": (TENANCY, ASSIGNMENT, put(condition="((bad"), "condition: at sign 3: found bad"),
    "an action that is none": (
        TENANCY,
        "kingsmere-role-deploy",
        put(permissions=[{"actions": ["Microsoft.Nothing/"], "notActions": []}]),
        "found 'Microsoft.Nothing/', which is no action",
    ),
}
FEW = 25
"""Findings that one bad document may give: its own, and what it leaves undone, alike told once."""


@pytest.mark.parametrize("name", CASES)
def test_a_bad_document_is_one_clear_message_and_no_flood(tmp_path: Path, name: str) -> None:
    stack, resource, change, said = CASES[name]
    spoilt = 0
    for each, run in example_estate().items():
        plan = json.loads(run.plan)
        for one in plan["deployment"]["resources"] if each == stack else ():
            if one["urn"].endswith(f"::{resource}"):
                spoilt += 1
                change(one["inputs"])
                change(one["outputs"])
        (tmp_path / f"{each}.json").write_text(json.dumps(plan), encoding="utf-8")
    assert spoilt == 1
    code, text = ran("--plans", tmp_path, "--estate", ESTATE, "--format", "json")
    assert code == 1
    findings = json.loads(text)["findings"]
    own = [one for one in findings if said in one["message"] and one["rule"] in ("access-well-formed", "access-trusts-known")]
    assert len(own) == 1, Counter(one["rule"] for one in findings)
    assert own[0]["urn"].endswith(f"::{resource}")
    assert own[0]["source"].startswith("components/")
    assert len(findings) <= FEW
