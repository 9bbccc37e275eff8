"""Another evaluator, ``@cloud-copilot/iam-simulate``, asked every case in a process of its own: it agrees, or the difference is explained.

It is fetched into the test's own folder and nothing of it is kept. Without node or the registry the test says so and is skipped.
"""

import json
import shutil
import subprocess
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml

from civic.access.aws import Kind, Request, evaluate
from civic.access.aws.context import Context
from civic.access.aws.resources import resource_account
from tests.civic.access.aws.case import HOME, LEVELS, MANAGEMENT, NEIGHBOUR, Case, cases, document, documents, request, world

PACKAGE = "@cloud-copilot/iam-simulate"
VERSION = "0.1.173"
HERE = Path(__file__).parent
DIFFERENCES: Mapping[str, str] = yaml.safe_load((HERE / "differences.yaml").read_text(encoding="utf-8"))
FULL = {"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Action": "*", "Resource": "*"}}


@pytest.fixture(scope="module")
def oracle(tmp_path_factory) -> Path:
    """The package's entry file."""
    if not shutil.which("node") or not shutil.which("npm"):
        pytest.skip(f"node is not on the PATH: {PACKAGE} was not asked")
    folder = tmp_path_factory.mktemp("oracle")
    command = ["npm", "install", "--no-audit", "--no-fund", "--ignore-scripts", "--prefix", str(folder), f"{PACKAGE}@{VERSION}"]
    try:
        subprocess.run(command, check=True, capture_output=True, timeout=120)
    except (subprocess.CalledProcessError, subprocess.TimeoutExpired) as error:
        pytest.skip(f"{PACKAGE} {VERSION} could not be fetched and was not asked: {str(error)[:200]}")
    found = folder / "node_modules" / PACKAGE / "dist" / "esm" / "index.js"
    assert found.is_file()
    return found


def test_the_other_evaluator_agrees_or_the_difference_is_explained(oracle: Path):
    questions = {key: (case, settled) for case in cases() for key, case, settled in _settlements(case)}
    lines = [json.dumps({"id": key, "simulation": _simulation(case, settled)}) for key, (case, settled) in questions.items()]
    ran = subprocess.run(
        ["node", str(HERE / "oracle.mjs"), str(oracle)], input="\n".join(lines), capture_output=True, text=True, timeout=300, check=True
    )
    answers = {answer["id"]: answer for answer in map(json.loads, ran.stdout.splitlines())}
    assert answers.keys() == questions.keys()
    differing: dict[str, str] = {}
    for key, (case, settled) in questions.items():
        ours = evaluate(world(case), request(case, settled)).allowed
        if (answers[key]["result"] == "Allowed") != ours or answers[key]["result"] == "error":
            differing[case.id] = (
                f"ours {'allowed' if ours else 'denied'}, theirs {answers[key]['result']} {json.dumps(answers[key].get('errors'))[:400]}"
            )
    unexplained = [f"{key}: {told}" for key, told in differing.items() if key not in DIFFERENCES]
    assert not unexplained, "\n".join(unexplained)
    assert DIFFERENCES.keys() - differing.keys() == set(), "these agree now: take them out of differences.yaml"


def _settlements(case: Case) -> Iterator[tuple[str, Case, Mapping[str, Any] | None]]:
    """The case once; one that cannot be known as often as it says how it could turn out."""
    if case.get("expect").startswith("unknown"):
        for number, settled in enumerate(case.get("either", ())):
            yield f"{case.id} #{number}", case, settled
    else:
        yield case.id, case, None


def _simulation(case: Case, settled: Mapping[str, Any] | None) -> Mapping[str, Any]:
    asked = request(case, settled)
    who = asked.principal
    account = resource_account(world(case), asked)[0]
    resource = asked.resource
    named = who.kind not in (Kind.SERVICE, Kind.ANONYMOUS, Kind.FEDERATED)
    simulation: dict[str, Any] = {
        "request": {
            "principal": None if who.kind is Kind.ANONYMOUS else who.session_arn or who.arn,
            "action": asked.action,
            "resource": {"resource": resource, "accountId": account},
            "contextVariables": _context(case, asked, account),
        },
        "identityPolicies": [{"name": "own", "policy": document(case, case.get("identity"))}] if case.get("identity") and named else [],
        "serviceControlPolicies": _levels(case, who.account, "scp") if named else [],
        "resourceControlPolicies": _levels(case, account, "rcp"),
    }
    if who.kind is Kind.ROOT:
        simulation["identityPolicies"] = [{"name": "root", "policy": FULL}]
    policy = case.get("resource_policy") or case.get("trust")
    if policy or asked.service in ("kms", "sns"):
        simulation["resourcePolicy"] = document(case, policy) or _default(case, asked)
    if "boundary" in case.data:
        simulation["permissionBoundaryPolicies"] = [{"name": "boundary", "policy": document(case, case.get("boundary"))}]
    if case.get("session"):
        simulation["sessionPolicy"] = document(case, case.get("session"))
    if case.get("endpoint"):
        simulation["vpcEndpointPolicies"] = [{"name": "endpoint", "policy": document(case, case.get("endpoint"))}]
    return simulation


def _default(case: Case, asked: Request) -> Mapping[str, Any]:
    if asked.service == "sns":
        return document(case, [f"Allow to * SNS:Publish on $topic if StringEquals AWS:SourceOwner {case.owner}"]) or {}
    return document(case, [f"Allow to root:{case.owner} kms:* on *"]) or {}


def _levels(case: Case, account: str, word: str) -> list[Mapping[str, Any]]:
    """From the root down, as the tree of the cases has them."""
    if account not in (HOME, NEIGHBOUR) or account == MANAGEMENT:
        return []
    found = []
    for level in ("root", "unit", "account" if account == HOME else "neighbour"):
        policies = [] if word == "rcp" or level in case.get("without_full_access", ()) else [{"name": "FullAWSAccess", "policy": FULL}]
        if written := case.get(f"{level}_{word}"):
            policies.append({"name": level, "policy": document(case, written)})
        found.append({"orgIdentifier": LEVELS[level], "policies": policies})
    return found


def _context(case: Case, asked: Request, account: str) -> Mapping[str, Any]:
    """Every key that the case's documents or request name, with the value that follows from principal, resource and world."""
    values = Context(world(case), asked, account)
    found: dict[str, Any] = {}
    for key in sorted({*(case.get("context") or {}), *_keys(documents(case))}):
        answer = values.get(key.lower())
        if not isinstance(answer, bool) and answer:
            found[key] = list(answer) if len(answer) > 1 or key.lower() in MULTIVALUED else answer[0]
    return found


MULTIVALUED = frozenset(
    {"aws:tagkeys", "aws:calledvia", "aws:principalorgpaths", "aws:resourceorgpaths", "kms:resourcealiases", "dynamodb:leadingkeys"}
)


def _keys(found: Any) -> Iterator[str]:
    if isinstance(found, Mapping):
        for name, inner in found.items():
            if name == "Condition":
                yield from (key for compared in inner.values() for key in compared)
            yield from _keys(inner)
    elif isinstance(found, list):
        for inner in found:
            yield from _keys(inner)
    elif isinstance(found, str) and "${" in found:
        yield from (part.partition("}")[0].partition(",")[0].strip() for part in found.split("${")[1:])
