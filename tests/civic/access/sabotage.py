"""Single changes to good plans, made by operators that know nothing of what a right is for: drop a condition, widen an action, resource, principal or
scope, remove a boundary, take a guardrail off, except somebody from it, add a statement, let a stranger in."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

from civic.access.asked import StackAsks, asked_by
from civic.access.explaining import told as explained
from civic.access.proof import refusals
from civic.access.runs import Refusal
from civic.commands.planning import checked
from civic.commands.rights_proof import Judged, judged
from civic.estate.estate import Estate
from civic.estate.loading import load_estate
from civic.plan import Deployment, Resource
from policies.checks import Finding
from policies.rights import rights_findings
from tests.civic.access.judging import PROJECT
from tests.looping import each
from tests.planning import ESTATE, example_estate

FOREIGN = "999988887777"
"""An account that is nobody's in the estate."""
STRANGER = "0badc0de-1111-4222-8333-444455556666"
"""A GUID that is nobody's."""
DOCUMENTS = ("policy", "content", "assumeRolePolicy")
CLIMBING = {"Effect": "Allow", "Action": ["iam:PutRolePolicy", "iam:AttachRolePolicy", "iam:PassRole"], "Resource": "*"}
ENTERING = {"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": {"AWS": f"arn:aws:iam::{FOREIGN}:root"}}
OPENING = {"Effect": "Allow", "Action": "*", "Resource": "*", "Principal": {"AWS": f"arn:aws:iam::{FOREIGN}:root"}}
OWNER = "/providers/Microsoft.Authorization/roleDefinitions/8e3af657-a8ff-443c-a75c-2fe8c4bcb635"
ASSIGNING = "Microsoft.Authorization/roleAssignments/write"
_TYPES = {
    "aws": ("aws:iam/", "aws:organizations/policy", "aws:kms/key:", "aws:s3/bucketPolicy", "aws:sns/topicPolicy", "aws:secretsmanager/secretPolicy"),
    "azure": ("azure-native:authorization:", "azure-native:managedidentity:", "pulumi-python:"),
}


@dataclass(frozen=True)
class Sabotage:
    """One change to one resource."""

    operator: str
    stack: str
    resource: Resource
    inputs: Mapping[str, Any] | None
    """What it has instead; nothing where it is gone."""
    where: str = ""

    @property
    def label(self) -> str:
        """By which it is labelled by hand."""
        return " ".join(part for part in (self.operator, self.resource.name, self.where) if part)

    def on(self, plan: Deployment) -> Deployment:
        """The plan with the change made."""
        found = (self._instead(resource) if resource is self.resource else resource for resource in plan)
        return replace(plan, resources=tuple(resource for resource in found if resource is not None))

    def _instead(self, resource: Resource) -> Resource | None:
        if self.inputs is None:
            return None
        changed = {key: value for key, value in self.inputs.items() if resource.inputs.get(key) != value}
        outputs = {key: value for key, value in resource.outputs.items() if key in self.inputs or key not in resource.inputs}
        return replace(resource, inputs=self.inputs, outputs={**outputs, **changed})


@cache
def plans() -> Mapping[str, Deployment]:
    return {stack: Deployment.from_json(json.loads(run.plan)) for stack, run in example_estate().items()}


@cache
def every(cloud: str) -> Mapping[str, Sabotage]:
    """By label, every change that the operators can make to identities, trusts, policies, boundaries, guardrails and assignments of a cloud."""
    found = (one for stack, plan in plans().items() if f"-{cloud}-" in stack for one in _of_stack(stack, plan, cloud))
    return {one.label: one for one in found}


def _of_stack(stack: str, plan: Deployment, cloud: str) -> Iterator[Sabotage]:
    operators = _on_aws if cloud == "aws" else _on_azure
    for resource in plan:
        if resource.custom and resource.type.startswith(_TYPES[cloud]):
            for operator, where, inputs in operators(resource):
                yield Sabotage(operator, stack, resource, inputs, where)


Change = tuple[str, str, Mapping[str, Any] | None]


def _on_aws(resource: Resource) -> Iterator[Change]:
    if resource.type.startswith(("aws:organizations/policyAttachment", "aws:iam/rolePolicyAttachment")):
        yield "detach", "", None
    if resource.inputs.get("permissionsBoundary"):
        yield "unbind", "", {key: value for key, value in resource.inputs.items() if key != "permissionsBoundary"}
    for key in DOCUMENTS:
        text = resource.inputs.get(key)
        if isinstance(text, str) and '"Statement"' in text:
            for operator, where, document in _of_document(json.loads(text), key, resource.type):
                yield operator, where, {**resource.inputs, key: json.dumps(document)}


def _of_document(document: dict[str, Any], key: str, token: str) -> Iterator[tuple[str, str, dict[str, Any]]]:
    statements = document["Statement"]
    for number, one in enumerate(statements):
        for operator, changed in _of_statement(one):
            sid = one.get("Sid") or f"#{number + 1}"
            left = [*statements[:number], *([changed] if changed else []), *statements[number + 1 :]]
            if left:
                yield operator, f"{key}.{sid}", {**document, "Statement": left}
    if token != "aws:organizations/policy:Policy":
        added = ENTERING if key == "assumeRolePolicy" else CLIMBING if token.startswith("aws:iam/") else OPENING
        yield "add statement", key, {**document, "Statement": [*statements, added]}


def _of_statement(one: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any] | None]]:
    conditions = one.get("Condition", {})
    for operator, compared in conditions.items():
        for name in compared:
            left = {each: {key: value for key, value in values.items() if (each, key) != (operator, name)} for each, values in conditions.items()}
            yield f"drop condition {name}", {**one, "Condition": {each: values for each, values in left.items() if values}}
    if one["Effect"] == "Deny":
        yield "drop statement", None
        compared = conditions.get("ArnNotLike", {}).get("aws:PrincipalArn")
        if compared:
            widened = {
                **conditions,
                "ArnNotLike": {**conditions["ArnNotLike"], "aws:PrincipalArn": [*_listed(compared), "arn:*:iam::*:role/civic-*"]},
            }
            yield "except", {**one, "Condition": widened}
        return
    if "Action" in one:
        service = str(_listed(one["Action"])[0]).partition(":")[0]
        yield "widen action", {**one, "Action": f"{service}:*"}
    if one.get("Resource") not in (None, "*"):
        yield "widen resource", {**one, "Resource": "*"}
    if "Principal" in one and "AWS" in one["Principal"]:
        yield "widen principal", {**one, "Principal": {"AWS": "*"}}
        yield "trust stranger", {**one, "Principal": {"AWS": f"arn:aws:iam::{FOREIGN}:root"}}


def _on_azure(resource: Resource) -> Iterator[Change]:
    inputs, kind = resource.inputs, resource.type.rpartition(":")[2]
    if kind in ("PolicyAssignment", "ManagementLockByScope", "ManagementLockAtResourceGroupLevel", "PolicyExemption"):
        yield "drop", "", None
    if kind == "PolicyAssignment":
        yield "not enforced", "", {**inputs, "enforcementMode": "DoNotEnforce"}
        yield "except", "", {**inputs, "notScopes": [*(inputs.get("notScopes") or []), *_below(str(inputs.get("scope") or ""))]}
    if kind == "RoleDefinition":
        yield from _of_role(inputs)
    if kind == "RoleAssignment":
        yield "give Owner", "", {**inputs, "roleDefinitionId": OWNER}
        yield "to stranger", "", {**inputs, "principalId": STRANGER}
        if inputs.get("condition"):
            yield "drop condition", "", {key: value for key, value in inputs.items() if key not in ("condition", "conditionVersion")}
        if wider := _wider(str(inputs.get("scope") or "")):
            yield "widen scope", "", {**inputs, "scope": wider}
    if kind == "FederatedIdentityCredential":
        yield "other subject", "", {**inputs, "subject": "repo:stranger/platform:environment:live"}
        yield "other issuer", "", {**inputs, "issuer": "https://token.stranger.example"}
        yield "any audience", "", {**inputs, "audiences": ["api://other"]}


def _of_role(inputs: Mapping[str, Any]) -> Iterator[Change]:
    permission = dict(inputs["permissions"][0])
    for key in ("actions", "dataActions"):
        for number, action in enumerate(permission.get(key) or []):
            wide = [*permission[key][:number], f"{action.partition('/')[0]}/*", *permission[key][number + 1 :]]
            yield "widen action", f"{key}.{action}", {**inputs, "permissions": [{**permission, key: wide}]}
    for key in ("notActions", "notDataActions"):
        for action in permission.get(key) or []:
            yield "drop not-action", action, {**inputs, "permissions": [{**permission, key: [each for each in permission[key] if each != action]}]}
    yield "add action", ASSIGNING, {**inputs, "permissions": [{**permission, "actions": [*(permission.get("actions") or []), ASSIGNING]}]}


def _wider(scope: str) -> str:
    """The group of a resource, the Azure subscription of a group."""
    if "/providers/" in scope and "/resourceGroups/" in scope:
        return scope.partition("/providers/")[0]
    return scope.partition("/resourceGroups/")[0] if "/resourceGroups/" in scope else ""


def _below(scope: str) -> list[str]:
    """Azure subscriptions of the plans, or the scope's own where it is one."""
    if scope.startswith("/subscriptions/"):
        return [scope]
    tenancies = (plan.stack_outputs["tenancy"] for stack, plan in plans().items() if stack.endswith("-azure-tenancy"))
    return sorted(f"/subscriptions/{tenancy['subscription']}" for tenancy in tenancies)


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


# Checking


@cache
def _asks() -> Mapping[str, StackAsks]:
    return {stack: asked_by(stack, plan) for stack, plan in plans().items()}


def told(sabotage: Sabotage) -> list[tuple[str, str]]:
    """(rule, message) of what ``civic check --plans`` says of the estate with the change in it. Of the other cloud nothing is asked.

    What the changed stack's own rules say comes first, then what is asked of all stacks; the rest is asked only where that was nothing.
    """
    cloud = "aws" if "-aws-" in sabotage.stack else "azure"
    plan = sabotage.on(plans()[sabotage.stack])
    asks = [asked_by(stack, plan) if stack == sabotage.stack else one for stack, one in _asks().items()]
    asked = [one if f"-{cloud}-" in one.stack else replace(one, calls=(), carriers=(), sources={}, named=()) for one in asks]
    ours = {one.stack for one in asked if f"-{cloud}-" in one.stack}
    own = judged(asked, {sabotage.stack}, _estate(), PROJECT, processes=1)
    first = (*checked(sabotage.stack, plan).findings, *own.held_open, *own.strangers, *_findings(own, own.refusals))
    every_stack = replace(own, concerned=[one for one in asked if one.stack in ours])
    found = first or every_stack.wrong_paths or _findings(own, refusals(own.worlds, every_stack.concerned, own.runs, 1))
    return [(one.rule, f"{one.urn.rpartition('::')[2]}: {one.message}") for one in found]


@cache
def _estate() -> Estate:
    return load_estate(ESTATE)


def _findings(proof: Judged, refused: Sequence[Refusal]) -> list[Finding]:
    documents = proof.worlds.documents(refusal.identity for refusal in refused)
    return list(rights_findings(explained(refused, documents, proof.sources), proof.worlds.faults, proof.sources))


def tried(labels: Sequence[str], cloud: str) -> dict[str, list[tuple[str, str]]]:
    """Label -> what was said of it."""
    return {label: told(every(cloud)[label]) for label in each(labels)}


def is_named(sabotage: Sabotage, said: Sequence[tuple[str, str]]) -> bool:
    """Whether something that was said names the resource, what it is a right of, or the component that it is missing from."""
    resource = sabotage.resource
    names = {resource.name, resource.name.rpartition("-")[0], *(str(resource.inputs[key]) for key in ("role", "roleName") if key in resource.inputs)}
    return any(name in message for _, message in said for name in names) or any(
        resource.name.startswith(message.partition(":")[0]) for _, message in said
    )
