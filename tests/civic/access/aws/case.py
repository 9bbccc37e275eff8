"""A case of AWS' evaluation, written in sentences, as the resources of a plan and a request.

A sentence is a statement: ``Allow [to WHO|except WHO] ACTIONS [on RESOURCES] [if OPERATOR KEY VALUES [and ...]]``; lists are separated by commas,
``other-than:`` before actions or resources makes ``NotAction`` or ``NotResource``. A document may also be given as JSON says it.

Accounts: 111111111111 (ours, in the unit), 222222222222 (its neighbour there), 333333333333 (nobody we know), 999999999999 (management).
"""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from civic.access.aws import ANONYMOUS, UNKNOWABLE, Principal, Request, World
from civic.plan import Resource

FOLDER = Path(__file__).parent / "cases"
HOME, NEIGHBOUR, FOREIGN, MANAGEMENT = "111111111111", "222222222222", "333333333333", "999999999999"
REGION = "eu-west-2"
NAMED = {
    "$bucket": "arn:aws:s3:::data",
    "$key": "arn:aws:kms:eu-west-2:{owner}:key/11111111-1111-4111-8111-111111111111",
    "$topic": "arn:aws:sns:eu-west-2:{owner}:alarms",
    "$queue": "arn:aws:sqs:eu-west-2:{owner}:work",
    "$secret": "arn:aws:secretsmanager:eu-west-2:{owner}:secret:app-AbCdEf",
    "$repository": "arn:aws:ecr:eu-west-2:{owner}:repository/app",
    "$vault": "arn:aws:backup:eu-west-2:{owner}:backup-vault:main",
    "$target": "arn:aws:iam::{owner}:role/target",
}
CARRIERS = {
    "$bucket": ("aws:s3/bucket:Bucket", "bucket", "data"),
    "$key": ("aws:kms/key:Key", "description", "key"),
    "$topic": ("aws:sns/topic:Topic", "name", "alarms"),
    "$queue": ("aws:sqs/queue:Queue", "name", "work"),
    "$secret": ("aws:secretsmanager/secret:Secret", "name", "app"),
    "$repository": ("aws:ecr/repository:Repository", "name", "app"),
    "$vault": ("aws:backup/vault:Vault", "name", "main"),
}
SENTENCE = re.compile(
    r"(Allow|Deny)(?: to (?P<to>\S+)| except (?P<apart>\S+))? (?P<actions>\S+)(?: on (?P<resources>\S+))?(?: if (?P<conditions>.+))?"
)


@dataclass(frozen=True)
class Case:
    """One case; ``data`` as the file has it."""

    kind: str
    data: Mapping[str, Any]

    @property
    def id(self) -> str:
        return f"{self.kind}: {self.data['name']}"

    def get(self, key: str, default: Any = None) -> Any:
        return self.data.get(key, default)

    @property
    def owner(self) -> str:
        """Account of the resource that is asked for."""
        return str(self.get("owner", HOME))

    def text(self, text: str) -> str:
        """With the named resources' ARNs put in."""
        for name, arn in NAMED.items():
            text = text.replace(name, arn.format(owner=self.owner))
        return text


def cases() -> list[Case]:
    """Every case of every file. Raises where there is none: a test that loops over nothing proves nothing."""
    found = [Case(path.stem, entry) for path in sorted(FOLDER.glob("*.yaml")) for entry in yaml.safe_load(path.read_text(encoding="utf-8"))]
    assert found
    return found


def document(case: Case, written: Any) -> Any:
    """A policy document from sentences, or as it is given: text stays text."""
    if written is None:
        return None
    if isinstance(written, str):
        return written
    if isinstance(written, Mapping):
        return json.loads(case.text(json.dumps(written)))
    return {"Version": "2012-10-17", "Statement": [statement(case, sentence) for sentence in written]}


def statement(case: Case, sentence: str) -> Mapping[str, Any]:
    read = SENTENCE.fullmatch(case.text(sentence))
    assert read, sentence
    found: dict[str, Any] = {"Effect": read[1]}
    if who := read["to"] or read["apart"]:
        found["Principal" if read["to"] else "NotPrincipal"] = principals(who)
    for element, texts in (("Action", read["actions"]), ("Resource", read["resources"])):
        if texts:
            apart = texts.startswith("other-than:")
            found[f"Not{element}" if apart else element] = texts.removeprefix("other-than:").split(",")
    for condition in (read["conditions"] or "").split(" and ") if read["conditions"] else []:
        operator, key, values = condition.split(" ", 2)
        found.setdefault("Condition", {}).setdefault(operator, {})[key] = values.split(",")
    return found


def principals(text: str) -> Any:
    if text == "*":
        return "*"
    found: dict[str, list[str]] = {}
    for one in text.split(","):
        kind, _, rest = one.partition(":")
        if kind in ("service", "federated"):
            found.setdefault(kind.capitalize(), []).append(rest)
        else:
            found.setdefault("AWS", []).append(arn(one))
    return found


def arn(text: str) -> str:
    """``role:app``, ``role:ACCOUNT/app``, ``session:app/s1``, ``user:bob``, ``root:ACCOUNT``, or as it is."""
    kind, _, rest = text.partition(":")
    if kind == "root":
        return f"arn:aws:iam::{rest}:root"
    if kind == "session":
        return f"arn:aws:sts::{HOME}:assumed-role/{rest}"
    if kind in ("role", "user"):
        account, _, name = rest.partition("/") if rest[:12].isdigit() else (HOME, "/", rest)
        return f"arn:aws:iam::{account}:{kind}/{name}"
    return text


def principal(case: Case) -> Principal:
    text = case.get("who", "role:app")
    kind, _, rest = text.partition(":")
    sessions = tuple(json.dumps(document(case, one)) for one in ([case.get("session")] if case.get("session") else []))
    if kind == "role":
        return Principal.role(arn(text), "s1", tags=case.get("session_tags"), policies=sessions)
    if kind == "user":
        return Principal.user(arn(text))
    if kind == "root":
        return Principal.root(rest)
    if kind == "service":
        return Principal.service(rest)
    if kind == "token":
        return Principal.federated(rest)
    assert text == "anyone"
    return ANONYMOUS


def request(case: Case, settled: Mapping[str, Any] | None = None) -> Request:
    """The case's question; with ``settled`` what was unknown is known."""
    action, _, resource = case.text(case.get("ask")).partition(" on ")
    context = {**(case.get("context") or {}), **(settled or {})}
    values = {key.lower(): tuple(map(str, value)) if isinstance(value, list) else (str(value),) for key, value in context.items()}
    unknown = UNKNOWABLE | {key.lower() for key in case.get("unknown", ())}
    account = str(case.get("resource_account", ""))
    return Request(
        principal(case), action, resource or "*", account, values, unknown - frozenset(values), "vpce-1" if "endpoint" in case.data else ""
    )


def world(case: Case) -> World:
    return World.of(list(resources(case)), without_full_access=frozenset(LEVELS[level] for level in case.get("without_full_access", ())))


LEVELS = {"root": "r-root", "unit": "ou-unit", "account": HOME, "neighbour": NEIGHBOUR}


def resources(case: Case) -> Iterator[Resource]:
    """The case's world as a plan has it."""
    yield from _providers()
    yield from _organisation(case)
    yield from _identity(case)
    yield from _carriers(case)
    for number, grant in enumerate(case.get("grants", ())):
        inputs = {"keyId": case.text("$key"), **grant, "granteePrincipal": arn(grant["granteePrincipal"])}
        yield made("aws:kms/grant:Grant", f"grant-{number}", inputs, {}, case.owner)
    if "endpoint" in case.data:
        inputs = {"vpcId": "vpc-1", "policy": _json(document(case, case.get("endpoint")))}
        yield made("aws:ec2/vpcEndpoint:VpcEndpoint", "endpoint", inputs, {}, HOME, id="vpce-1")


def made(token: str, name: str, inputs: Mapping[str, Any], outputs: Mapping[str, Any], account: str, id: str = "") -> Resource:
    urn = f"urn:pulumi:stack::project::{token}::{name}"
    given = {key: value for key, value in inputs.items() if value is not None}
    return Resource(urn, token, True, given, {**given, **outputs}, id, provider=f"{provider(account)}::id", source=f"program.py:{len(name)}")


def provider(account: str) -> str:
    return f"urn:pulumi:stack::project::pulumi:providers:aws::{account}"


def _providers() -> Iterator[Resource]:
    for account in (HOME, NEIGHBOUR, MANAGEMENT, FOREIGN):
        yield Resource(provider(account), "pulumi:providers:aws", True, {"region": REGION, "allowedAccountIds": json.dumps([account])})


def _organisation(case: Case) -> Iterator[Resource]:
    if case.get("no_organisation"):
        return
    outputs = {"masterAccountId": MANAGEMENT, "roots": [{"id": "r-root"}], "arn": f"arn:aws:organizations::{MANAGEMENT}:organization/o-home"}
    yield made("aws:organizations/organization:Organization", "organisation", {}, outputs, MANAGEMENT, id="o-home")
    yield made(
        "aws:organizations/organizationalUnit:OrganizationalUnit", "unit", {"parentId": "r-root", "name": "unit"}, {}, MANAGEMENT, id="ou-unit"
    )
    for account in (HOME, NEIGHBOUR):
        account_arn = {"arn": f"arn:aws:organizations::{MANAGEMENT}:account/o-home/{account}"}
        yield made(
            "aws:organizations/account:Account", account, {"parentId": "ou-unit", "roleName": "administration"}, account_arn, MANAGEMENT, id=account
        )
    for kind, word in (("SERVICE_CONTROL_POLICY", "scp"), ("RESOURCE_CONTROL_POLICY", "rcp")):
        for level, target in LEVELS.items():
            if written := case.get(f"{level}_{word}"):
                name = f"{level}-{word}"
                inputs = {"type": kind, "content": _json(document(case, written)), "name": name}
                yield made("aws:organizations/policy:Policy", name, inputs, {}, MANAGEMENT, id=f"p-{name}")
                attachment = {"policyId": f"p-{name}", "targetId": target}
                yield made("aws:organizations/policyAttachment:PolicyAttachment", name, attachment, {}, MANAGEMENT)


def _identity(case: Case) -> Iterator[Resource]:
    who = principal(case)
    if who.account and who.kind.value in ("role", "user") and not case.get("nobody"):
        word = who.kind.value
        boundary = f"arn:aws:iam::{who.account}:policy/boundary" if "boundary" in case.data else None
        inputs = {"name": who.arn.rpartition("/")[2], "permissionsBoundary": boundary, "tags": case.get("tags")}
        if word == "role":
            inputs["assumeRolePolicy"] = _json(document(case, ["Allow to service:ec2.amazonaws.com sts:AssumeRole"]))
        yield made(f"aws:iam/{word}:{word.capitalize()}", "who", inputs, {"arn": who.arn}, who.account, id=inputs["name"])
        if boundary:
            policy = {"name": "boundary", "policy": _json(document(case, case.get("boundary")))}
            yield made("aws:iam/policy:Policy", "boundary", policy, {"arn": boundary}, who.account, id=boundary)
        if case.get("identity"):
            own = {word: inputs["name"], "policy": _json(document(case, case.get("identity"))), "name": "own"}
            yield made(f"aws:iam/{word}Policy:{word.capitalize()}Policy", "own", own, {}, who.account)
    if "trust" in case.data or "$target" in case.get("ask", ""):
        trust = document(case, case.get("trust", ["Allow to service:ec2.amazonaws.com sts:AssumeRole"]))
        role = {
            "name": "target",
            "assumeRolePolicy": _json(trust),
            "tags": case.get("resource_tags"),
            "permissionsBoundary": case.get("target_boundary"),
        }
        yield made("aws:iam/role:Role", "target", role, {"arn": case.text("$target"), "tagsAll": case.get("resource_tags")}, case.owner, id="target")


def _carriers(case: Case) -> Iterator[Resource]:
    if case.owner == FOREIGN:
        return
    for name, (token, property_, value) in CARRIERS.items():
        if name in json.dumps(case.data):
            policy = {"policy": _json(document(case, case.get("resource_policy")))} if case.get("resource_policy") else {}
            outputs = {"arn": case.text(name), "region": REGION, "tagsAll": case.get("resource_tags") or {}}
            yield made(token, value, {property_: value, **policy}, outputs, case.owner, id=outputs["arn"].rpartition("/")[2])
    if alias := case.get("alias"):
        inputs = {"name": alias, "targetKeyId": case.text("$key").rpartition("/")[2]}
        yield made("aws:kms/alias:Alias", "alias", inputs, {}, case.owner)


def _json(value: Any) -> str | None:
    return value if value is None or isinstance(value, str) else json.dumps(value)


def documents(case: Case) -> Sequence[Mapping[str, Any]]:
    """Every document of the case, opened."""
    places = (
        "identity",
        "boundary",
        "session",
        "resource_policy",
        "trust",
        "endpoint",
        *(f"{level}_{word}" for level in LEVELS for word in ("scp", "rcp")),
    )
    return [found for place in places if case.get(place) is not None and (found := document(case, case.get(place))) is not None]
