"""Small estates for paths: one stack a layer, written as resources of plans, with a run for each identity that deploys."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from civic.access import paths, proof
from civic.access.asked import StackAsks
from civic.access.graph import Graph
from civic.access.places import Place
from civic.access.runs import Run, StateStore
from civic.plan import Resource
from tests.civic.access.aws.case import Case, document

MANAGEMENT, ACCOUNT, OTHER = "999999999999", "111111111111", "222222222222"
REGION = "eu-west-2"
KEY = f"arn:aws:kms:{REGION}:{MANAGEMENT}:key/11111111-1111-4111-8111-111111111111"
ISSUER = "https://ci.example"
STACKS = {
    "platform-aws-bootstrap": Place("platform", "bootstrap"),
    "platform-aws-foundation": Place("platform", "foundation"),
    "platform-aws-network": Place("platform", "network"),
    "platform-aws-hosting-a": Place("platform", "hosting"),
    **{f"{body}-aws-{layer}": Place(body, layer) for body in ("a", "b") for layer in ("tenancy", "landing-zone", "applications")},
    **{f"platform-azure-{layer}": Place("platform", layer) for layer in ("bootstrap", "foundation", "network")},
    **{f"{body}-azure-{layer}": Place(body, layer) for body in ("a", "b") for layer in ("tenancy", "landing-zone", "applications")},
}
TENANCY, ZONE, APPLICATIONS = "a-aws-tenancy", "a-aws-landing-zone", "a-aws-applications"
OTHERS = "b-aws-tenancy"


def policy(*sentences: str) -> str:
    """A document, a sentence a statement (``tests.civic.access.aws.case``)."""
    return json.dumps(document(Case("paths", {"name": "", "owner": ACCOUNT}), list(sentences)))


def role_arn(name: str, account: str = ACCOUNT) -> str:
    return f"arn:aws:iam::{account}:role/{name}"


class Estate:
    """Resources by stack, and the runs that act as identities."""

    def __init__(self) -> None:
        self.resources: dict[str, list[Resource]] = {}
        self.runs: dict[str, Run] = {}
        self._organisation()
        self._store()

    def add(self, stack: str, token: str, name: str, inputs: Mapping[str, Any], account: str = ACCOUNT, *, id: str = "", **outputs: Any) -> Resource:
        given = {key: value for key, value in inputs.items() if value is not None}
        provider = f"urn:pulumi:{stack}::project::pulumi:providers:aws::{account}"
        urn = f"urn:pulumi:{stack}::project::{token}::{name}"
        made = Resource(urn, token, True, given, {**given, **outputs}, id or name, provider=f"{provider}::id", source=f"{stack}.py:1")
        there = self.resources.setdefault(stack, [])
        if provider not in {one.urn for one in there}:
            there.append(Resource(provider, "pulumi:providers:aws", True, {"region": REGION, "allowedAccountIds": json.dumps([account])}))
        there.append(made)
        return made

    def role(
        self,
        stack: str,
        name: str,
        *allowed: str,
        trust: Sequence[str] = (),
        account: str = ACCOUNT,
        boundary: str = "",
        runs: bool = True,
        **more: Any,
    ) -> str:
        """A role with its rights; ``runs``: the stack's run acts as it. Returns its ARN."""
        arn = role_arn(name, account)
        trusted = policy(*(trust or ("Allow to service:config.amazonaws.com sts:AssumeRole",)))
        inputs = {"name": name, "assumeRolePolicy": trusted, "permissionsBoundary": boundary or None, **more}
        self.add(stack, "aws:iam/role:Role", f"{account}-{name}", inputs, account, id=name, arn=arn, tagsAll=more.get("tags", {}))
        if allowed:
            rights = {"role": name, "policy": policy(*allowed), "name": "rights"}
            self.add(stack, "aws:iam/rolePolicy:RolePolicy", f"{account}-{name}-rights", rights, account)
        if runs:
            store = StateStore(
                "project", "s3://state?region=eu-west-2", "s3://state/cards", f"awskms:///alias/layer?region={REGION}&context_stack={stack}"
            )
            self.runs[stack] = Run(stack, "aws", ISSUER, stack, arn, principal=arn, store=store if account == MANAGEMENT else None)
        return arn

    def managed(self, stack: str, name: str, *allowed: str, account: str = ACCOUNT) -> str:
        arn = f"arn:aws:iam::{account}:policy/{name}"
        self.add(stack, "aws:iam/policy:Policy", f"{account}-{name}", {"name": name, "policy": policy(*allowed)}, account, id=arn, arn=arn)
        return arn

    def guard(self, target: str, *sentences: str) -> None:
        """A service control policy on a unit or account."""
        stack, name = "platform-aws-foundation", f"guard-{target}"
        content = {"type": "SERVICE_CONTROL_POLICY", "name": name, "content": policy(*sentences)}
        arn = f"arn:aws:organizations::{MANAGEMENT}:policy/o-home/service_control_policy/p-{target}"
        self.add(stack, "aws:organizations/policy:Policy", name, content, MANAGEMENT, id=f"p-{target}", arn=arn)
        self.add(stack, "aws:organizations/policyAttachment:PolicyAttachment", name, {"policyId": f"p-{target}", "targetId": target}, MANAGEMENT)

    def graph(self) -> Graph:
        asks = [
            StackAsks(stack, (), tuple(made), {}, {one.urn: one for one in made if one.type.startswith("pulumi:providers:")}, {}, {})
            for stack, made in self.resources.items()
        ]
        return paths.graph(proof.worlds(asks, self.runs, whole=False), asks, self.runs, STACKS)

    def _organisation(self) -> None:
        stack, home = "platform-aws-foundation", f"arn:aws:organizations::{MANAGEMENT}"
        outputs: dict[str, Any] = {"masterAccountId": MANAGEMENT, "roots": [{"id": "r-root"}], "arn": f"{home}:organization/o-home"}
        self.add(stack, "aws:organizations/organization:Organization", "organisation", {}, MANAGEMENT, id="o-home", **outputs)
        unit = "aws:organizations/organizationalUnit:OrganizationalUnit"
        self.add(stack, unit, "unit", {"parentId": "r-root", "name": "unit"}, MANAGEMENT, id="ou-unit", arn=f"{home}:ou/o-home/ou-unit")
        for account, maker in ((ACCOUNT, TENANCY), (OTHER, OTHERS)):
            inputs = {"parentId": "ou-unit", "roleName": "administration"}
            self.add(maker, "aws:organizations/account:Account", account, inputs, MANAGEMENT, id=account, arn=f"{home}:account/o-home/{account}")

    def _store(self) -> None:
        stack = "platform-aws-bootstrap"
        self.add(stack, "aws:s3/bucket:Bucket", "state", {"bucket": "state"}, MANAGEMENT, arn="arn:aws:s3:::state")
        self.add(stack, "aws:kms/key:Key", "layer", {"description": "layer"}, MANAGEMENT, id=KEY.rpartition("/")[2], arn=KEY)
        self.add(stack, "aws:kms/alias:Alias", "layer", {"name": "alias/layer", "targetKeyId": KEY.rpartition("/")[2]}, MANAGEMENT)


def found(estate: Estate) -> list[str]:
    """Every path, as START -> END by HOW of the last step."""
    graph = estate.graph()
    every = (*paths.upward(graph), *paths.sideways(graph))
    return sorted({f"{path.start.id} -> {end.id}: {path.steps[-1].how}" for path in every for end in (path.end, *path.others)})
