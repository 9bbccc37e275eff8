"""Isolation of each body's applications from every other's on AWS."""

import re
from collections.abc import Iterator
from typing import Any

from policies.aws.rules.documents import comparisons, listed, statements
from policies.rule import Subject, every, must, rule

APPLICATION = "civic-aws:index:Application"
CELL = "civic-aws:index:HostingCell"
BUCKET = "aws:s3/bucket:Bucket"
GROUP = "aws:ec2/securityGroup:SecurityGroup"
GROUP_RULES = ("aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule", "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule")
POLICIES = ("aws:iam/policy:Policy", "aws:iam/rolePolicy:RolePolicy")
OWN = re.compile(
    r":(?:role/civic-body/|(?:document|automation-definition)/civic_|(?:secret:civic|log-group:/civic|alarm:civic)/(?P<cell>[^/]*)/?)(?P<body>[^/:_]*)"
)
"""What carries its owner's key in its name. A key may hold a dot, as ``northshire.test`` does; a slash, a colon or an underscore ends it."""
NEVER_NARROWER = {"ecr:GetAuthorizationToken"}
"""AWS takes no resource for it (Service Authorization Reference)."""


@rule(
    "iam-application-isolated",
    title="An application reaches what is its own body's, and no other body's application reaches it",
    why="In a shared cell one body's flaw must not become another's breach.",
    severity="critical",
    types=("aws:iam/role:Role", *POLICIES, *GROUP_RULES),
    remediation=(
        "Name one body in every resource and condition of a policy, put the role under its body's boundary, and let an "
        "application's security group be entered from the entry's group alone."
    ),
    scope="stack",
    reads=(GROUP, BUCKET),
)
def application_isolated(subject: Subject) -> Iterator[str]:
    if subject.type in POLICIES and (subject.is_inside(CELL) or subject.is_inside(APPLICATION)):
        yield from _one_body(subject)
    elif subject.is_inside(APPLICATION):
        yield from _group_rule(subject) if subject.type in GROUP_RULES else _bounded(subject)


def _bounded(role: Subject) -> Iterator[str]:
    if not role.is_set("permissionsBoundary"):
        yield "the application's role has no boundary"


def _one_body(policy: Subject) -> Iterator[str]:
    found = [statement for statement in statements(policy.value("policy")) if statement["Effect"] == "Allow"]
    bodies = {body for statement in found for body in _bodies(statement)} | set(_home(policy))
    if any("*" in body for body in bodies):
        yield "the policy reaches every body's applications"
    elif len(bodies) > 1:
        yield f"the policy reaches what is of {' and of '.join(sorted(bodies))}"
    for statement in found:
        if any(":secret:" in one and not OWN.search(one) for one in listed(statement.get("Resource"))):
            # The database administrator's among them, by whom every body's data can be read.
            yield "the policy reaches a secret that is of no one body"
        tags = {key.partition("tag/")[2] for _, key, _ in comparisons(statement)}
        if "organisation" in tags and "owner" not in tags:
            yield "the policy tells bodies apart by the tag organisation, which a body's live and test environments share"
        if policy.is_inside(APPLICATION):
            yield from _own_alone(policy, statement)


def _home(policy: Subject) -> Iterator[str]:
    """The body in whose place the policy's role stands, in a shared cell."""
    if policy.type.endswith(":RolePolicy"):
        for role in policy.refers_to("aws:iam/role:Role", "role"):
            path = str(role.value("path") or "").strip("/").split("/")
            if path[0] == "civic-body":
                yield path[1]


def _bodies(statement: Any) -> Iterator[str]:
    for resource in listed(statement.get("Resource")):
        for match in OWN.finditer(resource):
            yield "*" if "*" in (match["cell"] or "") else match["body"]
    for _, key, values in comparisons(statement):
        if key.endswith("tag/owner"):
            yield from values


def _own_alone(policy: Subject, statement: Any) -> Iterator[str]:
    buckets = {bucket.inputs.get("bucket") for bucket in policy.stack.of_type(BUCKET)}
    for resource in listed(statement.get("Resource")):
        _, _, name = resource.partition(":s3:::")
        if resource == "*" and not set(listed(statement["Action"])) <= NEVER_NARROWER:
            yield "the application's policy names no resource"
        elif name and name.split("/")[0] not in buckets:
            yield f"the application's policy reaches a bucket that is not its own, {name.split('/')[0]}"


def _group_rule(entry: Subject) -> Iterator[str]:
    inward = entry.type.endswith("IngressRule")
    addresses = [key for key in ("cidrIpv4", "cidrIpv6", "prefixListId") if entry.is_set(key)]
    yield from every(
        must(lambda: not (inward and addresses), "the application is entered by address, not from the entry's group alone"),
        must(lambda: str(entry.value("ipProtocol")) != "-1", "every port is open"),
        *(_same_application(entry, key) for key in ("securityGroupId", "referencedSecurityGroupId") if entry.is_set(key)),
    )


def _same_application(entry: Subject, key: str) -> Iterator[str]:
    for group in entry.refers_to(GROUP, key):
        if group.resource.parent != entry.resource.parent:
            yield f"the rule joins this application with another's group, {group.name}"
