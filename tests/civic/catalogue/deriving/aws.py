"""AWS: the models of its APIs, as botocore has them."""

import functools
import gzip
import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path as File
from typing import Any

from civic.catalogue import row
from tests.civic.catalogue.deriving.rules import Rule, usable
from tests.civic.catalogue.deriving.sdk_paths import Path, paths

FOLDERS = {
    "access-analyzer": "accessanalyzer", "application-autoscaling": "application-autoscaling", "elasticloadbalancing": "elbv2",
    "organizations": "organizations", "route53resolver": "route53resolver", "network-firewall": "network-firewall", "chime": "chime-sdk-voice",
}  # fmt: skip
"""Service in the name of a right -> folder of its model, where the two differ."""
NOT_ITS_OWN = re.compile(r"iam:CreateServiceLinkedRole|iam:PassRole|organizations:(Enable|List|Describe|Register).*|kms:(?!CreateKey|CreateAlias|ReplicateKey).*|"
                         r"logs:(?!Create(LogGroup)|PutRetentionPolicy|PutResourcePolicy).*|.*:(TagResource|AddTags.*|Get.*|Describe.*|List.*|Delete.*)")  # fmt: skip
"""Calls that a resource takes along the way, of which its inputs say nothing."""
OTHER_NAMES = {"budgets:ModifyBudget": "budgets:CreateBudget", "s3:PutLifecycleConfiguration": "s3:PutBucketLifecycleConfiguration",
               "s3:PutReplicationConfiguration": "s3:PutBucketReplication", "s3:PutEncryptionConfiguration": "s3:PutBucketEncryption",
               "s3:PutBucketObjectLockConfiguration": "s3:PutObjectLockConfiguration", "s3:PutBucketPublicAccessBlock": "s3:PutPublicAccessBlock"}  # fmt: skip
"""Right -> call, where the two have different names."""
SUFFIXES = ("", "days", "minutes", "seconds", "indays", "inminutes", "inseconds", "name", "arn")


def derive(token: str, models: File) -> dict[str, Rule]:
    """Path -> what the service's model says of it."""
    known = row(token)
    found: dict[str, Rule] = {}
    calls = [OTHER_NAMES.get(need.action, need.action) for need in (known.actions.create if known and known.actions else ())]
    roots = [shape for call in dict.fromkeys(calls) if not NOT_ITS_OWN.fullmatch(call) for shape in _input(models, call)]
    for path in paths(token):
        for model, root, call in roots:
            places = list(_places(model, root, path))
            if len(places) == 1 and (rule := _rule(model, places[0], call, path)):
                found.setdefault(".".join(path), rule)
    return found


@functools.cache
def _model(models: File, service: str) -> Mapping[str, Any] | None:
    files = sorted(models.glob(f"{FOLDERS.get(service, service)}/*/service-2.json.gz"))
    return json.loads(gzip.decompress(files[-1].read_bytes())) if files else None


def _input(models: File, call: str) -> Iterator[tuple[Mapping[str, Any], Mapping[str, Any], str]]:
    service, _, operation = call.partition(":")
    model = _model(models, service)
    wanted = (model or {}).get("operations", {}).get(operation, {}).get("input")
    if model and wanted:
        yield model, model["shapes"][wanted["shape"]], operation


def _places(model: Mapping[str, Any], shape: Mapping[str, Any], path: Path) -> Iterator[Mapping[str, Any]]:
    """Shapes that a path may lead to: its first name is a member of the input, or of what lies in one alone."""
    direct = list(_along(model, shape, path))
    if direct:
        yield from direct
        return
    for member in shape.get("members", {}).values():
        inner = model["shapes"][member["shape"]]
        if inner["type"] == "structure":
            deeper = list(_along(model, inner, path))
            for further in inner.get("members", {}).values() if not deeper else ():
                lower = model["shapes"][further["shape"]]
                if lower["type"] == "structure":
                    deeper += _along(model, lower, path)
            yield from deeper


def _along(model: Mapping[str, Any], shape: Mapping[str, Any], path: Path) -> Iterator[Mapping[str, Any]]:
    if not path:
        yield shape
        return
    key, *rest = path
    if key == "*":
        if shape["type"] == "list":
            yield from _along(model, model["shapes"][shape["member"]["shape"]], tuple(rest))
        elif shape["type"] == "structure":
            # Terraform has a list of one where the service has the thing itself, or a list beside its length.
            yield from _along(model, shape, tuple(rest))
        return
    if shape["type"] == "structure":
        members = {_plain(name): member for name, member in shape.get("members", {}).items()}
        for name in _names(key):
            if name in members:
                yield from _along(model, model["shapes"][members[name]["shape"]], tuple(rest))
                return


def _names(key: str) -> Iterator[str]:
    plain = _plain(key)
    singular = [re.sub("ies$", "y", plain), re.sub("es$", "", plain), re.sub("s$", "", plain)]
    for stem in dict.fromkeys([plain, *singular, plain + "s"]):
        for suffix in SUFFIXES:
            yield stem + suffix


def _plain(name: str) -> str:
    return re.sub("[^a-z0-9]", "", name.lower())


def _whole(pattern: str) -> str:
    """AWS's references give patterns of the whole text, some with and some without its ends."""
    return pattern if pattern.startswith("^") or pattern.endswith("$") else f"^(?:{pattern})$"


def _rule(model: Mapping[str, Any], shape: Mapping[str, Any], call: str, path: Path) -> Rule | None:
    source = f"{model['metadata'].get('serviceId', '')} API, {call} ({path[-1] if path[-1] != '*' else path[-2]})"
    if shape["type"] == "string":
        if shape.get("enum"):
            return Rule(words=sorted(shape["enum"]), source=source)
        rule = Rule()
        if shape.get("min", 0) > 0:
            rule["shortest"] = shape["min"]
        if "max" in shape:
            rule["longest"] = shape["max"]
        if "pattern" in shape and usable(shape["pattern"]):
            rule["pattern"] = _whole(shape["pattern"])
        return Rule(**rule, source=source) if rule else None
    if shape["type"] in ("integer", "long", "double", "float") and ("min" in shape or "max" in shape):
        bounds = Rule()
        if "min" in shape:
            bounds["low"] = shape["min"]
        if "max" in shape:
            bounds["high"] = shape["max"]
        return Rule(**bounds, source=source)
    return None
