"""Content of the AWS managed policies that the program uses, and of those that every organisation has.

The files beside hold, for each policy, what AWS publishes in the "AWS Managed Policy Reference Guide", as of the date in them, actions grouped by
service. A managed policy that is not here is one whose content cannot be known: AWS changes them, so a guess would be a silent yes.
"""

import json
from collections.abc import Iterable, Mapping
from functools import lru_cache
from importlib import resources
from typing import TypedDict

from civic.access.aws.attached import Attached
from civic.access.aws.kinds import DocumentKind
from civic.access.aws.policies import Document, Statement, parse, shape
from civic.access.aws.policies import statement as read_statement


class _Entry(TypedDict):
    effect: str
    resources: list[str]
    actions: Mapping[str, str]
    condition: Mapping[str, Mapping[str, str | list[str]]]


WRITTEN: Mapping[str, tuple[Mapping[str, object], ...]] = {
    "AdministratorAccess": ({"Effect": "Allow", "Action": "*", "Resource": "*"},),
    "PowerUserAccess": (
        {"Effect": "Allow", "NotAction": ["iam:*", "organizations:*", "account:*"], "Resource": "*"},
        {
            "Effect": "Allow",
            "Action": [
                *("account:GetAccountInformation", "account:GetGovCloudAccountInformation", "account:GetPrimaryEmail", "account:ListRegions"),
                *("iam:CreateServiceLinkedRole", "iam:DeleteServiceLinkedRole", "iam:ListRoles", "organizations:DescribeOrganization"),
            ],
            "Resource": "*",
        },
    ),
}
"""Those short enough to stand here."""


@lru_cache(maxsize=256)
def attached(arn: str) -> Attached:
    """An AWS managed policy by its ARN; of unknown content where it is not kept here."""
    return Attached(_document(arn.rpartition("/")[2]), "", arn)


def is_managed_by_aws(arn: str) -> bool:
    return ":iam::aws:policy/" in arn


@lru_cache(maxsize=256)
def _document(name: str) -> Document | None:
    if name in WRITTEN:
        return parse({"Version": "2012-10-17", "Statement": list(WRITTEN[name])}, DocumentKind.MANAGED)
    file = resources.files(__name__) / f"{name}.json"
    if not name.replace("_", "").replace("-", "").isalnum() or not file.is_file():
        return None
    entries: Iterable[_Entry] = json.loads(file.read_text(encoding="utf-8"))["statements"]
    statements = [_statement(entry, number) for number, entry in enumerate(entries, 1)]
    return Document(DocumentKind.MANAGED, tuple(statements), 0, shape(tuple(one.actions for one in statements)))


def _statement(entry: _Entry, number: int) -> Statement:
    actions = [f"{service}:{action}" for service, names in entry["actions"].items() for action in names.split()]
    written = {"Effect": entry["effect"], "Action": actions, "Resource": entry["resources"], "Condition": entry.get("condition") or {}}
    return read_statement(written, number, DocumentKind.MANAGED, variables=True)
