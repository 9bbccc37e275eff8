"""What IAM and AWS Organizations refuse of a policy's text.

Source: IAM User Guide, "Grammar of the IAM JSON policy language" and "IAM JSON policy elements: Version"; AWS Organizations User
Guide, "SCP syntax" and "RCP syntax"; Amazon S3, AWS KMS, Amazon SNS and CloudWatch Logs, whose policies name principals and their own
actions. A document without a version is an old one to IAM and refused by AWS Organizations alone.
"""

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from civic.catalogue import DocumentKind, row
from civic.plan.wire import UNKNOWN, opened
from civic.simulator.state import Failure

VERSIONS = ("2012-10-17", "2008-10-17")
AUTHORIZATION = ("SERVICE_CONTROL_POLICY", "RESOURCE_CONTROL_POLICY")
"""Policies of an organisation that are written in IAM's language; the others (declarative, backup, tags) have neither version nor statement."""
_SID = re.compile(r"[A-Za-z0-9]*")


def documents(token: str, inputs: Mapping[str, Any]) -> Iterator[Failure]:
    """Everything wrong with the policy documents of a resource. Text that is no JSON, or has no statement, is told elsewhere."""
    known = row(token)
    for key, kind in (known.documents if known else {}).items():
        document = _read(inputs.get(key))
        if document is None or (kind == "organisation" and inputs.get("type", AUTHORIZATION[0]) not in AUTHORIZATION):
            continue
        yield from _version(key, document, required=kind == "organisation")
        listed = document.get("Statement")
        statements = [one for one in (listed if isinstance(listed, list) else [listed]) if isinstance(one, Mapping)]
        for place, statement in enumerate(statements):
            where = f"{key}.Statement[{place}]"
            yield from _statement(where, statement, kind)
            yield from _actions(where, statement, kind, token)
            if kind == "organisation":
                yield from _organisation(where, statement, str(inputs.get("type", AUTHORIZATION[0])))
        sids = [statement["Sid"] for statement in statements if statement.get("Sid")]
        for sid in sorted({sid for sid in sids if sids.count(sid) > 1}):
            yield Failure(key, f"two statements are called '{sid}'")


def _read(text: Any) -> Mapping[str, Any] | None:
    text = opened(text)
    if not isinstance(text, str) or text == UNKNOWN:
        return None
    try:
        document = json.loads(text)
    except ValueError:
        return None
    return document if isinstance(document, Mapping) and document else None


def _version(key: str, document: Mapping[str, Any], *, required: bool) -> Iterator[Failure]:
    version = document.get("Version")
    if version is None and required:
        yield Failure(key, f'the policy has no version; write "Version": "{VERSIONS[0]}"')
    if version is not None and version not in VERSIONS:
        yield Failure(key, f"the version '{version}' is none of {', '.join(VERSIONS)}")


def _statement(path: str, statement: Mapping[str, Any], kind: DocumentKind) -> Iterator[Failure]:
    if statement.get("Effect") not in ("Allow", "Deny"):
        yield Failure(path, f"the effect '{statement.get('Effect')}' is neither Allow nor Deny")
    if ("Action" in statement) == ("NotAction" in statement):
        yield Failure(path, "a statement has either Action or NotAction")
    if not _SID.fullmatch(str(statement.get("Sid") or "")):
        yield Failure(path, f"the Sid '{statement['Sid']}' has other characters than A-Z, a-z and 0-9")
    principal = "Principal" in statement or "NotPrincipal" in statement
    resource = "Resource" in statement or "NotResource" in statement
    if kind == "trust" and not principal:
        yield Failure(path, "a role's trust names a principal")
    if kind == "trust" and resource:
        yield Failure(path, "a role's trust names no resource: it is about the role itself")
    if kind == "identity" and principal:
        yield Failure(path, "an identity's policy names no principal: it is about whoever has it")
    if kind == "identity" and not resource:
        yield Failure(path, "a statement has either Resource or NotResource")
    if kind == "resource" and not principal:
        yield Failure(path, "the policy of a thing names a principal: it says who may do it")


_ACTION = re.compile(r"\*|[A-Za-z0-9-]+:[A-Za-z0-9*?]+")
_OWN = {"s3": "s3", "kms": "kms", "sns": "sns", "cloudwatch": "logs", "secretsmanager": "secretsmanager"}
"""Module of a type whose policies know the actions of one service alone -> the service."""


def _actions(path: str, statement: Mapping[str, Any], kind: DocumentKind, token: str) -> Iterator[Failure]:
    listed = statement.get("Action", statement.get("NotAction"))
    own = _OWN.get(re.split("[:/]", token)[1]) if kind == "resource" else None
    for action in listed if isinstance(listed, list) else [listed]:
        if not isinstance(action, str) or UNKNOWN in action:
            continue
        service = action.partition(":")[0].lower()
        if not _ACTION.fullmatch(action):
            yield Failure(path, f"the action '{action}' is neither * nor <service>:<action>")
        elif kind == "trust" and service != "sts":
            yield Failure(path, f"the action '{action}' is none of STS, and a role's trust has those alone")
        elif own and service not in (own, "*"):
            yield Failure(path, f"the action '{action}' is none of {own}, whose policy this is")


def _organisation(path: str, statement: Mapping[str, Any], kind: str) -> Iterator[Failure]:
    if kind == AUTHORIZATION[0] and ("Principal" in statement or "NotPrincipal" in statement):
        yield Failure(path, "a service control policy names no principal: it is about everybody in the accounts")
    if kind == AUTHORIZATION[1] and statement.get("Principal") != "*":
        yield Failure(path, 'a resource control policy names "Principal": "*" in each statement')
    if kind == AUTHORIZATION[1] and statement.get("Effect") == "Allow":
        yield Failure(path, "a resource control policy of one's own denies alone")
